"""The pieces of evidence for the candidates of one node; each adds to `scores`, parallel to the candidates.

`Gain` keeps what a candidate that fits the context better than any of the list could have gained: the measure for
the belief that the register lacks the unit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from . import weights as w

if TYPE_CHECKING:
    from .evidence import Shares, Votes
    from .nodes import Node

Scores = list[float]

_MOST_TWINS = 24
_MOST_CHILDREN = 12


@dataclass(slots=True)
class Gain:
    """Gain of an ideal candidate by the article (`soft`) and by the parent that the text states (`hard`)."""

    soft: float = 0.0
    hard: float = 0.0


def add_article(node: Node, scores: Scores, gain: Gain, votes: Votes) -> None:
    """How much of the article lies in the candidate's districts and provinces."""
    given = votes.of_others(node.name).get
    (district_weight, district_floor) = w.ARTICLE_DISTRICT
    (legacy_weight, legacy_floor) = w.ARTICLE_LEGACY
    (new_weight, new_floor) = w.ARTICLE_NEW
    top = 0.0
    # Once for every candidate of an article: written out, as calls would cost more than the sums.
    for at, facts in enumerate(node.candidates):
        district = legacy = new = 0.0
        for home in facts.districts:
            if (share := given(home, 0.0)) > district:
                district = share
        for home in facts.legacy:
            if (share := given(home, 0.0)) > legacy:
                legacy = share
        for home in facts.new:
            if (share := given(home, 0.0)) > new:
                new = share
        if legacy > top:
            top = legacy
        scores[at] += (
            district_weight * log(district + district_floor)
            + legacy_weight * log(legacy + legacy_floor)
            + new_weight * log(new + new_floor)
        )
    peak = votes.peak(node.name)
    if peak > top:
        gain.soft += legacy_weight * (log(peak + legacy_floor) - log(top + legacy_floor))


def add_group(node: Node, scores: Scores, votes: Votes) -> None:
    """How many of the units told in one breath lie in the candidate's district and province."""
    given = votes.of_others(node.name)
    mates = max(votes.names - 1, 1)
    (district_weight, district_floor) = w.GROUP_DISTRICT
    (legacy_weight, legacy_floor) = w.GROUP_PROVINCE
    nowhere = district_weight * log(district_floor) + legacy_weight * log(legacy_floor)
    elsewhere = given.keys().isdisjoint
    for at, facts in enumerate(node.candidates):
        if elsewhere(facts.homes):
            scores[at] += nowhere
            continue
        district = min(1.0, most(facts.districts, given) / mates)
        legacy = min(1.0, most(facts.legacy, given) / mates)
        scores[at] += district_weight * log(district + district_floor) + legacy_weight * log(legacy + legacy_floor)


def add_above(node: Node, scores: Scores, gain: Gain) -> None:
    """The parent that the text states, and the province and district named last before."""
    for above, (weight, floor), stated in (
        (node.parent, w.PARENT, True),
        (node.province_before, w.PROVINCE_BEFORE, False),
        (node.district_before, w.DISTRICT_BEFORE, False),
    ):
        if above is None or above is node or not above.candidates:
            continue
        reach = {above.candidates[at].id: share for at, share in enumerate(above.share) if share > 0.001}
        elsewhere = reach.keys().isdisjoint
        nowhere = weight * log(floor)
        top = 0.0
        for at, facts in enumerate(node.candidates):
            if elsewhere(facts.within):
                scores[at] += nowhere
                continue
            share = min(1.0, sum(s for home, s in reach.items() if home in facts.within))
            top = max(top, share)
            scores[at] += weight * log(share + floor)
        if stated:
            gain.hard = max(0.0, weight * (log(min(sum(above.share), 1.0) + floor) - log(top + floor)))


def add_children(node: Node, scores: Scores) -> None:
    """The units that the text puts below this one."""
    weight, floor = w.CHILDREN
    for child in node.children[:_MOST_CHILDREN]:
        below = [(child.candidates[at].within, share) for at, share in enumerate(child.share) if share > 0.001]
        for at, facts in enumerate(node.candidates):
            scores[at] += weight * log(sum(s for within, s in below if facts.id in within) + floor)


def add_kinds(node: Node, scores: Scores, mates: list[Node]) -> None:
    """Units told in one breath are mostly of one kind."""
    others = [mate for mate in mates if mate.name != node.name]
    if not others:
        return
    kinds: defaultdict[str, float] = defaultdict(float)
    for mate in others:
        for facts, share in zip(mate.candidates, mate.share, strict=True):
            kinds[facts.kind] += share
    weight, floor = w.GROUP_KIND
    gains = {kind: weight * log(share / len(others) + floor) for kind, share in kinds.items()}
    missing = weight * log(floor)
    for at, facts in enumerate(node.candidates):
        scores[at] += gains.get(facts.kind, missing)


def add_same_name(node: Node, scores: Scores, twins: list[Node]) -> None:
    """The same name elsewhere in the article: mostly the same place, and for a bare name the same unit."""
    others = [twin for twin in twins[: _MOST_TWINS + 1] if twin is not node]
    if not others:
        return
    weight, floor = w.SAME_NAME
    known: dict[str, float] = {}
    for twin in others:
        own: defaultdict[str, float] = defaultdict(float)
        for at, share in enumerate(twin.share):
            if share > 0.001:
                facts = twin.candidates[at]
                for key in facts.places:
                    own[key] += share
                own[facts.id] += share
        for key, share in own.items():
            known[key] = max(known.get(key, 0.0), share)
    worded = not node.query.kinds and any(twin.query.kinds for twin in others)
    unknown = weight * log(floor)
    for at, facts in enumerate(node.candidates):
        keys = (facts.id,) if worded else facts.places
        best = max([known.get(key, 0.0) for key in keys])
        scores[at] += weight * log(best + floor) if best else unknown


def most(homes: tuple[str, ...], given: Shares) -> float:
    """The greatest share that is given to one of the homes."""
    return max([given.get(home, 0.0) for home in homes], default=0.0)
