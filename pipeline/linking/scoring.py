"""Scores every candidate of an article in a few rounds, each on the beliefs of the round before."""

from __future__ import annotations

from collections import defaultdict
from math import exp, log
from typing import TYPE_CHECKING

from ..register.model import NEW
from . import features as f
from . import weights as w
from .evidence import Votes, fixed_votes
from .mapping import map_relations
from .slips import look_again

if TYPE_CHECKING:
    from .context import LinkContext
    from .facts import FactBook
    from .nodes import Node

_LISTED = 0.1
# A belief that later rounds will not turn.
_SETTLED = 0.98
_NEGLIGIBLE = 0.005


Weighed = tuple["Node", list[float], f.Gain]


class Scorer:
    """The rounds over one article."""

    def __init__(self, nodes: list[Node], context: LinkContext, book: FactBook) -> None:
        self.nodes = nodes
        self.book = book
        self.phase = w.phase_of(context.published)
        self.fixed, slug = fixed_votes(context, book)
        self.lean = 0.0
        self._same: dict[str, list[Node]] = defaultdict(list)
        self._groups: dict[int, list[Node]] = defaultdict(list)
        self._relations: dict[int, list[Node]] = defaultdict(list)
        for node in nodes:
            self._same[node.name].append(node)
            if node.group >= 0:
                self._groups[node.group].append(node)
            if node.relation >= 0:
                self._relations[node.relation].append(node)
            for at, facts in enumerate(node.candidates if slug else ()):
                if facts.name in slug:
                    node.base[at] += w.SLUG_NAME

    def run(self) -> None:
        """Fill share and score of every node."""
        for node in self.nodes:
            believe(node, self._with_era(node), f.Gain())
        for number in range(w.ROUNDS):
            self._round(number)
            if number == 0:
                look_again(self._relations, self.book)
            for node in self.nodes:
                prune(node, list(node.score))

    def _round(self, number: int) -> None:
        open_nodes = [node for node in self.nodes if node.candidates and not (number and max(node.share) > _SETTLED)]
        if not open_nodes:
            return
        article = Votes(self.nodes, self.fixed)
        if self.phase == "open":
            self.lean = self._lean()
        mapped = map_relations(self._relations, self.book)
        fresh: list[Weighed] = []
        for node in open_nodes:
            scores, gain = self._with_era(node), f.Gain()
            f.add_article(node, scores, gain, article)
            f.add_above(node, scores, gain)
            for at, more in enumerate(mapped.get(id(node), ())):
                scores[at] += more
            fresh.append((node, scores, gain))
        if number == 0:
            for node, scores, _ in fresh:
                prune(node, scores)
        self._weigh_names([(node, scores) for node, scores, _ in fresh if len(scores) > 1])
        for node, scores, gain in fresh:
            believe(node, scores, gain)

    def _weigh_names(self, fresh: list[tuple[Node, list[float]]]) -> None:
        """What the other names of list, statement and article say; where there is one candidate, nothing."""
        listed = self._likely()
        votes: dict[tuple[str, int], Votes] = {}
        for node, scores in fresh:
            f.add_children(node, scores)
            for key, members in (("group", node.group), self._groups), (("told", node.relation), self._relations):
                told = members.get(key[1], ())
                if len(told) < 2:
                    continue
                if key not in votes:
                    votes[key] = Votes(told)
                if votes[key].names > 1:
                    f.add_group(node, scores, votes[key])
                    break
            f.add_kinds(node, scores, self._groups.get(node.group, []))
            f.add_same_name(node, scores, self._same[node.name])
            self._add_kin(node, scores, listed)

    def _with_era(self, node: Node) -> list[float]:
        era = w.era_weights(self.phase, node.query.role, node.query.old)
        if self.phase == "open":
            era = {**era, NEW: era[NEW] + self.lean}
        return [base + era[facts.list] for base, facts in zip(node.base, node.candidates, strict=True)]

    def _lean(self) -> float:
        """How much an undated article looks like one after the reform."""
        new = legacy = 0.0
        for same in self._same.values():
            told = (_new_share(node) for node in same if node.query.role != "source" and not node.query.old)
            shares = [share for share in told if share is not None]
            if shares:
                share, weight = sum(shares) / len(shares), w.LEAN_WEIGHT[same[0].level]
                new, legacy = new + weight * share, legacy + weight * (1 - share)
        return max(-w.LEAN, min(w.LEAN, log((new + 1) / (legacy + 1)))) + w.NEWER

    def _likely(self) -> frozenset[str]:
        """Ids that some name of the article is likely to mean."""
        return frozenset(
            [node.candidates[at].id for node in self.nodes for at, share in enumerate(node.share) if share > _LISTED]
        )

    def _add_kin(self, node: Node, scores: list[float], listed: frozenset[str]) -> None:
        """A source of the unit under another name stands in the article too."""
        before_of, elsewhere = self.book.before, listed.isdisjoint
        for at, facts in enumerate(node.candidates):
            before = before_of[facts.id]
            if before and not elsewhere(before) and any(other != facts.family for other in listed.intersection(before)):
                scores[at] += w.KIN_IN_ARTICLE


def _new_share(node: Node) -> float | None:
    """Which part of the belief in known units goes to the new list; None where little is known."""
    total = sum(node.share)
    if total < 0.2:
        return None
    return sum(s for facts, s in zip(node.candidates, node.share, strict=True) if facts.list == NEW) / total


def believe(node: Node, scores: list[float], gain: f.Gain) -> None:
    """Turn scores into shares, beside the belief that the register lacks the unit."""
    node.score = scores
    if not scores:
        node.share = []
        return
    top = max(scores)
    common = log(max(node.families, 1))
    lack = min(gain.soft, w.NULL_CONTEXT) + min(gain.hard, w.NULL_PARENT) + w.NULL_COMMON * min(common, 3.0)
    lost = top + lack - w.NULL_PENALTY
    peak = max(top, lost)
    raw = [exp(score - peak) for score in scores]
    total = sum(raw) + exp(lost - peak)
    node.share = [value / total for value in raw]
    node.homes = _homes(node)


def _homes(node: Node) -> dict[str, float]:
    """Belief of one node in each district and province; a province's name says more than a commune's."""
    found: dict[str, float] = {}
    weight = w.VOTE.get(node.level, 1.0)
    # Candidates that nobody believes in are not even looked at: they lie all over the memory.
    for at, share in enumerate(node.share):
        if share > _NEGLIGIBLE:
            vote = share * weight
            for home in node.candidates[at].homes:
                found[home] = found[home] + vote if home in found else vote
    return found


def prune(node: Node, scores: list[float]) -> None:
    """Drop the candidates that fall so far behind in `scores` that nothing can bring them back; cut `scores` too."""
    if len(scores) < 2:
        return
    floor = max(scores) - w.HOPELESS
    if min(scores) >= floor:
        return
    kept = [at for at, score in enumerate(scores) if score >= floor]
    node.candidates = [node.candidates[at] for at in kept]
    node.base = [node.base[at] for at in kept]
    node.share = [node.share[at] for at in kept]
    node.score = [node.score[at] for at in kept]
    scores[:] = [scores[at] for at in kept]
