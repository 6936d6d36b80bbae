"""A date is when a change takes effect or a session takes place, as far as the text tells, in every language alike."""

from __future__ import annotations

import pytest

import sapxep

MERGED = {
    "de": "Die Gemeinden Ta Van und Muong Hoa der Provinz Lao Cai wurden zur Gemeinde Ta Van zusammengelegt.",
    "fa": "کمون تا وان و کمون مونگ هوا در استان لائو کای در کمون تا وان ادغام شدند.",
    "vi": "Xã Tả Van và xã Mường Hoa của tỉnh Lào Cai sáp nhập thành xã Tả Van.",
}
# What is told beside the merger, and the date that it has then.
BESIDE = {
    "new units begin": (
        "2025-07-01",
        {
            "de": "Die neuen Einheiten arbeiten offiziell ab dem 1. Juli 2025.",
            "fa": "واحدهای جدید از اول ژوئیه ۲۰۲۵ رسما شروع به کار می‌کنند.",
            "vi": "Các đơn vị hành chính mới chính thức hoạt động từ ngày 1/7/2025.",
        },
    ),
    "the resolution takes effect": (
        "2025-07-01",
        {
            "de": "Die Resolution Nr. 1673/NQ-UBTVQH15 tritt am 1. Juli 2025 in Kraft.",
            "fa": "قطعنامه شماره 1673/NQ-UBTVQH15 از اول ژوئیه ۲۰۲۵ لازم‌الاجرا است.",
            "vi": "Nghị quyết số 1673/NQ-UBTVQH15 có hiệu lực từ ngày 1/7/2025.",
        },
    ),
    "the districts end": (
        None,
        {
            "de": "Am 1. Juli 2025 wurde die Bezirksebene abgeschafft.",
            "fa": "سطح ناحیه از اول ژوئیه ۲۰۲۵ منحل شد.",
            "vi": "Từ ngày 1/7/2025, cấp huyện kết thúc hoạt động.",
        },
    ),
    "the model begins": (
        None,
        {
            "de": "Seit dem 1. Juli 2025 arbeitet die lokale Verwaltung auf zwei Ebenen.",
            "fa": "دولت محلی دو سطحی از اول ژوئیه ۲۰۲۵ فعالیت می‌کند.",
            "vi": "Chính quyền địa phương hai cấp bắt đầu từ ngày 1/7/2025.",
        },
    ),
    "another unit begins": (
        None,
        {
            "de": "Die Gemeinde Bac Ha arbeitet offiziell ab dem 1. Juli 2025.",
            "fa": "کمون باک ها از اول ژوئیه ۲۰۲۵ شروع به کار کرد.",
            "vi": "Xã Bắc Hà chính thức hoạt động từ ngày 1/7/2025.",
        },
    ),
}
BESIDE["an official begins later"] = (
    None,
    {
        "de": "Der Vorsitzende übergab die Entscheidung, Herrn Vu Van Nam ab dem 1. Januar 2026 zum stellvertretenden "
        "Vorsitzenden des Volkskomitees der Gemeinde Ta Van zu ernennen.",
        "fa": "آقای وو وان نام از اول ژانویه ۲۰۲۶ به سمت معاون رئیس کمیته خلق کمون تا وان منصوب شد.",
        "vi": "Chủ tịch UBND tỉnh bổ nhiệm ông Vũ Văn Nam giữ chức Phó Chủ tịch UBND xã Tả Van kể từ ngày 1/1/2026.",
    },
)
BESIDE["the counts of the place are dated"] = (
    "2025-07-01",
    {
        "de": "Seit dem 1. Juli 2025 hat die Provinz Lao Cai nur noch 99 Gemeinden und Bezirke.",
        "fa": "استان لائو کای از اول ژوئیه ۲۰۲۵ تنها ۹۹ واحد سطح کمون دارد.",
        "vi": "Từ ngày 1/7/2025, tỉnh Lào Cai còn 99 đơn vị hành chính cấp xã.",
    },
)
BESIDE["the unit itself begins"] = (
    "2025-07-01",
    {
        "de": "Die Gemeinde Ta Van arbeitet offiziell ab dem 1. Juli 2025.",
        "fa": "کمون تا وان از اول ژوئیه ۲۰۲۵ شروع به کار کرد.",
        "vi": "Xã Tả Van chính thức hoạt động từ ngày 1/7/2025.",
    },
)
BESIDE["what a unit has done since the model began"] = (
    None,
    {
        "de": "Seit die zweistufige lokale Verwaltung am 1. Juli 2025 die Arbeit aufnahm, hat die Gemeinde 900 Akten "
        "bearbeitet.",
        "fa": "از زمانی که دولت محلی دو سطحی در اول ژوئیه ۲۰۲۵ شروع به کار کرد، کمون به ۹۰۰ پرونده پاسخ داده است.",
        "vi": "Kể từ khi chính quyền địa phương hai cấp đi vào hoạt động ngày 1/7/2025, xã tiếp nhận 900 hồ sơ.",
    },
)
BESIDE["all units of the place begin in the model"] = (
    "2025-07-01",
    {
        "de": "Die 99 Gemeinden und Bezirke der Provinz nahmen am 1. Juli 2025 die Arbeit im zweistufigen Modell auf.",
        "fa": "همه ۹۹ واحد سطح کمون استان از اول ژوئیه ۲۰۲۵ با مدل دو سطحی شروع به کار کردند.",
        "vi": "99 xã, phường của tỉnh chính thức hoạt động theo mô hình chính quyền hai cấp từ ngày 1/7/2025.",
    },
)
BESIDE["new units begin, and a named province is spoken of in an aside"] = (
    "2025-07-01",
    {
        "de": "Die neuen Gemeinden arbeiten ab dem 1. Juli 2025, mit dem in Lao Cai auch die Kreisebene endet.",
        "fa": "کمون‌های جدید از اول ژوئیه ۲۰۲۵ کار می‌کنند، که در آن سطح ناحیه در لائو کای نیز پایان می‌یابد.",
        "vi": "Các xã mới vận hành từ ngày 1/7/2025, cũng là lúc cấp huyện ở Lào Cai kết thúc vai trò.",
    },
)
# What stays, told behind a merger that is dated.
STAYS = {
    "de": "Am 1. Juli 2025 wurden die Gemeinden Ta Van und Muong Hoa der Provinz Lao Cai zur Gemeinde Ta Van "
    "zusammengelegt. Die Gemeinde Bac Ha bleibt unverändert.",
    "fa": "از اول ژوئیه ۲۰۲۵ کمون تا وان و کمون مونگ هوا در استان لائو کای در کمون تا وان ادغام شدند. "
    "کمون باک ها بدون تغییر ماند.",
    "vi": "Từ ngày 1/7/2025, xã Tả Van và xã Mường Hoa của tỉnh Lào Cai sáp nhập thành xã Tả Van. "
    "Xã Bắc Hà giữ nguyên.",
}
# A round where the paragraph opens, and a merger two sentences on.
ROUND = {
    "de": "Im Zeitraum 2019-2021 ordnete die Provinz Thanh Hoa ihre Gemeinden neu. Es dauerte lange. Viel war zu tun. "
    "Die Gemeinden Xuan Son und Xuan Quang wurden zur Gemeinde Xuan Sinh zusammengelegt.",
    "fa": "در دوره ۲۰۱۹-۲۰۲۱ استان تان هوا کمون‌های خود را سامان داد. این کار طول کشید. کار زیاد بود. "
    "کمون شوان سون و کمون شوان کوانگ در کمون شوان سین ادغام شدند.",
    "vi": "Giai đoạn 2019-2021, tỉnh Thanh Hóa sắp xếp các xã. Việc này kéo dài. Việc nhiều. "
    "Xã Xuân Sơn và xã Xuân Quang sáp nhập thành xã Xuân Sinh.",
}
AT_WORK = {
    "de": "Die Gemeinde Ta Van arbeitet nach dem zweistufigen Modell der lokalen Verwaltung.\n\n"
    "Seit dem 1. Juli 2025 hat sie 900 Akten bearbeitet.",
    "fa": "کمون تا وان با مدل دولت محلی دو سطحی کار می‌کند.\n\nاین کمون از اول ژوئیه ۲۰۲۵ به ۹۰۰ پرونده پاسخ داده است.",
    "vi": "Xã Tả Van vận hành mô hình chính quyền địa phương hai cấp.\n\nTừ ngày 1/7/2025, xã tiếp nhận 900 hồ sơ.",
}
PASSED = {
    "de": "Am 28. April 2025 hielt der Volksrat der Provinz Lao Cai eine Sitzung über die Neuordnung der Gemeinden ab, "
    "geleitet von Herrn Vu Xuan Cuong, Vorsitzender des Volksrats.\n\n"
    "Die Abgeordneten verabschiedeten die Resolution Nr. 21/NQ-HDND.",
    "fa": "در ۲۸ آوریل ۲۰۲۵، شورای مردمی استان لائو کای نشستی درباره ادغام کمون‌ها برگزار کرد. "
    "آقای وو شوان کوونگ، رئیس شورای مردمی استان، ریاست نشست را بر عهده داشت.\n\n"
    "نمایندگان قطعنامه شماره 21/NQ-HĐND را تصویب کردند.",
    "vi": "Ngày 28/4/2025, HĐND tỉnh Lào Cai tổ chức kỳ họp về sắp xếp đơn vị hành chính cấp xã. "
    "Ông Vũ Xuân Cường, Chủ tịch HĐND tỉnh, chủ trì kỳ họp.\n\n"
    "Các đại biểu đã thông qua Nghị quyết số 21/NQ-HĐND.",
}
SAME_DAY = {
    "de": "Seit dem 1. Januar 2025 ist Thừa Thiên Huế keine Provinz mehr. Grundlage ist die Resolution "
    "Nr. 175/2024/QH15 vom 30. November 2024. Am selben Tag wurde die Stadt geteilt.",
    "fa": "از ۱ ژانویه ۲۰۲۵ هوئه دیگر استان نیست. مبنای آن قطعنامه شماره 175/2024/QH15 مورخ ۳۰ نوامبر ۲۰۲۴ است. "
    "در همان روز شهر تقسیم شد.",
    "vi": "Từ ngày 1/1/2025, Thừa Thiên Huế không còn là tỉnh. Căn cứ là Nghị quyết số 175/2024/QH15 ngày 30/11/2024. "
    "Cùng ngày, thành phố được chia.",
}


def _dates(text: str, language: str, kind: str, published: str = "2025-08-10") -> list[str | None]:
    _, events = sapxep.extract(text, language=language, published=published)
    return [event.date for event in events if event.type == kind]


@pytest.mark.parametrize("language", MERGED)
@pytest.mark.parametrize("beside", BESIDE)
def test_a_merger_has_the_day_told_of_the_whole_alone(beside: str, language: str) -> None:
    date, told = BESIDE[beside]
    text = f"{MERGED[language]}\n\n{told[language]}"
    assert _dates(text, language, "merge") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "Sau ba tháng vận hành chính quyền địa phương hai cấp (từ 1/7/2025), xã Tả Van, hình thành từ xã Tả Van và xã "
        "Mường Hoa của tỉnh Lào Cai, đã ổn định.",
        "Tỉnh Lào Cai vận hành chính quyền địa phương hai cấp từ ngày 1/7. Xã Tả Van và xã Mường Hoa sáp nhập thành xã "
        "Tả Van.",
    ],
)
def test_a_day_of_the_model_dates_no_merger_beside_it(text: str) -> None:
    assert _dates(text, "vi", "merge") == [None]


@pytest.mark.parametrize("language", AT_WORK)
def test_work_under_the_model_began_with_the_reform(language: str) -> None:
    assert _dates(AT_WORK[language], language, "two_tier_transition") == ["2025-07-01"]


@pytest.mark.parametrize("language", PASSED)
def test_what_a_council_passes_has_the_day_of_its_session(language: str) -> None:
    assert _dates(PASSED[language], language, "document_issued") == ["2025-04-28"]


@pytest.mark.parametrize("language", SAME_DAY)
def test_the_same_day_is_not_that_of_a_document(language: str) -> None:
    document, _ = sapxep.extract(SAME_DAY[language], language=language, published="2025-01-06")
    days = [mention.edtf for mention in document.mentions if mention.type == "date"]
    assert days == ["2025-01-01", "2024-11-30", "2025-01-01"]


@pytest.mark.parametrize("language", STAYS)
def test_what_stays_has_no_day_of_what_changed(language: str) -> None:
    assert _dates(STAYS[language], language, "merge") == ["2025-07-01"]
    assert _dates(STAYS[language], language, "unchanged") == [None]


@pytest.mark.parametrize("language", ROUND)
def test_a_round_told_where_a_paragraph_opens_holds_in_it(language: str) -> None:
    assert _dates(ROUND[language], language, "merge", "2025-01-20") == ["2019/2021"]


# A round told first, and a merger of provinces that came after it.
AFTER_ROUND = {
    "de": "Im Zeitraum 2019-2021 wurden in der Provinz Hoa Binh Gemeinden zusammengelegt. Nun sollen die Provinzen Hoa "
    "Binh, Vinh Phuc und Phu Tho zur Provinz Phu Tho vereinigt werden.",
    "fa": "در دوره ۲۰۱۹-۲۰۲۱ کمون‌های استان هوا بین ادغام شدند. اکنون قرار است استان‌های هوا بین، وین فوک و فو تو در "
    "استان فو تو ادغام شوند.",
    "vi": "Giai đoạn 2019-2021, tỉnh Hòa Bình đã sắp xếp các xã. Nay ba tỉnh Hòa Bình, Vĩnh Phúc và Phú Thọ sẽ hợp "
    "nhất thành tỉnh Phú Thọ.",
}


@pytest.mark.parametrize("language", AFTER_ROUND)
def test_a_round_before_the_reform_dates_no_merger_of_provinces(language: str) -> None:
    _, events = sapxep.extract(AFTER_ROUND[language], language=language, published="2025-04-29")
    merged = [(e.date, e.status) for e in events if e.type == "merge" and e.level == "province"]
    assert merged == [(None, "planned")]


# The same for communes: what a draft proposes now has nothing of the round before.
DRAFT_AFTER_ROUND = {
    "de": "Im Zeitraum 2019-2021 wurden im Bezirk Tuong Duong (Nghe An) die Stadt Hoa Binh und die Gemeinde Thach Giam "
    "vereinigt. Diesmal lässt der Entwurf die Gemeinde Huu Khuong unverändert.",
    "vi": "Giai đoạn 2019-2021, ở huyện Tương Dương (Nghệ An), thị trấn Hòa Bình nhập với xã Thạch Giám thành thị trấn "
    "Thạch Giám. Lần này, dự thảo để yên xã Hữu Khuông.",
}


@pytest.mark.parametrize("language", DRAFT_AFTER_ROUND)
def test_a_draft_has_nothing_of_the_round_before(language: str) -> None:
    _, events = sapxep.extract(DRAFT_AFTER_ROUND[language], language=language, published="2025-04-22")
    assert [(e.date, e.status) for e in events if e.type == "unchanged"] == [(None, "proposed")]


def test_a_quarter_told_of_provinces_is_no_day_of_their_communes() -> None:
    text = (
        "Im dritten Quartal 2025 soll die Provinz Hai Duong mit der Stadt Hai Phong vereinigt werden. Die Gemeinden Ta "
        "Van und Muong Hoa sollen zur Gemeinde Ta Van zusammengelegt werden."
    )
    assert _dates(text, "de", "merge", "2025-05-22") == ["2025-35", None]


LAST_DISTRICTS = {
    "de": "Ab dem 1. Juli 2025 gilt Neues. Der Bezirk Bac Ha der Provinz Lao Cai wird aufgelöst.",
    "vi": "Ngày 1/7/2025 là một mốc mới. Huyện Bắc Hà của tỉnh Lào Cai kết thúc hoạt động.",
}


@pytest.mark.parametrize("language", LAST_DISTRICTS)
def test_the_last_districts_ended_on_the_day_of_the_reform(language: str) -> None:
    assert _dates(LAST_DISTRICTS[language], language, "dissolve") == ["2025-07-01"]


def test_the_level_of_districts_did_not_end_on_an_earlier_day() -> None:
    text = (
        "Am 1. Februar 2025 wurden die Gemeinden Ta Van und Muong Hoa der Provinz Lao Cai zusammengelegt. Am selben "
        "Tag, hieß es, wurde die Kreisebene abgeschafft; es war der 1. Juli 2025."
    )
    assert _dates(text, "de", "dissolve") == ["2025-07-01"]
