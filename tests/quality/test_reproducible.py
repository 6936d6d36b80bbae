"""The same input gives the same bytes whatever the hash seed, time zone, locale and day; run.json tells the time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "corpus" / "articles"
SAME = ("documents.jsonl", "events.jsonl", "facts.jsonl", "lineage.jsonl", "rejects.jsonl", "manifest.json")
# A year and some hours on, for all that asks Python for the time. date.today and datetime.today ask time.time.
SHIFTED = """
import ctypes
import datetime
import gc
import time

SHIFT = 366 * 86400 + 40000
_time, _time_ns, _localtime, _gmtime = time.time, time.time_ns, time.localtime, time.gmtime
_now = datetime.datetime.now
time.time = lambda: _time() + SHIFT
time.time_ns = lambda: _time_ns() + SHIFT * 10**9
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)


def now(cls, tz=None):
    return _now(tz) + datetime.timedelta(seconds=SHIFT)


def utcnow(cls):
    return now(cls, datetime.timezone.utc).replace(tzinfo=None)


# In the class itself: a class in its place would not be the one that compiled libraries know.
(inside,) = gc.get_referents(datetime.datetime.__dict__)
inside["now"], inside["utcnow"] = classmethod(now), classmethod(utcnow)
ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
"""
# Dates that a careless reader would fill up from today, and a day that differs between time zones.
TRICKY = (
    "(baoquangtri.vn) Am 23. Oktober wurden die Gemeinden Gio Linh und Gio Quang in der Provinz Quang Tri zur neuen "
    "Gemeinde Gio Linh zusammengelegt. Heute, am Freitag, sagte der Vorsitzende des Volkskomitees der Provinz, im "
    "vergangenen Monat und im Juli habe die Provinz den Beschluss Nr. 1680/NQ-UBTVQH15 umgesetzt.\n"
)


def _run(folder: Path, name: str, *, path: Path, **env: str) -> Path:
    """The outputs of a run in a process of its own, started in the same folder with the same arguments."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(path), str(ROOT))), **env}
    command = [sys.executable, "-c", "import sys, sapxep; sys.exit(sapxep.main())", "run", "in", "-o", name, "-q"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / name


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs over the same articles, in circumstances as different as they come."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "in").mkdir()
    for article in sorted(ARTICLES.glob("*.txt"))[::3]:
        shutil.copy(article, folder / "in")
    (folder / "in" / "tricky.txt").write_text(TRICKY, encoding="utf-8")
    (folder / "in" / "twice.txt").write_text(TRICKY, encoding="utf-8")
    (folder / "in" / "blank.txt").write_text(" \n", encoding="utf-8")
    (folder / "now").mkdir()
    (folder / "later").mkdir()
    (folder / "later" / "sitecustomize.py").write_text(SHIFTED, encoding="utf-8")
    return (
        _run(folder, "a", path=folder / "now", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C"),
        _run(folder, "b", path=folder / "later", PYTHONHASHSEED="4242", TZ="America/Anchorage", LC_ALL="C.UTF-8"),
    )


@pytest.mark.parametrize("name", SAME)
def test_same_input_gives_the_same_bytes(runs: tuple[Path, Path], name: str) -> None:
    first, second = ((folder / name).read_bytes() for folder in runs)
    assert first == second


def test_run_json_alone_tells_the_time(runs: tuple[Path, Path]) -> None:
    first, second = (json.loads((folder / "run.json").read_text("utf-8")) for folder in runs)
    assert int(second["started"][:4]) == int(first["started"][:4]) + 1, "the second run's clock was not shifted"
    for folder in runs:
        assert sorted(path.name for path in folder.iterdir()) == sorted((*SAME, "run.json", ".run"))


def test_runs_compared_hold_something(runs: tuple[Path, Path]) -> None:
    counts = json.loads((runs[0] / "manifest.json").read_text("utf-8"))["counts"]
    assert set(counts["languages"]) >= {"de", "fa", "vi"}
    assert counts["events"] > 50
    assert counts["rejects_by_reason"] == {"read/duplicate": 1, "read/empty": 1}


def test_year_that_nothing_tells_stays_open(runs: tuple[Path, Path]) -> None:
    lines = (runs[1] / "documents.jsonl").read_text("utf-8").splitlines()
    (document,) = [d for d in map(json.loads, lines) if d["source"]["path"] == "tricky.txt"]
    dates = {m["surface"]: m["edtf"] for m in document["mentions"] if m["type"] == "date"}
    assert dates["23. Oktober"] == "XXXX-10-23"
