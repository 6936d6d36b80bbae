"""The seam between the two stores: how each keeps search tokens and asks for them.

SQLite keeps them in an FTS5 table, PostgreSQL in a tsvector with a GIN index; neither needs an extension.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR


@dataclass(slots=True, frozen=True)
class Token:
    """A token that an event has; `prefix` lets it go on."""

    text: str
    prefix: bool = False

    def __post_init__(self) -> None:
        """Tokens go into the query languages of the stores, so nothing but letters, digits and _ may be in one."""
        if not self.text.replace("_", "").isalnum():
            raise ValueError(self.text)


@dataclass(slots=True, frozen=True)
class AllOf:
    """Conditions that an event meets all of."""

    parts: tuple[Condition, ...]


@dataclass(slots=True, frozen=True)
class AnyOf:
    """Conditions of which an event meets one."""

    parts: tuple[Condition, ...]


Condition = Token | AllOf | AnyOf


class Index(Protocol):
    """What a store must be able to do for search."""

    def create(self, connection: sa.Connection) -> None:
        """Make the index beside the tables."""

    def put(self, connection: sa.Connection, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Set the tokens of events, by event number, in place of those that they had."""

    def matching(self, condition: Condition, name: str) -> sa.Select[Any]:
        """A query for the column `event_no` of the events that meet a condition; `name` names its parameter."""


class SqliteIndex:
    """Tokens in an FTS5 table whose row numbers are event numbers."""

    def create(self, connection: sa.Connection) -> None:
        """Make the table, and let its rows go with their events."""
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE event_search USING fts5(tokens, detail = none, "
            "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER event_search_gone AFTER DELETE ON events "
            "BEGIN DELETE FROM event_search WHERE rowid = old.event_no; END"
        )

    def put(self, connection: sa.Connection, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Replace the rows of events."""
        made = [(number, " ".join(tokens)) for number, tokens in rows]
        if made:
            connection.exec_driver_sql("DELETE FROM event_search WHERE rowid = ?", [(number,) for number, _ in made])
            connection.exec_driver_sql("INSERT INTO event_search (rowid, tokens) VALUES (?, ?)", made)

    def matching(self, condition: Condition, name: str) -> sa.Select[Any]:
        """Row numbers by FTS5's MATCH."""
        table = sa.table("event_search", sa.column("rowid", sa.Integer()), sa.column("event_search", sa.Text()))
        wanted = sa.bindparam(name, _fts(condition), sa.Text())
        return sa.select(table.c.rowid.label("event_no")).where(table.c.event_search.op("MATCH")(wanted))


class PostgresIndex:
    """Tokens in a tsvector of our own making, so that no dictionary of the server has a say."""

    def create(self, connection: sa.Connection) -> None:
        """Make the table and its index."""
        connection.exec_driver_sql(
            "CREATE TABLE event_search (event_no bigint PRIMARY KEY REFERENCES events (event_no) ON DELETE CASCADE, "
            "tokens tsvector NOT NULL)"
        )
        connection.exec_driver_sql(
            "COMMENT ON TABLE event_search IS 'Search tokens of events; sapxep/store/keys.py says what they mean'"
        )
        connection.exec_driver_sql("CREATE INDEX ix_event_search_tokens ON event_search USING gin (tokens)")

    def put(self, connection: sa.Connection, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Replace the rows of events."""
        made = [(number, _tsvector(tokens)) for number, tokens in rows]
        if made:
            connection.exec_driver_sql(
                "INSERT INTO event_search (event_no, tokens) VALUES (%s, %s::tsvector) "
                "ON CONFLICT (event_no) DO UPDATE SET tokens = excluded.tokens",
                made,
            )

    def matching(self, condition: Condition, name: str) -> sa.Select[Any]:
        """Event numbers by the operator @@."""
        table = sa.table("event_search", sa.column("event_no", sa.BigInteger()), sa.column("tokens", TSVECTOR()))
        wanted = sa.cast(sa.bindparam(name, _tsquery(condition), sa.Text()), TSQUERY())
        return sa.select(table.c.event_no).where(table.c.tokens.op("@@")(wanted))


_INDEXES: Final[dict[str, type[Index]]] = {"sqlite": SqliteIndex, "postgresql": PostgresIndex}


def index_of(dialect: str) -> Index:
    """The index of a database by the name of its dialect."""
    return _INDEXES[dialect]()


def _fts(condition: Condition) -> str:
    if isinstance(condition, Token):
        return f'"{condition.text}"{"*" if condition.prefix else ""}'
    word = " AND " if isinstance(condition, AllOf) else " OR "
    return word.join(f"({_fts(part)})" for part in condition.parts)


def _tsquery(condition: Condition) -> str:
    if isinstance(condition, Token):
        return f"'{condition.text}'{':*' if condition.prefix else ''}"
    sign = " & " if isinstance(condition, AllOf) else " | "
    return "(" + sign.join(_tsquery(part) for part in condition.parts) + ")"


def _tsvector(tokens: Sequence[str]) -> str:
    """Tokens hold letters, digits and _ only, so nothing in them needs quoting."""
    return " ".join(f"'{token}'" for token in tokens)
