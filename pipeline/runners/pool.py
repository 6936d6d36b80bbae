"""Worker processes of this machine, and what becomes of shards whose worker dies.

A worker says before each step what it is going to do, so its last word names the record that it died of. A shard is
done again by a new worker; a record that a worker dies of twice is rejected and passed over from then on.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Final, cast

from ..errors import SapxepError
from .agenda import Givable
from .ledger import Ledger
from .options import RunOptions
from .plan import ShardId, Unit
from .shards import Done
from .steps import Doing, Task
from .worker import Message

_DEATHS: Final = 2
_DEATHS_UNBORN: Final = 3
_TICK: Final = 0.2
_START: Final = (
    "import sys; sys.path[:] = {path!r}; from importlib import import_module; import_module({name!r}).main()"
)
_HINT: Final = "its last words stand in"


@dataclass(slots=True)
class _Worker:
    """A worker process as its run sees it."""

    number: int
    process: subprocess.Popen[bytes]
    listener: threading.Thread
    ready: bool = False
    shard: ShardId | None = None
    last: ShardId | None = None
    at: tuple[int, Doing] = (0, "find")

    @property
    def tasks(self) -> IO[bytes]:
        """Where it takes its tasks from."""
        return cast(IO[bytes], self.process.stdin)

    def send(self, what: object) -> None:
        # Of a worker that is gone its listener tells.
        with suppress(BrokenPipeError):
            pickle.dump(what, self.tasks)
            self.tasks.flush()


@dataclass(slots=True)
class Pool:
    """So many workers, at the shards of an agenda."""

    options: RunOptions
    ledger: Ledger
    units: Sequence[Unit] | Mapping[int, Unit]
    agenda: Givable
    size: int
    records: int
    _workers: dict[int, _Worker] = field(default_factory=dict)
    _answers: queue.SimpleQueue[tuple[int, Message | None]] = field(default_factory=queue.SimpleQueue)
    _started: int = 0
    _unborn: int = 0
    _deaths: Counter[tuple[ShardId, int]] = field(default_factory=Counter)
    _lost: dict[ShardId, dict[int, Doing]] = field(default_factory=dict)

    def results(self, complete: Callable[[], bool]) -> Iterator[Done | None]:
        """Shards as they are done, and None now and then in between, till `complete`.

        SapxepError where a worker cannot go on, or workers die before they begin. The workers stay till `close`.
        """
        self._give_all()
        while not complete():
            while len(self._workers) < self.size:
                self._start()
            try:
                number, message = self._answers.get(timeout=_TICK)
            except queue.Empty:
                yield None
                continue
            worker = self._workers.get(number)
            if worker is not None:
                yield from self._heard(worker, message)

    def under_way(self) -> int:
        """Records that workers are through with in shards that are not done."""
        return sum(worker.at[0] for worker in self._workers.values() if worker.shard is not None)

    def _start(self) -> None:
        code = _START.format(path=sys.path, name=f"{__package__}.worker")
        with (self.ledger.home / "workers.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  (this Python, this package)
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        self._started += 1
        listener = threading.Thread(target=self._listen, args=(self._started, process.stdout), daemon=True)
        worker = self._workers[self._started] = _Worker(self._started, process, listener)
        listener.start()
        worker.send((self.options, self.ledger.shards))

    def _listen(self, number: int, stream: IO[bytes]) -> None:
        """Pass on what a worker says; None when it says no more."""
        with stream, suppress(EOFError, OSError, pickle.UnpicklingError, ValueError):
            while True:
                self._answers.put((number, pickle.load(stream)))  # noqa: S301  (from a process started here)
        self._answers.put((number, None))

    def _heard(self, worker: _Worker, message: Message | None) -> Iterator[Done | None]:
        if message is None:
            self._died(worker)
        elif message[0] == "at":
            worker.at = message[1], message[2]
        elif message[0] == "fault":
            raise SapxepError(message[1])
        elif message[0] == "ready":
            worker.ready = True
            self._give(worker)
        else:
            done: Done = message[1]
            self.agenda.finished(done)
            worker.shard, worker.last = None, done.shard
            self.ledger.note_done(worker.number, done)
            yield done
            self._give_all()

    def _give_all(self) -> None:
        """Work for all that have none: the end of one file may be what others wait for."""
        for worker in self._workers.values():
            if worker.ready and worker.shard is None:
                self._give(worker)

    def _give(self, worker: _Worker) -> None:
        shard = self.agenda.take(worker.last)
        if shard is not None:
            worker.shard, worker.at = shard, (0, "find")
            worker.send(Task(shard, self.units[shard.unit], self.records, self._lost.get(shard, {})))

    def _died(self, worker: _Worker) -> None:
        code = worker.process.wait()
        with suppress(OSError):
            worker.tasks.close()
        del self._workers[worker.number]
        self.ledger.log("worker died", worker=worker.number, code=code, shard=str(worker.shard), at=worker.at)
        if worker.shard is None:
            if worker.ready:
                return
            self._unborn += 1
            if self._unborn >= _DEATHS_UNBORN:
                log = self.ledger.home / "workers.log"
                raise SapxepError(f"workers end before they begin (code {code}); {_HINT} {log}")
            return
        step, doing = worker.at
        self._deaths[worker.shard, step] += 1
        if self._deaths[worker.shard, step] >= _DEATHS:
            self._lost.setdefault(worker.shard, {})[step] = doing
        self.agenda.failed(worker.shard)
        self._give_all()

    def close(self) -> None:
        """End the workers, whatever they are at."""
        for worker in self._workers.values():
            worker.process.kill()
        for worker in self._workers.values():
            worker.process.wait()
            with suppress(OSError):
                worker.tasks.close()
            worker.listener.join()
        self._workers.clear()
