"""Areas of the country, each as the ids of units of list 2025-06, and how many units they had and have."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from ..records.event import Counts
from ..records.vocabulary import Kind
from .lineage import heirs_of, sources_of
from .model import LEGACY, NEW, Unit

if TYPE_CHECKING:
    from .register import Register

Area = tuple[str, ...]


def areas_of(register: Register, unit_id: str) -> list[Area]:
    """The areas that a province or district can mean: that of its list, and what it was merged into or made from."""
    unit = register.get(unit_id)
    if unit is None:
        return []
    own: list[Area] = [(unit.id,)] if unit.list == LEGACY else []
    heirs = [unit] if unit.list != LEGACY else heirs_of(register, unit.id) if unit.level == "province" else []
    areas = own
    for heir in heirs:
        origins = tuple(source.id for source in sources_of(register, heir.id))
        if not origins:
            continue  # of a unit gone before the lists nothing is known
        areas += [origins, *((origin,) for origin in origins if heir.level == "province" and len(origins) == 1)]
    return list(dict.fromkeys(areas))


@lru_cache(maxsize=4096)
def counts_in(area: Area, level: str, register: Register) -> Counts:
    """How many units of a level an area had and has; that of no ids is the whole country."""
    if area:
        old = _lying_in(register, area)
        heirs = {heir.id: heir for unit in old for heir in heirs_of(register, unit.id)}
        new = [unit for unit in heirs.values() if unit.level == level and _mostly_in(register, area, unit)]
        before, after = [unit for unit in old if unit.level == level], new
    else:
        before, after = ([u for u in register.units if u.list == label and u.level == level] for label in (LEGACY, NEW))
    return Counts(len(before), len(after), _by_kind(before), _by_kind(after), len(before) - len(after))


def _lying_in(register: Register, area: Area) -> list[Unit]:
    """The units of list 2025-06 that an area is made of, and those in it."""
    inside = _inside(register)
    return list({unit.id: unit for home in area for unit in inside.get(home, ())}.values())


@lru_cache(maxsize=4)
def _inside(register: Register) -> dict[str, list[Unit]]:
    """The units of list 2025-06 in each of its provinces and districts, and each unit in itself."""
    inside: dict[str, list[Unit]] = {}
    for unit in register.units:
        if unit.list == LEGACY:
            for home in _homes(unit):
                inside.setdefault(home, []).append(unit)
    return inside


def _mostly_in(register: Register, area: Area, unit: Unit) -> bool:
    """Whether more than half of the units that a unit was made from lie in an area."""
    outside = frozenset(area).isdisjoint
    parts = [not outside(_homes(part)) for part in sources_of(register, unit.id)]
    return 2 * sum(parts) > len(parts)


def _homes(unit: Unit) -> set[str]:
    return {unit.id, unit.province_id, unit.district_id or unit.id}


def _by_kind(units: list[Unit]) -> dict[Kind, int]:
    counts: Counter[Kind] = Counter(unit.kind for unit in units)  # type: ignore[misc]  # kinds of the vocabulary
    return dict(sorted(counts.items()))
