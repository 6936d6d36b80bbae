"""The blocks of docs/recipes.md run as they stand, and find what the files hold."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline.cli.main import main
from pipeline.register.keys import fold

ROOT = Path(__file__).resolve().parents[2]
RECIPES = (ROOT / "docs" / "recipes.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", RECIPES, re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
ARTICLES = ("de-20-dak-lak-beschluss.txt", "vi-25-nuoiong.txt", "fa-21-daklak-1660.txt")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the outputs that the command of the document makes, of fewer articles."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus" / "articles").mkdir(parents=True)
    for name in ARTICLES:
        shutil.copy(ROOT / "corpus" / "articles" / name, folder / "corpus" / "articles")
    (command, loading) = [code for language, code in BLOCKS if language == "sh"]
    assert command.startswith("sapxep run ")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main([*command.split()[1:], "-q"]) == 0
    (folder / "datasette.sh").write_text(loading)
    return folder


@pytest.fixture
def events(desk: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The events of the run; the test goes on in its folder."""
    monkeypatch.chdir(desk)
    return [json.loads(line) for line in (desk / "outputs/demo/events.jsonl").read_text("utf-8").splitlines()]


def _named(word: str) -> dict[str, Any]:
    """What the one block with these words leaves behind."""
    (code,) = [code for code in PYTHON if word in code]
    names: dict[str, Any] = {"__name__": "recipe"}
    exec(compile(code, f"recipes.md: {word}", "exec"), names)  # noqa: S102
    return names


def _merges(events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    merges = [event for event in events if event["type"] == "merge" and event["sources"]]
    assert merges
    return [(event, target) for event in merges for target in event["targets"]]


def test_every_block_is_run_by_a_test() -> None:
    words = (
        "sqlite3",
        "sqlite_utils",
        "Datasette(",
        "psycopg",
        "GROUP BY ALL",
        "register.status",
        "pandas",
        'mentions"]',
    )
    assert [language for language, _ in BLOCKS] == ["sh", *["python"] * 2, "sh", *["python"] * (len(words) - 2)]
    assert all(sum(word in code for code in PYTHON) == 1 for word in words)


def test_sqlite_holds_events_and_participants(events: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    names = _named("sqlite3")
    assert len(names["rows"]) == len(_merges(events))
    joined = {frozenset(sources.split(" + ")) for _, _, sources in names["rows"]}
    assert joined == {frozenset(unit["name"] for unit in event["sources"]) for event, _ in _merges(events)}
    assert "←" in capsys.readouterr().out
    names["db"].close()
    with sqlite3.connect("events.db") as db:
        (count,) = db.execute("SELECT count(*) FROM event").fetchone()
    db.close()
    assert count == len(events)


def test_duckdb_counts_events(events: list[dict[str, Any]]) -> None:
    rows = _named("GROUP BY ALL")["rows"]
    assert {row[:2]: row[2] for row in rows} == Counter((event["type"], event["status"]) for event in events)


def test_duckdb_finds_what_disagrees_with_the_register(events: list[dict[str, Any]]) -> None:
    rows = _named("register.status")["rows"]
    wanted = [e for e in events if e["register"] and e["register"]["status"] in ("conflicts", "partial")]
    assert Counter(row[3] for row in rows) == Counter(event["evidence"]["text"] for event in wanted)


def test_pandas_has_a_row_for_each_unit_merged(events: list[dict[str, Any]]) -> None:
    names = _named("pandas")
    assert names["table"].to_numpy().sum() == len(events)
    wanted = [(s["name"], target["name"], s["unit"]) for event, target in _merges(events) for s in event["sources"]]
    units = names["units"].astype(object).where(names["units"].notna(), None)
    assert list(units[["source", "target", "source_id"]].itertuples(index=False, name=None)) == wanted


def test_mentions_stand_where_they_say(events: list[dict[str, Any]]) -> None:
    rows = _named('mentions"]')["rows"]
    assert {path for path, _, _ in rows} >= {ARTICLES[0], ARTICLES[2]}


def test_sqlite_utils_upserts_and_searches(events: list[dict[str, Any]]) -> None:
    for _ in range(2):
        names = _named("sqlite_utils")
        assert names["db"]["events"].count == len(events)
        assert all(re.search(r"gemeinde|\bxa\b", fold(row["evidence"])) for row in names["rows"])
        assert names["rows"]
        names["db"].conn.close()


def test_datasette_shows_tables_with_their_comments(
    events: list[dict[str, Any]], desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in (desk / "datasette.sh").read_text().splitlines():
        words, _, target = line.partition(" > ")
        capsys.readouterr()
        assert main(words.split()[1:]) == 0
        if target:
            Path(target).write_text(capsys.readouterr().out, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = _named("Datasette(")
    merges = [event for event in events if event["type"] == "merge"]
    assert sorted(row["event_id"] for row in names["merges"]) == sorted(event["event_id"] for event in merges)
    assert "One event of one article a row" in names["html"]
    assert "verdict of the register" in names["html"]


def test_postgresql_upserts_whole_records(
    events: list[dict[str, Any]], postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGURL", postgres)
    for _ in range(2):
        rows = _named("psycopg")["rows"]
    with psycopg.connect(postgres) as db:
        assert db.execute("SELECT count(*) FROM event_records").fetchone() == (len(events),)
    wanted = [
        event
        for event in events
        if "vn:2025-07:66" in [unit["unit"] for side in ("sources", "targets") for unit in event[side]]
    ]
    assert len(rows) == len(wanted) > 0
