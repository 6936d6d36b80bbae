"""Runs made articles through one worker in a fresh process and tells its peak memory as it goes on.

    python -m scripts.bench_memory [--articles N] [--languages CODES] [--json FILE] [--log FILE]

The articles are those of `sapxep synth`, of which every twentieth word was in none before. The run is
`sapxep run --workers 1`: reading, annotating, writing and, at the end, joining the facts, all in one process. Its
ledger notes the peak after each shard; the peak of the whole process, with the joining, is asked of the system. It
ends with exit code 1 where the worker's peak passes 600 MB or grows by more than 5 % after the tenth part.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from scripts.made_dump import COMMAND, environment

ARTICLES: Final = 100_000
SEED: Final = 6
MOST_MB: Final = 600
MOST_GROWTH: Final = 0.05
_TENTH: Final = 10
_FIRST: Final = 1_000


class Mark(NamedTuple):
    """How far the run was, and the most memory it had taken till then."""

    articles: int
    peak: int
    seconds: float


def made(folder: Path, number: int, languages: str) -> Path:
    """A dump of made articles."""
    told = ["synth", "-o", str(folder), "--articles", str(number), "--languages", languages, "--seed", str(SEED)]
    subprocess.run([*COMMAND, *told], check=True, env=environment())
    return folder / "articles.jsonl"


def run(dump: Path, output: Path) -> int:
    """Run over it in a fresh process; the most memory in MB that this had, with the joining of facts."""
    told = ["run", str(dump), "-o", str(output), "-q", "--workers", "1", "--fresh"]
    process = subprocess.Popen([*COMMAND, *told], env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")
    return used.ru_maxrss >> 10


def marks(log: Path) -> Iterator[Mark]:
    """What the ledger noted after each shard."""
    articles, seconds = 0, 0.0
    for line in map(json.loads, log.read_text("utf-8").splitlines()):
        if line["what"] == "done":
            articles += line["records"]
            seconds += line["read"] + line["annotate"] + line["write"]
            yield Mark(articles, line["peak"], seconds)


def table(found: Sequence[Mark], wanted: Sequence[int]) -> list[Mark]:
    """The first mark at or behind each of the wanted numbers of articles."""
    return [next(mark for mark in found if mark.articles >= number) for number in wanted]


def steps(number: int) -> list[int]:
    """1,000, 2,000, 5,000, 10,000 … and the number itself."""
    rising = [_FIRST * factor * 10**power for power in range(6) for factor in (1, 2, 5)]
    return [*(step for step in rising if step < number), number]


def figures(dump: Path, output: Path, number: int) -> dict[str, Any]:
    """A run, measured."""
    whole = run(dump, output)
    rows = table(list(marks(output / ".run" / "log.jsonl")), steps(number))
    early, late = table(rows, [number // _TENTH])[0], rows[-1]
    return {
        "articles": number,
        "peak_mb": late.peak,
        "peak_with_facts_mb": whole,
        "growth": late.peak / early.peak - 1,
        "articles_per_second": round(number / late.seconds, 1),
        "rows": [mark._asdict() for mark in rows],
    }


def show(told: dict[str, Any]) -> None:
    """Print the rows and the verdict."""
    print("articles   peak MB   articles/s")
    rows = [Mark(**row) for row in told["rows"]]
    for before, row in pairwise([Mark(0, 0, 0.0), *rows]):
        rate = (row.articles - before.articles) / (row.seconds - before.seconds)
        print(f"{row.articles:>8,}  {row.peak:>8,}  {rate:>11.1f}")
    print(f"growth from {told['articles'] // _TENTH:,} to {told['articles']:,} articles: {told['growth']:.1%}")
    print(f"with the joining of facts: {told['peak_with_facts_mb']:,} MB")


def main() -> None:
    """Measure, and say whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--languages", default="de,fa,vi")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--log", type=Path, help="keep the ledger's log of the run")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "out"
        told = figures(made(Path(name), args.articles, args.languages), output, args.articles)
        if args.log:
            shutil.copyfile(output / ".run" / "log.jsonl", args.log)
    show(told)
    if args.json:
        args.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    sys.exit(told["peak_mb"] > MOST_MB or told["growth"] > MOST_GROWTH)


if __name__ == "__main__":
    main()
