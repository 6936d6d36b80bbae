"""Counts that the register knows are read whatever the words around them are."""

from __future__ import annotations

import pytest

from pipeline.records.event import Event
from pipeline.stages.builtin import language_of

# What Vĩnh Long, Bến Tre and Trà Vinh had, and the new Vĩnh Long has: 354 and 124 (105 communes, 19 wards).
TOLD = [
    (
        "de",
        "In der Provinz Vinh Long sind es seit dem 1. Juli 124, das heißt 105 Gemeinden und 19 Stadtviertel. "
        "Auf 354 kamen die drei Provinzen vorher.",
    ),
    ("de", "Neu in der Provinz Vinh Long:\n124 Einheiten der Gemeindeebene.\nVorher: 354."),
    ("vi", "Tỉnh Vĩnh Long sau hợp nhất. Cấp xã: 354. Con số ấy rồi chỉ là 124, với 105 xã, 19 phường."),
]  # fmt: skip
UNTOLD = [
    # Other numbers; the right ones far apart; the right ones of other things; of a place that the text does not name.
    ("de", "In der Provinz Vinh Long sind es 123 Einheiten der Gemeindeebene. 354 Gäste kamen."),
    ("de", "Die Provinz Vinh Long zählte 354 Gäste. 124 von ihnen blieben über Nacht."),
    ("de", "In der Provinz Vinh Long pflanzte man 354 Bäume; 124 Einheiten der Gemeindeebene halfen."),
    ("de", "In der Provinz Lai Chau sind es 124 Einheiten der Gemeindeebene. 354 kamen vorher."),
]


def _counts(code: str, text: str) -> list[tuple[int | None, int | None]]:
    language = language_of(code)
    events: list[Event] = language.annotate(language.prepare(text)).events
    return [(e.counts.before, e.counts.after) for e in events if e.type == "restructure" and e.counts is not None]


@pytest.mark.parametrize(("code", "text"), TOLD)
def test_what_a_place_had_and_has_is_one_event(code: str, text: str) -> None:
    assert _counts(code, text) == [(354, 124)]


@pytest.mark.parametrize(("code", "text"), UNTOLD)
def test_other_numbers_are_no_pair(code: str, text: str) -> None:
    assert all(None in pair for pair in _counts(code, text))


def test_how_many_of_each_kind_there_are_tells_what_the_number_is_of() -> None:
    text = "Sie, die neue Provinz Vinh Long, kennt der Zahl nach 124, im Einzelnen 105 Gemeinden und 19 Stadtviertel."
    assert _counts("de", text) == [(None, 124)]


def test_the_day_of_the_counts_is_none_behind_the_reform() -> None:
    language = language_of("de")
    text = "Am 9. Juli 2025 zählte die Provinz Vinh Long 124 Einheiten, nämlich 105 Gemeinden und 19 Stadtviertel."
    (event,) = language.annotate(language.prepare(text)).events
    assert (event.type, event.date) == ("restructure", None)


def test_counts_told_twice_are_one_event_with_all_that_is_told() -> None:
    text = (
        "Hà Tĩnh: 209 xã, phường chờ ngày rút còn 69\n\nTheo Tờ trình, tỉnh Hà Tĩnh có 209 xã, phường, thị trấn "
        "sẽ giảm 140, còn 69, gồm 60 xã và 9 phường."
    )
    language = language_of("vi")
    (counts,) = [e.counts for e in language.annotate(language.prepare(text)).events if e.type == "restructure"]
    assert counts is not None
    assert (counts.before, counts.after, counts.reduction) == (209, 69, 140)
    assert counts.after_by_kind == {"commune": 60, "ward": 9}
