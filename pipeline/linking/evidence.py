"""What the names of an article say of each other: shares of belief in each district and province, by scope."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

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
        self.total: defaultdict[str, float] = defaultdict(float)
        for node in nodes:
            mine = self._own.get(node.name)
            if mine is None:
                self._own[node.name] = node.homes
            elif mine is not node.homes:
                both = [*mine, *node.homes]
                self._own[node.name] = {home: max(mine.get(home, 0.0), node.homes.get(home, 0.0)) for home in both}
        for mine in self._own.values():
            for home, share in mine.items():
                self.total[home] += share
        for home, share in (fixed or {}).items():
            self.total[home] += share
        self.names = len(self._own)

    @cached_property
    def top(self) -> list[tuple[str, float]]:
        """The homes with most votes."""
        return sorted(self.total.items(), key=lambda item: (-item[1], item[0]))[:_TOP]

    def of(self, name: str) -> Shares:
        """What the name itself has given."""
        return self._own.get(name, {})


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
            if vote and facts.name == name:
                votes[facts.unit.id] = max(votes[facts.unit.id], vote)
    return votes, frozenset(names)
