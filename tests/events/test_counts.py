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
