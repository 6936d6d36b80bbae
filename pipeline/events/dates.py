"""When an event takes place, as far as the text tells."""

from __future__ import annotations

import datetime
from itertools import pairwise

from ..records.annotation import Annotation
from ..records.mentions import DateMention
from ..records.spans import UnitSpan
from ..register.model import NEW
from .frames import Frame
from .sequence import Item
from .sittings import dates_document, day_of_session
from .status import CHANGES, REFORM

_OF_UNITS = frozenset({"merge", "split", "rename", "reclassify", "restructure", "unchanged"})
_OF_ROUNDS = _OF_UNITS | {"dissolve"}
# That a decision takes force or that work under it begins; the second class says that this is still ahead.
_TAKES_EFFECT = frozenset({"in_force", "coming"})
# Words before a day from which on something holds; the first are no words for the day of a session.
_SINCE = frozenset({"since", "valid_from"})
# Behind one of these stands the day from which on something holds, whatever the verb of the clause.
_HOLDS_FROM = frozenset({*_SINCE, "to"})
_AT = frozenset({"effective"})
# Words of those who come to see how a place works.
_VISITS = frozenset({"visit", "session", "delegation"})
# Signs between which a clause stands.
_CLAUSE_ENDS = frozenset(",;:.")
# Words for a session or a paper: a day right behind one is its own ("the plan of April 30").
_DATED = frozenset({"session", "paper"})
# What has a day of its own, beside what it is about.
_WITH_OWN_DAY = frozenset({"meeting", "document_issued"})
_ROUND_SENTENCES = 2
# How far a heading that tells a round speaks for what is listed under it.
_HEADED_SENTENCES = 40
_STOPS = frozenset(".!?؟…")
_AHEAD = frozenset({"proposed", "planned"})


class EventDates:
    """Dates for the frames of one article, in reading order; later frames may take over the date of earlier ones.

    `coming`: the day of effect, where the tense says that it is still ahead.
    """

    def __init__(self, ann: Annotation, frames: list[Frame]) -> None:
        self.ann = ann
        self.units: list[UnitSpan] = ann.context["units"]
        mergers = [self._is_of_provinces(frame) for frame in frames if frame.rule.type == "merge"]
        self._is_local = mergers.count(False) >= mergers.count(True)
        self._today: datetime.date | None = ann.context.get("article_date") or ann.published
        self._last: tuple[Frame, DateMention] | None = None
        self._setting: dict[int, int] = {}
        self._setting = self._days_of_setting(frames)
        self._in_force = self._effect()
        self._since = self._since_then()
        self._new_list = next((date for date in ann.dates if date.edtf == REFORM.isoformat()), None)
        self.coming = self._in_force if self._says("coming") else None

    def of(self, frame: Frame, said: str | None = None) -> DateMention | None:
        """The date of a frame, or None."""
        found = self._stated(frame) or self._carried(frame) or day_of_session(self.ann, frame)
        planned = said in _AHEAD and frame.rule.type in CHANGES
        if found is not None and (self._is_too_early(frame, found) or (planned and self._is_of_plan(found))):
            found = None
        if found is not None and found.date_precision != "interval":
            self._last = (frame, found)
        return found or self._of_round(frame) or (None if said == "proposed" else self._in_force_of(frame))

    def _is_of_plan(self, date: DateMention) -> bool:
        """Whether a day of this year has passed: what is still ahead cannot take effect then, it was planned then."""
        if self._today is None or date.date_to is None:
            return False
        return date.date_to < self._today.isoformat() and date.date_to[:4] == str(self._today.year)

    def _effect(self) -> DateMention | None:
        """The day on which what the article tells takes effect as a whole; of several the latest, the start of work."""
        found: list[DateMention] = []
        sequences: list[list[Item]] = self.ann.context["sequences"]
        for items in sequences:
            if any(not _TAKES_EFFECT.isdisjoint(item.classes) for item in items):
                found += [
                    item.value
                    for n, item in enumerate(items)
                    if item.symbol == "D" and item.value.date_precision == "day" and not dates_document(items, n)
                ]
        return max(found, key=lambda date: date.date_from or "") if found else None

    def _since_then(self) -> DateMention | None:
        """The one day still ahead from which on the article says that something holds."""
        if self._today is None:
            return None
        sequences: list[list[Item]] = self.ann.context["sequences"]
        since = [
            item.value
            for items in sequences
            for before, item in pairwise(items)
            if item.symbol == "D" and before.classes & _SINCE and item.value.date_precision == "day"
        ]
        ahead = {date.edtf: date for date in since if (date.date_from or "") > self._today.isoformat()}
        return next(iter(ahead.values())) if len(ahead) == 1 else None

    def _says(self, cue: str) -> bool:
        sequences: list[list[Item]] = self.ann.context["sequences"]
        return any(cue in item.classes for items in sequences for item in items)

    def _in_force_of(self, frame: Frame) -> DateMention | None:
        """A change of units without a date of its own has that of the whole; units of the new list began as one."""
        if frame.rule.type not in _OF_UNITS or self._is_known(frame):
            return None
        if self._new_list is not None and self._makes_new(frame):
            return self._new_list
        if frame.is_elsewhere:
            return None
        return self._in_force or (None if frame.rule.type == "unchanged" else self._since)

    def _is_known(self, frame: Frame) -> bool:
        """Whether provinces stay, or an article on lower units tells in passing that they were merged."""
        kind = frame.rule.type
        return (kind == "unchanged" or (kind == "merge" and self._is_local)) and self._is_of_provinces(frame)

    def _is_of_provinces(self, frame: Frame) -> bool:
        """Whether all its units are provinces."""
        spans = [*frame.units("src", self.units), *frame.units("tgt", self.units)]
        return bool(spans) and all(span.mention.level == "province" for span in spans)

    def _makes_new(self, frame: Frame) -> bool:
        """Whether a target is a unit of the list in force since the reform."""
        targets = [span.mention.unit or "" for span in frame.units("tgt", self.units)]
        return any(unit.startswith(f"vn:{NEW}:") for unit in targets)

    def _is_too_early(self, frame: Frame, date: DateMention) -> bool:
        """No unit of the new list began before it: such a day of its year is a session's, a vote's or a ceremony's."""
        if date.date_precision != "day" or not f"{REFORM.year}-" < (date.date_to or "") < REFORM.isoformat():
            return False
        return frame.rule.type in _OF_UNITS and self._makes_new(frame)

    def _stated(self, frame: Frame) -> DateMention | None:
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
            and not (frame.rule.type in _OF_UNITS and _is_of_vote(frame.items, n))
            and not self._is_too_early(frame, item.value)
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
        if not gap or frame.rule.type not in CHANGES or (n and frame.items[n - 1].classes & _SINCE):
            return False
        return self._setting.get(id(item.value), gap + 1) <= gap

    def _is_nowadays(self, frame: Frame, n: int) -> bool:
        """Whether a word for the day of the article only says how things are by then ("today it belongs to A").

        Changes take effect on the first of a month.
        """
        date: DateMention = frame.items[n].value
        if self._today is None or self._today.day == 1 or date.edtf != self._today.isoformat():
            return False
        told = n and frame.items[n - 1].classes & (_HOLDS_FROM | _AT)
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
            i.symbol == ";" for i in frame.items[min(n, frame.end_item) : max(n, frame.start_item)]
        )
        return (0 if effective else 1 if not barred else 2, gap)

    def _carried(self, frame: Frame) -> DateMention | None:
        """A date told before, but none on which no unit of the new list can have begun."""
        found = self._taken_over(frame) or self._said_before(frame)
        early = found is not None and (found.date_to or "") < REFORM.isoformat()
        return None if early and frame.rule.type in _OF_UNITS and self._makes_new(frame) else found

    def _said_before(self, frame: Frame) -> DateMention | None:
        """The day since which the sentence before, that tells no change itself, says things hold."""
        if frame.rule.type not in CHANGES or not frame.sentence or frame.is_elsewhere:
            return None
        number = frame.sentence - 1
        told = self._last is not None and self._last[0].sentence == number
        if told or self.ann.sentences[number].paragraph != self.ann.sentences[frame.sentence].paragraph:
            return None
        items: list[Item] = self.ann.context["sequences"][number]
        days = [item.value for before, item in pairwise(items) if item.symbol == "D" and before.classes & _SINCE]
        return days[-1] if days and days[-1].date_precision == "day" else None

    def _taken_over(self, frame: Frame) -> DateMention | None:
        """A frame without date has that of the one before: in its sentence or paragraph, or where a cue says so."""
        if self._last is None or frame.rule.type not in (*CHANGES, "appointment", "meeting"):
            return None
        earlier, date = self._last
        if self._is_same_time(frame):
            return date
        if frame.rule.type not in CHANGES or earlier.rule.type not in CHANGES:
            return None
        here = self.ann.sentences[frame.sentence]
        there = self.ann.sentences[earlier.sentence]
        if here.paragraph == there.paragraph and not frame.is_elsewhere:
            return date
        return None

    def _is_same_time(self, frame: Frame) -> bool:
        """Whether its sentence up to the frame says so, or the one that opens the paragraph about all that follows."""
        sequences: list[list[Item]] = self.ann.context["sequences"]
        sentences = self.ann.sentences
        first = frame.sentence
        while first > 0 and sentences[first - 1].paragraph == sentences[frame.sentence].paragraph:
            first -= 1
        opening = sequences[first] if first < frame.sentence else []
        return any("same_time" in item.classes for item in (*opening, *frame.items[: frame.end_item]))

    def _is_heading(self, number: int) -> bool:
        """Whether a sentence is a line without a full stop."""
        return self.ann.tokens[self.ann.sentences[number].last - 1] not in _STOPS

    def _of_round(self, frame: Frame) -> DateMention | None:
        """The round ("Zeitraum 2019-2021") of this sentence or the one before; "in this round": the last named."""
        if frame.rule.type not in _OF_ROUNDS:
            return None
        sequences: list[list[Item]] = self.ann.context["sequences"]
        this = any("this_round" in item.classes for item in frame.items[frame.start_item : frame.end_item])
        reach = frame.sentence + 1 if this else min(frame.sentence + 1, _ROUND_SENTENCES)
        for number in range(frame.sentence, max(-1, frame.sentence - _HEADED_SENTENCES), -1):
            if number <= frame.sentence - reach and not self._is_heading(number):
                continue
            for item in sequences[number]:
                if item.symbol == "D" and item.value.date_precision == "interval" and item.value.date_basis == "round":
                    found: DateMention = item.value
                    return _day_since(sequences[number]) or found
        return None


def _day_since(items: list[Item]) -> DateMention | None:
    """The day from which on what a heading tells of holds ("round 2019-2021 (Resolution 5, from 1 January 2020)")."""
    days = [item.value for before, item in pairwise(items) if item.symbol == "D" and before.classes & _SINCE]
    return days[0] if len(days) == 1 and days[0].date_precision == "day" else None


def _is_of_visit(frame: Frame, n: int) -> bool:
    """Whether a day is that of a visit or session on the work of a place, which began earlier."""
    if frame.rule.type != "two_tier_transition" or (n and frame.items[n - 1].classes & _HOLDS_FROM):
        return False
    return any(item.classes & _VISITS for item in frame.items)


def _is_of_vote(items: list[Item], n: int) -> bool:
    """Whether a day is that of the vote on a change, told by the verb of its clause, not the day of its effect."""
    if n and items[n - 1].classes & _HOLDS_FROM:
        return False
    first, last = n, n + 1
    while first > 0 and items[first - 1].symbol not in _CLAUSE_ENDS:
        first -= 1
    while last < len(items) and items[last].symbol not in _CLAUSE_ENDS:
        last += 1
    return any("decides" in item.classes for item in items[first:last])
