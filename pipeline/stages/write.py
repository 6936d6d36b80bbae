"""Writes the records of a run: as JSON lines in the run's own folder, put in place together at the end."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from ..errors import SapxepError
from ..records import Document, Event, Fact, LineageChange, LineageUnit, Manifest, Reject
from ..records.fact import Lineage

DOCUMENTS: Final = "documents.jsonl"
EVENTS: Final = "events.jsonl"
FACTS: Final = "facts.jsonl"
LINEAGE: Final = "lineage.jsonl"
REJECTS: Final = "rejects.jsonl"
MANIFEST: Final = "manifest.json"
RUN: Final = "run.json"
READ: Final = (DOCUMENTS, EVENTS, REJECTS)
JOINED: Final = (FACTS, LINEAGE)
LINES: Final = (DOCUMENTS, EVENTS, FACTS, LINEAGE, REJECTS)
OUTPUT_FILES: Final = (*LINES, MANIFEST, RUN)
_DOCUMENT: Final = TypeAdapter(Document)
_EVENT: Final = TypeAdapter(Event)
_FACT: Final = TypeAdapter(Fact)
_LINEAGE: Final[TypeAdapter[LineageUnit | LineageChange]] = TypeAdapter(Lineage)
_REJECT: Final = TypeAdapter(Reject)
_CHUNK: Final = 1 << 20


def lines_of(document: Document, events: Sequence[Event]) -> list[bytes] | Reject:
    """A document and its events as lines without ends, the document first; a reject where one cannot be written."""
    try:
        return [
            _DOCUMENT.dump_json(document, warnings="error"),
            *(_EVENT.dump_json(event, warnings="error") for event in events),
        ]
    except PydanticSerializationError as error:
        detail = " ".join(str(error).split())
        return Reject(document.source.path, document.source.record, "write", "invalid_record", detail)


def line_of_reject(reject: Reject) -> bytes:
    """A reject as a line without its end."""
    return _REJECT.dump_json(reject)


def event_of(line: bytes) -> Event:
    """An event out of its line."""
    return _EVENT.validate_json(line)


class RecordFiles:
    """The files of records of a run that is under way, in a folder of its own.

    `sizes` are the bytes that count in files written before: what stands behind them was never settled and is cut off.
    """

    def __init__(self, folder: Path, sizes: Mapping[str, int] | None = None, names: Sequence[str] = READ) -> None:
        self.folder = folder
        self.sizes = dict.fromkeys(names, 0) | dict(sizes or {})
        self._digests = {name: hashlib.sha256() for name in names}
        self._streams: dict[str, IO[bytes]] = {}
        try:
            for name in names:
                self._streams[name] = self._continued(name)
        except OSError as error:
            self.close()
            raise unwritable(folder, error) from error

    def _continued(self, name: str) -> IO[bytes]:
        path = self.folder / name
        stream = path.open("r+b" if path.exists() else "w+b")
        left = self.sizes[name]
        while left and (chunk := stream.read(min(left, _CHUNK))):
            self._digests[name].update(chunk)
            left -= len(chunk)
        if left:
            stream.close()
            raise SapxepError(f"{path}: shorter than the run left it; start over with --fresh")
        stream.truncate(self.sizes[name])
        stream.seek(self.sizes[name])
        return stream

    def write(self, name: str, line: bytes) -> None:
        """Add a line, given without its end."""
        self._add(name, line + b"\n")

    def take_over(self, path: Path) -> None:
        """Add what a file of the same name holds."""
        try:
            with path.open("rb") as stream:
                while block := stream.read(_CHUNK):
                    self._add(path.name, block)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def _add(self, name: str, raw: bytes) -> None:
        try:
            self._streams[name].write(raw)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        self._digests[name].update(raw)
        self.sizes[name] += len(raw)

    def secure(self) -> None:
        """Come back when all that was written lies on the disk."""
        try:
            for stream in self._streams.values():
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def digests(self) -> dict[str, str]:
        """SHA-256 of each file."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}

    def close(self) -> None:
        """Let go of the files; a full disk, met again while the last buffer goes out, was told of before."""
        for stream in self._streams.values():
            with suppress(OSError):
                stream.close()


def write_joined(made: Path, facts: Iterable[Fact], lineage: Iterable[LineageUnit | LineageChange]) -> dict[str, str]:
    """Write facts and lineage into a folder; the SHA-256 of both files."""
    files = RecordFiles(made, names=JOINED)
    try:
        for fact in facts:
            files.write(FACTS, _FACT.dump_json(fact, warnings="error"))
        for record in lineage:
            files.write(LINEAGE, _LINEAGE.dump_json(record, warnings="error"))
        files.secure()
    finally:
        files.close()
    return files.digests()


def put_in_place(made: Path, folder: Path) -> None:
    """Move finished files to where they belong, the manifest after the records that it tells of.

    What lies there already from an attempt that was broken off is left alone.
    """
    try:
        for name in OUTPUT_FILES:
            if (made / name).exists():
                os.replace(made / name, folder / name)
    except OSError as error:
        raise unwritable(folder, error) from error


def write_manifest(made: Path, manifest: Manifest, run: Mapping[str, Any]) -> None:
    """Write the two files that tell of the run as a whole."""
    try:
        (made / MANIFEST).write_bytes(pretty(asdict(manifest)))
        (made / RUN).write_bytes(pretty(run))
    except OSError as error:
        raise unwritable(made, error) from error


def unwritable(folder: Path, error: OSError) -> SapxepError:
    """What is told where the disk does not take what is written."""
    return SapxepError(f"{folder}: cannot be written: {error.strerror or error}")


def pretty(record: Mapping[str, Any]) -> bytes:
    """A record laid out for people."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
