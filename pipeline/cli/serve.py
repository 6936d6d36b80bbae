"""`sapxep serve`: finished outputs or a database as pages in a browser."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import SapxepError

if TYPE_CHECKING:
    from ..register.register import Register

_WAITING: Final = 2048
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


@click.command("serve")
@click.argument("outputs", nargs=-1, type=click.Path(path_type=Path), metavar="[OUTPUTS]...")
@click.option("--database", "address", metavar="URL", help="database that runs were loaded into, instead of OUTPUTS")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="address to listen at")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="port; 0 takes a free one")
@click.option("--open", "shown", is_flag=True, help="open a browser at the pages, where there is one")
@click.option("--allow", "names", multiple=True, metavar="NAME", help="host name that requests may come for")
def serve_command(
    outputs: tuple[Path, ...], address: str | None, host: str, port: int, shown: bool, names: tuple[str, ...]
) -> None:
    """Show the OUTPUTS of finished runs, or a database, as pages in a browser; nothing can be changed there.

    OUTPUTS are loaded into a database of their own that is gone when the command ends. Only this machine can
    reach the pages unless --host says otherwise.

    \b
    sapxep serve outputs/demo
    sapxep serve --database postgresql://me@localhost/news --port 8080
    """
    if bool(outputs) == bool(address):
        raise click.UsageError("give the folders of finished runs, or a database with --database")
    try:
        import fastapi  # noqa: F401
        import jinja2  # noqa: F401
        import uvicorn  # noqa: F401
        import vl_convert  # noqa: F401
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as error:
        raise SapxepError(f"serve needs {error.name}; install it with: pip install 'sapxep[web]'") from error
    from ..register.register import Register

    register = Register.load()
    with _address(outputs, address, register) as found:
        _serve(found, register, host, port, names, shown=shown)


@contextmanager
def _address(outputs: Sequence[Path], address: str | None, register: Register) -> Iterator[str]:
    """The database to show: the one named, or one made for as long as the pages are up."""
    if address is not None:
        yield address
        return
    from ..store.database import Database
    from ..store.loading import load

    with tempfile.TemporaryDirectory(prefix="sapxep-") as folder:
        made = f"sqlite:///{Path(folder, 'events.db').as_posix()}"
        database = Database(made)
        try:
            for output in outputs:
                done = load(output, database, register=register)
                told = f"{done.documents:,} articles, {done.events:,} events, {done.facts:,} facts"
                click.echo(f"{output}: {told}", err=True)
        finally:
            database.close()
        yield made


def _serve(address: str, register: Register, host: str, port: int, names: Sequence[str], *, shown: bool) -> None:
    import socket

    import uvicorn

    from ..store.database import Database
    from ..web.app import make_app

    database = Database(address, reading=True)
    try:
        with database.connect() as connection:
            database.check(connection)
        app = make_app(database, register, (*_LOOPBACK, host, *names) if host in _LOOPBACK or names else ("*",))
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            _bind(listening, host, port)
            # Who reads the address below may come at once; the socket keeps him until the pages are up.
            listening.listen(_WAITING)
            place = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
            click.echo(f"{place}  (stop with Ctrl+C)")
            if shown and _has_screen():
                click.launch(place)
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, date_header=False))
            server.run(sockets=[listening])
    finally:
        database.close()


def _has_screen() -> bool:
    """Whether a browser could open; without a screen the programs that look for one complain at length."""
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _bind(listening: object, host: str, port: int) -> None:
    try:
        listening.bind((host, port))  # type: ignore[attr-defined]
    except OSError as error:
        told = f"{error.strerror or error}; choose another with --port or --host"
        raise SapxepError(f"{host}:{port}: {told}") from error
