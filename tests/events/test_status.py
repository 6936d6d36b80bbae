"""A status says how far a change has come by the article's own day, in every language alike."""

from __future__ import annotations

import pytest

import sapxep

# What is laid before a session, and that its council has passed it.
SUBMITTED = {
    "de": "Laut Entwurf werden die Gemeinden Tay Thanh und Quang Thanh im Bezirk Yen Thanh der Provinz Nghe An zur "
    "Gemeinde Quang Thanh zusammengelegt.",
    "fa": "پیش‌نویس، ادغام دو کمون تای تان و کوانگ تان در ناحیه ین تان استان نگه آن در کمونی به نام کوانگ تان را "
    "پیشنهاد می‌کند.",
    "vi": "Theo tờ trình của UBND huyện Yên Thành (Nghệ An), xã Tây Thành và xã Quang Thành nhập thành xã Quang Thành.",
}
PASSED = {
    "de": "Die Delegierten des Volksrats verabschiedeten die Resolution Nr. 12/NQ-HDND.",
    "fa": "نمایندگان شورای مردمی قطعنامه شماره 12/NQ-HĐND را تصویب کردند.",
    "vi": "Các đại biểu HĐND huyện đã thông qua Nghị quyết số 12/NQ-HĐND.",
}


def _statuses(text: str, language: str) -> list[str]:
    _, events = sapxep.extract(text, language=language, published="2025-04-28")
    return [event.status for event in events if event.type == "merge"]


@pytest.mark.parametrize("language", SUBMITTED)
def test_what_is_submitted_is_planned_once_the_council_has_passed_it(language: str) -> None:
    assert _statuses(SUBMITTED[language], language) == ["proposed"]
    assert _statuses(f"{SUBMITTED[language]}\n\n{PASSED[language]}", language) == ["planned"]


@pytest.mark.parametrize(
    ("vote", "status"),
    [
        ("Sau khi thảo luận, 100% đại biểu có mặt biểu quyết tán thành.", "planned"),
        ("Ngày mai, HĐND huyện sẽ biểu quyết thông qua.", "proposed"),
        ("Đề án chờ HĐND huyện biểu quyết thông qua.", "proposed"),
        ("UBND huyện trình HĐND huyện biểu quyết thông qua.", "proposed"),
    ],
)
def test_a_vote_counts_once_it_has_been_taken(vote: str, status: str) -> None:
    assert _statuses(f"{SUBMITTED['vi']} {vote}", "vi") == [status]


def test_what_is_asked_of_people_behind_a_vote_stays_proposed() -> None:
    asked = "Huyện Đô Lương đang lấy ý kiến cử tri về việc nhập xã Bài Sơn với xã Hồng Sơn thành xã Bạch Hà."
    assert _statuses(f"{PASSED['vi']}\n\n{asked}", "vi") == ["proposed"]
