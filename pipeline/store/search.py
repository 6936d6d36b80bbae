"""Search in a store: events and facts by any spelling of a name, by document number, by words, narrowed by filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

import sqlalchemy as sa

from ..register.register import Register
from .database import Database
from .filters import Filters, conditions_of
from .query import Branch, branches_of
from .tables import documents, events, fact_events, facts

Order = Literal["relevance", "newest", "oldest"]
Item = TypeVar("Item")
_NONE: Final = Filters()


@dataclass(slots=True, frozen=True)
class Hit:
    """One event with its article, the facts that it reports, and why it was found."""

    score: int
    where: tuple[str, ...]
    event: Mapping[str, Any]
    source: Mapping[str, Any]
    language: str | None
    published: str | None
    facts: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """The hit as it is printed with --json."""
        return {
            "score": self.score,
            "found_in": list(self.where),
            "event": self.event,
            "source": self.source,
            "language": self.language,
            "published": self.published,
            "facts": list(self.facts),
        }


@dataclass(slots=True, frozen=True)
class FactHit:
    """One fact, and how well the best of its events fits."""

    score: int
    fact: Mapping[str, Any]

    def record(self) -> dict[str, Any]:
        """The hit as it is printed with --json."""
        return {"score": self.score, "fact": self.fact}


@dataclass(slots=True, frozen=True)
class Page(Generic[Item]):
    """A part of what was found, and how much there is in all."""

    total: int
    items: list[Item]


def search_events(
    database: Database,
    connection: sa.Connection,
    register: Register,
    query: str | None,
    filters: Filters = _NONE,
    *,
    order: Order = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> Page[Hit]:
    """The events that fit; without a query all that the filters let through."""
    branches = branches_of(query) if query else []
    matched = _matched(database, branches, filters, register)
    keys = [matched.c.event_no, matched.c.score, matched.c.ways, sa.func.count().over().label("total")]
    ranked = sa.select(*keys).order_by(*_order(matched, order)).limit(limit).offset(offset)
    found = connection.execute(ranked).all()
    if not found:
        return Page(_total(connection, matched) if offset else 0, [])
    return Page(found[0].total, _hits(connection, found, branches))


def _matched(
    database: Database, branches: Sequence[Branch], filters: Filters, register: Register
) -> sa.Subquery:
    """Number, score, ways in which it was found (one bit each), dates and id of each event that fits."""
    columns = [events.c.event_no, events.c.event_id, events.c.date_from]
    wanted = list(conditions_of(filters, register))
    source: sa.FromClause = events
    if any(_uses_documents(condition) for condition in wanted):
        source = events.join(documents, documents.c.doc_id == events.c.doc_id)
    if not branches:
        nothing = sa.literal(0)
        made = sa.select(*columns, nothing.label("score"), nothing.label("ways")).select_from(source)
        return made.where(*wanted).subquery()
    ways = sa.union_all(
        *(
            sa.select(
                _rows(database, branch, number).c.event_no,
                sa.literal_column(str(branch.weight)).label("weight"),
                sa.literal_column(str(1 << number)).label("way"),
            )
            for number, branch in enumerate(branches)
        )
    ).subquery()
    scored = sa.select(
        ways.c.event_no, sa.func.sum(ways.c.weight).label("score"), sa.func.sum(ways.c.way).label("ways")
    ).group_by(ways.c.event_no)
    best = scored.subquery()
    made = sa.select(*columns, best.c.score, best.c.ways).select_from(
        source.join(best, best.c.event_no == events.c.event_no)
    )
    return made.where(*wanted).subquery()


def _rows(database: Database, branch: Branch, number: int) -> sa.Subquery:
    return database.index.matching(branch.condition, f"way{number}").subquery()


def _uses_documents(condition: sa.ColumnElement[bool]) -> bool:
    return documents in condition._from_objects


def _order(matched: sa.Subquery, order: Order) -> list[sa.ColumnElement[Any]]:
    """What is equal otherwise stands in the order of dates, then ids, the same in both stores."""
    newest = matched.c.date_from.desc().nulls_last()
    dates = matched.c.date_from.asc().nulls_last() if order == "oldest" else newest
    first = [matched.c.score.desc()] if order == "relevance" else []
    return [*first, dates, matched.c.event_id]


def _total(connection: sa.Connection, matched: sa.Subquery) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(matched)).scalar_one()


def _hits(connection: sa.Connection, found: Sequence[sa.Row[Any]], branches: Sequence[Branch]) -> list[Hit]:
    """The records of events, in the order in which they were found."""
    columns = (events.c.event_no, events.c.event_id, events.c.record.label("event"))
    article = (documents.c.path, documents.c.record_number, documents.c.url, documents.c.outlet)
    told = (documents.c.language, documents.c.published)
    joined = sa.select(*columns, *article, *told).join_from(events, documents)
    numbers = [row.event_no for row in found]
    rows = {row.event_no: row for row in connection.execute(joined.where(events.c.event_no.in_(numbers)))}
    facts_of = facts_by_event(connection, [row.event_id for row in rows.values()])
    return [_hit(row, rows[row.event_no], branches, facts_of) for row in found]


def _hit(found: sa.Row[Any], row: sa.Row[Any], branches: Sequence[Branch], facts_of: dict[str, list[str]]) -> Hit:
    where = tuple(branch.where for number, branch in enumerate(branches) if found.ways >> number & 1)
    source = {"path": row.path, "record": row.record_number, "url": row.url, "outlet": row.outlet}
    told = tuple(facts_of.get(row.event_id, ()))
    return Hit(int(found.score), where, row.event, source, row.language, row.published, told)


def facts_by_event(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids of the facts that events report, by event."""
    query = sa.select(fact_events).where(fact_events.c.event_id.in_(ids)).order_by(fact_events.c.fact_id)
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.event_id, []).append(row.fact_id)
    return found


def search_facts(
    database: Database,
    connection: sa.Connection,
    register: Register,
    query: str | None,
    filters: Filters = _NONE,
    *,
    order: Order = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> Page[FactHit]:
    """The facts of which one event fits, each as good as the best of its events."""
    matched = _matched(database, branches_of(query) if query else [], filters, register)
    best = (
        sa.select(fact_events.c.fact_id, sa.func.max(matched.c.score).label("score"))
        .join(matched, matched.c.event_id == fact_events.c.event_id)
        .group_by(fact_events.c.fact_id)
        .subquery()
    )
    dates = facts.c.date_from.asc() if order == "oldest" else facts.c.date_from.desc()
    first = [best.c.score.desc()] if order == "relevance" else []
    rows = sa.select(facts.c.record, best.c.score, sa.func.count().over().label("total"))
    ranked = rows.join(best, best.c.fact_id == facts.c.fact_id)
    ranked = ranked.order_by(*first, dates.nulls_last(), facts.c.fact_id).limit(limit).offset(offset)
    found = connection.execute(ranked).all()
    if not found:
        return Page(_total(connection, best) if offset else 0, [])
    return Page(found[0].total, [FactHit(int(row.score), row.record) for row in found])
