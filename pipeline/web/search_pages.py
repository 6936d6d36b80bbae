"""The front page and search: by any spelling, narrowed by facets, with a timeline, as pages, JSON and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from ..errors import SapxepError
from ..records.vocabulary import EventType, PostLevel, Status
from ..store.answers import disagreements
from ..store.database import Store
from ..store.filters import Filters
from ..store.overview import ProvinceLine, Totals, provinces, totals
from ..store.reports import unit_ids, units_by_id
from ..store.search import Asked, facets, search_events, search_facts
from .downloads import Row
from .pictures import timeline
from .rows import TOLD_COLUMNS, told_row
from .site import MOST_ROWS, Address, Count, Paging, add_files, add_twin, counts_of, paged, pairs_of, site_of

router = APIRouter()
Verdict = Literal["confirmed", "partial", "conflicts", "not_in_register", "before_register"]
Words = Annotated[str, Field(max_length=200)]
# An empty field of a form counts as none.
Day = Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
_LEADS_SHOWN = 6


class Wanted(BaseModel):
    """What is searched for."""

    q: Annotated[Words | None, Field(description="a name in any spelling, a document number, words")] = None
    show: Annotated[Literal["facts", "events"], Field(description="changes, or single reports of them")] = "facts"
    type: Annotated[list[EventType], Field(max_length=12)] = []
    status: Annotated[list[Status], Field(max_length=5)] = []
    level: Annotated[list[PostLevel], Field(max_length=4)] = []
    verdict: Annotated[list[Verdict], Field(max_length=5)] = []
    language: Annotated[list[Annotated[str, Field(max_length=12)]], Field(max_length=20)] = []
    outlet: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=20)] = []
    province: Annotated[Words | None, Field(description="a province, old or new, in any spelling, or its id")] = None
    district: Annotated[Words | None, Field(description="a district in any spelling, or its id")] = None
    since: Annotated[Day | None, Field(description="not before this day, month or year")] = None
    until: Annotated[Day | None, Field(description="not after it")] = None
    order: Literal["relevance", "newest", "oldest"] = "relevance"

    def asked(self, limit: int, offset: int) -> Asked:
        """The same for the store."""
        filters = Filters(
            tuple(self.type), tuple(self.status), tuple(self.level), _clean(self.province), _clean(self.district),
            self.since or None, self.until or None, tuple(map(_plain, self.language)),
            tuple(map(_plain, self.outlet)), tuple(self.verdict),
        )  # fmt: skip
        return Asked(_clean(self.q), filters, self.order, limit, offset)


class WantedPage(Wanted, Paging):
    """What is searched for, and which part of the answer is shown."""


@dataclass(slots=True, frozen=True)
class SearchAnswer:
    """A part of what was found; `note` says why a search cannot find anything, facets count reports."""

    total: int
    page: int
    size: int
    show: str
    note: str | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    facets: dict[str, list[Count]] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class FrontAnswer:
    """How much the store holds, its provinces, when things happened, and the first leads."""

    totals: Totals
    provinces: list[ProvinceLine]
    months: list[Count]
    leads_total: int
    leads: list[dict[str, Any]]


def _plain(text: str) -> str:
    # No database stores this letter, and PostgreSQL refuses to be asked for it.
    return text.replace("\0", " ").strip()


def _clean(text: str | None) -> str | None:
    return _plain(text) or None if text else None


def search(request: Request, wanted: Annotated[WantedPage, Query()]) -> SearchAnswer:
    """Changes or reports by any spelling of a name, by number, by words."""
    asked = wanted.asked(wanted.size, wanted.offset)
    with site_of(request).opened() as store:
        try:
            total, items = _found(store, asked, wanted.show)
            return SearchAnswer(total, wanted.page, wanted.size, wanted.show, None, items, _facets(store, asked))
        except SapxepError as error:
            if error.__cause__ is not None:
                raise
            return SearchAnswer(0, wanted.page, wanted.size, wanted.show, str(error).split("; see:")[0])


def _found(store: Store, asked: Asked, show: str) -> tuple[int, list[dict[str, Any]]]:
    page = search_facts(store, asked) if show == "facts" else search_events(store, asked)
    return page.total, [hit.record() for hit in page.items]


def _facets(store: Store, asked: Asked) -> dict[str, list[Count]]:
    return {name: counts_of(pairs) for name, pairs in facets(store, asked).items()}


def search_rows(request: Request, wanted: Annotated[Wanted, Query()]) -> list[Row]:
    """All that was found, as rows."""
    with site_of(request).opened() as store:
        try:
            _, items = _found(store, wanted.asked(MOST_ROWS, 0), wanted.show)
        except SapxepError as error:
            if error.__cause__ is not None:
                raise
            items = []
    return [_row(item) for item in items]


def _row(item: dict[str, Any]) -> Row:
    if "fact" in item:
        return told_row(item["fact"])
    source = item["source"]
    shown = {"languages": [item["language"]] if item["language"] else [], "articles": 1}
    return told_row(item["event"], source["url"]) | shown | {"outlets": [source["outlet"]] if source["outlet"] else []}


def _search_view(answer: SearchAnswer, request: Request) -> dict[str, Any]:
    here = Address(request)
    picture = timeline(pairs_of(answer.facets.get("month", [])), lambda when: here.given(since=when, until=when))
    with site_of(request).opened() as store:
        names = units_by_id(store, [one.value for one in answer.facets.get("province", []) if one.value])
        empty = answer.show == "facts" and not answer.total and totals(store).facts == 0
    more = {"picture": picture, "names": names, "most": MOST_ROWS, "no_facts": empty}
    return more | paged(answer.total, request)


def front(request: Request) -> FrontAnswer:
    """What this store holds."""
    with site_of(request).opened() as store:
        leads = disagreements(store)
        months = _facets(store, Asked())["month"]
        first = [one for one in leads if one.fact is not None] or leads
        shown = [dict(one.record) for one in first[:_LEADS_SHOWN]]
        return FrontAnswer(totals(store), provinces(store), months, len(leads), shown)


def _front_view(answer: FrontAnswer, request: Request) -> dict[str, Any]:
    with site_of(request).opened() as store:
        ids = [one for lead in answer.leads for one in unit_ids(lead, lead["register"] or {})]
        units = units_by_id(store, ids)
    return {
        "picture": timeline(pairs_of(answer.months), lambda when: f"/search?since={when}&until={when}"),
        "units": units,
    }


add_files(router, "/search", TOLD_COLUMNS, search_rows)
add_twin(router, "/", front, "front.html", model=FrontAnswer, view=_front_view)
add_twin(router, "/search", search, "search.html", model=SearchAnswer, view=_search_view)
