"""Pages of single records: facts, articles, officials."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from ..store.people import OfficialAnswer, OfficialLine, official_answer, officials
from ..store.reports import ArticleAnswer, FactAnswer, Source, article_answer, articles, fact_answer
from ..store.search import Page
from .downloads import Row
from .flows import fact_picture
from .highlights import paragraphs
from .rows import ARTICLE_COLUMNS, OFFICIAL_COLUMNS, article_row, official_row
from .site import MOST_ROWS, HexId, Paging, add_files, add_twin, found, paged, site_of

router = APIRouter()
NameKey = Annotated[str, Path(pattern=r"^[^\s/\\.\x00]{1,120}$", description="the name in plain letters, with hyphens")]


class Named(BaseModel):
    """A part of a name."""

    name: Annotated[str | None, Field(max_length=120, description="words of the name, in any spelling")] = None


class NamedPage(Named, Paging):
    """A part of a name, and which part of the list is shown."""


def fact(request: Request, fact_id: HexId) -> FactAnswer:
    """A change with all reports of it; ids of narrower forms that it absorbed find it, too."""
    with site_of(request).opened() as store:
        answer: FactAnswer = found(fact_answer(store, fact_id), "change")
    return answer


def _fact_view(answer: FactAnswer, _request: Request) -> dict[str, Any]:
    return {"picture": fact_picture(answer.fact, answer.units)}


def article(request: Request, doc_id: HexId) -> ArticleAnswer:
    """An article with its mentions and events."""
    with site_of(request).opened() as store:
        answer: ArticleAnswer = found(article_answer(store, doc_id), "article")
    return answer


def _article_view(answer: ArticleAnswer, _request: Request) -> dict[str, Any]:
    return {"paragraphs": paragraphs(answer.text or "", answer.mentions, answer.reports)}


def article_list(request: Request, part: Annotated[Paging, Query()]) -> Page[Source]:
    """The articles, the latest first."""
    with site_of(request).opened() as store:
        return articles(store, part.size, part.offset)


def article_rows(request: Request) -> list[Row]:
    """All articles as rows."""
    with site_of(request).opened() as store:
        return [article_row(one) for one in articles(store, MOST_ROWS, 0).items]


def official(request: Request, key: NameKey) -> OfficialAnswer:
    """The people of a name, side by side, with their posts."""
    with site_of(request).opened() as store:
        answer: OfficialAnswer = found(official_answer(store, key), "official")
    return answer


def official_list(request: Request, wanted: Annotated[NamedPage, Query()]) -> Page[OfficialLine]:
    """The people to whom articles give a post."""
    with site_of(request).opened() as store:
        return officials(store, wanted.name, wanted.size, wanted.offset)


def official_rows(request: Request, wanted: Annotated[Named, Query()]) -> list[Row]:
    """All officials as rows."""
    with site_of(request).opened() as store:
        return [official_row(one) for one in officials(store, wanted.name, MOST_ROWS, 0).items]


def list_view(answer: Page[Any], request: Request) -> dict[str, Any]:
    """What the pages of a list show besides."""
    return paged(answer.total, request)


add_files(router, "/articles", ARTICLE_COLUMNS, article_rows)
add_files(router, "/officials", OFFICIAL_COLUMNS, official_rows)
add_twin(router, "/facts/{fact_id}", fact, "fact.html", model=FactAnswer, view=_fact_view)
add_twin(router, "/articles/{doc_id}", article, "article.html", model=ArticleAnswer, view=_article_view)
add_twin(router, "/articles", article_list, "articles.html", model=Page[Source], view=list_view)
add_twin(router, "/officials/{key}", official, "official.html", model=OfficialAnswer)
add_twin(router, "/officials", official_list, "officials.html", model=Page[OfficialLine], view=list_view)
