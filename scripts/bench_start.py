"""Measures how long a fresh process takes: the command's help, the import, and the first article of each language.

    python -m scripts.bench_start [--rounds N]

Seconds of the clock and of the processor, each the least of several rounds, from the start of Python: to its end for
help and import, until the article is annotated for the first article.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts.made_dump import COMMAND, ROOT, environment

CORPUS: Final = ROOT / "corpus" / "articles"
ROUNDS: Final = 5
Measure = Callable[[Sequence[str]], dict[str, float]]
# What comes behind it, taking down what was loaded, keeps nobody waiting.
_FIRST: Final = """
import sys, time, sapxep
sapxep.extract(open(sys.argv[1], encoding="utf-8").read())
print(time.process_time(), flush=True)
"""


_NO_BYTECODE: Final = "PYTHONDONTWRITEBYTECODE"


@cache
def _environment() -> dict[str, str]:
    """That of a run, in which Python keeps bytecode in a folder that goes when this process ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    kept = environment(PYTHONPYCACHEPREFIX=folder.name)
    return {name: value for name, value in kept.items() if name != _NO_BYTECODE}


def spent(command: Sequence[str]) -> dict[str, float]:
    """Seconds that a process took, by the clock and of the processor."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return {"clock": clock, "processor": used.ru_utime + used.ru_stime}


def spent_till_told(command: Sequence[str]) -> dict[str, float]:
    """Seconds until a process prints its processor seconds."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as process:
        told = process.stdout.readline() if process.stdout else ""
        clock = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return {"clock": clock, "processor": float(told)}


def best(command: Sequence[str], rounds: int, measure: Measure = spent) -> dict[str, float]:
    """The least that a process took in several rounds; the first one, which fills the system's memory, counts less."""
    told = [measure(command) for _ in range(rounds)]
    return {key: round(min(one[key] for one in told), 3) for key in told[0]}


def first_articles() -> dict[str, Path]:
    """One article of each language of the corpus."""
    found: dict[str, Path] = {}
    for path in sorted(CORPUS.glob("*.txt")):
        found.setdefault(path.name.partition("-")[0], path)
    return found


def figures(rounds: int = ROUNDS) -> dict[str, Any]:
    """All of it."""
    articles = first_articles().items()
    first = {code: best([sys.executable, "-c", _FIRST, str(path)], rounds, spent_till_told) for code, path in articles}
    return {
        "rounds": rounds,
        "help": best([*COMMAND, "--help"], rounds),
        "import": best([sys.executable, "-c", "import sapxep"], rounds),
        "first_article": first,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    print(json.dumps(figures(parser.parse_args().rounds), indent=1))


if __name__ == "__main__":
    main()
