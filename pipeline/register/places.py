"""Where a unit lies: provinces by list, and what a province is today."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .keys import fold, words
from .lineage import heirs_of
from .model import NEW, Script, Unit
from .outlets import outlet_of
from .persian import persian_word

if TYPE_CHECKING:
    from .register import Register

_APOSTROPHES = dict.fromkeys(map(ord, "'’"))


def provinces_of(register: Register, unit_id: str) -> frozenset[str]:
    """Ids of the provinces of both lists that the unit lies in or is."""
    unit = register.get(unit_id)
    return frozenset() if unit is None else register.provinces(unit)


def province_at(register: Register, unit_id: str, era: str) -> Unit | None:
    """The province that the unit lies in under the list `era`; in the other list where that one has none."""
    unit = register.get(unit_id)
    if unit is None:
        return None
    return register.province_of(unit, era) or register.get(unit.province_id)


def now(register: Register, unit_id: str) -> str | None:
    """Id of the unit that a unit belongs to since 2025-07-01, null where it was divided among several."""
    unit = register.get(unit_id)
    while unit is not None and unit.list != NEW:
        heirs = heirs_of(register, unit.id)
        unit = heirs[0] if len(heirs) == 1 else None
    return unit.id if unit is not None else None


def outlet_provinces(outlet: str) -> frozenset[str]:
    """Ids of an outlet's province in both lists; empty for national papers and unknown ones."""
    found = outlet_of(outlet)
    return frozenset() if found is None or found.national else frozenset({found.legacy, found.new})


def is_syllable(register: Register, token: str, script: Script) -> bool:
    """Whether a token can be a syllable of a Vietnamese name."""
    if script == "persian":
        key = persian_word(token)
        return bool(key) and all(part in register.persian_syllables for part in key.split(" "))
    return fold(token).translate(_APOSTROPHES) in _latin_words(register)


@lru_cache(maxsize=4)
def _latin_words(register: Register) -> frozenset[str]:
    names = {unit.name for unit in register.units}
    return frozenset(map(fold, {word for name in names for word in words(name)}))
