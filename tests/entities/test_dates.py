"""Dates in context: the article's own day, missing years, shapes that span texts."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.edtf import date_text, is_edtf, quarter_text, span
from pipeline.languages.pack import builtin_packs
from pipeline.records import Annotation
from pipeline.stages.builtin import language_of

CODES = sorted(builtin_packs())
PIECES = [
    "1", "31", "2025", "/", "-", ".", " ", "\n", "(", ")", "ngày ", "tháng ", "năm ", "quý IV", "từ ", "đến ", "số ",
    "1/7", "Nghị quyết ", "/NQ-CP", "Juli", "Ende ", "bis ", " und ", "vom ", "Resolution Nr. ", "Quartal", "heute",
    "am selben Tag", "ژوئیه", "تیر", "۱۴۰۴", "۲۰۲۵", "تا", " و ", "سال ", "امروز", "شماره ", "\u200c", "https://a.vn/202507/",
]  # fmt: skip
HOSTILE = [
    "1" * 200_000, "1/" * 100_000, "1-" * 100_000, "1 1/1 " * 33_000, "1." * 100_000, " " * 200_000,
    "1" + " " * 199_999,
    "www.a.vn/" * 22_000, "a.vn " * 40_000, "\n1" * 100_000, "1/NQ-" * 40_000, "1, " * 66_000 + "5/NQ-CP",
]  # fmt: skip


def annotated(code: str, raw: str, published: str | None = None, url: str | None = None) -> Annotation:
    """The text with its dates and documents."""
    language = language_of(code)
    ann = language.prepare(raw, datetime.date.fromisoformat(published) if published else None, url)
    language.dates(ann)
    language.documents(ann)
    return ann


def dates_of(code: str, raw: str, published: str | None = None, url: str | None = None) -> list[str]:
    """The EDTF of all dates in reading order."""
    return [mention.edtf for mention in annotated(code, raw, published, url).dates]


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2200, 12, 31)))
def test_edtf_span_round_trip(day: datetime.date) -> None:
    assert span(date_text(day.year, day.month, day.day))[:2] == (day, day)
    month, year, quarter = (
        span(text) for text in (
            date_text(day.year, day.month), date_text(day.year), quarter_text(day.year, (day.month + 2) // 3),
        )
    )  # fmt: skip
    for covers in (month, year, quarter):
        assert covers.first is not None and covers.last is not None and covers.first <= day <= covers.last
        assert covers.first.day == 1 and (covers.last + datetime.timedelta(days=1)).day == 1
    assert (month.precision, year.precision, quarter.precision) == ("month", "year", "quarter")
    joined = span(f"{date_text(day.year)}/{date_text(day.year + 1)}")
    assert joined.precision == "interval" and joined.last == datetime.date(day.year + 1, 12, 31)


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13", "2025-40", "0000", "2025-00-01", "", "/", "2025/", "25-1-1"])
def test_edtf_refuses_what_is_no_date(text: str) -> None:
    assert not is_edtf(text)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_dates_any_text_in(code: str, text: str) -> None:
    ann = annotated(code, text, "2025-07-10")
    for mention in [*ann.dates, *ann.documents]:
        assert 0 <= mention.start < mention.end <= len(ann.text)
        assert ann.text[mention.start : mention.end] == mention.surface
    for date in ann.dates:
        covers = span(date.edtf)
        assert (date.date_from, date.date_precision) == (covers.first and covers.first.isoformat(), covers.precision)
        assert not (covers.first and covers.last) or covers.first <= covers.last
    assert [m.start for m in ann.dates] == sorted(m.start for m in ann.dates)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_dates_hostile_text_takes_linear_time(code: str, text: str) -> None:
    """The double costs about twice as much; a square would cost four times, and minutes at this size."""
    started = time.perf_counter()
    annotated(code, text)
    assert time.perf_counter() - started < 15


def test_dates_published_day_beats_the_line() -> None:
    assert dates_of("de", "13.08.2024 | 15:03\nHeute tagt der Rat.", "2024-08-14") == ["2024-08-13", "2024-08-14"]


def test_dates_stamp_in_the_address_is_the_day() -> None:
    url = "https://a.example.vn/xa-moi-102250703083552.htm"
    assert dates_of("vi", "Hôm qua, xã ra mắt.", url=url) == ["2025-07-02"]


def test_dates_month_in_the_address_gives_years_but_no_day() -> None:
    url = "https://a.example.vn/tin/202412/x.html"
    assert dates_of("vi", "Hôm nay họp; ngày 5/1 họp lại, ngày 20/12 đã họp.", url=url) == ["2025-01-05", "2024-12-20"]


def test_dates_year_comes_from_the_sentence_before_the_article() -> None:
    text = "Am 1. Januar 2004 wurde geteilt und am 5. März gewählt. Am 5. Juni war Markt."
    assert dates_of("de", text, "2025-07-10") == ["2004-01-01", "2004-03-05", "2025-06-05"]


def test_dates_unknown_year_stays_unknown() -> None:
    ann = annotated("vi", "Ngày 23/10, đoàn đến thăm.")
    assert [(m.edtf, m.date_from, m.date_precision) for m in ann.dates] == [("XXXX-10-23", None, "unknown_year")]


def test_dates_no_such_day_is_none() -> None:
    assert dates_of("vi", "ngày 31/6/2025 và ngày 30/2") == []


def test_dates_error_of_the_text_stays() -> None:
    assert dates_of("de", "für die Amtszeit 2016–2031") == ["2016/2031"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Die Redaktion antwortet · 27-12-2024", datetime.date(2024, 12, 27)),
        ("Von Lan Anh | 27.12.2024", datetime.date(2024, 12, 27)),
        ("Alle Ämter arbeiten. Es gilt · 27-12-2024", None),
        ("Die neue Gemeinde entsteht am 27.12.2024", None),
        ("Ha Tinh, den 27. Dezember 2024 – Die Provinz zählt nach.", datetime.date(2024, 12, 27)),
        ("Die Provinz zählt, das steht am 27. Dezember 2024 – fest.", None),
    ],
)
def test_dates_article_date_ends_a_byline(line: str, told: datetime.date | None) -> None:
    assert annotated("de", f"Neue Gemeinden\n{line}\n\nText.").context["article_date"] == told


def test_dates_article_date_stands_in_the_brackets_of_a_dateline() -> None:
    text = "Bốn xã nhập làm một\nBẮC NINH (24/6/2025) - Hội đồng nhân dân tỉnh họp hôm nay."
    assert annotated("vi", text).context["article_date"] == datetime.date(2025, 6, 24)
    ordinary = "Bốn xã nhập làm một\nKỳ họp bất thường (24/6/2025) của Hội đồng nhân dân tỉnh bàn việc nhập xã."
    assert annotated("vi", ordinary).context["article_date"] is None


def test_dates_article_date_is_no_day_of_a_headline() -> None:
    text = "Từ 1-1-2025, người Huế ghi địa chỉ thế nào?\n\n24-12-2024 06:15\n\nNội dung."
    assert annotated("vi", text).context["article_date"] == datetime.date(2024, 12, 24)


def test_dates_article_date_is_told_to_later_components() -> None:
    assert annotated("fa", "۱۱ تیر ۱۴۰۴ - ۱۰:۲۰\nمتن").context["article_date"] == datetime.date(2025, 7, 2)
    assert annotated("fa", "متن").context["article_date"] is None


def test_dates_year_inside_a_document_number_is_none() -> None:
    assert dates_of("vi", "Nghị quyết số 202/2025/QH15, Nghị quyết 1111/2020, năm 2025") == ["2025"]
