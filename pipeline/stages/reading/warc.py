"""WARC, as Common Crawl and its CC-NEWS keep pages: of each answer the article in its page."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from functools import partial
from typing import Any, Final

from .fields import Content
from .html import content_of_page
from .limits import Problem, ReadOptions, Reason
from .text import decoded

_PAGES: Final = ("response", "resource")
_TEXTS: Final = "conversion"  # plain text that a crawler made of a page, as in WET files
_HTML: Final = ("text/html", "application/xhtml+xml")
_GOOD: Final = "200"
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
Lazy = Problem | Callable[[], Content]


def read_warc(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Lazy]:
    """The pages among a file's records; requests, pictures, failures and the crawler's own notes are none."""
    from warcio.archiveiterator import ArchiveIterator

    records = iter(ArchiveIterator(stream))
    while (record := _next(records)) is not None:
        found = _found(record, options)
        if found is not None:
            yield found


def _next(records: Iterator[Any]) -> Any:
    """The next record, None at the end."""
    try:
        # It prints what it thinks of a damaged archive; a reject says that.
        with redirect_stderr(io.StringIO()):
            return next(records, None)
    except (Problem, OSError, EOFError, zlib.error):
        raise
    except Exception as error:  # a damaged archive breaks its reader in many ways
        raise Problem(Reason.BAD_WARC, " ".join(f"{type(error).__name__}: {error}".split())[:200]) from error


def _found(record: Any, options: ReadOptions) -> Lazy | None:
    kind = _kind(record)
    if kind is None:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    try:
        raw = record.content_stream().read(options.longest_record + 1)
    except Exception as error:  # a body that is not packed as it says
        return Problem(Reason.BAD_WARC, f"{url}: the page cannot be unpacked: {type(error).__name__}")
    if len(raw) > options.longest_record:
        return Problem(Reason.TOO_LONG, f"{url}: more than {options.longest_record} bytes")
    if getattr(record.raw_stream, "limit", 0) > 0:
        return Problem(Reason.CUT_LINE, f"{url}: the file ends inside this record")
    if kind == _TEXTS:
        return partial(_text, raw, url)
    headers = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
    return partial(_page, raw, url, headers)


def _kind(record: Any) -> str | None:
    """Pages and texts; None for what holds no article."""
    if record.rec_type == _TEXTS:
        return _TEXTS
    if record.rec_type not in _PAGES:
        return None
    http = record.http_headers
    if http is not None and record.rec_type == "response" and http.get_statuscode() != _GOOD:
        return None
    told = http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")
    return _PAGES[0] if (told or "").partition(";")[0].strip().lower() in _HTML else None


def _page(raw: bytes, url: str | None, content_type: str) -> Content:
    charset = _CHARSET.search(content_type or "")
    content = content_of_page(raw, charset[1] if charset else None)
    return content if content.url else replace(content, url=url)


def _text(raw: bytes, url: str | None) -> Content:
    return Content(decoded(raw), url)
