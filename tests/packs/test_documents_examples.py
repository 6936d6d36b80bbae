"""The examples that a pack's documents.yaml carries."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.languages.pack import builtin_packs
from pipeline.records import Annotation
from pipeline.stages.builtin import language_of

PACKS = builtin_packs()


def annotated(code: str, raw: str) -> Annotation:
    """The text with its dates and documents."""
    language = language_of(code)
    return language.run(language.prepare(raw), "documents")


def _entries(key: str) -> list[Any]:
    return [
        pytest.param(code, entry, id=f"{code}-{n}")
        for code, pack in PACKS.items()
        for n, entry in enumerate(pack.section("documents").get(key, []))
    ]


@pytest.mark.parametrize(("code", "example"), _entries("examples"))
def test_documents_example_holds(code: str, example: dict[str, Any]) -> None:
    found = [(m.number, m.doc_type, m.issued) for m in annotated(code, example["text"]).documents]
    issued = example.get("issued")
    assert (example["number"], example["doc_type"], None if issued is None else str(issued)) in found


@pytest.mark.parametrize(("code", "text"), _entries("counter"))
def test_documents_counter_example_has_none(code: str, text: str) -> None:
    assert annotated(code, text).documents == []


@pytest.mark.parametrize("code", PACKS)
def test_documents_enough_examples(code: str) -> None:
    assert len(PACKS[code].section("documents")["examples"]) >= 40
