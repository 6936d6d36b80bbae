"""Where commands that ask find what they ask: a finished run or a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..store.database import Store


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --in and --database of a command."""
    inside = click.option("--in", "folder", type=click.Path(path_type=Path), help="folder of a finished run")
    address = click.option("--database", "address", metavar="URL", help="database that runs were loaded into")
    return inside(address(command))


@contextmanager
def opened(folder: Path | None, address: str | None) -> Iterator[Store]:
    """A store to ask: the database, or one in memory that holds the run."""
    from ..register.register import Register
    from ..store.database import MEMORY, Database
    from ..store.loading import load

    if (folder is None) == (address is None):
        raise click.UsageError("give the folder of a finished run with --in, or a database with --database")
    register = Register.load()
    database = Database(address or MEMORY, reading=address is not None)
    try:
        if folder is not None:
            load(folder, database, register=register)
        with database.opened(register) as store:
            yield store
    finally:
        database.close()
