"""Which fields of a record hold text, address, title and day; the usual dumps are known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..identity import outlet_of_url
from .limits import Problem, ReadOptions, Reason
from .published import day

# In order of trust. Names are compared without case, `_` and `-`.
_TEXT: Final = (
    "maintext", "plaintext", "text", "content", "articletext", "articlebody", "articlecontent", "article", "body",
    "bodytext", "fulltext", "contenttext", "textcontent", "maincontent", "rawtext", "rawcontent", "story",
)  # fmt: skip
_URL: Final = (
    "url", "link", "canonicalurl", "canonicallink", "articleurl", "pageurl", "sourceurl", "originalurl", "requestedurl",
    "respondedurl", "warctargeturi", "permalink", "weburl", "href", "uri", "source",
)  # fmt: skip
_DATE: Final = (
    "published", "publisheddate", "datepublished", "publishdate", "datepublish", "publishingdate", "publicationdate",
    "publishedat", "publishedon", "publishtime", "publishedtime", "publishedparsed", "pubdate", "pubtime", "date",
    "datetime", "articledate",
)  # fmt: skip
_TITLE: Final = ("title", "headline", "articletitle", "pagetitle", "heading")
_OUTLET: Final = ("sourcedomain", "domain", "outlet", "hostname", "host", "site", "website", "netloc", "source")
# Fields that hold further fields about the article; of the page it was taken from, only the address is wanted.
_METADATA: Final = ("metadata", "meta")
_PAGE: Final = "html"
_NO_VALUE: Final = frozenset({"", "none", "null", "nan", "nat", "n/a", "<na>", "undefined"})
_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s/?#]+\.[^\s]+|(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_LONE_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_REPLACEMENT: Final = "\ufffd"


@dataclass(slots=True, frozen=True)
class Content:
    """What a record says, before it is an article."""

    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: datetime.date | None = None


def has_text_field(names: Iterable[str], options: ReadOptions) -> bool:
    """Whether a table's header names a field with texts."""
    if options.text_key is not None:
        return options.text_key in set(names) or options.text_key.split(".")[0] in set(names)
    return any(_plain(name) in _TEXT for name in names)


def is_known(name: str, options: ReadOptions) -> bool:
    """Whether a field is looked at."""
    keys = (options.text_key, options.url_key, options.date_key, options.title_key)
    asked = {key for key in keys if key is not None} | {key.split(".")[0] for key in keys if key is not None}
    known = (*_TEXT, *_URL, *_DATE, *_TITLE, *_OUTLET, *_METADATA, _PAGE)
    return name in asked or _plain(name) in known


def content_of(record: Mapping[str, Any], options: ReadOptions) -> Content:
    """The content of a record; Problem where no field holds a text."""
    fields = _Fields(record)
    return Content(
        fields.text(options.text_key),
        url=next(filter(None, map(_address, fields.values(_URL, options.url_key))), None),
        outlet=next(filter(None, map(_host, fields.values(_OUTLET, None))), None),
        title=next(filter(None, map(_line, fields.values(_TITLE, options.title_key))), None),
        published=next(filter(None, map(day, fields.values(_DATE, options.date_key))), None),
    )


class _Fields:
    """The fields of a record and of the metadata inside it, by plain name."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._plain: dict[str, Any] = {}
        inner = {_plain(name): value for name, value in record.items() if isinstance(value, dict)}
        for part in (record, *(inner.get(name, {}) for name in _METADATA)):
            for name, value in part.items():
                self._plain.setdefault(_plain(name), value)
        for name, value in inner.get(_PAGE, {}).items():
            if _plain(name) in _URL:
                self._plain.setdefault(_plain(name), value)

    def values(self, names: tuple[str, ...], key: str | None) -> Iterator[Any]:
        """The values under the key that the user names, else under the known names, in order of trust."""
        if key is not None:
            yield self._at(key)
        else:
            yield from (self._plain[name] for name in names if name in self._plain)

    def text(self, key: str | None) -> str:
        """The article's text, half surrogate pairs replaced one for one: no UTF-8 file can hold them."""
        known = [_written(value) for value in self.values(_TEXT, key)]
        text = next((value for value in known if value), None)
        if text:
            return _LONE_SURROGATES.sub(_REPLACEMENT, text)
        if any(value is not None for value in known):
            raise Problem(Reason.EMPTY, "the field with the text is blank")
        names = ", ".join(str(name) for name in list(self._record)[:20])
        told = f"no field {key}; " if key is not None else ""
        raise Problem(Reason.NO_TEXT, _LONE_SURROGATES.sub(_REPLACEMENT, f"{told}fields: {names}"[:300]))

    def _at(self, key: str) -> Any:
        """A field by its exact name, or by a path with dots."""
        if key in self._record:
            return self._record[key]
        value: Any = self._record
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "").replace("-", "").replace(" ", "")


def _written(value: Any) -> str | None:
    """The text of a field: a string, paragraphs, or a body of summary and sections; None where it is none of these."""
    if isinstance(value, str):
        return "" if value.strip().lower() in _NO_VALUE else value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value) if any(part.strip() for part in value) else ""
    if isinstance(value, dict):
        return "\n\n".join(_body(value)) or None
    return None


def _body(value: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs of a body of summary and sections, each section with headlines and paragraphs."""
    yield from _strings(value.get("summary"))
    sections = value.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            yield from _strings(section.get("headline"))
            yield from _strings(section.get("paragraphs"))
    yield from _strings(value.get("paragraphs"))


def _strings(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, str) and part.strip()]


def _line(value: Any) -> str | None:
    """A short value: a string that says something."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str) or value.strip().lower() in _NO_VALUE:
        return None
    return _LONE_SURROGATES.sub(_REPLACEMENT, value.strip())


def _address(value: Any) -> str | None:
    line = _line(value)
    return line if line and _ADDRESS.fullmatch(line) else None


def _host(value: Any) -> str | None:
    line = _line(value)
    if line is None:
        return None
    return outlet_of_url(line) if _HOST.fullmatch(line) or _ADDRESS.fullmatch(line) else None
