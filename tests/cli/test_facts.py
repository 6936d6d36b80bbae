"""Facts and lineage as a user calls them: from one run, from several, added to an earlier one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

from pipeline.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "corpus" / "articles"
ALL = ("documents.jsonl", "events.jsonl", "facts.jsonl", "lineage.jsonl", "rejects.jsonl", "manifest.json")
FIRST = ("de-60-ta-xua-wolken", "vi-69-samson-muabien", "vi-60-tayxua-dukien")
SECOND = ("fa-60-bakyen-abr", "fa-66-samson-darya", "de-68-sam-son-strand", "vi-60-tayxua-dukien")


Call = Callable[..., Any]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dumps that share an article, the run of each and one run over both."""
    folder = tmp_path_factory.mktemp("runs")
    for dump, names in (("june", FIRST), ("july", SECOND)):
        (folder / dump).mkdir()
        for name in names:
            shutil.copy(ARTICLES / f"{name}.txt", folder / dump)
        assert main(["run", str(folder / dump), "-o", str(folder / f"{dump}-out"), "-q"]) == 0
    assert main(["run", str(folder / "june"), str(folder / "july"), "-o", str(folder / "both-out"), "-q"]) == 0
    return folder


def _facts(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "facts.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("order", [("june-out", "july-out"), ("july-out", "june-out"), ("july-out", "both-out")])
def test_facts_of_several_runs_are_those_of_one(call: Call, runs: Path, tmp_path: Path, order: tuple[str, ...]) -> None:
    answer = call("facts", *(runs / name for name in order), "-o", tmp_path / "facts")
    assert answer.code == 0, answer.err
    for name in ("facts.jsonl", "lineage.jsonl"):
        assert (tmp_path / "facts" / name).read_bytes() == (runs / "both-out" / name).read_bytes()
    assert call("validate", tmp_path / "facts").code == 0


def test_appending_gives_the_bytes_of_one_run(call: Call, runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "june-out", tmp_path / "out")
    assert call("run", runs / "july", "-o", tmp_path / "out", "--append", "-q").code == 0
    for name in ALL:
        assert (tmp_path / "out" / name).read_bytes() == (runs / "both-out" / name).read_bytes(), name


def test_one_original_in_two_languages_is_one_source(runs: Path) -> None:
    facts = [fact for fact in _facts(runs / "both-out") if fact["place"]["province"] == "Thanh Hóa"]
    told = {fact["targets"][0]["name"]: fact["reports"] for fact in facts if fact["type"] == "merge"}
    assert set(told) == {"Sầm Sơn", "Nam Sầm Sơn"}
    for reports in told.values():
        assert (reports["articles"], reports["independent"]) == (3, 2)
        assert reports["languages"] == ["de", "fa", "vi"]
    (counts,) = [fact["reports"] for fact in facts if fact["type"] == "restructure"]
    assert (counts["articles"], counts["independent"], counts["languages"]) == (2, 1, ["fa", "vi"])


def test_appending_with_other_options_is_refused(call: Call, runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "june-out", tmp_path / "out")
    answer = call("run", runs / "july", "-o", tmp_path / "out", "--append", "--without-text")
    assert answer.code == 2
    assert "without_text was False and is True" in answer.err
    assert call("run", runs / "july", "-o", tmp_path / "none", "--append").code == 2


def test_appending_to_changed_files_is_refused_and_changes_nothing(call: Call, runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "june-out", tmp_path / "out")
    with (tmp_path / "out" / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("[a-z]*")}
    answer = call("run", runs / "july", "-o", tmp_path / "out", "--append")
    assert answer.code == 2
    assert "events.jsonl: changed since its run" in answer.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("[a-z]*")} == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "no record"),
        ('{"doc_id": "x"}', "is not in documents.jsonl"),
        ("{}", "no event"),
    ],
)
def test_facts_of_spoilt_files_name_file_and_line(
    call: Call, runs: Path, tmp_path: Path, line: str, problem: str
) -> None:
    shutil.copytree(runs / "june-out", tmp_path / "out")
    (tmp_path / "out" / "events.jsonl").write_text(f"{line}\n", "utf-8")
    answer = call("facts", tmp_path / "out", "-o", tmp_path / "facts")
    assert answer.code == 2
    assert "events.jsonl:1: " in answer.err
    assert problem in answer.err
    assert not (tmp_path / "facts" / "facts.jsonl").exists()


def test_facts_want_finished_runs(call: Call, runs: Path, tmp_path: Path) -> None:
    answer = call("facts", runs / "june", "-o", tmp_path / "facts")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "holds no documents.jsonl" in answer.err
    answer = call("facts", runs / "june-out", "-o", runs / "july")
    assert answer.code == 2
    assert "holds something else" in answer.err


def test_lineage_shows_reports_with_the_register_beside_them(call: Call, runs: Path) -> None:
    answer = call("lineage", "Ta Xua", "--in", runs / "both-out")
    assert answer.code == 0, answer.err
    assert "reported: from" in answer.out
    assert "register: from" in answer.out
    (line,) = [line for line in answer.out.splitlines() if "Háng Đồng" in line and "merge" in line]
    assert "completed · 2025-07-01 · 3 articles · register: confirmed" in line
    found = json.loads(call("lineage", "vn:2025-06:03869", "--in", runs / "both-out", "--json").out)
    assert [step["change"]["target"] for step in found[0]["into"]] == ["vn:2025-07:03868"]


def test_lineage_of_what_nobody_reports_says_so(call: Call, runs: Path) -> None:
    answer = call("lineage", "Phú Quốc", "--in", runs / "both-out")
    assert answer.code == 0
    assert "no change of it is reported" in answer.out
    answer = call("lineage", "Nirgends", "--in", runs / "both-out")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert call("lineage", "--in", runs / "both-out").code == 2
    assert call("lineage", "Sơn La", "--in", runs / "june").code == 2


def test_graphml_holds_every_unit_and_change(call: Call, runs: Path, tmp_path: Path) -> None:
    assert call("lineage", "--in", runs / "both-out", "--graphml", tmp_path / "all.graphml").code == 0
    lines = (runs / "both-out" / "lineage.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    graph = networkx.read_graphml(tmp_path / "all.graphml", force_multigraph=True)
    assert set(graph.nodes) == {one["id"] for one in records if one["record"] == "unit"}
    assert graph.number_of_edges() == sum(one["record"] == "change" for one in records)
    told = graph.edges["vn:2025-06:03869", "vn:2025-07:03868", 0]
    assert (told["date"], told["register"], told["type"]) == ("2025-07-01", "confirmed", "merge")
    assert graph.nodes["vn:2025-07:03868"]["list"] == "2025-07"
