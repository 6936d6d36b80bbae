"""Reads finished outputs into slim reports: what joining needs of each event, and of the article it stands in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..errors import SapxepError
from .signature import Signature, signature_of

DOCUMENTS: Final = "documents.jsonl"
EVENTS: Final = "events.jsonl"


class Part(NamedTuple):
    """A participant; `body` is the class of an organization, `candidates` the units that an ambiguous name can mean."""

    name: str
    kind: str | None
    extent: str
    unit: str | None
    body: str | None = None
    candidates: tuple[str, ...] = ()


class Paper(NamedTuple):
    """A document of an event: `issuer` is the unit whose body issued it, `issued` its date."""

    number: str
    doc_type: str | None = None
    issuer: str | None = None
    issued: str | None = None


class Person(NamedTuple):
    """A person of an event, with the words of the text that name them."""

    name: str
    role: str
    surface: str


class Where(NamedTuple):
    """The place of an event."""

    province: str | None
    district: str | None
    unit: str | None
    unit_now: str | None


@dataclass(slots=True, frozen=True)
class Report:
    """One event as it is joined; `article` is the doc_id."""

    event_id: str
    article: str
    type: str
    status: str
    level: str | None
    sources: tuple[Part, ...]
    targets: tuple[Part, ...]
    counts: Mapping[str, Any] | None
    place: Where
    date: str | None
    date_from: str | None
    date_to: str | None
    date_precision: str | None
    documents: tuple[Paper, ...]
    officials: tuple[Person, ...]


@dataclass(slots=True)
class ReportingArticle:
    """One article that reports; `mentions` is dropped as soon as its events are read."""

    doc_id: str
    language: str | None
    outlet: str | None
    published: str | None
    signature: Signature
    mentions: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Reported:
    """All articles by doc_id and all reports in order of their ids."""

    articles: dict[str, ReportingArticle]
    reports: list[Report]


def read_outputs(folders: Sequence[tuple[Path, Path]]) -> Reported:
    """Read pairs of files (documents, events). What stands in several of them counts once, in whatever order they come.

    SapxepError with file and line where one cannot be read or an event has no document.
    """
    articles: dict[str, ReportingArticle] = {}
    reports: dict[str, tuple[str, Report]] = {}
    chosen: dict[str, str] = {}
    for documents, events in folders:
        here = _articles(documents, articles, chosen)
        for line, event in _records(events):
            _take_event(event, f"{events}:{line}", here, articles, reports)
        for article in here.values():
            article.mentions = {}
    return Reported(articles, [reports[key][1] for key in sorted(reports)])


def _articles(path: Path, articles: dict[str, ReportingArticle], chosen: dict[str, str]) -> dict[str, ReportingArticle]:
    """The articles of one file; of an article that is told differently elsewhere the lesser line is kept."""
    here = {}
    for line, document in _records(path):
        try:
            article = article_of(document)
        except (KeyError, TypeError, ValueError) as error:
            raise SapxepError(f"{path}:{line}: no document ({error!r}); `sapxep validate` tells more") from error
        here[article.doc_id] = article
        told = _told(document)
        if article.doc_id not in articles or told < chosen[article.doc_id]:
            articles[article.doc_id], chosen[article.doc_id] = article, told
    return here


def _told(document: Mapping[str, Any]) -> str:
    """What of a document can differ though address and text are the same."""
    kept = (document.get("published"), document.get("language"), document["source"].get("outlet"))
    return json.dumps(kept)


def _take_event(
    event: Mapping[str, Any],
    where: str,
    here: Mapping[str, ReportingArticle],
    articles: Mapping[str, ReportingArticle],
    reports: dict[str, tuple[str, Report]],
) -> None:
    try:
        article = here.get(event["doc_id"]) or articles.get(event["doc_id"])
        if article is None:
            raise SapxepError(f"{where}: its article {event['doc_id']} is not in {DOCUMENTS}; both must be of one run")
        report = report_of(event, article.mentions)
    except (KeyError, TypeError, ValueError) as error:
        raise SapxepError(f"{where}: no event ({error!r}); `sapxep validate` tells more") from error
    told = json.dumps([event["status"], event["date"], event["place"]], sort_keys=True)
    held = reports.get(report.event_id)
    if held is None or told < held[0]:
        reports[report.event_id] = told, report


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except ValueError as error:
                    raise SapxepError(f"{path}:{number}: not JSON ({error})") from error
                if not isinstance(record, dict):
                    raise SapxepError(f"{path}:{number}: no record; `sapxep run` writes such files")
                yield number, record
    except (OSError, UnicodeDecodeError) as error:
        raise SapxepError(f"{path}: cannot be read ({error}); give the folder of a finished run") from error


def article_of(document: Mapping[str, Any]) -> ReportingArticle:
    """The slim form of a document record, with what a report may ask of its mentions."""
    source = document["source"]
    mentions = {mention["id"]: kept for mention in document["mentions"] if (kept := _kept(mention))}
    return ReportingArticle(
        document["doc_id"],
        interned(document["language"]),
        interned(source["outlet"]),
        interned(document["published"]),
        signature_of(document),
        mentions,
    )


def _kept(mention: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a report may ask of a mention; of a linked unit and of a date nothing: all articles of a run wait so."""
    match mention["type"]:
        case "unit":
            return {"candidates": mention["candidates"]} if mention.get("candidates") and not mention["unit"] else None
        case "organization":
            return {"body": interned(mention["body"])}
        case "official":
            return {"surface": mention["surface"]}
        case "document":
            issuer = (mention.get("issuer") or {}).get("unit")
            kept = {"doc_type": interned(mention.get("doc_type")), "issued": interned(mention.get("issued"))}
            return {**kept, "issuer": {"unit": interned(issuer)}}
    return None


def interned(text: str | None) -> str | None:
    """The one copy of a word that many records have."""
    return None if text is None else sys.intern(text)


def report_of(event: Mapping[str, Any], mentions: Mapping[str, Mapping[str, Any]]) -> Report:
    """The slim form of an event record, with what its mentions add."""
    place = event["place"]
    return Report(
        event["event_id"],
        event["doc_id"],
        sys.intern(event["type"]),
        sys.intern(event["status"]),
        interned(event["level"]),
        _parts(event["sources"], mentions),
        _parts(event["targets"], mentions),
        event["counts"],
        Where(*(interned(place[key]) for key in ("province", "district", "unit", "unit_now"))),
        interned(event["date"]),
        interned(event["date_from"]),
        interned(event["date_to"]),
        interned(event["date_precision"]),
        tuple(_paper(document, mentions.get(document["mention"] or "")) for document in event["documents"]),
        tuple(_person(official, mentions.get(official["mention"] or "")) for official in event["officials"]),
    )


def _parts(told: Iterable[Mapping[str, Any]], mentions: Mapping[str, Mapping[str, Any]]) -> tuple[Part, ...]:
    found = []
    for part in told:
        mention = mentions.get(part["mention"] or "") or {}
        body = mention.get("body") if part["kind"] is None else None
        candidates = () if part["unit"] else tuple(mention.get("candidates") or ())
        name, unit = sys.intern(part["name"]), interned(part["unit"])
        found.append(Part(name, interned(part["kind"]), sys.intern(part["extent"]), unit, body, candidates))
    return tuple(found)


def _paper(document: Mapping[str, Any], mention: Mapping[str, Any] | None) -> Paper:
    if mention is None:
        return Paper(sys.intern(document["number"]))
    issuer = mention.get("issuer") or {}
    number = sys.intern(document["number"])
    return Paper(number, interned(mention.get("doc_type")), interned(issuer.get("unit")), mention.get("issued"))


def _person(official: Mapping[str, Any], mention: Mapping[str, Any] | None) -> Person:
    name = official["name"]
    return Person(name, official["role"], mention["surface"] if mention is not None else name)
