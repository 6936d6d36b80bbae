"""Scores every candidate of an article in a few rounds, each on the beliefs of the round before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, log

from . import weights as w
from .context import LinkContext
from .evidence import Shares, Votes, fixed_votes
from .facts import FactBook, Facts
from .mapping import map_relations
from .nodes import Node
from .slips import look_again


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
        self._listed: frozenset[str] = frozenset()
        for node in nodes:
            self._same[node.name].append(node)
            if node.group >= 0:
                self._groups[node.group].append(node)
            if node.relation >= 0:
                self._relations[node.relation].append(node)
            for at, facts in enumerate(node.candidates):
                if facts.name in slug:
                    node.base[at] += w.SLUG_NAME

    def run(self) -> None:
        """Fill share and score of every node."""
        for node in self.nodes:
            self._believe(node, self._with_era(node), 0.0)
        for number in range(w.ROUNDS):
            self._round()
            if number == 0:
                look_again(self._relations, self.book)

    def _round(self) -> None:
        article = Votes(self.nodes, self.fixed)
        groups = {key: Votes(members) for key, members in self._groups.items()}
        told = {key: Votes(members) for key, members in self._relations.items()}
        self.lean = self._lean()
        self._listed = frozenset(
            facts.unit.id
            for node in self.nodes
            for facts, share in zip(node.candidates, node.share, strict=True)
            if share > 0.1
        )
        mapped = map_relations(self._relations, self.book)
        fresh: list[tuple[Node, list[float], float]] = []
        for node in self.nodes:
            scores = self._with_era(node)
            best = [0.0]
            self._add_article(node, scores, best, article)
            self._add_local(node, scores, best)
            votes = groups.get(node.group)
            if votes is None or votes.names < 2:
                votes = told.get(node.relation)
            if votes is not None and votes.names > 1:
                self._add_group(node, scores, votes)
            self._add_kinds(node, scores)
            self._add_same_name(node, scores)
            self._add_kin(node, scores)
            for at, gain in enumerate(mapped.get(id(node), ())):
                scores[at] += gain
            fresh.append((node, scores, best[0]))
        for node, scores, top in fresh:
            self._believe(node, scores, top)

    # Single pieces of evidence; `best` collects what a fitting candidate could have gained at most.

    def _with_era(self, node: Node) -> list[float]:
        era = w.era_weights(self.phase, node.query.role, node.query.old)
        newer = self.lean if self.phase == "open" else 0.0
        return [
            base + era[facts.unit.list] + (newer if facts.unit.list == "2025-07" else 0.0)
            for base, facts in zip(node.base, node.candidates, strict=True)
        ]

    def _lean(self) -> float:
        """How much an undated article looks like one after the reform."""
        new = legacy = 0.0
        for same in self._same.values():
            told = (self._new_share(node) for node in same if node.query.role != "source" and not node.query.old)
            shares = [share for share in told if share is not None]
            if shares:
                share, weight = sum(shares) / len(shares), w.LEAN_WEIGHT[same[0].level]
                new, legacy = new + weight * share, legacy + weight * (1 - share)
        return max(-w.LEAN, min(w.LEAN, log((new + 1) / (legacy + 1)))) + w.NEWER

    @staticmethod
    def _new_share(node: Node) -> float | None:
        total = sum(node.share)
        if total < 0.2:
            return None
        new = sum(s for f, s in zip(node.candidates, node.share, strict=True) if f.unit.list == "2025-07")
        return new / total

    @staticmethod
    def _add_article(node: Node, scores: list[float], best: list[float], votes: Votes) -> None:
        others = votes.without(node.name)
        for homes, (weight, floor) in (
            ("districts", w.ARTICLE_DISTRICT), ("legacy", w.ARTICLE_LEGACY), ("new", w.ARTICLE_NEW),
        ):  # fmt: skip
            top = 0.0
            for at, facts in enumerate(node.candidates):
                share = _most(getattr(facts, homes), others, votes.total)
                top = max(top, share)
                scores[at] += weight * log(share + floor)
            if homes == "legacy":
                most = max((v for h, v in votes.total.items() if h not in others), default=0.0)
                best[0] += weight * (log(max(top, most) + floor) - log(top + floor)) if node.candidates else 0.0

    @staticmethod
    def _add_group(node: Node, scores: list[float], votes: Votes) -> None:
        others = votes.without(node.name)
        mates = max(votes.names - 1, 1)
        for homes, (weight, floor) in (
            ("districts", w.GROUP_DISTRICT),
            ("legacy", w.GROUP_PROVINCE),
        ):
            for at, facts in enumerate(node.candidates):
                share = min(1.0, _most(getattr(facts, homes), others, votes.total) / mates)
                scores[at] += weight * log(share + floor)

    @staticmethod
    def _add_local(node: Node, scores: list[float], best: list[float]) -> None:
        for above, (weight, floor) in (
            (node.parent, w.PARENT),
            (node.province_before, w.PROVINCE_BEFORE),
            (node.district_before, w.DISTRICT_BEFORE),
        ):
            if above is None or above is node or not above.candidates:
                continue
            reach = _reach(above)
            shares = [sum(reach.get(home, 0.0) for home in facts.within) for facts in node.candidates]
            for at, share in enumerate(shares):
                scores[at] += weight * log(min(share, 1.0) + floor)
            if above is node.parent and shares:
                best[0] += weight * (log(sum(above.share) + floor) - log(min(max(shares), 1.0) + floor))
        weight, floor = w.CHILDREN
        for child in node.children[:12]:
            for at, facts in enumerate(node.candidates):
                inside = sum(s for f, s in zip(child.candidates, child.share, strict=True) if facts.unit.id in f.within)
                scores[at] += weight * log(inside + floor)

    def _add_kinds(self, node: Node, scores: list[float]) -> None:
        """Units told in one breath are mostly of one kind."""
        mates = [mate for mate in self._groups.get(node.group, ()) if mate.name != node.name]
        if not mates:
            return
        kinds: defaultdict[str, float] = defaultdict(float)
        for mate in mates:
            for facts, share in zip(mate.candidates, mate.share, strict=True):
                kinds[facts.unit.kind] += share
        weight, floor = w.GROUP_KIND
        for at, facts in enumerate(node.candidates):
            scores[at] += weight * log(kinds[facts.unit.kind] / len(mates) + floor)

    def _add_same_name(self, node: Node, scores: list[float]) -> None:
        """The same name elsewhere in the article: mostly the same place, and for a bare name the same unit."""
        twins = [twin for twin in self._same[node.name] if twin is not node][:24]
        if not twins:
            return
        weight, floor = w.SAME_NAME
        places: dict[str, float] = {}
        for twin in twins:
            own: defaultdict[str, float] = defaultdict(float)
            for facts, share in zip(twin.candidates, twin.share, strict=True):
                for key in (*_places(facts), facts.unit.id):
                    own[key] += share
            for key, share in own.items():
                places[key] = max(places.get(key, 0.0), share)
        worded = any(twin.query.kinds for twin in twins) and not node.query.kinds
        for at, facts in enumerate(node.candidates):
            keys = (facts.unit.id,) if worded else _places(facts)
            scores[at] += weight * log(max(places.get(key, 0.0) for key in keys) + floor)

    def _add_kin(self, node: Node, scores: list[float]) -> None:
        """A source or heir under another name stands in the article too."""
        for at, facts in enumerate(node.candidates):
            kin = self.book.before(facts.unit.id)
            if any(other in self._listed for other in kin if other != facts.family):
                scores[at] += w.KIN_IN_ARTICLE

    def _believe(self, node: Node, scores: list[float], gain: float) -> None:
        """Turn scores into shares, beside the belief that the register lacks the unit."""
        node.score = scores
        if not scores:
            node.share, node.lost = [], 1.0
            return
        top = max(scores)
        common = log(len({facts.family for facts in node.candidates}))
        node.lost = top + min(gain, w.NULL_CONTEXT) - w.NULL_PENALTY + w.NULL_COMMON * min(common, 3.0)
        peak = max(top, node.lost)
        raw = [exp(score - peak) for score in scores]
        total = sum(raw) + exp(node.lost - peak)
        node.share = [value / total for value in raw]


def _most(homes: Sequence[str], others: Shares, total: Shares) -> float:
    best = 0.0
    for home in homes:
        share = others.get(home)
        if share is None:
            share = total.get(home, 0.0)
        best = max(best, share)
    return best


def _reach(above: Node) -> Shares:
    """Belief in each unit that a name can mean, where it stands above others."""
    return {f.unit.id: s for f, s in zip(above.candidates, above.share, strict=True) if f.unit.level != "commune"}


def _places(facts: Facts) -> tuple[str, ...]:
    """Where a unit lies, as keys that its kin of another list share."""
    homes = facts.districts or facts.legacy or (facts.unit.province_id,)
    return tuple(f"{facts.unit.level} {home}" for home in homes)
