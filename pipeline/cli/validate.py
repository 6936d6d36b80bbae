"""`sapxep validate`: finished files against schema and text."""

from __future__ import annotations

from pathlib import Path

import click

_INVALID = 1


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="most faults shown")
@click.pass_context
def validate_command(ctx: click.Context, files: tuple[Path, ...], most: int) -> None:
    """Check FILES of a run (or its folder): each line against its schema, each span against the text.

    Exit code 1 where something is wrong; each fault is told with file and line.

    \b
    sapxep validate outputs/demo
    sapxep validate outputs/demo/events.jsonl
    """
    from ..store.checking import faults_of

    shown = count = 0
    for fault in faults_of(files):
        count += 1
        if shown < most:
            click.echo(str(fault))
            shown += 1
    if count > shown:
        click.echo(f"… and {count - shown} more")
    click.echo(f"{count} faults" if count else "all valid", err=True)
    if count:
        ctx.exit(_INVALID)
