"""Describes the tables of a store: as metadata for Datasette, and for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from .tables import metadata

_TITLE = "Reorganization of Vietnam's administrative units"


def datasette_metadata(name: str) -> dict[str, Any]:
    """Metadata that shows a database's tables and columns with their comments in Datasette."""
    tables = {table.name: _datasette(table) for table in metadata.sorted_tables}
    return {"title": _TITLE, "databases": {name: {"tables": tables}}}


def _datasette(table: sa.Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": table.comment,
        "columns": {column.name: column.comment for column in table.c},
    }
    if "name" in table.c:
        told["label_column"] = "name"
    if table.name == "events":
        told |= {"facets": ["type", "status", "level", "register_status"], "sort_desc": "date_from"}
    if table.name in ("store_info", "run_documents", "run_facts"):
        told["hidden"] = True
    return told


def described_tables() -> Iterator[str]:
    """The tables as Markdown: columns with their types, keys and comments."""
    for table in metadata.sorted_tables:
        yield f"\n## {table.name}\n\n{table.comment}.\n\n| column | type | |\n|---|---|---|\n"
        yield from (f"| `{column.name}` | {_type(column)} | {_told(column)} |\n" for column in table.c)


def _type(column: sa.Column[Any]) -> str:
    return str(column.type).lower().replace("float", "real")


def _told(column: sa.Column[Any]) -> str:
    notes = ["key"] if column.primary_key else []
    notes += [f"→ `{key.target_fullname}`" for key in sorted(column.foreign_keys, key=lambda key: key.target_fullname)]
    notes += ["never null"] if not column.nullable and not column.primary_key else []
    return f"{column.comment} ({', '.join(notes)})" if notes else str(column.comment)
