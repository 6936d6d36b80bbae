"""Single records by id, and the posts of people by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.register.register import Register
from pipeline.store.database import Database, Store
from pipeline.store.filters import Filters
from pipeline.store.loading import load
from pipeline.store.lookup import article, event, fact, posts_of, reports_of
from pipeline.store.search import Asked, search_facts

from .made_runs import FACT, document, three_languages, write


@pytest.fixture
def store(told: str, register: Register) -> Iterator[Store]:
    """A store with the merger in three languages."""
    database = Database(told, reading=True)
    with database.opened(register) as opened:
        yield opened
    database.close()


def test_records_are_found_by_id_as_the_files_have_them(store: Store) -> None:
    records = three_languages()
    for wanted in records["documents"]:
        found = article(store, wanted["doc_id"])
        assert found is not None
        assert json.dumps(found.document, sort_keys=True) == json.dumps(wanted, sort_keys=True)
        assert found.events == [one for one in records["events"] if one["doc_id"] == wanted["doc_id"]]
    assert event(store, records["events"][0]["event_id"]) == records["events"][0]
    assert fact(store, FACT) == records["facts"][0]


def test_a_fact_is_found_by_the_ids_that_it_absorbed(store: Store) -> None:
    assert fact(store, "fac7000000000000") == fact(store, FACT)
    assert [report.document["language"] for report in reports_of(store, FACT)] == ["de", "fa", "vi"]


def test_what_is_not_there_is_none(store: Store) -> None:
    assert (article(store, "x"), event(store, "x"), fact(store, "x"), reports_of(store, "x")) == (None, None, None, [])


def test_filters_of_facts_ask_the_fact_itself(store: Store) -> None:
    def found(**filters: Any) -> int:
        return search_facts(store, Asked("Xuan Chinh", Filters(**filters))).total

    assert found(statuses=("completed",), types=("merge",), languages=("fa",), since="2020", until="2020") == 1
    assert found(statuses=("planned",)) == 0
    assert found(languages=("en",)) == 0
    assert search_facts(store, Asked(filters=Filters(types=("split",)), offset=5)).total == 0


def test_namesakes_stand_side_by_side(database: Database, register: Register, tmp_path: Path) -> None:
    def named(doc_id: str, name: str, unit: str | None, published: str) -> dict[str, Any]:
        made = document(doc_id, "vi", name, published=published)
        role = {"post": "secretary", "body": "party_committee", "level": "district", "unit": unit}
        made["mentions"] = [
            {"id": "m1", "type": "official", "start": 0, "end": len(name), "surface": name, "name": name,
             "refers_to": None, "roles": [role]}
        ]  # fmt: skip
        return made

    told = [named("b", "Mai Khánh", "vn:2025-06:376", "2024-02-01"), named("a", "Mai Khanh", None, "2023-01-01")]
    load(write(tmp_path / "run", {"documents": told, "events": []}), database, register=register)
    with database.opened(register) as store:
        for name in ("Mai Khánh", "MAI KHANH", "مای خان"):
            posts = posts_of(store, name)
            assert [(post.doc_id, post.roles[0]["unit"]) for post in posts] == [("a", None), ("b", "vn:2025-06:376")]
        assert posts_of(store, "Khanh") == []
