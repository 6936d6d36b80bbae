"""Pages of units and provinces, and the list of checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from ..errors import SapxepError
from ..store.answers import (
    Lineage,
    ProvinceAnswer,
    Told,
    UnitAnswer,
    UnitRow,
    Untold,
    disagreements,
    province_answer,
    unit_answer,
    units_named,
    untold,
)
from ..store.database import Store
from ..store.overview import OfficialOfUnit, ProvinceLine, Spelling, officials_of_unit, provinces, spellings
from ..store.reports import unit_ids, units_by_id
from .downloads import Row
from .flows import lineage_picture
from .leads import Lead, kinds_of
from .pictures import stacked, timeline
from .rows import PROVINCE_COLUMNS, TOLD_COLUMNS, UNTOLD_COLUMNS, province_row, told_rows, untold_row
from .site import (
    MOST_ROWS,
    Count,
    Paging,
    UnitId,
    add_files,
    add_twin,
    counts_of,
    found,
    paged,
    pairs_of,
    site_of,
)

router = APIRouter()
_MOST_COUNTED: Final = 200
_LISTS: Final = {"2025-06": "before", "2025-07": "since July 2025"}


@dataclass(slots=True, frozen=True)
class UnitPage:
    """A unit: its lineage by the register, what articles tell of it, how they write it, who holds posts in it.

    `told` is a part of what is told, `told_total` how much that is in all.
    """

    unit: UnitRow
    before: tuple[Lineage, ...]
    after: tuple[Lineage, ...]
    told_total: int
    told: list[Told]
    spellings: list[Spelling]
    officials: list[OfficialOfUnit]


@dataclass(slots=True, frozen=True)
class ProvincePage:
    """A province: counts by the register and as told, what is told, and the units of which nothing is told yet.

    `units` counts by list and kind; `told` is a part of what is told, `told_total` how much that is in all.
    """

    province: UnitRow
    units: dict[str, dict[str, int]]
    counted: list[Told]
    months: list[Count]
    told_total: int
    told: list[Told]
    untold: list[Untold]


@dataclass(slots=True, frozen=True)
class UnitsAnswer:
    """Units of a name; `note` says why there are none."""

    items: list[UnitRow] = field(default_factory=list)
    note: str | None = None


@dataclass(slots=True, frozen=True)
class ChecksAnswer:
    """Leads: where reports contradict the register or each other. `counts` is of all leads of the province."""

    total: int
    counts: dict[str, int]
    items: list[Told]
    note: str | None = None


class Name(BaseModel):
    """The name of a unit."""

    name: Annotated[str | None, Field(max_length=120, description="in any spelling, old or new, or an id")] = None


class Checked(BaseModel):
    """Which leads are wanted."""

    province: Annotated[str | None, Field(max_length=120, description="in any spelling, old or new, or an id")] = None
    kind: Annotated[Lead | Literal[""] | None, Field(description="only leads of this kind")] = None


class CheckedPage(Checked, Paging):
    """Which leads are wanted, and which part of them is shown."""


def unit(request: Request, unit_id: UnitId, part: Annotated[Paging, Query()]) -> UnitPage:
    """A unit: names, lineage, what is told of it, officials."""
    with site_of(request).opened() as store:
        answer = _unit_answer(store, unit_id)
        return UnitPage(
            answer.unit, answer.before, answer.after, len(answer.told), part.of(answer.told),
            spellings(store, unit_id), officials_of_unit(store, unit_id),
        )  # fmt: skip


def _unit_answer(store: Store, unit_id: str) -> UnitAnswer:
    row: UnitRow = found(units_by_id(store, [unit_id]).get(unit_id), "unit")
    return unit_answer(store, row)


def _unit_view(page: UnitPage, request: Request) -> dict[str, Any]:
    picture, left_out = lineage_picture(page.unit, page.before, page.after)
    return {"picture": picture, "left_out": left_out} | paged(page.told_total, request)


def unit_rows(request: Request, unit_id: UnitId) -> list[Row]:
    """What is told of a unit, as rows."""
    with site_of(request).opened() as store:
        return told_rows(_unit_answer(store, unit_id).told[:MOST_ROWS])


def unit_list(request: Request, wanted: Annotated[Name, Query()]) -> UnitsAnswer:
    """Units of a name in any spelling."""
    name = (wanted.name or "").replace("\0", " ").strip()
    if not name:
        return UnitsAnswer()
    with site_of(request).opened() as store:
        try:
            return UnitsAnswer(units_named(store, name))
        except SapxepError as error:
            if error.__cause__ is not None:
                raise
            return UnitsAnswer(note=str(error).split("; see:")[0])


def province_list(request: Request) -> list[ProvinceLine]:
    """The provinces in force: units told and untold, changes, reports."""
    with site_of(request).opened() as store:
        return provinces(store)


def province_list_rows(request: Request) -> list[Row]:
    """The provinces as rows."""
    return [province_row(line) for line in province_list(request)]


def province(request: Request, unit_id: UnitId, part: Annotated[Paging, Query()]) -> ProvincePage:
    """A province: counts before and after, what is told, what no article has told yet."""
    with site_of(request).opened() as store:
        answer = _province_answer(request, store, unit_id)
        months = Counter(one.record["date_from"][:7] for one in answer.told if one.record["date_from"])
        counted = [one for one in answer.told if one.record["counts"]][:_MOST_COUNTED]
        return ProvincePage(
            answer.province, answer.units, counted, counts_of(sorted(months.items())),
            len(answer.told), part.of(answer.told),
            untold(store, unit_id, "commune"),
        )  # fmt: skip


def _province_answer(request: Request, store: Store, unit_id: str) -> ProvinceAnswer:
    known = site_of(request).register.get(unit_id)
    found(known if known is not None and known.level == "province" else None, "province")
    return province_answer(store, unit_id)[0]


def _province_view(page: ProvincePage, request: Request) -> dict[str, Any]:
    rows = [(_LISTS.get(when, when), kinds) for when, kinds in sorted(page.units.items())]
    address = f"/search?province={page.province.unit_id}&since="
    return {
        "picture": stacked(rows, f"Units of {page.province.name} by the register"),
        "times": timeline(pairs_of(page.months), lambda when: f"{address}{when}&until={when}"),
    } | paged(page.told_total, request)


def province_rows(request: Request, unit_id: UnitId) -> list[Row]:
    """What is told of a province, as rows."""
    with site_of(request).opened() as store:
        return told_rows(_province_answer(request, store, unit_id).told[:MOST_ROWS])


def untold_rows(request: Request, unit_id: UnitId) -> list[Row]:
    """The units of a province of which nothing is told, as rows."""
    with site_of(request).opened() as store:
        _province_answer(request, store, unit_id)
        return [untold_row(one) for one in untold(store, unit_id, "commune")]


def checks(request: Request, wanted: Annotated[CheckedPage, Query()]) -> ChecksAnswer:
    """Leads: where reports contradict the register or each other."""
    told, counts, note = _leads(request, wanted)
    return ChecksAnswer(len(told), counts, wanted.of(told), note)


def _leads(request: Request, wanted: Checked) -> tuple[list[Told], dict[str, int], str | None]:
    place = (wanted.province or "").replace("\0", " ").strip() or None
    with site_of(request).opened() as store:
        try:
            told = disagreements(store, place)
        except SapxepError as error:
            if error.__cause__ is not None:
                raise
            return [], {}, str(error).split("; see:")[0]
    counts: dict[str, int] = {}
    for one in told:
        for kind in kinds_of(one.record):
            counts[kind] = counts.get(kind, 0) + 1
    return [one for one in told if not wanted.kind or wanted.kind in kinds_of(one.record)], counts, None


def check_rows(request: Request, wanted: Annotated[Checked, Query()]) -> list[Row]:
    """All leads as rows."""
    return told_rows(_leads(request, wanted)[0][:MOST_ROWS])


def _checks_view(answer: ChecksAnswer, request: Request) -> dict[str, Any]:
    ids = [one for item in answer.items for one in unit_ids(item.record, item.record["register"] or {})]
    with site_of(request).opened() as store:
        return paged(answer.total, request) | {"units": units_by_id(store, ids)}


# Files come first: their addresses would fit the pages of single records, too.
add_files(router, "/units/{unit_id}", TOLD_COLUMNS, unit_rows)
add_files(router, "/provinces", PROVINCE_COLUMNS, province_list_rows)
add_files(router, "/provinces/{unit_id}", TOLD_COLUMNS, province_rows)
add_files(router, "/provinces/{unit_id}/untold", UNTOLD_COLUMNS, untold_rows)
add_files(router, "/checks", TOLD_COLUMNS, check_rows)
add_twin(router, "/units/{unit_id}", unit, "unit.html", model=UnitPage, view=_unit_view)
add_twin(router, "/units", unit_list, "units.html", model=UnitsAnswer)
add_twin(router, "/provinces", province_list, "provinces.html", model=list[ProvinceLine])
add_twin(router, "/provinces/{unit_id}", province, "province.html", model=ProvincePage, view=_province_view)
add_twin(router, "/checks", checks, "checks.html", model=ChecksAnswer, view=_checks_view)
