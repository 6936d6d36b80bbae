"""Records in a table with a header: commas, semicolons or tabs between the fields."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from .fields import has_text_field
from .json_records import Record, bounded_lines
from .limits import Problem, ReadOptions, Reason

_SEPARATORS: Final = ",;\t|"
_UNDECODED: Final = re.compile("[\udc80-\udcff]")


def read_comma(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Rows of a table whose header shows what stands between the fields."""
    yield from _read(stream, options, _SEPARATORS)


def read_tab(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Rows of a table with tabs."""
    yield from _read(stream, options, "\t")


def _read(stream: io.BufferedReader, options: ReadOptions, separators: str) -> Iterator[Record]:
    lines = _Lines(stream, options.longest_record)
    first = lines.header()
    if not first:
        return
    separator = _separator(first, separators, options)
    # A setting of the whole process: the module's own limit of 128 KiB is shorter than long articles.
    csv.field_size_limit(max(csv.field_size_limit(), options.longest_record))
    rows = csv.reader(lines, delimiter=separator, strict=True)
    header = _names(first, separator)
    if not has_text_field(header, options):
        raise Problem(Reason.CSV_NO_TEXT_COLUMN, f"columns: {', '.join(header)[:200]}")
    while (row := _next(rows, lines)) is not None:
        if isinstance(row, Problem):
            yield row
        elif any(row):
            yield _record(header, row)


def _separator(first: str, separators: str, options: ReadOptions) -> str:
    """The separator that lets the header name a text; else the first."""
    for separator in separators:
        if has_text_field(_names(first, separator), options):
            return separator
    return separators[0]


def _names(first: str, separator: str) -> list[str]:
    """The names in a header; none where it is no row of a table."""
    try:
        return [name.strip() for name in next(csv.reader([first], delimiter=separator))]
    except csv.Error:
        return []


def _next(rows: Iterator[list[str]], lines: _Lines) -> list[str] | Problem | None:
    lines.held = 0
    try:
        return next(rows, None)
    except Problem as problem:
        return problem
    except csv.Error as error:
        if lines.ended:
            return Problem(Reason.CUT_LINE, "the file ends inside quotes")
        return Problem(Reason.TOO_LONG if "limit" in str(error) else Reason.CSV_BAD_ROW, str(error))


def _record(header: list[str], row: list[str]) -> Record:
    if len(row) > len(header):
        return Problem(Reason.CSV_BAD_ROW, f"{len(row)} fields, the header has {len(header)}")
    if any(_UNDECODED.search(field) for field in row if not field.isascii()):
        return Problem(Reason.NOT_UTF8, "bytes that are no UTF-8; convert the file first")
    return dict(zip(header, row, strict=False))


class _Lines:
    """The lines of a table as text; bytes that are no UTF-8 stay recognisable, so that rows keep their shape.

    A row whose quotes never close would take in the rest of the file: it is broken off at the limit.
    """

    def __init__(self, stream: io.BufferedReader, limit: int) -> None:
        self._lines = bounded_lines(stream, limit)
        self._limit = limit
        self.held = 0
        self.ended = False

    def header(self) -> str:
        """The first line that is not blank; empty where there is none."""
        for line in self:
            if line.strip():
                return line
        return ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        if isinstance(line, Problem):
            raise line
        self.held += len(line)
        if self.held > self._limit:
            raise Problem(Reason.TOO_LONG, f"a row of more than {self._limit} bytes")
        return line.decode("utf-8", "surrogateescape")
