"""Search over both stores: any spelling, any script, filters, order; facts, pages and facets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from pipeline.errors import SapxepError
from pipeline.register.register import Register
from pipeline.store.database import Database, Store
from pipeline.store.filters import Filters
from pipeline.store.search import Asked, facets, search_events, search_facts

from .made_runs import FACT, three_languages


@pytest.fixture
def store(told: str, register: Register) -> Iterator[Store]:
    """A store with the merger in three languages, open for reading."""
    reading = Database(told, reading=True)
    with reading.opened(register) as opened:
        yield opened
    reading.close()


def _ids(store: Store, query: str | None, **filters: Any) -> list[str]:
    return [hit.event["doc_id"] for hit in search_events(store, Asked(query, Filters(**filters))).items]


SPELLINGS = [
    "Xuân Chính", "Xuan Chinh", "XUÂN CHÍNH", "xuanchinh", "Xua\u0302n Chi\u0301nh", "شوان چین", "شوان‌چین",
    "xã Xuân Chính", "Gemeinde Xuan Chinh", "کمون شوان چین", "commune of Xuan Chinh",
]  # fmt: skip


@pytest.mark.parametrize("query", SPELLINGS)
def test_any_spelling_reaches_the_same_fact(store: Store, query: str) -> None:
    assert [hit.fact["fact_id"] for hit in search_facts(store, Asked(query)).items] == [FACT]
    events = search_events(store, Asked(query)).items
    assert events
    assert {fact for hit in events for fact in hit.facts} == {FACT}


@pytest.mark.parametrize("query", ["Xuân Chính", "Xuan Chinh", "شوان چین"])
def test_a_name_finds_the_articles_of_all_languages(store: Store, query: str) -> None:
    assert sorted(_ids(store, query)) == ["de00", "fa00", "vi00"]


FOUND = {
    "861/NQ-UBTVQH14": ["vi00"],
    "861-nq ubtvqh14": ["vi00"],
    "Nghị quyết số 861/NQ-UBTVQH14": ["vi00"],
    "۸۶۱/NQ-UBTVQH14": ["vi00"],
    "861/NQ": ["vi00"],
    "Mai Khanh": ["vi00"],
    "مای خان": ["vi00"],
    "wurden vereinigt": ["de00"],
    "ادغام شدند": ["fa00"],
    "vereinigt Kim Son": ["de00"],
    "sáp nhập": ["vi00"],
    "547": ["plan"],
    "Thanh Hoa": ["plan"],
    "Hà Nam": ["de00", "fa00", "vi00"],
    "Cà Mau": [],
    "Chính Xuân": ["de00", "vi00"],
    "Xuân Bayern": [],
    "' OR 1=1 --": [],
    '" OR tokens:*': [],
}


@pytest.mark.parametrize("query", FOUND)
def test_numbers_people_and_words_are_found(store: Store, query: str) -> None:
    assert sorted(_ids(store, query)) == FOUND[query]


def test_what_names_the_thing_comes_before_what_mentions_it(store: Store) -> None:
    hits = search_events(store, Asked("861/NQ-UBTVQH14")).items
    assert "number" in hits[0].where
    assert hits[0].score > 1


NARROWED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "type": ({"types": ("restructure",)}, ["plan"]),
    "status": ({"statuses": ("planned", "proposed")}, ["plan"]),
    "level": ({"levels": ("province",)}, []),
    "province in force": ({"province": "Ninh Bình"}, ["de00", "fa00", "vi00"]),
    "province that went into it": ({"province": "Nam Định"}, []),
    "province in Persian": ({"province": "تان هوآ"}, ["plan"]),
    "province by id": ({"province": "vn:2025-06:38"}, ["plan"]),
    "district": ({"district": "Kim Son"}, ["de00", "fa00", "vi00"]),
    "district in Persian": ({"district": "کیم سون"}, ["de00", "fa00", "vi00"]),
    "since": ({"since": "2022"}, ["plan"]),
    "until": ({"until": "2025-06"}, ["de00", "fa00", "vi00"]),
    "until a year": ({"until": "2025"}, ["de00", "fa00", "plan", "vi00"]),
    "within a period": ({"since": "2020-05-05", "until": "2020-05-06"}, ["de00", "fa00", "vi00"]),
    "language": ({"languages": ("fa", "de")}, ["de00", "fa00"]),
    "outlet": ({"outlets": ("www.fa.example.vn",)}, ["fa00"]),
    "outlet with subdomains": ({"outlets": ("example.vn",), "types": ("merge",)}, ["de00", "fa00", "vi00"]),
    "verdict": ({"verdicts": ("conflicts",)}, ["plan"]),
    "confidence": ({"confidence": 0.7}, ["plan"]),
    "more confidence": ({"confidence": 0.8}, []),
}


@pytest.mark.parametrize("case", NARROWED)
def test_filters_narrow_what_is_found(store: Store, case: str) -> None:
    filters, wanted = NARROWED[case]
    assert sorted(_ids(store, None, **filters)) == wanted
    assert sorted(_ids(store, "Xuan Chinh", **filters)) == [one for one in wanted if one != "plan"]


def test_order_by_date(store: Store) -> None:
    newest = [hit.event["doc_id"] for hit in search_events(store, Asked(order="newest")).items]
    oldest = [hit.event["doc_id"] for hit in search_events(store, Asked(order="oldest")).items]
    assert (newest[0], oldest[-1]) == ("plan", "plan")


def test_pages_tell_the_total_and_follow_each_other(store: Store) -> None:
    first, second, beyond = (search_events(store, Asked(limit=3, offset=offset)) for offset in (0, 3, 6))
    assert (first.total, second.total, beyond.total) == (4, 4, 4)
    assert len({hit.event["event_id"] for hit in first.items + second.items}) == 4
    assert beyond.items == []
    assert search_facts(store, Asked(limit=1, offset=1)).total == 1


def test_facets_count_what_fits(store: Store) -> None:
    counted = facets(store, Asked())
    assert counted["type"] == [("merge", 3), ("restructure", 1)]
    assert counted["language"] == [("vi", 2), ("de", 1), ("fa", 1)]
    assert counted["month"] == [("2019-01", 3), ("2025-07", 1)]
    assert counted["province"] == [("vn:2025-07:37", 3), ("vn:2025-07:38", 1)]
    assert facets(store, Asked("Cà Mau"))["type"] == []
    assert facets(store, Asked("Gemeinde Xuan Chinh"))["language"] == [("de", 1)]


@pytest.mark.parametrize("query", ["…", "'", "\u200c", "%"])
def test_a_query_of_signs_alone_is_told(store: Store, query: str) -> None:
    with pytest.raises(SapxepError, match="holds nothing to search for"):
        search_events(store, Asked(query))


@pytest.mark.parametrize("filters", [{"province": "Bayern"}, {"province": "Kim Sơn"}, {"district": "Bayern"}])
def test_a_place_that_is_none_is_told(store: Store, filters: dict[str, str]) -> None:
    with pytest.raises(SapxepError, match="of this name"):
        search_events(store, Asked(filters=Filters(**filters)))


def test_long_and_odd_queries_are_no_burden(store: Store) -> None:
    for query in ("Xuân " * 24, "a" * 500, "\0x", "🙂 Xuan", "NEAR(a b)", "ww* OR x", "'", "a_b \\ ' \""):
        with suppress(SapxepError):
            assert search_events(store, Asked(query)).total <= 4
    for query in ("Xuân " * 25, "a" * 501):
        with pytest.raises(SapxepError, match="give at most"):
            search_events(store, Asked(query))


def test_hits_carry_the_record_its_article_and_facts(store: Store) -> None:
    (hit,) = search_events(store, Asked("Mai Khanh")).items
    told = hit.record()
    (wanted,) = [event for event in three_languages()["events"] if event["doc_id"] == "vi00"]
    assert told["event"] == wanted
    assert list(told["event"]) == list(wanted)
    assert told["source"] == three_languages()["documents"][0]["source"]
    assert (told["language"], told["published"], told["facts"]) == ("vi", "2024-05-01", [FACT])
