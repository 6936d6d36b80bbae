"""Joins the events of finished runs into facts."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from ..errors import SapxepError
from ..facts import lineage_of, read_facts
from ..stages.builtin import builtin_register
from ..stages.write import DOCUMENTS, EVENTS, JOINED, put_in_place, unwritable, write_joined
from .ledger import check_folder
from .memory import rare_collections

_HOME: Final = ".joining"


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
    folder = Path(output)
    check_folder(folder, JOINED)
    new, made = not folder.exists(), folder / _HOME
    try:
        made.mkdir(parents=True, exist_ok=True)
        with rare_collections():
            facts = list(read_facts(files, builtin_register()))
            write_joined(made, facts, lineage_of(facts, builtin_register()))
        put_in_place(made, folder)
        new = False
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if new:
            with suppress(OSError):
                folder.rmdir()
    several = sum(fact.reports.articles > 1 for fact in facts)
    return Joined(sum(len(fact.events) for fact in facts), len(facts), several)
