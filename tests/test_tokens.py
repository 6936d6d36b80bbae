"""Words and sentences of normalised text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.tokens import sentence_bounds, tokenize


def _sentences(text: str, abbreviations: tuple[str, ...] = ()) -> list[list[str]]:
    tokens, starts, ends = tokenize(text)
    return [tokens[first:last] for first, last, _ in sentence_bounds(text, tokens, starts, ends, abbreviations)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Xã Cư M'gar, huyện A", ["Xã", "Cư", "M'gar", ",", "huyện", "A"]),
        ("Ea H’leo", ["Ea", "H’leo"]),
        ("2.639 người; 32,62 km²", ["2.639", "người", ";", "32,62", "km²"]),
        ("dieGemeinde Son", ["die", "Gemeinde", "Son"]),
        ("vàophường Hà Tu", ["vàophường", "Hà", "Tu"]),
        ("TPHCM", ["TPHCM"]),
        ("Bà Rịa-Vũng Tàu", ["Bà", "Rịa", "-", "Vũng", "Tàu"]),
        ("کمونهای آن،۲", ["کمونهای", "آن", "،", "۲"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_tokenize_parts_words_numbers_and_signs(text: str, tokens: list[str]) -> None:
    assert tokenize(text)[0] == tokens


@given(st.text(max_size=60))
def test_tokens_lie_in_order_and_miss_no_letter(text: str) -> None:
    tokens, starts, ends = tokenize(text)
    assert all(text[a:b] == token for token, a, b in zip(tokens, starts, ends, strict=True))
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert "".join(tokens) == "".join(text.split())


@given(st.text(alphabet="Ab1.,!?»(\n ", max_size=40))
def test_sentences_cover_all_tokens_once(text: str) -> None:
    tokens, starts, ends = tokenize(text)
    bounds = list(sentence_bounds(text, tokens, starts, ends))
    assert [i for first, last, _ in bounds for i in range(first, last)] == list(range(len(tokens)))
    lines = [line for _, _, line in bounds]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ein Satz. Noch einer.", 2),
        ("Xã A (huyện B). Xã C.", 2),
        ("Er sagte: „Gut.“ Dann ging er.", 2),
        ("Nghị quyết 1. Điều khoản", 1),
        ("Năm 2025. Sau đó", 2),
        ("Ông A. Ông B", 1),
        ("nur ein. kleiner rest", 1),
        ("چه کسی؟ او رفت.", 2),
        ("Zeile eins\nZeile zwei", 2),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(_sentences(text)) == count


def test_an_abbreviation_of_the_pack_ends_no_sentence() -> None:
    text = "TP. Hà Nội họp. Xong."
    assert len(_sentences(text)) == 3
    assert len(_sentences(text, ("tp",))) == 2


def test_a_short_number_ends_a_sentence_before_an_opener_alone() -> None:
    tokens, starts, ends = tokenize("Von 171 auf 54. Wer zählt, weiß das. Am 1. Juli; 2. Wer geht.")
    bounds = sentence_bounds("x" * 99, tokens, starts, ends, (), ("Wer",))
    assert [" ".join(tokens[first:last]) for first, last, _ in bounds] == [
        "Von 171 auf 54 .", "Wer zählt , weiß das .", "Am 1 . Juli ; 2 . Wer geht .",
    ]  # fmt: skip


def test_a_line_break_is_counted_as_a_new_line() -> None:
    tokens, starts, ends = tokenize("A b.\n\nC d. E f.")
    assert [line for _, _, line in sentence_bounds("A b.\n\nC d. E f.", tokens, starts, ends)] == [0, 1, 1]


def _seconds(text: str) -> float:
    best = 9.0
    for _ in range(3):
        begin = time.process_time()
        tokens, starts, ends = tokenize(text)
        list(sentence_bounds(text, tokens, starts, ends))
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("piece", [",", "((", '"', "'", "Aa", "AbcAbc", "1.", ".» ", "a'", "\n", "1,"])
def test_time_grows_with_length_alone(piece: str) -> None:
    short, long = piece * (50_000 // len(piece)), piece * (200_000 // len(piece))
    assert _seconds(long) < 12 * _seconds(short) + 0.05


@pytest.mark.parametrize(
    ("text", "count", "without_ordinals"),
    [
        ("Từ ngày 1-7. Từ 164 xã còn 64.", 1, 2),
        ("Trước ngày 31/12. Về việc này", 1, 2),
        ("Theo Nghị quyết số 12/NQ-UBTVQH15. Đến nay", 1, 2),
        ("Nay còn 54. Đó là con số cuối.", 1, 2),
        ("Am 1. Juli", 1, 1),
        ("Điều 1. Thành lập xã A", 1, 1),
        ("gồm: 1. Xã A; 2. Xã B.", 1, 1),
        ("1. Xã A", 1, 1),
    ],
)
def test_where_no_ordinal_has_a_full_stop_one_ends_a_sentence_behind_a_date(
    text: str, count: int, without_ordinals: int
) -> None:
    tokens, starts, ends = tokenize(text)
    assert len(list(sentence_bounds(text, tokens, starts, ends))) == count
    assert len(list(sentence_bounds(text, tokens, starts, ends, ordinals=False))) == without_ordinals
