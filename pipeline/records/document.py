"""Documents (one article each), rejects and the run's own records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from .mentions import Mention


@dataclass(slots=True)
class MadeBy:
    """What made a record: versions and digests."""

    sapxep: str
    packs: str
    model: str | None
    register: str


@dataclass(slots=True)
class Source:
    """Where an article came from; `path` is relative to the input as given."""

    path: str
    record: int
    url: str | None
    outlet: str | None


@dataclass(slots=True)
class Document:
    """One article, as written to documents.jsonl."""

    schema_version: Literal["1.0"]
    doc_id: str
    made_by: MadeBy
    source: Source
    language: str | None
    language_confidence: float | None
    translated_from: str | None
    title: str | None
    published: Annotated[str | None, Field(description="ISO 8601 day")]
    text: Annotated[str | None, Field(description="the article as read; null with --without-text")]
    mentions: list[Mention]
    reasons: dict[str, str]


@dataclass(slots=True)
class Reject:
    """An input record that could not become a document, and why."""

    path: str
    record: int | None
    stage: Literal["read", "normalise", "detect", "annotate", "link", "write"]
    reason: str
    detail: str | None


@dataclass(slots=True)
class Manifest:
    """What a run read, with which options and versions, and how much came out; no clock time."""

    schema_version: Literal["1.0"]
    inputs: list[str]
    options: dict[str, Any]
    versions: dict[str, str]
    digests: dict[str, str]
    counts: dict[str, Any]
