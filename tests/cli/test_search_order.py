"""Which names a look-up through Persian letters finds, and in which order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.store.search import search

if TYPE_CHECKING:
    from pathlib import Path


def _event(number: int, target: str) -> dict[str, object]:
    part = {"name": target, "kind": "commune", "extent": "whole", "unit": None, "mention": None}
    return {
        "event_id": f"d:{number}", "doc_id": "d", "type": "merge", "sources": [], "targets": [part], "place": {},
        "documents": [], "officials": [], "evidence": {"start": 0, "end": 0, "text": ""},
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    events = [_event(n, name) for n, name in enumerate(["Thuận An", "Tân An", "Hà Giang"])]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")
    (tmp_path / "documents.jsonl").write_text(json.dumps({"doc_id": "d", "source": {}, "mentions": []}) + "\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("query", ["تن آن", "تان آن"])
def test_search_puts_the_right_vowels_first_and_says_what_only_sounds_alike(folder: Path, query: str) -> None:
    hits = [(hit.event["targets"][0]["name"], hit.where) for hit in search(folder, query)]
    assert hits == [("Tân An", ("participant",)), ("Thuận An", ("participant (sounds alike)",))]


def test_search_in_latin_letters_takes_no_name_that_only_sounds_alike(folder: Path) -> None:
    assert [hit.event["targets"][0]["name"] for hit in search(folder, "Tan An")] == ["Tân An"]
