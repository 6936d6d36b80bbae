"""Joins shards in canonical order into the files of records, whatever order they were done in.

What earlier shards held is known here alone, so here duplicates become rejects.
"""

from __future__ import annotations

import json
import os
import sys
import time
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final

from ..errors import SapxepError
from ..records import Reject
from ..stages.write import DOCUMENTS, EVENTS, READ, REJECTS, RecordFiles, line_of_reject, unwritable
from .idents import Idents
from .ledger import RUNNING, Ledger
from .plan import ShardId, Unit
from .shards import STAGES, SUFFIX, Done, Entry, entries
from .summary import Summary
from .work import duplicate

SEEN: Final = "seen.ids"
# What joining needs of the articles that are settled.
SLIM: Final = "slim.jsonl"
SETTLED: Final = (*READ, SLIM)
_SECONDS_BETWEEN: Final = 5.0


def first_state(sizes: Mapping[str, int], summary: Summary) -> dict[str, Any]:
    """The state of a run that has done nothing yet, over records that it adds to."""
    return {
        "next": [0, 0],
        "sizes": dict(sizes),
        "summary": summary.state(),
        "seconds": 0.0,
        "sessions": 0,
        "stages": dict.fromkeys((*STAGES, "facts"), 0.0),
        "phase": RUNNING,
    }


class Settling:
    """The settled part of a run: files of records, counts, ids that were seen, and the next shard wanted."""

    def __init__(self, ledger: Ledger, units: list[Unit], state: Mapping[str, Any] | None) -> None:
        held = state or first_state({}, Summary())
        self.next = ShardId(*held["next"])
        self.summary = Summary.restored(held["summary"])
        self.settled_seconds = held["seconds"]
        self.sessions = held["sessions"] + 1
        self.stages: dict[str, float] = held["stages"]
        self.seen = Idents()
        self.done: dict[ShardId, Done] = {}
        self._ledger = ledger
        self._units = units
        self._start = self._saved = time.monotonic()
        self._behind: list[Path] = []
        self.files = RecordFiles(ledger.home, {n: size for n, size in held["sizes"].items() if n in SETTLED}, SETTLED)
        self._ids = self._reopened(held["sizes"].get(SEEN, 0))

    @property
    def complete(self) -> bool:
        """Whether no shard is wanted any more."""
        return self.next.unit >= len(self._units)

    @property
    def seconds(self) -> float:
        """Seconds that the run took up to now, in all its sessions."""
        spent: float = self.settled_seconds + time.monotonic() - self._start
        return spent

    def add(self, done: Done) -> None:
        """Take in a shard that is done, and settle what can be."""
        if done.shard < self.next:
            return
        self.done[done.shard] = done
        while (here := self.done.pop(self.next, None)) is not None:
            self._settle(here)
        if time.monotonic() - self._saved > _SECONDS_BETWEEN:
            self.save()

    def save(self, phase: str = RUNNING) -> None:
        """Have on the disk what is settled, and remember it."""
        self.files.secure()
        try:
            self._ids.flush()
            os.fsync(self._ids.fileno())
        except OSError as error:
            raise unwritable(self._ledger.folder, error) from error
        state = {
            "next": [self.next.unit, self.next.number],
            "sizes": {**self.files.sizes, SEEN: self._ids.tell()},
            "summary": self.summary.state(),
            "seconds": round(self.seconds, 3),
            "sessions": self.sessions,
            "stages": self.stages,
            "phase": phase,
        }
        self._ledger.save(state)
        for path in self._behind:
            path.unlink(missing_ok=True)
        self._behind.clear()
        self._saved = time.monotonic()

    def close(self) -> None:
        """Let go of the files."""
        self.files.close()
        try:
            self._ids.close()
        except OSError:
            return  # a full disk, told of before

    def _reopened(self, size: int) -> IO[bytes]:
        path = self._ledger.home / SEEN
        try:
            stream = path.open("r+b" if path.exists() else "w+b")
            held = array("Q")
            held.frombytes(stream.read(size))
            stream.truncate(size)
            stream.seek(size)
        except (OSError, ValueError) as error:
            raise SapxepError(f"{path}: cannot be used ({error}); start over with --fresh") from error
        self.seen.update(held)
        return stream

    def _settle(self, done: Done) -> None:
        path = self._ledger.shards / f"{done.shard}{SUFFIX}"
        self._join(path)
        for stage, spent in done.seconds.items():
            self.stages[stage] += spent
        self._behind.append(path)
        if done.ended:
            # Shards behind the end of a file were tried before the end was known.
            for shard in [shard for shard in self.done if shard.unit == done.unit]:
                self._behind.append(self._ledger.shards / f"{shard}{SUFFIX}")
                del self.done[shard]
        self.next = ShardId(done.unit + 1, 0) if done.ended else ShardId(done.unit, done.number + 1)

    def _join(self, path: Path) -> None:
        for entry in entries(path):
            if entry.ident is not None and entry.ident in self.seen:
                self._reject(line_of_reject(_duplicate(entry, entry.ident)))
                continue
            if entry.ident is not None:
                self.seen.add(entry.ident)
                self._ids.write(entry.ident.to_bytes(8, sys.byteorder))
            if not entry.lines:
                self._reject(entry.told)
                continue
            self.files.write(DOCUMENTS, entry.lines[0])
            for line in entry.lines[1:]:
                self.files.write(EVENTS, line)
            if entry.slim is not None:
                self.files.write(SLIM, entry.slim)
            self.summary.add(json.loads(entry.told), entry.lines[1:])

    def _reject(self, line: bytes) -> None:
        self.files.write(REJECTS, line)
        reject = json.loads(line)
        self.summary.rejects[reject["stage"], reject["reason"]] += 1


def _duplicate(entry: Entry, ident: int) -> Reject:
    told = json.loads(entry.told)
    return duplicate(told["path"], told["record"], ident)
