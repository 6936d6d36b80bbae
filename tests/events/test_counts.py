"""Counts before and after, where one of them is a list by kind."""

from __future__ import annotations

import pytest

import sapxep

# A list by kind is the count before as a whole; the count after stands behind it, not in it.
LISTED = [
    ("de", "Im Bezirk Thuong Xuan, einem Bergland, wurden aus 15 Kommunen und 1 Stadt 9 Kommunen."),
    ("de", "Von den 15 Kommunen und 1 Stadt des Bezirks Thuong Xuan blieben 9 Kommunen."),
]


@pytest.mark.parametrize(("language", "text"), LISTED)
def test_a_list_by_kind_is_one_count(language: str, text: str) -> None:
    _, events = sapxep.extract(text, language=language, published="2025-08-10")
    counts = [event.counts for event in events if event.type == "restructure"]
    assert [(told.before, told.before_by_kind, told.after) for told in counts if told] == [
        (16, {"commune": 15, "township": 1}, 9)
    ]


def test_a_list_of_kinds_that_are_told_apart_by_their_common_level_is_one_count() -> None:
    text = "Die Provinz Phu Yen hat seit dem 1. Juli zwei Stadtviertel und drei Gemeinden, zuvor waren es 13 Einheiten."
    _, events = sapxep.extract(text, language="de", published="2025-08-10")
    counts = [event.counts for event in events if event.type == "restructure"]
    assert [(told.before, told.after, told.after_by_kind) for told in counts if told] == [
        (13, 5, {"ward": 2, "commune": 3})
    ]


# What there is today stands between two signs; it is the count before, and no change of its own.
TODAY = {
    "de": "Von heute 186 Einheiten auf Gemeindeebene wird die Provinz Long An nur noch 60 Einheiten haben.",
    "fa": "بر حسب این محاسبه، استان لونگ آن که حالا 186 واحد سطح کمون (160 کمون، 15 شهرک و 11 بخش) دارد، فقط 60 واحد "
    "خواهد داشت.",
    "vi": "Tỉnh Long An hiện có 186 đơn vị hành chính cấp xã, sẽ chỉ còn 60 đơn vị.",
}


@pytest.mark.parametrize("language", TODAY)
def test_what_there_is_today_is_told_once(language: str) -> None:
    _, events = sapxep.extract(TODAY[language], language=language, published="2025-04-24")
    counts = [event.counts for event in events if event.type == "restructure"]
    assert [(told.before, told.after) for told in counts if told] == [(186, 60)]
