"""Measures how often events are right, by what the register says of them, and how well that forecasts.

    python -m scripts.calibrate_events RUN --gold FOLDER [--write]

RUN is the output of `sapxep run` over annotated articles that no rule has been made with: the counts are worth no more
than that. Prints a table of reliability in which each article is forecast from the others alone; `--write` puts the
counts of all into the package. docs/confidence.md tells of which articles those are that ship.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.evaluation import evaluate
from pipeline.events import confidence

EDGES: Final = (0.0, 0.7, 0.8, 0.9, 1.01)


class Told(NamedTuple):
    """An event as it was told, and whether the annotation has it."""

    article: str
    language: str
    group: str
    right: bool


class Forecast(NamedTuple):
    """What was forecast for an event, and what came."""

    chance: float
    right: bool
    language: str


def told_in(run: Path, gold: Path) -> list[Told]:
    """The events of a run over annotated articles."""
    scores = evaluate(run, gold)
    found = []
    for line in (run / "events.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        if event["doc_id"] in scores.golds:
            group = confidence.group_of((event["register"] or {}).get("status"))
            language = str(scores.golds[event["doc_id"]]["language"])
            right = event["event_id"] in scores.matched
            found.append(Told(event["doc_id"], language, group, right))
    return found


def forecasts(found: list[Told]) -> Iterator[Forecast]:
    """Each event forecast from the events of all other articles."""
    for article in sorted({one.article for one in found}):
        others = [(one.group, one.right) for one in found if one.article != article]
        shares = confidence.counted(others, ())
        for one in found:
            if one.article == article:
                yield Forecast(shares.of(one.group), one.right, one.language)


def table(made: list[Forecast]) -> Iterator[str]:
    """Reliability: what was forecast and what came, by bins of the forecast and by language."""
    yield "| forecast | events | mean forecast | right |"
    yield "|---|---:|---:|---:|"
    for low, high in pairwise(EDGES):
        yield from _row(f"{low:.2f} to {min(high, 1):.2f}", [one for one in made if low <= one.chance < high])
    for language in sorted({one.language for one in made}):
        yield from _row(language, [one for one in made if one.language == language])
    yield from _row("all", made)


def _row(name: str, group: list[Forecast]) -> Iterator[str]:
    if group:
        mean, right = (sum(values) / len(group) for values in zip(*((o.chance, o.right) for o in group), strict=True))
        yield f"| {name} | {len(group)} | {mean:.3f} | {right:.3f} |"


def losses(made: list[Forecast]) -> tuple[float, float]:
    """Brier score and log loss."""
    brier = sum((one.chance - one.right) ** 2 for one in made) / len(made)
    log = -sum(math.log(one.chance if one.right else 1 - one.chance) for one in made) / len(made)
    return brier, log


def main() -> None:
    """Print the tables, and write the counts where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    found = told_in(args.run, args.gold)
    made = list(forecasts(found))
    base = sum(one.right for one in found) / len(found)
    print(*table(made), sep="\n")
    print("\nBrier score {:.4f}, log loss {:.4f}; ".format(*losses(made)), end="")
    print("with one share for all {:.4f}, {:.4f}".format(*losses([one._replace(chance=base) for one in made])))
    if args.write:
        shares = confidence.counted(((o.group, o.right) for o in found), {o.language for o in found})
        target = Path(confidence.__file__).with_name(confidence.FILE)
        target.write_text(confidence.written(shares), "utf-8")


if __name__ == "__main__":
    main()
