"""What stands between two units: the gap, their ranks, and kind words behind names."""

from __future__ import annotations

from typing import NamedTuple

from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK
from . import marks as m
from .unit_names import UnitNames

_LONGEST_ASIDE = 14


class Gap(NamedTuple):
    """What stands between two neighbouring units: its tokens without brackets that hold no unit."""

    tokens: tuple[int, ...]
    marks: tuple[int, ...]

    @classmethod
    def between(cls, marks: list[int], last: int, head: int) -> Gap:
        """The gap of tokens [last, head)."""
        tokens: list[int] = []
        j = last
        while j < head:
            closing = _closing(marks, j, head) if marks[j] & m.OPEN else 0
            if not closing:
                tokens.append(j)
            j = closing or j + 1
        return cls(tuple(tokens), tuple([marks[t] for t in tokens]))

    def has(self, bits: int) -> bool:
        """Whether one of its tokens bears one of the bits."""
        for mark in self.marks:  # noqa: SIM110 - a generator takes far longer than so few tokens
            if mark & bits:
                return True
        return False

    def only(self, bits: int) -> bool:
        """Whether all of its tokens bear one of the bits."""
        for mark in self.marks:  # noqa: SIM110
            if not mark & bits:
                return False
        return True

    def opens(self) -> bool:
        """Whether a bracket opens in the gap and does not close in it."""
        for mark in reversed(self.marks):
            if mark & (m.OPEN | m.CLOSE):
                return bool(mark & m.OPEN)
        return False


def _closing(marks: list[int], i: int, limit: int) -> int:
    """The token after the bracket that opens at i, if it closes soon and without another; else 0."""
    for j in range(i + 1, min(limit, i + _LONGEST_ASIDE)):
        if marks[j] & m.CLOSE:
            return j + 1
        if marks[j] & m.OPEN:
            return 0
    return 0


def ranks(span: UnitSpan, names: UnitNames) -> tuple[int, int]:
    """Lowest and highest rank that a span can have: by its kinds and those the register has under its name."""
    found = names.kinds(span.name)
    kinds = found.intersection(span.kinds) or span.kinds or found
    levels = [LEVEL_RANK[KIND_LEVEL[kind]] for kind in kinds]
    return (min(levels), max(levels)) if levels else (0, 2)


def unnamed_kind_words(ann: Annotation) -> list[KindWord]:
    """Kind words that no unit span has taken."""
    units: list[UnitSpan] = ann.context["units"]
    ends = ends_with_kind_word(ann)
    inside = {i for span in units for i in range(span.head, ends.get(span.first, span.last))}
    words: list[KindWord] = ann.context["kind_words"]
    return [word for word in words if word.first not in inside]


def ends_with_kind_word(ann: Annotation) -> dict[int, int]:
    """First token → token after the kind word, for units that have it behind them ("Tan An Ward")."""
    words: dict[int, KindWord] = {word.first: word for word in ann.context["kind_words"]}
    units: list[UnitSpan] = ann.context["units"]
    firsts: list[int] = ann.context["sentence_firsts"]
    heads = {span.head for span in units if span.head < span.first}
    found: dict[int, int] = {}
    for span in units:
        if span.head < span.first or not span.kinds or span.last >= len(ann.tokens):
            continue
        word = words.get(span.last + 1 if ann.tokens[span.last] == "-" else span.last)
        if word is None or word.first in heads:
            continue  # "A and B commune C …": it opens the next name
        if word.kinds == span.kinds and firsts[word.first] == firsts[span.first]:
            found[span.first] = word.last
    return found
