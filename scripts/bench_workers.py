"""Measures how a run gains from workers: the same made dump with one, with two, and on a local Ray cluster of two.

    python -m scripts.bench_workers [--number N] [--json FILE] [--without-ray]

Each way reads a small dump and a large one. What the large one takes longer is work without loading, as a run of hours
has it. Seconds of the clock mean something on a quiet machine only, so processor seconds stand beside them: those of
the process of the run itself, which nothing shares, and those of its workers. What all ways write is compared byte for
byte.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from scripts.made_dump import bytes_of, environment

NUMBER: Final = 6000
SHARD: Final = 64
# As many shards as workers, so that both load what they need.
SMALL: Final = 2 * SHARD
WAYS: Final[dict[str, tuple[str, ...]]] = {
    "one": ("--workers", "1"),
    "two": ("--workers", "2"),
    "ray": ("--workers", "2", "--engine", "ray"),
}
_RUN: Final = """
import json, resource, sys, sapxep
code = sapxep.main(sys.argv[2:])
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
with open(sys.argv[1], "w") as out:
    json.dump([each.ru_utime + each.ru_stime for each in used], out)
sys.exit(code)
"""


def spent(dump: Path, output: Path, *options: str) -> dict[str, float]:
    """Seconds of one run: the clock's, and the processor's in the process of the run and in its workers."""
    told = output.with_suffix(".json")
    command = ["run", str(dump), "-o", str(output), "-q", "--shard", str(SHARD), *options]
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _RUN, str(told), *command], check=True, env=environment())
    clock = time.perf_counter() - began
    own, workers = json.loads(told.read_text("utf-8"))
    return {"clock": clock, "own": own, "workers": workers}


def measure(dumps: tuple[Path, Path], output: Path, *options: str) -> dict[str, Any]:
    """A way: what the large dump took, and what it took longer than the small one."""
    small, large = (spent(dump, output.with_name(f"{output.name}-{dump.stem}"), *options) for dump in dumps)
    last = output.with_name(f"{output.name}-{dumps[1].stem}")
    lines = [json.loads(line) for line in (last / ".run" / "log.jsonl").read_text("utf-8").splitlines()]
    return {
        "whole": _rounded(large),
        "without_loading": _rounded({key: large[key] - small[key] for key in large}),
        "peak_mb": max(line["peak"] for line in lines if line["what"] == "done"),
    }


def _rounded(told: dict[str, float]) -> dict[str, float]:
    return {key: round(value, 2) for key, value in told.items()}


def processor_ratio(one: dict[str, float], two: dict[str, float], workers: int = 2) -> float:
    """How many times as fast several workers are where the run's own process shares nothing with them.

    It is the least that a quiet machine shows: in truth much of what that process does goes on beside the workers.
    """
    return (one["own"] + one["workers"]) / (two["own"] + two["workers"] / workers)


def ratios(ways: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Each way beside one worker."""
    found: dict[str, float] = {}
    for part in ("whole", "without_loading"):
        one = ways["one"][part]
        found |= {f"{way}_{part}": round(one["clock"] / ways[way][part]["clock"], 2) for way in ways if way != "one"}
        found[f"two_{part}_processor"] = round(processor_ratio(one, ways["two"][part]), 2)
    return found


def made(path: Path, number: int) -> Path:
    """A dump of made articles."""
    subprocess.run([sys.executable, "-m", "scripts.made_articles", str(path), "--number", str(number)], check=True)
    return path


def figures(number: int = NUMBER, with_ray: bool = True) -> dict[str, Any]:
    """All ways and their ratios; what they write must be the same."""
    names = [way for way in WAYS if with_ray or way != "ray"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dumps = made(folder / "small.jsonl", SMALL), made(folder / "large.jsonl", number)
        ways = {way: measure(dumps, folder / way, *WAYS[way]) for way in names}
        wanted = bytes_of(folder / "one-large")
        if any(bytes_of(folder / f"{way}-large") != wanted for way in names):
            raise SystemExit("the runs wrote different bytes")
        counts = json.loads((folder / "one-large" / "manifest.json").read_text("utf-8"))["counts"]
    told = {
        "articles": number,
        "small": SMALL,
        "words": counts["words"],
        "events": counts["events"],
        "facts": counts["facts"],
    }
    return {**told, "ways": ways, "ratios": ratios(ways)}


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=NUMBER)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--without-ray", action="store_true")
    args = parser.parse_args()
    told = figures(args.number, not args.without_ray)
    print(json.dumps(told, indent=1))
    if args.json:
        args.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
