"""An event rests on the documents of its own statement, or on the resolution that the passage carries out."""

from __future__ import annotations

import pytest

import sapxep

# The district's round, then a merger of the reform.
TWO_ROUNDS = {
    "de": "Am 1. Januar 2025 wurde der Bezirk Nong Son (Quang Nam) nach der Resolution Nr. 1241/NQ-UBTVQH15 in "
    "den Bezirk Que Son eingegliedert. Die Gemeinde Que Loc und die Kleinstadt Trung Phuoc wurden zur Gemeinde "
    "Nong Son der Stadt Da Nang zusammengelegt.",
    "vi": "Ngày 1/1/2025, huyện Nông Sơn (Quảng Nam) nhập vào huyện Quế Sơn theo Nghị quyết số 1241/NQ-UBTVQH15. Nay "
    "xã Quế Lộc và thị trấn Trung Phước sáp nhập thành xã Nông Sơn của thành phố Đà Nẵng.",
}
# The resolution on provinces, then the counts of communes.
PROVINCES = {
    "de": "Nach der Resolution Nr. 202/2025/QH15 wurden die Provinzen Long An und Tay Ninh zur Provinz Tay Ninh "
    "vereint. Die Zahl der Gemeinden und Bezirke sank von 280 auf 96.",
    "vi": "Theo Nghị quyết số 202/2025/QH15, tỉnh Long An và tỉnh Tây Ninh hợp nhất thành tỉnh Tây Ninh. Số xã, "
    "phường giảm từ 280 xuống còn 96.",
}
LISTED = {
    "de": "Nach der Resolution Nr. 1678/NQ-UBTVQH15 wurden die Gemeinden Luc Da und Mon Son der Provinz Nghe An zur "
    "Gemeinde Mon Son zusammengelegt. Die Gemeinden Thach Ngan und Mau Duc wurden zur Gemeinde Mau Thach vereint.",
    "vi": "Theo Nghị quyết số 1678/NQ-UBTVQH15, xã Lục Dạ và xã Môn Sơn của tỉnh Nghệ An nhập thành xã Môn Sơn. Xã "
    "Thạch Ngàn và xã Mậu Đức nhập thành xã Mậu Thạch.",
}


def _documents(text: str, language: str) -> list[list[str]]:
    _, events = sapxep.extract(text, language=language, published="2025-09-10")
    return [[document.number for document in event.documents] for event in events]


@pytest.mark.parametrize("language", TWO_ROUNDS)
def test_an_older_resolution_is_not_that_of_the_reform(language: str) -> None:
    assert _documents(TWO_ROUNDS[language], language) == [["1241/NQ-UBTVQH15"], []]


@pytest.mark.parametrize("language", PROVINCES)
def test_the_resolution_on_provinces_is_not_that_of_communes(language: str) -> None:
    assert _documents(PROVINCES[language], language) == [["202/2025/QH15"], []]


@pytest.mark.parametrize("language", LISTED)
def test_a_list_rests_on_one_resolution(language: str) -> None:
    assert _documents(LISTED[language], language) == [["1678/NQ-UBTVQH15"], ["1678/NQ-UBTVQH15"]]
