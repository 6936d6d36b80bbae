"""The commands over a store, as a user calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.main import main

GERMAN = (
    "Gemäß dem Beschluss Nr. 861/NQ-UBTVQH14 wurden am 1. Januar 2020 die Gemeinden Xuan Thien und Chinh Tam im Bezirk "
    "Kim Son der Provinz Ninh Binh zur neuen Gemeinde Xuan Chinh zusammengelegt.\n"
)
VIETNAMESE = "Thực hiện Nghị quyết số 1660/NQ-UBTVQH15, tỉnh Đắk Lắk sáp nhập xã Ea Kao vào phường Tân An.\n"
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a run."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "de.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "vi.txt").write_text(VIETNAMESE, encoding="utf-8")
    assert main(["run", str(folder / "de.txt"), str(folder / "vi.txt"), "-o", str(folder / "out"), "-q"]) == 0
    return folder / "out"


@pytest.fixture(scope="module")
def address(outputs: Path) -> str:
    """The address of a database with that run."""
    made = f"sqlite:///{outputs.parent / 'events.db'}"
    assert main(["load", str(outputs), "--to", made, "-q"]) == 0
    return made


def test_load_says_what_it_did(call: Call, outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = call("load", outputs, "--as", "demo")
    assert code == 0
    assert out.startswith("demo → sqlite:///events.db: 2 documents, ")
    assert call("load", outputs, "--as", "demo")[1].endswith("0 written, 0 removed\n")
    assert (tmp_path / "events.db").is_file()


def test_the_same_is_found_in_a_run_and_in_a_database(call: Call, outputs: Path, address: str) -> None:
    for query in ("Xuan Chinh", "شوان چین", "861/NQ-UBTVQH14"):
        code, out, _ = call("search", query, "--database", address, "--json")
        assert code == 0
        assert out
        assert call("search", query, "--in", outputs, "--json") == (0, out, "")


def test_search_without_a_query_shows_what_the_options_let_through(call: Call, address: str) -> None:
    _, out, _ = call("search", "--database", address, "--type", "merge", "--province", "Ninh Bình", "--json")
    assert {json.loads(line)["event"]["type"] for line in out.splitlines()} == {"merge"}
    assert call("search", "--database", address, "--since", "2030")[2] == "no event fits\n"


def test_more_hits_than_shown_are_told(call: Call, address: str) -> None:
    total = len(call("search", "--database", address, "--json")[1].splitlines())
    _, out, err = call("search", "--database", address, "--limit", "1")
    assert out.count(".txt") == 1
    assert total > 1
    assert err == f"1 of {total}; --limit and --offset show more\n"


def test_ask_unit_shows_lineage_and_reports(call: Call, address: str) -> None:
    code, out, _ = call("ask", "unit", "xuan chinh", "--database", address)
    assert code == 0
    assert "made from  Xuân Thiện · commune" in out
    assert "Chính Tâm + Xuân Thiện → Xuân Chính" in out
    _, out, _ = call("ask", "unit", "Xuân Chính", "--database", address, "--json")
    assert "vn:2025-06:14632" in {json.loads(line)["unit"]["unit_id"] for line in out.splitlines()}


def test_ask_province_and_untold_and_disagreements(call: Call, address: str, outputs: Path) -> None:
    assert "merge · completed · 2020-01-01" in call("ask", "province", "نین بین", "--database", address)[1]
    code, out, err = call("ask", "untold", "--database", address, "--province", "Ninh Bình", "--level", "commune")
    assert code == 0
    assert f"{len(out.splitlines()):,} units\n" == err
    assert call("ask", "disagreements", "--in", outputs)[0] == 0


def test_export_names_what_it_wrote(call: Call, outputs: Path, tmp_path: Path) -> None:
    code, out, _ = call("export", "--in", outputs, "--format", "csv", "-o", tmp_path / "tables")
    assert code == 0
    assert str(tmp_path / "tables" / "events.csv") in out


BAD = {
    "no place to ask": (("search", "x"), "give the folder of a finished run with --in"),
    "two places to ask": (("search", "x", "--in", "a", "--database", "sqlite:///b"), "or a database with --database"),
    "no such database": (("ask", "unit", "x", "--database", "sqlite:///none.db"), "no such database"),
    "nothing to load": (("load", "nowhere"), "no such folder"),
    "a folder of something else": (("load", "."), "holds no documents.jsonl"),
    "a store of another kind": (("load", ".", "--to", "mongodb://x"), "no store of this kind"),
    "one name for two runs": (("load", "a", "b", "--as", "c"), "--as names one run"),
    "no such province": (("search", "--in", "{outputs}", "--province", "Bayern"), "no province of this name"),
    "no such unit": (("ask", "unit", "Bayern", "--in", "{outputs}"), "no unit of this name"),
    "no such form": (("export", "--in", "{outputs}", "--format", "xml", "-o", "x"), "'--format'"),
    "not a date": (("search", "--in", "{outputs}", "--since", "gestern"), "not a day, a month or a year"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told_in_one_line(
    call: Call, case: str, outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    args, told = BAD[case]
    code, out, err = call(*(arg.format(outputs=outputs) for arg in args))
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
