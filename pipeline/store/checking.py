"""Checks finished files: each line against its schema, each span against the text it was taken from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError

from ..errors import SapxepError
from ..records.schema import FILES, schema_of


class Fault(NamedTuple):
    """What is wrong on one line of a file."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


def faults_of(paths: Iterable[Path]) -> Iterator[Fault]:
    """The faults of files, and of all known files of folders, in order."""
    for path in paths:
        if path.is_dir():
            found = [path / name for name in FILES if (path / name).is_file()]
            if not found:
                raise SapxepError(f"{path}: holds no {', '.join(FILES)}; give the folder of a finished run")
            for file in found:
                yield from _of_file(file)
        else:
            yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Fault]:
    record = next((record for name, record in FILES.items() if path.name.endswith(name)), None)
    if record is None:
        raise SapxepError(f"{path}: cannot tell what it holds; the name must end in {', '.join(FILES)}")
    validator = Draft202012Validator(schema_of(record))
    texts = _texts(path.with_name("documents.jsonl")) if record == "event" else {}
    for line, text in _lines(path, record):
        try:
            value = json.loads(text)
        except ValueError as error:
            yield Fault(path, line, f"not JSON: {error}")
            continue
        breaches = [_told(breach) for breach in validator.iter_errors(value)]
        # Spans can be looked up in a record of the right shape only.
        yield from (Fault(path, line, problem) for problem in breaches or _spans(record, value, texts))


def _told(breach: ValidationError) -> str:
    return f"{'/'.join(map(str, breach.absolute_path)) or 'record'}: {breach.message[:200]}"


def _lines(path: Path, record: str) -> Iterator[tuple[int, str]]:
    try:
        if record == "manifest":
            yield 1, path.read_text("utf-8")
            return
        with path.open(encoding="utf-8") as file:
            yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise SapxepError(f"{path}: cannot be read ({error})") from error


def _texts(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = (_object(line) for _, line in _lines(path, "document"))
    return {document["doc_id"]: document["text"] for document in found if isinstance(document.get("text"), str)}


def _object(line: str) -> dict[str, Any]:
    """The record on a line, empty where it holds none; that fault is told of its own file."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) and isinstance(value.get("doc_id"), str) else {}


def _spans(record: str, value: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """Mentions and evidence whose words do not stand where they say."""
    if record == "document" and value["text"] is not None:
        for mention in value["mentions"]:
            if value["text"][mention["start"] : mention["end"]] != mention["surface"]:
                yield f"mention {mention['id']}: text[start:end] is not {mention['surface']!r}"
    if record == "event" and value["doc_id"] in texts:
        evidence = value["evidence"]
        if texts[value["doc_id"]][evidence["start"] : evidence["end"]] != evidence["text"]:
            yield f"event {value['event_id']}: the evidence does not stand where it says"
