"""The linker: what settles which unit a name means."""

from __future__ import annotations

import datetime
import time

import pytest

from pipeline.linking import LinkContext, LinkResult, UnitQuery, link_units
from pipeline.register import Register

BEFORE = datetime.date(2024, 3, 1)
EVE = datetime.date(2025, 6, 17)
AFTER = datetime.date(2025, 9, 1)
BEZIRK = ("rural_district", "ward", "urban_district")
STADT = ("provincial_city", "town", "municipality", "township")


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def q(surface: str, *kinds: str, **more: object) -> UnitQuery:
    return UnitQuery(surface, more.pop("script", "latin_ascii"), kinds, **more)  # type: ignore[arg-type]


def link(
    register: Register, queries: list[UnitQuery], day: datetime.date | None = None, **more: str
) -> list[LinkResult]:
    spread = [
        UnitQuery(
            x.surface, x.script, x.kinds, x.parent, x.old, x.group, x.role, x.relation, x.start or 20 * i, x.change
        )
        for i, x in enumerate(queries)
    ]
    return link_units(spread, LinkContext(day, **more), register)


def test_stated_province_settles_a_common_name(register: Register) -> None:
    queries = [q("Ninh Binh", "province"), q("Kim Son", "rural_district", parent=0)]
    assert link(register, queries, BEFORE)[1].unit_id == "vn:2025-06:376"


def test_common_name_alone_is_ambiguous_with_candidates(register: Register) -> None:
    (result,) = link(register, [q("Tan Thanh", "commune")], BEFORE)
    assert (result.status, result.unit_id) == ("ambiguous", None)
    assert 1 < len(result.candidates) <= 10
    assert result.kind == "commune"


def test_same_name_comes_out_by_kind_word(register: Register) -> None:
    queries = [
        q("Nam Dinh", "province"),
        q("My Loc", *BEZIRK, role="source", relation=0), q("Nam Dinh", *STADT, role="target", relation=0),
        q("My Loc", *STADT, role="source", relation=1), q("Hung Loc", "ward", role="target", relation=1),
        q("My Thanh", "commune", role="source", relation=2, group=1),
        q("My Hung", "commune", role="source", relation=2, group=1), q("My Loc", "commune", role="target", relation=2),
    ]  # fmt: skip
    results = link(register, queries, datetime.date(2024, 8, 13), outlet="baonamdinh.vn")
    assert [r.kind for r in results] == [
        "province", "rural_district", "provincial_city", "township", "ward", "commune", "commune", "commune",
    ]  # fmt: skip
    assert results[1].unit_id == "vn:old:36:rural_district:my-loc"
    assert results[1].successor == "vn:2025-06:356"
    assert results[3].unit_id == "vn:old:36:township:my-loc"
    assert results[7].unit_id == "vn:2025-06:13735"


def test_mapping_settles_a_statement_without_any_context(register: Register) -> None:
    queries = [
        q("Tan An", "ward", role="source", relation=0), q("Thoi Binh", "ward", role="source", relation=0),
        q("Xuan Khanh", "ward", role="source", relation=0), q("Ninh Kieu", "ward", role="target", relation=0),
    ]  # fmt: skip
    ids = [result.unit_id for result in link(register, queries)]
    assert ids == ["vn:2025-06:31135", "vn:2025-06:31123", "vn:2025-06:31144", "vn:2025-07:31135"]


def test_source_and_target_of_one_name_part_by_role(register: Register) -> None:
    queries = [
        q("An Hoa", "ward", role="source", relation=0), q("Cai Khe", "ward", role="source", relation=0),
        q("Cai Khe", "ward", role="target", relation=0),
    ]  # fmt: skip
    results = link(register, queries, EVE)
    assert [result.unit_id for result in results[1:]] == ["vn:2025-06:31117", "vn:2025-07:31120"]


@pytest.mark.parametrize(
    ("day", "old", "unit"),
    [(BEFORE, None, "vn:2025-06:12"), (AFTER, None, "vn:2025-07:12"), (None, None, "vn:2025-07:12"),
     (AFTER, True, "vn:2025-06:12")],
)  # fmt: skip
def test_era_chooses_the_list(register: Register, day: datetime.date | None, old: bool | None, unit: str) -> None:
    assert link(register, [q("Lai Chau", "province", old=old)], day)[0].unit_id == unit


def test_island_district_is_the_source_of_its_special_zone(register: Register) -> None:
    queries = [
        q("Hai Phong", *STADT), q("Cat Hai", *BEZIRK, role="source", relation=0),
        q("Cat Hai", "special_zone", role="target", relation=0),
    ]  # fmt: skip
    results = link(register, queries)
    assert [result.unit_id for result in results[1:]] == ["vn:2025-06:317", "vn:2025-07:11914"]


def test_outlet_and_address_count(register: Register) -> None:
    query = q("Tan Thanh", "commune")
    assert link(register, [query], AFTER, outlet="baolangson.vn")[0].unit_id == "vn:2025-07:06445"
    by_address = link(register, [query], AFTER, url="https://x.vn/xa-tan-thanh-tinh-lang-son-hop-ban.html")
    assert by_address[0].unit_id == "vn:2025-07:06445"


def test_numbered_wards_keep_their_word(register: Register) -> None:
    queries = [q("Dak Lak", "province"), q("Tuy Hoa", "provincial_city"), q("9", *BEZIRK, parent=1)]
    result = link(register, queries, EVE)[2]
    assert (result.name, result.kind, result.unit_id) == ("Phường 9", "ward", "vn:2025-06:22024")


def test_names_that_the_register_lacks_stay_unknown(register: Register) -> None:
    queries = [q("Nghe An", "province"), q("Nam Dan", "rural_district"), q("Nam Dan 1", "commune", parent=1)]
    result = link(register, queries, EVE)[2]
    assert (result.status, result.name, result.kind, result.unit_id) == ("unknown", "Nam Dan 1", "commune", None)


def test_stranger_in_a_stated_province_is_not_linked_elsewhere(register: Register) -> None:
    queries = [
        q("Bac Lieu", "province"), q("Dien Phuong", "commune", parent=0),
        q("Vinh Hung", "commune", parent=0), q("Dien Hai", "commune", parent=0),
    ]  # fmt: skip
    assert link(register, queries, BEFORE)[1].status == "unknown"


def test_kind_of_an_unknown_name_follows_company_and_date(register: Register) -> None:
    queries = [
        q("Ninh Kieu", *BEZIRK, group=0), q("Cai Khe", *BEZIRK, group=0), q("Zzyzx", *BEZIRK, group=0),
    ]  # fmt: skip
    assert link(register, queries, AFTER)[2].kind == "ward"


def test_persian_names_are_linked_and_spelt(register: Register) -> None:
    queries = [
        q("کان تو", "municipality", "provincial_city", script="persian"),
        q("نین کیو", "ward", "rural_district", script="persian", role="target", relation=0),
        q("تان آن", "ward", "rural_district", script="persian", role="source", relation=0),
        q("توی بین", "ward", "rural_district", script="persian", role="source", relation=0),
    ]
    results = link(register, queries)
    assert [r.name for r in results] == ["Cần Thơ", "Ninh Kiều", "Tân An", "Thới Bình"]
    assert results[2].unit_id == "vn:2025-06:31135"


def test_unknown_persian_name_is_spelt_by_its_syllables(register: Register) -> None:
    (result,) = link(register, [q("بات موت کان", "commune", script="persian")])
    assert (result.status, result.name) == ("unknown", "Bat Mot Can")


def test_slip_of_the_pen_is_mended_by_the_mapping(register: Register) -> None:
    queries = [
        q("Tan An", "ward", role="source", relation=0), q("Thoi Bnih", "ward", role="source", relation=0),
        q("Xuan Khanh", "ward", role="source", relation=0), q("Ninh Kieu", "ward", role="target", relation=0),
    ]  # fmt: skip
    assert link(register, queries, EVE)[1].unit_id == "vn:2025-06:31123"


def test_order_of_equal_articles_does_not_matter(register: Register) -> None:
    queries = [q("Lang Son", "province"), q("Tan Thanh", "commune"), q("Huu Lung", "commune"), q("Yen Binh", "commune")]
    assert link(register, queries, AFTER) == link(register, queries, AFTER)
    mixed = [q("Lang Son", "province"), q("Yen Binh", "commune"), q("Huu Lung", "commune"), q("Tan Thanh", "commune")]
    first = {r.name: r.unit_id for r in link(register, queries, AFTER)}
    assert {r.name: r.unit_id for r in link(register, mixed, AFTER)} == first


def test_no_queries_no_results(register: Register) -> None:
    assert link_units([], LinkContext(), register) == []


def test_two_thousand_names_take_a_moment(register: Register) -> None:
    units = [unit for unit in register.units if unit.list == "2025-06" and unit.level == "commune"]
    queries = [q(unit.name, unit.kind, script="latin_vi", group=n // 9) for n, unit in enumerate(units[::5][:2000])]
    began = time.perf_counter()
    link(register, queries, BEFORE)
    assert time.perf_counter() - began < 10
