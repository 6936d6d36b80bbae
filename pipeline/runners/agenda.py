"""Which shard is done next. What is written does not depend on it; how often a packed file is unpacked does."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from .plan import ShardId, Unit
from .shards import Done


class Givable(Protocol):
    """What workers get their shards from."""

    def take(self, last: ShardId | None = None) -> ShardId | None:
        """The next shard for a worker that did `last` before; None where none is left to be given out."""

    def finished(self, done: Done) -> None:
        """A shard is done."""

    def failed(self, shard: ShardId) -> None:
        """A shard has to be done again."""


class Agenda:
    """The shards still to be done. A worker stays with its large file; others join it when nothing else is left."""

    def __init__(self, units: list[Unit], start: ShardId, done: Iterable[Done]) -> None:
        held = list(done)
        self._units = units
        self._start = start
        self._fresh = start.unit
        # Units begun: the number of the next shard; the number of the last one where it is known; workers at them.
        self._open: dict[int, int] = {}
        self._ends = {here.unit: here.number for here in held if here.ended}
        self._holders: Counter[int] = Counter()
        self._done = {here.shard for here in held}
        self._again: list[ShardId] = []

    def take(self, last: ShardId | None = None) -> ShardId | None:
        """The next shard for a worker that did `last` before; None where none is left to be given out."""
        shard = heapq.heappop(self._again) if self._again else self._next(last)
        if shard is not None:
            self._holders[shard.unit] += 1
        return shard

    def finished(self, done: Done) -> None:
        """A shard is done."""
        self._holders[done.unit] -= 1
        self._done.add(done.shard)
        if done.ended:
            self._ends[done.unit] = done.number

    def failed(self, shard: ShardId) -> None:
        """A shard has to be done again."""
        self._holders[shard.unit] -= 1
        heapq.heappush(self._again, shard)

    def _next(self, last: ShardId | None) -> ShardId | None:
        while (unit := self._chosen(last)) is not None:
            number = self._open[unit]
            while ShardId(unit, number) in self._done:
                number += 1
            if number <= self._ends.get(unit, number):
                self._open[unit] = number + 1
                return ShardId(unit, number)
            del self._open[unit]
        return None

    def _chosen(self, last: ShardId | None) -> int | None:
        if last is not None and last.unit in self._open:
            return last.unit
        if self._fresh < len(self._units):
            unit = self._fresh
            self._fresh += 1
            self._open[unit] = self._start.number if unit == self._start.unit else 0
            if not self._units[unit].ranged:
                self._ends[unit] = 0
            return unit
        return min(self._open, key=lambda unit: (self._holders[unit], unit), default=None)
