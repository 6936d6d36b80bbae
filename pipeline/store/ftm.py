"""Entities of the FollowTheMoney model, for Aleph and OpenAleph.

Units are PublicBody, articles Article, changes Event, people Person; Succession leads from each source of a change to
each target, Documentation from a change to its articles. A person is one of an article: whether two articles mean the
same man is left to those who look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final

import sqlalchemy as sa

from .changes import Change, articles_of, changes
from .tables import units

Entity = dict[str, Any]
_COUNTRY: Final = "vn"
_LISTS: Final = {"2025-07": "in force since 2025-07-01", "2025-06": "until 2025-06-30"}


def entities(connection: sa.Connection) -> Iterator[Entity]:
    """All entities of a store, each once: articles, then changes, with the units and people that they name."""
    known = {row.unit_id: row for row in connection.execute(sa.select(units))}
    for row in articles_of(connection):
        title = row.title or row.path
        yield _entity(
            _id("article", row.doc_id), "Article", title=[title], sourceUrl=[row.url], publisher=[row.outlet],
            publishedAt=[row.published], bodyText=[row.text],
        )  # fmt: skip
    written: set[str] = set()
    for change in changes(connection):
        for entity in _of_change(change, known):
            if entity["id"] not in written:
                written.add(entity["id"])
                yield entity


def _of_change(change: Change, known: Mapping[str, Any]) -> Iterator[Entity]:
    record = change.record
    sides = {side: [_unit(unit, change, known) for unit in record[side]] for side in ("sources", "targets")}
    people = [_person(person, change) for person in record.get("officials", ())]
    event = _event(change, [unit["id"] for side in sides.values() for unit in side] + [one["id"] for one in people])
    yield from (*sides["sources"], *sides["targets"], *people, event)
    for source, target in product(sides["sources"], sides["targets"]):
        yield _entity(
            _id("succession", change.change_id, source["id"], target["id"]), "Succession", predecessor=[source["id"]],
            successor=[target["id"]], role=[record["type"]], status=[record["status"]], date=_days(record),
            proof=[_id("article", doc) for doc in change.articles],
        )  # fmt: skip
    for doc in change.articles:
        yield _entity(
            _id("documentation", change.change_id, doc), "Documentation", document=[_id("article", doc)],
            entity=[event["id"]], role=["reports"],
        )  # fmt: skip


def _event(change: Change, involved: list[str]) -> Entity:
    record = change.record
    named = [" + ".join(unit["name"] for unit in record[side]) for side in ("sources", "targets")]
    place = ", ".join(filter(None, (record["place"].get("district"), record["place"].get("province"))))
    head = f"{record['type']}: {' → '.join(filter(None, named)) or place or change.change_id}"
    evidence = record["evidence"]["text"] if "evidence" in record else None
    return _entity(
        _id("change", change.change_id), "Event", name=[head], date=_days(record), location=[place], country=[_COUNTRY],
        keywords=[record["type"], record["status"]], involved=involved, recordId=[change.change_id],
        summary=[evidence], notes=[document["number"] for document in record["documents"]],
        proof=[_id("article", doc) for doc in change.articles],
    )  # fmt: skip


def _unit(unit: Mapping[str, Any], change: Change, known: Mapping[str, Any]) -> Entity:
    row = known.get(unit["unit"])
    if row is None:
        where = unit["unit"] or f"{change.change_id}/{unit['name']}"
        return _entity(_id("unit", where), "PublicBody", name=[unit["name"]], legalForm=[unit["kind"]])
    return _entity(
        _id("unit", row.unit_id), "PublicBody", name=[row.name], legalForm=[row.kind], country=[_COUNTRY],
        idNumber=[row.unit_id], description=[row.province], status=[_LISTS.get(row.list, "before 2025-06")],
    )  # fmt: skip


def _person(person: Mapping[str, Any], change: Change) -> Entity:
    place = _id("person", change.articles[0] if change.articles else change.change_id, person["name"])
    return _entity(place, "Person", name=[person["name"]])


def _days(record: Mapping[str, Any]) -> list[str | None]:
    """The day, month or year that a change is dated to; a longer period has none in this model."""
    return [record["date"]] if record["date_precision"] in ("day", "month", "year") else []


def _id(*parts: str) -> str:
    return f"sapxep-{parts[0]}-{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:20]}"


def _entity(entity_id: str, schema: str, **properties: list[Any]) -> Entity:
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
