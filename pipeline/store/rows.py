"""Turns records into the rows of the store's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..register.keys import ascii_key
from .keys import bare_number

Record = Mapping[str, Any]
Row = dict[str, Any]
SIDES = ("sources", "targets")


def document_row(document: Record, digest: str) -> Row:
    """The row of an article; what has columns or a table of its own is left out of its record."""
    source = document["source"]
    kept = {key: value for key, value in document.items() if key not in ("text", "mentions")}
    columns = ("doc_id", "language", "language_confidence", "translated_from", "title", "published", "text")
    return {
        **{name: document[name] for name in columns},
        "path": source["path"],
        "record_number": source["record"],
        "url": source["url"],
        "outlet": source["outlet"],
        "digest": digest,
        "record": kept,
    }


def mention_rows(document: Record) -> Iterator[Row]:
    """A row for each mention of an article."""
    for mention in document["mentions"]:
        yield {
            "doc_id": document["doc_id"],
            "mention_id": mention["id"],
            "start_char": mention["start"],
            "end_char": mention["end"],
            "unit_id": mention.get("unit"),
            "name_key": ascii_key(mention["name"]) if mention.get("name") else None,
            **{name: mention[name] for name in ("type", "surface")},
            **{name: mention.get(name) for name in ("name", "kind", "level", "link", "number", "edtf")},
            "record": mention,
        }


def event_row(event: Record, digest: str) -> Row:
    """The row of an event."""
    counts = event["counts"] or {}
    evidence = event["evidence"]
    return {
        **{name: event[name] for name in ("event_id", "doc_id", "date_basis", "rule")},
        **_shared(event, digest),
        "count_before": counts.get("before"),
        "count_after": counts.get("after"),
        "evidence": evidence["text"],
        "evidence_start": evidence["start"],
        "evidence_end": evidence["end"],
    }


def _shared(record: Record, digest: str) -> Row:
    """The columns that events and facts have in common."""
    place = record["place"]
    columns = ("type", "status", "level", "date", "date_from", "date_to", "date_precision", "confidence")
    return {
        **{name: record[name] for name in columns},
        "province": place.get("province"),
        "district": place.get("district"),
        "place_unit": place.get("unit"),
        "place_unit_now": place.get("unit_now"),
        "register_status": (record["register"] or {}).get("status"),
        "digest": digest,
        "record": record,
    }


def participant_rows(record: Record, owner: str) -> Iterator[Row]:
    """A row for each participant of an event or a fact, `owner` being the name of its id."""
    for side in SIDES:
        for position, unit in enumerate(record[side]):
            row = {
                owner: record[owner],
                "side": side,
                "position": position,
                "name": unit["name"],
                "kind": unit["kind"],
                "extent": unit["extent"],
                "unit_id": unit["unit"],
            }
            if owner == "event_id":
                yield row | {"mention_id": unit["mention"]}
            else:
                yield row | {"implied": bool(unit.get("implied"))}


def event_document_rows(event: Record) -> Iterator[Row]:
    """A row for each legal document of an event."""
    for position, document in enumerate(event["documents"]):
        yield {
            "event_id": event["event_id"],
            "position": position,
            "number": document["number"],
            "number_key": bare_number(document["number"]),
            "mention_id": document["mention"],
        }


def event_official_rows(event: Record) -> Iterator[Row]:
    """A row for each person of an event."""
    for position, official in enumerate(event["officials"]):
        yield {
            "event_id": event["event_id"],
            "position": position,
            "name": official["name"],
            "name_key": ascii_key(official["name"]),
            "role": official["role"],
            "mention_id": official["mention"],
        }


def fact_row(fact: Record, digest: str) -> Row:
    """The row of a fact."""
    reports = fact["reports"]
    return {
        "fact_id": fact["fact_id"],
        **_shared(fact, digest),
        "articles": reports.get("articles"),
        "independent": reports.get("independent"),
        "first_report": reports.get("first"),
        "last_report": reports.get("last"),
        "disagreements": len(fact["disagreements"]),
    }


def unit_ids(record: Record) -> Iterator[tuple[str, str]]:
    """Ids and names of the units that an event, a fact or an article refers to."""
    for side in SIDES:
        yield from ((unit["unit"], unit["name"]) for unit in record.get(side, ()) if unit["unit"])
    place = record.get("place") or {}
    for key in ("unit", "unit_now"):
        if place.get(key):
            yield place[key], place.get("province") or place[key]
    for mention in record.get("mentions", ()):
        if mention.get("unit"):
            yield mention["unit"], mention.get("name") or mention["unit"]
