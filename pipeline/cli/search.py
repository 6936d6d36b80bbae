"""`sapxep search`: events by any spelling of a name, by number, by words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import click

from ..records.vocabulary import EventType


@click.command("search")
@click.argument("query")
@click.option("--in", "folder", required=True, type=click.Path(path_type=Path), help="folder of a finished run")
@click.option("--type", "types", multiple=True, type=click.Choice(get_args(EventType)), help="only events of this type")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="most events shown")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line instead of a table")
def search_command(query: str, folder: Path, types: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find events by a name in any spelling and script, a document number in any shape, or words of the evidence.

    \b
    sapxep search "Quảng Trị" --in outputs/demo
    sapxep search "داک لاک" --in outputs/demo
    sapxep search 1660/NQ-UBTVQH15 --in outputs/demo --json
    """
    from ..store.search import search

    hits = search(folder, query, types, limit)
    if as_json:
        for hit in hits:
            click.echo(json.dumps(hit.record(), ensure_ascii=False))
        return
    if not hits:
        click.echo(f"no event fits {query!r}", err=True)
        return
    from pydantic import TypeAdapter

    from ..records import Event
    from ..runners.summary import Shown
    from .report import told

    read = TypeAdapter(Event).validate_python
    for hit in hits:
        shown = Shown(read(hit.event), str(hit.source.get("path")), hit.source.get("url"))
        click.echo("\n".join(told(shown)) + "\n")
