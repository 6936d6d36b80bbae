"""Mergers that neighbouring sentences tell together: a unit in one, what it was made from in others.

No wording joins them ("The first to go was A. Next it was the turn of B and C. D took them in"): the official mapping
does, where a passage names a unit and all that it was made from, and the article is about reorganization.
"""

from __future__ import annotations

from collections import Counter
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
    made: list[Frame] = []
    gone: set[int] = set()
    for passage in _passages(ann, units, mapping):
        if not barred.isdisjoint(range(passage.first, passage.last + 1)):
            continue
        told = [frame for frame in frames if _shares(frame, passage, units)]
        if any(not _is_part(frame, passage, units) for frame in told):
            continue
        gone.update(id(frame) for frame in told)
        made.append(_frame(ann, passage, units, told))
        frames = [*frames, made[-1]]
    if not made:
        return frames
    frames = [frame for frame in frames if id(frame) not in gone]
    return sorted(frames, key=lambda frame: (frame.sentence, frame.first, frame.last))


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
    made: list[tuple[int, Unit, tuple[str, ...]]] = []
    for i in at:
        for unit in mapping.options(units[i]):
            by_id.setdefault(unit.id, []).append(i)
            asked = mapping.others(unit)
            if len(asked) >= _FEWEST and unit.level != "province":
                made.append((i, unit, asked))
    for i, unit, asked in made:
        if all(map(by_id.__contains__, asked)):
            sources = _sources(ann, units, at, by_id, i, asked)
            counted = Counter([at[source] for source in sources])
            if sources and {at[i]} != counted.keys():
                # What is said of the merger is said where most of the sources are told.
                number = max(counted, key=lambda number: (counted[number], number))
                yield _Passage(number, i, unit, sources, min(at[i], *counted), max(at[i], *counted))


def _sources(
    ann: Annotation,
    units: list[UnitSpan],
    at: dict[int, int],
    by_id: dict[str, list[int]],
    target: int,
    asked: tuple[str, ...],
) -> dict[int, str]:
    """The nearest place of each former unit around the target, in no list with it; nothing where one is missing."""
    found: dict[int, str] = {}
    here = at[target]
    for unit_id in asked:
        near = [
            i
            for i in by_id[unit_id]
            if i != target
            and abs(at[i] - here) <= _REACH
            and ann.sentences[at[i]].paragraph == ann.sentences[here].paragraph
            and units[i].group != units[target].group
            and units[i].old is not False
            and i not in found
        ]
        if not near:
            return {}
        found[min(near, key=lambda i: (abs(at[i] - here), abs(i - target), i))] = unit_id
    return found


def _held(frame: Frame, role: str) -> set[int]:
    """The units of a role, by index."""
    return {i for item in frame.roles.get(role, ()) for i in units_in(item)}


def _shares(frame: Frame, passage: _Passage, units: list[UnitSpan]) -> bool:
    """Whether a frame tells a change of a source of the passage, or what its target came from, or the same merger.

    What became of the target later, or whom it met, is another matter.
    """
    if frame.rule.type in CONTEXT_TYPES:
        return False
    if passage.target in _held(frame, "tgt") or not passage.sources.keys().isdisjoint(
        _held(frame, "src") | _held(frame, "tgt")
    ):
        return True
    if frame.rule.type != "merge" or units[passage.target].name not in _names(frame, "tgt", units):
        return False
    return not _names(frame, "src", units).isdisjoint([units[i].name for i in passage.sources])


def _names(frame: Frame, role: str, units: list[UnitSpan]) -> set[str]:
    return {span.name for span in frame.units(role, units)}


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
