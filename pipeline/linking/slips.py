"""A second look at names that fit no unit: the mapping tells which unit must be meant, the sound confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..register.lineage import heirs_of, sources_of
from ..register.spelling import FAR, slip_cost
from . import weights as w
from .nodes import Node, kind_fit

if TYPE_CHECKING:
    from ..register.model import Unit
    from .facts import FactBook

_SURE = 0.6
_LOST = 0.5


def look_again(relations: dict[int, list[Node]], book: FactBook) -> None:
    """Add to the lost names of each statement the units that the mapping expects there and that sound alike."""
    for members in relations.values():
        lost = [node for node in members if sum(node.share) < _LOST and node.query.role]
        if not lost or len(lost) == len(members):
            continue
        for role, other in (("source", "target"), ("target", "source")):
            expected = _expected([node for node in members if node.query.role == other], role, book)
            taken = {best.id for node in members if (best := _best(node)) is not None}
            for node in lost:
                if node.query.role == role:
                    _add(node, [unit for unit in expected if unit.id not in taken], book)


def _best(node: Node) -> Unit | None:
    top = max(node.share, default=0.0)
    return node.candidates[node.share.index(top)].unit if top >= _SURE else None


def _expected(known: list[Node], role: str, book: FactBook) -> list[Unit]:
    """The units that the mapping puts on the side `role`, given the known units of the other side."""
    follow = sources_of if role == "source" else heirs_of
    units = [best for node in known if (best := _best(node)) is not None]
    found = {unit.id: unit for start in units for unit in follow(book.register, start.id)}
    return list(found.values())


def _add(node: Node, expected: list[Unit], book: FactBook) -> None:
    known = {facts.unit.id for facts in node.candidates}
    for unit in expected:
        if unit.id in known:
            continue
        fit = kind_fit(node.query.kinds, unit)
        cost = slip_cost(node.query.surface, unit.name, node.query.script)
        if fit is not None and cost < FAR:
            node.candidates.append(book.of(unit))
            node.base.append(fit - w.SPELLING * cost)
            node.share.append(0.0)
            node.score.append(0.0)
