"""Lists of units, the units above them, and which part of each is meant."""

from __future__ import annotations

import pytest

from pipeline.records import Annotation
from pipeline.records.spans import UnitGroup, UnitSpan
from pipeline.stages.builtin import language_of


def _read(code: str, text: str) -> Annotation:
    language = language_of(code)
    return language.run(language.prepare(text), "officials")


def _groups(code: str, text: str) -> list[list[str]]:
    ann = _read(code, text)
    units: list[UnitSpan] = ann.context["units"]
    groups: list[UnitGroup] = ann.context["groups"]
    return [[units[i].name for i in group.units] for group in groups]


def _parents(code: str, text: str) -> dict[str, str | None]:
    units: list[UnitSpan] = _read(code, text).context["units"]
    return {u.name: units[u.parent].name if u.parent is not None else None for u in units}


def _extents(code: str, text: str) -> list[tuple[str, str]]:
    units: list[UnitSpan] = _read(code, text).context["units"]
    return [(u.name, u.extent) for u in units]


@pytest.mark.parametrize(
    ("code", "text", "groups"),
    [
        ("vi", "nhập xã Tân An vào xã Tân Thành", [["Tân An"], ["Tân Thành"]]),
        ("vi", "xã Tân An, xã Tân Lập và phường Hòa Bình", [["Tân An", "Tân Lập", "Hòa Bình"]]),
        (
            "vi",
            "nhập xã Tân An vào xã Tân Lập, xã Đoàn Kết vào xã Hòa Bình",
            [["Tân An"], ["Tân Lập"], ["Đoàn Kết"], ["Hòa Bình"]],
        ),
        (
            "vi",
            "xã Tân An nhập vào xã Tân Lập; xã Đoàn Kết nhập vào xã Hòa Bình",
            [["Tân An"], ["Tân Lập"], ["Đoàn Kết"], ["Hòa Bình"]],
        ),
        ("vi", "toàn bộ xã Tân An; một phần xã Tân Lập; xã Đoàn Kết", [["Tân An", "Tân Lập", "Đoàn Kết"]]),
        (
            "vi",
            "chia xã Tân An thành xã Tân Lập, xã Tân Tiến và xã Tân Hòa",
            [["Tân An"], ["Tân Lập", "Tân Tiến", "Tân Hòa"]],
        ),
        ("vi", "Ở Tuyên Quang, huyện Lâm Bình không còn", [["Lâm Bình"]]),
        ("vi", "Riêng Cao Bằng, hai xã Minh Thanh và Tam Kim sáp nhập", [["Minh Thanh", "Tam Kim"]]),
        ("vi", "Hà Giang nhập vào Tuyên Quang, xã Nà Chì giải thể", [["Hà Giang"], ["Tuyên Quang"], ["Nà Chì"]]),
        ("de", "In Lao Cai, Gemeinden Ta Van und Muong Hoa, entsteht", [["Ta Van", "Muong Hoa"]]),
        ("vi", "Khác với xã Tả Van, xã Bắc Hà giữ nguyên", [["Tả Van"], ["Bắc Hà"]]),
        ("vi", "Khác với xã Tả Van và xã Mường Hoa, xã Bắc Hà giữ nguyên", [["Tả Van", "Mường Hoa"], ["Bắc Hà"]]),
        ("de", "Im Gegensatz zur Gemeinde Ta Van, Gemeinde Bac Ha", [["Ta Van"], ["Bac Ha"]]),
        ("fa", "برخلاف کمون تا وان، کمون باک ها بدون تغییر ماند", [["تا وان"], ["باک ها"]]),
        ("de", "die Gemeinde Tan An zur Gemeinde Tan Lap", [["Tan An"], ["Tan Lap"]]),
        ("de", "aus Hai Duong und Hai Phong", [["Hai Duong", "Hai Phong"]]),
        ("fa", "کمون تان آن در کمون تان لاپ ادغام شد", [["تان آن"], ["تان لاپ"]]),
    ],
)
def test_a_group_holds_the_units_of_one_breath(code: str, text: str, groups: list[list[str]]) -> None:
    assert _groups(code, text) == groups


def test_units_of_two_sentences_never_share_a_group() -> None:
    assert _groups("vi", "Xã Tân An.\nxã Tân Lập.") == [["Tân An"], ["Tân Lập"]]


def test_a_unit_told_again_opens_a_new_group() -> None:
    text = "phần còn lại của xã Tân An và xã Tân Lập, xã Tân Lập giữ tên"
    assert _groups("vi", text) == [["Tân An", "Tân Lập"], ["Tân Lập"]]


def test_a_free_kind_word_before_a_parent_is_no_member() -> None:
    text = "Die Provinz Ha Tay kommt zur Stadt Hanoi, mit ihr vier Gemeinden der Provinz Hoa Binh."
    assert _groups("de", text)[-1] == ["Hoa Binh"]


def test_every_member_knows_the_number_of_its_group() -> None:
    ann = _read("vi", "Xã Tân An, xã Tân Lập (huyện Châu Thành) nhập vào xã Hòa Bình.")
    units: list[UnitSpan] = ann.context["units"]
    for number, group in enumerate(ann.context["groups"]):
        assert all(units[i].group == number for i in group.units)
        assert all(units[i].role == "parent" and units[i].group == -1 for i in group.parents)


@pytest.mark.parametrize(
    ("code", "text", "parents"),
    [
        (
            "vi",
            "xã Bình Minh, huyện Khoái Châu, tỉnh Hưng Yên",
            {"Bình Minh": "Khoái Châu", "Khoái Châu": "Hưng Yên", "Hưng Yên": None},
        ),
        ("vi", "xã Hưng Long (Hưng Nguyên)", {"Hưng Long": "Hưng Nguyên", "Hưng Nguyên": None}),
        ("vi", "Phường 1 và phường Bến Thành (quận 1)", {"1": None, "Bến Thành": "1"}),
        ("vi", "Huyện Kỳ Sơn: xã Mường Xén, Tà Cạ", {"Kỳ Sơn": None, "Mường Xén": "Kỳ Sơn", "Tà Cạ": "Kỳ Sơn"}),
        ("de", "Gemeinde Krong Na (Bezirk Buon Don)", {"Krong Na": "Buon Don", "Buon Don": None}),
        (
            "de",
            "zwei Gemeinden des Bezirks Nghi Loc: Nghi Xuan, Phuc Tho",
            {"Nghi Loc": None, "Nghi Xuan": "Nghi Loc", "Phuc Tho": "Nghi Loc"},
        ),
        ("fa", "کمون تان آن استان دونگ نای", {"تان آن": "دونگ نای", "دونگ نای": None}),
    ],
)
def test_the_unit_above_is_told_by_bracket_joiner_chain_or_heading(
    code: str, text: str, parents: dict[str, str | None]
) -> None:
    assert _parents(code, text) == parents


def test_a_bracket_holds_for_what_stands_before_it() -> None:
    found = _parents("vi", "xã Yên Dương, xã Yên Thọ (huyện Yên Định) và xã Hà Vinh")
    assert found["Yên Thọ"] == "Yên Định"
    assert found["Hà Vinh"] is None


def test_wards_in_a_row_are_no_parents_of_each_other() -> None:
    assert set(_parents("de", "Bezirk 1, Bezirk 2 und Bezirk 4").values()) == {None}


@pytest.mark.parametrize(
    ("code", "text", "extents"),
    [
        ("vi", "một phần xã Tân An và các xã Tân Lập, Hòa Bình", ["part", "whole", "whole"]),
        ("vi", "một phần xã Tân An cùng xã Tân Lập", ["part", "whole"]),
        ("vi", "xã Tân An, một phần xã Tân Lập, phần còn lại của xã Hòa Bình", ["whole", "part", "remainder"]),
        ("vi", "một phần các xã Tân An, Tân Lập", ["part", "part"]),
        ("de", "ein Teil der Gemeinde Tan An und die Gemeinde Tan Lap", ["part", "whole"]),
        ("de", "eines Teils der Gemeinden Tan An und Tan Lap", ["part", "part"]),
        ("de", "der Rest der Gemeinde Tan An sowie die gesamte Gemeinde Tan Lap", ["remainder", "whole"]),
        ("fa", "بخشی از کمون تان آن و کل کمون تان لاپ", ["part", "whole"]),
        ("fa", "مابقی کمون تان آن", ["remainder"]),
    ],
)
def test_extent_reaches_as_far_as_the_words_say(code: str, text: str, extents: list[str]) -> None:
    assert [extent for _, extent in _extents(code, text)] == extents


def test_area_and_people_between_extent_and_unit_are_passed() -> None:
    text = "một phần 6,48 km2 diện tích tự nhiên, 2.639 người của xã Quế Sơn vào xã Mường Nọc"
    assert _extents("vi", text) == [("Quế Sơn", "part"), ("Mường Nọc", "whole")]


def test_reach_left_open_is_settled_by_what_the_register_divided() -> None:
    both = "phần còn lại của thị trấn Hà Trung, xã Hà Bình"
    assert _extents("vi", both) == [("Hà Trung", "remainder"), ("Hà Bình", "remainder")]
    first = "một phần phường Cầu Dền, phường Bách Khoa"
    assert _extents("vi", first)[0] == ("Cầu Dền", "part")


def test_free_kind_words_are_those_that_name_no_unit() -> None:
    ann = _read("de", "85 Gemeinden und der Stadtteil Phan Thiet; Tan An Ward; Dong-Nai-Provinz; 14 Stadtviertel")
    free = [ann.tokens[word.first] for word in ann.context["free_kind_words"]]
    assert free == ["Gemeinden", "Stadtviertel"]
