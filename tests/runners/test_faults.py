"""Whatever happens to the processes of a run, nothing is lost and nothing comes twice."""

from __future__ import annotations

import json
import resource
import signal
from pathlib import Path
from typing import Any

import pytest

from scripts.made_dump import bytes_of, environment, make_dump, start, text
from scripts.soak import kills

SEED = 20
# Articles that end the process that annotates them, or that finds them in their file.
POISON = """
import os
import signal

import pipeline.stages.annotate as annotate
import pipeline.stages.reading.json_records as json_records

_annotate, _lines = annotate.Annotator.annotate, json_records.bounded_lines


def poisoned(self, article, language=None):
    if "POISON" in article.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    return _annotate(self, article, language)


def lines(stream, limit):
    for line in _lines(stream, limit):
        if b"LETHAL" in line:
            os.kill(os.getpid(), signal.SIGKILL)
        yield line


annotate.Annotator.annotate, json_records.bounded_lines = poisoned, lines
"""


def rejects(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "rejects.jsonl").read_text("utf-8").splitlines()]


def test_killed_twenty_times_at_random_moments_the_bytes_are_the_same(tmp_path: Path) -> None:
    told = list(kills(tmp_path, 20, SEED, records=400))
    assert len(told) == 20
    assert sum(kill.done > 0 for kill in told) > 12, "most were killed before they had done anything"


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A dump with an article that kills, and a line that kills when it is found."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"text": text(n) + ("POISON" if n == 23 else "")}) for n in range(40)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [json.dumps({"text": text(n) + ("LETHAL" if n == 107 else "")}) for n in range(100, 110)]
    (tmp_path / "in" / "b.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "in" / "c.txt").write_text(text(200), encoding="utf-8")
    return tmp_path


def test_article_that_kills_its_worker_is_found_rejected_and_passed_over(poisoned: Path) -> None:
    for workers, shard in ((2, 8), (1, 256)):
        output = poisoned / f"out-{workers}"
        env = environment([poisoned / "site"])
        args = ("run", poisoned / "in", "-o", output, "-q", "--shard", shard)
        if workers == 1:
            # Without a worker process the run itself is killed; the next one knows better.
            killed = start(*args, env=env)
            killed.communicate()
            assert killed.returncode == -signal.SIGSEGV
        session = start(*args, "--workers", workers, env=env)
        _, told = session.communicate()
        assert session.returncode == 0, told
        assert [(r["path"], r["record"], r["stage"], r["reason"]) for r in rejects(output)] == [
            ("a.jsonl", 23, "annotate", "worker_died"),
            ("b.jsonl", None, "read", "worker_died"),
        ]
        documents = [json.loads(line) for line in (output / "documents.jsonl").read_text("utf-8").splitlines()]
        assert len(documents) == 39 + 7 + 1
    assert bytes_of(poisoned / "out-1") == bytes_of(poisoned / "out-2")


def test_workers_that_cannot_begin_end_the_run_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nif sys.argv[:1] == ['-c'] and len(sys.argv) == 1:\n    sys.exit(3)\n", encoding="utf-8"
    )
    dump = make_dump(tmp_path / "in", 10)
    session = start("run", dump, "-o", tmp_path / "out", "-q", "--workers", 2, env=environment([tmp_path]))
    _, told = session.communicate()
    assert session.returncode == 2
    assert told.startswith("sapxep: workers end before they begin (code 1); its last words stand in ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_file_that_cannot_grow_is_told_in_one_line_and_the_run_goes_on_later(tmp_path: Path, workers: int) -> None:
    dump = make_dump(tmp_path / "in", 60)
    args = ("run", dump, "-o", tmp_path / "out", "-q", "--shard", 8, "--workers", workers)
    small = start(*args, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    _, told = small.communicate()
    assert (small.returncode, told.count("\n")) == (2, 1), told
    assert "cannot be written: File too large" in told
    session = start(*args)
    assert session.wait() == 0
    session.communicate()
    whole = start("run", dump, "-o", tmp_path / "whole", "-q")
    whole.communicate()
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


def test_output_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    session = start("run", tmp_path / "a.txt", "-o", "/proc/none/out", "-q")
    _, told = session.communicate()
    assert (session.returncode, told.count("\n")) == (2, 1)
    assert told.startswith("sapxep: /proc/none/out: cannot be written")
