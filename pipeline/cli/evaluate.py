"""`sapxep evaluate`: finished outputs against gold annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import SapxepError

if TYPE_CHECKING:
    from ..evaluation import Scores

_FELL_SHORT = 1


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("outputs", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--articles", type=click.Path(path_type=Path, exists=True, file_okay=False), help="the texts")
@click.option("--errors", is_flag=False, flag_value="all", metavar="[FIGURE]", help="list what differs, of one or all")
@click.option(
    "--joins", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="gold for facts, as corpus/joins.json"
)
@click.option("--json", "as_json", is_flag=True, help="the figures as one JSON object")
@click.option(
    "--min", "least", multiple=True, metavar="NAME=VALUE", help="e.g. events=0.8 or fa.units=0.9; else exit 1"
)
@click.pass_context
def evaluate_command(
    ctx: click.Context,
    gold: Path,
    outputs: Path,
    articles: Path | None,
    errors: str | None,
    joins: Path | None,
    as_json: bool,
    least: tuple[str, ...],
) -> None:
    """Score the run in OUTPUTS against the annotations in GOLD, per language and overall.

    \b
    sapxep evaluate corpus/gold outputs/demo
    sapxep evaluate corpus/gold outputs/demo --errors events
    sapxep evaluate corpus/gold outputs/demo --joins corpus/joins.json
    """
    from ..evaluation import FIGURES, GoldJoins, evaluate, score_joins

    if errors not in (None, "all", *FIGURES):
        raise SapxepError(f"--errors {errors}: no such figure; there are: all, {', '.join(FIGURES)}")
    scores = evaluate(outputs, gold, articles)
    figures = scores.figures()
    joined = score_joins(outputs, GoldJoins.read(joins), scores.matched) if joins is not None else None
    if as_json:
        told: dict[str, object] = dict(figures)
        if joined is not None:
            told["joins"] = {"found": joined[0]._asdict(), "all": joined[1]._asdict()}
        click.echo(json.dumps(told, indent=1))
    else:
        click.echo(f"{'':16}" + "".join(f"{code:>8}" for code in figures))
        for name in FIGURES:
            click.echo(f"{name:16}" + "".join(f"{_shown(figures[code][name]):>8}" for code in figures))
    if joined is not None and not as_json:
        click.echo(f"joins of events found: {joined[0]}\njoins of all events: {joined[1]}")
    if errors:
        for difference in scores.differences:
            if errors in ("all", difference.figure):
                click.echo("\t".join(difference))
    short = _short_of(scores, least)
    if short:
        click.echo("short of: " + "; ".join(short), err=True)
        ctx.exit(_FELL_SHORT)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _short_of(scores: Scores, least: tuple[str, ...]) -> list[str]:
    figures = scores.figures()
    short = []
    for wanted in least:
        name, _, value = wanted.partition("=")
        language, _, key = name.rpartition(".")
        try:
            floor = float(value)
        except ValueError as error:
            raise SapxepError(f"--min {wanted}: NAME=VALUE with a number is wanted, as in events=0.8") from error
        if key not in figures["all"] or (language or "all") not in figures:
            raise SapxepError(f"--min {wanted}: no such figure; NAME is one of the table's rows, as in fa.units=0.9")
        got = figures[language or "all"][key]
        if got is None or got < floor:
            short.append(f"{name} {_shown(got)} < {value}")
    return short
