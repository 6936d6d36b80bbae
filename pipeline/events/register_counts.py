"""Counts before and after that the register knows, whatever the words around them are.

No wording ties them ("354 it were. Since July: 124"): two numbers close to each other that are what a place of the
article had and has are hardly ever told for another reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ..records.annotation import Annotation
from ..records.spans import UnitSpan
from ..records.vocabulary import KIND_LEVEL
from ..register.areas import areas_of, counts_in
from ..register.places import now
from ..register.register import Register
from .frames import Frame
from .patterns import NO_PATTERN
from .rules import Rule
from .sequence import Count, Item

COUNTS: Final = Rule("register/counts", "restructure", NO_PATTERN)
_LEVELS: Final = {"province": ("commune", "district"), "district": ("commune",)}
# How many sentences the two may stand apart; fewer where there are so few units that they may meet by chance.
_REACH: Final = 2
_NEAR: Final = 1
_FEWEST: Final = 10
_TWO: Final = 2
_MOST_PLACES: Final = 40
# Of a number that is told again and again so many are looked at.
_MOST_TOLD: Final = 40
_HALVES: Final = ("before", "after", "now", "reduction")


class _Told(NamedTuple):
    """A number of a sentence."""

    sentence: int
    item: Item


class _Pair(NamedTuple):
    """How many units of a level a place had and has, and has of each kind; `unit` is that place."""

    before: int
    after: int
    kinds: tuple[int, ...]
    level: str
    unit: str


def add_register_counts(ann: Annotation, frames: list[Frame], register: Register) -> list[Frame]:
    """The frames in reading order, with counts that the register confirms: completed ones, and such as none tells."""
    numbers = _numbers(ann)
    if len(numbers) < _TWO:
        return frames
    counted = _Counted(ann, numbers, [frame for frame in frames if frame.rule.type == "restructure"])
    for pair in dict.fromkeys(_pairs(ann, register)):
        counted.read(pair)
    if not counted.made and not counted.gone:
        return frames
    kept = [frame for frame in (*frames, *counted.made) if id(frame) not in counted.gone]
    return sorted(kept, key=lambda frame: (frame.sentence, frame.first, frame.last))


@dataclass(slots=True)
class _Counted:
    """The frames of counts of one article: those told, those made, and those that went into another."""

    ann: Annotation
    numbers: dict[int, list[_Told]]
    told: list[Frame]
    made: list[Frame] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    def read(self, pair: _Pair) -> None:
        """Look for what a place had and has, each time that it is told."""
        near = _near(self.numbers, pair)
        for before, after in near:
            whole = next((f for f in self.told if f.sentence == after.sentence and _tells_both(f, pair)), None)
            if whole is not None:
                whole.area = pair.unit
            else:
                self._together(pair, before, after)
        if not near:
            self._alone(pair)

    def _together(self, pair: _Pair, before: _Told, after: _Told) -> None:
        halves = [frame for frame in self.told if _is_half(frame, pair, before, after)]
        telling = next((frame for frame in halves if frame.sentence == after.sentence), None)
        # Half a count before tells nothing by itself.
        others = (frame for frame in halves if frame is not telling and frame.rule.partial != "before")
        self.gone.update(map(id, others))
        if telling is None:
            telling = _frame(self.ann, before, after)
            self.made.append(telling)
        _complete(telling, before, after, halves)
        telling.area = pair.unit

    def _alone(self, pair: _Pair) -> None:
        """What there are without what there were counts where it is broken down by kind."""
        after = _broken_down(self.numbers, pair)
        if after is None:
            return
        known = [frame for frame in (*self.told, *self.made) if _sum(frame, "after") == pair.after]
        if not known:
            known = [replace(_frame(self.ann, after, after), roles={"after": [after.item]})]
            self.made += known
        for frame in known:
            frame.area = pair.unit


def _numbers(ann: Annotation) -> dict[int, list[_Told]]:
    """Where each number of the article stands, but for those of something that no pack knows ("129 trees")."""
    sequences: list[list[Item]] = ann.context["sequences"]
    symbols: list[frozenset[str]] = ann.context["sequence_symbols"]
    found: defaultdict[int, list[_Told]] = defaultdict(list)
    for number, items in enumerate(sequences):
        if symbols[number].isdisjoint("ZC"):
            continue
        for item, behind in zip(items, [*items[1:], None], strict=True):
            counts_others = item.symbol == "Z" and behind is not None and behind.symbol == "w" and not behind.classes
            if isinstance(item.value, Count) and item.value.number == int(item.value.number) and not counts_others:
                found[int(item.value.number)].append(_Told(number, item))
    return found


def _pairs(ann: Annotation, register: Register) -> Iterator[_Pair]:
    """What the provinces and districts of the article had and have."""
    units: list[UnitSpan] = ann.context["units"]
    places = {span.mention.unit: str(span.mention.level) for span in units if span.mention.level in _LEVELS}
    for unit_id, level in list(places.items())[:_MOST_PLACES]:
        for area in areas_of(register, unit_id) if unit_id else ():
            unit = area[0] if len(area) == 1 else now(register, area[0])
            for counted in _LEVELS[level]:
                counts = counts_in(area, counted, register)
                if unit and counts.before and counts.after and counts.before > counts.after:
                    kinds = tuple(sorted((counts.after_by_kind or {}).values()))
                    yield _Pair(counts.before, counts.after, kinds, counted, unit)


def _near(numbers: dict[int, list[_Told]], pair: _Pair) -> list[tuple[_Told, _Told]]:
    """For each time that a place's number is told the nearest of what it had; small ones only side by side.

    What it had belongs to one other sentence at most.
    """
    reach = _REACH if pair.after >= _FEWEST else _NEAR
    fitting = [
        (before, after)
        for before in numbers.get(pair.before, [])[:_MOST_TOLD]
        for after in numbers.get(pair.after, [])[:_MOST_TOLD]
        if abs(before.sentence - after.sentence) <= reach
        and (_fit(before.item, after.item, pair) or _tells_kinds(numbers, pair, after.sentence))
    ]
    fitting.sort(key=lambda told: (abs(told[0].item.first - told[1].item.first), told[1].item.first))
    found: dict[int, tuple[_Told, _Told]] = {}
    used: set[int] = set()
    for before, after in fitting:
        if after.sentence not in found and (before.sentence == after.sentence or before.item.first not in used):
            found[after.sentence] = before, after
            used.add(before.item.first)
    return [found[sentence] for sentence in sorted(found)]


def _broken_down(numbers: dict[int, list[_Told]], pair: _Pair) -> _Told | None:
    """The number of what there are, where its sentence tells how many of each kind, too."""
    return next((told for told in numbers.get(pair.after, ()) if _tells_kinds(numbers, pair, told.sentence)), None)


def _tells_kinds(numbers: dict[int, list[_Told]], pair: _Pair, sentence: int) -> bool:
    here = [[told for told in numbers.get(kind, ()) if told.sentence == sentence] for kind in pair.kinds]
    told = all(any(told.item.symbol == "C" for told in found) for found in here)
    return told and len(pair.kinds) >= _TWO and pair.after >= _FEWEST


def _fit(before: Item, after: Item, pair: _Pair) -> bool:
    """Whether two numbers can count units of a level: one says so, small ones both and of no other level."""
    counting = [item.symbol == "C" for item in (before, after)]
    levels = [_levels(item.value) for item in (before, after)]
    if pair.after < _FEWEST:
        return all(counting) and all(found <= {pair.level} for found in levels)
    return any(counting) and all(not found or pair.level in found for found in levels)


def _levels(count: Count) -> set[str]:
    """The levels of the units that a number counts; none where it leaves that open."""
    return {count.level} if count.level is not None else {KIND_LEVEL[kind] for kind in count.kinds}


def _is_half(frame: Frame, pair: _Pair, before: _Told, after: _Told) -> bool:
    """Whether a frame tells one of the two, or how many less there are, perhaps for how many there are."""
    told = pair.before - pair.after in (_sum(frame, "after"), _sum(frame, "reduction"))
    near = told and frame.sentence in (before.sentence, after.sentence)
    return near or _holds(frame, before.item) or _holds(frame, after.item)


def _holds(frame: Frame, item: Item) -> bool:
    return any(held is item for half in _HALVES for held in frame.roles.get(half, ()))


def _tells_both(frame: Frame, pair: _Pair) -> bool:
    return _sum(frame, "before") == pair.before and _sum(frame, "after") == pair.after


def _sum(frame: Frame, half: str) -> float:
    return sum(item.value.number for item in frame.roles.get(half, ()) if isinstance(item.value, Count))


def _complete(frame: Frame, before: _Told, after: _Told, halves: list[Frame]) -> None:
    """Give a frame both, and what else the frames say that told one of the two."""
    pair = (before.item, after.item)
    for half in _HALVES:
        if any(held is one for held in frame.roles.get(half, ()) for one in pair):
            del frame.roles[half]
    for role in ("reduction", "percent"):
        held = next((other.roles[role] for other in halves if role in other.roles), [])
        if held and not any(one is item for one in held for item in pair):
            frame.roles.setdefault(role, held)
    frame.roles["before"], frame.roles["after"] = [before.item], [after.item]
    frame.rule = replace(frame.rule, partial=None)


def _frame(ann: Annotation, before: _Told, after: _Told) -> Frame:
    """A frame in the sentence of the count after, from the other one on where that stands there, too."""
    items: list[Item] = ann.context["sequences"][after.sentence]
    here = [after.item] if before.sentence != after.sentence else [before.item, after.item]
    places = sorted(next(n for n, item in enumerate(items) if item is one) for one in here)
    first, last = items[places[0]], items[places[-1]]
    return Frame(COUNTS, after.sentence, first.first, last.last, {}, items, places[0], places[-1] + 1, here)
