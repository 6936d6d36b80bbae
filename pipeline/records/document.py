"""Documents (one article each), rejects and the run's own records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from .mentions import Mention


@dataclass(slots=True)
class MadeBy:
    """What made a record: versions and digests."""

    sapxep: Annotated[str, Field(description="version of the program")]
    packs: Annotated[str, Field(description="digest of the language packs")]
    model: Annotated[str | None, Field(description="name of the model, null where rules alone were used")]
    register: Annotated[str, Field(description="digest of the register")]


@dataclass(slots=True)
class Source:
    """Where an article came from; `path` is relative to the input as given."""

    path: Annotated[str, Field(description="file, relative to the input as given, with /")]
    record: Annotated[int, Field(description="record in the file, from 0")]
    url: Annotated[str | None, Field(description="address of the article")]
    outlet: Annotated[str | None, Field(description="domain of the outlet")]


@dataclass(slots=True)
class Document:
    """One article, as written to documents.jsonl."""

    schema_version: Annotated[Literal["1.0"], Field(description="version of this form")]
    doc_id: Annotated[str, Field(description="16 hex digits over canonical address and text")]
    made_by: Annotated[MadeBy, Field(description="what made the record")]
    source: Annotated[Source, Field(description="where the article came from")]
    language: Annotated[str | None, Field(description="code of the language, null where not recognised")]
    language_confidence: Annotated[float | None, Field(description="0 to 1, null where the language was given")]
    translated_from: Annotated[str | None, Field(description="language of the original, where it is a translation")]
    title: Annotated[str | None, Field(description="title as the input has it")]
    published: Annotated[str | None, Field(description="ISO 8601 day")]
    text: Annotated[str | None, Field(description="the article as read; null with --without-text")]
    mentions: Annotated[list[Mention], Field(description="what the article names, in order of place")]
    reasons: Annotated[dict[str, str], Field(description="key → why it is null")]


@dataclass(slots=True)
class Reject:
    """An input record that could not become a document, and why."""

    path: Annotated[str, Field(description="file, relative to the input")]
    record: Annotated[int | None, Field(description="record in the file, null where the file or its rest is lost")]
    stage: Annotated[
        Literal["read", "normalise", "detect", "annotate", "link", "write"], Field(description="where it was lost")
    ]
    reason: Annotated[str, Field(description="one of a closed list")]
    detail: Annotated[str | None, Field(description="more, for people")]


@dataclass(slots=True)
class Manifest:
    """What a run read, with which options and versions, and how much came out; no clock time."""

    schema_version: Annotated[Literal["1.0"], Field(description="version of this form")]
    inputs: Annotated[list[str], Field(description="inputs as given")]
    options: Annotated[dict[str, Any], Field(description="options as resolved")]
    versions: Annotated[dict[str, str], Field(description="of sapxep and the libraries that have a say")]
    digests: Annotated[dict[str, str], Field(description="of packs, register and each file of records")]
    counts: Annotated[dict[str, Any], Field(description="what came out")]
