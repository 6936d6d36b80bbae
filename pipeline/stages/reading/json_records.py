"""Records in JSON: one a line, or a list of them, or one alone; never more than one in memory."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from .limits import Problem, ReadOptions, Reason
from .text import decoded

Record = dict[str, Any] | Problem
# A record that is taken apart only when it is wanted: a resumed run passes over thousands that it does not want.
Lazy = Record | Callable[[], Record]
_CHUNK: Final = 1 << 16
_MARK: Final = re.compile(rb'["{}\[\],]')
_IN_STRING: Final = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_QUOTE: Final = ord('"')


def bounded_lines(stream: io.BufferedReader, limit: int) -> Iterator[bytes | Problem]:
    """The lines of a file with their ends; one over the limit is passed over without being held in memory."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield Problem(Reason.TOO_LONG, f"a line of more than {limit} bytes")


def read_lines(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Lazy]:
    """One record a line; blank lines are none."""
    for line in bounded_lines(stream, options.longest_record):
        if isinstance(line, Problem):
            yield line
        elif line.strip():
            yield partial(_record, line, whole=line.endswith(b"\n"))


def read_json(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Lazy]:
    """The records of a list, or records one after another, read as they come."""
    values = _Values(options.longest_record)
    while chunk := stream.read1(_CHUNK):
        yield from values.feed(chunk)
    yield from values.finish()


def _record(raw: bytes, whole: bool = True) -> Record:
    """A record; one at the very end of a file that does not end itself counts as cut off."""
    try:
        value = json.loads(decoded(raw))
    except Problem as problem:
        return problem if whole or not _cut_in_character(raw) else Problem(Reason.CUT_LINE, "ends inside a character")
    except (ValueError, RecursionError) as error:
        if not whole and raw.lstrip().startswith(b"{"):
            return Problem(Reason.CUT_LINE, "the file ends inside this record")
        return Problem(Reason.NOT_JSON, _told(error))
    return value if isinstance(value, dict) else Problem(Reason.RECORD_NOT_OBJECT, f"a {type(value).__name__}")


def _told(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    return f"{error.msg} at {error.pos}" if isinstance(error, json.JSONDecodeError) else "a number of too many digits"


def _cut_in_character(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(raw) and error.reason == "unexpected end of data"
    return False


class _Values:
    """Cuts a byte stream into the values of its outermost list, or the objects that follow each other.

    Only brackets, commas and quotes are looked at; whether a value is JSON is said by the decoder, value by value.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._over = False
        self._depth = 0
        self._listing = False
        self._in_string = False
        self._escaped = False

    def feed(self, chunk: bytes) -> Iterator[Lazy]:
        """The values that end in this chunk."""
        at = start = 0
        while at < len(chunk):
            if self._in_string:
                at = self._through_string(chunk, at)
                continue
            mark = _MARK.search(chunk, at)
            if mark is None:
                break
            at = mark.end()
            end = self._step(mark.group(), at)
            if end is not None:
                yield from self._emit(chunk[start:end])
                start = at
        self._hold(chunk[start:])

    def finish(self) -> Iterator[Lazy]:
        """What is left when the file ends."""
        if self._depth or self._in_string:
            yield Problem(Reason.CUT_LINE, "the file ends inside a record or before its list is closed")
        else:
            yield from self._emit(b"")

    def _through_string(self, chunk: bytes, at: int) -> int:
        if self._escaped:
            self._escaped = False
            return at + 1
        match = _IN_STRING.match(chunk, at)
        at = match.end() if match else at
        if at < len(chunk):
            self._in_string = chunk[at] != _QUOTE
            self._escaped = self._in_string
            at += 1
        return at

    def _step(self, mark: bytes, at: int) -> int | None:
        """Take in one mark; where it ends a value, where that value ends."""
        if mark == b'"':
            self._in_string = True
        elif mark in b"{[":
            self._depth += 1
            if mark == b"[" and self._depth == 1:
                self._listing = True
                return at - 1
        elif mark in b"}]":
            self._depth = max(0, self._depth - 1)
            if self._depth == 0:
                end = at - 1 if self._listing else at
                self._listing = False
                return end
        elif self._depth == int(self._listing):
            return at - 1
        return None

    def _hold(self, part: bytes) -> None:
        if len(self._held) + len(part) > self._limit:
            self._over = True
            self._held.clear()
        if not self._over:
            self._held += part

    def _emit(self, part: bytes) -> Iterator[Lazy]:
        self._hold(part)
        raw, over = bytes(self._held), self._over
        self._held.clear()
        self._over = False
        if over:
            yield Problem(Reason.TOO_LONG, f"a record of more than {self._limit} bytes")
        elif raw.strip():
            yield partial(_record, raw)
