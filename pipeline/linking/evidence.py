"""What the names of an article say of each other: shares of belief in each district and province, by scope."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ..register.keys import ascii_key
from ..register.outlets import slug_words
from ..register.places import outlet_provinces
from . import weights as w

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .context import LinkContext
    from .facts import FactBook
    from .nodes import Node

_SLUG_LONGEST = 4
_TOP = 8

Shares = dict[str, float]


class Votes:
    """Belief in each home, summed over the distinct names of a scope; a name never votes for itself."""

    def __init__(self, nodes: Iterable[Node], fixed: Shares | None = None) -> None:
        self._own: dict[str, Shares] = {}
        self._others: dict[str, Shares] = {}
        for node in nodes:
            mine = self._own.get(node.name)
            if mine is None:
                self._own[node.name] = node.homes
            elif mine is not node.homes:
                self._own[node.name] = _greater(mine, node.homes)
        total: defaultdict[str, float] = defaultdict(float)
        for mine in (*self._own.values(), fixed or {}):
            for home, share in mine.items():
                total[home] += share
        self._total: Shares = dict(total)
        self.names = len(self._own)

    @cached_property
    def _top(self) -> list[tuple[str, float]]:
        """The homes with most votes."""
        least = sorted(self._total.values(), reverse=True)[:_TOP][-1:]
        found = [item for item in self._total.items() if item[1] >= least[0]] if least else []
        return sorted(found, key=lambda item: (-item[1], item[0]))[:_TOP]

    def of_others(self, name: str) -> Shares:
        """What the other names have given to each home."""
        found = self._others.get(name)
        if found is None:
            found = self._others[name] = self._total.copy()
            for home, share in self._own.get(name, {}).items():
                found[home] -= share
        return found

    def peak(self, others: Shares) -> float:
        """The most that other names have given to one of the homes with most votes."""
        return max([others[home] for home, _ in self._top], default=0.0)


def _greater(mine: Shares, other: Shares) -> Shares:
    """The greater share of each home."""
    both = mine.copy()
    for home, share in other.items():
        if share > both.get(home, 0.0):
            both[home] = share
    return both


def fixed_votes(context: LinkContext, book: FactBook) -> tuple[Shares, frozenset[str]]:
    """Votes of outlet and address for homes, and the ASCII names that stand in the address."""
    votes: defaultdict[str, float] = defaultdict(float)
    if context.outlet or context.url:
        for province in outlet_provinces(context.outlet or context.url or ""):
            votes[province] += w.OUTLET_VOTE
    names = set()
    words = slug_words(context.url)
    for size in range(1, _SLUG_LONGEST + 1):
        for start in range(len(words) - size + 1):
            names.add(" ".join(words[start : start + size]))
    # A single word of an address ("vinh", "hue") is more often no name at all.
    for name in sorted(name for name in names if " " in name):
        for facts, _cost in book.named(name, "latin_ascii"):
            vote = w.SLUG_VOTE.get(facts.unit.level, 0.0)
            if vote and ascii_key(facts.unit.name) == name:
                votes[facts.unit.id] = max(votes[facts.unit.id], vote)
    return votes, frozenset(names)
