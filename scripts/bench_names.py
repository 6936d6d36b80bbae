"""What a names model adds to the rules: rules alone, model alone, and both, on annotated and on made articles.

    python -m scripts.bench_names [MODEL] [--only "*-5?-*"] [--made FILE.jsonl]

MODEL is a folder, an id of a hub, or `default`. On `corpus/gold` a person's or unit's name counts as found where one of
its surfaces is, so F1 is over distinct names of an article; a model alone tells people from officials no more than the
text does, which costs it precision there. On made articles (`scripts.made_names --kept-apart`) exact spans count, of
bodies the place where they begin. Three figures each: F1 of the rules, of the model alone, of both.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.entities.names_policy import LEAST
from pipeline.entities.names_reference import NONE, names_model
from pipeline.records import Reject
from pipeline.records.article import Article
from pipeline.stages.annotate import Annotator
from pipeline.stages.builtin import language_of
from scripts.made_texts import CORPUS, GOLD

WAYS: Final = ("rules", "model", "both")
LABELS: Final = ("person", "unit", "body")
_LABEL_OF: Final = {"official": "person", "unit": "unit", "organization": "body"}
Span = tuple[int, int, str]
Counts = Counter[tuple[str, str, str, str]]


class Ways:
    """The three ways to read an article."""

    def __init__(self, reference: str) -> None:
        self._model = names_model(reference)
        self._annotators = {"rules": Annotator(names_model=NONE), "both": Annotator(names_model=reference)}

    def spans(self, way: str, language: str, text: str) -> set[Span]:
        """The names found in a text."""
        if way == "model":
            return set(self._by_model(language, text))
        found = self._annotators[way].annotate(Article("made", 0, text), language)
        if isinstance(found, Reject):
            raise SystemExit(str(found))
        told = ((m.start, m.end, _LABEL_OF.get(m.type, "")) for m in found[0].mentions)
        return {span for span in told if span[2]}

    def _by_model(self, language: str, text: str) -> Iterator[Span]:
        ann = language_of(language).prepare(text)
        norm = ann.context["norm"]
        assert self._model is not None
        for name in self._model.spans(ann, [(s.first, s.last) for s in ann.sentences]):
            if name.probability >= LEAST:
                yield (*norm.raw_span(ann.starts[name.first], ann.ends[name.last - 1]), name.label)


def on_gold(ways: Ways, only: str) -> Counts:
    """Counts over the annotated articles of some names."""
    counts: Counts = Counter()
    for path in sorted(GOLD.glob(f"{only}.json")):
        gold, source = json.loads(path.read_text("utf-8")), CORPUS / f"{path.stem}.txt"
        if not source.exists():
            continue
        text = source.read_bytes().decode("utf-8")
        for way in WAYS:
            found = ways.spans(way, gold["language"], text)
            for label, key in (("person", "officials"), ("unit", "units")):
                surfaces = {text[start:end] for start, end, kind in found if kind == label}
                wanted = [set(entry["surfaces"]) for entry in gold[key]]
                _add(counts, (way, gold["language"], label), surfaces, wanted)
    return counts


def _add(counts: Counts, key: tuple[str, str, str], found: set[str], wanted: list[set[str]]) -> None:
    known = set().union(*wanted)
    counts[*key, "wanted"] += len(wanted)
    counts[*key, "met"] += sum(not entry.isdisjoint(found) for entry in wanted)
    counts[*key, "found"] += len(found)
    counts[*key, "right"] += len(found & known)


def on_made(ways: Ways, path: Path) -> Counts:
    """Counts over made articles."""
    counts: Counts = Counter()
    for line in path.read_text("utf-8").splitlines():
        made = json.loads(line)
        wanted = {_place(*span) for span in made["spans"]}
        for way in WAYS:
            found = {_place(*span) for span in ways.spans(way, made["language"], made["text"])}
            for label in LABELS:
                ours, theirs = ({span for span in spans if span[2] == label} for spans in (found, wanted))
                key = (way, made["language"], label)
                counts[*key, "wanted"] += len(theirs)
                counts[*key, "met"] += len(ours & theirs)
                counts[*key, "found"] += len(ours)
                counts[*key, "right"] += len(ours & theirs)
    return counts


def _place(start: int, end: int, label: str) -> Span:
    return start, start if label == "body" else end, label


def f1(counts: Counts, way: str, languages: Iterable[str], label: str) -> float:
    """F1 of one way over some languages."""
    keys = [(way, language, label) for language in languages]
    wanted, met, found, right = (
        sum(counts[*key, what] for key in keys) for what in ("wanted", "met", "found", "right")
    )
    precision, recall = right / found if found else 0.0, met / wanted if wanted else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def table(counts: Counts) -> Iterator[str]:
    """The figures as a table in Markdown."""
    languages = sorted({language for _, language, _, _ in counts})
    labels = [label for label in LABELS if any(key[2] == label for key in counts)]
    yield "| | " + " | ".join(f"{label}: {way}" for label in labels for way in WAYS) + " |"
    yield "|---|" + "---:|" * len(labels) * len(WAYS)
    for name, group in [*((language, [language]) for language in languages), ("all", languages)]:
        figures = [f"{f1(counts, way, group, label):.3f}" for label in labels for way in WAYS]
        yield f"| {name} | {' | '.join(figures)} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default="default")
    parser.add_argument("--made", type=Path, help="made articles whose wording the model was not trained on")
    parser.add_argument("--only", default="*", help="names of annotated articles, as a pattern")
    args: Any = parser.parse_args()
    ways = Ways(args.model)
    print(f"corpus/gold/{args.only}\n", *table(on_gold(ways, args.only)), sep="\n")
    if args.made:
        print(f"\n{args.made.name}\n", *table(on_made(ways, args.made)), sep="\n")


if __name__ == "__main__":
    main()
