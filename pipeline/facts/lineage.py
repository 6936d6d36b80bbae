"""The lineage of units that facts tell: units as nodes, changes as edges; every branch of a split has its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ..errors import SapxepError
from ..records.fact import Fact, FactParticipant, LineageChange, LineageUnit
from ..register.keys import hyphenated
from ..register.register import Register

_MOVES: Final = frozenset({"merge", "split", "rename", "reclassify"})
_STARTS: Final = frozenset({"establish"})
_ENDS: Final = frozenset({"dissolve"})


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
    if fact.type in _MOVES:
        yield from ((source, target) for source in sources or [None] for target in targets or [None])
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


def write_graphml(lineage: Iterable[LineageUnit | LineageChange], path: Path) -> tuple[int, int]:
    """Write the lineage as GraphML; how many nodes and edges it has. A change with one end stands at its node."""
    import networkx

    graph = networkx.MultiDiGraph()
    ends: dict[str, dict[str, str]] = {}
    for one in lineage:
        if isinstance(one, LineageUnit):
            told = {"name": one.name, "kind": one.kind, "list": one.list, "province": one.province}
            graph.add_node(one.id, **{name: value for name, value in told.items() if value is not None})
        elif one.source is not None and one.target is not None:
            graph.add_edge(one.source, one.target, **_attributes(one))
        else:
            ends.setdefault(one.source or one.target or "", {})[one.type] = one.fact_id
    for node, told in sorted(ends.items()):
        graph.nodes[node].update(told)
    try:
        networkx.write_graphml(graph, path, encoding="utf-8", prettyprint=True)
    except OSError as error:
        raise SapxepError(f"{path}: cannot be written: {error.strerror or error}") from error
    return graph.number_of_nodes(), graph.number_of_edges()


def _attributes(change: LineageChange) -> dict[str, str | int | bool]:
    told: dict[str, str | int | bool | None] = {
        "fact": change.fact_id,
        "type": change.type,
        "status": change.status,
        "extent": change.extent,
        "implied": change.implied,
        "date": change.date,
        "documents": ", ".join(change.documents) or None,
        "register": change.register,
        "articles": change.articles,
        "independent": change.independent,
    }
    return {name: value for name, value in told.items() if value is not None}
