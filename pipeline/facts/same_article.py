"""The same article again: reprints, and translations of one original; who copied whom is not asked."""

from __future__ import annotations

from collections import Counter
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
    for ident, others in _neighbours(articles):
        probe = Probe(articles[ident].signature)
        for other in others:
            told = articles[other].signature
            if groups.find(other) != groups.find(ident) and probe.is_near(told) and is_same(told, probe.signature):
                groups.join(other, ident)
    return groups


def _neighbours(articles: Mapping[str, ReportingArticle]) -> Iterator[tuple[str, list[str]]]:
    """Each article with those worth a look: under each key the last before it in order of id, each once."""
    # Tuples: most keys are those of one article alone, and there are many of them.
    buckets: dict[tuple[str, int], tuple[str, ...]] = {}
    for ident in sorted(articles):
        found: dict[str, None] = {}
        for key in articles[ident].signature.lookups():
            before = buckets.get(key, ())
            found.update(dict.fromkeys(before))
            buckets[key] = (*before[1 - _NEIGHBOURS :], ident)
        yield ident, list(found)


class Probe:
    """An article that is held against many others: tells quickly which of them it cannot be."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self._sketch = frozenset(signature.sketch)
        self._features = frozenset(signature.features)

    def is_near(self, other: Signature) -> bool:
        """Whether `is_same` is worth asking: False where the shares that it wants are out of reach."""
        own = self.signature
        if (own.digest is not None and own.digest == other.digest) or (own.slug and own.slug == other.slug):
            return True
        if len(self._sketch.intersection(other.sketch)) >= _ALIKE * min(len(own.sketch), len(other.sketch)) > 0:
            return True
        shared = sum(map(self._features.__contains__, other.features))
        return 2 * shared >= _KEPT * (len(own.features) + len(other.features)) > 0


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
    least, common = min(len(one), len(other)), {*one}.intersection(other)
    return len(common.intersection(sorted({*one, *other})[:least])) / least


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
