"""Tables that lost their lines: a row is a line with the new unit alone and a line with those that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ..records.annotation import Annotation
from ..records.spans import UnitGroup
from .frames import Frame
from .patterns import NO_PATTERN
from .rules import Rule
from .sequence import Item

ROWS: Final = Rule("layout/rows", "merge", NO_PATTERN, alone=True, same_level=True)
# Above a table stands a word for what it lists.
_HEADING: Final = "heading"
_FEWEST_ROWS: Final = 2
_COLUMNS: Final = 2
_SIGNS: Final = frozenset(",;.+-")


def add_rows(ann: Annotation, frames: list[Frame]) -> list[Frame]:
    """The frames in reading order, with one for each row of a table that stands under a heading."""
    sequences: list[list[Item]] = ann.context["sequences"]
    taken = {frame.sentence for frame in frames}
    rows = [row for run in _runs(sequences, taken) for row in _rows(run)]
    if len(rows) < _FEWEST_ROWS or len({new_first for *_, new_first in rows}) > 1:
        return frames
    above = sequences[: rows[0][0]]
    if not any(_HEADING in item.classes for items in above for item in items):
        return frames
    made = [_frame(sequences, *((one, other) if new_first else (other, one))) for one, other, new_first in rows]
    return sorted([*frames, *made], key=lambda frame: (frame.sentence, frame.first, frame.last))


def _runs(sequences: Sequence[list[Item]], taken: set[int]) -> Iterator[list[tuple[int, int]]]:
    """Neighbouring lines that hold nothing but units: the number of each line, and how many units it holds."""
    run: list[tuple[int, int]] = []
    for number, items in enumerate(sequences):
        count = 0 if number in taken else _bare(items)
        if count:
            run.append((number, count))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _bare(items: list[Item]) -> int:
    if any(item.symbol != "U" and item.symbol not in _SIGNS for item in items):
        return 0
    return sum(len(item.value.units) for item in items if isinstance(item.value, UnitGroup))


def _rows(run: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """The rows of a run: its lines two by two, of which one names a single unit, and whether that is the first."""
    if len(run) % _COLUMNS:
        return []
    pairs = list(pairwise(run))[::_COLUMNS]
    if any((one == 1) == (other == 1) for (_, one), (_, other) in pairs):
        return []
    return [(first, second, one == 1) for (first, one), (second, _) in pairs]


def _frame(sequences: Sequence[list[Item]], new: int, old: int) -> Frame:
    items = sequences[old]
    target = next(item for item in sequences[new] if item.symbol == "U")
    sources = [item for item in items if item.symbol == "U"]
    roles = {"src": sources, "tgt": [target]}
    first, last = min(target.first, items[0].first), max(target.last, items[-1].last)
    return Frame(ROWS, old, first, last, roles, items, 0, len(items))
