"""Measures the speed of everything side by side in one run, and writes figures, table and chart into the docs.

    python -m scripts.bench_all [--words N] [--rounds N] [--articles N] [--without-ray] [--json FILE]

Words a second of the pipeline with and without a names model beside spaCy's blank tokenizer (scripts.bench), the start
(scripts.bench_start), and what workers gain (scripts.bench_workers). It takes some five minutes on two quiet cores.
Figures go to docs/measured/bench.json, from which `make docs` makes the rest; with --json to another file alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from pipeline.entities.names_folder import AUTO
from scripts import bench, bench_start, bench_workers
from scripts.build_docs import main as build_docs
from scripts.made_texts import new_share, real_share, texts
from scripts.speed_page import FIGURES, table

WORDS: Final = 200_000
ROUNDS: Final = 5
_VERSIONS: Final = ("sapxep", "spacy", "numpy", "onnxruntime", "ray")
_NONE: Final = "none"


def machine() -> dict[str, Any]:
    """What the figures hang on; `load` is how many processes wanted to run just before."""
    versions = {name: version(name) for name in _VERSIONS}
    told = {"cores": os.cpu_count(), "processor": platform.machine(), "system": platform.system()}
    return {**told, "load": round(os.getloadavg()[0], 1), "python": platform.python_version(), "versions": versions}


def words_a_second(words: int, rounds: int) -> dict[str, Any]:
    """The pipeline beside the blank tokenizer; the same texts for all, each in fresh processes."""
    made = texts(words)
    count = sum(len(text.split()) for _, text in made)
    models = {model: ("--only", "pipeline", "--names-model", model) for model in (AUTO, _NONE)}
    told = bench.measure({"reference": ("--only", "reference"), **models}, made, rounds)
    rates = {name: round(count / one["seconds"]) for name, one in told.items()}
    return {
        "words": count,
        "texts": len(made),
        "new_share": round(new_share(made), 4),
        "new_share_in_real_text": round(real_share(count), 4),
        "rounds": rounds,
        "words_per_second": rates,
        "ratios": {name: round(rates[name] / rates["reference"], 3) for name in (AUTO, _NONE)},
        "parts": bench.PARTS,
        "whole_seconds": {name: one["whole"] for name, one in told.items()},
        "shares": {name: round(share, 3) for name, share in told[AUTO]["shares"].items()},
    }


def figures(words: int, rounds: int, articles: int, with_ray: bool) -> dict[str, Any]:
    """All figures."""
    return {
        "machine": machine(),
        "pipeline": words_a_second(words, rounds),
        "start": bench_start.figures(),
        "workers": bench_workers.figures(articles, with_ray),
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--articles", type=int, default=bench_workers.NUMBER)
    parser.add_argument("--without-ray", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures there and leave the docs as they are")
    args = parser.parse_args()
    told = figures(args.words, args.rounds, args.articles, not args.without_ray)
    (args.json or FIGURES).write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(table(told), end="")
    if not args.json:
        build_docs()


if __name__ == "__main__":
    main()
