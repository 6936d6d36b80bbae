"""Opens a store: SQLite or PostgreSQL, by its address, for reading or for writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from ..errors import SapxepError
from ..register.register import Register
from .index import Index, index_of
from .tables import STORE_VERSION, metadata, store_info

MEMORY: Final = "sqlite://"
_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
# Questions are short: starting workers and compiling plans would take longer than answering them, and what they look up
# is in memory or on a disk that need not turn.
_ASKING: Final = (
    "default_transaction_read_only=on",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "random_page_cost=1.1",
)
_HINT: Final = "give sqlite:///events.db or postgresql://user@host/name"


@dataclass(slots=True, frozen=True)
class Store:
    """A store that is open for questions, in one transaction."""

    connection: sa.Connection
    index: Index
    register: Register


class Database:
    """A store behind an address; `reading` opens it so that nothing can be written."""

    def __init__(self, address: str, *, reading: bool = False) -> None:
        self.url = _url(address)
        self.shown = self.url.set(drivername=self.url.get_backend_name()).render_as_string(hide_password=True)
        self.reading = reading
        self.engine = _engine(self.url, reading=reading)
        self.index = index_of(self.engine.dialect.name)

    @contextmanager
    def connect(self) -> Iterator[sa.Connection]:
        """A connection in one transaction, taken back where anything fails; SapxepError where the store fails."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            told = str(error.orig or error).strip().splitlines()[0]
            raise SapxepError(f"{self.shown}: {told}") from error

    @contextmanager
    def opened(self, register: Register) -> Iterator[Store]:
        """The store, for questions; SapxepError where the database holds none."""
        with self.connect() as connection:
            self.check(connection)
            yield Store(connection, self.index, register)

    def check(self, connection: sa.Connection) -> None:
        """Refuse a database that holds no store, or one of another version."""
        if not sa.inspect(connection).has_table(store_info.name):
            raise SapxepError(f"{self.shown}: holds no events; load some with: sapxep load FOLDER --to {self.shown}")
        found = connection.execute(sa.select(store_info.c.store_version)).scalar()
        if found != STORE_VERSION:
            raise SapxepError(
                f"{self.shown}: was made by another version of sapxep (tables {found}, here {STORE_VERSION}); "
                "load the outputs into a new database"
            )

    def prepare(self, connection: sa.Connection) -> None:
        """Make the tables where there are none."""
        if sa.inspect(connection).has_table(store_info.name):
            self.check(connection)
            return
        metadata.create_all(connection)
        self.index.create(connection)
        connection.execute(store_info.insert().values(store_version=STORE_VERSION))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise SapxepError(f"{address}: not the address of a database; {_HINT}") from error
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise SapxepError(f"{url.get_backend_name()}: no store of this kind; {_HINT}")
    return url.set(drivername=driver)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _engine(url: URL, *, reading: bool) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, reading=reading)
    options = " ".join(f"-c {setting}" for setting in _ASKING) if reading else ""
    try:
        return sa.create_engine(url, json_serializer=_dumps, connect_args={"options": options} if options else {})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise SapxepError("PostgreSQL needs a driver; install it with: pip install 'sapxep[postgres]'") from error


def _sqlite(url: URL, *, reading: bool) -> sa.Engine:
    file = url.database
    if file and file != ":memory:":
        folder = Path(file).parent
        if reading and not Path(file).is_file():
            raise SapxepError(f"{file}: no such database; load one with: sapxep load FOLDER --to sqlite:///{file}")
        if not folder.is_dir():
            raise SapxepError(f"{folder}: no such folder; make it, or name another database")
    if reading and file and file != ":memory:":
        address = f"{Path(file).resolve().as_uri()}?mode=ro"
        url = url.set(database=address, query={"uri": "true"})
    engine = sa.create_engine(url, json_serializer=_dumps)
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _begin_reading if reading else _begin_writing)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own transactions would let the making of tables out of them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")


def _begin_writing(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")
