"""One article as it was read, before anything is done with it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Article:
    """An article and where it came from.

    `path` is relative to the input as given, with `/`; `record` counts the records of a file from 0; `outlet` is a host
    without `www.`; `published` is the day that the dump states, None where it states none.
    """

    path: str
    record: int
    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: datetime.date | None = None
