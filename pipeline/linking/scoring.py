"""Scores every candidate of an article in a few rounds, each on the beliefs of the round before."""

from __future__ import annotations

from collections import defaultdict
from math import exp, log
from typing import TYPE_CHECKING

from ..register.keys import ascii_key
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


# A node with its new scores, and what a better candidate gains by the article and by the stated parent.
Weighed = tuple["Node", list[float], float, float]


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
                if ascii_key(facts.unit.name) in slug:
                    node.base[at] += w.SLUG_NAME

    def run(self) -> None:
        """Fill share and score of every node."""
        eras = self._eras()
        for node in self.nodes:
            believe(node, _with_era(node, eras))
        for number in range(w.ROUNDS):
            self._round(number)
            if number == 0:
                look_again(self._relations, self.book)
            for node in self.nodes:
                prune(node, node.score)

    def _round(self, number: int) -> None:
        open_nodes = [node for node in self.nodes if node.candidates and not (number and max(node.share) > _SETTLED)]
        if not open_nodes:
            return
        article = Votes(self.nodes, self.fixed)
        if self.phase == "open":
            self.lean = self._lean()
        eras = self._eras()
        mapped = map_relations(self._relations, self.book)
        reaches = f.Reaches()
        fresh: list[Weighed] = []
        for node in open_nodes:
            scores = _with_era(node, eras)
            soft = f.add_article(node, scores, article)
            hard = f.add_above(node, scores, reaches)
            for at, more in enumerate(mapped.get(id(node), ())):
                scores[at] += more
            fresh.append((node, scores, soft, hard))
        if number == 0:
            for node, scores, _, _ in fresh:
                prune(node, scores)
        self._weigh_names([(node, scores) for node, scores, _, _ in fresh if len(scores) > 1])
        votes_again = number + 1 < w.ROUNDS
        for node, scores, soft, hard in fresh:
            believe(node, scores, soft, hard, votes_again)

    def _weigh_names(self, fresh: list[tuple[Node, list[float]]]) -> None:
        """What the other names of list, statement and article say; where there is one candidate, nothing."""
        listed = self._likely()
        groups, relations = _Scopes(self._groups), _Scopes(self._relations)
        whereabouts = f.Whereabouts()
        for node, scores in fresh:
            if node.children:
                f.add_children(node, scores)
            votes = groups[node.group] or relations[node.relation]
            if votes is not None:
                f.add_group(node, scores, votes)
            if node.group in self._groups:
                f.add_kinds(node, scores, self._groups[node.group])
            if len(self._same[node.name]) > 1:
                f.add_same_name(node, scores, self._same[node.name], whereabouts)
            self._add_kin(node, scores, listed)

    def _eras(self) -> dict[str, dict[str, float]]:
        """What a unit of each list gains or loses, by what role and word say of the era."""
        eras = w.eras(self.phase)
        if not self.lean:
            return eras
        return {told: {**era, NEW: era[NEW] + self.lean} for told, era in eras.items()}

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
    return sum([s for facts, s in zip(node.candidates, node.share, strict=True) if facts.list == NEW]) / total


class _Scopes(dict[int, "Votes | None"]):
    """The votes in each list or statement, None where no other name stands in it."""

    def __init__(self, members: dict[int, list[Node]]) -> None:
        self._members = members

    def __missing__(self, number: int) -> Votes | None:
        told = self._members.get(number, ())
        votes = Votes(told) if len(told) > 1 else None
        found = self[number] = votes if votes is not None and votes.names > 1 else None
        return found


def _with_era(node: Node, eras: dict[str, dict[str, float]]) -> list[float]:
    era = eras[node.era]
    return [base + era[facts.list] for base, facts in zip(node.base, node.candidates, strict=True)]


def believe(node: Node, scores: list[float], soft: float = 0.0, hard: float = 0.0, votes: bool = True) -> None:
    """Turn scores into shares, beside the belief that the register lacks the unit; `votes`: other names ask for it."""
    node.score = scores
    if not scores:
        node.share = []
        return
    top = max(scores)
    lack = (soft if soft < w.NULL_CONTEXT else w.NULL_CONTEXT) + (hard if hard < w.NULL_PARENT else w.NULL_PARENT)
    lost = top + (lack + node.common) - w.NULL_PENALTY
    peak = lost if lost > top else top
    raw = [exp(score - peak) for score in scores]
    total = sum(raw) + exp(lost - peak)
    node.share = [value / total for value in raw]
    if votes:
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
