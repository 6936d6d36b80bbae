"""Ids of the articles that a run has read, in few bytes each: a set of Python's takes seventy for one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

# As many sorted rows; of a hundred million ids, one row holds 24,000, and an id is still put into it in microseconds.
_ROWS: Final = 4096


class Idents:
    """A set of numbers of 64 bits."""

    def __init__(self) -> None:
        self._rows = [array("Q") for _ in range(_ROWS)]

    def __contains__(self, ident: int) -> bool:
        row = self._rows[ident % _ROWS]
        at = bisect_left(row, ident)
        return at < len(row) and row[at] == ident

    def __len__(self) -> int:
        return sum(map(len, self._rows))

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._rows)

    def add(self, ident: int) -> None:
        """Put one in."""
        row = self._rows[ident % _ROWS]
        at = bisect_left(row, ident)
        if at == len(row) or row[at] != ident:
            row.insert(at, ident)

    def update(self, idents: Iterable[int]) -> None:
        """Put in all."""
        for ident in idents:
            self.add(ident)
