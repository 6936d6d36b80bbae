"""The shipped tables: counts of the official lists, spot facts, identity of units."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.register import LEGACY, NEW, OLD, Register


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def test_counts_of_both_lists(register: Register) -> None:
    counts = Counter((unit.list, unit.level) for unit in register.units)
    assert counts[NEW, "province"] == 34
    assert counts[NEW, "commune"] == 3321
    assert counts[LEGACY, "province"] == 63
    assert counts[LEGACY, "district"] == 696
    assert counts[LEGACY, "commune"] == 10035
    assert counts[OLD, "commune"] > 1800


def test_mapping_has_every_pair_and_every_split(register: Register) -> None:
    below = [unit for unit in register.units if unit.list == LEGACY and unit.level != "province"]
    edges = {unit.id: register.successors(unit.id) for unit in below}
    assert sum(map(len, edges.values())) == 10602
    assert sum(1 for ends in edges.values() if len(ends) > 1) == 471
    assert all(end.extent == ("part" if len(ends) > 1 else "whole") for ends in edges.values() for end in ends)


def test_every_unit_leads_somewhere(register: Register) -> None:
    for unit in register.units:
        if unit.list == NEW:
            assert register.predecessors(unit.id)
        elif unit.list == OLD or unit.level != "district":
            assert all(register.get(edge.unit) for edge in register.successors(unit.id)), unit
            assert register.successors(unit.id), unit


def test_ids_are_unique_and_resolve(register: Register) -> None:
    assert len({unit.id for unit in register.units}) == len(register.units)
    for unit in register.units:
        assert register.get(unit.id) is unit
        assert register.get(unit.province_id) is not None
        assert unit.district_id is None or register.get(unit.district_id) is not None


@pytest.mark.parametrize(
    ("unit_id", "name", "kind", "province"),
    [
        ("vn:2025-06:14632", "Xuân Chính", "commune", "Ninh Bình"),
        ("vn:2025-06:376", "Kim Sơn", "rural_district", "Ninh Bình"),
        ("vn:2025-07:31135", "Ninh Kiều", "ward", "Cần Thơ"),
        ("vn:2025-06:31135", "Tân An", "ward", "Cần Thơ"),
        ("vn:2025-07:79", "Hồ Chí Minh", "municipality", "Hồ Chí Minh"),
        ("vn:2025-07:31078", "Phú Quốc", "special_zone", "An Giang"),
        ("vn:old:37:commune:chinh-tam", "Chính Tâm", "commune", "Ninh Bình"),
        ("vn:old:36:rural_district:my-loc", "Mỹ Lộc", "rural_district", "Nam Định"),
        ("vn:old:92:province:can-tho", "Cần Thơ", "province", "Cần Thơ"),
        ("vn:old:40:town:cua-lo", "Cửa Lò", "town", "Nghệ An"),
    ],
)
def test_spot_facts(register: Register, unit_id: str, name: str, kind: str, province: str) -> None:
    unit = register.get(unit_id)
    assert unit is not None
    assert (unit.name, unit.kind, unit.province) == (name, kind, province)


def test_old_units_name_their_successor(register: Register) -> None:
    chinh_tam = register.get("vn:old:37:commune:chinh-tam")
    assert chinh_tam is not None
    assert chinh_tam.successor == "vn:2025-06:14632"
    assert chinh_tam.district_id == "vn:2025-06:376"
    ends = {edge.unit for edge in register.successors("vn:old:37:commune:yen-mat")}
    assert ends == {"vn:2025-06:14659", "vn:2025-06:14650"}


def test_provinces_map_to_provinces(register: Register) -> None:
    legacy = [unit for unit in register.units if unit.list == LEGACY and unit.level == "province"]
    ends = {unit.id: register.successors(unit.id) for unit in legacy}
    assert len(ends) == 63
    assert [edge.unit for edge in ends["vn:2025-06:91"]] == ["vn:2025-07:91"]
    assert [edge.unit for edge in ends["vn:2025-06:89"]] == ["vn:2025-07:91"]
    assert len({edge.unit for found in ends.values() for edge in found}) == 34


def test_islands_without_communes_become_special_zones(register: Register) -> None:
    for district in ("318", "471", "498", "536", "755"):
        (edge,) = register.successors(f"vn:2025-06:{district}")
        zone = register.get(edge.unit)
        assert zone is not None
        assert zone.kind == "special_zone"


def test_homes_span_both_lists(register: Register) -> None:
    ninh_kieu = register.get("vn:2025-07:31135")
    assert ninh_kieu is not None
    assert register.homes(ninh_kieu) == {"vn:2025-06:916", "vn:2025-06:92", "vn:2025-07:92"}


def test_province_of_crosses_eras(register: Register) -> None:
    commune = register.get("vn:2025-06:14632")
    ward = register.get("vn:2025-07:31078")
    assert commune and ward
    assert (register.province_of(commune, NEW) or commune).id == "vn:2025-07:37"
    assert (register.province_of(ward, LEGACY) or ward).id == "vn:2025-06:91"


def test_children_of_district_and_province(register: Register) -> None:
    assert "vn:2025-06:14632" in {unit.id for unit in register.children("vn:2025-06:376")}
    assert {unit.level for unit in register.children("vn:2025-06:37")} == {"district"}
    assert {unit.level for unit in register.children("vn:2025-07:37")} == {"commune"}


def test_digest_is_sixteen_hex_digits(register: Register) -> None:
    assert len(register.digest) == 16
    assert int(register.digest, 16) >= 0
    assert Register.load().digest == register.digest
