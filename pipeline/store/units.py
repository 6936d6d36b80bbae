"""The official units in the store, and what the register says of the units of an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import sqlalchemy as sa

from ..register.keys import ascii_key
from ..register.lineage import leaks
from ..register.model import LEGACY, LEVELS, NEW, OLD, Unit
from ..register.places import provinces_of
from ..register.register import Register
from .rows import SIDES, Record, Row, unit_ids
from .tables import store_info, unit_relations, units
from .writing import insert, upsert

_RANK: Final = {"province": 0, "district": 1, "commune": 2}
_BATCH: Final = 1000


def load_register(connection: sa.Connection, register: Register) -> set[str]:
    """Bring units and relations up to the register; the ids of all units in the store."""
    digest = connection.execute(sa.select(store_info.c.register)).scalar()
    if digest != register.digest:
        connection.execute(units.update().values(in_register=False))
        ordered = sorted(register.units, key=lambda unit: (unit.list == OLD, _RANK[unit.level]))
        for start in range(0, len(ordered), _BATCH):
            upsert(connection, units, [_row(unit) for unit in ordered[start : start + _BATCH]])
        connection.execute(unit_relations.delete())
        insert(connection, unit_relations, list(_relations(register)))
        connection.execute(store_info.update().values(register=register.digest))
    return set(connection.execute(sa.select(units.c.unit_id)).scalars())


def _row(unit: Unit) -> Row:
    return {
        "unit_id": unit.id,
        "list": unit.list,
        "code": None if unit.list == OLD else unit.code,
        "name": unit.name,
        "ascii": ascii_key(unit.name),
        "kind": unit.kind,
        "level": unit.level,
        "province_id": unit.province_id,
        "district_id": unit.district_id,
        "province": unit.province,
        "in_register": True,
    }


def _relations(register: Register) -> Iterator[Row]:
    wrong = leaks(register)
    for unit in register.units:
        for edge in register.successors(unit.id):
            if (unit.id, edge.unit) in wrong:
                continue
            yield {"old_unit_id": unit.id, "new_unit_id": edge.unit, "extent": edge.extent}


def with_units(connection: sa.Connection, known: set[str], records: Iterable[Record]) -> None:
    """Make rows for units that records name and no register here knows, so that nothing of a record is lost."""
    made: dict[str, Row] = {}
    for record in records:
        for unit, name in unit_ids(record):
            if unit not in known and unit not in made:
                made[unit] = _stranger(unit, name)
    insert(connection, units, list(made.values()))
    known |= made.keys()


def _stranger(unit: str, name: str) -> Row:
    parts = unit.split(":")
    listed = len(parts) == 3
    kind = parts[3] if len(parts) == 5 else None
    return {
        "unit_id": unit,
        "list": parts[1] if len(parts) > 2 else OLD,
        "code": parts[2] if listed else None,
        "name": name,
        "ascii": ascii_key(name),
        "kind": kind,
        "level": LEVELS.get(kind or ""),
        "province_id": None,
        "district_id": None,
        "province": None,
        "in_register": False,
    }


def provinces_of_event(event: Record, register: Register) -> list[str]:
    """Ids of the provinces of both lists that an event touches."""
    place = event["place"]
    ids = {unit["unit"] for side in SIDES for unit in event[side]} | {place.get("unit"), place.get("unit_now")}
    found = {home for one in ids if one for home in _provinces(register, one)}
    if place.get("province"):
        found |= provinces_named(register, place["province"])
    return sorted(found)


_provinces = lru_cache(maxsize=16384)(provinces_of)


@lru_cache(maxsize=1024)
def provinces_named(register: Register, name: str) -> frozenset[str]:
    """Ids of the provinces of a name in any script, of both lists."""
    scripts = ("latin_vi", "persian")
    found = (unit for script in scripts for unit in register.candidates(name, script))  # type: ignore[arg-type]
    return frozenset(unit.id for unit in found if unit.level == "province" and unit.list in (LEGACY, NEW))


def unit_names_of_event(event: Record, register: Register) -> tuple[list[str], list[str]]:
    """Official names of an event's participants with those they went into, and of its provinces, old and new."""
    ids = [unit["unit"] for side in SIDES for unit in event[side] if unit["unit"]]
    met = [unit for one in ids if (unit := register.get(one)) is not None]
    named = dict.fromkeys(unit.name for unit in met)
    homes = [unit for one in provinces_of_event(event, register) if (unit := register.get(one)) is not None]
    return list(named), list(dict.fromkeys(unit.name for unit in homes))
