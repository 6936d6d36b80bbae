"""The same shards and ledger on a Ray cluster: Ray Data hands out lanes of shards, actors do them, this process joins.

Actors write the files of their shards into the ledger, which lies where all machines reach it under the same path. Each
actor keeps a worker process of its own, so that an article that kills is found and passed over as on one machine.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any, Final

from ..errors import SapxepError
from .ledger import Ledger
from .options import RunOptions, Workers
from .plan import ShardId, Unit
from .pool import Pool
from .shards import Done

# A large file is done in so many lanes that each has about this much of it, as it lies on the disk.
_BYTES_A_LANE: Final = 64 << 20
_MOST_LANES: Final = 64


def results(
    options: RunOptions, ledger: Ledger, units: list[Unit], start: ShardId, held: list[Done], workers: Workers
) -> Iterator[Done]:
    """The shards from `start` on that are not held yet, in the order in which they are done.

    SapxepError where Ray is missing or the cluster cannot do its work.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise SapxepError(f"--engine ray needs Ray ({error}); pip install 'sapxep[ray]'") from error
    # It would tell its makers over the network that it is used.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray.init(address=workers.address, num_cpus=None if workers.address else workers.number, **_QUIET)
        yield from _rows(ray, options, ledger, lanes(units, start, held), workers)
    except (ray.exceptions.RayError, ConnectionError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise SapxepError(f"Ray: {lines[-1][:300]}") from error
    finally:
        ray.shutdown()


_QUIET: Final[dict[str, Any]] = {
    "include_dashboard": False,
    "log_to_driver": False,
    "logging_level": "error",
    "ignore_reinit_error": True,
}


@dataclass(slots=True)
class Lane:
    """A group of small files, or every n-th shard of a large one; given out like an agenda, to one worker.

    `last` is the number of the last shard where that is known, `skip` are those that are done already.
    """

    unit: int
    files: Unit
    next: int
    stride: int
    last: int | None
    skip: frozenset[int]
    ended: bool = False
    _again: list[ShardId] = field(default_factory=list)

    def take(self, last: ShardId | None = None) -> ShardId | None:
        """The next shard of the lane."""
        if self._again:
            return self._again.pop()
        while self.next in self.skip:
            self.next += self.stride
        if self.ended or (self.last is not None and self.next > self.last):
            self.ended = True
            return None
        self.next += self.stride
        return ShardId(self.unit, self.next - self.stride)

    def finished(self, done: Done) -> None:
        """A shard is done."""
        self.ended = self.ended or done.ended or (self.last is not None and self.next > self.last)

    def failed(self, shard: ShardId) -> None:
        """A shard has to be done again."""
        self._again.append(shard)


def lanes(units: list[Unit], start: ShardId, held: list[Done]) -> list[Lane]:
    """All that is left to do, cut into lanes."""
    ended = {here.unit: here.number for here in held if here.ended}
    found: list[Lane] = []
    for number in range(start.unit, len(units)):
        unit = units[number]
        first = start.number if number == start.unit else 0
        stride = min(_MOST_LANES, ceil(unit.size / _BYTES_A_LANE)) if unit.ranged else 1
        skip = frozenset(here.number for here in held if here.unit == number)
        last = ended.get(number, None if unit.ranged else 0)
        found += [Lane(number, unit, first + n, stride, last, skip) for n in range(stride)]
    return found


def _rows(ray: Any, options: RunOptions, ledger: Ledger, found: list[Lane], workers: Workers) -> Iterator[Done]:
    if not found:
        return
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    items = [{"lane": pickle.dumps(lane)} for lane in found]
    told = ray.data.from_items(items, override_num_blocks=len(items)).flat_map(
        Actor,
        fn_constructor_args=(options, ledger.folder.resolve(), workers.shard),
        compute=ray.data.ActorPoolStrategy(size=min(workers.number, len(items))),
        num_cpus=1,
    )
    for row in told.iter_rows():
        if row["fault"]:
            raise SapxepError(row["fault"])
        yield pickle.loads(row["done"])  # noqa: S301  (from an actor started here)


class Actor:
    """One of the cluster's processes, with a worker process of its own that loads packs and register once."""

    def __init__(self, options: RunOptions, folder: Path, shard: int) -> None:
        self._pool = Pool(options, Ledger(folder), {}, Lane(0, Unit((), False, 0), 0, 1, -1, frozenset()), 1, shard)

    def __call__(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Do the shards of a lane; their marks, or what went wrong."""
        lane: Lane = pickle.loads(row["lane"])  # noqa: S301  (from the run itself)
        self._pool.agenda, self._pool.units = lane, {lane.unit: lane.files}
        try:
            done = [result for result in self._pool.results(lambda: lane.ended) if result is not None]
        except SapxepError as error:
            return [{"done": b"", "fault": str(error)}]
        return [{"done": pickle.dumps(one), "fault": ""} for one in done]
