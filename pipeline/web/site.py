"""What all pages share: the store behind them, their templates, and a JSON twin for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment
from pydantic import BaseModel, Field

from ..register.register import Register
from ..store.database import Database, Store
from .downloads import Form, Row, file_of, media_type

Item = TypeVar("Item")
MOST_ROWS: Final = 10_000
MOST_PAGES: Final = 400
NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "the store holds no such record"}}
HexId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="id of the record")]
UnitId = Annotated[str, Path(pattern="^vn:[A-Za-z0-9:_-]{1,80}$", description="id of the unit")]


class Paging(BaseModel):
    """Which part of a list a page shows."""

    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 25

    @property
    def offset(self) -> int:
        """How many items stand on the pages before."""
        return (self.page - 1) * self.size

    def of(self, items: list[Item]) -> list[Item]:
        """The part of a list that the page shows."""
        return items[self.offset : self.offset + self.size]


@dataclass(slots=True, frozen=True)
class Count:
    """How many things have a value."""

    value: str | None
    number: int


def counts_of(pairs: Iterable[tuple[str | None, int]]) -> list[Count]:
    """Pairs as they are shown."""
    return [Count(value, number) for value, number in pairs]


def pairs_of(counts: Iterable[Count]) -> list[tuple[str | None, int]]:
    """The pairs again."""
    return [(one.value, one.number) for one in counts]


@dataclass(slots=True)
class Site:
    """The store, the register and the templates behind all pages."""

    database: Database
    register: Register
    environment: Environment

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The store, open for one answer."""
        with self.database.opened(self.register) as store:
            yield store


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


class Address:
    """The address of a page, for links to others like it."""

    def __init__(self, request: Request) -> None:
        self.path = request.url.path
        self.asked: list[tuple[str, str]] = [(key, value) for key, value in request.query_params.multi_items() if value]

    def file(self, ending: str) -> str:
        """The twin of this page in another form, of the whole list."""
        return self._made([pair for pair in self.asked if pair[0] not in ("page", "size")], f"{self.path}.{ending}")

    def turned(self, page: int) -> str:
        """Another page of the same list."""
        return self._made([*(pair for pair in self.asked if pair[0] != "page"), ("page", str(page))])

    def toggled(self, key: str, value: str) -> str:
        """The same list with a condition more or, where it is set, without it."""
        kept = [pair for pair in self.asked if pair[0] != "page"]
        return self._made(
            [one for one in kept if one != (key, value)] if self.has(key, value) else [*kept, (key, value)]
        )

    def given(self, **changes: str | None) -> str:
        """The same list with other values of some conditions."""
        kept = [pair for pair in self.asked if pair[0] not in {*changes, "page"}]
        return self._made([*kept, *((key, value) for key, value in changes.items() if value)])

    def has(self, key: str, value: str) -> bool:
        """Whether a condition is set."""
        return (key, value) in self.asked

    def _made(self, asked: Sequence[tuple[str, str]], path: str | None = None) -> str:
        return f"{path or self.path}?{urlencode(asked)}" if asked else path or self.path


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page."""
    page = site_of(request).environment.get_template(template)
    return HTMLResponse(page.render(here=Address(request), **values), status_code=status)


def found(answer: Any, what: str) -> Any:
    """The answer, or the error that the store has none."""
    if answer is None:
        raise HTTPException(404, f"no {what} of this id")
    return answer


def paged(total: int, request: Request) -> dict[str, Any]:
    """How many pages a list has, which one this is, and what was asked for."""
    asked = request.query_params
    size = int(asked.get("size") or Paging().size)
    return {"pages": min(-(-total // size), MOST_PAGES), "page": int(asked.get("page") or 1), "form": asked}


View = Callable[[Any, Request], dict[str, Any]]


def add_twin(
    router: APIRouter, path: str, ask: Callable[..., Any], template: str, *, model: Any, view: View | None = None
) -> None:
    """A page and its JSON twin, both from the answer that `ask` gives; `view` adds what only the page shows."""
    responses = NOT_FOUND if "{" in path else None
    summary = (ask.__doc__ or "").strip().rstrip(".")
    # The front page has no name to put an ending to.
    address = "/index.json" if path == "/" else f"{path}.json"
    router.add_api_route(address, ask, response_model=model, responses=responses, summary=summary)

    def page(request: Request, answer: Any = Depends(ask)) -> HTMLResponse:  # noqa: B008  # FastAPI's way
        more = view(answer, request) if view is not None else {}
        return render(request, template, answer=answer, **more)

    router.add_api_route(path, page, response_class=HTMLResponse, include_in_schema=False)


def add_files(router: APIRouter, path: str, columns: Sequence[str], ask: Callable[..., list[Row]]) -> None:
    """The rows of a list as CSV, JSON lines and XLSX; to be called before the page of the same path is added."""
    for form in get_args(Form):
        _add_file(router, path, columns, ask, form)


def _add_file(router: APIRouter, path: str, columns: Sequence[str], ask: Callable[..., list[Row]], form: Form) -> None:
    name = path.strip("/").split("/")[0]
    headers = {"Content-Disposition": f'attachment; filename="sapxep-{name}.{form}"'}
    media = media_type(form)

    def file(rows: list[Row] = Depends(ask)) -> Response:  # noqa: B008  # FastAPI's way
        return Response(file_of(form, columns, rows), media_type=media, headers=headers)

    responses: dict[int | str, dict[str, Any]] = {200: {"content": {media: {}}, "description": "the list as a file"}}
    router.add_api_route(
        f"{path}.{form}", file, response_class=Response, responses=responses | (NOT_FOUND if "{" in path else {}),
        summary=(ask.__doc__ or "").strip().rstrip("."), operation_id=f"{ask.__name__}_{form}",
    )  # fmt: skip
