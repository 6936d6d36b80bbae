"""Verdicts of the register on events stated by ids."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from pipeline.linking.verdict import verdict_of
from pipeline.records.event import SCHEMA_VERSION, Counts, Event, Evidence, Participant, Place
from pipeline.register import LEGACY, NEW, Register
from pipeline.register.lineage import heirs_of, leaks, sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records.vocabulary import EventType, Extent


def participant(register: Register, unit_id: str, extent: Extent = "whole") -> Participant:
    """A linked participant."""
    unit = register.get(unit_id)
    assert unit is not None, unit_id
    return Participant(unit.name, unit.kind, extent, unit_id, None)  # type: ignore[arg-type]


def event(
    register: Register,
    kind: EventType,
    sources: Sequence[str] = (),
    targets: Sequence[str] = (),
    *,
    date_from: str | None = None,
    counts: Counts | None = None,
    place: Place | None = None,
    level: str | None = "commune",
) -> Event:
    """An event with linked participants and nothing else."""
    return Event(
        SCHEMA_VERSION, "d:e", "d", kind, "completed", level,  # type: ignore[arg-type]
        [participant(register, unit) for unit in sources], [participant(register, unit) for unit in targets],
        counts, place or Place(), date_from, date_from, None, None, None, [], [], Evidence(0, 1, "x"), "test", None,
        None, {},
    )  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="module")
def merges(register: Register) -> list[tuple[str, list[str]]]:
    targets = [unit for unit in register.units if unit.list == NEW and unit.level == "commune"]
    made = [(unit.id, [source.id for source in sources_of(register, unit.id)]) for unit in targets]
    return [(target, sources) for target, sources in made if len(sources) > 1]


def status(register: Register, *args: object, **kwargs: object) -> str | None:
    verdict = verdict_of(event(register, *args, **kwargs), register)  # type: ignore[arg-type]
    return verdict.status if verdict else None


def test_official_merges_are_confirmed(register: Register, merges: list[tuple[str, list[str]]]) -> None:
    found = [status(register, "merge", sources, [target]) for target, sources in merges]
    assert len(found) > 3100
    assert found.count("confirmed") >= 0.995 * len(found)


def test_merges_into_a_standing_unit_are_confirmed(register: Register, merges: list[tuple[str, list[str]]]) -> None:
    name = {unit.id: unit.name for unit in register.units}
    standing = [(t, own, s) for t, s in merges for own in s if name[own] == name[t]]
    chosen = random.Random(1).sample(standing, 500)
    for target, own, sources in chosen:
        rest = [source for source in sources if name[source] != name[target]]
        if rest:
            assert status(register, "merge", rest, [target]) == "confirmed"
            # The target linked as the unit that stood before is the same statement.
            if len(heirs_of(register, own)) == 1:
                assert status(register, "merge", rest, [own]) == "confirmed"


def test_falsified_merges_are_not_confirmed(register: Register, merges: list[tuple[str, list[str]]]) -> None:
    rng = random.Random(2)
    legacy = [unit.id for unit in register.units if unit.list == LEGACY and unit.level == "commune"]
    wrong = 0
    for number in range(1000):
        target, sources = rng.choice(merges)
        if number % 2:
            sources = [*sources[1:], rng.choice(legacy)]
        else:
            target = rng.choice(merges)[0]
        if status(register, "merge", sources, [target]) == "confirmed":
            wrong += 1
    assert wrong <= 5


def test_missing_and_extra_units_are_named(register: Register) -> None:
    sources = [source.id for source in sources_of(register, "vn:2025-07:31135")]
    verdict = verdict_of(event(register, "merge", [*sources[:2], "vn:2025-06:14632"], ["vn:2025-07:31135"]), register)
    assert verdict is not None
    assert verdict.status == "partial"
    assert verdict.missing == sources[2:]
    assert verdict.extra == ["vn:2025-06:14632"]


def test_names_count_where_ids_are_missing(register: Register) -> None:
    told = event(register, "merge", [s.id for s in sources_of(register, "vn:2025-07:31135")], ["vn:2025-07:31135"])
    told.sources[0].unit = None
    assert verdict_of(told, register).status == "confirmed"  # type: ignore[union-attr]
    told.sources[0].name = "Nowhere"
    assert verdict_of(told, register).status == "partial"  # type: ignore[union-attr]


def test_changes_before_2025_are_before_the_register(register: Register) -> None:
    old = ["vn:old:37:commune:xuan-thien", "vn:old:37:commune:chinh-tam"]
    assert status(register, "merge", old, ["vn:2025-06:14632"]) == "before_register"
    assert status(register, "unchanged", ["vn:2025-06:14632"], date_from="2023-01-01") == "before_register"


def test_unknown_units_are_not_in_register(register: Register) -> None:
    told = event(register, "merge", ["vn:2025-06:14632"], ["vn:2025-07:31135"])
    for participant in (*told.sources, *told.targets):
        participant.unit, participant.name = None, "Nowhere"
    assert verdict_of(told, register).status == "not_in_register"  # type: ignore[union-attr]


def test_target_of_another_name_conflicts_with_what_the_register_has(register: Register) -> None:
    told = event(register, "merge", [s.id for s in sources_of(register, "vn:2025-07:31135")], ["vn:2025-07:31135"])
    told.targets[0].unit, told.targets[0].name = None, "Nowhere"
    verdict = verdict_of(told, register)
    assert verdict is not None
    assert verdict.status == "conflicts"
    assert "vn:2025-07:31135" in verdict.missing


def test_provinces_merge_too(register: Register) -> None:
    assert status(register, "merge", ["vn:2025-06:91", "vn:2025-06:89"], ["vn:2025-07:91"]) == "confirmed"
    assert status(register, "merge", ["vn:2025-06:91"], ["vn:2025-07:91"]) == "confirmed"
    assert status(register, "merge", ["vn:2025-06:91"], ["vn:2025-07:92"]) == "conflicts"


def test_splits_renames_and_new_kinds(register: Register) -> None:
    divided = next(u for u in register.units if u.list == LEGACY and len(heirs_of(register, u.id)) > 1)
    heirs = [heir.id for heir in heirs_of(register, divided.id)]
    assert status(register, "split", [divided.id], heirs) == "confirmed"
    assert status(register, "split", [divided.id], heirs[:1]) == "partial"
    alone = [
        (own[0], unit)
        for unit in register.units
        if unit.list == NEW and unit.level == "commune" and len(own := sources_of(register, unit.id)) == 1
        and len(heirs_of(register, own[0].id)) == 1
    ]  # fmt: skip
    renamed = next((old, new) for old, new in alone if old.name != new.name)
    kept = next((old, new) for old, new in alone if old.name == new.name and old.kind == new.kind)
    assert status(register, "rename", [renamed[0].id], [renamed[1].id]) == "confirmed"
    assert status(register, "rename", [renamed[0].id], [kept[1].id]) == "conflicts"
    assert status(register, "unchanged", [kept[0].id]) == "confirmed"
    assert status(register, "unchanged", [kept[1].id]) == "confirmed"
    assert status(register, "unchanged", [renamed[0].id]) == "conflicts"


def test_dissolved_units(register: Register) -> None:
    assert status(register, "dissolve", ["vn:2025-06:376"], level="district") == "confirmed"
    assert status(register, "dissolve", [], level="district") == "confirmed"
    assert status(register, "dissolve", ["vn:2025-07:31135"]) == "conflicts"


def test_counts_of_a_place(register: Register) -> None:
    place = Place("Cần Thơ", None, "vn:2025-07:92", "vn:2025-07:92")
    told = event(register, "restructure", counts=Counts(263, 103, None, {"ward": 31, "commune": 72}), place=place)
    verdict = verdict_of(told, register)
    assert verdict is not None and verdict.counts is not None
    assert (verdict.status, verdict.counts.before, verdict.counts.after) == ("confirmed", 263, 103)
    told.counts = Counts(263, 104)
    assert verdict_of(told, register).status == "partial"  # type: ignore[union-attr]
    told.counts = Counts(200, 104)
    assert verdict_of(told, register).status == "conflicts"  # type: ignore[union-attr]


def test_counts_of_one_province_of_a_merged_one(register: Register) -> None:
    place = Place("Thanh Hóa", None, "vn:2025-06:38", "vn:2025-07:38")
    told = event(register, "restructure", counts=Counts(547, 166), place=place)
    assert verdict_of(told, register).status == "confirmed"  # type: ignore[union-attr]
    country = event(register, "restructure", counts=Counts(63, 34), place=Place(), level="province")
    assert verdict_of(country, register).status == "confirmed"  # type: ignore[union-attr]


def test_other_events_have_no_verdict(register: Register) -> None:
    assert status(register, "meeting", [], ["vn:2025-07:31135"]) is None


def test_leaks_are_few_and_cross_old_provinces(register: Register) -> None:
    found = leaks(register)
    assert 20 < len(found) < 40
    for old, new in found:
        assert register.get(old) and register.get(new)
    assert ("vn:2025-06:31669", "vn:2025-07:31480") in found
    assert ("vn:2025-06:31480", "vn:2025-07:31480") not in found


def test_event_is_left_alone(register: Register) -> None:
    told = event(register, "merge", ["vn:2025-06:91"], ["vn:2025-07:92"])
    before = repr(told)
    verdict_of(told, register)
    assert repr(told) == before
