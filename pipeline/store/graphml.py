"""The lineage as GraphML, for tools that draw and measure graphs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import SapxepError
from ..records.fact import LineageChange, LineageUnit


def write_graphml(lineage: Iterable[LineageUnit | LineageChange], path: Path) -> tuple[int, int]:
    """Write the lineage as GraphML; how many nodes and edges it has. A change with one end stands at its node."""
    import networkx  # a quarter of a second, for this alone

    graph = networkx.MultiDiGraph()
    ends: dict[str, dict[str, str]] = {}
    for one in lineage:
        if isinstance(one, LineageUnit):
            known = {"name": one.name, "kind": one.kind, "list": one.list, "province": one.province}
            graph.add_node(one.id, **{name: value for name, value in known.items() if value is not None})
        elif one.source is not None and one.target is not None:
            graph.add_edge(one.source, one.target, **_attributes(one))
        else:
            facts = ends.setdefault(one.source or one.target or "", {})
            facts[one.type] = f"{facts[one.type]}, {one.fact_id}" if one.type in facts else one.fact_id
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
