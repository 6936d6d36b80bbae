"""Every command as a user calls it; bad input is told in one line on standard error, with exit code 2."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import pipeline
from pipeline.cli.main import main

GERMAN = (
    "Gemäß dem Beschluss Nr. 861/NQ-UBTVQH14 wurden am 1. Januar 2020 die Gemeinden Xuan Thien und Chinh Tam im Bezirk "
    "Kim Son der Provinz Ninh Binh zur neuen Gemeinde Xuan Chinh zusammengelegt.\n"
)
VIETNAMESE = (
    "Thực hiện Nghị quyết số 1660/NQ-UBTVQH15, tỉnh Đắk Lắk sáp nhập xã Ea Kao vào phường Tân An. "
    "Toàn tỉnh còn lại 102 đơn vị hành chính cấp xã kể từ ngày 1/7/2025.\n"
)


Call = Callable[..., Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a small run."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "in").mkdir()
    (folder / "in" / "de.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "in" / "vi.txt").write_text(VIETNAMESE, encoding="utf-8")
    assert main(["run", str(folder / "in"), "-o", str(folder / "out"), "-q"]) == 0
    return folder / "out"


@pytest.fixture
def outputs(made: Path, tmp_path: Path) -> Path:
    """Outputs that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "outputs"))


def _gold(folder: Path) -> Path:
    folder.mkdir()
    event = {
        "type": "merge", "status": "completed", "level": "commune", "counts": None, "date": "2020-01-01",
        "sources": [{"name": name, "kind": "commune", "extent": "whole"} for name in ("Xuân Thiện", "Chính Tâm")],
        "targets": [{"name": "Xuân Chính", "kind": "commune"}], "documents": [], "officials": [],
        "place": {"province": "Ninh Bình", "district": "Kim Sơn"}, "evidence": GERMAN.split(".", maxsplit=1)[0],
    }  # fmt: skip
    told = {
        "article": "de", "language": "de", "translated_from": "vi", "url": None, "published": None, "officials": [],
        "units": [{"name": "Xuân Chính", "kind": "commune", "surfaces": ["Xuan Chinh"], "ids": ["vn:2025-06:14632"]}],
        "documents": [{"number": "861/NQ-UBTVQH14", "doc_type": "resolution", "issued": None}],
        "dates": [{"edtf": "2020-01-01", "surfaces": ["1. Januar 2020"]}], "events": [event],
    }  # fmt: skip
    (folder / "de.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


# --- help


_COMMANDS = ("run", "status", "facts", "lineage", "search", "validate", "evaluate", "schema", "register", "packs")


@pytest.mark.parametrize("name", _COMMANDS)
def test_help_lists_and_explains_every_command(call: Call, name: str) -> None:
    assert f"\n  {name} " in call("--help").out
    told = call(name, "--help")
    assert told.code == 0
    assert told.out.startswith(f"Usage: sapxep {name} ")


def test_version_is_told(call: Call) -> None:
    assert call("--version").out.startswith("sapxep 0.")


# --- bad input

BAD = {
    "input is missing": (("run", "nowhere.txt", "-o", "new"), "nowhere.txt: no such file or folder"),
    "pattern matches nothing": (("run", "no*.txt", "-o", "new"), "the pattern matches nothing"),
    "folder holds nothing to read": (("run", "empty", "-o", "new"), "no file to read in this folder"),
    "no output is named": (("run", "a.txt"), "Missing option '-o' / '--output'"),
    "output is a file": (("run", "a.txt", "-o", "a.txt"), "a file, not a folder"),
    "output lies below a file": (("run", "a.txt", "-o", "a.txt/out"), "cannot be written"),
    "output holds something else": (("run", "a.txt", "-o", "other"), "holds something else (mine.txt)"),
    "output lies among the inputs": (("run", ".", "-o", "new"), "lies among the inputs (.)"),
    "output holds a run of something else": (("run", "a.txt", "-o", "{outputs}"), "--fresh replaces it"),
    "status is asked of no run": (("status", "other"), "holds no run with a ledger"),
    "workers are none": (("run", "a.txt", "-o", "new", "--workers", "0"), "'--workers'"),
    "output holds the input": (("run", "{outputs}/documents.jsonl", "-o", "{outputs}"), "lies among the inputs"),
    "number is out of range": (("run", "a.txt", "-o", "new", "--longest-text", "0"), "'--longest-text'"),
    "language is unknown": (("run", "a.txt", "-o", "new", "--language", "qq"), "no language pack qq"),
    "packs are missing": (("run", "a.txt", "-o", "new", "--packs", "nowhere"), "no folder of language packs"),
    "packs are none": (("packs", "check", "--packs", "empty"), "holds no language pack"),
    "command is unknown": (("rum", "a.txt"), "No such command 'rum'"),
    "option is unknown": (("run", "a.txt", "--outptu", "new"), "--outptu"),
    "searched folder is no run": (("search", "x", "--in", "other"), "give the folder of a finished run"),
    "search is empty": (("search", "…", "--in", "{outputs}"), "holds nothing to search for"),
    "type is unknown": (("search", "x", "--in", "{outputs}", "--type", "fusion"), "'--type'"),
    "validated folder is no run": (("validate", "other"), "give the folder of a finished run"),
    "validated file is none of a run": (("validate", "a.txt"), "cannot tell what it holds"),
    "validated file is missing": (("validate", "nowhere"), "nowhere"),
    "evaluated folder is no run": (("evaluate", "gold", "other"), "give the folder of a finished run"),
    "gold folder is empty": (("evaluate", "empty", "{outputs}"), "no gold files"),
    "gold is none": (("evaluate", "{outputs}", "{outputs}"), "no gold file, it lacks"),
    "floor is no number": (("evaluate", "gold", "{outputs}", "--min", "events=high"), "NAME=VALUE with a number"),
    "floor has no value": (("evaluate", "gold", "{outputs}", "--min", "events"), "NAME=VALUE with a number"),
    "figure of a floor is unknown": (("evaluate", "gold", "{outputs}", "--min", "evnts=0"), "no such figure"),
    "figure to list is unknown": (("evaluate", "gold", "{outputs}", "--errors", "evnts"), "no such figure"),
    "record is unknown": (("schema", "fact-sheet"), "fact-sheet"),
    "register is missing": (("register", "find", "Kim Son", "--register", "nowhere"), "no register"),
    "unit is unknown": (("register", "find", "Nowhereville"), "no unit named 'Nowhereville'"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_one_line(
    call: Call, outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    _gold(tmp_path / "gold")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "a.txt").write_text(GERMAN, encoding="utf-8")
    args, wanted = BAD[name]
    told = call(*(arg.format(outputs=outputs) for arg in args))
    assert told.code == 2, told
    assert wanted in told.err
    assert told.err.startswith("sapxep: ")
    assert told.err.count("\n") == 1, told.err
    assert not (tmp_path / "new").exists()
    assert (tmp_path / "other" / "mine.txt").read_text("utf-8") == "keep"


# --- run


def test_run_shows_what_was_found_and_where_it_lies(call: Call, made: Path, tmp_path: Path) -> None:
    told = call("run", made.parent / "in", "-o", tmp_path / "out")
    assert told.code == 0
    assert told.err == ""
    assert "articles read" in told.out
    assert "Out of the events found:" in told.out
    assert " → " in told.out
    files = "documents.jsonl, events.jsonl, facts.jsonl, lineage.jsonl, rejects.jsonl, manifest.json, run.json"
    assert files in " ".join(told.out.split())


def test_quiet_run_prints_nothing(call: Call, made: Path, tmp_path: Path) -> None:
    assert call("run", made.parent / "in", "-o", tmp_path / "out", "--quiet") == (0, "", "")


def test_run_again_into_the_same_folder_replaces_its_files(call: Call, outputs: Path, made: Path) -> None:
    (outputs / "events.jsonl").write_text("spoilt", encoding="utf-8")
    assert call("run", made.parent / "in", "-o", outputs, "-q").code == 0
    assert (outputs / "events.jsonl").read_bytes() == (made / "events.jsonl").read_bytes()


def test_run_reads_standard_input(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"story_text": GERMAN, "where": "https://baoninhbinh.org.vn/a", "day": "2020-02-03"})
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(line.encode())))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stdin", stream)
    keys = ("--text-key", "story_text", "--url-key", "where", "--date-key", "day")
    assert call("run", "-", "-o", tmp_path / "out", "-q", *keys).code == 0
    document = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
    assert document["source"] == {
        "path": "-", "record": 0, "url": "https://baoninhbinh.org.vn/a", "outlet": "baoninhbinh.org.vn",
    }  # fmt: skip
    assert (document["published"], document["text"]) == ("2020-02-03", GERMAN)


def test_run_without_a_readable_article_fails_and_says_where_to_look(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\xfd")
    told = call("run", tmp_path / "a.txt", "-o", tmp_path / "out", "-q")
    assert (told.code, told.out) == (1, "")
    assert "rejects.jsonl says why" in told.err
    (reject,) = (tmp_path / "out" / "rejects.jsonl").read_text("utf-8").splitlines()
    assert json.loads(reject)["stage"] == "read"


def test_run_without_text_keeps_spans_and_evidence(call: Call, made: Path, tmp_path: Path) -> None:
    assert call("run", made.parent / "in", "-o", tmp_path / "out", "-q", "--without-text").code == 0
    documents = [json.loads(line) for line in (tmp_path / "out" / "documents.jsonl").read_text("utf-8").splitlines()]
    assert [document["text"] for document in documents] == [None, None]
    assert all(document["mentions"] for document in documents)
    assert (tmp_path / "out" / "events.jsonl").read_bytes() == (made / "events.jsonl").read_bytes()


def test_run_without_facts_writes_the_same_events_and_can_be_joined_later(
    call: Call, made: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert call("run", made.parent / "in", "-o", out, "-q", "--without-facts").code == 0
    assert (out / "facts.jsonl").read_bytes() == (out / "lineage.jsonl").read_bytes() == b""
    assert (out / "events.jsonl").read_bytes() == (made / "events.jsonl").read_bytes()
    assert call("facts", out, "-o", tmp_path / "joined").code == 0
    assert (tmp_path / "joined" / "facts.jsonl").read_bytes() == (made / "facts.jsonl").read_bytes() != b""


def test_language_that_is_given_is_taken(call: Call, made: Path, tmp_path: Path) -> None:
    assert call("run", made.parent / "in" / "de.txt", "-o", tmp_path / "out", "-q", "--language", "vi").code == 0
    document = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
    assert (document["language"], document["language_confidence"]) == ("vi", None)


# --- search


@pytest.mark.parametrize(
    "query",
    ["Xuân Chính", "xuan chinh", "XUÂN CHÍNH", "XuanChinh", "Xua\u0302n Chi\u0301nh", "شوان چین", "861/NQ-UBTVQH14",
     "861-nq ubtvqh14", "۸۶۱/NQ-UBTVQH14", "Beschluss 861", "Ninh Binh 861 Chính Tâm"],
)  # fmt: skip
def test_search_finds_the_event_by_any_spelling(call: Call, made: Path, query: str) -> None:
    told = call("search", query, "--in", made, "--type", "merge", "--json")
    assert told.code == 0
    (event,) = told.events()
    assert [unit["name"] for unit in event["targets"]] == ["Xuân Chính"]


def test_search_shows_people_the_event_and_its_evidence(call: Call, made: Path) -> None:
    told = call("search", "Xuan Chinh", "--in", made)
    assert "Chính Tâm" in told.out
    assert "zur neuen Gemeinde Xuan Chinh" in told.out
    assert "de.txt · characters " in told.out


def test_search_without_a_hit_says_so(call: Call, made: Path) -> None:
    told = call("search", "Cà Mau", "--in", made)
    assert (told.code, told.out) == (0, "")
    assert told.err == "no event fits 'Cà Mau'\n"
    assert call("search", "Cà Mau", "--in", made, "--json") == (0, "", "")


def test_search_is_narrowed_by_type_and_limit(call: Call, made: Path) -> None:
    found = call("search", "Xuan Chinh", "--in", made, "--json").events()
    assert {event["type"] for event in found} >= {"merge"}
    assert call("search", "Xuan Chinh", "--in", made, "--type", "rename", "--json").events() == []
    assert call("search", "Xuan Chinh", "--in", made, "--limit", "1", "--json").events() == found[:1]


# --- validate


def test_validate_passes_what_a_run_wrote(call: Call, made: Path) -> None:
    assert call("validate", made) == (0, "", "all valid\n")
    assert call("validate", made / "events.jsonl", made / "manifest.json").code == 0


def _spoil(path: Path, line: int, change: Callable[[dict[str, Any]], object]) -> None:
    lines = path.read_text("utf-8").splitlines()
    record = json.loads(lines[line - 1])
    change(record)
    lines[line - 1] = json.dumps(record, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_validate_names_the_line_with_a_shifted_span(call: Call, outputs: Path) -> None:
    path = outputs / "documents.jsonl"
    _spoil(path, 2, lambda document: document["mentions"][0].update(start=document["mentions"][0]["start"] + 1))
    told = call("validate", outputs)
    assert (told.code, told.err) == (1, "1 faults\n")
    assert told.out.startswith(f"{path}:2: mention ")


def test_validate_names_the_line_with_a_wrong_value(call: Call, outputs: Path) -> None:
    path = outputs / "events.jsonl"
    _spoil(path, 1, lambda event: event.update(type="fusion"))
    told = call("validate", path)
    assert told.code == 1
    assert told.out.startswith(f"{path}:1: type: 'fusion' is not one of ")


def test_validate_names_the_line_with_evidence_that_is_not_in_the_text(call: Call, outputs: Path) -> None:
    _spoil(outputs / "events.jsonl", 1, lambda event: event["evidence"].update(text="made up"))
    told = call("validate", outputs)
    assert told.code == 1
    assert "events.jsonl:1: event " in told.out


def test_validate_names_the_line_that_is_cut(call: Call, outputs: Path) -> None:
    path = outputs / "documents.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    told = call("validate", path)
    assert told.code == 1
    assert told.out.startswith(f"{path}:2: not JSON: ")


@pytest.mark.parametrize("value", [7, None, [1]])
def test_validate_survives_any_json(call: Call, outputs: Path, value: object) -> None:
    path = outputs / "documents.jsonl"
    path.write_text(json.dumps(value) + "\n" + json.dumps({"text": "a", "mentions": value}) + "\n", encoding="utf-8")
    told = call("validate", outputs)
    assert told.code == 1
    assert f"{path}:1: record: " in told.out


def test_validate_shows_as_many_faults_as_wanted(call: Call, outputs: Path) -> None:
    path = outputs / "events.jsonl"
    path.write_text("no\n" * 5, encoding="utf-8")
    told = call("validate", path, "--most", "2")
    assert told.out.splitlines()[2:] == ["… and 3 more"]
    assert told.err == "5 faults\n"


# --- evaluate


@pytest.mark.parametrize(("article", "url"), [("dump.jsonl#1", None), ("a", "https://baoninhbinh.org.vn/a")])
def test_article_inside_a_dump_is_found_by_record_or_address(
    call: Call, tmp_path: Path, article: str, url: str | None
) -> None:
    lines = [{"text": VIETNAMESE}, {"text": GERMAN, "url": "https://baoninhbinh.org.vn/a"}]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert call("run", tmp_path / "dump.jsonl", "-o", tmp_path / "out", "-q").code == 0
    gold = _gold(tmp_path / "gold")
    told = json.loads((gold / "de.json").read_text("utf-8")) | {"article": article, "url": url}
    (gold / "de.json").write_text(json.dumps(told), encoding="utf-8")
    figures = json.loads(call("evaluate", gold, tmp_path / "out", "--json").out)
    assert figures["all"]["documents"] == figures["all"]["language"] == 1.0


def test_evaluate_scores_a_run(call: Call, made: Path, tmp_path: Path) -> None:
    gold = _gold(tmp_path / "gold")
    told = call("evaluate", gold, made)
    assert told.code == 0
    assert "events_strict" in told.out
    figures = json.loads(call("evaluate", gold, made, "--json").out)
    assert figures["all"] == figures["de"]
    assert (figures["all"]["offsets"], figures["all"]["events"], figures["all"]["officials"]) == (1.0, 1.0, None)


def test_evaluate_fails_below_a_floor(call: Call, made: Path, tmp_path: Path) -> None:
    gold = _gold(tmp_path / "gold")
    assert call("evaluate", gold, made, "--min", "events=0.9", "--min", "de.offsets=1").code == 0
    told = call("evaluate", gold, made, "--min", "units=0.99", "--min", "officials=0.1")
    assert told.code == 1
    assert told.err.startswith("short of: units 0.")
    assert "officials - < 0.1" in told.err


def test_evaluate_lists_what_differs(call: Call, made: Path, tmp_path: Path) -> None:
    told = call("evaluate", _gold(tmp_path / "gold"), made, "--errors", "units")
    listed = [line.split("\t") for line in told.out.splitlines() if "\t" in line]
    assert ["units", "de", "extra"] in [line[:3] for line in listed]
    assert {line[0] for line in listed} == {"units"}


# --- schema


@pytest.mark.parametrize("record", ["document", "event", "fact", "lineage", "reject", "manifest"])
def test_schema_is_valid_and_fits_what_a_run_writes(call: Call, made: Path, record: str) -> None:
    schema = json.loads(call("schema", record).out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert not validator.is_valid({})
    if record == "manifest":
        validator.validate(json.loads((made / "manifest.json").read_text("utf-8")))
        return
    name = "lineage.jsonl" if record == "lineage" else f"{record}s.jsonl"
    for line in (made / name).read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_schema_of_all_records_comes_by_name(call: Call) -> None:
    assert {"document", "event", "fact", "lineage", "reject", "manifest"} <= set(json.loads(call("schema").out))


# --- packs


def test_packs_are_listed_with_their_rules(call: Call) -> None:
    told = call("packs", "check")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()] == ["de", "fa", "vi"]
    assert all(" rules; digest " in line for line in told.out.splitlines())


def test_pack_with_a_fault_is_told_by_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "pack.yaml").write_text("code: xx\nname: [\n", encoding="utf-8")
    told = call("packs", "check", "--packs", tmp_path)
    assert told.code == 2
    assert told.err.startswith("sapxep: xx/pack.yaml: not YAML")
    assert told.err.count("\n") == 1


def test_pattern_of_dates_with_a_fault_is_told_by_name(call: Call, tmp_path: Path) -> None:
    """Patterns of dates are compiled when a text asks for them; the check compiles all."""
    shutil.copytree(Path(pipeline.__path__[0]) / "languages" / "packs" / "vi", tmp_path / "vi")
    dates = tmp_path / "vi" / "dates.yaml"
    broken = dates.read_text("utf-8").replace("patterns:\n", "patterns:\n  - {name: never, pattern: 'ngày ({day}'}\n")
    dates.write_text(broken, "utf-8")
    told = call("packs", "check", "--packs", tmp_path)
    assert told.code == 2
    assert told.err.startswith("sapxep: vi/dates.yaml: never: ")
    assert told.err.count("\n") == 1
