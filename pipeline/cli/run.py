"""`sapxep run`: articles in, an output folder out."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..runners.local import Progress


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
@click.option("--without-text", is_flag=True, help="leave the articles' texts out of documents.jsonl")
@click.option("--append", is_flag=True, help="add to the output folder of an earlier run with the same options")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
@click.pass_context
def run_command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: Path,
    language: str | None,
    packs: Path | None,
    text_key: str | None,
    url_key: str | None,
    date_key: str | None,
    title_key: str | None,
    longest_text: int,
    without_text: bool,
    append: bool,
    quiet: bool,
) -> None:
    """Read INPUTS and write documents, events, facts, lineage, rejects and a manifest into a folder.

    INPUTS are files (.txt .html .jsonl .ndjson .json .csv .tsv, each also .gz), folders, globs, or - for standard
    input. Exit code 1 where not one article could be read.

    \b
    sapxep run corpus/articles -o outputs/demo
    zcat dump.jsonl.gz | sapxep run - -o out --text-key body
    sapxep run dump-of-july.jsonl -o out --append
    """
    from ..runners.local import RunOptions, run
    from ..stages.reading import ReadOptions
    from .report import print_report

    reading = ReadOptions(text_key, url_key, date_key, title_key, longest_text)
    options = RunOptions(reading, packs, language, without_text, append)
    with _progress(quiet) as progress:
        result = run(inputs, output, options, progress)
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
