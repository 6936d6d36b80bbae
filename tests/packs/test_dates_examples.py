"""The examples that a pack's dates.yaml carries."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline.entities import date_patterns
from pipeline.languages.pack import builtin_packs
from pipeline.records import Annotation
from pipeline.stages.builtin import language_of

PACKS = builtin_packs()
DATED = "2025-07-10"


def annotated(code: str, raw: str, published: str | None = None) -> Annotation:
    """The text with its dates."""
    language = language_of(code)
    ann = language.prepare(raw, datetime.date.fromisoformat(published) if published else None)
    language.dates(ann)
    return ann


def _entries(key: str) -> list[Any]:
    return [
        pytest.param(code, entry, id=f"{code}-{n}")
        for code, pack in PACKS.items()
        for n, entry in enumerate(pack.section("dates").get(key, []))
    ]


@pytest.mark.parametrize(("code", "example"), _entries("examples"))
def test_dates_example_holds(code: str, example: dict[str, Any]) -> None:
    ann = annotated(code, example["text"], example.get("published"))
    raw = ann.context["norm"].raw_text
    found = [(raw(m.start, m.end), m.edtf, m.date_basis) for m in ann.dates]
    assert found == [(d["surface"], d["edtf"], d.get("basis", "text")) for d in example["dates"]]


@pytest.mark.parametrize(("code", "text"), _entries("counter"))
def test_dates_counter_example_has_none(code: str, text: str) -> None:
    assert annotated(code, text, DATED).dates == []


@pytest.mark.parametrize("code", PACKS)
def test_dates_enough_examples_and_a_parser(code: str) -> None:
    section = PACKS[code].section("dates")
    assert len(section["examples"]) >= 60
    assert any(entry.get("shape") == "parsed" for entry in section["patterns"])


@pytest.mark.parametrize("code", PACKS)
def test_dates_every_pattern_is_exercised(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that no example of its pack matches may be one that can never match."""
    used: set[str] = set()
    read = date_patterns._found

    def noted(match: Any, pattern: date_patterns.Pattern) -> date_patterns.Found | None:
        used.add(pattern.name)
        return read(match, pattern)

    monkeypatch.setattr(date_patterns, "_found", noted)
    section = PACKS[code].section("dates")
    for text in [*(entry["text"] for entry in section["examples"]), *section["counter"]]:
        annotated(code, text, DATED)
    assert {entry["name"] for entry in section["patterns"]} - used == set()
