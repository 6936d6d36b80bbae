"""The official units of both lists and of the rounds before, with their names in every script."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from . import index as by
from .keys import ascii_key, joined_key, vietnamese_key
from .load import Tables
from .model import LEGACY, NEW, OLD, Edge, Script, Unit
from .persian import loosen, persian_key, syllable_keys
from .spelling import spelling_cost
from .syllables import person_syllables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from .index import NameIndex

NUMBERED = re.compile(r"(?:Phường|Quận) (\d+)")
PERSIAN = re.compile("[\u0600-\u06ff]")
MOST_COST = 3.0
_KEPT_NAMES = 1_024


class Register:
    """All units, found by id, by name in three scripts, and along the official mapping."""

    def __init__(self, tables: Tables) -> None:
        self.digest = tables.digest
        self.units: tuple[Unit, ...] = tuple(tables.units.values())
        self._by_id = tables.units
        self._aliases = tables.aliases
        self._forward: dict[str, list[Edge]] = defaultdict(list)
        self._backward: dict[str, list[Edge]] = defaultdict(list)
        for old, new, extent in tables.edges:
            self._forward[old].append(Edge(new, extent))
            self._backward[new].append(Edge(old, extent))
        self._homes: dict[tuple[str, str], frozenset[str]] = {}
        self._provinces: dict[str, frozenset[str]] = {}
        self._shared: dict[frozenset[str], frozenset[str]] = {}
        # What names were asked for last: an article's are asked for by several components, and again by the next.
        self._found = lru_cache(maxsize=_KEPT_NAMES)(self._candidates)
        self._heard = lru_cache(maxsize=_KEPT_NAMES)(self._readings)

    @classmethod
    def load(cls, path: Path | None = None) -> Register:
        """Read the register that ships with the package, or the TSV files in the folder `path`."""
        return cls(Tables(path))

    def get(self, unit_id: str) -> Unit | None:
        """Return the unit of an id, or None."""
        return self._by_id.get(unit_id)

    # Names

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        """Every name → positions, with aliases and the numbers of numbered units."""
        names: dict[str, list[int]] = defaultdict(list)
        place = {unit.id: position for position, unit in enumerate(self.units)}
        for position, unit in enumerate(self.units):
            names[unit.name].append(position)
            if number := NUMBERED.fullmatch(unit.name):
                names[number[1]].append(position)
        for alias, ids in self._aliases:
            names[alias].extend(place[unit_id] for unit_id in ids)
        return names

    @cached_property
    def _latin_names(self) -> dict[str, list[int]]:
        return {name: positions for name, positions in self._names.items() if not PERSIAN.search(name)}

    @cached_property
    def exact(self) -> NameIndex:
        """Names by exact Vietnamese spelling."""
        return by.exact_index(self._latin_names)

    @cached_property
    def ascii(self) -> NameIndex:
        """Names by ASCII letters."""
        return by.ascii_index(self._latin_names)

    @cached_property
    def persian(self) -> NameIndex:
        """Names by strict Persian key."""
        found = by.persian_index(self._latin_names)
        for key, positions in self._persian_aliases.units.items():
            found.add(key, positions)
        return found

    @cached_property
    def _persian_aliases(self) -> NameIndex:
        """The aliases that are written in Persian, by strict key."""
        found = by.persian_index({})
        for name, positions in self._names.items():
            if PERSIAN.search(name):
                found.add(persian_key(name), positions)
        return found

    @cached_property
    def persian_loose(self) -> NameIndex:
        """Names by the consonants of their Persian form."""
        return by.loose_persian_index(self._latin_names)

    @cached_property
    def _joined(self) -> dict[str, list[int]]:
        joined: dict[str, list[int]] = defaultdict(list)
        for name, positions in self._latin_names.items():
            joined[joined_key(name)].extend(positions)
        return joined

    @cached_property
    def persian_syllables(self) -> frozenset[str]:
        """The strict keys of every syllable in unit names and common personal names."""
        words = {word for name in self._latin_names for word in ascii_key(name).split()}
        return frozenset(key for word in words | person_syllables() for key in syllable_keys(word))

    def index(self, script: Script) -> NameIndex:
        """Return the index that a scanner of this script walks through."""
        if script == "persian":
            return self.persian
        return self.exact if script == "latin_vi" else self.ascii

    def candidates(self, surface: str, script: Script) -> list[Unit]:
        """Return every unit that the surface can name; looser keys only where strict ones fail."""
        return list(self._found(surface, script))

    def _candidates(self, surface: str, script: Script) -> tuple[Unit, ...]:
        if script == "persian" and PERSIAN.search(surface):
            key = persian_key(surface)
            positions = self.persian.find(key) or self.persian_loose.find(loosen(key))
        else:
            positions = self._latin_positions(surface, exact=script == "latin_vi")
        return tuple([self.units[position] for position in sorted(set(positions))])

    def readings(self, surface: str, script: Script) -> list[tuple[Unit, float]]:
        """Return every unit that the surface can name, likeliest spelling first, with the cost of reading it so.

        Persian forms are read loosely too, as long as some syllables sound alike; Latin ones cost nothing.
        """
        if script != "persian" or not PERSIAN.search(surface):
            return [(unit, 0.0) for unit in self._found(surface, script)]
        return list(self._heard(surface))

    def _readings(self, surface: str) -> tuple[tuple[Unit, float], ...]:
        key = persian_key(surface)
        named = dict.fromkeys(self._persian_aliases.find(key), 0.0)
        positions = {*self.persian.find(key), *self.persian_loose.find(loosen(key))}
        units = self.units
        costs = {name: spelling_cost(surface, key, name) for name in {units[at].name for at in positions}}
        found = [(named.get(at, costs[units[at].name]), at) for at in positions]
        return tuple([(units[at], cost) for cost, at in sorted(found) if cost <= MOST_COST])

    def _latin_positions(self, surface: str, *, exact: bool) -> list[int]:
        alike = self.ascii.find(ascii_key(surface))
        if not alike:
            return self._joined.get(joined_key(surface), [])
        if not exact:
            return alike
        same = self.exact.find(vietnamese_key(surface))
        # A vanished unit whose marks are unknown may be the one that the text spells in full.
        unsure = [position for position in alike if not self.units[position].name_certain]
        return same + unsure if same else alike

    def by_name(
        self,
        name: str,
        *,
        kinds: Collection[str] | None = None,
        province: str | None = None,
        district: str | None = None,
    ) -> list[Unit]:
        """Return the units of a Vietnamese or ASCII name, narrowed to kinds and to a province's or district's id."""
        return [
            unit
            for unit in self.candidates(name, "latin_ascii" if name.isascii() else "latin_vi")
            if (kinds is None or unit.kind in kinds)
            and (province is None or unit.province_id == province)
            and (district is None or unit.district_id == district)
        ]

    # Relations

    def successors(self, unit_id: str) -> Sequence[Edge]:
        """Return where a unit went: old → 2025-06, 2025-06 → 2025-07."""
        return self._forward.get(unit_id, ())

    def predecessors(self, unit_id: str) -> Sequence[Edge]:
        """Return what a unit was made from: 2025-07 ← 2025-06, 2025-06 ← old."""
        return self._backward.get(unit_id, ())

    def children(self, unit_id: str) -> list[Unit]:
        """Return the units one level below a district (communes) or a province (districts; new: communes)."""
        return list(self._below.get(unit_id, ()))

    @cached_property
    def _below(self) -> dict[str, list[Unit]]:
        below: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.list != OLD and unit.level != "province":
                below[unit.district_id or unit.province_id].append(unit)
        return below

    def province_of(self, unit: Unit, era: str) -> Unit | None:
        """Return the province that the unit's area lies in under the list `era` ("2025-06", "2025-07")."""
        own = self._by_id[unit.province_id]
        if own.list == era:
            return own
        if era == NEW:
            heirs = self._forward.get(own.id)
            return self._by_id[heirs[0].unit] if heirs else None
        told = [self._by_id[edge.unit].province_id for edge in self._backward.get(unit.id, ())]
        if len(set(told)) > 1:
            homes = Counter(told)
            return self._by_id[min(homes, key=lambda home: (-homes[home], home))]
        return self._by_id[told[0]] if told else None

    def homes(self, unit: Unit) -> frozenset[str]:
        """Return the ids of the districts and provinces of both lists that the unit lies in or is."""
        # The communes of a district of list 2025-06 have the same ones.
        key = unit.district_id if unit.list == LEGACY and unit.level == "commune" and unit.district_id else unit.id
        found = self._homes.get((key, unit.level))
        if found is None:
            found = self._homes[key, unit.level] = self.shared(self._homes_of(unit))
        return found

    def provinces(self, unit: Unit) -> frozenset[str]:
        """Return the ids of the provinces of both lists that the unit lies in or is."""
        # Where the province is of an old list, what became of it holds for all that lies in it.
        key = unit.id if unit.list == NEW else unit.province_id
        found = self._provinces.get(key)
        if found is None:
            homes = [self.province_of(unit, era) for era in (LEGACY, NEW)]
            found = self._provinces[key] = self.shared([home.id for home in homes if home is not None])
        return found

    def shared(self, words: Iterable[str]) -> frozenset[str]:
        """Return the one copy of a set of places or kinds: thousands of units and names have the same ones."""
        found = frozenset(words)
        return self._shared.setdefault(found, found)

    def _homes_of(self, unit: Unit) -> set[str]:
        found = {unit.province_id}
        if unit.level == "district":
            found.add(unit.id)
        if unit.district_id:
            found.add(unit.district_id)
        related = self._backward.get(unit.id, []) if unit.list == NEW else []
        if unit.list == OLD:
            related = self._forward.get(unit.id, [])
        for edge in related:
            other = self._by_id[edge.unit]
            found |= {other.province_id} | ({other.district_id} if other.district_id else set())
            if other.level == "district":
                found.add(other.id)
        legacy = [home for home in found if self._by_id[home].list == LEGACY and self._by_id[home].level == "province"]
        return found | {edge.unit for home in legacy if unit.list != NEW for edge in self._forward.get(home, [])}
