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


# A day of the next month, counted from a day that the text tells, in an article that bears no date.
NEXT_MONTH = {
    "de": "Am 24. Juni 2025 antwortete das Amt den Lesern. Ab dem ersten Tag des kommenden Monats gilt die neue Karte. "
    "Die Gemeinden Khanh Yen Trung, Khanh Yen Ha und Liem Phu wurden zur Gemeinde Khanh Yen zusammengelegt.",
    "fa": "اداره در ۲۴ ژوئن ۲۰۲۵ به خوانندگان پاسخ داد. نقشه جدید از اولین روز ماه آینده اجرا می‌شود. "
    "کمون‌های خان ین ترونگ، خان ین ها و لیم فو در کمون خان ین ادغام شدند.",
    "vi": "Ngày 24-6-2025, Sở trả lời bạn đọc. Mọi thay đổi áp dụng từ ngày đầu tiên của tháng tới. "
    "Các xã Khánh Yên Trung, Khánh Yên Hạ và Liêm Phú sáp nhập thành xã Khánh Yên.",
}
# The party's centre wants provinces merged, a draft below it merges communes.
POLICY = {
    "de": "Laut Entwurf werden die Provinzen Bac Lieu und Ca Mau gemäß der Resolution Nr. 60-NQ/TW zur Provinz Ca Mau "
    "vereinigt.",
    "fa": "طبق پیش‌نویس طرح، استان‌های باک لیو و کا مائو بر اساس قطعنامه شماره 60-NQ/TW در استان کا مائو ادغام می‌شوند.",
    "vi": "Theo dự thảo đề án, tỉnh Bạc Liêu và tỉnh Cà Mau nhập thành tỉnh Cà Mau theo Nghị quyết số 60-NQ/TW.",
}


@pytest.mark.parametrize("language", NEXT_MONTH)
def test_what_begins_next_month_is_decided_by_the_day_that_the_text_counts_from(language: str) -> None:
    _, events = sapxep.extract(NEXT_MONTH[language], language=language)
    assert [(event.status, event.date) for event in events if event.type == "merge"] == [("decided", "2025-07-01")]


@pytest.mark.parametrize("language", POLICY)
def test_a_merger_of_provinces_on_the_word_of_the_centre_is_planned(language: str) -> None:
    assert _statuses(POLICY[language], language) == ["planned"]


def test_what_a_clause_of_its_own_denies_is_no_merger_denied() -> None:
    """The official mapping reads the merger; its word of change stands beyond the clause with the negation."""
    text = (
        "Son Qui, ein Stadtteil der Provinz Dong Thap, den vorher keiner kannte, setzt sich aus Stadtteil Long Hung "
        "sowie Binh Dong und Tan Trung zusammen."
    )
    _, events = sapxep.extract(text, language="de", published="2025-08-10")
    assert [(event.type, event.status) for event in events] == [("merge", "completed")]


# A draft below, and the end of a level that the centre has resolved on; with and without a place.
LEVEL = {
    "de": "Der Entwurf sieht vor, die Gemeinden Ta Van und Muong Hoa zur Gemeinde Ta Van zusammenzulegen.\n\nDie "
    "Bezirksebene soll {where}am 1. Juli 2025 abgeschafft werden.",
    "vi": "Dự thảo đề án đề xuất nhập xã Tả Van và xã Mường Hoa thành xã Tả Van.\n\nTừ ngày 1/7/2025, cấp huyện {where}"
    "kết thúc hoạt động.",
}
WHERE = {"de": "in der Provinz Lao Cai ", "vi": "của tỉnh Lào Cai "}


@pytest.mark.parametrize("language", LEVEL)
def test_the_end_of_a_level_is_planned_whatever_is_drafted_below_it(language: str) -> None:
    for where, province in (("", None), (WHERE[language], "Lào Cai")):
        _, events = sapxep.extract(LEVEL[language].format(where=where), language=language, published="2025-04-20")
        (event,) = [event for event in events if event.type == "dissolve"]
        assert (event.status, event.sources, event.place.province) == ("planned", [], province)


def test_what_holds_since_a_past_day_is_done_in_an_article_about_a_draft() -> None:
    text = (
        "Der Entwurf sieht vor, dass der Stadtteil Dương Nỗ der Stadt Huế bleibt, wie er ist. Er ist jung: Seit dem "
        "1. Januar 2025 gibt es ihn, hervorgegangen aus den Kommunen Phú Dương, Phú Mậu und Phú Thanh."
    )
    _, events = sapxep.extract(text, language="de", published="2025-04-17")
    told = [(event.status, event.date) for event in events if event.type == "merge"]
    assert told == [("completed", "2025-01-01")]
