"""How far a run is, for those who wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from .plan import Unit
from .settle import Settling
from .shards import Done

_LEAST_SECONDS: Final = 2.0


@dataclass(slots=True)
class Standing:
    """Records done, and the share of the input's bytes that they are.

    The rate and the time left are those of this session: what was done before it took no time of it.
    """

    units: list[Unit]
    records: int = 0
    under_way: int = 0
    _bytes: dict[int, int] = field(default_factory=dict)
    _behind: int = 0
    _start: float = field(default_factory=time.monotonic)
    _records_before: int = 0
    _share_before: float = 0.0
    _all: int = 0

    @classmethod
    def at(cls, units: list[Unit], settling: Settling) -> Standing:
        """Where a run goes on of which so much is settled."""
        records = settling.summary.documents + settling.summary.rejects.total()
        standing = cls(units, records, _records_before=records, _all=sum(unit.size for unit in units))
        standing._behind = sum(unit.size for unit in units[: settling.next.unit])
        standing._share_before = standing.share
        return standing

    def add(self, done: Done) -> None:
        """A shard is done."""
        self.records += done.records
        size = self.units[done.unit].size
        self._bytes[done.unit] = size if done.ended else max(done.at, self._bytes.get(done.unit, 0))
        if done.ended:
            self._behind += self._bytes.pop(done.unit)

    @property
    def total(self) -> int:
        """Records that are done or under way."""
        return self.records + self.under_way

    @property
    def share(self) -> float:
        """How much of the input is done, from 0 to 1."""
        return min(1.0, (self._behind + sum(self._bytes.values())) / self._all) if self._all else 0.0

    @property
    def rate(self) -> float | None:
        """Records a second in this session; None while that says nothing."""
        spent = time.monotonic() - self._start
        return (self.total - self._records_before) / spent if spent >= _LEAST_SECONDS else None

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at the speed of this session; None while that says nothing."""
        spent, gained = time.monotonic() - self._start, self.share - self._share_before
        return spent / gained * (1 - self.share) if gained > 0 and spent >= _LEAST_SECONDS else None


Progress = Callable[[Standing], None]
