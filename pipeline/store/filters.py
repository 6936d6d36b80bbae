"""Narrows what is found: by type, status, level, place, date, language, outlet, verdict, confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from ..errors import SapxepError
from ..register.keys import ascii_key
from ..register.model import LEGACY, NEW, Unit
from ..register.register import Register
from .tables import documents, event_provinces, event_units, events, units
from .units import provinces_named

_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(slots=True, frozen=True)
class Filters:
    """Conditions that a hit meets all of; empty ones hold for every event.

    `province` and `district` are names in any spelling, old or new, or ids; `since` and `until` are days or their
    beginnings (2025, 2025-07) and take every event whose date can lie between them.
    """

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    province: str | None = None
    district: str | None = None
    since: str | None = None
    until: str | None = None
    languages: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    confidence: float | None = None


def conditions_of(filters: Filters, register: Register) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions on `events`, and on their articles in `documents`."""
    yield from own_conditions(events, filters)
    yield from told_conditions(filters, register)


def own_conditions(table: sa.Table, filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions on what events and facts say of themselves: type, status, level, verdict, date, confidence."""
    for column, wanted in (
        (table.c.type, filters.types),
        (table.c.status, filters.statuses),
        (table.c.level, filters.levels),
        (table.c.register_status, filters.verdicts),
    ):
        if wanted:
            yield column.in_(wanted)
    yield from between(table, filters.since, filters.until)
    if filters.confidence is not None:
        yield table.c.confidence >= filters.confidence


def told_conditions(filters: Filters, register: Register) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions on where events lie and who tells them."""
    if filters.languages:
        yield documents.c.language.in_(filters.languages)
    if filters.outlets:
        yield sa.or_(*(_of_outlet(outlet) for outlet in filters.outlets))
    if filters.province:
        yield events.c.event_id.in_(_in_provinces(filters.province, register))
    if filters.district:
        yield _in_district(filters.district, register)


def between(table: sa.Table, since: str | None, until: str | None) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions on a table's `date_from` and `date_to`; SapxepError where a bound is no day, month or year."""
    for bound in (since, until):
        if bound and not _DATE.fullmatch(bound):
            raise SapxepError(f"{bound}: not a day, a month or a year; give 2025-07-01, 2025-07 or 2025")
    if since:
        yield table.c.date_to >= since
    if until:
        # "2025" takes in all days of that year, which sort behind it.
        yield table.c.date_from < f"{until}~"


def _of_outlet(outlet: str) -> sa.ColumnElement[bool]:
    name = outlet.casefold().removeprefix("www.")
    return sa.or_(documents.c.outlet == name, documents.c.outlet.endswith(f".{name}", autoescape=True))


def _in_provinces(name: str, register: Register) -> sa.Select[tuple[str]]:
    ids = provinces_at(name, register)
    return sa.select(event_provinces.c.event_id).where(event_provinces.c.province_id.in_(ids))


def provinces_at(name: str, register: Register) -> list[str]:
    """Ids of the provinces of a name or an id; SapxepError where there is none."""
    unit = register.get(name)
    ids = [unit.id] if unit is not None and unit.level == "province" else sorted(provinces_named(register, name))
    if not ids:
        raise SapxepError(f"{name}: no province of this name, now or before 2025-07-01; see: sapxep register find NAME")
    return ids


def districts_at(name: str, register: Register) -> list[Unit]:
    """The districts of a name or an id; SapxepError where there is none."""
    unit = register.get(name)
    found = (
        [unit] if unit is not None else [*register.candidates(name, "latin_vi"), *register.candidates(name, "persian")]
    )
    districts = {one.id: one for one in found if one.level == "district" and one.list in (LEGACY, NEW)}
    if not districts:
        raise SapxepError(f"{name}: no district of this name; see: sapxep register find NAME")
    return list(districts.values())


def _in_district(name: str, register: Register) -> sa.ColumnElement[bool]:
    """Events whose place names the district, or that change it or units in it."""
    found = districts_at(name, register)
    ids = [unit.id for unit in found]
    below = (
        sa.select(event_units.c.event_id)
        .join(units, units.c.unit_id == event_units.c.unit_id)
        .where(sa.or_(units.c.unit_id.in_(ids), units.c.district_id.in_(ids)))
    )
    names = {unit.name for unit in found}
    wanted = names if ascii_key(name) not in {ascii_key(one) for one in names} else {*names, name}
    return sa.or_(events.c.district.in_(sorted(wanted)), events.c.event_id.in_(below))
