"""A loose word of staying tells of a unit that the official mapping knows to have stayed, and of no other."""

from __future__ import annotations

import pytest

import sapxep

LOOSE = {
    "de": "Hingegen steht die Gemeinde {name} in der Provinz Ca Mau, die Fläche und Bevölkerung genug hat, außerhalb.",
    "fa": "کمون {name} در استان کا مائو برعکس مثل قبل است.",
    "vi": "Xã {name}, tỉnh Cà Mau đất rộng, dân đông nên một mình một xã.",
}
STAYED = {"de": "Ho Thi Ky", "fa": "هو تی کی", "vi": "Hồ Thị Kỷ"}
CHANGED = {"de": "Bien Bach", "fa": "بین باک", "vi": "Biển Bạch"}


def _unchanged(text: str, language: str) -> list[str]:
    _, events = sapxep.extract(text, language=language, published="2025-09-10")
    return [event.sources[0].name for event in events if event.type == "unchanged"]


@pytest.mark.parametrize("language", LOOSE)
def test_what_the_mapping_knows_to_have_stayed_is_told_by_a_loose_word(language: str) -> None:
    assert _unchanged(LOOSE[language].format(name=STAYED[language]), language) == ["Hồ Thị Kỷ"]


@pytest.mark.parametrize("language", LOOSE)
def test_of_another_unit_it_tells_nothing(language: str) -> None:
    assert _unchanged(LOOSE[language].format(name=CHANGED[language]), language) == []


# A list of two first, then two told one by one: these are meant.
TWO = {
    "fa": "کمون‌های لی لوی و تونگ نات در استان هونگ ین هستند. آیا کمون وو کوی را با کمون کین شونگ یکی می‌کنند؟ نه. این "
    "دو کمون جدا می‌مانند.",
}


@pytest.mark.parametrize("language", TWO)
def test_these_two_are_those_told_last(language: str) -> None:
    _, events = sapxep.extract(TWO[language], language=language, published="2025-09-10")
    assert {part.name for event in events for part in event.sources} == {"Vũ Quý", "Kiến Xương"}


UNLIKE = {
    "de": "Im Gegensatz zur Gemeinde Ta Van bleibt die Gemeinde Bac Ha der Provinz Lao Cai unverändert.",
    "fa": "برخلاف کمون تا وان، کمون باک ها در استان لائو کای بدون تغییر ماند.",
    "vi": "Khác với xã Tả Van, xã Bắc Hà của tỉnh Lào Cai không thuộc diện sắp xếp.",
}


@pytest.mark.parametrize("language", UNLIKE)
def test_what_others_are_unlike_does_not_stay(language: str) -> None:
    _, events = sapxep.extract(UNLIKE[language], language=language, published="2025-09-10")
    assert [[part.name for part in event.sources] for event in events] == [["Bắc Hà"]]
