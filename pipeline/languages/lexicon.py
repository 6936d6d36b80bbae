"""Terms of a pack, found in one pass over the tokens of a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from ..text.memo import make_room
from ..text.tokens import tokenize

_BRACES = re.compile(r"\{([^{}]*)\}")
_CACHE_LIMIT = 8_192
_HEAD = 3


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


_Entries = dict[str, list[Any]]  # the values of the terms that end at a node, by group
_Node = dict[str, Any]
# Of a first token: the nodes that it leads to, what can follow, and the terms that it is the whole of.
_Begun = tuple[list[_Node], frozenset[str], list[tuple[str, Any]]]


class Lexicon:
    """A trie of token sequences. A token of a term may hold `*` for any letters (`zusammengeleg*`).

    Terms come in groups; within a group the leftmost longest terms win, groups do not compete.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        # Words with `*` in the order in which they came, by the first letters before it, with all letters before it;
        # and what stands behind the `*` of each.
        self._wild: dict[str, list[tuple[int, str, str, re.Pattern[str]]]] = {}
        self._wild_words: set[str] = set()
        self._tails: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, tuple[str, ...]] = {}
        self._begun: dict[str, _Begun | None] = {}

    def add(self, term: str, group: str, value: Any) -> None:
        """Add one term in its normal form, braces already expanded."""
        tokens = _term_tokens(term)
        node = self._root
        for token in tokens:
            if "*" in token and token not in self._wild_words:
                self._add_wild(token)
            node = node.setdefault(token, {})
        node.setdefault("", {}).setdefault(group, []).append(value)

    def _add_wild(self, token: str) -> None:
        pattern = re.compile(re.escape(token).replace(r"\*", r"[^\W\d_]*"))
        before, after = token.partition("*")[0], token.rpartition("*")[2]
        head = before[:_HEAD]
        self._wild.setdefault(head, []).append((len(self._wild_words), token, before, pattern))
        self._tails[head] = (*self._tails.get(head, ()), after)
        self._wild_words.add(token)

    def find(self, lower: list[str]) -> dict[str, list[Term]]:
        """The terms of a text by group; `lower` are its lower-cased tokens."""
        found: dict[str, list[Term]] = {}
        # Where the terms of several words end, by group, and the last of them: only those bar what follows.
        taken: dict[str, int] = {}
        until = 0
        begun, labels, made = self._begun, self._labels, tuple.__new__  # a named tuple's own takes twice the time
        make_room(begun, _CACHE_LIMIT)
        make_room(labels, _CACHE_LIMIT)
        for token in set(lower).difference(begun):
            begun[token] = self._begin(token)
        count = len(lower)
        # Most words begin no term.
        for i, start in [(i, start) for i, start in enumerate(map(begun.__getitem__, lower)) if start is not None]:
            nodes, more, alone = start
            if more and i + 1 < count:
                following = lower[i + 1]
                after = labels.get(following)
                if after is None:
                    after = self._labels_of(following)
                if after and not more.isdisjoint(after):
                    until = max(until, self._add_longest(nodes, lower, i, found, taken))
                    continue
            end, free = i + 1, i >= until
            for group, value in alone:
                if free or taken.get(group, 0) <= i:
                    terms = found.get(group)
                    if terms is None:
                        terms = found[group] = []
                    terms.append(made(Term, (i, end, group, value)))
        return found

    def holds(self, token: str) -> bool:
        """Whether a lower-cased token is a word of any term."""
        return bool(self._labels_of(token))

    def _add_longest(
        self, nodes: list[_Node], lower: list[str], i: int, found: dict[str, list[Term]], taken: dict[str, int]
    ) -> int:
        """Add the longest terms of each group that start at token i; returns where the last of them ends."""
        ends: list[tuple[int, _Entries]] = []
        made, until = tuple.__new__, 0
        for node in nodes:
            self._walk(node, lower, i + 1, ends)
        for last, entries in _longest(ends) if len(ends) > 1 else ends:
            for group, values in entries.items():
                if taken.get(group, 0) <= i:
                    taken[group] = last
                    until = max(until, last)
                    found.setdefault(group, []).extend([made(Term, (i, last, group, value)) for value in values])
        return until

    def _begin(self, token: str) -> _Begun | None:
        """What a first token leads to; None where no term begins with it."""
        labels = self._labels_of(token)
        nodes = [self._root[label] for label in labels if label in self._root] if labels else []
        if not nodes:
            return None
        more = frozenset(label for node in nodes for label in node if label)
        ends = [(1, node[""]) for node in nodes if "" in node]
        told = _longest(ends) if len(ends) > 1 else ends
        alone = [(group, value) for _, entries in told for group, values in entries.items() for value in values]
        return nodes, more, alone

    def _walk(self, node: _Node, lower: list[str], i: int, ends: list[tuple[int, _Entries]]) -> None:
        """Note where the terms below a node end; token `i` is the next."""
        while True:
            entries = node.get("")
            if entries is not None:
                ends.append((i, entries))
            if i == len(lower) or len(node) == (entries is not None):
                return
            labels = self._labels.get(lower[i])
            if labels is None:
                labels = self._labels_of(lower[i])
            children = [node[label] for label in labels if label in node]
            if not children:
                return
            i += 1
            for other in children[:-1]:
                self._walk(other, lower, i, ends)
            node = children[-1]

    def _labels_of(self, token: str) -> tuple[str, ...]:
        """Edges that a token can take anywhere in the trie; empty where no term holds it."""
        known = self._vocabulary()
        labels: tuple[str, ...] = (token,) if token in known else ()
        near: list[tuple[int, str]] = []
        tails = self._tails
        for length in range(min(_HEAD, len(token)) + 1):
            head = token[:length]
            # Most tokens end like none of them: asked of all at once.
            if head in tails and token.endswith(tails[head]):
                near += [
                    (at, name)
                    for at, name, before, pattern in self._wild[head]
                    if token.startswith(before) and pattern.fullmatch(token)
                ]
        if near:
            labels += tuple(dict.fromkeys([name for _, name in sorted(near)]))
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


def _longest(ends: list[tuple[int, _Entries]]) -> list[tuple[int, _Entries]]:
    """What is left of the terms at one place: of each group the longest."""
    best: dict[str, tuple[int, list[Any]]] = {}
    for last, entries in ends:
        for group, values in entries.items():
            known = best.get(group)
            if known is None or known[0] < last:
                best[group] = last, values
            elif known[0] == last:
                best[group] = last, known[1] + values
    return [(last, {group: values}) for group, (last, values) in best.items()]


def _term_tokens(term: str) -> list[str]:
    """Tokens of a term; `*` stays inside its word."""
    parts: list[str] = []
    for word in term.split():
        if "*" in word and len(word) > 1:
            parts.append(word.lower())
        else:
            parts += _word_tokens(word)
    return parts


@lru_cache(maxsize=_CACHE_LIMIT)
def _word_tokens(word: str) -> tuple[str, ...]:
    return tuple([token.lower() for token in tokenize(word)[0]])
