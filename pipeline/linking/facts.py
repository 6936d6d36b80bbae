"""What the linker needs to know of a unit, worked out once: where it lies and which family of names it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..register.keys import ascii_key, fold
from ..register.lineage import sources_of
from ..register.model import LEGACY, NEW, OLD, Script, Unit
from ..text.memo import make_room

if TYPE_CHECKING:
    from ..register.register import Register

_CACHE_LIMIT = 4_096
_EARLIER = 0.7
_NONE: Mapping[str, float] = {}


@dataclass(slots=True, eq=False)
class Facts:
    """One unit: the districts and provinces of both lists it lies in, and its kin under the same name.

    `places` says where it lies, as keys that its kin of another list share. `within` holds every unit above it, never
    itself. `family` is shared by the same place in several lists.
    """

    unit: Unit
    id: str
    kind: str
    list: str
    districts: tuple[str, ...]
    legacy: tuple[str, ...]
    new: tuple[str, ...]
    homes: tuple[str, ...]
    within: frozenset[str]
    family: str
    places: tuple[str, ...]


class _Setting(NamedTuple):
    """What a unit shares with its neighbours: districts, provinces of the old list and of the new, all, `places`."""

    districts: tuple[str, ...]
    legacy: tuple[str, ...]
    new: tuple[str, ...]
    homes: tuple[str, ...]
    places: tuple[str, ...]


class FactBook:
    """Facts of the units of one register, filled as articles ask for them."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._facts: dict[str, Facts] = {}
        self._named: dict[tuple[str, Script], list[tuple[Facts, float]]] = {}
        self.before = _Before(register)
        self._settings: dict[tuple[frozenset[str], str, str], _Setting] = {}

    def named(self, surface: str, script: Script) -> list[tuple[Facts, float]]:
        """Facts of every unit that the surface can name, with the cost of reading it so."""
        key = (surface, script)
        found = self._named.get(key)
        if found is None:
            make_room(self._named, _CACHE_LIMIT)
            found = self._named[key] = [(self.of(unit), cost) for unit, cost in self.register.readings(surface, script)]
        return found

    def of(self, unit: Unit) -> Facts:
        """Facts of one unit."""
        found = self._facts.get(unit.id)
        if found is None:
            found = self._facts[unit.id] = self._make(unit)
        return found

    def _make(self, unit: Unit) -> Facts:
        lies_in = self.register.homes(unit)
        if unit.province_id not in lies_in:
            lies_in = self.register.shared(lies_in | {unit.province_id})
        # A province counts as one of those that it lies in, so has a setting of its own.
        key = (lies_in, unit.level, unit.id if unit.level == "province" else unit.province_id)
        setting = self._settings.get(key)
        if setting is None:
            setting = self._settings[key] = self._setting(unit, lies_in)
        districts, legacy, new, homes, places = setting
        within = self.register.shared(lies_in - {unit.id}) if unit.id in lies_in else lies_in
        family = self._family(unit)
        return Facts(unit, unit.id, unit.kind, unit.list, districts, legacy, new, homes, within, family, places)

    def _setting(self, unit: Unit, lies_in: frozenset[str]) -> _Setting:
        above = [found for home in sorted(lies_in) if (found := self.register.get(home)) is not None]
        districts = tuple([home.id for home in above if home.level == "district"])
        provinces = [home for home in above if home.level != "district"]
        legacy = tuple([home.id for home in provinces if home.list != NEW])
        new = tuple([home.id for home in provinces if home.list == NEW])
        if unit.level == "province" and unit.list == NEW:
            new = tuple(dict.fromkeys((unit.id, *new)))
        elif unit.level == "province" and unit.list != OLD:
            legacy = tuple(dict.fromkeys((unit.id, *legacy)))
        places = tuple([f"{unit.level} {home}" for home in districts or legacy or (unit.province_id,)])
        return _Setting(districts, legacy, new, (*districts, *legacy, *new), places)

    def _family(self, unit: Unit) -> str:
        """The unit of list 2025-06 that stands for a place under one name, else the unit itself."""
        if unit.list == LEGACY:
            return unit.id
        edges = self.register.predecessors(unit.id) if unit.list == NEW else self.register.successors(unit.id)
        for edge in edges:
            other = self.register.get(edge.unit)
            if other is not None and other.level == unit.level and _are_namesakes(other, unit):
                return other.id
        return unit.id


def _are_namesakes(unit: Unit, other: Unit) -> bool:
    """Whether two units have one name but for marks; most others differ in the first letter already."""
    if unit.name == other.name:
        return True
    return fold(unit.name[0]) == fold(other.name[0]) and ascii_key(unit.name) == ascii_key(other.name)


class _Before(dict[str, Mapping[str, float]]):
    """By unit the units that it was made from, also two rounds back, with the weight of that tie.

    A district of which every commune went into one new unit (islands made special zones) counts as its source.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._heirs: dict[str, str | None] = {}

    def __missing__(self, unit_id: str) -> Mapping[str, float]:
        found = self[unit_id] = self._made(unit_id)
        return found

    def _made(self, unit_id: str) -> Mapping[str, float]:
        direct = sources_of(self._register, unit_id)
        if not direct:
            return _NONE
        earlier = [source.id for parent in direct for source in sources_of(self._register, parent.id)]
        districts = {unit.district_id for unit in direct if unit.district_id}
        whole = [district for district in sorted(districts) if self._heir_of(district) == unit_id]
        return dict.fromkeys(earlier, _EARLIER) | dict.fromkeys(whole, 1.0) | {unit.id: 1.0 for unit in direct}

    def _heir_of(self, district: str) -> str | None:
        """The one unit that every commune of a district went into, None where there are several."""
        if district not in self._heirs:
            successors, children = self._register.successors, self._register.children(district)
            heirs = {tuple([edge.unit for edge in successors(child.id)]) for child in children}
            only = heirs.pop() if len(heirs) == 1 else ()
            self._heirs[district] = only[0] if len(only) == 1 else None
        return self._heirs[district]


@lru_cache(maxsize=4)
def fact_book(register: Register) -> FactBook:
    """The facts of a register, kept for the articles to come."""
    return FactBook(register)
