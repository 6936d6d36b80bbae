"""The lineage of units that facts tell: units as nodes, changes as edges; every branch of a split has its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..records.fact import Fact, FactParticipant, LineageChange, LineageUnit
from ..register.keys import hyphenated
from ..register.register import Register

_MOVES: Final = frozenset({"merge", "split", "rename", "reclassify"})
_STARTS: Final = frozenset({"establish"})
_ENDS: Final = frozenset({"dissolve", "unchanged"})


def lineage_of(facts: Iterable[Fact], register: Register) -> Iterator[LineageUnit | LineageChange]:
    """The nodes in order of their ids, then the edges in order of date and fact."""
    units: dict[str, LineageUnit] = {}
    changes: list[LineageChange] = []
    for fact in facts:
        for source, target in _ends(fact):
            told = [_node(one, fact, register) if one is not None else None for one in (source, target)]
            units.update({node.id: node for node in told if node is not None})
            changes.append(_edge(fact, source or target, *(node.id if node is not None else None for node in told)))
    yield from (units[key] for key in sorted(units))
    yield from sorted(changes, key=lambda c: (c.date or "9999", c.fact_id, c.source or "", c.target or ""))


def _ends(fact: Fact) -> Iterator[tuple[FactParticipant | None, FactParticipant | None]]:
    """Each pair of source and target; a body is no unit."""
    sources = [one for one in fact.sources if one.kind is not None]
    targets = [one for one in fact.targets if one.kind is not None]
    if fact.type in _MOVES and not targets:
        yield from ((source, None) for source in sources)
    elif fact.type in _MOVES and not sources:
        yield from ((None, target) for target in targets)
    elif fact.type in _MOVES:
        yield from ((source, target) for source in sources for target in targets)
    elif fact.type in _STARTS:
        yield from ((None, target) for target in targets)
    elif fact.type in _ENDS:
        yield from ((source, None) for source in sources)


def _node(one: FactParticipant, fact: Fact, register: Register) -> LineageUnit:
    unit = register.get(one.unit) if one.unit else None
    if unit is None:
        # Not linked: it may be the unit of no other fact, so it is a node of its own.
        ident = f"unlinked:{fact.fact_id}:{one.kind}:{hyphenated(one.name)}"
        return LineageUnit("unit", ident, one.name, one.kind, None, fact.place.province)
    return LineageUnit("unit", unit.id, unit.name, unit.kind, unit.list, unit.province)  # type: ignore[arg-type]


def _edge(fact: Fact, one: FactParticipant | None, source: str | None, target: str | None) -> LineageChange:
    return LineageChange(
        "change",
        fact.fact_id,
        fact.type,
        fact.status,
        source,
        target,
        one.extent if one is not None else "whole",
        one is not None and one.implied,
        fact.date,
        [document.number for document in fact.documents],
        fact.register.status if fact.register is not None else None,
        fact.reports.articles,
        fact.reports.independent,
    )
