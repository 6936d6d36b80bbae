"""Confidence is a share that was measured, says so where it was not, and is forecast from other articles alone."""

from __future__ import annotations

import pytest

import sapxep
from pipeline.events.confidence import GROUPS, confidence_of, counted, group_of, read, written
from pipeline.records import Event
from scripts.calibrate_events import Told, forecasts, losses

MERGED = "Die Gemeinden Xuan Thien und Chinh Tam im Bezirk Kim Son der Provinz Ninh Binh wurden zur neuen Gemeinde {}."


def _event(target: str) -> Event:
    _, events = sapxep.extract(MERGED.format(f"{target} zusammengelegt"), published="2025-04-14")
    return events[0]


def test_an_event_that_the_register_confirms_is_surer_than_another() -> None:
    text = "Die Provinz Hai Duong und die Stadt Hai Phong wurden am 1. Juli 2025 zur Stadt Hai Phong zusammengelegt."
    _, events = sapxep.extract(text, language="de", published="2025-07-05")
    sure, other = events[0], _event("Xuan Chinh")
    assert sure.register is not None
    assert sure.register.status == "confirmed"
    assert sure.confidence is not None
    assert other.confidence is not None
    assert 0.5 < other.confidence < sure.confidence < 1
    assert "confidence" not in sure.reasons


def test_a_language_that_was_not_measured_has_none() -> None:
    assert confidence_of(_event("Xuan Chinh"), "xx") is None


def test_a_file_gives_the_counts_back() -> None:
    shares = counted([("confirmed", True), ("other", False), ("confirmed", True)], ["de"])
    assert shares.counts == {"confirmed": (2, 2), "other": (0, 1)}
    assert read(written(shares)) == shares
    assert shares.of("confirmed") > shares.of("other")


@pytest.mark.parametrize("verdict", [None, "partial", "before_register", "confirmed"])
def test_every_verdict_has_a_group(verdict: str | None) -> None:
    assert group_of(verdict) in GROUPS


def test_an_article_is_forecast_from_the_others() -> None:
    found = [Told("a", "de", "other", True)] * 50 + [Told("b", "de", "other", False)] * 50
    made = list(forecasts(found))
    assert all(one.chance < 0.1 for one in made if one.right)
    assert all(one.chance > 0.9 for one in made if not one.right)
    assert losses(made)[0] > 0.8
