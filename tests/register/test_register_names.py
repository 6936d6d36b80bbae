"""Names in three scripts: keys, candidates, longest match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.register import Register
from pipeline.register.keys import ascii_key, hyphenated, vietnamese_key
from pipeline.register.persian import loose_name_keys, loosen, name_keys, persian_key

PERSIAN_NAMES = [
    ("کیم سون", "Kim Sơn"), ("شوان تین", "Xuân Thiện"), ("چین تام", "Chính Tâm"), ("نهو هوا", "Như Hòa"),
    ("ین مات", "Yên Mật"), ("کوین فو", "Quỳnh Phụ"), ("ترانگ بائو شا", "Trang Bảo Xá"), ("نین کیو", "Ninh Kiều"),
    ("کای خه", "Cái Khế"), ("بوی هوو نگیا", "Bùi Hữu Nghĩa"), ("هاو جیانگ", "Hậu Giang"), ("سوک ترانگ", "Sóc Trăng"),
    ("تای بین", "Thái Bình"), ("تری آن", "Trị An"), ("ترانگ دای", "Trảng Dài"), ("تام فوک", "Tam Phước"),
    ("هانوی", "Hà Nội"), ("هوشی مین", "Hồ Chí Minh"), ("هوشی\u200cمین", "Hồ Chí Minh"), ("هوئه", "Huế"),
    ("دونگ ناي", "Đồng Nai"), ("ترانگ داي", "Trảng Dài"), ("فو لي", "Phú Lý"), ("هوا تو ۱", "Hòa Tú 1"),
    ("نا و", "Na Ư"), ("دونگ ی", "Đồng ý"), ("نگن", "Nghèn"),
    ("آن که", "An Khê"), ("نون آی", "Nhơn Ái"), ("آ سائو", "A Sào"), ("وونگ تائو", "Vũng Tàu"),
    ("نگیا تهان", "Nghĩa Thành"), ("داک اندروت", "Đắk N'Drót"), ("نگوین فیش", "Nguyễn Phích"),
    ("کوئت تانگ", "Quyết Thắng"),
]  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


@pytest.mark.parametrize(("surface", "name"), PERSIAN_NAMES)
def test_persian_form_finds_name(register: Register, surface: str, name: str) -> None:
    assert name in {unit.name for unit in register.candidates(surface, "persian")}


@pytest.mark.parametrize(
    ("surface", "name"),
    [("Kim Son", "Kim Sơn"), ("Danang", "Đà Nẵng"), ("Da-Nang", "Đà Nẵng"), ("Dak Lak", "Đắk Lắk"),
     ("Daklak", "Đắk Lắk"), ("Ba Ria-Vung Tau", "Bà Rịa - Vũng Tàu"), ("Ea HLeo", "Ea H'leo"),
     ("Ho-Chi-Minh-Stadt", "Hồ Chí Minh"),
     ("TP.HCM", "Hồ Chí Minh"), ("9", "Phường 9"), ("09", "Phường 9"), ("Phuong 9", "Phường 9")],
)  # fmt: skip
def test_ascii_form_finds_name(register: Register, surface: str, name: str) -> None:
    assert name in {unit.name for unit in register.candidates(surface, "latin_ascii")}


@pytest.mark.parametrize(("surface", "name"), [("Hoà Bình", "Hòa Bình"), ("Mĩ Tho", "Mỹ Tho"), ("Đắc Lắc", "Đắk Lắk")])
def test_vietnamese_spelling_variants_meet(register: Register, surface: str, name: str) -> None:
    assert name in {unit.name for unit in register.candidates(surface, "latin_vi")}


def test_vietnamese_marks_part_names(register: Register) -> None:
    names = {unit.name for unit in register.candidates("Quỳnh Phụ", "latin_vi") if unit.name_certain}
    assert names == {"Quỳnh Phụ"}


def test_every_name_finds_its_unit(register: Register) -> None:
    for unit in register.units:
        assert unit in register.candidates(unit.name, "latin_vi")
        assert unit in register.candidates(unit.name, "latin_ascii")


def test_strict_persian_keys_loosen_to_the_loose_key(register: Register) -> None:
    for name in sorted({unit.name for unit in register.units})[::7]:
        assert {loosen(key) for key in name_keys(name)} <= set(loose_name_keys(name)), name


def test_by_name_narrows(register: Register) -> None:
    (unit,) = register.by_name("Kim Sơn", kinds=["rural_district"])
    assert unit.id == "vn:2025-06:376"
    assert register.by_name("Tan Thanh", province="vn:2025-07:20")[0].id == "vn:2025-07:06445"


def test_longest_match_walks_tokens(register: Register) -> None:
    assert register.index("persian").longest(["کای", "خه", "کل"]) == (2, persian_key("کای خه"))
    assert register.index("latin_ascii").longest(["Ba", "Ria", "-", "Vung", "Tau", "ist"]) == (5, "ba ria vung tau")
    assert register.index("latin_vi").longest(["nichts"]) is None


def test_persian_syllables_tell_names_from_words(register: Register) -> None:
    assert persian_key("نگوین") in register.persian_syllables
    assert persian_key("کمیته") not in register.persian_syllables


@given(st.text(max_size=30))
def test_keys_take_any_text(text: str) -> None:
    for key in (vietnamese_key(text), ascii_key(text), persian_key(text), loosen(persian_key(text))):
        assert "  " not in key
    assert "\n" not in hyphenated(text)
    name_keys(text)
