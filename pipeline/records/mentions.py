"""Mentions: what an article names, each with the exact words and their place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from .vocabulary import Body, DateBasis, DatePrecision, DocType, Kind, Level, Link, Post, PostLevel

Offset = Annotated[int, Field(ge=0, description="Unicode code points from the start of `text`")]


@dataclass(slots=True)
class Role:
    """One post of an official: what, in which body, at which level, of which unit."""

    post: Post
    body: Body
    level: PostLevel | None
    unit: Annotated[str | None, Field(description="id of the unit that the post belongs to")] = None


@dataclass(slots=True)
class Issuer:
    """The body that issued a document."""

    body: Body | None
    level: PostLevel | None
    unit: str | None = None


@dataclass(slots=True)
class OfficialMention:
    """A person who holds or held a post, or a later mention of one by post alone."""

    id: str
    type: Literal["official"]
    start: Offset
    end: Offset
    surface: str
    name: Annotated[str | None, Field(description="the name as the article has it; ASCII Vietnamese for Persian")]
    refers_to: Annotated[str | None, Field(description="id of the mention that names the person")] = None
    roles: list[Role] = field(default_factory=list)


@dataclass(slots=True)
class UnitMention:
    """An administrative unit; the surface is the name without its kind word."""

    id: str
    type: Literal["unit"]
    start: Offset
    end: Offset
    surface: str
    name: Annotated[str, Field(description="official Vietnamese spelling where known, else the surface")]
    kind: Kind | None
    level: Level | None
    unit: Annotated[str | None, Field(description="id in the register; null unless `link` is linked")] = None
    successor: str | None = None
    province: str | None = None
    link: Link = "unknown"
    candidates: Annotated[list[str], Field(description="ids, best first, where `link` is ambiguous")] = field(
        default_factory=list
    )


@dataclass(slots=True)
class DocumentMention:
    """A legal document named by its number."""

    id: str
    type: Literal["document"]
    start: Offset
    end: Offset
    surface: str
    number: Annotated[str, Field(description="official number, Vietnamese spelling where the letters are certain")]
    doc_type: DocType
    issuer: Issuer | None = None
    issued: Annotated[str | None, Field(description="EDTF date of issue")] = None
    title: str | None = None


@dataclass(slots=True)
class DateMention:
    """A date or period, as EDTF."""

    id: str
    type: Literal["date"]
    start: Offset
    end: Offset
    surface: str
    edtf: str
    date_from: str | None
    date_to: str | None
    date_precision: DatePrecision
    date_basis: DateBasis = "text"


@dataclass(slots=True)
class OrganizationMention:
    """A state or party body."""

    id: str
    type: Literal["organization"]
    start: Offset
    end: Offset
    surface: str
    name: str
    body: Body
    level: PostLevel | None
    unit: str | None = None


Mention = OfficialMention | UnitMention | DocumentMention | DateMention | OrganizationMention
