"""The day on which what an article tells takes effect as a whole: told of new units in general or of a resolution.

A day that the text tells of one named unit, of the end of the districts or of the model of government is none: other
units need not have begun on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention
from ..records.spans import UnitSpan
from ..records.vocabulary import KIND_LEVEL, Kind
from ..register.model import NEW
from .frames import TOPIC, Frame, makes_new
from .sequence import ABOVE, Count, Item, units_in
from .sittings import dates_document, is_of_vote
from .status import REFORM, RESOLVED

# That a decision takes force or that work under it begins; the second class says that this is still ahead.
_TAKES_EFFECT: Final = frozenset({"in_force", "coming"})
# Words that say so only where a day from which on it holds stands beside them.
_HOLDS: Final = frozenset({"holds", "work", "start"})
# Words before a day from which on something holds.
SINCE: Final = frozenset({"since", "valid_from"})
_PAPERS: Final = frozenset({"paper"})
# Signs between which a statement stands.
_ENDS: Final = frozenset(";.")
_CLAUSE_ENDS: Final = frozenset(",;.")
_OF_UNITS: Final = frozenset({"merge", "split", "rename", "reclassify", "restructure", "unchanged"})
# Changes that make units: told of a day, the day is theirs alone.
_MAKES: Final = frozenset({"merge", "split", "rename", "reclassify"})
# Two statements so near to each other tell of one resolution: the day of its force and that on which work begins.
_TOGETHER: Final = 3


@dataclass(slots=True)
class Effect:
    """A day of effect as one sentence tells it: of which units (empty for all), under which resolutions.

    `of_new`: told of the units that begin, so that it says nothing of those that stay. `units`: told of these alone.
    """

    sentence: int
    date: DateMention
    provinces: bool
    kinds: frozenset[Kind]
    numbers: frozenset[str]
    of_new: bool
    units: frozenset[str] = frozenset()


class Effects:
    """The days of effect of one article."""

    def __init__(self, ann: Annotation, frames: list[Frame]) -> None:
        self.ann = ann
        self.units: list[UnitSpan] = ann.context["units"]
        self.today: datetime.date | None = ann.context.get("article_date") or ann.published
        self.sequences: list[list[Item]] = ann.context["sequences"]
        mergers = [self.is_of_provinces(frame) for frame in frames if frame.rule.type == "merge"]
        self._is_local = mergers.count(False) >= mergers.count(True)
        self.told = _latest_together(self._found(frames))

    @property
    def coming(self) -> DateMention | None:
        """The last day of effect, where the tense says that one is still ahead."""
        ahead = any("coming" in classes for classes in self.ann.context["sequence_classes"])
        return max((e.date for e in self.told), key=lambda d: d.date_from or "", default=None) if ahead else None

    def of(self, frame: Frame) -> DateMention | None:
        """The day of effect that a change of units without a date of its own has."""
        if frame.rule.type not in _OF_UNITS or not self._is_of_units(frame):
            return None
        fitting = [effect for effect in self.told if self._covers(effect, frame)]
        named = {item.value.number for item in frame.items if item.symbol == "N"}
        fitting = [e for e in fitting if e.units] or [e for e in fitting if e.numbers & named] or fitting
        before = [effect for effect in fitting if effect.sentence <= frame.sentence]
        return before[-1].date if before else fitting[0].date if fitting else None

    def is_known(self, frame: Frame) -> bool:
        """Whether provinces stay, or an article on lower units tells in passing that they were merged."""
        kind = frame.rule.type
        return (kind == "unchanged" or (kind == "merge" and self._is_local)) and self.is_of_provinces(frame)

    def is_of_provinces(self, frame: Frame) -> bool:
        """Whether all its units are provinces."""
        spans = self._spans(frame)
        return bool(spans) and all(span.mention.level == "province" for span in spans)

    def _is_of_units(self, frame: Frame) -> bool:
        """Whether it names units, not bodies; what is told by counts needs none."""
        if any(item.symbol == "B" for role in ("src", "tgt") for item in frame.roles.get(role, ())):
            return False
        return frame.rule.type == "restructure" or bool(self._spans(frame))

    def _spans(self, frame: Frame) -> list[UnitSpan]:
        return [*frame.units("src", self.units), *frame.units("tgt", self.units)]

    def _covers(self, effect: Effect, frame: Frame) -> bool:
        targets = frame.units("tgt", self.units)
        kept = frame.rule.type == "unchanged"
        if (kept and effect.of_new) or (self.is_known(frame) and (kept or not effect.provinces)):
            return False
        if effect.units and not self._is_one_of(effect, frame, targets):
            return False
        if effect.kinds and not any(span.mention.kind in effect.kinds for span in targets):
            return False
        if effect.date.edtf == REFORM.isoformat():
            # Units of an earlier list took effect on a day of their own.
            linked = [] if kept else [span.mention.unit for span in targets if span.mention.unit]
            return not frame.is_apart and (not linked or any(unit.startswith(f"vn:{NEW}:") for unit in linked))
        return not self._leads_away(frame) and not is_too_early(frame, effect.date, self.units)

    @staticmethod
    def _is_one_of(effect: Effect, frame: Frame, targets: list[UnitSpan]) -> bool:
        """Whether a frame makes a unit of which alone a day is told; without its name ("the ward"), right behind."""
        if not targets and "tgt" in frame.roles:
            return frame.sentence - effect.sentence == 1
        return any(span.mention.unit in effect.units for span in targets)

    def _leads_away(self, frame: Frame) -> bool:
        """Whether it tells of another province than what was told so far."""
        own = {span.mention.id for span in self._spans(frame)}
        before = [item for item in frame.items[: frame.start_item + 1] if item.symbol == "L"]
        spans = [self.units[i] for item in before for i in units_in(item)]
        return frame.is_apart or any(s.mention.level == "province" and s.mention.id not in own for s in spans)

    def _found(self, frames: list[Frame]) -> Iterator[Effect]:
        symbols: list[frozenset[str]] = self.ann.context["sequence_symbols"]
        for number, items in enumerate(self.sequences):
            if "D" not in symbols[number]:
                continue
            here = [frame for frame in frames if frame.sentence == number and self._makes(frame)]
            ends = [frame for frame in frames if frame.sentence == number and frame.rule.type == "dissolve"]
            for first, last in _statements(items):
                part = items[first:last]
                own = any(first <= frame.start_item < last for frame in here)
                days = [] if own else [day for day in _days(items, first, last) if not _is_inside(day, ends)]
                if not days:
                    continue
                date = max(days, key=lambda day: day.date_from or "")
                if told := self._told(number, part, date) or self._told_first(number, part, date):
                    yield told

    def _makes(self, frame: Frame) -> bool:
        """Whether it makes units, or founds a body: its day is its own."""
        return frame.rule.type in _MAKES or (frame.rule.type == "establish" and not self._spans(frame))

    def _told_first(self, number: int, part: list[Item], date: DateMention) -> Effect | None:
        """What the clause up to the day tells of new units in general; what is named in an aside behind it is none.

        "The new communes work from 1 July on, when the districts of X cease, too".
        """
        at = next(n for n, item in enumerate(part) if item.value is date)
        end = next((n for n in range(at, len(part)) if part[n].symbol in _CLAUSE_ENDS), None)
        new = any(_is_of_many(item) or TOPIC in item.classes for item in part[:at])
        return self._told(number, part[:end], date) if end is not None and new else None

    def _told(self, number: int, part: list[Item], date: DateMention) -> Effect | None:
        new = (_tells_new(part) or any(TOPIC in item.classes for item in part)) and not _tells_paper(part)
        if _is_general(part):
            return Effect(number, date, _tells_provinces(part), _kinds(part), _numbers(part), new)
        if not any(item.classes & _TAKES_EFFECT for item in part) or any("two_tier" in item.classes for item in part):
            return None
        units = frozenset(self.units[i].mention.unit or "" for item in part for i in units_in(item)) - {""}
        return Effect(number, date, True, frozenset(), frozenset(), True, units) if units else None


def is_too_early(frame: Frame, date: DateMention, units: list[UnitSpan]) -> bool:
    """No unit of the new list began before it: such a day of its year is a session's, a vote's or a ceremony's.

    Nor did its provinces in a round before that year, of which the text told last, or what the mapping itself read.
    """
    if (date.date_to or "9") < f"{REFORM.year}-":
        made = frame.units("tgt", units)
        provinces = bool(made) and all(span.mention.level == "province" for span in made)
        meant = any(unit_id.startswith(f"vn:{NEW}:") for unit_id in frame.meant.values())
        return frame.rule.type == "merge" and (meant or (provinces and makes_new(frame, units)))
    if date.date_precision != "day" or not f"{REFORM.year}-" < (date.date_to or "") < REFORM.isoformat():
        return False
    return frame.rule.type in _OF_UNITS and makes_new(frame, units)


def is_on_eve(today: datetime.date | None) -> bool:
    """Whether the lists of the reform have been decided by then, and are not in force yet."""
    return today is not None and RESOLVED <= today < REFORM


def _is_inside(day: DateMention, frames: list[Frame]) -> bool:
    """Whether a day is told in the midst of what a frame tells."""
    return any(item.value is day for frame in frames for item in frame.items[frame.start_item : frame.end_item])


def _statements(items: list[Item]) -> Iterator[tuple[int, int]]:
    first = 0
    for n, item in enumerate(items):
        if item.symbol in _ENDS:
            yield first, n
            first = n + 1
    yield first, len(items)


def _days(items: list[Item], first: int, last: int) -> Iterator[DateMention]:
    """The days of a statement on which something takes effect."""
    takes_effect = any(item.classes & _TAKES_EFFECT for item in items[first:last])
    holds = takes_effect or any(item.classes & _HOLDS and item.symbol == "w" for item in items[first:last])
    for n in range(first, last):
        if items[n].symbol != "D" or items[n].value.date_precision != "day" or not holds:
            continue
        before = items[n - 1].classes if n else frozenset()
        if "not_date" in before or dates_document(items, n) or is_of_vote(items, n):
            continue
        if takes_effect or before & SINCE:
            yield items[n].value


def _is_general(items: list[Item]) -> bool:
    """Whether a statement speaks of units in general or of a resolution, not of a named unit or of the model alone."""
    classes = frozenset().union(*(item.classes for item in items))
    of_model = "two_tier" in classes
    new = any(_is_of_many(item) for item in _who_works(items)) if of_model else _tells_new(items)
    in_general = _tells_paper(items) or new or (TOPIC in classes and not of_model)
    named = of_model or any(item.symbol == "U" and not item.classes & ABOVE for item in items)
    if not classes & _TAKES_EFFECT:
        return not named and (in_general or "holds" in classes)
    return in_general or not named


def _who_works(items: list[Item]) -> list[Item]:
    """What a clause on the model tells before it or its day; behind them stands what has been done since it began."""
    first = last = next(n for n, item in enumerate(items) if "two_tier" in item.classes)
    while first > 0 and items[first - 1].symbol not in _CLAUSE_ENDS:
        first -= 1
    while last < len(items) and items[last].symbol not in _CLAUSE_ENDS:
        last += 1
    until = max(n for n in range(first, last) if items[n].symbol == "D" or "two_tier" in items[n].classes)
    return items[first:until]


def _is_of_many(item: Item) -> bool:
    """Whether it counts units or speaks of several by their kind."""
    return item.symbol == "C" or (item.symbol == "K" and (item.value is None or item.value.plural is True))


def _tells_new(items: Iterable[Item]) -> bool:
    """Whether it speaks of units by their kind, number or level."""
    return any(item.symbol in "KCV" for item in items)


def _tells_paper(items: Iterable[Item]) -> bool:
    """Whether it speaks of a resolution."""
    return any(item.symbol == "N" or item.classes & _PAPERS for item in items)


def _tells_provinces(items: Iterable[Item]) -> bool:
    """Whether it speaks of provinces in general."""
    kinds = {kind for item in items if item.symbol == "K" and item.value is not None for kind in item.value.kinds}
    return "province" in {KIND_LEVEL[kind] for kind in kinds}


def _kinds(items: list[Item]) -> frozenset[Kind]:
    """The kinds of the units that are counted, where nothing else is spoken of ("two special zones begin work")."""
    counts = [item.value for item in items if item.symbol == "C" and isinstance(item.value, Count)]
    if not counts or any(item.symbol in "KN" for item in items):
        return frozenset()
    return frozenset(kind for count in counts for kind in count.kinds)


def _numbers(items: list[Item]) -> frozenset[str]:
    return frozenset(item.value.number for item in items if item.symbol == "N")


def _latest_together(found: Iterable[Effect]) -> list[Effect]:
    """Of a day of force and one of beginning work, told next to each other of one resolution, the latter."""
    told: list[Effect] = []
    for effect in found:
        last = told[-1] if told else None
        if last is None or effect.sentence - last.sentence > _TOGETHER or _are_two(last, effect):
            told.append(effect)
        elif (effect.date.date_from or "") > (last.date.date_from or ""):
            effect.numbers |= last.numbers
            effect.provinces |= last.provinces
            effect.of_new &= last.of_new
            told[-1] = effect
        else:
            last.provinces |= effect.provinces
            last.of_new &= effect.of_new
    return told


def _are_two(one: Effect, other: Effect) -> bool:
    """Whether they name resolutions, and not the same."""
    return one.units != other.units or (bool(one.numbers and other.numbers) and one.numbers.isdisjoint(other.numbers))
