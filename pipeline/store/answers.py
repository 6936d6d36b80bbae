"""What a store answers: what became of a unit, what happened in a province, what disagrees, what is untold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from ..errors import SapxepError
from ..register.model import NEW
from .database import Store
from .filters import between, provinces_at
from .tables import (
    event_provinces,
    event_units,
    events,
    fact_events,
    fact_units,
    facts,
    mentions,
    unit_relations,
    units,
)

_CONTRADICTED: Final = ("conflicts", "partial")


@dataclass(slots=True, frozen=True)
class UnitRow:
    """A unit of the register as the store has it; `extent` is set where it stands in a lineage."""

    unit_id: str
    list: str
    name: str
    kind: str | None
    level: str | None
    province_id: str | None
    province: str | None
    extent: str | None = None


@dataclass(slots=True, frozen=True)
class Lineage:
    """A unit, and what it went into or was made from, as far as the register goes."""

    unit: UnitRow
    further: tuple[Lineage, ...] = ()


@dataclass(slots=True, frozen=True)
class Told:
    """What articles tell: a fact, or an event that no fact reports."""

    fact: Mapping[str, Any] | None
    event: Mapping[str, Any] | None

    @property
    def record(self) -> Mapping[str, Any]:
        """The fact or the event, whichever it is."""
        found = self.fact if self.fact is not None else self.event
        return found if found is not None else {}


@dataclass(slots=True, frozen=True)
class UnitAnswer:
    """What became of a unit by the register, and what articles tell of it."""

    unit: UnitRow
    after: tuple[Lineage, ...]
    before: tuple[Lineage, ...]
    told: list[Told]

    def record(self) -> dict[str, Any]:
        """The answer as it is printed with --json."""
        return asdict(self)


@dataclass(slots=True, frozen=True)
class ProvinceAnswer:
    """A province: how many units the register has before and after, and what articles tell, in order of time."""

    province: UnitRow
    units: dict[str, dict[str, int]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The answer as it is printed with --json."""
        return asdict(self)


@dataclass(slots=True, frozen=True)
class Untold:
    """An official unit of which no event tells; `mentions` counts how often articles name it all the same."""

    unit: UnitRow
    made_from: tuple[str, ...]
    mentions: int

    def record(self) -> dict[str, Any]:
        """The answer as it is printed with --json."""
        return asdict(self)


def units_named(store: Store, name: str) -> list[UnitRow]:
    """Units of a name in any spelling, or of an id, of all lists; SapxepError where there is none."""
    scripts = ("latin_vi", "persian")
    found = [unit.id for script in scripts for unit in store.register.candidates(name, script)]  # type: ignore[arg-type]
    ids = list(dict.fromkeys([name, *found]))
    rows = _units(store.connection, units.c.unit_id.in_(ids))
    if not rows:
        raise SapxepError(f"{name}: no unit of this name in any list; see: sapxep register find NAME")
    return rows


def _units(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[UnitRow]:
    """Rows of units, the list in force first."""
    found = connection.execute(_unit_columns().where(condition).order_by(units.c.list, units.c.unit_id))
    return sorted((UnitRow(*row) for row in found), key=lambda unit: unit.list != NEW)


def _unit_columns() -> sa.Select[Any]:
    columns = units.c
    return sa.select(
        columns.unit_id, columns.list, columns.name, columns.kind, columns.level, columns.province_id, columns.province
    )


def unit_answer(store: Store, unit: UnitRow) -> UnitAnswer:
    """What became of a unit, what it was made from, and what is told of it."""
    told = _told_by(
        store.connection,
        sa.select(fact_units.c.fact_id).where(fact_units.c.unit_id == unit.unit_id),
        sa.select(event_units.c.event_id).where(event_units.c.unit_id == unit.unit_id),
    )
    after = _lineage(store.connection, unit.unit_id, "old_unit_id", "new_unit_id")
    return UnitAnswer(unit, after, _lineage(store.connection, unit.unit_id, "new_unit_id", "old_unit_id"), told)


def _lineage(connection: sa.Connection, unit: str, here: str, there: str) -> tuple[Lineage, ...]:
    """All that a unit went into (or was made from), to the end; the register has no circles."""
    edges = unit_relations.c
    query = _unit_columns().add_columns(edges.extent).join(unit_relations, units.c.unit_id == edges[there])
    found = connection.execute(query.where(edges[here] == unit).order_by(units.c.unit_id)).all()
    return tuple(Lineage(UnitRow(*row), _lineage(connection, row.unit_id, here, there)) for row in found)


def province_answer(
    store: Store, name: str, since: str | None = None, until: str | None = None
) -> list[ProvinceAnswer]:
    """What happened in a province, old or new, and when; an answer for each province of the name."""
    answers = []
    for row in _units(store.connection, units.c.unit_id.in_(provinces_at(name, store.register))):
        inside = sa.select(event_provinces.c.event_id).where(event_provinces.c.province_id == row.unit_id)
        reported = sa.select(fact_events.c.fact_id).where(fact_events.c.event_id.in_(inside))
        told = _told_by(store.connection, reported, inside, (since, until))
        answers.append(ProvinceAnswer(row, _unit_counts(store.connection, row), told))
    return answers


def _unit_counts(connection: sa.Connection, province: UnitRow) -> dict[str, dict[str, int]]:
    """Units of the province by level and kind; for one in force also those that they were made from."""
    inside = units.c.province_id == province.unit_id
    counts = {province.list: _by_kind(connection, inside, units.c.level != "province")}
    if province.list == NEW:
        new = sa.select(units.c.unit_id).where(inside, units.c.level == "commune")
        old = sa.select(unit_relations.c.old_unit_id).where(unit_relations.c.new_unit_id.in_(new))
        counts["2025-06"] = _by_kind(connection, units.c.unit_id.in_(old), units.c.list == "2025-06")
    return counts


def _by_kind(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> dict[str, int]:
    query = sa.select(units.c.kind, sa.func.count()).where(*conditions).group_by(units.c.kind).order_by(units.c.kind)
    return dict(connection.execute(query).all())


def disagreements(store: Store, province: str | None = None) -> list[Told]:
    """Facts (and events of no fact) that the register contradicts, and facts on which the reports differ."""
    wrong = sa.select(facts.c.fact_id).where(
        sa.or_(facts.c.register_status.in_(_CONTRADICTED), facts.c.disagreements > 0)
    )
    odd = sa.select(events.c.event_id).where(events.c.register_status.in_(_CONTRADICTED))
    if province is not None:
        inside = sa.select(event_provinces.c.event_id).where(
            event_provinces.c.province_id.in_(provinces_at(province, store.register))
        )
        wrong = wrong.where(
            facts.c.fact_id.in_(sa.select(fact_events.c.fact_id).where(fact_events.c.event_id.in_(inside)))
        )
        odd = odd.where(events.c.event_id.in_(inside))
    return _told_by(store.connection, wrong, odd)


def _told_by(
    connection: sa.Connection,
    fact_ids: sa.Select[tuple[str]],
    event_ids: sa.Select[tuple[str]],
    period: tuple[str | None, str | None] = (None, None),
) -> list[Told]:
    """Facts, and events that no fact reports, oldest first; what has no date comes last."""
    found: list[tuple[Any, ...]] = []
    for table, key, wanted in ((facts, "fact_id", fact_ids), (events, "event_id", event_ids)):
        query = sa.select(table.c.date_from, table.c[key], table.c.record).where(table.c[key].in_(wanted))
        if table is events:
            query = query.where(~sa.exists().where(fact_events.c.event_id == events.c.event_id))
        rows = connection.execute(query.where(*between(table, *period))).all()
        found += [(date or "9999", one, table is facts, record) for date, one, record in rows]
    found.sort(key=lambda row: row[:2])
    return [Told(record if is_fact else None, None if is_fact else record) for _, _, is_fact, record in found]


def untold(store: Store, province: str | None = None, level: str | None = None) -> list[Untold]:
    """Units in force of which, and of whose forerunners, no event tells."""
    edges = unit_relations.c
    itself = sa.exists().where(event_units.c.unit_id == units.c.unit_id)
    before = sa.exists().where(edges.new_unit_id == units.c.unit_id, event_units.c.unit_id == edges.old_unit_id)
    query = _unit_columns().where(units.c.list == NEW, units.c.in_register, ~itself, ~before)
    if level is not None:
        query = query.where(units.c.level == level)
    if province is not None:
        query = query.where(units.c.province_id.in_(_in_force(store, province)))
    rows = [UnitRow(*row) for row in store.connection.execute(query.order_by(units.c.unit_id))]
    named, made_from = _named(store.connection), _made_from(store.connection)
    return [Untold(row, made_from.get(row.unit_id, ()), named.get(row.unit_id, 0)) for row in rows]


def _in_force(store: Store, province: str) -> list[str]:
    """Ids of today's provinces of a name, or that a former province of this name went into."""
    ids = provinces_at(province, store.register)
    query = sa.select(unit_relations.c.new_unit_id).where(unit_relations.c.old_unit_id.in_(ids))
    return [*ids, *store.connection.execute(query).scalars()]


def _named(connection: sa.Connection) -> dict[str, int]:
    query = sa.select(mentions.c.unit_id, sa.func.count()).where(mentions.c.unit_id.is_not(None))
    return dict(connection.execute(query.group_by(mentions.c.unit_id)).all())


def _made_from(connection: sa.Connection) -> dict[str, tuple[str, ...]]:
    query = sa.select(unit_relations.c.new_unit_id, units.c.name).join(
        units, units.c.unit_id == unit_relations.c.old_unit_id
    )
    found: dict[str, tuple[str, ...]] = {}
    for new, name in connection.execute(query.order_by(unit_relations.c.new_unit_id, unit_relations.c.old_unit_id)):
        found[new] = (*found.get(new, ()), name)
    return found
