"""Which names a look-up through Persian letters finds, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.register.register import Register
from pipeline.store.database import Database, Store
from pipeline.store.loading import load
from pipeline.store.search import Asked, search_events

from .made_runs import document, event, participant, write

NAMES = ("Thuận An", "Tân An", "Hà Giang")


@pytest.fixture
def store(database: Database, register: Register, tmp_path: Path) -> Iterator[Store]:
    """Three events, each with one of the names."""
    nowhere = {"province": None, "district": None, "unit": None, "unit_now": None}
    told = [event("d", n, "x", targets=[participant(name)], place=nowhere) for n, name in enumerate(NAMES)]
    run = write(tmp_path / "run", {"documents": [document("d", "vi", "x")], "events": told})
    load(run, database, register=register)
    with database.opened(register) as opened:
        yield opened


def _found(store: Store, query: str) -> list[tuple[str, tuple[str, ...], float]]:
    hits = search_events(store, Asked(query)).items
    return [(hit.event["targets"][0]["name"], hit.where, hit.score) for hit in hits]


@pytest.mark.parametrize("query", ["تن آن", "تان آن"])
def test_search_puts_the_right_vowels_first_and_says_what_only_sounds_alike(store: Store, query: str) -> None:
    wanted = [("Tân An", ("participant",), 6.0), ("Thuận An", ("participant (sounds alike)",), 1.5)]
    assert _found(store, query) == wanted


def test_search_in_latin_letters_takes_no_name_that_only_sounds_alike(store: Store) -> None:
    assert [name for name, _, _ in _found(store, "Tan An")] == ["Tân An"]
