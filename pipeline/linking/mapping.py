"""The official mapping between the sources and the targets of one statement."""

from __future__ import annotations

from math import exp, inf
from typing import TYPE_CHECKING

from . import weights as w

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .facts import FactBook
    from .nodes import Node


_LEAST_BELIEF = 0.01


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
    places: dict[str, list[tuple[int, int]]] = {}
    for number, source in enumerate(sources):
        gains.setdefault(id(source), [0.0] * len(source.candidates))
        for at, facts in enumerate(source.candidates):
            places.setdefault(facts.id, []).append((number, at))
    for target in targets:
        ties = [_ties(book.before[facts.id], places) for facts in target.candidates]
        values = [_worth(sources, tied) if tied else 0.0 for tied in ties]
        gains[id(target)] = values
        beliefs = _beliefs([s + v for s, v in zip(target.score, values, strict=True)])
        for belief, tied in zip(beliefs, ties, strict=True):
            if belief >= _LEAST_BELIEF:
                for number, at, tie in tied:
                    gains[id(sources[number])][at] += w.MAPPING * belief * tie


def _ties(before: Mapping[str, float], places: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int, float]]:
    """Which candidates of which sources a target was made from, as (source, candidate, weight)."""
    if not before or before.keys().isdisjoint(places):
        return []
    return [(number, at, tie) for unit_id, tie in before.items() for number, at in places.get(unit_id, ())]


def _worth(sources: list[Node], ties: list[tuple[int, int, float]]) -> float:
    """What the sources gain if this candidate is the target: the mean over sources, so that long lists don't shout."""
    best: dict[int, float] = {}
    for number, at, tie in ties:
        if sources[number].score:
            best[number] = max(best.get(number, -inf), sources[number].score[at] + w.MAPPING * tie)
    gain = 0.0
    for number, with_map in sorted(best.items()):
        top = max(sources[number].score)
        gain += max(with_map, top) - top
    return min(gain, 3 * w.MAPPING)


def _beliefs(scores: list[float]) -> list[float]:
    if not scores:
        return []
    peak = max(scores)
    raw = [exp(score - peak) for score in scores]
    total = sum(raw)
    return [value / total for value in raw]
