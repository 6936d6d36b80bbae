"""Facts: one real change, with everything that articles told of it, and the lineage of units that follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from .event import Counts, DocumentReference, Place, RegisterVerdict
from .vocabulary import DatePrecision, EventType, Extent, Kind, PostLevel, Status


@dataclass(slots=True)
class FactParticipant:
    """A unit or body that takes part in a change."""

    name: str
    kind: Kind | None
    extent: Extent
    unit: str | None
    implied: Annotated[bool, Field(description="not told: the standing target's own predecessor of the same name")]


@dataclass(slots=True)
class FactOfficial:
    """A person of a session or an appointment."""

    name: str
    role: Literal["led", "appointed", "attended"]


@dataclass(slots=True)
class HistoryEntry:
    """A status and the first report that gave it; `date` is that report's day."""

    status: Status
    date: Annotated[str | None, Field(description="day of the first report that gave this status; null where unknown")]
    event_id: str


@dataclass(slots=True)
class Reports:
    """Who reported a change, and when."""

    articles: int
    independent: Annotated[int, Field(description="articles that tell one original counted once")]
    languages: list[str]
    outlets: list[str]
    first: str | None
    last: str | None


@dataclass(slots=True)
class ToldValue:
    """One of the values that reports give, and the events that give it."""

    value: Any
    events: list[str]
    fact_id: Annotated[str | None, Field(description="the other fact, where the value is not of this one")] = None


@dataclass(slots=True)
class Disagreement:
    """A field on which the reports differ; `values` best supported first."""

    field: str
    values: list[ToldValue]


@dataclass(slots=True)
class Fact:
    """One real change, as written to facts.jsonl."""

    schema_version: Literal["1.0"]
    fact_id: str
    also: Annotated[list[str], Field(description="ids of the narrower forms that this fact absorbed")]
    type: EventType
    level: PostLevel | None
    sources: list[FactParticipant]
    targets: list[FactParticipant]
    counts: Counts | None
    place: Place
    date: str | None
    date_from: str | None
    date_to: str | None
    date_precision: DatePrecision | None
    documents: list[DocumentReference]
    officials: list[FactOfficial]
    status: Status
    history: list[HistoryEntry]
    events: list[str]
    reports: Reports
    agreed: Annotated[dict[str, int], Field(description="field → articles that tell the value that the fact has")]
    disagreements: list[Disagreement]
    register: RegisterVerdict | None
    confidence: float | None


@dataclass(slots=True)
class LineageUnit:
    """A node of the lineage: a unit of one list, or a unit that reports name and nobody could link."""

    record: Literal["unit"]
    id: str
    name: str
    kind: Kind | None
    list: Annotated[str | None, Field(description="2025-07, 2025-06 or old; null for a unit that is not linked")]
    province: str | None


@dataclass(slots=True)
class LineageChange:
    """An edge of the lineage; one end is null where a unit is only founded, abolished or left as it is."""

    record: Literal["change"]
    fact_id: str
    type: EventType
    status: Status
    source: str | None
    target: str | None
    extent: Extent
    implied: bool
    date: str | None
    documents: list[str] = field(default_factory=list)
    register: str | None = None
    articles: int = 0
    independent: int = 0


Lineage = Annotated[LineageUnit | LineageChange, Field(discriminator="record")]
