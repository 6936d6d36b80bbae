"""Reads the files of an output folder for loading: line by line, each checked against its record's form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from ..errors import SapxepError
from ..records.schema import RECORDS

DOCUMENTS: Final = "documents.jsonl"
EVENTS: Final = "events.jsonl"
FACTS: Final = "facts.jsonl"
MANIFEST: Final = "manifest.json"


class Line(NamedTuple):
    """One record of a file, where it stands, and a digest of its bytes."""

    at: str
    record: dict[str, Any]
    digest: str


def lines_of(path: Path, record: str) -> Iterator[Line]:
    """The records of a file; SapxepError with file and line where one cannot be loaded."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _read(f"{path}:{number}", line, record)
    except OSError as error:
        raise SapxepError(f"{path}: cannot be read: {error.strerror or error}") from error


def _read(at: str, line: bytes, record: str) -> Line:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise SapxepError(f"{at}: not JSON ({error}); the file is damaged, run sapxep again") from error
    try:
        _adapter(record).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"])) or "record"
        raise SapxepError(f"{at}: no {record}: {place}: {first['msg']}; sapxep validate tells more") from error
    return Line(at, value, hashlib.sha256(line.strip()).hexdigest()[:16])


@cache
def _adapter(record: str) -> TypeAdapter[Any]:
    return TypeAdapter(RECORDS.get(record, dict))


def batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """Lines in lists of at most `size`."""
    source = iter(lines)
    while batch := list(islice(source, size)):
        yield batch


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run, None where it has none."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text("utf-8")) if path.is_file() else None
    except (OSError, ValueError) as error:
        raise SapxepError(f"{path}: cannot be read ({error}); run sapxep again") from error
    return found if isinstance(found, dict) else None


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds nothing to load, or events without their articles."""
    if not folder.is_dir():
        raise SapxepError(f"{folder}: no such folder; give the folder of a finished run")
    names = {name for name in (DOCUMENTS, EVENTS, FACTS) if (folder / name).is_file()}
    if not names:
        raise SapxepError(f"{folder}: holds no {DOCUMENTS}; give the folder of a finished run")
    if (DOCUMENTS in names) != (EVENTS in names):
        missing = EVENTS if DOCUMENTS in names else DOCUMENTS
        raise SapxepError(f"{folder}: {missing} is missing; give the folder of a finished run")
