"""One text, without files."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

from ..errors import SapxepError
from ..languages.pack import builtin_packs
from ..records import Document, Event, Reject
from ..records.article import Article
from ..stages.annotate import Annotator
from ..stages.identity import outlet_of_url
from .memory import seldom_collected

_HALF: Final = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1)
def _annotator() -> Annotator:
    return Annotator()


def extract(
    text: str, language: str | None = None, url: str | None = None, published: datetime.date | str | None = None
) -> tuple[Document, list[Event]]:
    """The document and the events of one article.

    `language` overrides detection; `published` is a day, as a date or as ISO 8601 ("2025-07-01"). SapxepError where a
    value is unusable or the text cannot be annotated.
    """
    if not text.strip():
        raise SapxepError("the text is empty")
    for name, said in (("text", text), ("url", url or "")):
        if half := _HALF.search(said):
            raise SapxepError(
                f"the {name} holds half a surrogate pair at {half.start()}, which no UTF-8 can; "
                "decode its bytes with errors='replace', or put U+FFFD there"
            )
    article = Article("-", 0, text, url, outlet_of_url(url), None, _day(published))
    with seldom_collected():
        if language is not None and language not in builtin_packs():
            raise SapxepError(f"no language pack {language}; there are: {', '.join(builtin_packs())}")
        result = _annotator().annotate(article, language)
    if isinstance(result, Reject):
        raise SapxepError(f"the text cannot be annotated: {result.reason}: {result.detail}")
    return result


def _day(published: datetime.date | str | None) -> datetime.date | None:
    if isinstance(published, datetime.datetime):
        return published.date()
    if not isinstance(published, str):
        return published
    try:
        return datetime.date.fromisoformat(published)
    except ValueError:
        raise SapxepError(f"published is {published!r}; wanted is a day like 2025-07-01") from None
