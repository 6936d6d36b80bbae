"""Fits the confidence of a names model on made articles kept apart, and checks it on annotated ones.

    python -m scripts.calibrate_names MODEL MADE.jsonl... [--write]

Counted are names of people with a post beside them and of units with a kind word before them: what the policy takes
from a model. They are counted also where rules read them, too, since few are left that rules do not. For each label a
line over the log odds of the model's probability is fitted (Platt) to whether the name is exact. The table of `corpus/`
is a check: nothing is fitted to it. `--write` puts the lines into the model's config.json.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.entities.names_folder import open_folder
from pipeline.entities.names_model import NamesModel, log_odds
from pipeline.entities.names_policy import propose, supported
from pipeline.entities.names_reference import names_model
from pipeline.entities.organizations import Readers
from pipeline.entities.person_finder import PersonFinder
from pipeline.entities.role_reader import RoleReader
from pipeline.stages.builtin import language_of
from scripts.made_texts import CORPUS, GOLD

LABELS: Final = ("person", "unit")
EDGES: Final = (0.0, 0.8, 0.9, 0.95, 0.99, 1.01)
_ROUNDS: Final = 50
_STEP: Final = 0.5
Line = tuple[float, float]


class Named(NamedTuple):
    """A name of the model: its label, its probability, and whether it is right."""

    label: str
    probability: float
    right: bool


def names_in(model: NamesModel, code: str, text: str) -> Iterator[tuple[int, int, str, float]]:
    """The supported names of a text: start, end, label, probability."""
    language = language_of(code)
    ann = language.prepare(text)
    language.run(ann, upto="organizations")
    propose(ann, model, language.names)
    readers = Readers.of(ann, language.pack, language.names)
    provincial = bool(language.pack.section("posts").get("provincial_heads"))
    finder = PersonFinder(ann, readers, RoleReader(readers.words, readers.bodies, provincial).roles())
    for span in supported(ann, finder, language.names):
        start, end = ann.context["norm"].raw_span(ann.starts[span.first], ann.ends[span.last - 1])
        yield start, end, span.label, span.probability


def on_made(model: NamesModel, paths: Iterable[Path]) -> Iterator[Named]:
    """Names in made articles, right where the span is exact."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            made = json.loads(line)
            wanted = {tuple(span) for span in made["spans"]}
            for start, end, label, probability in names_in(model, made["language"], made["text"]):
                yield Named(label, probability, (start, end, label) in wanted)


def on_corpus(model: NamesModel) -> Iterator[Named]:
    """Names in the annotated articles, right where the words are those of an official or a unit."""
    for path in sorted(GOLD.glob("*.json")):
        gold, text = json.loads(path.read_text("utf-8")), (CORPUS / f"{path.stem}.txt").read_bytes().decode("utf-8")
        kinds = {"person": "officials", "unit": "units"}
        wanted = {label: {s for one in gold[kind] for s in one["surfaces"]} for label, kind in kinds.items()}
        for start, end, label, probability in names_in(model, gold["language"], text):
            yield Named(label, probability, text[start:end] in wanted[label])


def fitted(found: list[Named]) -> Line:
    """The line over log odds that makes what came likeliest, by Newton's method, with Platt's softened targets."""
    right = sum(one.right for one in found)
    high, low = (right + 1) / (right + 2), 1 / (len(found) - right + 2)
    slope, intercept = 0.0, 0.0
    points = [(log_odds(one.probability), high if one.right else low) for one in found]
    for _ in range(_ROUNDS):
        gradient, bend = [0.0, 0.0], [1e-9, 0.0, 1e-9]
        for x, target in points:
            chance = 1 / (1 + math.exp(-(slope * x + intercept)))
            gradient[0] += (target - chance) * x
            gradient[1] += target - chance
            weight = chance * (1 - chance)
            bend = [bend[0] + weight * x * x, bend[1] + weight * x, bend[2] + weight]
        scale = bend[0] * bend[2] - bend[1] ** 2
        slope += _step((bend[2] * gradient[0] - bend[1] * gradient[1]) / scale)
        intercept += _step((bend[0] * gradient[1] - bend[1] * gradient[0]) / scale)
    return round(slope, 3), round(intercept, 3)


def _step(wanted: float) -> float:
    return max(-_STEP, min(_STEP, wanted))


def table(found: list[Named], lines: dict[str, Line]) -> Iterator[str]:
    """Reliability: what is told and what came, by label and bins of what is told."""
    yield "| | confidence | names | mean | right |"
    yield "|---|---|---:|---:|---:|"
    for label, (slope, intercept) in lines.items():
        told = [
            (min(0.99, 1 / (1 + math.exp(-(slope * log_odds(one.probability) + intercept)))), one.right)
            for one in found
            if one.label == label
        ]
        for low, high in pairwise(EDGES):
            group = [(chance, right) for chance, right in told if low <= round(chance, 2) < high]
            if group:
                mean, right = (sum(values) / len(group) for values in zip(*group, strict=True))
                yield f"| {label} | {low:.2f} to {min(high, 1):.2f} | {len(group)} | {mean:.3f} | {right:.3f} |"


def main() -> None:
    """Print both tables, and write the lines where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("made", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    args: Any = parser.parse_args()
    model = names_model(args.model)
    assert model is not None
    made = list(on_made(model, args.made))
    lines = {label: fitted([one for one in made if one.label == label]) for label in LABELS}
    print("made, kept apart\n", *table(made, lines), "\ncorpus\n", *table(list(on_corpus(model)), lines), sep="\n")
    if args.write:
        path = open_folder(args.model).path / "config.json"
        config = json.loads(path.read_text("utf-8"))
        config["sapxep"]["calibration"] = {label: list(line) for label, line in lines.items()}
        path.write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
