"""Terms of a pack, found in one pass over the tokens of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..text.tokens import tokenize

_BRACES = re.compile(r"\{([^{}]*)\}")
_CACHE_LIMIT = 200_000


class Term(NamedTuple):
    """A term found at tokens [first, last) and what the pack says of it."""

    first: int
    last: int
    group: str
    value: Any


def expand(pattern: str) -> list[str]:
    """All spellings of a pattern: `Gemeinde{,n}` stands for Gemeinde and Gemeinden; braces may nest."""
    inner = _BRACES.search(pattern)
    if inner is None:
        return [" ".join(pattern.split())]
    out: list[str] = []
    for option in inner.group(1).split(","):
        out += expand(pattern[: inner.start()] + option + pattern[inner.end() :])
    return list(dict.fromkeys(out))


@dataclass(slots=True)
class _Entry:
    group: str
    value: Any


class Lexicon:
    """A trie of token sequences. A token of a term may hold `*` for any letters (`zusammengeleg*`).

    Terms come in groups; within a group the leftmost longest terms win, groups do not compete.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self._wild: list[tuple[str, re.Pattern[str]]] = []
        self._labels: dict[str, tuple[str, ...]] = {}

    def add(self, term: str, group: str, value: Any) -> None:
        """Add one term in its normal form, braces already expanded."""
        tokens = _term_tokens(term)
        node = self._root
        for token in tokens:
            if "*" in token and token not in node:
                self._wild.append((token, re.compile(re.escape(token).replace(r"\*", r"[^\W\d_]*"))))
            node = node.setdefault(token, {})
        node.setdefault("", []).append(_Entry(group, value))

    def find(self, lower: list[str]) -> dict[str, list[Term]]:
        """The terms of a text by group; `lower` are its lower-cased tokens."""
        found: dict[str, list[Term]] = {}
        taken: dict[str, int] = {}
        labels_of, cache = self._labels_of, self._labels
        for i, token in enumerate(lower):
            labels = cache.get(token)
            if labels is None:
                labels = labels_of(token)
            if labels:
                self._collect(lower, i, labels, found, taken)
        return found

    def _collect(
        self, lower: list[str], i: int, labels: tuple[str, ...], found: dict[str, list[Term]], taken: dict[str, int]
    ) -> None:
        best: dict[str, list[Term]] = {}
        for last, entries in self._walk(self._root, lower, i, labels):
            for entry in entries:
                if taken.get(entry.group, 0) > i:
                    continue
                terms = best.setdefault(entry.group, [])
                if terms and terms[0].last < last:
                    terms.clear()
                if not terms or terms[0].last == last:
                    terms.append(Term(i, last, entry.group, entry.value))
        for group, terms in best.items():
            found.setdefault(group, []).extend(terms)
            taken[group] = terms[0].last

    def _walk(
        self, node: dict[str, Any], lower: list[str], i: int, labels: tuple[str, ...]
    ) -> Iterator[tuple[int, list[_Entry]]]:
        for label in labels:
            child = node.get(label)
            if child is None:
                continue
            if "" in child:
                yield i + 1, child[""]
            if i + 1 < len(lower) and (len(child) > 1 or "" not in child):
                following = self._labels.get(lower[i + 1])
                if following is None:
                    following = self._labels_of(lower[i + 1])
                if following:
                    yield from self._walk(child, lower, i + 1, following)

    def _labels_of(self, token: str) -> tuple[str, ...]:
        """Edges that a token can take anywhere in the trie; empty where no term holds it."""
        if len(self._labels) > _CACHE_LIMIT:
            self._labels.clear()
        known = self._vocabulary()
        labels = ((token,) if token in known else ()) + tuple(
            dict.fromkeys(name for name, pattern in self._wild if pattern.fullmatch(token))
        )
        self._labels[token] = labels
        return labels

    def _vocabulary(self) -> set[str]:
        words: set[str] | None = getattr(self, "_words", None)
        if words is None:
            words = set()
            stack = [self._root]
            while stack:
                for label, child in stack.pop().items():
                    if label:
                        words.add(label)
                        stack.append(child)
            self._words = words
        return words


def _term_tokens(term: str) -> list[str]:
    """Tokens of a term; `*` stays inside its word."""
    parts: list[str] = []
    for word in term.split():
        if "*" in word and len(word) > 1:
            parts.append(word.lower())
        else:
            parts += [token.lower() for token in tokenize(word)[0]]
    return parts
