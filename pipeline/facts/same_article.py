"""The same article again: reprints, and translations of one original; who copied whom is not asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from .reports import ReportingArticle
from .signature import Signature

# Shares of common runs of words (of the shorter text) and of common features, above which two texts are one.
_ALIKE: Final = 0.6
_KEPT: Final = 0.75
_IN_ORDER: Final = 0.7
_KEPT_WITH_SLUG: Final = 0.6
_FEW_FEATURES: Final = 3
_LEAST_FEATURES: Final = 8
_LEAST_SLUG: Final = 4
_LONG_SLUG: Final = 8
_LENGTHS: Final = 2.5
# How many neighbours an article is held against under one key; keys that very many share say little.
_NEIGHBOURS: Final = 8


class Groups:
    """Which articles are one, by union and find; a group is named by its least id."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._joined: set[str] = set()

    def find(self, ident: str) -> str:
        """The name of an article's group."""
        root = ident
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(ident, ident)) != root:
            self._above[ident], ident = root, above
        return root

    def join(self, one: str, other: str) -> None:
        """Make two groups one."""
        least, greater = sorted((self.find(one), self.find(other)))
        self._above[greater] = least
        self._joined |= {one, other}

    def has_several(self, ident: str) -> bool:
        """Whether an article's group holds others, too."""
        return ident in self._joined


def same_articles(articles: Mapping[str, ReportingArticle]) -> Groups:
    """The groups of articles that tell one original, the same in whatever order they come."""
    groups = Groups()
    for one, other in _pairs(articles):
        if groups.find(one) != groups.find(other) and is_same(articles[one].signature, articles[other].signature):
            groups.join(one, other)
    return groups


def _pairs(articles: Mapping[str, ReportingArticle]) -> Iterator[tuple[str, str]]:
    """Pairs worth a look: under each key neighbours in order of id."""
    buckets: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for ident in sorted(articles):
        for key in articles[ident].signature.lookups():
            buckets[key].append(ident)
    for bucket in buckets.values():
        for at, other in enumerate(bucket):
            yield from ((one, other) for one in bucket[max(0, at - _NEIGHBOURS) : at])


def is_same(one: Signature, other: Signature) -> bool:
    """Whether two texts are one, copied or translated."""
    if one.digest is not None and one.digest == other.digest:
        return True
    if _alike(one.sketch, other.sketch) >= _ALIKE:
        return True
    kept = _kept(one.features, other.features)
    if len(one.slug) >= _LEAST_SLUG and one.slug == other.slug:
        # Columns and series give one headline to many articles, so that a slug alone is not enough.
        if max(len(one.features), len(other.features)) < _FEW_FEATURES:
            return len(one.slug) >= _LONG_SLUG and _as_long(one, other)
        return kept >= _KEPT_WITH_SLUG and _in_order(one.features, other.features) >= _KEPT_WITH_SLUG
    if min(len(set(one.features)), len(set(other.features))) < _LEAST_FEATURES:
        return False
    return kept >= _KEPT and _as_long(one, other) and _in_order(one.features, other.features) >= _IN_ORDER


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of common runs of words, told by the smallest hashes of both."""
    if not one or not other:
        return 0.0
    both = sorted({*one, *other})[: min(len(one), len(other))]
    return len({*one} & {*other} & {*both}) / len(both)


def _kept(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of features that both texts have, counted as often as they come."""
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / ((len(one) + len(other)) or 1)


def _in_order(one: Sequence[int], other: Sequence[int]) -> float:
    return SequenceMatcher(None, list(one), list(other), autojunk=False).ratio()


def _as_long(one: Signature, other: Signature) -> bool:
    """Whether one can be a translation of the other by its length; texts left out say nothing."""
    if not one.length or not other.length:
        return True
    return max(one.length, other.length) <= _LENGTHS * min(one.length, other.length)
