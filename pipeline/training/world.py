"""Draws what articles tell from the register: true changes of true units, with invented people and papers."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from ..register import LEGACY, NEW, Register, Unit
from ..register.keys import fold
from .people import invent_person, invent_place
from .scenario import Day, Paper, Person, Place, Scenario

START: Final = datetime.date(2025, 7, 1)
# The day that the provinces of today were resolved on.
_RESOLVED: Final = datetime.date(2025, 6, 12)
_MOST: Final = 7
_POSTS: Final = ("secretary party_committee", "chair people_committee", "vice_chair people_committee",
                 "chair people_council", "deputy_secretary party_committee", "chair fatherland_front",
                 "vice_chair people_council", "standing_vice_chair people_committee",
                 "standing_deputy_secretary party_committee", "standing_committee_member party_committee")  # fmt: skip
_PROVINCE_POSTS: Final = ("director department", "deputy_director department", "head party_commission",
                          "deputy_head national_assembly_delegation", "chief_of_office people_committee")  # fmt: skip
_PROVINCE_SHARE: Final = 0.25
# Kinds that counts are told by.
COUNTED: Final = ("commune", "ward", "township")
_CODES: Final = (
    ("{}/NQ-HĐND", "resolution", "province"), ("{}-NQ/TU", "resolution", "province"),
    ("{}/QĐ-UBND", "decision", "province"), ("{}/KH-UBND", "plan", "province"), ("{}-KH/TU", "plan", "province"),
    ("{}/NQ-UBTVQH15", "resolution", "central"), ("{}/2025/QH15", "resolution", "central"),
    ("{}-KL/TW", "conclusion", "central"),
    ("{}/QĐ-TTg", "decision", "central"), ("{}/TTr-UBND", "submission", "province"),
    ("{}-CT/TU", "directive", "province"), ("{}/BC-UBND", "report", "province"), ("{}/TB-UBND", "notice", "province"),
)  # fmt: skip
Pair = tuple[Unit, list[Place]]


def place(unit: Unit, extent: str = "whole") -> Place:
    """A unit as it takes part in an event."""
    return Place(unit.name, unit.kind, (unit.id,), extent)


class World:
    """The changes of the register, by the new province that they lie in."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.merges: dict[str, list[Pair]] = defaultdict(list)
        self.splits: dict[str, list[tuple[Place, list[Place]]]] = defaultdict(list)
        self.singles: dict[str, dict[str, list[tuple[Place, Place]]]] = defaultdict(lambda: defaultdict(list))
        self.communes: dict[str, list[Unit]] = defaultdict(list)
        self.districts: dict[str, list[Unit]] = defaultdict(list)
        for unit in register.units:
            if any(map(str.isdigit, unit.name)):
                continue
            if unit.list == NEW and unit.level == "commune":
                self._add_new(unit)
            elif unit.list == LEGACY and unit.level != "province":
                self._add_legacy(unit)
        self.provinces = [unit for unit in register.units if unit.list == NEW and unit.level == "province"]

    def _add_new(self, unit: Unit) -> None:
        edges = self.register.predecessors(unit.id)
        found = [(self.register.get(edge.unit), edge.extent) for edge in edges]
        homes = _homes(unit, [old for old, _ in found if old])
        for home in homes:
            self.communes[home].append(unit)
        sources = [self._source(old, extent) for old, extent in found if old]
        names = {source.name for source in sources}
        if any(map(str.isdigit, "".join(names))) or len(names) < len(sources):
            return
        if 1 < len(sources) <= _MOST:
            for home in homes:
                self.merges[home].append((unit, sources))
        elif len(sources) == 1 and found[0][1] == "whole" and found[0][0]:
            old = found[0][0]
            same = (fold(old.name) == fold(unit.name), old.kind == unit.kind)
            type_ = {(True, True): "unchanged", (False, True): "rename"}.get(same, "reclassify")
            for home in homes:
                self.singles[home][type_].append((sources[0], place(unit)))

    def _source(self, unit: Unit, extent: str = "whole") -> Place:
        """A unit with the district that it lay in."""
        district = self.register.get(unit.district_id) if unit.list == LEGACY and unit.district_id else None
        named = district is not None and not any(map(str.isdigit, district.name))
        return replace(place(unit, extent), district=place(district) if district and named else None)

    def _add_legacy(self, unit: Unit) -> None:
        home = self.register.province_of(unit, NEW)
        if home is None:
            return
        if unit.level == "district":
            for where in (home.id, unit.province_id):
                self.districts[where].append(unit)
            return
        heirs = [self.register.get(edge.unit) for edge in self.register.successors(unit.id)]
        targets = [place(heir) for heir in heirs if heir and not any(map(str.isdigit, heir.name))]
        if 1 < len(targets) == len(heirs):
            for where in (home.id, unit.province_id):
                self.splits[where].append((self._source(unit), targets))

    @cached_property
    def syllables(self) -> list[str]:
        """Syllables of unit names, to invent others of."""
        names = {unit.name for unit in self.register.units if not any(map(str.isdigit, unit.name))}
        return sorted({word for name in names for word in name.split() if word.isalpha()})

    @cached_property
    def everywhere(self) -> list[Unit]:
        """All units that have a name in letters."""
        return [unit for unit in self.register.units if not any(map(str.isdigit, unit.name))]


class Draw:
    """Draws scenarios of one province for one article."""

    def __init__(self, world: World, chance: random.Random, published: datetime.date) -> None:
        self.world = world
        self.chance = chance
        self.published = published
        self.home = chance.choice(world.provinces)
        olds = [world.register.get(edge.unit) for edge in world.register.predecessors(self.home.id)]
        self.legacy = chance.choice([old for old in olds if old] or [self.home])
        self.now = self.home if published >= _RESOLVED else self.legacy
        self.makers: dict[str, Callable[[str], Scenario | None]] = {
            "merge": self._merge, "split": self._split, "establish": self._establish, "dissolve": self._dissolve,
            "rename": self._single("rename"), "reclassify": self._single("reclassify"), "unchanged": self._unchanged,
            "restructure": self._restructure, "two_tier_transition": self._two_tier, "meeting": self._setting,
            "document_issued": self._setting, "appointment": self._appointment, "none": self._setting,
        }  # fmt: skip

    def scenario(self, type_: str, level: str) -> Scenario | None:
        """An event of a type; None where the province had none."""
        made = self.makers[type_](level)
        if made is None:
            return None
        made.type, made.level = type_, level or None
        made.values = {**self.common(), **made.values}
        if made.sources or type_ in ("establish", "restructure"):
            made.values["doc"] = self.paper("/QH15" if level == "province" else "UBTVQH")
        for role in ("sources", "targets"):
            units = getattr(made, role)
            if units:
                made.values.setdefault(role, units)
                made.values.setdefault(role[:-1], units[0])
        districts = {source.district for source in made.sources}
        if len(districts) == 1 and None not in districts:
            made.values["district"] = districts.pop()
        made.day = made.values.get("date")
        return made

    def common(self) -> dict[str, Any]:
        """What any sentence may name."""
        first, second, third = self.official(), self.official(), self.official()
        return {
            "province": place(self.now), "official": first, "person": first, "official2": second, "person2": second,
            "official3": third, "person3": third,
            "doc": self.paper(), "place": self.stray(), "place2": self.stray(), "past": self.past(),
            "date": Day(START), "home": place(self.home), "legacy": place(self.legacy),
            "committee_doc": self.paper("UBND"), "council_doc": self.paper("HĐND"),
            "local": self.local(), "citizen": invent_person(self.chance),
        }  # fmt: skip

    def past(self) -> Day:
        """A day shortly before the article's."""
        return Day(self.published - datetime.timedelta(self.chance.randint(0, 12)))

    def paper(self, issuer: str = "") -> Paper:
        """A document of this place or of the centre, or of the issuer whose sign its code bears."""
        code, type_, level = self.chance.choice([known for known in _CODES if issuer in known[0]])
        day = self.published - datetime.timedelta(self.chance.randint(1, 60))
        return Paper(code.format(self.chance.randint(1, 2400)), type_, level, Day(day))

    def local(self) -> Place:
        """A unit of this province, as the lists of the day have it."""
        own = self.world.communes[self.now.id]
        units = own if self.published >= START else self.world.districts[self.now.id]
        return place(self.chance.choice(units or self.world.everywhere))

    def stray(self) -> Place:
        """Any unit, or one that there is not."""
        if self.chance.random() < 0.45:
            return invent_place(self.chance, self.world.syllables)
        return place(self.chance.choice(self.world.everywhere))

    def official(self, at: Place | None = None) -> Person:
        """An invented person with a post."""
        where = at or self.chance.choice((place(self.now), self.local()))
        level = _level(where.kind)
        more = level == "province" and self.chance.random() < _PROVINCE_SHARE
        post = self.chance.choice(_PROVINCE_POSTS if more else _POSTS)
        also = self.chance.choice([other for other in _POSTS if other != post])
        return Person(invent_person(self.chance), post, level, where, also)

    def _merge(self, level: str) -> Scenario | None:
        if level == "province":
            olds = [self.world.register.get(edge.unit) for edge in self.world.register.predecessors(self.home.id)]
            if len(olds) < 2:
                return None
            sources = [place(old) for old in olds if old]
            return Scenario("", "", {}, self.shuffled(sources), [place(self.home)])
        merges = self.world.merges[self.now.id]
        if not merges:
            return None
        target, parts = self.chance.choice(merges)
        told = [self._remainder(part) for part in self.shuffled(parts)]
        return Scenario("", "", {}, told, [place(target)])

    def _remainder(self, part: Place) -> Place:
        if part.extent == "part" and self.chance.random() < 0.3:
            return replace(part, extent="remainder")
        return part

    def _split(self, level: str) -> Scenario | None:
        splits = self.world.splits[self.now.id]
        if not splits:
            return None
        source, targets = self.chance.choice(splits)
        return Scenario("", "", {}, [source], self.shuffled(targets))

    def _establish(self, level: str) -> Scenario | None:
        units = self.world.communes[self.now.id]
        return Scenario("", "", {}, [], [place(self.chance.choice(units))]) if units else None

    def _dissolve(self, level: str) -> Scenario | None:
        units = self.world.districts[self.now.id]
        return Scenario("", "", {}, [place(self.chance.choice(units))], []) if units else None

    def _single(self, type_: str) -> Callable[[str], Scenario | None]:
        def make(level: str) -> Scenario | None:
            known = self.world.singles[self.now.id]
            pairs = known[type_] or (self._renamed(known["unchanged"]) if type_ == "rename" else [])
            if not pairs:
                return None
            old, new = self.chance.choice(pairs)
            return Scenario("", "", {}, [old], [new])

        return make

    def _renamed(self, pairs: list[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
        """Units with new names that no register has; true new names are few."""
        return [(old, replace(invent_place(self.chance, self.world.syllables), kind=old.kind)) for old, _ in pairs[:9]]

    def _unchanged(self, level: str) -> Scenario | None:
        pairs = self.world.singles[self.now.id]["unchanged"]
        return Scenario("", "", {}, [self.chance.choice(pairs)[0]], []) if pairs else None

    def _two_tier(self, level: str) -> Scenario | None:
        if level == "province":
            return Scenario("", "", {}, [], [place(self.home)])
        return self._establish(level)

    def _restructure(self, level: str) -> Scenario:
        after = len(self.world.communes[self.now.id]) + self.chance.randint(0, 4)
        before = after + self.chance.randint(20, 260)
        values: dict[str, Any] = {"before": before, "after": after, "less": before - after}
        values["less_percent"] = round(100 * (before - after) / before, 2)
        values["before_township"] = self.chance.randint(2, 14)
        for side, rest in (("before", before - values["before_township"]), ("after", after)):
            wards = self.chance.randint(1, max(1, rest // 3))
            values |= {f"{side}_ward": wards, f"{side}_commune": rest - wards}
        return Scenario("", "", values)

    def _appointment(self, level: str) -> Scenario | None:
        units = [self.home] if level == "province" else self.world.communes[self.now.id]
        if not units:
            return None
        where = place(self.chance.choice(units))
        return Scenario("", "", {"person": self.official(where), "date": self.past()}, [], [where])

    def _setting(self, level: str) -> Scenario:
        day = self.past()
        return Scenario("", "", {"date": day})

    def shuffled(self, found: list[Place]) -> list[Place]:
        """The same in another order."""
        return self.chance.sample(found, len(found))


def _homes(unit: Unit, sources: list[Unit]) -> list[str]:
    """The new province, and the old one where there is but one."""
    olds = {source.province_id for source in sources}
    return [unit.province_id, *(olds if len(olds) == 1 else ())]


def _level(kind: str) -> str:
    if kind in ("province", "municipality"):
        return "province"
    return "commune" if kind in ("commune", "ward", "township", "special_zone") else "district"
