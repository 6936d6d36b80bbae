"""How well events were joined into facts: precision and recall over pairs of events that tell one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple


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


def _couples(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
