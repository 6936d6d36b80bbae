"""The official mapping between the sources and the targets of one statement."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from . import weights as w

if TYPE_CHECKING:
    from .facts import FactBook
    from .nodes import Node


def map_relations(relations: dict[int, list[Node]], book: FactBook) -> dict[int, list[float]]:
    """Return node (by identity) → what each of its candidates gains from the statement it stands in."""
    gains: dict[int, list[float]] = {}
    for members in relations.values():
        sources = [node for node in members if node.query.role == "source"]
        targets = [node for node in members if node.query.role == "target"]
        if sources and targets:
            _map(sources, targets, book, gains)
    return gains


def _map(
    sources: list[Node],
    targets: list[Node],
    book: FactBook,
    gains: dict[int, list[float]],
) -> None:
    """Each end chooses its best partner; a candidate is worth what its partners then gain together."""
    for target in targets:
        values = [_worth(sources, book.before(facts.unit.id)) for facts in target.candidates]
        gains[id(target)] = values
        beliefs = _beliefs([s + v for s, v in zip(target.score, values, strict=True)])
        for source in sources:
            mine = gains.setdefault(id(source), [0.0] * len(source.candidates))
            for belief, facts in zip(beliefs, target.candidates, strict=True):
                if belief < 0.01:
                    continue
                before = book.before(facts.unit.id)
                for at, own in enumerate(source.candidates):
                    if own.unit.id in before:
                        mine[at] += w.MAPPING * belief * before[own.unit.id]


def _worth(sources: list[Node], before: dict[str, float]) -> float:
    """What the sources gain if this candidate is the target: the mean over sources, so that long lists don't shout."""
    gain = 0.0
    for source in sources:
        if not source.score:
            continue
        top = max(source.score)
        with_map = max(
            (
                s + w.MAPPING * before[f.unit.id]
                for s, f in zip(source.score, source.candidates, strict=True)
                if f.unit.id in before
            ),
            default=top,
        )
        gain += max(with_map, top) - top
    return min(gain, 3 * w.MAPPING)


def _beliefs(scores: list[float]) -> list[float]:
    if not scores:
        return []
    peak = max(scores)
    raw = [exp(score - peak) for score in scores]
    total = sum(raw)
    return [value / total for value in raw]
