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
from ..records import Document, Event, Manifest, Reject

DOCUMENTS: Final = "documents.jsonl"
EVENTS: Final = "events.jsonl"
REJECTS: Final = "rejects.jsonl"
MANIFEST: Final = "manifest.json"
RUN: Final = "run.json"
OUTPUT_FILES: Final = (DOCUMENTS, EVENTS, REJECTS, MANIFEST, RUN)
_LINES: Final = (DOCUMENTS, EVENTS, REJECTS)
_DOCUMENT: Final = TypeAdapter(Document)
_EVENT: Final = TypeAdapter(Event)
_REJECT: Final = TypeAdapter(Reject)


def _encoded(line: bytes | Mapping[str, Any]) -> bytes:
    """A record comes as its line; jsonlines itself asks once for `{}`, to learn what it will get."""
    return line if isinstance(line, bytes) else b"{}"


class OutputFolder:
    """The folder of one run. Nothing in it changes before `finish`; without it, what was written is dropped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _check(folder)
        self._streams: dict[str, IO[bytes]] = {}
        self._writers: dict[str, jsonlines.Writer] = {}
        self._digests = {name: hashlib.sha256() for name in _LINES}

    def __enter__(self) -> OutputFolder:
        """Open the temporary files."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in _LINES:
                self._streams[name] = self._part(name).open("wb")
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

    def digests(self) -> dict[str, str]:
        """SHA-256 of each file of records, as far as it is written."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}

    def finish(self, manifest: Manifest, run: Mapping[str, Any]) -> None:
        """Put all files in place, the manifest after the records that it tells of."""
        try:
            for stream in self._streams.values():
                stream.close()
            self._part(MANIFEST).write_bytes(_pretty(asdict(manifest)))
            self._part(RUN).write_bytes(_pretty(run))
            for name in OUTPUT_FILES:
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


def _check(folder: Path) -> None:
    """Refuse a folder that holds anything but the files of an earlier run."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise SapxepError(f"{folder}: a file, not a folder; name another output folder")
    try:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in OUTPUT_FILES)
    except OSError as error:
        raise _unwritable(folder, error) from error
    shown = [name for name in others if not name.startswith(".")]
    if shown:
        raise SapxepError(f"{folder}: holds something else ({shown[0]}); name an empty or a new output folder")


def _unwritable(folder: Path, error: OSError) -> SapxepError:
    return SapxepError(f"{folder}: cannot be written: {error.strerror or error}")


def _pretty(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
