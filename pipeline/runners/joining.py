"""Joins the events of finished runs into facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import SapxepError
from ..facts import lineage_of, read_facts
from ..stages.components import builtin_register
from ..stages.write import DOCUMENTS, EVENTS, JOINED, OutputFolder
from .memory import rare_collections


class Joined(NamedTuple):
    """How much went in and came out."""

    events: int
    facts: int
    several: int


def join(outputs: Sequence[str | Path], output: str | Path) -> Joined:
    """Write facts.jsonl and lineage.jsonl of all events of finished runs; their order has no say.

    SapxepError where a folder is no finished run or the output folder holds something else.
    """
    files = [(Path(folder) / DOCUMENTS, Path(folder) / EVENTS) for folder in outputs]
    for pair in files:
        for path in pair:
            if not path.is_file():
                raise SapxepError(f"{path.parent}: holds no {path.name}; give the folder of a finished run")
    with rare_collections(), OutputFolder(Path(output), JOINED) as folder:
        facts = list(read_facts(files, builtin_register()))
        for fact in facts:
            folder.fact(fact)
        for record in lineage_of(facts, builtin_register()):
            folder.lineage(record)
        folder.finish()
    several = sum(fact.reports.articles > 1 for fact in facts)
    return Joined(sum(len(fact.events) for fact in facts), len(facts), several)
