"""Facts: one change of the real world, with everything that the articles of one or more runs told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..records.fact import Fact, LineageChange, LineageUnit
from ..register.register import Register
from .assemble import FactMaker
from .conflicts import note_conflicts
from .joining import joined
from .lineage import lineage_of
from .normal import NormalForm
from .reports import Reported, read_outputs
from .same_article import same_articles
from .slim import read_slim, slim_line

__all__ = ["Fact", "LineageChange", "LineageUnit", "facts_of", "lineage_of", "read_facts", "read_slim", "slim_line"]


def facts_of(reported: Reported, register: Register) -> Iterator[Fact]:
    """The facts that reports tell, in order of their ids."""
    groups = same_articles(reported.articles)
    maker = FactMaker(reported.articles, groups, NormalForm(register))
    changes = joined(reported.reports, reported.articles, groups, register)
    facts = {change.ident: maker.fact(change) for change in changes}
    note_conflicts(facts, changes)
    yield from facts.values()


def read_facts(files: Sequence[tuple[Path, Path]], register: Register) -> Iterator[Fact]:
    """The facts of finished outputs, each given as its files of documents and events; in whatever order, the same."""
    yield from facts_of(read_outputs(files), register)
