"""Single records of a store by id, and the posts of people: what pages with permalinks stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..register.keys import ascii_key
from ..register.people import person_spellings
from .database import Store
from .keys import PERSIAN
from .tables import documents, events, fact_also, fact_events, facts, mentions

Record = Mapping[str, Any]


@dataclass(slots=True, frozen=True)
class Article:
    """An article as documents.jsonl has it, with its events."""

    document: Record
    events: list[Record]


@dataclass(slots=True, frozen=True)
class FactReport:
    """An event that reports a fact, with the article that tells it."""

    event: Record
    document: Record


@dataclass(slots=True, frozen=True)
class Post:
    """A person of one article with the posts that it gives; who is the same person is left to the reader."""

    name: str
    roles: list[Record]
    doc_id: str
    mention_id: str
    published: str | None
    outlet: str | None


def article(store: Store, doc_id: str) -> Article | None:
    """An article with text, mentions and events in order of place; None where there is none of this id."""
    row = store.connection.execute(sa.select(documents).where(documents.c.doc_id == doc_id)).one_or_none()
    if row is None:
        return None
    named = sa.select(mentions.c.record).where(mentions.c.doc_id == doc_id)
    named = named.order_by(mentions.c.start_char, mentions.c.end_char, mentions.c.mention_id)
    told = sa.select(events.c.record).where(events.c.doc_id == doc_id)
    told = told.order_by(events.c.evidence_start, events.c.event_id)
    document = {**row.record, "text": row.text, "mentions": list(store.connection.execute(named).scalars())}
    document["reasons"] = document.pop("reasons", {})
    return Article(document, list(store.connection.execute(told).scalars()))


def event(store: Store, event_id: str) -> Record | None:
    """An event; None where there is none of this id."""
    return store.connection.execute(sa.select(events.c.record).where(events.c.event_id == event_id)).scalar()


def fact(store: Store, fact_id: str) -> Record | None:
    """A fact by its id, or by one of the narrower forms that it absorbed; None where there is none."""
    absorbed = sa.select(fact_also.c.fact_id).where(fact_also.c.also_id == fact_id)
    query = sa.select(facts.c.record).where(sa.or_(facts.c.fact_id == fact_id, facts.c.fact_id.in_(absorbed)))
    return store.connection.execute(query.order_by(facts.c.fact_id != fact_id, facts.c.fact_id).limit(1)).scalar()


def reports_of(store: Store, fact_id: str) -> list[FactReport]:
    """The events that report a fact, by day of the article, with articles without text and mentions."""
    query = (
        sa.select(events.c.record.label("event"), documents.c.record.label("document"))
        .join_from(fact_events, events, events.c.event_id == fact_events.c.event_id)
        .join(documents, documents.c.doc_id == events.c.doc_id)
        .where(fact_events.c.fact_id == fact_id)
        .order_by(documents.c.published.asc().nulls_last(), events.c.event_id)
    )
    return [FactReport(row.event, row.document) for row in store.connection.execute(query)]


def posts_of(store: Store, name: str) -> list[Post]:
    """All mentions of people of a name, in any spelling, that give posts; by day of the article."""
    keys = {ascii_key(one) for one in person_spellings(name)} if PERSIAN.search(name) else {ascii_key(name)}
    query = (
        sa.select(mentions, documents.c.published, documents.c.outlet)
        .join(documents, documents.c.doc_id == mentions.c.doc_id)
        .where(mentions.c.type == "official", mentions.c.name_key.in_(sorted(keys - {""})))
        .order_by(documents.c.published.asc().nulls_last(), mentions.c.doc_id, mentions.c.start_char)
    )
    rows = store.connection.execute(query).all()
    return [
        Post(row.name, row.record["roles"], row.doc_id, row.mention_id, row.published, row.outlet)
        for row in rows
        if row.record["roles"]
    ]
