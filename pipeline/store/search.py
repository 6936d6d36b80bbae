"""Search in a store: events and facts by any spelling of a name, by document number, by words, narrowed by filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, TypeVar

import sqlalchemy as sa

from ..register.model import NEW
from .database import Store
from .filters import Filters, conditions_of, own_conditions, told_conditions
from .query import SOUNDS_ALIKE, Branch, branches_of, looser_branches_of
from .tables import documents, event_provinces, events, fact_events, facts, units

Order = Literal["relevance", "newest", "oldest"]
Facets = dict[str, list[tuple[str | None, int]]]
Item = TypeVar("Item")


@dataclass(slots=True, frozen=True)
class Asked:
    """What is looked for: words in any spelling, conditions, and which part of the answer; without words everything."""

    query: str | None = None
    filters: Filters = field(default_factory=Filters)
    order: Order = "relevance"
    limit: int = 20
    offset: int = 0


@dataclass(slots=True, frozen=True)
class Hit:
    """One event with its article, the facts that it reports, and why it was found.

    `where` says so of a name that only sounds alike.
    """

    score: float
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

    score: float
    fact: Mapping[str, Any]

    def record(self) -> dict[str, Any]:
        """The hit as it is printed with --json."""
        return {"score": self.score, "fact": self.fact}


@dataclass(slots=True, frozen=True)
class Page(Generic[Item]):
    """A part of what was found, and how much there is in all."""

    total: int
    items: list[Item]


def search_events(store: Store, asked: Asked) -> Page[Hit]:
    """The events that fit, in the order asked for."""
    for branches in _attempts(store, asked):
        matched = _matched(store, branches, list(conditions_of(asked.filters, store.register)), asked.order)
        rows = sa.select(matched, sa.func.count().over().label("total"))
        found = store.connection.execute(_part(rows.order_by(*_order(matched, asked)), asked)).all()
        if found:
            return Page(found[0].total, _hits(store.connection, found, branches))
        if asked.offset and (total := _total(store.connection, matched)):
            return Page(total, [])
    return Page(0, [])


def search_facts(store: Store, asked: Asked) -> Page[FactHit]:
    """The facts of which one event fits, each as good as the best of its events.

    Type, status, level, verdict, date and confidence are those of the fact, place and article those of its events.
    """
    where = list(told_conditions(asked.filters, store.register))
    for branches in _attempts(store, asked):
        matched = _matched(store, branches, where)
        best = (
            sa.select(fact_events.c.fact_id, sa.func.max(matched.c.score).label("score"))
            .join(events, events.c.event_id == fact_events.c.event_id)
            .join(matched, matched.c.event_no == events.c.event_no)
            .group_by(fact_events.c.fact_id)
            .subquery()
        )
        rows = sa.select(facts.c.record, best.c.score, sa.func.count().over().label("total"))
        ranked = rows.join(best, best.c.fact_id == facts.c.fact_id).where(*own_conditions(facts, asked.filters))
        dates = facts.c.date_from.asc() if asked.order == "oldest" else facts.c.date_from.desc()
        first = [best.c.score.desc()] if asked.order == "relevance" else []
        ranked = _part(ranked.order_by(*first, dates.nulls_last(), facts.c.fact_id), asked)
        found = store.connection.execute(ranked).all()
        if found:
            return Page(found[0].total, [FactHit(int(row.score) / 4, row.record) for row in found])
        if asked.offset and (total := _total(store.connection, ranked.limit(None).offset(None).subquery())):
            return Page(total, [])
    return Page(0, [])


def facets(store: Store, asked: Asked) -> Facets:
    """How many of the events that fit fall to each type, status, language …, most first; `month` in order of time."""
    for branches in _attempts(store, asked):
        matched = _matched(store, branches, list(conditions_of(asked.filters, store.register)))
        counts = {name: _counts(store.connection, matched, column) for name, column in _FACETS.items()}
        if counts["type"]:
            counts["month"].sort(key=lambda pair: pair[0] or "")
            counts["province"] = _provinces(store.connection, matched)
            return counts
    return {name: [] for name in (*_FACETS, "province")}


_FACETS: Final[dict[str, sa.ColumnElement[Any]]] = {
    "type": events.c.type,
    "status": events.c.status,
    "level": events.c.level,
    "verdict": events.c.register_status,
    "language": documents.c.language,
    "outlet": documents.c.outlet,
    "month": sa.func.substr(events.c.date_from, 1, 7),
}


def _counts(
    connection: sa.Connection, matched: sa.Subquery, column: sa.ColumnElement[Any]
) -> list[tuple[str | None, int]]:
    number = sa.func.count()
    rows = sa.select(column.label("value"), number).select_from(
        matched.join(events, events.c.event_no == matched.c.event_no).join(documents)
    )
    found = connection.execute(rows.group_by(column)).all()
    return sorted(found, key=lambda pair: (-pair[1], pair[0] or ""))


def _provinces(connection: sa.Connection, matched: sa.Subquery) -> list[tuple[str | None, int]]:
    """Ids of provinces of the list in force."""
    number = sa.func.count()
    rows = (
        sa.select(event_provinces.c.province_id, number)
        .join(events, events.c.event_id == event_provinces.c.event_id)
        .join(matched, matched.c.event_no == events.c.event_no)
        .join(units, units.c.unit_id == event_provinces.c.province_id)
        .where(units.c.list == NEW)
        .group_by(event_provinces.c.province_id)
    )
    return sorted(connection.execute(rows).all(), key=lambda pair: (-pair[1], pair[0]))


def _attempts(store: Store, asked: Asked) -> Iterator[list[Branch]]:
    """The strict reading of a query, then, where that finds nothing, the names in it alone."""
    if not asked.query:
        yield []
        return
    yield branches_of(asked.query, store.register)
    if looser := looser_branches_of(asked.query, store.register):
        yield looser


def _part(rows: sa.Select[Any], asked: Asked) -> sa.Select[Any]:
    return rows.limit(asked.limit).offset(asked.offset)


def _matched(
    store: Store,
    branches: Sequence[Branch],
    wanted: Sequence[sa.ColumnElement[bool]],
    order: Order = "relevance",
) -> sa.Subquery:
    """Number, score and ways in which it was found (one bit each) of each event that fits, and its date for the order.

    The table of events is looked into only where a condition or the order asks for it.
    """
    zero: sa.ColumnElement[Any] = sa.literal_column("0")
    best = _scored(store, branches) if branches else None
    score, ways = (zero, zero) if best is None else (best.c.score, best.c.ways)
    if best is not None and not wanted and order == "relevance":
        return best
    source: sa.FromClause = events
    if best is not None:
        source = source.join(best, best.c.event_no == events.c.event_no)
    if any(_uses_documents(condition) for condition in wanted):
        source = source.join(documents, documents.c.doc_id == events.c.doc_id)
    made = sa.select(events.c.event_no, events.c.date_from, score.label("score"), ways.label("ways"))
    return made.select_from(source).where(*wanted).subquery()


def _scored(store: Store, branches: Sequence[Branch]) -> sa.Subquery:
    ways = sa.union_all(
        *(
            sa.select(
                _rows(store, branch, number).c.event_no,
                sa.literal_column(str(branch.weight)).label("weight"),
                sa.literal_column(str(1 << number)).label("way"),
            )
            for number, branch in enumerate(branches)
        )
    ).subquery()
    score, way = sa.func.sum(ways.c.weight), sa.func.sum(ways.c.way)
    return sa.select(ways.c.event_no, score.label("score"), way.label("ways")).group_by(ways.c.event_no).subquery()


def _rows(store: Store, branch: Branch, number: int) -> sa.Subquery:
    return store.index.matching(branch.condition, f"way{number}").subquery()


def _uses_documents(condition: sa.ColumnElement[bool]) -> bool:
    return documents in condition._from_objects


def _order(matched: sa.Subquery, asked: Asked) -> list[sa.ColumnElement[Any]]:
    """What is equal otherwise stands in the order in which it was loaded."""
    if asked.order == "relevance":
        return [matched.c.score.desc(), matched.c.event_no]
    dates = matched.c.date_from.asc() if asked.order == "oldest" else matched.c.date_from.desc()
    return [dates.nulls_last(), matched.c.event_no]


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


def _hit(found: Any, row: Any, branches: Sequence[Branch], facts_of: dict[str, list[str]]) -> Hit:
    ways = {branch.where: branch.weight for number, branch in enumerate(branches) if found.ways >> number & 1}
    # What bears the name sounds like it, too.
    for where in list(ways):
        ways.pop(f"{where}{SOUNDS_ALIKE}", None)
    source = {"path": row.path, "record": row.record_number, "url": row.url, "outlet": row.outlet}
    told = tuple(facts_of.get(row.event_id, ()))
    return Hit(sum(ways.values()) / 4, tuple(ways), row.event, source, row.language, row.published, told)


def facts_by_event(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids of the facts that events report, by event."""
    query = sa.select(fact_events).where(fact_events.c.event_id.in_(ids)).order_by(fact_events.c.fact_id)
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.event_id, []).append(row.fact_id)
    return found
