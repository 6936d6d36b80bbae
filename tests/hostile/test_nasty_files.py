"""Whatever lies in a dump becomes a record or a reject, and the run goes on."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sapxep


def _nasty() -> ModuleType:
    """The files, from the module beside this one; tests are no package."""
    spec = importlib.util.spec_from_file_location("nasty", Path(__file__).with_name("nasty.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FILES = dict(_nasty().files())
# What every reader of the file would have to take for an article.
READ = {
    "bidi.txt", "isolates.txt", "zalgo.txt", "joiners.txt", "tags.txt", "line-ends.txt", "emoji.txt", "control.txt",
    "private.txt", "numbers.txt", "dates.txt", "old-dates.txt", "codes.txt", "brackets.txt", "quotes.txt",
    "one-word.txt", "list.txt", "one-nul.txt", "same-key.jsonl", "lone-surrogate.jsonl", "odd-dates.jsonl",
    "urls.jsonl", "deep.jsonl",
    "huge-date.jsonl", "members.txt.gz", "name.txt.gz", "entities.html",
}  # fmt: skip


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over all nasty files, and over what is no file."""
    folder = tmp_path_factory.mktemp("nasty")
    source = folder / "in"
    source.mkdir()
    for name, raw in FILES.items():
        (source / name).write_bytes(raw)
    (source / "circle").symlink_to(source)
    (source / "outside.txt").symlink_to("/etc/hostname")
    (source / "dangling.txt").symlink_to(source / "nothing.txt")
    os.mkfifo(source / "pipe.txt")
    (source / os.fsdecode(b"name-\xff.txt")).write_bytes(b"Text " + b"x" * 99)
    (source / "new\nline.txt").write_text("Text in einer Datei mit einem Zeilenende im Namen.", encoding="utf-8")
    signal.alarm(300)
    try:
        sapxep.run(source, folder / "out")
    finally:
        signal.alarm(0)
    return folder / "out"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def test_every_file_is_an_article_or_a_reject(outputs: Path) -> None:
    read = {document["source"]["path"] for document in lines(outputs / "documents.jsonl")}
    rejected = {reject["path"]: reject["reason"] for reject in lines(outputs / "rejects.jsonl")}
    assert set(FILES) <= read | rejected.keys()
    # The same text in another file has been read as well.
    missing = {name: rejected[name] for name in READ - read}
    assert set(missing.values()) <= {"duplicate"}, missing
    assert {rejected[name] for name in ("circle", "dangling.txt", "pipe.txt")} == {"unreadable"}
    assert {"new\nline.txt", "name-\\xff.txt"} <= read


def test_nothing_breaks_inside(outputs: Path) -> None:
    reasons = Counter(reject["reason"] for reject in lines(outputs / "rejects.jsonl"))
    assert reasons["internal_error"] == reasons["invalid_record"] == 0
    assert reasons["bomb"] >= 2


def test_all_that_is_written_is_valid(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sapxep.main(["validate", str(outputs)]) == 0, capsys.readouterr().out
