"""The rows of lists that can be downloaded: records laid flat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..store.answers import Told, Untold
from ..store.overview import ProvinceLine
from ..store.people import OfficialLine
from ..store.reports import Source
from .downloads import Row

TOLD_COLUMNS: Final = (
    "id", "kind", "type", "status", "level", "date", "date_from", "date_to", "province", "district", "sources",
    "source_ids", "targets", "target_ids", "count_before", "count_after", "documents", "officials", "articles",
    "independent", "languages", "outlets", "register", "register_missing", "register_extra", "reports_differ_on",
    "evidence", "address",
)  # fmt: skip
UNTOLD_COLUMNS: Final = ("unit_id", "name", "kind", "level", "province", "made_from", "mentions")
PROVINCE_COLUMNS: Final = ("unit_id", "name", "made_from", "units", "told", "facts", "reports")
ARTICLE_COLUMNS: Final = ("doc_id", "title", "outlet", "url", "path", "language", "published")
OFFICIAL_COLUMNS: Final = ("key", "name", "articles")


def told_row(record: Mapping[str, Any], address: str | None = None) -> Row:
    """A fact or an event as a row."""
    place, counts, verdict = record["place"], record["counts"] or {}, record["register"] or {}
    reports = record.get("reports") or {}
    row: Row = {name: record[name] for name in ("type", "status", "level", "date", "date_from", "date_to")}
    for side in ("sources", "targets"):
        row[side] = [unit["name"] for unit in record[side]]
        row[f"{side[:-1]}_ids"] = [unit["unit"] or "" for unit in record[side]]
    return row | {
        "id": record.get("fact_id") or record["event_id"],
        "kind": "fact" if "fact_id" in record else "event",
        "province": place.get("province"),
        "district": place.get("district"),
        "count_before": counts.get("before"),
        "count_after": counts.get("after"),
        "documents": [paper["number"] for paper in record["documents"]],
        "officials": [person["name"] for person in record.get("officials", ())],
        "articles": reports.get("articles"),
        "independent": reports.get("independent"),
        "languages": reports.get("languages", ()),
        "outlets": reports.get("outlets", ()),
        "register": verdict.get("status"),
        "register_missing": verdict.get("missing", ()),
        "register_extra": verdict.get("extra", ()),
        "reports_differ_on": [one["field"] for one in record.get("disagreements", ())],
        "evidence": (record.get("evidence") or {}).get("text"),
        "address": address,
    }


def told_rows(told: list[Told]) -> list[Row]:
    """Facts and events as rows."""
    return [told_row(one.record) for one in told]


def untold_row(one: Untold) -> Row:
    """A unit of which no article tells, as a row."""
    unit = one.unit
    return {
        "unit_id": unit.unit_id, "name": unit.name, "kind": unit.kind, "level": unit.level,
        "province": unit.province, "made_from": one.made_from, "mentions": one.mentions,
    }  # fmt: skip


def province_row(line: ProvinceLine) -> Row:
    """A province of the list of provinces as a row."""
    return {
        "unit_id": line.province.unit_id, "name": line.province.name, "made_from": line.made_from,
        "units": line.communes, "told": line.told, "facts": line.facts, "reports": line.reports,
    }  # fmt: skip


def article_row(source: Source) -> Row:
    """An article as a row."""
    return {name: getattr(source, name) for name in ARTICLE_COLUMNS}


def official_row(line: OfficialLine) -> Row:
    """A name of the list of officials as a row."""
    return {name: getattr(line, name) for name in OFFICIAL_COLUMNS}
