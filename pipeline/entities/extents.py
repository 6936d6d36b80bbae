"""Which part of each unit of a list is meant: all of it, a part, the rest."""

from __future__ import annotations

from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitGroup, UnitSpan
from ..records.vocabulary import Extent
from . import marks as m
from .unit_names import UnitNames

_EXTENTS: tuple[tuple[int, Extent], ...] = ((m.REMAINDER, "remainder"), (m.PART, "part"), (m.WHOLE, "whole"))
_BEFORE = m.FILLER | m.PARENT | m.NUMBER | m.KIND | m.OLD | m.NEW | m.QUOTE | m.AREA | m.ASIDE | m.DASH


class Extents:
    """Sets the extent of every member of every group.

    In a language of scope `list` an extent word reaches over kind words up to the next extent word, unless a number, a
    plural or a weightier joining word opens a new list; in one of scope `member` only where the article says that the
    member still depends on it. Where the reach is open, the official mapping decides: a unit that never was divided is
    meant whole.
    """

    def __init__(self, ann: Annotation, names: UnitNames, scope: str) -> None:
        self.ann = ann
        self.names = names
        self.member_scope = scope == "member"
        self.marks: list[int] = ann.context["marks"]
        words: list[KindWord] = ann.context["kind_words"]
        self.words = {word.first: word for word in words}

    def set(self, units: list[UnitSpan], groups: list[UnitGroup]) -> None:
        """Fill `extent` of the members and take extent words into the groups."""
        bound = 0
        for group in groups:
            self._set_group(units, group, bound)
            bound = group.last

    def _set_group(self, units: list[UnitSpan], group: UnitGroup, bound: int) -> None:
        current: Extent = "whole"
        shared = False
        low = group.first
        for i in group.units:
            span = units[i]
            stated = self._stated(span.head, bound)
            if stated is not None:
                current, first = stated
                low = min(low, first)
                shared = self._governs_many(first, span)
            elif current != "whole" and (self._starts_anew(span, bound) or (not shared and self._never_divided(span))):
                current = "whole"
            elif span.head < span.first:
                shared = shared and self._is_plural(span)
            span.extent = current
            bound = span.last
        group.first = low

    def _stated(self, head: int, bound: int) -> tuple[Extent, int] | None:
        """The extent word before a unit and its first token, looking back over fillers alone."""
        j = head - 1
        while j >= bound:
            mark = self.marks[j]
            for bit, extent in _EXTENTS:
                if mark & bit:
                    while j - 1 >= bound and self.marks[j - 1] & bit:
                        j -= 1
                    return extent, j
            if not mark & _BEFORE or mark & m.SEPARATOR:
                return None
            j -= 1
        return None

    def _governs_many(self, first: int, span: UnitSpan) -> bool:
        """Whether the extent word stands before a plural or a number ("eines Teils der Gemeinden A und B")."""
        counted = any(self.marks[j] & m.NUMBER and not self.marks[j] & m.EXTENT for j in range(first, span.head))
        return counted or self._is_plural(span)

    def _is_plural(self, span: UnitSpan) -> bool:
        word = self.words.get(span.head)
        return bool(word and word.plural)

    def _starts_anew(self, span: UnitSpan, bound: int) -> bool:
        """Whether the words before a member part it from the extent word that the list opened with."""
        own = span.head < span.first
        gap = [self.marks[j] for j in range(bound, span.head)]
        if not own:
            return False
        if self._is_plural(span) or any(mark & m.NUMBER for mark in gap):
            return self._official(span) != {"part"}
        if any(mark & m.STRONG for mark in gap):
            return True
        return self.member_scope and not any(mark & m.PARENT for mark in gap)

    def _never_divided(self, span: UnitSpan) -> bool:
        """Whether every unit that the span can name went whole where it went."""
        return self._official(span) == {"whole"}

    def _official(self, span: UnitSpan) -> frozenset[Extent]:
        """How the units that the span can name went, by the official mapping."""
        register = self.names.register
        return frozenset(
            edge.extent
            for unit in self.names.candidates(span.name)
            if not span.kinds or unit.kind in span.kinds
            for edge in register.successors(unit.id)
        )
