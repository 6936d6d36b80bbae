"""Single records of a store with what belongs to them: an article with its events, a fact with its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from .answers import UnitRow
from .database import Store
from .search import Page, facts_by_event
from .tables import documents, events, fact_also, fact_events, facts, mentions, units

Record = Mapping[str, Any]
_LEAD: Final = 160
_HEADING: Final = 110


@dataclass(slots=True, frozen=True)
class Source:
    """An article as the place where something stands; `lead` is how its text begins."""

    doc_id: str
    title: str | None
    outlet: str | None
    url: str | None
    path: str
    language: str | None
    published: str | None
    lead: str | None

    @property
    def heading(self) -> str:
        """The title, or the first words of the text, or the file."""
        first = next((line.strip() for line in (self.lead or "").splitlines() if line.strip()), None)
        if first and len(first) > _HEADING:
            first = f"{first[:_HEADING].rsplit(None, 1)[0]} …"
        return self.title or first or self.path


@dataclass(slots=True, frozen=True)
class Report:
    """An event of one article, with that article and the facts that it reports."""

    event: Record
    source: Source
    facts: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class ArticleAnswer:
    """An article: its text, what it names, what it tells. `text` is null where it was loaded without."""

    source: Source
    translated_from: str | None
    text: str | None
    mentions: list[Record] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class FactAnswer:
    """A fact with all reports of it, the earliest first, and the register's units that its verdict names."""

    fact: Record
    reports: list[Report]
    units: dict[str, UnitRow]


def source_columns() -> tuple[sa.ColumnElement[Any], ...]:
    """The columns of a `Source`, in its order."""
    columns = documents.c
    names = ("doc_id", "title", "outlet", "url", "path", "language", "published")
    lead = sa.func.substr(columns.text, 1, _LEAD).label("source_lead")
    return (*(columns[name].label(f"source_{name}") for name in names), lead)


def article_answer(store: Store, doc_id: str) -> ArticleAnswer | None:
    """The article of an id, None where the store has none."""
    columns = (*source_columns(), documents.c.translated_from, documents.c.text)
    row = store.connection.execute(sa.select(*columns).where(documents.c.doc_id == doc_id)).one_or_none()
    if row is None:
        return None
    named = sa.select(mentions.c.record).where(mentions.c.doc_id == doc_id)
    order = (mentions.c.start_char, mentions.c.end_char.desc(), mentions.c.mention_id)
    found = list(store.connection.execute(named.order_by(*order)).scalars())
    told = reports_of(store, events.c.doc_id == doc_id)
    told.sort(key=lambda report: (report.event["evidence"]["start"], report.event["event_id"]))
    return ArticleAnswer(Source(*row[:8]), row.translated_from, row.text, found, told)


def articles(store: Store, limit: int, offset: int) -> Page[Source]:
    """The articles, the latest first; those without a day come last."""
    total = store.connection.execute(sa.select(sa.func.count()).select_from(documents)).scalar_one()
    order = (documents.c.published.desc().nulls_last(), documents.c.outlet.nulls_last(), documents.c.doc_id)
    rows = store.connection.execute(sa.select(*source_columns()).order_by(*order).limit(limit).offset(offset))
    return Page(total, [Source(*row) for row in rows])


def reports_of(store: Store, condition: sa.ColumnElement[bool]) -> list[Report]:
    """The events that meet a condition, with their articles, by day of publication."""
    query = sa.select(events.c.event_id, events.c.record, *source_columns()).join_from(events, documents)
    order = (documents.c.published.nulls_last(), documents.c.doc_id, events.c.evidence_start, events.c.event_id)
    rows = store.connection.execute(query.where(condition).order_by(*order)).all()
    told = facts_by_event(store.connection, [row.event_id for row in rows])
    return [Report(row.record, Source(*row[2:10]), tuple(told.get(row.event_id, ()))) for row in rows]


def fact_answer(store: Store, fact_id: str) -> FactAnswer | None:
    """The fact of an id, or the one that absorbed a narrower form of it; None where the store has neither."""
    absorbed = sa.select(fact_also.c.fact_id).where(fact_also.c.also_id == fact_id)
    query = sa.select(facts.c.fact_id, facts.c.record).where(
        sa.or_(facts.c.fact_id == fact_id, facts.c.fact_id.in_(absorbed))
    )
    rows = store.connection.execute(query.order_by(facts.c.fact_id != fact_id, facts.c.fact_id)).all()
    if not rows:
        return None
    telling = sa.select(fact_events.c.event_id).where(fact_events.c.fact_id == rows[0].fact_id)
    reports = reports_of(store, events.c.event_id.in_(telling))
    verdict = rows[0].record["register"] or {}
    return FactAnswer(rows[0].record, reports, units_by_id(store, unit_ids(rows[0].record, verdict)))


def unit_ids(record: Record, verdict: Record) -> list[str]:
    """Ids of the units that a fact or event and the register's verdict on it name."""
    told = [unit["unit"] for side in ("sources", "targets") for unit in record[side] if unit["unit"]]
    place = [record["place"].get(key) for key in ("unit", "unit_now") if record["place"].get(key)]
    return [*told, *verdict.get("missing", ()), *verdict.get("extra", ()), *place]


def units_by_id(store: Store, ids: Iterable[str]) -> dict[str, UnitRow]:
    """Units by their ids, as far as the store knows them."""
    columns = units.c
    wanted: Sequence[str] = sorted(set(ids))
    query = sa.select(
        columns.unit_id, columns.list, columns.name, columns.kind, columns.level, columns.province_id, columns.province
    )
    rows = store.connection.execute(query.where(columns.unit_id.in_(wanted)))
    return {row.unit_id: UnitRow(*row) for row in rows}
