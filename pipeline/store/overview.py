"""What a store holds as a whole: totals, provinces, the spellings of a unit, the officials of a unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from ..register.model import NEW
from .answers import UnitRow, untold
from .database import Store
from .reports import Source, source_columns
from .tables import documents, event_provinces, events, fact_events, facts, mentions, unit_relations, units

_MOST_OFFICIALS = 500


@dataclass(slots=True, frozen=True)
class Totals:
    """How much a store holds; `languages` counts articles."""

    articles: int
    events: int
    facts: int
    outlets: int
    languages: dict[str, int]
    first: str | None
    last: str | None


@dataclass(slots=True, frozen=True)
class ProvinceLine:
    """A province in force: what it was made from, its communes, how many are told of, changes reported in it."""

    province: UnitRow
    made_from: tuple[str, ...]
    communes: int
    told: int
    facts: int
    reports: int


@dataclass(slots=True, frozen=True)
class Spelling:
    """A way in which articles of a language write the name of a unit."""

    surface: str
    language: str | None
    times: int


@dataclass(slots=True, frozen=True)
class OfficialOfUnit:
    """A person to whom an article gives a post in a unit."""

    name: str
    post: str
    body: str | None
    source: Source
    mention: str


def totals(store: Store) -> Totals:
    """How much the store holds."""
    run = store.connection.execute
    languages = sa.select(documents.c.language, sa.func.count()).group_by(documents.c.language)
    spoken = {code: number for code, number in run(languages) if code is not None}
    days = run(sa.select(sa.func.min(documents.c.published), sa.func.max(documents.c.published))).one()
    return Totals(
        run(sa.select(sa.func.count()).select_from(documents)).scalar_one(),
        run(sa.select(sa.func.count()).select_from(events)).scalar_one(),
        run(sa.select(sa.func.count()).select_from(facts)).scalar_one(),
        run(sa.select(sa.func.count(documents.c.outlet.distinct()))).scalar_one(),
        dict(sorted(spoken.items(), key=lambda pair: (-pair[1], pair[0]))),
        *days,
    )


def provinces(store: Store) -> list[ProvinceLine]:
    """All provinces in force, by name."""
    run, columns = store.connection.execute, units.c
    in_force = (columns.list == NEW, columns.in_register)
    inside = sa.select(columns.province_id, sa.func.count()).where(*in_force, columns.level == "commune")
    communes: dict[str, int] = dict(run(inside.group_by(columns.province_id)).all())
    silent = Counter(row.unit.province_id for row in untold(store, level="commune"))
    reported = _per_province(store, sa.func.count(event_provinces.c.event_id.distinct()))
    changes = _per_province(store, sa.func.count(fact_events.c.fact_id.distinct()))
    old = sa.select(unit_relations.c.new_unit_id, columns.name).join(
        units, columns.unit_id == unit_relations.c.old_unit_id
    )
    made: dict[str, tuple[str, ...]] = {}
    for new, name in run(old.where(columns.level == "province").order_by(columns.name)):
        made[new] = (*made.get(new, ()), name)
    rows = sa.select(
        columns.unit_id, columns.list, columns.name, columns.kind, columns.level, columns.province_id, columns.province
    )
    found = run(rows.where(*in_force, columns.level == "province").order_by(columns.ascii, columns.unit_id))
    return [
        ProvinceLine(
            unit, made.get(unit.unit_id, ()), communes.get(unit.unit_id, 0),
            communes.get(unit.unit_id, 0) - silent[unit.unit_id], changes.get(unit.unit_id, 0),
            reported.get(unit.unit_id, 0),
        )
        for unit in (UnitRow(*row) for row in found)
    ]  # fmt: skip


def _per_province(store: Store, number: sa.ColumnElement[int]) -> dict[str, int]:
    joined = event_provinces.outerjoin(fact_events, fact_events.c.event_id == event_provinces.c.event_id)
    query = sa.select(event_provinces.c.province_id, number).select_from(joined)
    return dict(store.connection.execute(query.group_by(event_provinces.c.province_id)).all())


def spellings(store: Store, unit_id: str) -> list[Spelling]:
    """How articles write the name of a unit, most often first."""
    columns = (mentions.c.surface, documents.c.language)
    query = sa.select(*columns, sa.func.count()).join_from(mentions, documents)
    query = query.where(mentions.c.unit_id == unit_id, mentions.c.type == "unit").group_by(*columns)
    found = [Spelling(*row) for row in store.connection.execute(query)]
    return sorted(found, key=lambda one: (-one.times, one.language or "", one.surface))


def officials_of_unit(store: Store, unit_id: str) -> list[OfficialOfUnit]:
    """The people with a post in a unit, by name."""
    named = mentions.alias("named")
    # Persons have their units inside their records; what an article holds of the unit narrows the search to it.
    articles = sa.select(named.c.doc_id).where(named.c.unit_id == unit_id)
    query = sa.select(mentions.c.mention_id, mentions.c.record, *source_columns()).join_from(mentions, documents)
    query = query.where(mentions.c.type == "official", mentions.c.doc_id.in_(articles))
    rows = store.connection.execute(query.order_by(mentions.c.name, mentions.c.doc_id, mentions.c.start_char))
    found: dict[tuple[str, ...], OfficialOfUnit] = {}
    for row in rows:
        for role in row.record["roles"]:
            if role["unit"] == unit_id and row.record["name"]:
                key = (row.record["name"], role["post"], str(role["body"]), row[2])
                one = OfficialOfUnit(row.record["name"], role["post"], role["body"], Source(*row[2:10]), row.mention_id)
                found.setdefault(key, one)
    return list(found.values())[:_MOST_OFFICIALS]
