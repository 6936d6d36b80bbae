"""Web pages: the article without the page's furniture, and what the page says of itself."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from typing import Any, Final

from .fields import Content
from .limits import Problem, ReadOptions, Reason
from .published import day
from .text import decoded, whole

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD: Final = 4096
_LD_DATE: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')
_DATE_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "pubdate",
    "publishdate", "publish-date", "publish_date", "published_date", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip


def read_html(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Content]:
    """The page's article; the text is what extraction gives, offsets count in it."""
    yield content_of_page(whole(stream, options))


def content_of_page(raw: bytes, charset: str | None = None) -> Content:
    """The article in a page; `charset` is what its server said. Problem where there is none."""
    page = _decoded(raw, charset)
    if not page.strip():
        raise Problem(Reason.EMPTY, "nothing but blanks")
    try:
        content = _content(page)
    except Exception as error:  # hostile markup breaks parsers in ways of their own
        raise Problem(Reason.HTML_NO_TEXT, f"the page cannot be taken apart: {type(error).__name__}") from error
    if content is None:
        raise Problem(Reason.HTML_NO_TEXT, "no article found in the page")
    return content


def _decoded(raw: bytes, charset: str | None) -> str:
    """UTF-8, else the charset that the server or the page itself declares."""
    try:
        return decoded(raw)
    except Problem:
        declared = _CHARSET.search(raw[:_HEAD])
        named = charset or (declared[1].decode("ascii") if declared else None)
        if named is None:
            raise
        try:
            return raw.decode(named)
        except (LookupError, ValueError):
            raise Problem(Reason.NOT_UTF8, f"no UTF-8, nor the charset {named} that the page declares") from None


def _content(page: str) -> Content | None:
    # Takes a sixth of a second to import and only pages need it.
    from trafilatura import extract
    from trafilatura.utils import load_html

    tree = load_html(_DECLARATION.sub("", page.replace("\0", "")))
    if tree is None:
        return None
    url, title, published = _address(tree), _title(tree), _published(tree, page)
    text = extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    return Content(text, url, None, title, published) if text else None


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.setdefault(name.strip().lower(), meta.get("content").strip())
    return found


def _address(tree: Any) -> str | None:
    links = [link.get("href", "").strip() for link in tree.iter("link") if "canonical" in link.get("rel", "").split()]
    return next(
        (url for url in (*links, _metas(tree).get("og:url", "")) if url.startswith(("http://", "https://"))), None
    )


def _title(tree: Any) -> str | None:
    written = _metas(tree).get("og:title") or next((" ".join(t.itertext()) for t in tree.iter("title")), "")
    return " ".join(written.split()) or None


def _published(tree: Any, page: str) -> datetime.date | None:
    """The day that the page's own metadata state; nothing is looked for in its text."""
    metas = _metas(tree)
    stated = [metas[name] for name in _DATE_NAMES if name in metas]
    stated += _LD_DATE.findall(page)
    stated += [
        time.get("datetime", "")
        for time in tree.iter("time")
        if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None
    ]
    return next(filter(None, map(day, stated)), None)
