"""The working state of one article on its way through the components."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from .event import Event
from .mentions import DateMention, DocumentMention, Mention, OfficialMention, OrganizationMention, UnitMention

_READING_ORDER = attrgetter("start", "end", "type")


@dataclass(slots=True, frozen=True)
class Sentence:
    """Token range [first, last) of one sentence and the number of its paragraph."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Annotation:
    """One article being annotated. All offsets refer to `text`, the normalised copy, until `finish`.

    `starts`, `ends` and `lower` hold one entry a token: character offsets and lower-cased form. `figures`: the places
    of the tokens that begin with a figure.
    """

    text: str
    language: str
    published: datetime.date | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    tokens: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    terms: list[Any] = field(default_factory=list)
    documents: list[DocumentMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    units: list[UnitMention] = field(default_factory=list)
    officials: list[OfficialMention] = field(default_factory=list)
    organizations: list[OrganizationMention] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)

    def mentions(self) -> list[Mention]:
        """All mentions in reading order."""
        found: list[Mention] = [*self.officials, *self.units, *self.documents, *self.dates, *self.organizations]
        return sorted(found, key=_READING_ORDER)
