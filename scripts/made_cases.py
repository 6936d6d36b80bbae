"""Makes linking cases from the register: names of real units, written as articles write them, with the right answer.

Spellings in Persian letters come from a table of sounds of its own, made from how translators spell, not from the
keys that the linker looks names up by; a share of the syllables is spelt in a way that the keys do not foresee.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.linking import LinkContext, UnitQuery
from pipeline.register import LEGACY, NEW, Register, Script, Unit
from pipeline.register.keys import fold
from pipeline.training.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records.vocabulary import Kind

SCRIPTS: tuple[Script, ...] = ("latin_vi", "latin_ascii", "persian")
BEZIRK: tuple[Kind, ...] = ("rural_district", "ward", "urban_district")
STADT: tuple[Kind, ...] = ("provincial_city", "town", "municipality", "township")
PART: tuple[Kind, ...] = ("ward", "rural_district", "commune", "urban_district")
TOWN: tuple[Kind, ...] = ("provincial_city", "municipality", "town", "township")
# What the words that translators choose for a kind can mean.
KIND_WORDS: dict[Script, dict[str, list[tuple[Kind, ...]]]] = {
    "latin_vi": {},
    "latin_ascii": {
        "ward": [BEZIRK, ("ward",)], "rural_district": [BEZIRK], "urban_district": [BEZIRK],
        "township": [STADT], "town": [STADT], "provincial_city": [STADT],
    },
    "persian": {
        "commune": [("commune",), PART], "ward": [PART], "township": [TOWN], "town": [TOWN], "provincial_city": [TOWN],
        "rural_district": [("rural_district", "urban_district"), PART],
        "urban_district": [("rural_district", "urban_district")],
    },
}  # fmt: skip


@dataclass(slots=True, frozen=True)
class Case:
    """Queries with their context and, for the queries to be judged, the ids that are right; none where none is."""

    queries: list[UnitQuery]
    context: LinkContext
    answers: dict[int, frozenset[str]]
    task: str
    province_known: bool
    kind_known: bool


class Writer(Speller):
    """Writes names and kind words as one script has them."""

    def kinds(self, kind: str) -> tuple[Kind, ...]:
        """What the kind word that a translator chose can mean."""
        options = KIND_WORDS[self.script].get(kind)
        return self.rng.choice(options) if options else (kind,)  # type: ignore[return-value]


def merge_cases(register: Register, script: Script, count: int, seed: int) -> list[Case]:
    """Statements "A, B and part of C become D" of the round of 2025, as the official mapping has them."""
    rng = random.Random(f"{seed} merge {script}")
    writer = Writer(script, rng)
    targets = [unit for unit in register.units if unit.list == NEW and unit.level == "commune"]
    merges = [target for target in targets if len(register.predecessors(target.id)) > 1]
    cases = []
    for number in range(count):
        target = rng.choice(merges)
        ids = [edge.unit for edge in register.predecessors(target.id)]
        sources = [unit for unit_id in ids if (unit := register.get(unit_id)) is not None]
        cases.append(_merge(register, writer, target, sources, number % 4 < 2, number % 2 == 0))
    return cases


def _merge(
    register: Register, writer: Writer, target: Unit, sources: Sequence[Unit], province: bool, kind: bool
) -> Case:
    rng = writer.rng
    queries, answers = [], {}
    if province:
        home = rng.choice([target, *sources])
        queries.append(_province(register, writer, home))
    for role, units in (("source", rng.sample(list(sources), len(sources))), ("target", [target])):
        for unit in units:
            kinds = writer.kinds(unit.kind) if kind else ()
            # Two sources of one name: the mapping holds a leak, and no text could tell which one it is.
            alike = {other.id for other in units if fold(other.name) == fold(unit.name)}
            answers[len(queries)] = frozenset(alike)
            queries.append(
                UnitQuery(writer.name(unit.name), writer.script, kinds, group=0 if role == "source" else 1, role=role,
                          relation=0, start=20 * len(queries))
            )  # fmt: skip
    published = rng.choice([datetime.date(2025, 6, 17), datetime.date(2025, 7, 15), None])
    return Case(queries, LinkContext(published), answers, "merge statement", province, kind)


def single_cases(register: Register, script: Script, count: int, seed: int, label: str) -> list[Case]:
    """One unit of one list alone, with its province or without."""
    rng = random.Random(f"{seed} {label} {script}")
    writer = Writer(script, rng)
    units = [unit for unit in register.units if unit.list == label and unit.level != "province"]
    cases = []
    for number in range(count):
        unit = rng.choice(units)
        province, kind = number % 4 < 2, number % 2 == 0
        queries = [_province(register, writer, unit)] if province else []
        kinds = writer.kinds(unit.kind) if kind else ()
        above = 0 if province and rng.random() < 0.5 else None
        queries.append(UnitQuery(writer.name(unit.name), script, kinds, parent=above, start=30))
        day = datetime.date(2025, 9, 1) if label == NEW else datetime.date(2024, 3, 1)
        task = "new unit" if label == NEW else "legacy unit"
        answer = {len(queries) - 1: frozenset({unit.id})}
        cases.append(Case(queries, LinkContext(day), answer, task, province, kind))
    return cases


def stranger_cases(register: Register, script: Script, count: int, seed: int) -> list[Case]:
    """A commune that the register lacks, in a stated province, of a name that units elsewhere bear."""
    rng = random.Random(f"{seed} stranger {script}")
    writer = Writer(script, rng)
    units = [unit for unit in register.units if unit.list == LEGACY and unit.level == "commune"]
    homes = [unit for unit in register.units if unit.list == LEGACY and unit.level == "province"]
    cases = []
    for number in range(count):
        unit, home = rng.choice(units), rng.choice(homes)
        if any(home.id in register.homes(other) for other in register.candidates(unit.name, "latin_ascii")):
            continue
        kinds = writer.kinds(unit.kind) if number % 2 == 0 else ()
        above = _province(register, writer, home)
        told = UnitQuery(writer.name(unit.name), script, kinds, parent=0, start=30)
        fellows = [other for other in units if other.province_id == home.id]
        near = [
            UnitQuery(writer.name(other.name), script, writer.kinds(other.kind), parent=0, group=0, start=60 + at)
            for at, other in enumerate(rng.sample(fellows, 3))
        ]
        day = datetime.date(2024, 3, 1)
        cases.append(Case([above, told, *near], LinkContext(day), {1: frozenset()}, "stranger", True, bool(kinds)))
    return cases


def _province(register: Register, writer: Writer, unit: Unit) -> UnitQuery:
    home = register.get(unit.province_id)
    name = home.name if home is not None else unit.province
    return UnitQuery(writer.name(name), writer.script, ("province", "municipality"), start=0)


def all_cases(register: Register, count: int, seed: int = 0) -> dict[Script, list[Case]]:
    """Cases of every script: `count` merge statements, `count` legacy and `count` new units."""
    return {
        script: [
            *merge_cases(register, script, count, seed),
            *single_cases(register, script, count, seed, LEGACY),
            *single_cases(register, script, count, seed, NEW),
            *stranger_cases(register, script, count // 4, seed),
        ]
        for script in SCRIPTS
    }
