"""When an event takes place, as far as the text tells."""

from __future__ import annotations

import datetime
from itertools import pairwise, takewhile
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention, DocumentMention
from ..records.spans import UnitSpan
from ..register.model import LEGACY
from .documents import of_council
from .effect import SINCE, Effects, is_on_eve, is_too_early
from .frames import Frame, makes_new
from .sequence import Item
from .sittings import day_of_session
from .stated import StatedDays
from .status import AHEAD, CHANGES, REFORM, is_planned_by

_OF_UNITS: Final = frozenset({"merge", "split", "rename", "reclassify", "restructure", "unchanged"})
_OF_ROUNDS: Final = _OF_UNITS | {"dissolve"}
_ROUND_SENTENCES: Final = 2
# How far behind a dated change another may stand that is told to have happened, too.
_NEXT: Final = 2
# How far a heading that tells a round speaks for what is listed under it.
_HEADED_SENTENCES: Final = 40
# So few words, signs and dates are a sentence that only says when.
_SHORT: Final = 10
_COARSE: Final = frozenset({"year", "month"})
_STOPS: Final = frozenset(".!?؟…")
_SESSIONS: Final = frozenset({"session", "at_session"})
_AT_SESSIONS: Final = frozenset({"appointment", "document_issued"})
# Of these a day tells nothing on when units change.
_OF_MODEL: Final = frozenset({"two_tier", "abolish", "abolish_n"})


class EventDates:
    """Dates for the frames of one article, in reading order; later frames may take over the date of earlier ones.

    `coming`: the day of effect, where the tense says that it is still ahead.
    """

    def __init__(self, ann: Annotation, frames: list[Frame]) -> None:
        self.ann = ann
        self.units: list[UnitSpan] = ann.context["units"]
        self.sequences: list[list[Item]] = ann.context["sequences"]
        self._today: datetime.date | None = ann.context.get("article_date") or ann.published
        self._dated = {n for n, symbols in enumerate(ann.context["sequence_symbols"]) if "D" in symbols}
        self._last: tuple[Frame, DateMention] | None = None
        self._sessions: list[tuple[Frame, DateMention]] = []
        self._whole: DateMention | None = None
        self.days = StatedDays(ann, frames)
        self.effects = Effects(ann, frames)
        for frame in frames:  # the counts of a place may stand behind its single changes
            date = self.days.of(frame) if frame.rule.type == "restructure" else None
            if date is not None and self._tells_whole(frame, date):
                self._whole = date
        # Before the units are decided on, the day on which the districts end says nothing of them.
        others = {"appointment", "dissolve"} if is_planned_by(self._today) else {"appointment"}
        self._since = self._since_then({frame.sentence for frame in frames if frame.rule.type in others})
        # The model of two tiers began on one day in the whole country: whatever else it is told of, it is that day.
        self._reform = next((date for date in ann.dates if date.edtf == REFORM.isoformat()), None)
        self.coming = self.effects.coming

    def of(self, frame: Frame, said: str | None = None) -> DateMention | None:
        """The date of a frame, or None."""
        found = (
            self.days.of(frame)
            or self._of_chronicle(frame)
            or self._of_heading(frame)
            or self._carried(frame)
            or self._year_before(frame)
            or day_of_session(self.ann, frame)
            or self._at_session(frame)
        )
        planned = said in AHEAD and frame.rule.type in CHANGES
        if found is not None and (is_too_early(frame, found, self.units) or (planned and self._is_of_plan(found))):
            found = None
        if found is not None and frame.area is not None and found.edtf > REFORM.isoformat():
            found = None  # counts that the reform left are of no later day
        if found is not None and frame.rule.type == "unchanged" and self._today and found.edtf == f"{self._today}":
            found = None  # on that day it was said
        if found is not None and found.date_precision != "interval":
            self._last = (frame, found)
            if frame.rule.type == "meeting":
                self._sessions.append((frame, found))
            if self._tells_whole(frame, found):
                self._whole = found
        if found is None and frame.rule.type == "two_tier_transition":
            return None if said in AHEAD or frame.rule.status == "ongoing" else self._reform
        if found is None and frame.rule.type == "dissolve" and self._is_of_last_districts(frame):
            return self._reform
        if found is not None and self._is_of_level(frame) and (found.date_to or "9") < f"{REFORM.year}-06":
            return self._reform  # the level of districts was there until then, whatever ended before
        told = self._of_round(frame)
        if told is not None and (is_too_early(frame, told, self.units) or self._is_over(frame, told, said)):
            told = None
        return found or told or (None if said == "proposed" else self._of_whole(frame))

    def has_begun(self, frame: Frame) -> bool:
        """Whether it tells a change of units that holds since a day which is past."""
        if frame.rule.type not in _OF_UNITS or self._today is None:
            return False
        told = frame.items[max(0, frame.start_item - 1) : frame.end_item]
        since = [item.value for before, item in pairwise(told) if item.symbol == "D" and before.classes & SINCE]
        return any((date.date_to or "9") < self._today.isoformat() for date in since)

    def _is_over(self, frame: Frame, date: DateMention, said: str | None) -> bool:
        """Whether a round told before has ended, and the frame tells what is still ahead.

        In an article whose day is not known a round has ended by any later day that is told.
        """
        if said not in AHEAD or any(item.value is date for item in frame.items):
            return False
        days = [self._today.isoformat()] if self._today else [day.date_from or "" for day in self.ann.dates]
        return max(days, default="") > (date.date_to or "9")

    def _is_of_plan(self, date: DateMention) -> bool:
        """Whether a day of this year has come: what is still ahead cannot take effect then, it was planned then."""
        if self._today is None or date.date_to is None:
            return False
        return date.date_to <= self._today.isoformat() and date.date_to[:4] == str(self._today.year)

    def _tells_whole(self, frame: Frame, date: DateMention) -> bool:
        """Whether a day is that of all units of the new list: counts of them are dated, or the day is still ahead."""
        if date.edtf != REFORM.isoformat() or frame.rule.type not in _OF_UNITS:
            return False
        return frame.rule.type == "restructure" or (is_on_eve(self._today) and frame.rule.type != "unchanged")

    def _of_whole(self, frame: Frame) -> DateMention | None:
        """A change of units without a date of its own has that of the whole that it is a part of."""
        if frame.rule.type not in _OF_UNITS:
            return None
        effect = self.effects.of(frame)
        if effect is not None:
            return effect
        if self.effects.is_known(frame) or frame.rule.type == "unchanged":
            return None
        if self._whole is not None and makes_new(frame, self.units) and not frame.is_apart:
            return self._whole
        return None if frame.is_elsewhere or self._is_too_late(frame) else self._since

    def _is_of_last_districts(self, frame: Frame) -> bool:
        """Whether it tells the end of districts that were there until the reform, which ended all on one day."""
        units = [(span.mention.level, span.mention.unit or "") for span in frame.units("src", self.units)]
        return bool(units) and all(level == "district" and unit.startswith(f"vn:{LEGACY}:") for level, unit in units)

    @staticmethod
    def _is_of_level(frame: Frame) -> bool:
        """Whether it tells the end of a whole level."""
        return frame.rule.type == "dissolve" and "src" not in frame.roles

    def _is_too_late(self, frame: Frame) -> bool:
        """Whether something holds from a day after the reform on, and the frame makes units of its list."""
        later = self._since is not None and (self._since.date_from or "") > REFORM.isoformat()
        return later and frame.rule.type == "merge" and makes_new(frame, self.units)

    def _since_then(self, of_others: set[int]) -> DateMention | None:
        """The one day still ahead from which on the article says that something holds.

        `of_others`: the sentences that tell of appointments or of ends, whose days say nothing of other units.
        """
        if self._today is None:
            return None
        since = [
            item.value
            for items in (self.sequences[number] for number in sorted(self._dated - of_others))
            if not any(item.classes & _OF_MODEL for item in items)
            for before, item in pairwise(items)
            if item.symbol == "D" and before.classes & SINCE and item.value.date_precision == "day"
        ]
        ahead = {date.edtf: date for date in since if (date.date_from or "") > self._today.isoformat()}
        return next(iter(ahead.values())) if len(ahead) == 1 else None

    def _of_chronicle(self, frame: Frame) -> DateMention | None:
        """The day or year that stands alone before what happened then ("1 March 2020. A and B become C.")."""
        items = self.sequences[self._opening(frame.sentence)]
        dates = [item.value for item in items if item.symbol == "D"]
        alone = len(dates) == 1 and all(item.symbol == "D" or self._is_sign(item) for item in items)
        return dates[0] if alone and frame.sentence > self._opening(frame.sentence) else None

    def _of_heading(self, frame: Frame) -> DateMention | None:
        """The day since which, by the heading of a table or list, its rows hold ("The new communes since 1 July")."""
        if frame.rule.type not in _OF_UNITS or not self._is_heading(frame.sentence):
            return None
        rows = takewhile(self._is_heading, range(frame.sentence - 1, max(-1, frame.sentence - _HEADED_SENTENCES), -1))
        return next(
            (day for number in rows if number in self._dated and (day := _day_since(self.sequences[number]))), None
        )

    def _is_sign(self, item: Item) -> bool:
        return item.last - item.first == 1 and not self.ann.tokens[item.first].isalnum()

    def _carried(self, frame: Frame) -> DateMention | None:
        """A date told before, but none on which no unit of the new list can have begun."""
        found = self._taken_over(frame) or self._said_before(frame)
        early = found is not None and (found.date_to or "") < REFORM.isoformat()
        return None if early and frame.rule.type in _OF_UNITS and makes_new(frame, self.units) else found

    def _at_session(self, frame: Frame) -> DateMention | None:
        """The day of the session at which an official was named, or a council passed a resolution."""
        if not self._sessions or frame.rule.type not in _AT_SESSIONS:
            return None
        last, day = self._sessions[-1]
        if frame.rule.type == "document_issued":
            passed = [item.value for item in frame.roles.get("doc", ()) if isinstance(item.value, DocumentMention)]
            return day if any(of_council(d) and not d.issued for d in passed) else None
        first = self._opening(frame.sentence)
        if last.sentence >= first:
            return day
        here = [item for items in self.sequences[first : frame.sentence] for item in items]
        cued = any(item.classes & _SESSIONS for item in (*here, *frame.items[: frame.end_item]))
        cued |= len(self._sessions) == 1 and any("ceremony" in item.classes for item in last.items)
        # Other sessions are told of by the way: that of the article comes first.
        return self._sessions[0][1] if cued else None

    def _opening(self, number: int) -> int:
        """The sentence that opens the paragraph of another."""
        sentences = self.ann.sentences
        while number > 0 and sentences[number - 1].paragraph == sentences[number].paragraph:
            number -= 1
        return number

    def _said_before(self, frame: Frame) -> DateMention | None:
        """The day since which the sentence before, that tells no change and nothing of the model, says things hold."""
        if frame.rule.type not in CHANGES or frame.rule.type == "unchanged" or not frame.sentence or frame.is_apart:
            return None
        number = frame.sentence - 1
        told = self._last is not None and self._last[0].sentence == number
        if told or self.ann.sentences[number].paragraph != self.ann.sentences[frame.sentence].paragraph:
            return None
        items: list[Item] = self.sequences[number]
        if any("two_tier" in item.classes for item in items):
            return None
        days = [item.value for before, item in pairwise(items) if item.symbol == "D" and before.classes & SINCE]
        day = days[-1] if days and days[-1].date_precision == "day" else None
        # No unit of the new list began on another day: since that one something else has held.
        return None if day is not None and day.edtf != REFORM.isoformat() and makes_new(frame, self.units) else day

    def _year_before(self, frame: Frame) -> DateMention | None:
        """The one year or month of the short sentence before ("Then came the round of 2020."), for units since gone."""
        number = frame.sentence - 1
        if frame.rule.type not in _OF_UNITS or "tgt" not in frame.roles or number not in self._dated:
            return None
        items = self.sequences[number]
        told = [item.value for item in items if item.symbol == "D"]
        here, there = self.ann.sentences[frame.sentence], self.ann.sentences[number]
        if len(told) > 1 or len(items) > _SHORT or here.paragraph != there.paragraph or frame.is_elsewhere:
            return None
        early = told[0].date_precision in _COARSE and (told[0].date_to or "9") < REFORM.isoformat()
        return told[0] if early and not makes_new(frame, self.units) else None

    def _taken_over(self, frame: Frame) -> DateMention | None:
        """A frame without date has that of the one before: in its sentence or paragraph, or where a cue says so."""
        if self._last is None or frame.rule.type not in (*CHANGES, "appointment", "meeting"):
            return None
        earlier, date = self._last
        if self._is_same_time(frame):
            return date
        if frame.rule.type not in CHANGES or earlier.rule.type not in CHANGES:
            return None
        if frame.rule.type == "unchanged" or (self.effects.is_known(frame) and not self.effects.is_known(earlier)):
            return None  # nothing began on that day for what stays, or for provinces that are named by the way
        if date.date_precision != "day" and self.effects.is_of_provinces(frame) != self.effects.is_of_provinces(
            earlier
        ):
            return None  # "in the third quarter", told of provinces, is no day of their communes
        gap = frame.sentence - earlier.sentence
        if earlier.rule.type == "two_tier_transition" != frame.rule.type:
            return None  # when a place began to work in a new way says nothing of other changes
        here = self.ann.sentences[frame.sentence]
        there = self.ann.sentences[earlier.sentence]
        if here.paragraph == there.paragraph and not frame.is_elsewhere:
            return date
        too = any("too" in item.classes for item in frame.items[: frame.start_item + 1])
        return date if too and gap <= _NEXT and earlier.rule.type == frame.rule.type else None

    def _is_same_time(self, frame: Frame) -> bool:
        """Whether its sentence up to the frame says so, or the one that opens the paragraph about all that follows."""
        first = self._opening(frame.sentence)
        opening = self.sequences[first] if first < frame.sentence else []
        return any("same_time" in item.classes for item in (*opening, *frame.items[: frame.end_item]))

    def _is_heading(self, number: int) -> bool:
        """Whether a sentence is a line without a full stop."""
        return self.ann.tokens[self.ann.sentences[number].last - 1] not in _STOPS

    def _of_round(self, frame: Frame) -> DateMention | None:
        """The round ("Zeitraum 2019-2021") of this sentence or the one before; "in this round": the last named."""
        if frame.rule.type not in _OF_ROUNDS:
            return None
        this = any("this_round" in item.classes for item in frame.items[frame.start_item : frame.end_item])
        reach = frame.sentence + 1 if this else min(frame.sentence + 1, _ROUND_SENTENCES)
        opening = self._opening(frame.sentence)
        for number in range(frame.sentence, max(-1, frame.sentence - _HEADED_SENTENCES), -1):
            opens = opening <= number < opening + _ROUND_SENTENCES
            if number <= frame.sentence - reach and not opens and not self._is_heading(number):
                continue
            rounds = [item.value for item in self.sequences[number] if _is_round(item)] if number in self._dated else []
            if rounds:
                found: DateMention = rounds[0]
                stays = frame.rule.type == "unchanged"
                headed = number < frame.sentence and not stays
                return (_day_since(self.sequences[number]) if headed else None) or found
        return None


def _is_round(item: Item) -> bool:
    return item.symbol == "D" and item.value.date_precision == "interval" and item.value.date_basis == "round"


def _day_since(items: list[Item]) -> DateMention | None:
    """The day from which on what a heading tells of holds ("round 2019-2021 (Resolution 5, from 1 January 2020)")."""
    days = [item.value for before, item in pairwise(items) if item.symbol == "D" and before.classes & SINCE]
    return days[0] if len(days) == 1 and days[0].date_precision == "day" else None
