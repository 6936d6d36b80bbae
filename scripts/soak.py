"""Kills runs at random moments, lets them go on, and compares what they write with a run that nobody disturbed.

    python -m scripts.soak [--kills N] [--seed N] [--log FILE]

Each run is killed several times, in several ways: all its processes at once (as when the machine goes off), the run
alone, one of its workers, by Ctrl-C, by the system's polite signal. The number of workers changes from one session to
the next. What is compared are the bytes of documents, events, rejects and manifest.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import SapxepError
from pipeline.runners.status import status_of
from scripts.made_dump import bytes_of, make_dump, start

WAYS: Final = ("all", "run", "worker", "interrupt", "terminate")
SHARD: Final = 8
# Most are killed at work, up to so many seconds after it began; the others while they load or are put in place.
_LOADING: Final = 0.2
_LONGEST_LOADING: Final = 1.5
_LONGEST: Final = 0.7
_A_RUN: Final = 10
_PATIENCE: Final = 60.0
_STOPPED: Final = (0, 130, -signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM)


@dataclass(frozen=True)
class Kill:
    """One session of a run and how it ended."""

    run: int
    workers: int
    way: str
    after: float
    code: int
    done: int


def kills(folder: Path, number: int, seed: int, records: int = 500) -> Iterator[Kill]:
    """Kill runs so many times; AssertionError where what they write at last is not what an undisturbed one writes."""
    chance = random.Random(seed)
    dump = make_dump(folder / "in", records)
    undisturbed = _session(dump, folder / "whole", 1)
    _, told = undisturbed.communicate()
    assert undisturbed.returncode == 0, told
    wanted = bytes_of(folder / "whole")
    left, run = number, 0
    while left:
        output = folder / f"out-{run}"
        here = min(left, _A_RUN)
        for _ in range(here):
            yield _killed(dump, output, run, chance)
        done = _session(dump, output, run % 2 + 1)
        _, told = done.communicate()
        assert done.returncode == 0, told
        assert bytes_of(output) == wanted, f"{output}: other bytes than the run that was left alone"
        left -= here
        run += 1


def _session(dump: Path, output: Path, workers: int) -> subprocess.Popen[str]:
    return start("run", dump, "-o", output, "-q", "--workers", workers, "--shard", SHARD)


def _killed(dump: Path, output: Path, run: int, chance: random.Random) -> Kill:
    workers, way, loading = chance.choice((1, 1, 2)), chance.choice(WAYS), chance.random() < _LOADING
    after = chance.uniform(0, _LONGEST_LOADING if loading else _LONGEST)
    before = _shards(output)
    session = _session(dump, output, workers)
    end = time.monotonic() + _PATIENCE
    while not loading and session.poll() is None and time.monotonic() < end and _shards(output) <= before:
        time.sleep(0.01)
    time.sleep(after)
    with suppress(ProcessLookupError):
        _end(session, way)
    # A worker's death alone does not end its run.
    if way == "worker":
        time.sleep(chance.uniform(0, 1))
        session.kill()
    _, told = session.communicate()
    assert session.returncode in _STOPPED, f"{session.returncode}: {told}"
    return Kill(run, workers, way, round(after, 2), session.returncode, _done(output))


def _end(session: subprocess.Popen[str], way: str) -> None:
    if way == "all":
        os.killpg(session.pid, signal.SIGKILL)
    elif way == "worker":
        for worker in _children(session.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
    else:
        session.send_signal({"run": signal.SIGKILL, "interrupt": signal.SIGINT, "terminate": signal.SIGTERM}[way])


def _children(process: int) -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    except OSError:
        return []


def _shards(output: Path) -> set[str]:
    """The shards that lie there, done and not settled."""
    return {path.name for path in (output / ".run" / "shards").glob("*.shard")}


def _done(output: Path) -> int:
    """Articles in shards that are done."""
    try:
        status = status_of(output)
    except SapxepError:
        return 0  # killed before it had a ledger
    done: int = status["counts"]["documents"] + status["articles_waiting"]
    return done


def main() -> None:
    """Kill as often as wanted, and say it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--log", type=Path, help="write a line for each kill to this file, too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = args.log.open("w", encoding="utf-8") if args.log else sys.stdout
        with out:
            for kill in kills(Path(folder), args.kills, args.seed):
                print(json.dumps(asdict(kill)), file=out, flush=True)
            print(f"{args.kills} kills, the bytes are the same", file=out)


if __name__ == "__main__":
    main()
