"""`sapxep run`: articles in, an output folder out."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .stopping import stopped_with

if TYPE_CHECKING:
    from ..runners.standing import Progress


@click.command("run")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUTS...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="folder to write; new, empty, or of an earlier run",
)
@click.option("--language", metavar="CODE", help="take every article as this language instead of detecting it")
@click.option(
    "--packs", type=click.Path(path_type=Path), help="folder of language packs to use instead of the built-in ones"
)
@click.option(
    "--names-model",
    metavar="FOLDER_OR_ID",
    default="auto",
    show_default=True,
    help="a model that helps to find names: default (the one that ships), a folder, an id on a hub, none, or auto: "
    "the one that ships, in languages where it helps",
)
@click.option("--text-key", metavar="KEY", help="field that holds the text, in JSON and CSV")
@click.option("--url-key", metavar="KEY", help="field that holds the address")
@click.option("--date-key", metavar="KEY", help="field that holds the day of publication")
@click.option("--title-key", metavar="KEY", help="field that holds the title")
@click.option(
    "--longest-text",
    type=click.IntRange(1),
    default=5_000_000,
    show_default=True,
    metavar="N",
    help="most characters of one article",
)
@click.option(
    "--longest-record",
    type=click.IntRange(1),
    default=20_000_000,
    show_default=True,
    metavar="N",
    help="most bytes of one line, record or page",
)
@click.option(
    "--highest-ratio",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    metavar="N",
    help="most that a packed file may unpack to, in times its size",
)
@click.option("--without-text", is_flag=True, help="leave the articles' texts out of documents.jsonl")
@click.option(
    "--without-facts",
    is_flag=True,
    help="leave facts.jsonl and lineage.jsonl empty: of millions of articles they take more memory than the rest",
)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="processes at work")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="who works")
@click.option("--address", metavar="ADDRESS", help="a running Ray cluster, as in ray://head:10001 or auto")
@click.option(
    "--shard", type=click.IntRange(1), default=256, show_default=True, metavar="N", help="records done at a time"
)
@click.option("--fresh", is_flag=True, help="start over, whatever the folder holds of an earlier run")
@click.option("--append", is_flag=True, help="add to the output folder of an earlier run with the same options")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
@click.pass_context
def run_command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: Path,
    language: str | None,
    packs: Path | None,
    names_model: str,
    text_key: str | None,
    url_key: str | None,
    date_key: str | None,
    title_key: str | None,
    longest_text: int,
    longest_record: int,
    highest_ratio: int,
    without_text: bool,
    without_facts: bool,
    workers: int,
    engine: str,
    address: str | None,
    shard: int,
    fresh: bool,
    append: bool,
    quiet: bool,
) -> None:
    """Read INPUTS and write documents, events, facts, lineage, rejects and a manifest into a folder.

    INPUTS are files (.txt .html .jsonl .ndjson .json .csv .tsv, each also .gz), folders, globs, or - for standard
    input. Exit code 1 where not one article could be read. A run that was broken off goes on where it stopped when the
    same command is given again; a folder with a run of other inputs, options or versions is left alone without --fresh.

    \b
    sapxep run corpus/articles -o outputs/demo
    zcat dump.jsonl.gz | sapxep run - -o out --text-key body
    sapxep run dump/ -o out --workers 8
    sapxep run dump-of-july.jsonl -o out --append
    """
    from ..runners.memory import seldom_collected

    with seldom_collected():
        from ..runners.local import run
        from ..runners.options import RunOptions, Workers
        from ..stages.reading import ReadOptions
        from .report import print_report

    reading = ReadOptions(text_key, url_key, date_key, title_key, longest_text, longest_record, highest_ratio)
    options = RunOptions(reading, packs, language, without_text, without_facts, append=append, names_model=names_model)
    going_on = f"stopped; the same command goes on where it stopped, `sapxep status {output}` tells how far it is"
    with stopped_with(going_on), _progress(quiet) as progress:
        result = run(inputs, output, options, progress, Workers(workers, engine, address, shard), fresh)
    if not quiet:
        print_report(result)
    if not result.summary.documents:
        click.echo(f"sapxep: not one article could be read; {output / 'rejects.jsonl'} says why", err=True)
        ctx.exit(1)


def _progress(quiet: bool) -> AbstractContextManager[Progress | None]:
    if quiet or not sys.stderr.isatty():
        return nullcontext(None)
    from .report import progress_line

    return progress_line()
