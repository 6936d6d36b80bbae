"""Measures words a second of the whole pipeline beside spaCy's blank tokenizer with a sentencizer.

    python -m scripts.bench [--words N] [--json FILE] [--rounds N] [--names-model MODEL]

Both read the same mixed corpus, made by scripts.made_texts: no text comes twice, and new words keep coming as they do
in real text (both shares are printed). Each measurement runs in a fresh process with one thread; of every twentieth of
the texts the best of several rounds counts. What is printed is the ratio of processor seconds; those of a clock on a
noisy machine say little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

from pipeline.entities.names_folder import AUTO
from scripts.made_texts import LANGUAGES, WORDS, new_share, real_share, texts

ROUNDS: Final = 5
PARTS: Final = 20
Told = TypeVar("Told")


def time_reference(made: list[tuple[str, str]]) -> dict[str, Any]:
    """Seconds that `spacy.blank("de")` with a sentencizer takes: what everything is held against."""
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp(made[0][1])
    parts = [_spent(nlp, [text for _, text in part]) for part in _parts(made)]
    return {"seconds": sum(parts), "parts": parts}


def time_pipeline(made: list[tuple[str, str]], names_model: str = AUTO) -> dict[str, Any]:
    """Seconds that the whole way takes, from detection to events, and the share of each step."""
    from pipeline.records.article import Article
    from pipeline.runners.memory import rare_collections
    from pipeline.stages.annotate import Annotator
    from pipeline.stages.language import STEP_OF

    spent: Counter[str] = Counter()

    def timed(name: str, step: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def run(language: Any, ann: Any) -> None:
            began = time.process_time()
            step(language, ann)
            spent[name] += time.process_time() - began  # type: ignore[assignment]

        return run

    annotator = Annotator(names_model=names_model)
    for code, text in made[: len(LANGUAGES)]:
        annotator.annotate(Article("warm", 0, text), code)
    STEP_OF.update({name: timed(name, step) for name, step in STEP_OF.items()})
    articles = [Article("made", n, text) for n, (_, text) in enumerate(made)]
    with rare_collections():
        parts = [_spent(annotator.annotate, part) for part in _parts(articles)]
    seconds = sum(parts)
    shares = {name: part / seconds for name, part in spent.most_common()}
    rest = {"detection, tokenizer, records": 1 - sum(shares.values())}
    return {"seconds": seconds, "parts": parts, "shares": {**shares, **rest}}


def _parts(told: list[Told]) -> Iterator[list[Told]]:
    """The texts in order, in so many parts as are timed by themselves."""
    ends = [len(told) * n // PARTS for n in range(PARTS + 1)]
    return (told[first:last] for first, last in pairwise(ends))


def _spent(work: Callable[[Told], object], told: list[Told]) -> float:
    """Processor seconds that some texts take."""
    start = time.process_time()
    for one in told:
        work(one)
    return time.process_time() - start


def measure(asked: Mapping[str, Sequence[str]], made: list[tuple[str, str]], rounds: int) -> dict[str, dict[str, Any]]:
    """The best of several fresh processes of each, for every part of the texts by itself.

    `asked`: the options of each, by the name that its figures shall have. They take turns, so that a machine that slows
    down slows all; and of the whole texts the best would be that of the shortest work, which most likely meets no slow
    moment. The processes read the texts from a file, as a run does: what makes texts would leave memory in pieces in
    which all that follows lies far apart.
    """
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "texts.json"
        held.write_text(json.dumps(made), "utf-8")
        command = [sys.executable, "-m", "scripts.bench", "--texts", str(held)]
        for _ in range(rounds):
            for name, options in asked.items():
                told = subprocess.run([*command, *options], check=True, capture_output=True, text=True, env=env)
                found[name].append(json.loads(told.stdout))
    return {name: _best(told) for name, told in found.items()}


def _best(told: list[dict[str, Any]]) -> dict[str, Any]:
    """Of several processes the fastest, with the best seconds of every part."""
    seconds = sum(map(min, zip(*(one["parts"] for one in told), strict=True)))
    fastest = min(told, key=lambda one: one["seconds"])
    return {**fastest, "seconds": seconds, "whole": [round(one["seconds"], 3) for one in told]}


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--names-model", default=AUTO, help="as `sapxep run` takes it")
    parser.add_argument("--only", choices=("reference", "pipeline"), help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only:
        held = [(code, text) for code, text in json.loads(args.texts.read_text("utf-8"))]
        reference = args.only == "reference"
        print(json.dumps(time_reference(held) if reference else time_pipeline(held, args.names_model)))
        return
    made = texts(args.words)
    words = sum(len(text.split()) for _, text in made)
    asked = {what: ("--only", what, "--names-model", args.names_model) for what in ("reference", "pipeline")}
    figures = measure(asked, made, args.rounds)
    ratio = figures["reference"]["seconds"] / figures["pipeline"]["seconds"]
    print(f"{words:,} words in {len(made):,} texts; of those in the second half {new_share(made):.1%} are new")
    print(f"(in real text {real_share(words):.1%} would be, by the growth of vocabulary in corpus/)")
    print(f"one process, one thread, best of {args.rounds}")
    print(f"spacy.blank(de) + sentencizer  {words / figures['reference']['seconds']:>10,.0f} words/s")
    print(f"sapxep, detection to events    {words / figures['pipeline']['seconds']:>10,.0f} words/s  ratio {ratio:.3f}")
    for name, share in figures["pipeline"]["shares"].items():
        print(f"  {name:32} {share:6.1%}")
    if args.json:
        args.json.write_text(json.dumps({"words": words, "ratio": ratio, **figures}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
