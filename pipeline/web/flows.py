"""Pictures of what became of what: units as boxes in columns, changes as lines between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from markupsafe import Markup

from ..store.answers import Lineage, UnitRow
from .pictures import link, svg
from .words import plain_word

Look = Literal["plain", "main", "odd", "absent"]
_ROW: Final = 52
_BOX: Final = 42
_GAP: Final = 84
_LETTER: Final = 8.2
_LONGEST: Final = 28
_MOST: Final = 40
_STROKES: Final = {
    "plain": "var(--line-strong)",
    "main": "var(--accent)",
    "odd": "var(--alarm)",
    "absent": "var(--alarm)",
}


@dataclass(slots=True)
class Node:
    """A box: what stands in it, where it leads, how it looks, its column from the left."""

    key: str
    label: str
    note: str
    column: int
    href: str | None = None
    look: Look = "plain"


@dataclass(slots=True)
class Flow:
    """Boxes by key, and lines between them; a line is broken where only a part went that way."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], bool] = field(default_factory=dict)
    left_out: int = 0

    def add(self, node: Node) -> None:
        """Put a box in, once, as long as there is room."""
        if node.key in self.nodes:
            return
        if len(self.nodes) >= _MOST:
            self.left_out += 1
            return
        self.nodes[node.key] = node

    def draw(self, label: str) -> Markup:
        """The picture."""
        columns = self._columns()
        places, width = {}, 0.0
        height = max(len(column) for column in columns) * _ROW
        for column in columns:
            wide = max(max(len(node.label) * _LETTER, len(node.note) * 6.8) for node in column) + 22
            top = (height - len(column) * _ROW) / 2
            for row, node in enumerate(column):
                places[node.key] = (width, top + row * _ROW + (_ROW - _BOX) / 2, wide)
            width += wide + _GAP
        return svg(self._spec(places, width - _GAP, height), label)

    def _columns(self) -> list[list[Node]]:
        """Boxes by column; each column in the order of what its boxes hang on."""
        used = sorted({node.column for node in self.nodes.values()})
        columns = [[node for node in self.nodes.values() if node.column == one] for one in used]
        widest = max(range(len(columns)), key=lambda place: len(columns[place]))
        for place in [*range(widest + 1, len(columns)), *range(widest - 1, -1, -1)]:
            beside = columns[place - 1 if place > widest else place + 1]
            rank = {node.key: row for row, node in enumerate(beside)}
            columns[place].sort(key=lambda node, rank=rank: self._middle(node.key, rank))  # type: ignore[misc]
        return columns

    def _middle(self, key: str, rank: Mapping[str, int]) -> float:
        ranks = [rank[b if a == key else a] for a, b in self.edges if key in (a, b) and (b if a == key else a) in rank]
        return sum(ranks) / len(ranks) if ranks else len(rank)

    def _spec(self, places: Mapping[str, tuple[float, float, float]], width: float, height: float) -> dict[str, Any]:
        boxes = [self._box(node, *places[node.key]) for node in self.nodes.values()]
        lines = list(self._lines(places))
        return {
            "width": width, "height": height, "padding": 3, "background": None,
            "data": [{"name": "boxes", "values": boxes}, {"name": "lines", "values": lines}],
            "marks": [_line_marks(), _box_marks(), _text_marks("label", 17, 13.5, "bold"),
                      _text_marks("note", 33, 11.5, "normal")],
        }  # fmt: skip

    def _box(self, node: Node, x: float, y: float, wide: float) -> dict[str, Any]:
        return {
            "x": x, "y": y, "w": wide, "label": _short(node.label), "note": node.note,
            "link": link(node.href) if node.href else None,
            "stroke": _STROKES[node.look], "dash": [4, 3] if node.look == "absent" else [],
            "thick": 2 if node.look in ("main", "odd") else 1,
        }  # fmt: skip

    def _lines(self, places: Mapping[str, tuple[float, float, float]]) -> Iterator[dict[str, Any]]:
        for (start, end), part in self.edges.items():
            if start in places and end in places:
                x, y, wide = places[start]
                to, down, _ = places[end]
                absent = "absent" in (self.nodes[start].look, self.nodes[end].look)
                x, y, down = x + wide, y + _BOX / 2, down + _BOX / 2
                bend = (x + to) / 2
                yield {
                    "path": f"M{x:.1f},{y:.1f}C{bend:.1f},{y:.1f} {bend:.1f},{down:.1f} {to:.1f},{down:.1f}",
                    "dash": [5, 4] if part else [],
                    "stroke": "var(--alarm)" if absent else "var(--line-strong)",
                }


def _line_marks() -> dict[str, Any]:
    look = {"path": {"field": "path"}, "stroke": {"field": "stroke"}, "strokeDash": {"field": "dash"}}
    return {"type": "path", "from": {"data": "lines"}, "encode": {"enter": look | {"strokeWidth": {"value": 1.5}}}}


def _box_marks() -> dict[str, Any]:
    look = {
        "x": {"field": "x"}, "y": {"field": "y"}, "width": {"field": "w"}, "height": {"value": _BOX},
        "cornerRadius": {"value": 4}, "fill": {"value": "var(--card)"}, "stroke": {"field": "stroke"},
        "strokeDash": {"field": "dash"}, "strokeWidth": {"field": "thick"},
    }  # fmt: skip
    return {"type": "rect", "from": {"data": "boxes"}, "encode": {"enter": look}}


def _text_marks(name: str, down: float, size: float, weight: str) -> dict[str, Any]:
    look: dict[str, Any] = {
        "x": {"field": "x", "offset": 11}, "y": {"field": "y", "offset": down}, "text": {"field": name},
        "fontSize": {"value": size}, "fontWeight": {"value": weight}, "font": {"value": "inherit"},
        "fill": {"value": "var(--soft)" if name == "note" else "currentColor"},
    }  # fmt: skip
    if name == "label":
        look["href"] = {"field": "link"}
        look["fill"] = {"signal": "datum.link ? 'var(--link)' : 'currentColor'"}
    return {"type": "text", "from": {"data": "boxes"}, "encode": {"enter": look}}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST + 2 else f"{text[:_LONGEST]}…"


def lineage_picture(unit: UnitRow, before: Sequence[Lineage], after: Sequence[Lineage]) -> tuple[Markup | None, int]:
    """What a unit was made from and went into, and how many units found no room; no picture where it stands alone."""
    if not before and not after:
        return None, 0
    flow = Flow()
    flow.add(_unit_node(unit, 0, "main"))
    _grow(flow, unit, before, -1)
    _grow(flow, unit, after, 1)
    return flow.draw(f"Lineage of {unit.name}"), flow.left_out


def _grow(flow: Flow, here: UnitRow, lineage: Sequence[Lineage], step: int, depth: int = 1) -> None:
    for item in lineage:
        flow.add(_unit_node(item.unit, step * depth, "plain"))
        ends = (item.unit.unit_id, here.unit_id) if step < 0 else (here.unit_id, item.unit.unit_id)
        flow.edges[ends] = item.unit.extent == "part"
    for item in lineage:
        _grow(flow, item.unit, item.further, step, depth + 1)


def _unit_node(unit: UnitRow, column: int, look: Look) -> Node:
    return Node(unit.unit_id, unit.name, _note(unit), column, f"/units/{unit.unit_id}", look)


def _note(unit: UnitRow) -> str:
    era = {"2025-07": "since July 2025", "2025-06": "until June 2025"}.get(unit.list, "earlier")
    return f"{plain_word(unit.kind)}, {era}" if unit.kind else era


def fact_picture(fact: Mapping[str, Any], units: Mapping[str, UnitRow]) -> Markup | None:
    """Sources and targets of a fact, with what the register adds or does not have; None where it has neither."""
    verdict = fact["register"] or {}
    missing, extra = list(verdict.get("missing", ())), set(verdict.get("extra", ()))
    flow = Flow()
    ends: dict[str, list[tuple[str, bool]]] = {"sources": [], "targets": []}
    for column, side in enumerate(("sources", "targets")):
        for place, unit in enumerate(fact[side]):
            key = f"{side}:{unit['unit'] or place}"
            flow.add(_told_node(key, unit, column, extra))
            ends[side].append((key, unit["extent"] != "whole"))
        for unit_id in missing:
            if unit_id in units and _side(units[unit_id], fact) == side:
                node = _unit_node(units[unit_id], column, "absent")
                node.key, node.note = f"{side}:{unit_id}", "register only"
                flow.add(node)
                ends[side].append((node.key, False))
    flow.edges = {(a, b): part or partly for a, part in ends["sources"] for b, partly in ends["targets"]}
    return flow.draw("Units before and after the change") if len(flow.nodes) > 1 else None


def _told_node(key: str, unit: Mapping[str, Any], column: int, extra: set[str]) -> Node:
    notes = [plain_word(unit["kind"]), unit["extent"] if unit["extent"] != "whole" else ""]
    notes += ["not told" if unit.get("implied") else "", "not in the register" if unit["unit"] in extra else ""]
    look: Look = "odd" if unit["unit"] in extra else "main" if column else "plain"
    href = f"/units/{unit['unit']}" if unit["unit"] else None
    return Node(key, unit["name"], ", ".join(filter(None, notes)) or "body", column, href, look)


def _side(unit: UnitRow, fact: Mapping[str, Any]) -> str:
    """On which side of a change a unit stands that the register adds: what is in force came out of it."""
    told = {one["unit"] for one in fact["targets"]}
    newest = any((one or "").startswith("vn:2025-07:") for one in told) or not told
    return "targets" if unit.list == "2025-07" and newest else "sources"
