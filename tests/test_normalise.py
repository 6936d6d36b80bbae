"""The working copy of a text and the way back to the text as read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.errors import PackError
from pipeline.text.digits import number_in_words, roman
from pipeline.text.normalise import STEPS, normalise

LATIN = ("nfc", "controls", "spaces", "vietnamese_letters")
PERSIAN = ("nfc", "controls", "spaces", "persian_letters", "zwnj_off", "digits")
ALPHABET = "aắĐđÐ xế1۱٣٪\u0301\u0306\u0323\u200c\u200f\u00ad\r\n\t\u00a0كيکیـِؤۀ\ufefb가각\u1100\u1161\u212b,‑"
TEXTS = st.one_of(st.text(alphabet=ALPHABET), st.text(st.characters(exclude_categories=["Cs"])))


@pytest.mark.parametrize(
    ("raw", "steps", "text"),
    [
        (unicodedata.normalize("NFD", "Sắp xếp Ủy ban"), LATIN, "Sắp xếp Ủy ban"),
        ("a\u200eb\u00adc\ufeff", LATIN, "abc"),
        ("eins\r\nzwei\rdrei\u2028vier", LATIN, "eins\nzwei\ndrei\nvier"),
        ("1686/NQ‑UBTVQH15\u00a0vom", LATIN, "1686/NQ-UBTVQH15 vom"),
        ("Ðồng Nai, 42-QƉ/TU", LATIN, "Đồng Nai, 42-QĐ/TU"),
        ("sáp nhậр", LATIN, "sáp nhập"),
        ("Москва", LATIN, "Москва"),
        ("كمون‌هاي", PERSIAN, "کمونهای"),
        ("ویتنامِ کمـــون", PERSIAN, "ویتنام کمون"),
        ("۱۶۸۶ و ٢٠٢٥، ۷۰٪ و ۳٫۵ و ۱۰٬۰۱۶", PERSIAN, "1686 و 2025، 70% و 3.5 و 10,016"),
        ("\ufefbله", PERSIAN, "لاله"),
    ],
)
def test_normalise_steps(raw: str, steps: tuple[str, ...], text: str) -> None:
    """Each step does what its name says."""
    assert normalise(raw, steps).text == text


def test_normalise_unchanged_text_is_the_same_object() -> None:
    """Nothing is copied where nothing changes."""
    raw = "Die Gemeinden A und B werden zusammengelegt."
    result = normalise(raw, LATIN)
    assert result.text is raw
    assert result.maps == ()


def test_normalise_keeps_marks_with_their_letter() -> None:
    """A span ends behind the marks of its last letter, and leaves invisible signs at its edges outside."""
    result = normalise("ویتنامِ\u200c کمون\u200cها", PERSIAN)
    assert result.raw_text(0, 6) == "ویتنامِ"
    assert result.raw_text(7, 11) == "کمون"
    assert result.raw_text(7, 13) == "کمون\u200cها"
    decomposed = normalise(unicodedata.normalize("NFD", "ắb"), LATIN)
    assert decomposed.raw_span(0, 1) == (0, 3)
    assert decomposed.raw_span(1, 2) == (3, 4)


def test_normalise_unknown_step_is_a_pack_error() -> None:
    """A step that does not exist is told by name."""
    with pytest.raises(PackError, match="no normalising step no_such"):
        normalise("x", ["nfc", "no_such"])


@given(TEXTS, st.sampled_from([LATIN, PERSIAN, *((name,) for name in STEPS)]))
@example("\ufefb\u0650", PERSIAN)
@example("\r\n\u0301\u0323", LATIN)
def test_normalise_spans_are_monotone(raw: str, steps: tuple[str, ...]) -> None:
    """Characters keep their order, none stands for nothing; two share raw ones only where one edit made both.

    The second letter of a ligature has the mark behind it as well.
    """
    result = normalise(raw, steps)
    last = (0, 0)
    for i in range(len(result.text)):
        start, end = result.raw_span(i, i + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= last[1] or (start == last[0] and end >= last[1])
        last = (start, end)


@given(TEXTS, st.sampled_from([LATIN, PERSIAN]), st.data())
def test_normalise_raw_span_holds_the_words(raw: str, steps: tuple[str, ...], data: st.DataObject) -> None:
    """Normalising the raw words behind a span gives the span again."""
    result = normalise(raw, steps)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    if not any("Ѐ" <= c <= "ӿ" for c in raw):
        assert result.text[start:end] in normalise(result.raw_text(start, end), steps).text


@pytest.mark.parametrize(
    ("numeral", "value"), [("IV", 4), ("xiii", 13), ("XL", 40), ("", None), ("IIII", None), ("A", None)]
)
def test_roman(numeral: str, value: int | None) -> None:
    """Roman numerals in their usual form."""
    assert roman(numeral) == value


def test_number_in_words() -> None:
    """Words add up, hundreds multiply."""
    words = {"twenty": 20, "one": 1, "two": 2, "hundred": 100, "thousand": 1000}
    assert number_in_words("twenty and one", words, frozenset({"and"})) == 21
    assert number_in_words("two thousand two hundred one", words) == 2201
    assert number_in_words("2025", words) == 2025
    assert number_in_words("some", words) is None
