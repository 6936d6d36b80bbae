"""One file after the other: open it, take its records, make articles of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from ...records.article import Article
from ...records.document import Reject
from ..identity import outlet_of_url
from .columns import read_arrow, read_parquet
from .fields import Content, content_of
from .html import read_html
from .inputs import Format, InputFile
from .json_records import read_json, read_lines
from .limits import Problem, ReadOptions, Reason
from .origin import SourceLine
from .streams import Position, opened
from .tables import read_comma, read_tab
from .text import read_text
from .warc import read_warc

Record = Content | dict[str, Any] | Problem
# Readers give what is costly to take apart as what does it, so that it can be passed over.
Lazy = Record | Callable[[], Content] | Callable[[], dict[str, Any]] | Callable[[], dict[str, Any] | Problem]
_READERS: Final[dict[Format, Callable[[io.BufferedReader, ReadOptions], Iterator[Lazy]]]] = {
    "text": read_text,
    "html": read_html,
    "lines": read_lines,
    "json": read_json,
    "comma": read_comma,
    "tab": read_tab,
    "parquet": read_parquet,
    "arrow": read_arrow,
    "warc": read_warc,
}


@dataclass(slots=True, frozen=True)
class Pending:
    """A record that was found and not taken apart: where it stands, and what makes an article or a reject of it.

    `record` is None for what tells of a whole file.
    """

    path: str
    record: int | None
    make: Callable[[], Article | Reject]


def read_file(
    source: InputFile, options: ReadOptions, source_line: SourceLine, position: Position | None = None
) -> Iterator[Pending]:
    """The records of one file in order; a file without any is a reject, too. `position` is kept up to date."""
    number = 0
    try:
        with opened(source, options.highest_ratio, position) as stream:
            read = _READERS[_sniffed(stream) if source.format == "sniff" else source.format]
            for record in read(stream, options):
                yield Pending(source.path, number, partial(_article, record, source.path, number, options, source_line))
                number += 1
        if not number:
            yield told(_reject(source.path, None, Problem(Reason.EMPTY, "no record in the file")))
    except Problem as problem:
        yield told(_reject(source.path, None, problem, number))
    except OSError as error:
        yield told(_reject(source.path, None, Problem(Reason.UNREADABLE, error.strerror or str(error)), number))


def told(reject: Reject) -> Pending:
    """A reject in the place of a record."""
    return Pending(reject.path, reject.record, lambda: reject)


def _reject(path: str, record: int | None, problem: Problem, before: int = 0) -> Reject:
    """A reject whose detail any file can hold; where the rest of a file is lost, it tells how much came before."""
    detail = (problem.detail or "").encode("utf-8", "backslashreplace").decode("utf-8")
    more = f"; {before} records before it stand" if before else ""
    return Reject(path, record, "read", str(problem.reason), detail + more or None)


def _sniffed(stream: io.BufferedReader) -> Format:
    """How a stream without a name is written, by its first bytes."""
    head = stream.peek(512).lstrip()[:512].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    # A list begins with a record, a text in brackets with anything else.
    if head.startswith(b"[") and head[1:].lstrip()[:1] in (b"{", b"]", b""):
        return "json"
    return "lines" if head.startswith(b"{") else "text"


def _article(record: Lazy, path: str, number: int, options: ReadOptions, source_line: SourceLine) -> Article | Reject:
    try:
        if not isinstance(record, Content | dict | Problem):
            record = record()
        if isinstance(record, Problem):
            raise record
        content = record if isinstance(record, Content) else content_of(record, options)
        if not content.text.strip():
            raise Problem(Reason.EMPTY, "nothing but blanks")
        if len(content.text) > options.longest_text:
            raise Problem(Reason.TOO_LONG, f"{len(content.text)} characters, the limit is {options.longest_text}")
    except Problem as problem:
        return _reject(path, number, problem)
    url, outlet = content.url, outlet_of_url(content.url) or content.outlet
    if url is None:
        url, named = source_line.find(content.text)
        outlet = outlet or named
    return Article(path, number, content.text, url, outlet, content.title, content.published)
