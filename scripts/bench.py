"""Measures words a second of the whole pipeline beside spaCy's blank tokenizer with a sentencizer.

    python -m scripts.bench [--words N] [--json FILE] [--rounds N] [--names-model MODEL]

Both read the same mixed corpus, made by scripts.made_texts: no text comes twice, and new words keep coming as they do
in real text (both shares are printed). Each measurement runs in a fresh process with one thread, the best of several
rounds counts. What is printed is the ratio of processor seconds; those of a clock on a noisy machine say little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.entities.names_folder import AUTO
from scripts.made_texts import LANGUAGES, WORDS, new_share, real_share, texts

ROUNDS: Final = 5


def time_reference(made: list[tuple[str, str]]) -> dict[str, Any]:
    """Seconds that `spacy.blank("de")` with a sentencizer takes: what everything is held against."""
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp(made[0][1])
    start = time.process_time()
    for _, text in made:
        nlp(text)
    return {"seconds": time.process_time() - start}


def time_pipeline(made: list[tuple[str, str]], names_model: str = AUTO) -> dict[str, Any]:
    """Seconds that the whole way takes, from detection to events, and the share of each step."""
    from pipeline.records.article import Article
    from pipeline.runners.memory import rare_collections
    from pipeline.stages.annotate import Annotator
    from pipeline.stages.components import Step

    spent: Counter[str] = Counter()
    call = Step.__call__

    def timed(step: Step, doc: Any) -> Any:
        began = time.process_time()
        done = call(step, doc)
        spent[step.step] += time.process_time() - began  # type: ignore[assignment]
        return done

    annotator = Annotator(names_model=names_model)
    for code, text in made[: len(LANGUAGES)]:
        annotator.annotate(Article("warm", 0, text), code)
    Step.__call__ = timed  # type: ignore[method-assign, assignment]
    with rare_collections():
        start = time.process_time()
        for n, (_, text) in enumerate(made):
            annotator.annotate(Article("made", n, text))
        seconds = time.process_time() - start
    shares = {name: part / seconds for name, part in spent.most_common()}
    return {"seconds": seconds, "shares": {**shares, "detection, tokenizer, records": 1 - sum(shares.values())}}


def measure(asked: Mapping[str, Sequence[str]], words: int, rounds: int) -> dict[str, dict[str, Any]]:
    """The best of several fresh processes of each; they take turns, so that a machine that slows down slows all.

    `asked`: the options of each, by the name that its figures shall have.
    """
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "scripts.bench", "--words", str(words)]
    best: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for name, options in asked.items():
            told = subprocess.run([*command, *options], check=True, capture_output=True, text=True, env=env)
            found = json.loads(told.stdout)
            best[name] = min(best.get(name, found), found, key=lambda one: one["seconds"])
    return best


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--names-model", default=AUTO, help="as `sapxep run` takes it")
    parser.add_argument("--only", choices=("reference", "pipeline"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    made = texts(args.words)
    if args.only:
        reference = args.only == "reference"
        print(json.dumps(time_reference(made) if reference else time_pipeline(made, args.names_model)))
        return
    words = sum(len(text.split()) for _, text in made)
    asked = {what: ("--only", what, "--names-model", args.names_model) for what in ("reference", "pipeline")}
    figures = measure(asked, args.words, args.rounds)
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
