"""What users import: `sapxep`."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import sapxep
from pipeline.stages.language import to_raw

CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
TEXT = (
    "Die Gemeinden Xuan Thien und Chinh Tam im Bezirk Kim Son der Provinz Ninh Binh wurden zur neuen Gemeinde "
    "Xuan Chinh zusammengelegt.\n"
)


def test_every_public_name_is_there() -> None:
    assert all(getattr(sapxep, name) is not None for name in sapxep.__all__)
    assert set(sapxep.__all__) <= set(dir(sapxep))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = sapxep.nonsense


def test_extract_gives_a_document_and_its_events() -> None:
    document, events = sapxep.extract(TEXT, url="https://baoninhbinh.org.vn/a?utm_source=x", published="2025-04-14")
    assert (document.language, document.source.outlet) == ("de", "baoninhbinh.org.vn")
    assert all(TEXT[m.start : m.end] == m.surface for m in document.mentions)
    (merge,) = [event for event in events if event.type == "merge"]
    assert TEXT[merge.evidence.start : merge.evidence.end] == merge.evidence.text
    assert merge.event_id.startswith(document.doc_id)


def test_extract_takes_a_date_as_text_day_or_moment() -> None:
    days = ("2025-04-14", datetime.date(2025, 4, 14), datetime.datetime(2025, 4, 14, 8, 30))
    assert {sapxep.extract(TEXT, published=day)[0].published for day in days} == {"2025-04-14"}


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (lambda: sapxep.extract(" \n"), "the text is empty"),
        (lambda: sapxep.extract("a\ud800"), "the text holds half a surrogate pair at 1"),
        (lambda: sapxep.extract("a", url="http://a.vn/\udfff"), "the url holds half a surrogate pair at 12"),
        (lambda: sapxep.extract(TEXT, language="qq"), "no language pack qq"),
        (lambda: sapxep.extract(TEXT, published="14.4.2025"), "wanted is a day like 2025-07-01"),
        (lambda: sapxep.load("qq"), "no language pack qq"),
        (lambda: sapxep.run("nowhere.txt", "out"), "nowhere.txt: no such file or folder"),
    ],
)
def test_unusable_value_is_told_in_one_line(
    call: Callable[[], object], wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sapxep.SapxepError, match=wanted) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_run_takes_one_input_or_several(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    one = sapxep.run(tmp_path / "a.txt", tmp_path / "one")
    several = sapxep.run([str(tmp_path / "a.txt")], tmp_path / "several")
    assert one.summary.documents == several.summary.documents == 1
    assert (tmp_path / "one" / "events.jsonl").read_bytes() == (tmp_path / "several" / "events.jsonl").read_bytes()


def test_run_that_is_stopped_leaves_the_earlier_files_as_they_were(tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    sapxep.run(tmp_path / "a.txt", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.json*")}
    (tmp_path / "a.txt").write_text(TEXT * 2, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        sapxep.run(tmp_path / "a.txt", tmp_path / "out", progress=stop, fresh=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.json*")} == before
    assert "is not finished" in (tmp_path / "out" / "UNFINISHED.txt").read_text("utf-8")


def test_extract_and_run_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    sapxep.run(tmp_path / "a.txt", tmp_path / "out")
    written = [
        json.loads(line)["event_id"] for line in (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()
    ]
    assert written == [event.event_id for event in sapxep.extract(TEXT)[1]]


def test_read_gives_articles_and_rejects(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "date": "2025-04-14"}) + "\nno\n", encoding="utf-8")
    article, reject = sapxep.read([str(tmp_path / "a.jsonl")])
    assert isinstance(article, sapxep.Article)
    assert (article.text, article.published) == (TEXT, datetime.date(2025, 4, 14))
    assert isinstance(reject, sapxep.Reject)
    assert (reject.record, reject.reason) == (1, "not_json")


@pytest.mark.parametrize("code", ["de", "fa", "vi"])
def test_load_gives_a_pipeline_that_annotates_any_text(code: str) -> None:
    nlp = sapxep.load(code)
    assert [name for name in nlp.pipe_names if name != "sapxep_names"] == [
        f"sapxep_{step}"
        for step in ("dates", "documents", "units", "organizations", "officials", "linker", "events")
    ]  # fmt: skip
    docs = list(nlp.pipe([TEXT, "1686/NQ-UBTVQH15", ""]))
    assert [span.text for span in docs[1].spans["sapxep_documents"]] == ["1686/NQ-UBTVQH15"]
    assert docs[2].user_data["sapxep_events"] == []


def test_components_can_be_used_one_by_one() -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("de")
    sapxep.load("de")
    nlp.add_pipe("sapxep_units")
    nlp.add_pipe("sapxep_linker")
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans["sapxep_units"]][:2] == ["Xuan Thien", "Chinh Tam"]
    assert "sapxep_events" not in doc.user_data


@pytest.mark.parametrize("code", ["de", "fa", "vi"])
def test_a_spacy_pipeline_reads_what_a_run_reads(code: str) -> None:
    text = min(CORPUS.glob(f"{code}-*.txt")).read_text("utf-8")
    ann = sapxep.load(code)(text).user_data["sapxep_annotation"]
    to_raw(ann)
    document, events = sapxep.extract(text, code)
    assert [(m.type, m.start, m.end) for m in ann.mentions()] == [(m.type, m.start, m.end) for m in document.mentions]
    assert sorted((e.type, e.evidence.text) for e in ann.events) == sorted((e.type, e.evidence.text) for e in events)


def test_a_first_article_waits_for_nothing_that_it_does_not_use() -> None:
    heavy = ("spacy", "numpy", "onnxruntime", "transformers", "pandas", "lxml")
    loaded = f"[name for name in {heavy} if name in sys.modules]"
    script = f"import sys, sapxep; sapxep.extract({TEXT!r}, 'de'); print({loaded})"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
