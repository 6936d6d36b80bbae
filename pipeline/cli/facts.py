"""`sapxep facts`: the events of finished outputs, joined."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("facts")
@click.argument("outputs", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="folder for facts.jsonl and lineage.jsonl"
)
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
def facts_command(outputs: tuple[Path, ...], output: Path, quiet: bool) -> None:
    """Join the events of the runs in OUTPUTS: each real change once, with all who reported it.

    The order of OUTPUTS has no say, and what stands in several of them counts once: the facts are those that one run
    over all inputs would write.

    \b
    sapxep facts outputs/june outputs/july -o outputs/both
    """
    from ..runners.joining import join

    joined = join(outputs, output)
    if not quiet:
        told = (
            f"{joined.facts:,} facts of {joined.events:,} events, {joined.several:,} of them told by several articles"
        )
        click.echo(f"{output}: {told}; facts.jsonl, lineage.jsonl")
