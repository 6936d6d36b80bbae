"""Whom a session was held with, and on which day, in every language alike."""

from __future__ import annotations

import pytest

import sapxep
from pipeline.records.event import Event

# A session with the people of two units, at the seat of a third.
WITH = {
    "de": "Am 12. August 2025 hielt der Vorsitzende des Volksrats der Provinz Lao Cai, Herr Vu Xuan Cuong, eine "
    "Sitzung mit den Verantwortlichen der Gemeinden Ta Van und Bac Ha über die Neuordnung der Verwaltungseinheiten ab.",
    "fa": "در ۱۲ اوت ۲۰۲۵ آقای وو شوان کوونگ، رئیس شورای مردمی استان لائو کای، نشستی را با مسئولان کمون‌های تا وان و "
    "باک ها درباره سازماندهی واحدهای اداری اداره کرد.",
    "vi": "Ngày 12/8/2025, ông Vũ Xuân Cường, Chủ tịch HĐND tỉnh Lào Cai, chủ trì hội nghị với lãnh đạo các xã Tả Van "
    "và Bắc Hà về sắp xếp đơn vị hành chính.",
}
ABOUT = {
    "de": "Am 12. August 2025 leitete Herr Vu Xuan Cuong, Vorsitzender des Volksrats der Provinz Lao Cai, eine "
    "Konferenz: Die Gemeinde Ta Van wird mit der Gemeinde Muong Hoa zusammengelegt.",
    "vi": "Ngày 12/8/2025, ông Vũ Xuân Cường, Chủ tịch HĐND tỉnh Lào Cai, chủ trì hội nghị về việc sáp nhập xã Tả Van "
    "với xã Mường Hoa.",
}


def _meetings(text: str, language: str, published: str = "2025-08-15") -> list[Event]:
    _, events = sapxep.extract(text, language=language, published=published)
    return [event for event in events if event.type == "meeting"]


@pytest.mark.parametrize("language", WITH)
def test_those_it_was_held_with_are_its_targets(language: str) -> None:
    (meeting,) = _meetings(WITH[language], language)
    assert [part.name for part in meeting.targets] == ["Tả Van", "Bắc Hà"]


@pytest.mark.parametrize("language", ABOUT)
def test_what_it_was_about_is_no_target(language: str) -> None:
    (meeting,) = _meetings(ABOUT[language], language)
    assert meeting.targets == []


def test_its_own_day_comes_before_one_that_another_word_marks() -> None:
    text = (
        "Das Volkskomitee der Provinz Lao Cai hielt am Freitag, dem 26. Dezember, eine Konferenz ab, um die Arbeit "
        "seit dem Start des zweistufigen Modells der lokalen Verwaltung am 1. Juli 2025 zu bewerten."
    )
    (meeting,) = _meetings(text, "de", "2025-12-29")
    assert meeting.date == "2025-12-26"
