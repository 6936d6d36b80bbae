"""Changes as a graph: units as nodes, an edge from each source of a change to each target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .changes import Change, changes
from .tables import units

if TYPE_CHECKING:
    import networkx


def change_graph(connection: sa.Connection) -> networkx.MultiDiGraph[str]:
    """The graph of all changes that have sources and targets; a unit that nobody could link is one of its change."""
    from networkx import MultiDiGraph

    graph: networkx.MultiDiGraph[str] = MultiDiGraph()
    known = {row.unit_id: row for row in connection.execute(sa.select(units))}
    for change in changes(connection):
        pairs = product(change.record["sources"], change.record["targets"])
        for at, (source, target) in enumerate(pairs):
            ends = [_node(graph, unit, change, known) for unit in (source, target)]
            graph.add_edge(*ends, key=f"{change.change_id}/{at}", **dict(_told(change, source["extent"])))
    return graph


def _node(graph: Any, unit: Mapping[str, Any], change: Change, known: Mapping[str, Any]) -> str:
    node = unit["unit"] or f"{change.change_id}#{unit['name']}"
    if node not in graph:
        row = known.get(node)
        kind, province = (unit["kind"], None) if row is None else (row.kind, row.province)
        listed = None if row is None else row.list
        shown = {"name": row.name if row is not None else unit["name"], "kind": kind, "list": listed}
        graph.add_node(node, **{key: value for key, value in (shown | {"province": province}).items() if value})
    return str(node)


def _told(change: Change, extent: str) -> Iterator[tuple[str, str | int]]:
    """GraphML knows no null, so what is not known is not there."""
    record = change.record
    yield from (("change", change.change_id), ("type", record["type"]), ("status", record["status"]))
    yield from (("extent", extent), ("articles", len(change.articles)))
    if record["date"]:
        yield "date", record["date"]
    if record["documents"]:
        yield "documents", "; ".join(document["number"] for document in record["documents"])
    if record["register"]:
        yield "register", record["register"]["status"]
