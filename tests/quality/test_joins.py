"""Facts over made articles: who tells one change is joined, whatever the language, the stage and the order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.joins import pairs_of
from pipeline.facts import read_facts
from pipeline.stages.builtin import builtin_register
from scripts.bench_facts import across, read_texts
from scripts.made_events import MadeEvents

LEAST = 0.97
JOINS = Path(__file__).resolve().parents[2] / "corpus" / "joins.json"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """What `scripts/bench_facts.py` measures, over a small set."""
    return read_texts(150, 60)


def test_events_of_one_change_are_joined(figures: dict[str, Any]) -> None:
    assert figures["articles"] == 150
    assert figures["joins"].wanted > 500
    assert figures["joins"].f1 >= LEAST


def test_no_fact_holds_units_of_two_provinces(figures: dict[str, Any]) -> None:
    assert figures["facts across provinces"] == 0


def test_reprints_and_translations_are_recognised(figures: dict[str, Any]) -> None:
    assert figures["same article"].wanted > 20
    assert figures["same article"].f1 >= LEAST


def test_any_order_and_any_split_gives_the_same_facts(figures: dict[str, Any]) -> None:
    assert figures["same in any order"]


def test_events_without_texts_are_joined_by_what_they_hold(tmp_path: Path) -> None:
    made = MadeEvents(builtin_register(), 2000)
    facts = list(read_facts([made.write(tmp_path)], builtin_register()))
    found = {event: fact.fact_id for fact in facts for event in fact.events}
    assert len(found) == 2000
    assert pairs_of(found, made.truth).f1 == pytest.approx(1.0)
    assert not across(facts, builtin_register())


def test_corpus_has_groups_of_articles_in_all_languages() -> None:
    groups = json.loads(JOINS.read_text("utf-8"))["groups"]
    sets = {frozenset(article for article, _ in group) for group in groups}
    assert len({min(articles) for articles in sets}) >= 10
    assert {article[:2] for articles in sets for article in articles} == {"de", "fa", "vi"}
    assert all(2 <= len(articles) <= 5 for articles in sets)
