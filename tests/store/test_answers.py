"""What a store answers about units, provinces, disagreements, and what no article has told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import SapxepError
from pipeline.register.model import NEW
from pipeline.register.register import Register
from pipeline.store.answers import disagreements, province_answer, unit_answer, units_named, untold
from pipeline.store.database import Database, Store
from pipeline.store.loading import load

from .made_runs import FACT, KIM_SON, UNITS, document, event, fact, participant, three_languages, write


@pytest.fixture
def store(told: str, register: Register) -> Iterator[Store]:
    """A store with the merger in three languages."""
    database = Database(told, reading=True)
    with database.opened(register) as opened:
        yield opened
    database.close()


@pytest.mark.parametrize("name", ["Xuân Chính", "xuan chinh", "شوان چین", UNITS[2]])
def test_a_unit_is_found_by_any_spelling_with_its_lineage(store: Store, name: str) -> None:
    answers = {unit.unit_id: unit_answer(store, unit) for unit in units_named(store, name)}
    answer = answers[UNITS[2]]
    assert {step.unit.unit_id for step in answer.before} >= set(UNITS[:2])
    (after,) = answer.after
    assert after.unit.list == NEW
    assert [told.fact["fact_id"] for told in answer.told if told.fact] == [FACT]
    assert all(told.event is None for told in answer.told)


def test_lineage_goes_all_the_way(store: Store) -> None:
    (unit,) = units_named(store, UNITS[0])
    (first,) = unit_answer(store, unit).after
    (second,) = first.further
    assert (first.unit.unit_id, second.unit.list, second.further) == (UNITS[2], NEW, ())


def test_every_branch_of_a_unit_that_was_divided_is_shown(store: Store, register: Register) -> None:
    divided = next(unit for unit in register.units if len(register.successors(unit.id)) > 2 and unit.list == "2025-06")
    (unit,) = units_named(store, divided.id)
    after = unit_answer(store, unit).after
    assert {step.unit.unit_id for step in after} == {edge.unit for edge in register.successors(divided.id)}
    assert {step.unit.extent for step in after} == {"part"}


def test_a_name_that_is_none_is_told(store: Store) -> None:
    with pytest.raises(SapxepError, match="no unit of this name"):
        units_named(store, "Bayern")


def test_a_province_tells_its_changes_in_order_of_time(store: Store) -> None:
    answers = {answer.province.unit_id: answer for answer in province_answer(store, "ninh binh")}
    assert set(answers) == {"vn:2025-06:37", "vn:2025-07:37"}
    assert [told.record.get("fact_id") for told in answers["vn:2025-07:37"].told] == [FACT]
    assert sum(answers["vn:2025-07:37"].units["2025-07"].values()) == 129
    (plan,) = province_answer(store, "vn:2025-07:38")[0].told
    assert plan.event is not None
    assert plan.event["counts"]["before"] == 547


def test_a_province_is_narrowed_to_a_period(store: Store) -> None:
    assert all(not answer.told for answer in province_answer(store, "Ninh Bình", since="2022"))
    assert any(answer.told for answer in province_answer(store, "Ninh Bình", until="2019"))


def test_disagreements_with_the_register_and_between_reports(
    store: Store, database: Database, register: Register, tmp_path: Path
) -> None:
    assert [told.record["doc_id"] for told in disagreements(store)] == ["plan"]
    assert disagreements(store, "Ninh Bình") == []
    odd = three_languages()
    values = [{"value": value, "events": [], "fact_id": None} for value in ("2019/2021", "2020")]
    odd["facts"] = [
        fact([one["event_id"] for one in odd["events"][:3]], disagreements=[{"field": "date", "values": values}])
    ]
    load(write(tmp_path / "outputs", odd), database, register=register)
    with database.opened(register) as opened:
        assert [told.record.get("fact_id") for told in disagreements(opened)] == [FACT, None]
        assert [told.record.get("fact_id") for told in disagreements(opened, "Ninh Bình")] == [FACT]


def test_untold_units_are_those_of_which_no_event_tells(database: Database, register: Register, tmp_path: Path) -> None:
    text = "Đắk Lắk"
    new = next(unit for unit in register.units if unit.list == NEW and unit.level == "commune")
    other = next(unit for unit in register.units if unit.list == NEW and unit.level == "commune" and unit != new)
    (old, *_) = [edge.unit for edge in register.predecessors(other.id)]
    told = event("d", 1, text, sources=[participant("alt", old)], targets=[participant("neu", new.id)])
    load(
        write(tmp_path / "run", {"documents": [document("d", "vi", text)], "events": [told]}), database, "run", register
    )
    with database.opened(register) as store:
        found = {answer.unit.unit_id: answer for answer in untold(store, level="commune")}
        everything = sum(unit.list == NEW and unit.level == "commune" for unit in register.units)
        assert {new.id, other.id}.isdisjoint(found)
        assert everything - 5 < len(found) < everything
        inside = untold(store, "Hà Nam")
        assert {answer.unit.province for answer in inside} == {"Ninh Bình"}
        assert any(answer.made_from for answer in inside)


def test_kim_son_is_what_the_tests_take_it_for(register: Register) -> None:
    unit = register.get(KIM_SON)
    assert unit is not None
    assert (unit.name, unit.kind) == ("Kim Sơn", "rural_district")
