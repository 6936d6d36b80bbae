"""`sapxep status`: how far a run is."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import click


@click.command("status")
@click.argument("outputs", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="everything as one JSON object")
def status_command(outputs: Path, as_json: bool) -> None:
    """Tell how far the run in OUTPUTS is, from its ledger. The run itself may be at work meanwhile.

    \b
    sapxep status outputs/demo
    """
    from ..runners.status import status_of

    status = status_of(outputs)
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False, indent=1))
        return
    counts = status["counts"]
    click.echo(f"{outputs}: {status['phase']}")
    click.echo(f"articles  {counts['documents']:,} settled, {status['articles_waiting']:,} done and not settled yet")
    click.echo(f"events    {counts['events']:,}")
    click.echo(f"rejects   {counts['rejects']:,}")
    for reason, number in counts["reasons"].items():
        click.echo(f"          {number:,} {reason}")
    click.echo(f"input     {status['files']:,} files, {status['bytes']:,} bytes")
    click.echo(f"time      {timedelta(seconds=round(status['seconds']))} in {status['sessions']} sessions")
    if status["silent"] is not None:
        click.echo(f"last sign {timedelta(seconds=round(status['silent']))} ago")
    for line in status["troubles"]:
        click.echo(f"          {line}")
    if status["next"]:
        click.echo(status["next"])
