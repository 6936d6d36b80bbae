"""Events: one reorganization event of one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import Field

from .mentions import Offset
from .vocabulary import DateBasis, DatePrecision, EventType, Extent, Kind, PostLevel, Status

SCHEMA_VERSION: Final = "1.0"


@dataclass(slots=True)
class Participant:
    """A unit or body that takes part in an event."""

    name: str
    kind: Kind | None
    extent: Extent
    unit: str | None
    mention: str | None


@dataclass(slots=True)
class Counts:
    """Numbers of units before and after a restructuring."""

    before: int | None = None
    after: int | None = None
    before_by_kind: dict[Kind, int] | None = None
    after_by_kind: dict[Kind, int] | None = None
    reduction: int | None = None
    reduction_percent: float | None = None


@dataclass(slots=True)
class Place:
    """Where an event belongs."""

    province: str | None = None
    district: str | None = None
    unit: str | None = None
    unit_now: str | None = None


@dataclass(slots=True)
class DocumentReference:
    """A document of an event."""

    number: str
    mention: str | None


@dataclass(slots=True)
class OfficialReference:
    """A person of an event."""

    name: str
    mention: str | None
    role: Literal["led", "appointed", "attended"]


@dataclass(slots=True)
class Evidence:
    """The stretch of the article that says it, at most 600 characters."""

    start: Offset
    end: Offset
    text: str


@dataclass(slots=True)
class RegisterVerdict:
    """What the official register says of the event."""

    status: Literal["confirmed", "partial", "conflicts", "not_in_register", "before_register"]
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    counts: Annotated[Counts | None, Field(description="the register's own counts, for a restructuring")] = None


@dataclass(slots=True)
class Event:
    """One event of one article, as written to events.jsonl."""

    schema_version: Literal["1.0"]
    event_id: str
    doc_id: str
    type: EventType
    status: Status
    level: PostLevel | None
    sources: list[Participant]
    targets: list[Participant]
    counts: Counts | None
    place: Place
    date: Annotated[str | None, Field(description="EDTF: when the change takes effect or the session takes place")]
    date_from: str | None
    date_to: str | None
    date_precision: DatePrecision | None
    date_basis: DateBasis | None
    documents: list[DocumentReference]
    officials: list[OfficialReference]
    evidence: Evidence
    rule: str
    confidence: float | None
    register: RegisterVerdict | None
    reasons: dict[str, str]
