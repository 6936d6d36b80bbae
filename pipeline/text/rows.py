"""Tables that lost their form: a number, then one cell a line, then the next number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

Bound = tuple[int, int, int]
_ENDS: Final = frozenset(".!?؟…:;")
_FEWEST_CELLS: Final = 2
_MOST_CELLS: Final = 5
_LONGEST_CELL: Final = 40
_LONGEST_NUMBER: Final = 3


class _Line(NamedTuple):
    """One line of a text: its sentences, the number that it is, whether it can be a cell."""

    bounds: list[Bound]
    number: int | None
    is_cell: bool


def join_rows(bounds: Iterable[Bound], tokens: list[str]) -> tuple[list[Bound], frozenset[int]]:
    """The sentences of a text, the lines of each numbered row of a flattened table made one sentence.

    With them the tokens that begin a cell. A row is one line when lines are numbered.
    """
    lines = [_line(list(group), tokens) for _, group in groupby(bounds, key=lambda bound: bound[2])]
    out: list[Bound] = []
    starts: set[int] = set()
    at, cells, number = 0, 0, 0
    while at < len(lines):
        cells = _cells(lines, at, cells)
        row = lines[at : at + cells + 1]
        if cells:
            out.append((row[0].bounds[0][0], row[-1].bounds[-1][1], number))
            starts.update(cell.bounds[0][0] for cell in row[1:])
        else:
            out += [(first, last, number) for first, last, _ in row[0].bounds]
        at += len(row)
        number += 1
    return out, frozenset(starts)


def _line(bounds: list[Bound], tokens: list[str]) -> _Line:
    first, last = bounds[0][0], bounds[-1][1]
    own = tokens[first:last]
    alone = len(own) == 1 or (len(own) == 2 and own[1] in _ENDS)
    counts = alone and own[0].isdecimal() and len(own[0]) <= _LONGEST_NUMBER
    is_cell = len(bounds) == 1 and len(own) <= _LONGEST_CELL and own[-1] not in _ENDS and not counts
    return _Line(bounds, int(own[0]) if counts else None, is_cell)


def _cells(lines: list[_Line], at: int, before: int) -> int:
    """How many cells the row at a line has; 0 for no row. The last row has as many as the one before it."""
    number = lines[at].number
    if number is None:
        return 0
    count = 0
    while at + count + 1 < len(lines) and lines[at + count + 1].is_cell and count <= _MOST_CELLS:
        count += 1
    following = at + count + 1
    goes_on = following < len(lines) and lines[following].number == number + 1
    if goes_on and _FEWEST_CELLS <= count <= _MOST_CELLS:
        return count
    return before if before and count >= before else 0
