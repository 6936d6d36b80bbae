"""`sapxep synth`: made articles with exact annotations."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("synth")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="folder to write to")
@click.option("--articles", "number", type=click.IntRange(1), default=1000, show_default=True, metavar="N")
@click.option("--languages", default="de,fa,vi", show_default=True, help="parted by commas")
@click.option("--seed", type=int, default=1, show_default=True, help="the same seed gives the same bytes")
@click.option("--kept-apart", is_flag=True, help="use the sentences that are kept for testing, and no others")
def synth_command(output: Path, number: int, languages: str, seed: int, kept_apart: bool) -> None:
    """Write made articles, true to the register, with annotations.

    Writes FOLDER/articles.jsonl, one article a line: text, url, published, language, and spans as `sapxep train` takes
    them.

    \b
    sapxep synth -o made --articles 20000
    sapxep synth -o apart --articles 2000 --kept-apart --languages vi
    """
    from ..training.articles import articles

    output.mkdir(parents=True, exist_ok=True)
    made = articles(number, [code.strip() for code in languages.split(",")], seed, kept_apart)
    with (output / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for article in made:
            stream.write(json.dumps(article.record(), ensure_ascii=False) + "\n")
