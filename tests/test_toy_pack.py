"""A language that no code knows: a folder of data takes an article the whole way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import PackError
from pipeline.runners.local import run
from pipeline.runners.options import RunOptions
from pipeline.stages.reading import ReadOptions

PACK = {
    "pack.yaml": """
code: xx
name: Toy
script: Latn
name_script: latin_ascii
names_capitalised: true
normalisers: [nfc, controls, spaces]
source_line: [Fonto]
detection: {words: [la, kaj, en, estas, al, de, kunigis, komunumoj, komunumo, distrikto, hodiau, sekretario]}
""",
    "units.yaml": """
kinds:
  - {words: [komunumo], kinds: [commune], plural: false}
  - {words: [komunumoj], kinds: [commune], plural: true}
  - {words: [distrikto], kinds: [rural_district], plural: false}
links:
  separator: [kaj]
  filler: [la]
  parent: [de]
""",
    "dates.yaml": """
words: {month: {7: [julio]}}
patterns:
  - {name: day, pattern: "{day} {month} {year}"}
""",
    "documents.yaml": """
words: {resolution: [rezolucio]}
number_words: [n]
""",
    "posts.yaml": """
posts:
  - {post: secretary, words: [sekretario]}
""",
    "events.yaml": """
classes:
  into: [en]
  merge: [kunigis, kunigitaj]
rules:
  - {id: merge, type: merge, pattern: "![merge] ...2 src:U ... [into] ...2 tgt:U"}
""",
    "qualifiers.yaml": """
qualifiers:
  - {says: planned, scope: sentence, words: [planas]}
""",
}
TEXT = (
    "La distrikto Kim Son kunigis la komunumoj Xuan Thien kaj Chinh Tam en la komunumo Xuan Chinh. "
    "La rezolucio n 861/NQ-UBTVQH14 de 1 julio 2025 estas la bazo de la afero kaj de la laboro en la distrikto.\n"
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs" / "xx"
    folder.mkdir(parents=True)
    for name, text in PACK.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder.parent


def _run(tmp_path: Path, packs: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    run([source], tmp_path / "out", RunOptions(ReadOptions(), packs=packs))
    read = [
        [json.loads(line) for line in (tmp_path / "out" / name).read_text("utf-8").splitlines()]
        for name in ("documents.jsonl", "events.jsonl")
    ]
    return read[0], read[1]


def test_toy_language_runs_the_whole_way(tmp_path: Path, packs: Path) -> None:
    documents, events = _run(tmp_path, packs)
    (document,) = documents
    assert document["language"] == "xx"
    mentions = document["mentions"]
    assert isinstance(mentions, list)
    assert {m["type"] for m in mentions} >= {"unit", "document", "date"}
    assert all(TEXT[m["start"] : m["end"]] == m["surface"] for m in mentions)
    (event,) = events
    assert event["type"] == "merge"
    assert [p["name"] for p in event["sources"]] == ["Xuân Thiện", "Chính Tâm"]  # type: ignore[attr-defined]
    assert [p["name"] for p in event["targets"]] == ["Xuân Chính"]  # type: ignore[attr-defined]
    assert event["rule"] in ("xx/merge", "register/merge")


def test_wrong_pack_says_which_file_and_what(tmp_path: Path, packs: Path) -> None:
    (packs / "xx" / "events.yaml").write_text("rules:\n  - {type: merge, pattern: 'U [into] U'}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"xx/events\.yaml") as caught:
        _run(tmp_path, packs)
    assert "\n" not in str(caught.value)


def test_section_of_another_shape_is_an_error(tmp_path: Path, packs: Path) -> None:
    (packs / "xx" / "posts.yaml").write_text("posts: {secretary: [sekretario]}\n", encoding="utf-8")
    with pytest.raises(PackError, match="pack xx"):
        _run(tmp_path, packs)


def test_empty_section_of_a_pack_is_an_error(tmp_path: Path, packs: Path) -> None:
    (packs / "xx" / "dates.yaml").write_text("", encoding="utf-8")
    with pytest.raises(PackError, match=r"dates\.yaml"):
        _run(tmp_path, packs)
