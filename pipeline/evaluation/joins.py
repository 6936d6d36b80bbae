"""How well events were joined into facts: precision and recall over pairs of events that tell one change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import SapxepError

GoldEvent = tuple[str, int]


class Pairs(NamedTuple):
    """Pairs of events joined rightly, joined at all, and to be joined."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of the pairs joined that are right; 1 where none is joined."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs wanted that are joined; 1 where none is wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {self.f1:.4f} "
            f"({self.right:,} pairs right, {self.found:,} joined, {self.wanted:,} wanted)"
        )


def pairs_of(found: Mapping[str, Hashable], wanted: Mapping[str, Hashable]) -> Pairs:
    """Compare two partitions, each as event → group, over the events that both have; no pair is ever listed."""
    both = [(found[event], wanted[event]) for event in found if event in wanted]
    return Pairs(
        _couples(Counter(both).values()),
        _couples(Counter(group for group, _ in both).values()),
        _couples(Counter(group for _, group in both).values()),
    )


class GoldJoins(NamedTuple):
    """Which gold events tell one change: event → number of its group, for all events of the articles judged."""

    articles: frozenset[str]
    groups: dict[GoldEvent, int]

    @classmethod
    def read(cls, path: Path) -> GoldJoins:
        """Read `{"articles": [NAME, …], "groups": [[[NAME, number of the event], …], …]}`."""
        try:
            told: dict[str, Any] = json.loads(path.read_text("utf-8"))
            groups = {(str(a), int(n)): at for at, group in enumerate(told["groups"]) for a, n in group}
            return cls(frozenset(map(str, told["articles"])), groups)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SapxepError(f"{path}: cannot be read as gold for joins ({error!r}); see corpus/README.md") from error

    def group(self, event: GoldEvent) -> Hashable:
        """The group of an event; one that is in none stands alone."""
        return self.groups.get(event, event)


def score_joins(outputs: Path, gold: GoldJoins, matched: Mapping[str, GoldEvent]) -> tuple[Pairs, Pairs]:
    """How the facts of a run join the events that were found, and the same with pairs lost in reading counted."""
    path = outputs / "facts.jsonl"
    try:
        facts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found = {event: fact["fact_id"] for fact in facts for event in fact["events"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SapxepError(f"{path}: cannot be read as facts ({error!r}); give the folder of a finished run") from error
    judged = {ours: event for ours, event in matched.items() if event[0] in gold.articles}
    pairs = pairs_of(found, {ours: gold.group(event) for ours, event in judged.items()})
    return pairs, pairs._replace(wanted=_couples(Counter(gold.groups.values()).values()))


def _couples(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
