"""`sapxep schema`: the published form of the records, and of the tables of a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

_NAMES = ("document", "event", "fact", "lineage", "reject", "manifest")


@click.command("schema")
@click.argument("record", required=False, type=click.Choice(_NAMES))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="folder to write one schema a file to")
@click.option("--datasette", metavar="NAME", help="print metadata for Datasette instead, for a database NAME.db")
def schema_command(record: str | None, output: Path | None, datasette: str | None) -> None:
    """Print the JSON Schema (2020-12) of a RECORD, or of all by name.

    \b
    sapxep schema event > event.schema.json
    sapxep schema -o schemas
    sapxep schema --datasette events > metadata.json
    """
    from ..records.schema import schema_of

    if datasette:
        from ..store.describing import datasette_metadata

        click.echo(_json(datasette_metadata(datasette)))
    elif output:
        _write(output)
    else:
        click.echo(_json(schema_of(record) if record else {name: schema_of(name) for name in _NAMES}))


def _write(folder: Path) -> None:
    from ..errors import SapxepError
    from ..records.schema import FILES, schema_of

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, record in FILES.items():
            path = folder / f"{file.partition('.')[0]}.schema.json"
            path.write_text(_json(schema_of(record)) + "\n", "utf-8")
            click.echo(path)
    except OSError as error:
        raise SapxepError(f"{folder}: cannot be written: {error.strerror or error}") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
