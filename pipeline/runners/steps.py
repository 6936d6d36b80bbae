"""The records of a shard, one step after the other, and those that are passed over since they end the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ..records import Reject
from ..stages.reading import ReadOptions
from ..stages.reading.files import Pending, read_file, told
from ..stages.reading.inputs import Found, InputFile
from ..stages.reading.origin import SourceLine
from ..stages.reading.streams import Position
from .plan import ShardId, Unit
from .shards import Done

# What is done with the record at hand: finding it in its file, taking it apart, annotating it.
Doing = Literal["find", "read", "annotate"]
Tell = Callable[[int, Doing], None]
# Steps of the shard that ended a worker process again and again, with what was being done.
Lost = Mapping[int, Doing]
DIED: Final = "worker_died"
_FILE_LOST: Final = "finding the next record ended the worker process twice; the rest of the file is passed over"
RECORD_LOST: Final = "ended the worker process twice"


@dataclass(slots=True, frozen=True)
class Task:
    """A shard to do, how many records a range has, and what of it is to be passed over."""

    shard: ShardId
    unit: Unit
    records: int
    lost: Lost


@dataclass(slots=True)
class _Open:
    """A large file that is being read: where the next record stands, and how far that is into the file."""

    unit: int
    records: Iterator[Pending]
    position: Position
    next: int = 0


class ShardReader:
    """Reads shards; in a large file the next shard is read on from where the last one ended."""

    def __init__(self, options: ReadOptions, source_line: SourceLine) -> None:
        self._options = options
        self._source_line = source_line
        self._open: _Open | None = None

    def steps(self, task: Task, done: Done, tell: Tell) -> Iterator[tuple[int, Pending]]:
        """The shard's records, each with the number of its step; `done` is told how far that went.

        Each attempt to find a record is a step, and announced before it is made.
        """
        step = 0
        for records, path, most in self._parts(task, done, tell):
            found = 0
            while most is None or found < most:
                tell(step, "find")
                if task.lost.get(step) == "find":
                    yield step, told(Reject(path, None, "read", DIED, _FILE_LOST))
                    break
                pending = next(records, None)
                if pending is None:
                    break
                yield step, pending
                found += 1
                step += 1
            step += 1
            done.ended = most is None or found < most

    def _parts(self, task: Task, done: Done, tell: Tell) -> Iterator[tuple[Iterator[Pending], str, int | None]]:
        """The files of the shard: their records, their path, and how many records are wanted (None: all)."""
        if not task.unit.ranged:
            for entry in task.unit.files:
                yield self._of(entry, Position()), entry.path, None
            return
        [entry] = task.unit.files
        tell(0, "find")
        here = self._at(task, entry)
        yield here.records, entry.path, task.records
        here.next += task.records
        done.at = here.position.tell()
        self._open = None if done.ended else here

    def _at(self, task: Task, entry: Found) -> _Open:
        """The large file of a task, read up to where its shard begins."""
        here, self._open = self._open, None
        start = task.shard.number * task.records
        if here is None or here.unit != task.shard.unit or here.next > start:
            position = Position()
            here = _Open(task.shard.unit, self._of(entry, position), position)
        if not (start and task.lost.get(0) == "find"):
            for _ in range(start - here.next):
                if next(here.records, None) is None:
                    break
        here.next = start
        return here

    def _of(self, entry: Found, position: Position) -> Iterator[Pending]:
        if isinstance(entry, InputFile):
            return read_file(entry, self._options, self._source_line, position)
        return iter((told(entry),))
