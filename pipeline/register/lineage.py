"""Where units came from and went, without the mapping's known errors."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from .keys import ascii_key
from .model import NEW, Unit

if TYPE_CHECKING:
    from .register import Register


@lru_cache(maxsize=4)
def leaks(register: Register) -> frozenset[tuple[str, str]]:
    """Pairs (old, new) that the mapping has by mistake.

    Where two merged provinces each had a unit of one name, both stand as sources of both targets. No target of 2025
    crosses the border of two old provinces, so the source outside its fellows' province is the wrong one.
    """
    found = set()
    for target in register.units:
        if target.list != NEW or target.level == "province":
            continue
        sources = _units(register, [edge.unit for edge in register.predecessors(target.id)])
        homes = Counter(source.province_id for source in sources)
        if len(homes) < 2:
            continue
        home = min(homes, key=lambda province: (-homes[province], province))
        inside = {ascii_key(source.name) for source in sources if source.province_id == home}
        found |= {
            (source.id, target.id)
            for source in sources
            if source.province_id != home and ascii_key(source.name) in inside
        }
    return frozenset(found)


def sources_of(register: Register, unit_id: str) -> list[Unit]:
    """The units that a unit was made from."""
    wrong = leaks(register)
    return _units(register, [e.unit for e in register.predecessors(unit_id) if (e.unit, unit_id) not in wrong])


def heirs_of(register: Register, unit_id: str) -> list[Unit]:
    """The units that a unit went into; for a district of list 2025-06 those that its communes went into."""
    wrong = leaks(register)
    heirs = [e.unit for e in register.successors(unit_id) if (unit_id, e.unit) not in wrong]
    unit = register.get(unit_id)
    if not heirs and unit is not None and unit.level == "district":
        below = (heirs_of(register, child.id) for child in register.children(unit_id))
        return list({heir.id: heir for found in below for heir in found}.values())
    return _units(register, heirs)


def new_form(register: Register, unit: Unit) -> Unit | None:
    """The unit of list 2025-07 that a unit is, or that it became under its name; None where it has no such heir."""
    if unit.list == NEW:
        return unit
    name = ascii_key(unit.name)
    return next((heir for heir in heirs_of(register, unit.id) if ascii_key(heir.name) == name), None)


def own_source(register: Register, unit: Unit) -> Unit | None:
    """Of the units that a unit was made from, the one of its name."""
    name = ascii_key(unit.name)
    alike = [source for source in sources_of(register, unit.id) if ascii_key(source.name) == name]
    return min(alike, key=lambda source: (source.level != unit.level, source.id), default=None)


def _units(register: Register, ids: list[str]) -> list[Unit]:
    return [unit for unit_id in ids if (unit := register.get(unit_id)) is not None]
