"""`sapxep synth`: made articles with exact annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..training.articles import Article


@click.command("synth")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="folder to write to")
@click.option("--articles", "number", type=click.IntRange(1), default=1000, show_default=True, metavar="N")
@click.option("--languages", default="de,fa,vi", show_default=True, help="parted by commas")
@click.option("--seed", type=int, default=1, show_default=True, help="the same seed gives the same bytes")
@click.option("--kept-apart", is_flag=True, help="use the sentences that are kept for testing, and no others")
@click.option(
    "--without-foot", is_flag=True, help="leave out last lines, whose numbers and addresses no other article has"
)
@click.option("--format", "form", type=click.Choice(["jsonl", "gold"]), default="jsonl", show_default=True)
def synth_command(
    output: Path, number: int, languages: str, seed: int, kept_apart: bool, without_foot: bool, form: str
) -> None:
    """Write made articles, true to the register, with annotations.

    `jsonl` writes FOLDER/articles.jsonl, one article a line: text, url, published, language, and spans as
    `sapxep train` takes them. `gold` writes FOLDER/articles/NAME.txt and FOLDER/gold/NAME.json, as `sapxep evaluate`
    reads them.

    \b
    sapxep synth -o made --articles 20000
    sapxep synth -o apart --articles 300 --kept-apart --languages vi --format gold
    """
    from ..training.articles import articles

    codes = [code.strip() for code in languages.split(",")]
    made = articles(number, codes, seed, kept_apart, feet=not without_foot)
    output.mkdir(parents=True, exist_ok=True)
    if form == "gold":
        _write_gold(made, output)
        return
    with (output / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for article in made:
            stream.write(json.dumps(article.record(), ensure_ascii=False) + "\n")


def _write_gold(made: Iterable[Article], output: Path) -> None:
    from ..training.gold import gold

    for folder in ("articles", "gold"):
        (output / folder).mkdir(exist_ok=True)
    for article in made:
        name = f"{article.language}-made-{article.number:06}"
        told = json.dumps(gold(article, name), ensure_ascii=False, indent=1)
        (output / "articles" / f"{name}.txt").write_text(article.text, encoding="utf-8", newline="\n")
        (output / "gold" / f"{name}.json").write_text(told + "\n", encoding="utf-8", newline="\n")
