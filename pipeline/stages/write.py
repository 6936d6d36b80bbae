"""Writes the output folder: records as JSON lines in temporary files, put in place together at the end."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import jsonlines
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
JOINED: Final = (FACTS, LINEAGE)
READ: Final = (DOCUMENTS, EVENTS, REJECTS)
OUTPUT_FILES: Final = (DOCUMENTS, EVENTS, FACTS, LINEAGE, REJECTS, MANIFEST, RUN)
_LINES: Final = (DOCUMENTS, EVENTS, FACTS, LINEAGE, REJECTS)
_BLOCK: Final = 1 << 20
_DOCUMENT: Final = TypeAdapter(Document)
_EVENT: Final = TypeAdapter(Event)
_FACT: Final = TypeAdapter(Fact)
_LINEAGE: Final[TypeAdapter[LineageUnit | LineageChange]] = TypeAdapter(Lineage)
_REJECT: Final = TypeAdapter(Reject)


def _encoded(line: bytes | Mapping[str, Any]) -> bytes:
    """A record comes as its line; jsonlines itself asks once for `{}`, to learn what it will get."""
    return line if isinstance(line, bytes) else b"{}"


class OutputFolder:
    """The folder of one run. Nothing in it changes before `finish`; without it, what was written is dropped.

    `lines` names the files of records that are written; `append` keeps what documents, events and rejects hold.
    """

    def __init__(self, folder: Path, lines: Sequence[str] = _LINES, *, append: bool = False) -> None:
        self.folder = folder
        self._lines = tuple(lines)
        self._append = append
        _check(folder, OUTPUT_FILES if self._lines == _LINES else self._lines)
        self._streams: dict[str, IO[bytes]] = {}
        self._writers: dict[str, jsonlines.Writer] = {}
        self._digests = {name: hashlib.sha256() for name in self._lines}

    def __enter__(self) -> OutputFolder:
        """Open the temporary files."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in self._lines:
                self._streams[name] = self._part(name).open("wb")
                if self._append and name in READ:
                    self._copy(name)
                self._writers[name] = jsonlines.Writer(self._streams[name], dumps=_encoded)
        except OSError as error:
            self._drop()
            raise _unwritable(self.folder, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what `finish` has not put in place."""
        self._drop()

    def article(self, document: Document, events: Sequence[Event]) -> Reject | None:
        """Write a document and its events, or neither; the reject that was written instead, if it was one."""
        try:
            line = _DOCUMENT.dump_json(document, warnings="error")
            lines = [_EVENT.dump_json(event, warnings="error") for event in events]
        except PydanticSerializationError as error:
            told = " ".join(str(error).split())
            reject = Reject(document.source.path, document.source.record, "write", "invalid_record", told)
            self.reject(reject)
            return reject
        self._write(DOCUMENTS, [line])
        self._write(EVENTS, lines)
        return None

    def reject(self, reject: Reject) -> None:
        """Write one reject."""
        self._write(REJECTS, [_REJECT.dump_json(reject)])

    def fact(self, fact: Fact) -> None:
        """Write one fact."""
        self._write(FACTS, [_FACT.dump_json(fact, warnings="error")])

    def lineage(self, record: LineageUnit | LineageChange) -> None:
        """Write a node or an edge of the lineage."""
        self._write(LINEAGE, [_LINEAGE.dump_json(record, warnings="error")])

    def written(self) -> tuple[Path, Path]:
        """Where documents and events lie before they are put in place, complete so far."""
        try:
            for name in (DOCUMENTS, EVENTS):
                self._streams[name].flush()
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return self._part(DOCUMENTS), self._part(EVENTS)

    def digests(self) -> dict[str, str]:
        """SHA-256 of each file of records, as far as it is written."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}

    def finish(self, manifest: Manifest | None = None, run: Mapping[str, Any] | None = None) -> None:
        """Put all files in place, the manifest, where there is one, after the records that it tells of."""
        try:
            for stream in self._streams.values():
                stream.close()
            told = {MANIFEST: asdict(manifest) if manifest is not None else None, RUN: run}
            objects = {name: record for name, record in told.items() if record is not None}
            for name, record in objects.items():
                self._part(name).write_bytes(_pretty(record))
            for name in (*self._lines, *objects):
                os.replace(self._part(name), self.folder / name)
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _write(self, name: str, lines: Sequence[bytes]) -> None:
        writer, digest = self._writers[name], self._digests[name]
        try:
            for line in lines:
                writer.write(line)
                digest.update(line + b"\n")
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _copy(self, name: str) -> None:
        """Take over what an earlier run wrote."""
        with (self.folder / name).open("rb") as earlier:
            while block := earlier.read(_BLOCK):
                self._streams[name].write(block)
                self._digests[name].update(block)

    def _part(self, name: str) -> Path:
        return self.folder / f".{name}.part"

    def _drop(self) -> None:
        for stream in self._streams.values():
            try:
                stream.close()
            except OSError:
                continue  # a full disk again, while the last buffer goes out; the file goes anyway
        for name in OUTPUT_FILES:
            with suppress(OSError):  # where the folder could not be made, there is nothing to drop
                self._part(name).unlink(missing_ok=True)


def _check(folder: Path, own: Sequence[str]) -> None:
    """Refuse a folder that holds anything but the files of an earlier run."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise SapxepError(f"{folder}: a file, not a folder; name another output folder")
    try:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in own)
    except OSError as error:
        raise _unwritable(folder, error) from error
    shown = [name for name in others if not name.startswith(".")]
    if shown:
        raise SapxepError(f"{folder}: holds something else ({shown[0]}); name an empty or a new output folder")


def _unwritable(folder: Path, error: OSError) -> SapxepError:
    return SapxepError(f"{folder}: cannot be written: {error.strerror or error}")


def _pretty(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
