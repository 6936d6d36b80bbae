"""The day that the sentence of a frame itself tells for it."""

from __future__ import annotations

import datetime
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention
from ..records.spans import UnitSpan
from .effect import SINCE, is_too_early
from .frames import Frame
from .sequence import Item
from .sittings import HOLDS_FROM, dates_document, is_of_vote
from .status import CHANGES

_OF_UNITS: Final = frozenset({"merge", "split", "rename", "reclassify", "restructure", "unchanged"})
_AT: Final = frozenset({"effective"})
# Words of those who come to see how a place works.
_VISITS: Final = frozenset({"visit", "session", "delegation"})
_CLAUSE_ENDS: Final = frozenset(",;.")
_STATEMENT_ENDS: Final = frozenset(";.")
# Words for a session or a paper: a day right behind one is its own ("the plan of April 30").
_DATED: Final = frozenset({"session", "paper"})
# What has a day of its own, beside what it is about.
_WITH_OWN_DAY: Final = frozenset({"meeting", "document_issued"})


class StatedDays:
    """The days of the sentences of one article, and which of them are those of a session or a document."""

    def __init__(self, ann: Annotation, frames: list[Frame]) -> None:
        self.units: list[UnitSpan] = ann.context["units"]
        self._today: datetime.date | None = ann.context.get("article_date") or ann.published
        self._setting: dict[int, int] = {}
        self._setting = self._days_of_setting(frames)

    def of(self, frame: Frame) -> DateMention | None:
        """The day that a rule names, else the nearest that can be the frame's."""
        named = [i.value for i in frame.roles.get("date", ()) if isinstance(i.value, DateMention)]
        return named[0] if named else self._nearest(frame)[1]

    def _nearest(self, frame: Frame) -> tuple[tuple[int, int], DateMention | None]:
        """The date of the sentence that is nearest to a frame, with its distance."""
        issued = {item.value.issued for item in frame.items if item.symbol == "N"}
        candidates = [
            ((distance[0] + (frame.rule.type == "meeting" and item.value.edtf in issued), distance[1]), item.value)
            for n, item in enumerate(frame.items)
            if item.symbol == "D"
            and not dates_document(frame.items, n)
            and not (frame.rule.type in CHANGES and item.value.edtf in issued)
            and self._tells_time(frame, item.value)
            and not _is_of_visit(frame, n)
            and not self._is_nowadays(frame, n)
            and not (frame.rule.type in _OF_UNITS and _is_of_model(frame, n))
            and not (frame.rule.type in _OF_UNITS and is_of_vote(frame.items, n))
            and not is_too_early(frame, item.value, self.units)
            and (distance := self._distance(frame, n, item)) is not None
            and not self._is_of_setting(frame, n, distance[1])
        ]
        return min(candidates, key=lambda c: (c[0], c[1].start)) if candidates else ((0, 0), None)

    def _days_of_setting(self, frames: list[Frame]) -> dict[int, int]:
        """The days of sessions and documents, and how far from them they stand."""
        found: dict[int, int] = {}
        for frame in frames:
            distance, date = self._nearest(frame) if frame.rule.type in _WITH_OWN_DAY else ((0, 0), None)
            if date is not None:
                found[id(date)] = min(distance[1], found.get(id(date), distance[1]))
        return found

    def _is_of_setting(self, frame: Frame, n: int, gap: int) -> bool:
        """Whether a date is that of the session on a change, or of the document about it, and none since it holds."""
        item = frame.items[n]
        if not gap or frame.rule.type not in CHANGES or (n and frame.items[n - 1].classes & SINCE):
            return False
        return self._setting.get(id(item.value), gap + 1) <= gap

    def _is_nowadays(self, frame: Frame, n: int) -> bool:
        """Whether a word for the day of the article only says how things are by then ("today it belongs to A").

        Changes take effect on the first of a month.
        """
        date: DateMention = frame.items[n].value
        if self._today is None or self._today.day == 1 or date.edtf != self._today.isoformat():
            return False
        told = n and frame.items[n - 1].classes & (HOLDS_FROM | _AT)
        return frame.rule.type in _OF_UNITS and date.date_basis == "article" and not told

    @staticmethod
    def _tells_time(frame: Frame, date: DateMention) -> bool:
        """A session has a day; an interval of years is the round in which units change, a plan or a term of office."""
        if frame.rule.type not in CHANGES:
            return date.date_precision in ("day", "month", "unknown_year")
        return date.date_precision != "interval" or (date.date_basis == "round" and frame.rule.type in _OF_UNITS)

    @staticmethod
    def _distance(frame: Frame, n: int, item: Item) -> tuple[int, int] | None:
        inside = frame.start_item <= n < frame.end_item
        gap = 0 if inside else min(abs(n - frame.start_item), abs(n - frame.end_item + 1))
        before = frame.items[n - 1] if n else None
        effective = before is not None and "effective" in before.classes
        if before is not None and "not_date" in before.classes:
            return None
        if before is not None and before.classes & _DATED and frame.rule.type in CHANGES:
            return None
        if before is not None and "since" in before.classes and frame.rule.type not in (*CHANGES, "appointment"):
            return None  # a session has a day, it does not begin to hold with one
        barred = not inside and any(
            i.symbol in _STATEMENT_ENDS for i in frame.items[min(n, frame.end_item) : max(n, frame.start_item)]
        )
        if barred and (frame.rule.type == "unchanged" or (n >= frame.end_item and frame.rule.type in _OF_UNITS)):
            return None  # a statement behind a change has a day of its own, and what stays takes no day over
        # A session or a document that is told with its day has it, whatever day another word marks behind it.
        own = inside and frame.rule.type in _WITH_OWN_DAY
        return (2 * barred + (not effective and not own), gap)


def _is_of_visit(frame: Frame, n: int) -> bool:
    """Whether a day is that of a visit or session on the work of a place, which began earlier."""
    if frame.rule.type != "two_tier_transition" or (n and frame.items[n - 1].classes & HOLDS_FROM):
        return False
    return any(item.classes & _VISITS for item in frame.items)


def _is_of_model(frame: Frame, n: int) -> bool:
    """Whether the clause of a day tells of the model of government, and the change stands in another."""
    first, last = n, n + 1
    while first > 0 and frame.items[first - 1].symbol not in _CLAUSE_ENDS:
        first -= 1
    while last < len(frame.items) and frame.items[last].symbol not in _CLAUSE_ENDS:
        last += 1
    apart = frame.end_item <= first or last <= frame.start_item
    return apart and any("two_tier" in item.classes for item in frame.items[first:last])
