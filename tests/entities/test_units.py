"""Units of an article: names, kinds, flags, and what is none, in made-up sentences of every language that ships."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from pipeline.entities.bare_names import find_bare_units
from pipeline.entities.coordination import coordinate
from pipeline.records import Annotation
from pipeline.records.spans import UnitSpan
from pipeline.stages.builtin import language_of


def _read(code: str, text: str, **known: str) -> Annotation:
    language = language_of(code)
    return language.run(language.prepare(text, **known), "officials")  # type: ignore[arg-type]


def _units(code: str, text: str, **known: str) -> list[UnitSpan]:
    found: list[UnitSpan] = _read(code, text, **known).context["units"]
    return found


def _surfaces(code: str, text: str, **known: str) -> list[str]:
    return [span.mention.surface for span in _units(code, text, **known)]


def test_units_stand_in_reading_order_and_never_overlap() -> None:
    text = "Die Gemeinden Xuan Thien und Chinh Tam, aus Nam Dinh, liegen im Bezirk Kim Son. Nam Dinh und Kim Son."
    units = _units("de", text)
    assert [u.mention.surface for u in units] == [
        "Xuan Thien",
        "Chinh Tam",
        "Nam Dinh",
        "Kim Son",
        "Nam Dinh",
        "Kim Son",
    ]
    assert all(a.last <= b.first for a, b in pairwise(units))
    assert all(u.head <= u.first < u.last for u in units)


def test_ambiguous_kind_word_keeps_all_its_kinds() -> None:
    (unit,) = _units("de", "Der Bezirk Kim Son.")
    assert {"ward", "rural_district", "urban_district"} <= set(unit.kinds)
    (unit,) = _units("vi", "Huyện Kim Sơn.")
    assert unit.kinds == ("rural_district",)


def test_unit_in_a_list_of_another_kind_may_be_of_its_own() -> None:
    first, second = _units("de", "Die Stadt Nam Dan sowie Xuan Hoa in Nghe An.")[:2]
    assert "commune" not in first.kinds
    assert "commune" in second.kinds or not second.kinds


def test_number_alone_takes_its_kind_word_into_the_surface() -> None:
    (unit,) = _units("vi", "Phường 9 đón khách.")
    assert unit.mention.surface == "Phường 9"
    assert unit.name == "9"


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("vi", "phường 1, 2 và 10", ["1", "2", "10"]),
        ("vi", "xã Long Khánh A, B", ["Long Khánh A", "Long Khánh B"]),
        ("vi", "các xã Bảo Lâm 1, 2, 3", ["Bảo Lâm 1", "Bảo Lâm 2", "Bảo Lâm 3"]),
        ("de", "die Gemeinden Hoa Tu 1 und 2", ["Hoa Tu 1", "Hoa Tu 2"]),
        ("fa", "کمونهای هوا تو 1 و 2", ["هوا تو 1", "هوا تو 2"]),
    ],
)
def test_shortened_names_are_spelled_in_full(code: str, text: str, names: list[str]) -> None:
    assert [unit.name for unit in _units(code, text)] == names


def test_number_that_counts_what_follows_is_no_unit() -> None:
    assert _surfaces("vi", "phường 1, 2 và 3 phường khác") == ["phường 1", "2"]
    assert _surfaces("vi", "phường Tân An, 12 km đường") == ["Tân An"]


def test_bare_name_needs_an_anchor_in_the_article() -> None:
    assert _surfaces("de", "Nam Cao schrieb Romane.") == []
    assert _surfaces("de", "Im Bezirk Bao Lam, Provinz Cao Bang, liegt Nam Cao am Fluss.")[-1] == "Nam Cao"
    assert _surfaces("de", "Nam Cao geht in Nam Quang auf.", outlet="baocaobang.vn") == ["Nam Cao", "Nam Quang"]


@pytest.mark.parametrize(
    "text",
    [
        "Das Parteikomitee von Son Qui tagte.",
        "Herr Nguyen Van Phuoc, der das Parteikomitee von Son Qui als Sekretär führt, sprach.",
    ],
)
def test_bare_name_behind_a_body_and_of_is_a_unit_and_no_person(text: str) -> None:
    ann = language_of("de").annotate(language_of("de").prepare(text))
    assert [mention.surface for mention in ann.units] == ["Son Qui"]
    assert "Son Qui" not in [mention.surface for mention in ann.officials]


def test_part_of_a_longer_name_is_no_bare_unit() -> None:
    assert _surfaces("vi", "Ở tỉnh Cao Bằng, Vàng Đức Hạnh kể chuyện.") == ["Cao Bằng"]
    assert _surfaces("de", "Provinz Lang Son: Die Mau-Son-Seilbahn fährt.") == ["Lang Son"]


def test_byline_at_the_end_is_no_unit() -> None:
    assert _surfaces("de", "Die Provinz Lam Dong feiert.\nTan Ha\nQuelle: https://baolamdong.vn/tan-ha") == ["Lam Dong"]


def test_person_behind_a_kind_word_is_no_unit() -> None:
    assert _surfaces("vi", "Phó Chủ tịch UBND tỉnh Đỗ Hữu Khiêm phát biểu.") == []
    assert _surfaces("vi", "Bí thư Tỉnh ủy Vĩnh Phúc Đặng Xuân Phong phát biểu.") == ["Vĩnh Phúc"]


def test_marks_may_be_lost_in_a_whole_sentence_but_not_in_part_of_one() -> None:
    assert _surfaces("vi", "Sap nhap xa Ha Dong va phuong Tan An.") == ["Ha Dong", "Tan An"]
    assert _surfaces("vi", "Nhà ở xa Tân An lắm.") == []


def test_word_that_only_looks_like_a_kind_word_names_nothing() -> None:
    assert _surfaces("vi", "xã hội Tân An") == []
    assert _surfaces("vi", "xã Hội An") == ["Hội An"]


def test_old_and_new_are_told_on_both_sides() -> None:
    old, new = _units("vi", "Xã Tân An cũ và xã Tân Thành mới.")
    assert (old.old, new.old) == (True, False)
    old, new = _units("de", "Die ehemalige Gemeinde Tan An und die neue Gemeinde Tan Thanh.")
    assert (old.old, new.old) == (True, False)
    (old,) = _units("fa", "کمون تان آن (سابق) بود.")
    assert old.old is True


def test_capitals_alone_make_no_name_in_a_headline() -> None:
    assert _surfaces("vi", "ĐẢNG BỘ PHƯỜNG MỸ THO RA MẮT BAN CHẤP HÀNH") == ["MỸ THO"]


def test_address_names_no_unit() -> None:
    assert _surfaces("de", "Die Provinz Nghe An: https://nam-dan.vn/xa-Nam-Dan oder info@Nam-Dan.vn") == ["Nghe An"]


def _seconds(code: str, text: str) -> float:
    language = language_of(code)
    ann = language.prepare(text)
    begin = time.process_time()
    language.run(ann, "units")
    find_bare_units(ann, language.pack, language.names)
    coordinate(ann, language.pack, language.names)
    return time.process_time() - begin


@pytest.mark.parametrize(
    ("code", "piece"),
    [
        ("vi", ", "),
        ("vi", "("),
        ("vi", "xã "),
        ("vi", "Tân "),
        ("vi", "xã Tân An, "),
        ("vi", "Xã Tân An (huyện Châu Thành), "),
        ("vi", "Phường 1, 2 "),
        ("vi", "TÂN AN "),
        ("vi", "một phần của "),
        ("de", "Gemeinde A, B ("),
        ("de", "Nam Dan 1 - "),
        ("de", "der Bezirk "),
        ("fa", "آن "),
        ("fa", "کمون تان آن، "),
    ],
)
def test_time_grows_with_length_alone(code: str, piece: str) -> None:
    short, long = piece * (10_000 // len(piece)), piece * (60_000 // len(piece))
    _seconds(code, short)
    # The better of three: a garbage collection of everything that other tests left behind is no growth.
    assert min(_seconds(code, long) for _ in range(3)) < 15 * _seconds(code, short) + 0.4
