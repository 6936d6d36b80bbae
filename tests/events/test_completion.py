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
# That the article is about reorganization.
ABOUT = {
    "de": "Die Neuordnung der Verwaltungseinheiten ist vollzogen. ",
    "fa": "سازماندهی واحدهای اداری پایان یافته است. ",
    "vi": "Việc sắp xếp đơn vị hành chính đã hoàn tất. ",
}
LAST = {"de": ("Ngam Dang Vai", "Nam Dich"), "fa": ("نگام دانگ وای", "نام دیک"), "vi": ("Ngàm Đăng Vài", "Nậm Dịch")}


@pytest.mark.parametrize("language", ALL_NAMED)
def test_a_unit_and_all_that_it_was_made_from_need_no_word_of_change(language: str) -> None:
    whole, _ = LAST[language]
    named = ALL_NAMED[language].format(last=whole)
    assert _targets(ABOUT[language] + named, language) == [["Hoàng Su Phì"]]
    assert _targets(named, language) == []


@pytest.mark.parametrize("language", ALL_NAMED)
def test_without_such_a_word_one_missing_tells_nothing(language: str) -> None:
    _, other = LAST[language]
    assert _targets(ABOUT[language] + ALL_NAMED[language].format(last=other), language) == []


# Two units of which one became the other, in sentences about something else.
BUSES = [
    ("de", "Der Bus fährt von der Gemeinde Krong Na in Dak Lak nach der Gemeinde Buon Don."),
    ("vi", "Xe buýt chạy qua xã Krông Na và chợ của xã Buôn Đôn, tỉnh Đắk Lắk mỗi ngày hai chuyến."),
]


@pytest.mark.parametrize(("language", "text"), BUSES)
def test_what_one_unit_became_needs_a_word_of_change(language: str, text: str) -> None:
    assert sapxep.extract(text, language=language, published="2025-08-10")[1] == []


# A unit in one sentence, what it was made from in others, and no word that joins them.
APART = {
    "de": "In Quang Tri fiel die Neuordnung der Gemeinden schwer. Den Anfang machte Hung Thuy. Dann kamen {named} "
    "an die Reihe. Auf allen drei Schildern steht jetzt: Gemeinde Sen Ngu.",
    "fa": "سازماندهی کمون‌های استان کوانگ تری دشوار بود. ابتدا نوبت کمون هونگ توی رسید. سپس {named} آمدند. نشانی همه "
    "اکنون کمون سن نگو است.",
    "vi": "Việc sắp xếp đơn vị hành chính ở Quảng Trị không dễ. Đầu tiên là xã Hưng Thủy. Sau đó đến lượt {named}. Nay "
    "bảng tên nào cũng ghi xã Sen Ngư.",
}
BOTH = {
    "de": ("die Gemeinden Ngu Thuy und Sen Thuy", "die Gemeinden Ngu Thuy und Cam Thuy"),
    "fa": ("کمون‌های نگو توی و سن توی", "کمون‌های نگو توی و کام توی"),
    "vi": ("xã Ngư Thủy và xã Sen Thủy", "xã Ngư Thủy và xã Cam Thủy"),
}


@pytest.mark.parametrize("language", APART)
def test_sentences_next_to_each_other_tell_a_merger_together(language: str) -> None:
    named, _ = BOTH[language]
    _, events = sapxep.extract(APART[language].format(named=named), language=language, published="2025-09-10")
    (event,) = [event for event in events if event.type == "merge"]
    assert [part.name for part in event.sources] == ["Hưng Thủy", "Ngư Thủy", "Sen Thủy"]
    assert [part.name for part in event.targets] == ["Sen Ngư"]
    assert event.register is not None and event.register.status == "confirmed"


@pytest.mark.parametrize("language", APART)
def test_sentences_that_lack_one_of_the_sources_tell_nothing_together(language: str) -> None:
    _, named = BOTH[language]
    assert _targets(APART[language].format(named=named), language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Der Bus hält in Hung Thuy, Ngu Thuy und Sen Thuy in Quang Tri. Er endet am Markt von Sen Ngu.",
            "de",
        ),
        ("Xe buýt dừng ở xã Hưng Thủy, xã Ngư Thủy và xã Sen Thủy (Quảng Trị). Bến cuối là chợ xã Sen Ngư.", "vi"),
    ],
)
def test_in_an_article_about_something_else_they_tell_nothing(text: str, language: str) -> None:
    assert _targets(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        # Of the province it says only where the commune lies; the word for what it is says nothing new.
        "Die Gemeinde Ta Van wurde im Jahr 2025 zu einer Gemeinde der Provinz Lao Cai.",
        "Die Gemeinde Ta Van wurde 2025 zu einer Gemeinde.",
    ],
)
def test_a_kind_word_that_says_nothing_new_is_no_new_kind(text: str) -> None:
    assert sapxep.extract(text, language="de", published="2025-08-10")[1] == []


def test_what_bears_the_name_of_one_of_them_is_not_named_by_the_next_sentence() -> None:
    text = (
        "In Tien Giang wurden Duong Diem und Binh Trung zusammengelegt; was herauskam, trägt den Namen der "
        "letztgenannten. Auch die neue Gemeinde Nghi Duong hat viel vor."
    )
    assert _targets(text, "de") == [["Bình Trưng"]]


FOUNDED = {
    "de": "Die Gemeinden Ta Van und Muong Hoa der Provinz Lao Cai wurden zur Gemeinde Ta Van zusammengelegt. Am selben "
    "Tag wurde die Gemeinde Ta Van gegründet.",
    "vi": "Xã Tả Van và xã Mường Hoa của tỉnh Lào Cai sáp nhập thành xã Tả Van. Xã Tả Van mới được thành lập.",
}


@pytest.mark.parametrize("language", FOUNDED)
def test_what_was_made_from_others_is_not_founded_besides(language: str) -> None:
    _, events = sapxep.extract(FOUNDED[language], language=language, published="2025-08-10")
    assert [event.type for event in events] == ["merge"]
