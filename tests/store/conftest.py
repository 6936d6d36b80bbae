"""Every test of this folder that takes `address` runs over SQLite and over a real PostgreSQL server."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from pipeline.register.register import Register
from pipeline.store.database import Database
from pipeline.store.loading import load
from pipeline.store.units import load_register

from .made_runs import three_languages, write

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def register() -> Register:
    """The register that ships."""
    return Register.load()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'events.db'}"
    return _made(request.getfixturevalue("postgres"), "template1")


@pytest.fixture(scope="session")
def prepared_file(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store that holds the register and no run, to copy."""
    path = tmp_path_factory.mktemp("prepared") / "events.db"
    _prepare(f"sqlite:///{path}", register)
    return path


@pytest.fixture(scope="session")
def prepared_name(register: Register, postgres: str) -> str:
    """The same in PostgreSQL, by its name."""
    address = _made(postgres, "template1")
    _prepare(address, register)
    return address.split("/")[3].split("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that holds no run."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("prepared_file"), tmp_path / "events.db")
        return f"sqlite:///{tmp_path / 'events.db'}"
    return _made(request.getfixturevalue("postgres"), request.getfixturevalue("prepared_name"))


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, register: Register) -> str:
    """The address of a store with the merger in three languages, for tests that only read."""
    folder = tmp_path_factory.mktemp("told")
    if request.param == "sqlite":
        address = f"sqlite:///{folder / 'events.db'}"
    else:
        address = _made(request.getfixturevalue("postgres"), "template1")
    database = Database(address)
    load(write(folder / "outputs", three_languages()), database, "outputs", register)
    database.close()
    return address


def _made(server: str, template: str) -> str:
    name = f"made{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        names = (sql.Identifier(name), sql.Identifier(template))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    return server.replace("/postgres?", f"/{name}?")


def _prepare(address: str, register: Register) -> None:
    database = Database(address)
    with database.connect() as connection:
        database.prepare(connection)
        load_register(connection, register)
    database.close()


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An empty database, open for loading."""
    opened = Database(address)
    yield opened
    opened.close()


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """The outputs of a run with facts."""
    return write(tmp_path / "outputs", three_languages())
