"""`sapxep schema`: the published form of the records."""

from __future__ import annotations

import json

import click

_NAMES = ("document", "event", "fact", "lineage", "reject", "manifest")


@click.command("schema")
@click.argument("record", required=False, type=click.Choice(_NAMES))
def schema_command(record: str | None) -> None:
    """Print the JSON Schema (2020-12) of a RECORD, or of all by name.

    \b
    sapxep schema event > event.schema.json
    """
    from ..records.schema import schema_of

    found = schema_of(record) if record else {name: schema_of(name) for name in _NAMES}
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
