"""Which list of units a token stands in, kept while the tokens of a sentence are passed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Kind
from ..register.model import Unit
from . import marks as m
from .unit_names import UnitNames

_GAP = (
    m.SEPARATOR | m.FILLER | m.QUOTE | m.COLON | m.OLD | m.NEW | m.EXTENT | m.NUMBER | m.AREA | m.ASIDE | m.LISTING
    | m.OPEN | m.DASH
)  # fmt: skip
_HEAD_GAP = _GAP | m.PARENT
_OPENS = m.SEPARATOR | m.COLON | m.LISTING | m.OPEN
_STEM_END = re.compile(r"\A(.*\S\s)(\d{1,2}|[A-Z]|[IVX]{1,4})")
_MOST_OPEN = 8


class ListState:
    """The unit that a list goes on from (`anchor`), and the kind word that heads one (`head`).

    Where there is neither, nothing but a mark, a kind word or a unit can change that.
    """

    def __init__(self, ann: Annotation, names: UnitNames) -> None:
        self.ann = ann
        self.names = names
        self.marks: list[int] = ann.context["marks"]
        words: list[KindWord] = ann.context["kind_words"]
        self.ends: dict[int, KindWord] = {word.last - 1: word for word in words}
        self._heads: dict[int, KindWord] = {word.first: word for word in words}
        self.start_sentence(0)

    def start_sentence(self, first: int) -> None:
        """Forget the list of the sentence before."""
        self.anchor: UnitSpan | None = None
        self._opened = False
        self.head: KindWord | None = None
        self._parted = False
        self._over: KindWord | None = None
        self._plural = False
        # The counted kind word of the sentence ("three communes"): behind a colon come their names.
        self._counted: KindWord | None = None
        self._brackets: list[tuple[UnitSpan | None, bool, KindWord | None]] = []

    def pass_token(self, i: int) -> None:
        """Take note of a token that names no unit."""
        mark = self.marks[i]
        word = self.ends.get(i)
        if word is not None:
            self.head, self._parted = word, False
            self._counted = word if self._is_counted(word) else self._counted
        elif self.head is not None and i >= self.head.last:
            if not mark & _HEAD_GAP:
                self.head = None
            elif mark & m.PARENT and not mark & _OPENS:
                self._parted = True
            elif mark & _OPENS:
                self._parted = False
        elif mark & m.COLON and self._counted is not None:
            self.head, self._parted, self._counted = self._counted, False, None
        if mark & m.OPEN and len(self._brackets) < _MOST_OPEN:
            self._brackets.append((self.anchor, self._opened, self._over))
        elif mark & m.CLOSE and self._brackets:
            self.anchor, self._opened, self._over = self._brackets.pop()
            return
        if not mark & _GAP and word is None:
            self.anchor = None
        elif mark & _OPENS:
            self._opened = True
        elif mark & m.DASH:
            self._opened = self._opened or self._is_joining_dash(i)

    def _is_counted(self, word: KindWord) -> bool:
        return word.plural is not False and word.first > 0 and bool(self.marks[word.first - 1] & m.NUMBER)

    def _is_joining_dash(self, i: int) -> bool:
        """Whether a dash stands between blanks, as between items ("A - B - C")."""
        ann = self.ann
        return 0 < i < len(ann.tokens) - 1 and ann.starts[i] > ann.ends[i - 1] and ann.starts[i + 1] > ann.ends[i]

    def take(self, span: UnitSpan) -> None:
        """Take note of a unit: a list may go on from it."""
        own = span.head < span.first
        word = self._heads.get(span.head) if own else self.head
        if word is not None:
            self._plural = word.plural is not False
        elif not self.listed():
            self._plural = False
        self._over = None
        if own and self.head is not None and self.head.last <= span.head and self._lies_above(span):
            self._over = self.head
        self.anchor, self._opened = span, False
        self.head = None

    def _lies_above(self, span: UnitSpan) -> bool:
        head = self.head
        if head is None or not span.kinds:
            return False
        return min(map(_rank, head.kinds)) < max(map(_rank, span.kinds))

    def listed(self) -> bool:
        """Whether the next token continues a list of units or opens one under a kind word."""
        return (self.anchor is not None and self._opened) or (self.head is not None and not self._parted)

    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of the list that the next name belongs to, empty where none is told."""
        if self.head is not None and not self._parted:
            return self.head.kinds
        if self.anchor is None or not self._opened:
            return ()
        return self._over.kinds if self._over is not None else self.anchor.kinds

    def is_near(self, found: Iterable[Unit]) -> bool:
        """Whether one of the units lies in a province of the one that the list goes on from."""
        if self.anchor is None:
            return False
        homes = self.names.homes(self.anchor)
        return any(not homes.isdisjoint(self.names.register.provinces(unit)) for unit in found)

    def completed(self, i: int) -> str | None:
        """The full name that a number or letter at token i stands for, after a name with another one."""
        token = self.ann.tokens[i]
        anchor = self.anchor
        if anchor is None or not self._opened or len(token) > 2 or not (token.isdigit() or token.isupper()):
            return None
        if not self.marks[i - 1] & m.SEPARATOR:
            return None
        name = anchor.name
        if name.isdigit():
            return token if token.isdigit() else None
        if token.isdigit() and self._plural and self.kinds()[:1] == ("ward",) and not name[-1].isdigit():
            return token
        stem = _STEM_END.fullmatch(name)
        if stem is None or stem[2].isdigit() != token.isdigit() or not self._is_known_series(stem[1], token):
            return None
        return stem[1] + token

    def _is_known_series(self, stem: str, token: str) -> bool:
        return bool(self.names.candidates(stem + token)) or token.isdigit()


def _rank(kind: Kind) -> int:
    return LEVEL_RANK[KIND_LEVEL[kind]]
