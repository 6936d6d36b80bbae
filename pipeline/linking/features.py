"""The pieces of evidence for the candidates of one node; each adds to `scores`, parallel to the candidates.

Two return what a candidate that fits the context better than any of the list could have gained: the measure for the
belief that the register lacks the unit.
"""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from . import weights as w

if TYPE_CHECKING:
    from .evidence import Shares, Votes
    from .nodes import Node

Scores = list[float]

_BELIEVED = 0.001
_MOST_TWINS = 24
_MOST_CHILDREN = 12
_SEVERAL = 2


def add_article(node: Node, scores: Scores, votes: Votes) -> float:
    """How much of the article lies in the candidate's districts and provinces; returns what a better one gains."""
    others = votes.of_others(node.name)
    given = others.get
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
    peak = votes.peak(others)
    return legacy_weight * (log(peak + legacy_floor) - log(top + legacy_floor)) if peak > top else 0.0


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


class Reaches(dict[int, dict[str, float]]):
    """The belief in each candidate of a node above, by the identity of the node."""

    def of(self, above: Node) -> dict[str, float]:
        """Belief by id of the unit; what hardly anybody believes is left out."""
        found = self.get(id(above))
        if found is None:
            told = zip(above.candidates, above.share, strict=True)
            found = self[id(above)] = {facts.id: share for facts, share in told if share > _BELIEVED}
        return found


def add_above(node: Node, scores: Scores, reaches: Reaches) -> float:
    """The parent that the text states, and the province and district named last before.

    Returns what a better candidate gains by the stated parent.
    """
    gain = 0.0
    for above, (weight, floor), stated in (
        (node.parent, w.PARENT, True),
        (node.province_before, w.PROVINCE_BEFORE, False),
        (node.district_before, w.DISTRICT_BEFORE, False),
    ):
        if above is None or above is node or not above.candidates:
            continue
        reach = reaches.of(above)
        elsewhere = reach.keys().isdisjoint
        nowhere = weight * log(floor)
        top = 0.0
        for at, facts in enumerate(node.candidates):
            if elsewhere(facts.within):
                scores[at] += nowhere
                continue
            share = min(1.0, sum([s for home, s in reach.items() if home in facts.within]))
            top = max(top, share)
            scores[at] += weight * log(share + floor)
        if stated:
            gain = max(0.0, weight * (log(min(sum(above.share), 1.0) + floor) - log(top + floor)))
    return gain


def add_children(node: Node, scores: Scores) -> None:
    """The units that the text puts below this one."""
    weight, floor = w.CHILDREN
    for child in node.children[:_MOST_CHILDREN]:
        below = [(child.candidates[at].within, share) for at, share in enumerate(child.share) if share > _BELIEVED]
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


class Whereabouts(dict[int, dict[str, float]]):
    """The belief that a node means a unit or one in a place, by the identity of the node."""

    def of(self, node: Node) -> dict[str, float]:
        """Belief by id of the unit and by key of the place; what hardly anybody believes is left out."""
        found = self.get(id(node))
        if found is None:
            own: defaultdict[str, float] = defaultdict(float)
            for at, share in enumerate(node.share):
                if share > _BELIEVED:
                    facts = node.candidates[at]
                    for key in facts.places:
                        own[key] += share
                    own[facts.id] += share
            found = self[id(node)] = own
        return found


def add_same_name(node: Node, scores: Scores, twins: list[Node], whereabouts: Whereabouts) -> None:
    """The same name elsewhere in the article: mostly the same place, and for a bare name the same unit."""
    others = [twin for twin in twins[: _MOST_TWINS + 1] if twin is not node]
    if not others:
        return
    weight, floor = w.SAME_NAME
    known = whereabouts.of(others[0]).copy()
    for twin in others[1:]:
        for key, share in whereabouts.of(twin).items():
            if share > known.get(key, 0.0):
                known[key] = share
    worded = not node.query.kinds and any(twin.query.kinds for twin in others)
    unknown = weight * log(floor)
    ruled = _told_by_another_word(node, others)
    for at, facts in enumerate(node.candidates):
        if facts.kind in ruled:
            scores[at] += w.OTHER_WORD
        best = known.get(facts.id, 0.0) if worded else max([known.get(key, 0.0) for key in facts.places])
        scores[at] += weight * log(best + floor) if best else unknown


def _told_by_another_word(node: Node, twins: list[Node]) -> frozenset[str]:
    """Kinds for which the article has a word of their own under this name, where the word of the node can mean others.

    "Stadtviertel A" and "Bezirk A": the latter is no ward, though translators call wards so, too.
    """
    if len(node.query.kinds) < _SEVERAL:
        return frozenset()
    return frozenset([twin.query.kinds[0] for twin in twins if len(twin.query.kinds) == 1])


def most(homes: tuple[str, ...], given: Shares) -> float:
    """The greatest share that is given to one of the homes."""
    return max([given.get(home, 0.0) for home in homes], default=0.0)
