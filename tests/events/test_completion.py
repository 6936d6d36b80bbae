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
