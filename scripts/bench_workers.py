"""Measures how a run gains from workers: the same made dump with one, with two, and on a local Ray cluster of two.

    python -m scripts.bench_workers [--number N] [--json FILE] [--without-ray]

Seconds are of the clock, from the first shard to the last, without loading; they mean something on a quiet machine
only. Peak memory is that of the largest worker. What the three write is compared byte for byte.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from scripts.made_dump import bytes_of, start


def measure(dump: Path, output: Path, *options: object) -> dict[str, Any]:
    """Seconds, rate and peak memory of one run."""
    session = start("run", dump, "-o", output, "-q", "--shard", 64, *options)
    _, told = session.communicate()
    assert session.returncode == 0, told
    lines = [json.loads(line) for line in (output / ".run" / "log.jsonl").read_text("utf-8").splitlines()]
    done = [line for line in lines if line["what"] == "done"]
    moments = [datetime.fromisoformat(line["at"]) for line in (done or lines)]
    seconds = (moments[-1] - moments[0]).total_seconds()
    peak = max((line["peak"] for line in done), default=0)
    words = json.loads((output / "manifest.json").read_text("utf-8"))["counts"]["words"]
    return {"seconds": seconds, "words_per_second": round(words / seconds), "peak_mb": peak}


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=6000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--without-ray", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump = folder / "made.jsonl"
        made = [sys.executable, "-m", "scripts.made_articles", str(dump), "--number", str(args.number)]
        subprocess.run(made, check=True)
        ways: dict[str, tuple[object, ...]] = {"one": ("--workers", 1), "two": ("--workers", 2)}
        if not args.without_ray:
            ways["ray"] = ("--workers", 2, "--engine", "ray")
        figures = {way: measure(dump, folder / way, *options) for way, options in ways.items()}
        wanted = bytes_of(folder / "one")
        assert all(bytes_of(folder / way) == wanted for way in ways), "the runs wrote different bytes"
    for way, told in figures.items():
        ratio = figures["one"]["seconds"] / told["seconds"]
        print(f"{way:4} {told['seconds']:8.1f} s  {told['words_per_second']:>8,} words/s  ratio {ratio:.2f}  {told}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
