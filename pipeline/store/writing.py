"""Writes rows into either store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# The ids that the load on its way has met; gone with its transaction.
seen: Final = sa.Table(
    "seen_records",
    sa.MetaData(),
    sa.Column("record", sa.Text(), primary_key=True),
    sa.Column("id", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    prefixes=["TEMPORARY"],
)


def insert(connection: sa.Connection, table: sa.Table, made: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if made:
        connection.execute(table.insert(), _storable(connection, made))


def upsert(connection: sa.Connection, table: sa.Table, made: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or write them over those of the same id; the id is the column that ends in `_id` first."""
    if not made:
        return
    key = next(column.name for column in table.c if column.name.endswith("_id"))
    statement = _INSERT[connection.dialect.name](table)
    fresh = {name: statement.excluded[name] for name in made[0] if name != key}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=fresh), _storable(connection, made))


def _storable(connection: sa.Connection, made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """PostgreSQL stores no NUL; the sign for a broken character takes its place, so that offsets stay."""
    if connection.dialect.name != "postgresql":
        return list(made)
    return [{key: _without_nul(value) for key, value in row.items()} for row in made]


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd") if "\0" in value else value
    if isinstance(value, dict):
        return {key: _without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return value
