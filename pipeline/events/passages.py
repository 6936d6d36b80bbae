"""Mergers that neighbouring sentences tell together: a unit in one, what it was made from in others.

No wording joins them ("The first to go was A. Next it was the turn of B and C. D took them in"): the official mapping
does, where a passage names a unit and all that it was made from, and the article is about reorganization.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ..records.annotation import Annotation
from ..records.spans import UnitGroup, UnitSpan
from ..register.model import Unit
from .frames import CONTEXT_TYPES, TOPIC, Frame
from .mapped import WHOLE, MappingReader, unit_alone
from .sequence import Item, units_in

# How many sentences apart two units of a passage may stand.
_REACH: Final = 2
_FEWEST: Final = 2
_MOST_UNITS: Final = 400


@dataclass(slots=True)
class _Passage:
    """A unit and the places of all that it was made from; the sentence that tells, the first and the last."""

    number: int
    target: int
    unit: Unit
    sources: dict[int, str]
    first: int
    last: int


def add_passages(ann: Annotation, frames: list[Frame], mapping: MappingReader) -> list[Frame]:
    """The frames in reading order, with those that only several sentences together tell.

    A merger that is told with some of the sources, or without what they became, is completed. In an article about
    something else nothing is.
    """
    units: list[UnitSpan] = ann.context["units"]
    worded = not all(frame.only_bars for frame in frames)
    barred = {frame.sentence for frame in frames if frame.only_bars}
    if not worded and not any(TOPIC in classes for classes in ann.context["sequence_classes"]):
        return frames
    known = _Known(frames, units)
    gone: set[int] = set()
    for passage in _passages(ann, units, mapping):
        if not barred.isdisjoint(range(passage.first, passage.last + 1)):
            continue
        told = known.of(passage)
        if any(not _is_part(frame, passage, units) for frame in told):
            continue
        gone.update(id(frame) for frame in told)
        known.add(_frame(ann, passage, units, told))
    if len(known.frames) == len(frames):
        return frames
    kept = [frame for frame in known.frames if id(frame) not in gone]
    return sorted(kept, key=lambda frame: (frame.sentence, frame.first, frame.last))


class _Known:
    """The frames of an article that change units, by unit and by the name of what a merger made."""

    def __init__(self, frames: list[Frame], units: list[UnitSpan]) -> None:
        self.frames: list[Frame] = []
        self._units = units
        self._of_unit: defaultdict[int, list[Frame]] = defaultdict(list)
        self._of_name: defaultdict[str, list[Frame]] = defaultdict(list)
        for frame in frames:
            self.add(frame)

    def add(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame.rule.type in CONTEXT_TYPES:
            return
        for i in _held(frame, "src") | _held(frame, "tgt"):
            self._of_unit[i].append(frame)
        for name in {span.name for span in frame.units("tgt", self._units)} if frame.rule.type == "merge" else ():
            self._of_name[name].append(frame)

    def of(self, passage: _Passage) -> list[Frame]:
        """Those that tell a change of a source of the passage, or what its target came from, or the same merger.

        What became of the target later, or whom it met, is another matter.
        """
        names = {self._units[i].name for i in passage.sources}
        found = [frame for i in passage.sources for frame in self._of_unit.get(i, ())]
        found += [f for f in self._of_unit.get(passage.target, ()) if passage.target in _held(f, "tgt")]
        same = self._of_name.get(self._units[passage.target].name, ())
        found += [f for f in same if not names.isdisjoint([span.name for span in f.units("src", self._units)])]
        return list({id(frame): frame for frame in found}.values())


def _passages(ann: Annotation, units: list[UnitSpan], mapping: MappingReader) -> Iterator[_Passage]:
    sequences: list[list[Item]] = ann.context["sequences"]
    at = {
        i: number
        for number, items in enumerate(sequences)
        for item in items
        if isinstance(item.value, UnitGroup) and item.symbol == "U"
        for i in item.value.units
    }
    by_id: dict[str, list[int]] = {}
    asked_of: list[tuple[int, Unit, tuple[str, ...]]] = []
    for i in at:
        for unit in mapping.options(units[i]):
            by_id.setdefault(unit.id, []).append(i)
            asked = mapping.others(unit)
            if len(asked) >= _FEWEST and unit.level != "province":
                asked_of.append((i, unit, asked))
    windows = _Windows(ann, at)
    for i, unit, asked in asked_of:
        if not all(map(by_id.__contains__, asked)):
            continue
        sources = _sources(units, at, by_id, i, asked, windows.of(i))
        counted = Counter([at[source] for source in sources])
        if sources and {at[i]} != counted.keys():
            # What is said of the merger is said where most of the sources are told.
            number = max(counted, key=lambda number: (counted[number], number))
            yield _Passage(number, i, unit, sources, min(at[i], *counted), max(at[i], *counted))


class _Windows:
    """The units that stand around one in its paragraph, as the first and the last of them."""

    def __init__(self, ann: Annotation, at: dict[int, int]) -> None:
        self._sentences = ann.sentences
        self._at = at
        self._units = sorted(at)
        self._numbers = [at[i] for i in self._units]

    def of(self, i: int) -> tuple[int, int]:
        """The window of a unit, empty where more stand in it than any passage tells together."""
        here = self._at[i]
        first, last = here, here
        while here - first < _REACH and self._is_beside(first - 1, here):
            first -= 1
        while last - here < _REACH and self._is_beside(last + 1, here):
            last += 1
        low, high = bisect_left(self._numbers, first), bisect_right(self._numbers, last)
        return (self._units[low], self._units[high - 1]) if high - low <= _MOST_UNITS else (1, 0)

    def _is_beside(self, number: int, here: int) -> bool:
        inside = 0 <= number < len(self._sentences)
        return inside and self._sentences[number].paragraph == self._sentences[here].paragraph


def _sources(
    units: list[UnitSpan],
    at: dict[int, int],
    by_id: dict[str, list[int]],
    target: int,
    asked: tuple[str, ...],
    window: tuple[int, int],
) -> dict[int, str]:
    """The nearest place of each former unit around the target, in no list with it; nothing where one is missing."""
    found: dict[int, str] = {}
    here = at[target]
    for unit_id in asked:
        places = by_id[unit_id]
        near = [
            i
            for i in places[bisect_left(places, window[0]) : bisect_right(places, window[1])]
            if i != target and units[i].group != units[target].group and units[i].old is not False and i not in found
        ]
        if not near:
            return {}
        found[min(near, key=lambda i: (abs(at[i] - here), abs(i - target), i))] = unit_id
    return found


def _held(frame: Frame, role: str) -> set[int]:
    """The units of a role, by index."""
    return {i for item in frame.roles.get(role, ()) for i in units_in(item)}


def _is_part(frame: Frame, passage: _Passage, units: list[UnitSpan]) -> bool:
    """Whether a frame tells of the merger of a passage some sources alone, or all but what they became.

    It may have one that bears the name of what they became.
    """
    if frame.rule.type not in ("merge", "establish") or not passage.first <= frame.sentence <= passage.last:
        return False
    others = _held(frame, "src") - passage.sources.keys()
    return _held(frame, "tgt") <= {passage.target} and all(units[i].name == units[passage.target].name for i in others)


def _frame(ann: Annotation, passage: _Passage, units: list[UnitSpan], told: list[Frame]) -> Frame:
    """The frame of a passage: with the words of the frame that told a part of it, else on the official mapping."""
    sequences: list[list[Item]] = ann.context["sequences"]
    items = [item for number in range(passage.first, passage.last + 1) for item in sequences[number]]
    held_before = {i for frame in told for i in _held(frame, "src") | _held(frame, "tgt")}
    held = {passage.target, *passage.sources, *held_before}
    places = [n for n, item in enumerate(items) if not held.isdisjoint(units_in(item))]
    first, last = min(places), max(places) + 1
    roles = {
        "src": [unit_alone(units, i) for i in sorted({*passage.sources, *held_before} - {passage.target})],
        "tgt": [unit_alone(units, passage.target)],
    }
    words = told[0] if told else None
    number = words.sentence if words else passage.number
    rule = replace(WHOLE, status=words.rule.status) if words else WHOLE
    frame = Frame(rule, number, items[first].first, items[last - 1].last, roles, items, first, last)
    frame.triggers = words.triggers if words else []
    frame.meant = {**passage.sources, passage.target: passage.unit.id}
    return frame
