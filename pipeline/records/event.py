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

    name: Annotated[str, Field(description="official spelling where known, else as the article has it")]
    kind: Annotated[Kind | None, Field(description="official kind; null for bodies")]
    extent: Annotated[Extent, Field(description="how much of the unit")]
    unit: Annotated[str | None, Field(description="id in the register, where linked")]
    mention: Annotated[str | None, Field(description="id of the mention in the article")]


@dataclass(slots=True)
class Counts:
    """Numbers of units before and after a restructuring."""

    before: Annotated[int | None, Field(description="units before")] = None
    after: Annotated[int | None, Field(description="units after")] = None
    before_by_kind: Annotated[dict[Kind, int] | None, Field(description="the same by kind")] = None
    after_by_kind: Annotated[dict[Kind, int] | None, Field(description="the same by kind")] = None
    reduction: Annotated[int | None, Field(description="how many fewer")] = None
    reduction_percent: Annotated[float | None, Field(description="how many fewer, in percent")] = None


@dataclass(slots=True)
class Place:
    """Where an event belongs."""

    province: Annotated[str | None, Field(description="name of the province on the event's date")] = None
    district: Annotated[str | None, Field(description="name of the district, where the text ties the event to one")] = (
        None
    )
    unit: Annotated[str | None, Field(description="id of the smallest of them, then")] = None
    unit_now: Annotated[str | None, Field(description="id of the province since 2025-07-01")] = None


@dataclass(slots=True)
class DocumentReference:
    """A document of an event."""

    number: Annotated[str, Field(description="number in official spelling")]
    mention: Annotated[str | None, Field(description="id of the mention in the article")]


@dataclass(slots=True)
class OfficialReference:
    """A person of an event."""

    name: Annotated[str, Field(description="name as the article has it")]
    mention: Annotated[str | None, Field(description="id of the mention in the article")]
    role: Annotated[Literal["led", "appointed", "attended"], Field(description="part in the event")]


@dataclass(slots=True)
class Evidence:
    """The stretch of the article that says it, at most 600 characters."""

    start: Offset
    end: Offset
    text: Annotated[str, Field(description="the words; text[start:end] of the article")]


@dataclass(slots=True)
class RegisterVerdict:
    """What the official register says of the event."""

    status: Annotated[
        Literal["confirmed", "partial", "conflicts", "not_in_register", "before_register"],
        Field(description="how the event agrees with the register"),
    ]
    missing: Annotated[list[str], Field(description="ids of units that the register has and the article has not")] = (
        field(default_factory=list)
    )
    extra: Annotated[list[str], Field(description="ids of units that the article has and the register has not")] = (
        field(default_factory=list)
    )
    counts: Annotated[Counts | None, Field(description="the register's own counts, for a restructuring")] = None


@dataclass(slots=True)
class Event:
    """One event of one article, as written to events.jsonl."""

    schema_version: Annotated[Literal["1.0"], Field(description="version of this form")]
    event_id: Annotated[str, Field(description="doc_id, a colon, 12 hex digits over what identifies the event")]
    doc_id: Annotated[str, Field(description="the article")]
    type: Annotated[EventType, Field(description="type of event")]
    status: Annotated[Status, Field(description="how far it has come")]
    level: Annotated[
        PostLevel | None, Field(description="of the units or bodies changed, the body issuing or meeting, or the post")
    ]
    sources: Annotated[list[Participant], Field(description="units or bodies before")]
    targets: Annotated[list[Participant], Field(description="units or bodies after, met or appointed to")]
    counts: Annotated[Counts | None, Field(description="numbers of units, null where none are told")]
    place: Annotated[Place, Field(description="where it belongs")]
    date: Annotated[str | None, Field(description="EDTF: when the change takes effect or the session takes place")]
    date_from: Annotated[str | None, Field(description="first day that the date can mean")]
    date_to: Annotated[str | None, Field(description="last day that the date can mean")]
    date_precision: Annotated[DatePrecision | None, Field(description="how exact the date is")]
    date_basis: Annotated[DateBasis | None, Field(description="what the date rests on")]
    documents: Annotated[list[DocumentReference], Field(description="legal documents in the same statement")]
    officials: Annotated[list[OfficialReference], Field(description="people who led it or were appointed")]
    evidence: Annotated[Evidence, Field(description="the stretch that says it")]
    rule: Annotated[str, Field(description="what found it")]
    confidence: Annotated[
        float | None, Field(description="chance that it is right, null in languages where that was not measured")
    ]
    register: Annotated[
        RegisterVerdict | None, Field(description="what the register says, null where it knows nothing of such events")
    ]
    reasons: Annotated[dict[str, str], Field(description="key → why it is null")]
