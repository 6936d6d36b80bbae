"""`sapxep export`: what was loaded, in the forms that other tools take."""

from __future__ import annotations

from pathlib import Path

import click

from .sources import opened, source_options


@click.command("export")
@source_options
@click.option("--format", "form", required=True, type=click.Choice(["parquet", "csv", "graphml", "ftm"]))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="folder (parquet, csv) or file to write"
)
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
def export_command(folder: Path | None, address: str | None, form: str, output: Path, quiet: bool) -> None:
    """Write a run or a database as tables, as a graph of units, or as FollowTheMoney entities.

    \b
    sapxep export --in outputs/demo --format parquet -o tables
    sapxep export --database sqlite:///events.db --format ftm -o entities.ftm.json
    """
    from ..store.exporting import export

    with opened(folder, address) as store:
        written = export(store.connection, form, output)
    if not quiet:
        for path in written:
            click.echo(path)
