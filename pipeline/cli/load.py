"""`sapxep load`: finished outputs into a database."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("load")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OUTPUTS...")
@click.option(
    "--to",
    "address",
    metavar="URL",
    default="sqlite:///events.db",
    show_default=True,
    help="database: sqlite:///FILE or postgresql://USER@HOST/NAME",
)
@click.option(
    "--as", "name", metavar="NAME", help="name of the run, instead of its folder; the last load of a name holds"
)
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
def load_command(folders: tuple[Path, ...], address: str, name: str | None, quiet: bool) -> None:
    """Load the OUTPUTS of finished runs into a database, each in one transaction.

    Loading again writes what is new or changed and takes out what the run no longer holds. A load that fails leaves
    the database as it was.

    \b
    sapxep load outputs/demo
    sapxep load outputs/demo --to postgresql://me@localhost/news
    """
    if name and len(folders) > 1:
        raise click.UsageError("--as names one run; load the folders one by one")
    from ..store.database import Database
    from ..store.loading import load

    database = Database(address)
    try:
        for folder in folders:
            done = load(folder, database, name)
            if not quiet:
                click.echo(
                    f"{done.run} → {database.shown}: {done.documents:,} documents, {done.events:,} events, "
                    f"{done.facts:,} facts; {done.written:,} written, {done.removed:,} removed"
                )
    finally:
        database.close()
