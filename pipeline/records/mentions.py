"""Mentions: what an article names, each with the exact words and their place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from .vocabulary import Body, DateBasis, DatePrecision, DocType, Kind, Level, Link, Post, PostLevel

Offset = Annotated[int, Field(ge=0, description="Unicode code points from the start of `text`")]

Rule = Annotated[str | None, Field(description="`model/NAME` where a model named it, null where the rules did")]
Confidence = Annotated[
    float | None, Field(description="chance that a name of a model is right, null where not calibrated")
]


@dataclass(slots=True)
class Role:
    """One post of an official: what, in which body, at which level, of which unit."""

    post: Annotated[Post, Field(description="the post")]
    body: Annotated[Body, Field(description="the body")]
    level: Annotated[PostLevel | None, Field(description="level of the body")]
    unit: Annotated[str | None, Field(description="id of the unit that the post belongs to")] = None


@dataclass(slots=True)
class Issuer:
    """The body that issued a document."""

    body: Annotated[Body | None, Field(description="the body")]
    level: Annotated[PostLevel | None, Field(description="its level")]
    unit: Annotated[str | None, Field(description="id of its unit")] = None


@dataclass(slots=True)
class OfficialMention:
    """A person who holds or held a post, or a later mention of one by post alone."""

    id: Annotated[str, Field(description="id within the article")]
    type: Literal["official"]
    start: Offset
    end: Offset
    surface: Annotated[str, Field(description="the words")]
    name: Annotated[str | None, Field(description="the name as the article has it; ASCII Vietnamese for Persian")]
    refers_to: Annotated[str | None, Field(description="id of the mention that names the person")] = None
    roles: Annotated[list[Role], Field(description="posts, held now or before")] = field(default_factory=list)
    rule: Rule = None
    confidence: Confidence = None


@dataclass(slots=True)
class UnitMention:
    """An administrative unit; the surface is the name without its kind word."""

    id: Annotated[str, Field(description="id within the article")]
    type: Literal["unit"]
    start: Offset
    end: Offset
    surface: Annotated[str, Field(description="the name without its kind word")]
    name: Annotated[str, Field(description="official Vietnamese spelling where known, else the surface")]
    kind: Annotated[Kind | None, Field(description="official kind")]
    level: Annotated[Level | None, Field(description="level of the kind")]
    unit: Annotated[str | None, Field(description="id in the register; null unless `link` is linked")] = None
    successor: Annotated[str | None, Field(description="id of the unit that an earlier one ended in")] = None
    province: Annotated[str | None, Field(description="name of its province")] = None
    link: Annotated[Link, Field(description="whether the unit meant is known")] = "unknown"
    candidates: Annotated[list[str], Field(description="ids, best first, where `link` is ambiguous")] = field(
        default_factory=list
    )
    rule: Rule = None
    confidence: Confidence = None


@dataclass(slots=True)
class DocumentMention:
    """A legal document named by its number."""

    id: Annotated[str, Field(description="id within the article")]
    type: Literal["document"]
    start: Offset
    end: Offset
    surface: Annotated[str, Field(description="the words")]
    number: Annotated[str, Field(description="official number, Vietnamese spelling where the letters are certain")]
    doc_type: Annotated[DocType, Field(description="type by the letters of the number")]
    issuer: Annotated[Issuer | None, Field(description="the body that issued it")] = None
    issued: Annotated[str | None, Field(description="EDTF date of issue")] = None
    title: Annotated[str | None, Field(description="its title")] = None


@dataclass(slots=True)
class DateMention:
    """A date or period, as EDTF."""

    id: Annotated[str, Field(description="id within the article")]
    type: Literal["date"]
    start: Offset
    end: Offset
    surface: Annotated[str, Field(description="the words")]
    edtf: Annotated[str, Field(description="EDTF (ISO 8601-2), Gregorian")]
    date_from: Annotated[str | None, Field(description="first day")]
    date_to: Annotated[str | None, Field(description="last day")]
    date_precision: Annotated[DatePrecision, Field(description="how exact it is")]
    date_basis: Annotated[DateBasis, Field(description="what its year rests on")] = "text"


@dataclass(slots=True)
class OrganizationMention:
    """A state or party body."""

    id: Annotated[str, Field(description="id within the article")]
    type: Literal["organization"]
    start: Offset
    end: Offset
    surface: Annotated[str, Field(description="the words")]
    name: Annotated[str, Field(description="name of the body")]
    body: Annotated[Body, Field(description="sort of body")]
    level: Annotated[PostLevel | None, Field(description="its level")]
    unit: Annotated[str | None, Field(description="id of the unit that it belongs to")] = None
    rule: Rule = None
    confidence: Confidence = None


Mention = OfficialMention | UnitMention | DocumentMention | DateMention | OrganizationMention
