"""What several units became may be named in the sentence next to theirs, in every language alike."""

from __future__ import annotations

import pytest

import sapxep

JOINED = {
    "de": "In der Gemeinde {place} der Provinz Nghe An sind die Wege weit. Die Gemeinden Thach Ngan und Mau Duc wurden "
    "zusammengelegt.",
    "vi": "Khó khăn của xã {place} (Nghệ An) là khoảng cách. Xã Thạch Ngàn và xã Mậu Đức gộp lại thành một.",
}


def _targets(text: str, language: str) -> list[list[str]]:
    _, events = sapxep.extract(text, language=language, published="2025-09-10")
    return [[target.name for target in event.targets] for event in events if event.type == "merge"]


@pytest.mark.parametrize("language", JOINED)
def test_what_the_mapping_knows_is_found_in_the_sentence_before(language: str) -> None:
    assert _targets(JOINED[language].format(place="Mậu Thạch"), language) == [["Mậu Thạch"]]


@pytest.mark.parametrize("language", JOINED)
def test_another_unit_before_is_no_target(language: str) -> None:
    assert _targets(JOINED[language].format(place="Bình Chuẩn"), language) == [[]]


# No word of change, but all units that one was made from, and this.
ALL_NAMED = {
    "de": "Wer in der Stadt Vinh Quang oder in den Gemeinden Tu Nhan, Dan Van, Ban Luoc und {last} gemeldet war, wohnt "
    "in der Gemeinde Hoang Su Phi (Tuyen Quang)",
    "fa": "ساکنان شهرک وین کوانگ و کمون‌های تو نهان، دان وان، بان لوئوک و {last} نشانی خود را کمون هوانگ سو فی استان "
    "توین کوانگ می‌نویسند.",
    "vi": "Người dân thị trấn Vinh Quang và các xã Tụ Nhân, Đản Ván, Bản Luốc, {last} nộp giấy tờ ở xã Hoàng Su Phì, "
    "tỉnh Tuyên Quang.",
}
LAST = {"de": ("Ngam Dang Vai", "Nam Dich"), "fa": ("نگام دانگ وای", "نام دیک"), "vi": ("Ngàm Đăng Vài", "Nậm Dịch")}


@pytest.mark.parametrize("language", ALL_NAMED)
def test_a_unit_and_all_that_it_was_made_from_need_no_word_of_change(language: str) -> None:
    whole, _ = LAST[language]
    assert _targets(ALL_NAMED[language].format(last=whole), language) == [["Hoàng Su Phì"]]


@pytest.mark.parametrize("language", ALL_NAMED)
def test_without_such_a_word_one_missing_tells_nothing(language: str) -> None:
    _, other = LAST[language]
    assert _targets(ALL_NAMED[language].format(last=other), language) == []


# Two units of which one became the other, in sentences about something else.
BUSES = [
    ("de", "Der Bus fährt von der Gemeinde Krong Na in Dak Lak nach der Gemeinde Buon Don."),
    ("vi", "Xe buýt chạy qua xã Krông Na và chợ của xã Buôn Đôn, tỉnh Đắk Lắk mỗi ngày hai chuyến."),
]


@pytest.mark.parametrize(("language", "text"), BUSES)
def test_what_one_unit_became_needs_a_word_of_change(language: str, text: str) -> None:
    assert sapxep.extract(text, language=language, published="2025-08-10")[1] == []
