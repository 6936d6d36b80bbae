"""The file of a finished shard: what its articles became, line by line, before duplicates of other shards are known.

    A <doc_id> <tally>      an article; the line of its document follows, then those of its events
    D <document>
    E <event>
    S <slim>                behind them what joining needs of them, where facts are wanted
    X <doc_id> <reject>     an article that was read and could not be annotated
    R <reject>              a record that is no article
    Z <mark>                the last line: what was done, and a digest over all lines before it

A file appears under its name only when it is whole and on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from ..errors import SapxepError
from ..stages.write import unwritable
from .plan import ShardId

SUFFIX: Final = ".shard"
_TEMPORARY: Final = ".part"
_ID: Final = 16
_MARK_LENGTH: Final = 2000
STAGES: Final = ("read", "annotate", "write")


@dataclass(slots=True)
class Done:
    """What a finished shard says of itself.

    `ended` tells that the unit has no further shard, `at` how many bytes of a large file were read when it was done,
    `peak` the most memory in MB that its process had till then.
    """

    unit: int
    number: int
    records: int = 0
    articles: int = 0
    words: int = 0
    ended: bool = True
    at: int = 0
    peak: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    def spent(self, stage: str, start: float) -> float:
        """Count the time since `start` as spent in a stage; the time that it is now."""
        now = time.perf_counter()
        self.seconds[stage] += now - start
        return now

    @property
    def shard(self) -> ShardId:
        """Its place."""
        return ShardId(self.unit, self.number)


class ShardWriter:
    """Writes one shard; what is not finished is dropped."""

    def __init__(self, folder: Path, shard: ShardId) -> None:
        self._path = folder / f"{shard}{SUFFIX}"
        self._part = folder / f"{shard}.{os.getpid()}{_TEMPORARY}"
        self._digest = hashlib.sha256()
        self._stream: IO[bytes]

    def __enter__(self) -> ShardWriter:
        """Open the temporary file."""
        try:
            self._stream = self._part.open("wb")
        except OSError as error:
            raise unwritable(self._path.parent, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what `finish` has not put in place."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def write(self, tag: bytes, line: bytes) -> None:
        """Add a line."""
        told = b"%b %b\n" % (tag, line)
        self._digest.update(told)
        try:
            self._stream.write(told)
        except OSError as error:
            raise unwritable(self._path.parent, error) from error

    def finish(self, done: Done) -> None:
        """Mark the shard as done and put it in place."""
        mark = {**asdict(done), "digest": self._digest.hexdigest()}
        try:
            self._stream.write(b"Z %b\n" % json.dumps(mark).encode())
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            os.replace(self._part, self._path)
        except OSError as error:
            raise unwritable(self._path.parent, error) from error


def finished(folder: Path) -> Iterator[Done]:
    """The shards of a folder that are done; what else lies there, left from a run that was broken off, is removed."""
    for path in sorted(folder.iterdir()):
        done = _checked(path) if path.name.endswith(SUFFIX) else None
        if done is None:
            path.unlink(missing_ok=True)
        else:
            yield done


@dataclass(slots=True)
class Entry:
    """What one record became. `ident` is None for a record that is no article.

    `told` is the line of the reject, or the tally of an article whose document and events follow.
    """

    ident: int | None
    told: bytes
    lines: list[bytes] = field(default_factory=list)
    slim: bytes | None = None


def entries(path: Path) -> Iterator[Entry]:
    """What the records of a shard became, in order."""
    entry: Entry | None = None
    try:
        with path.open("rb") as stream:
            for line in stream:
                tag, rest = line[:1], line[2:-1]
                if tag in b"DE" and entry is not None:
                    entry.lines.append(rest)
                    continue
                if tag == b"S" and entry is not None:
                    entry.slim = rest
                    continue
                if entry is not None:
                    yield entry
                if tag in b"AX":
                    entry = Entry(int(rest[:_ID], 16), rest[_ID + 1 :])
                else:
                    entry = Entry(None, rest) if tag == b"R" else None
    except OSError as error:
        raise SapxepError(f"{path}: cannot be read: {error.strerror}; run the same command again") from error


def mark_of(path: Path) -> Done | None:
    """The mark at the end of a shard's file; None where it is gone meanwhile or is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _MARK_LENGTH))
            return _mark(stream.read().rpartition(b"\nZ ")[2] or b"")[0]
    except OSError:
        return None


def _mark(line: bytes) -> tuple[Done | None, str]:
    try:
        mark: dict[str, Any] = json.loads(line)
        digest = mark.pop("digest")
        return Done(**mark), digest
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, ""


def _checked(path: Path) -> Done | None:
    """The mark of a whole and undamaged shard."""
    digest = hashlib.sha256()
    last = b""
    with path.open("rb") as stream:
        for line in stream:
            digest.update(last)
            last = line
    done, told = _mark(last.removeprefix(b"Z "))
    return done if done and told == digest.hexdigest() and path.name == f"{done.shard}{SUFFIX}" else None
