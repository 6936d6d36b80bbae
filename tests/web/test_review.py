"""`sapxep review`: one page complete in itself, with everything that was found and what differs from gold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonlines
import pytest
from lxml import html

from pipeline.cli.main import main
from pipeline.web.review import page_of, review

from .conftest import CORPUS, HOSTILE, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLD = ROOT / "corpus" / "gold"
PERSIAN = "fa-21-daklak-1660"


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold of the articles of the run; that of one has an event more and a name that the article does not."""
    folder = tmp_path_factory.mktemp("gold")
    for name in CORPUS:
        annotation = json.loads((GOLD / name).with_suffix(".json").read_text("utf-8"))
        if annotation["article"] == PERSIAN:
            made_up = {"type": "rename", "status": "decided", "level": "commune", "counts": None, "date": "1999"}
            units = {"sources": [{"name": "Nowhere"}], "targets": [{"name": "Elsewhere"}], "evidence": "never said"}
            rest = {"place": {"province": None, "district": None}, "documents": [], "officials": []}
            annotation["events"].append({**made_up, **units, **rest})
        (folder / f"{annotation['article']}.json").write_text(json.dumps(annotation), "utf-8")
    return folder


def test_page_holds_every_event_and_the_whole_text(outputs: Path) -> None:
    tree = html.fromstring(page_of(review(outputs)))
    with jsonlines.open(outputs / "events.jsonl") as reader:
        events = [event["event_id"] for event in reader]
    with jsonlines.open(outputs / "documents.jsonl") as reader:
        texts = {document["doc_id"]: document["text"] for document in reader}
    assert sorted(tree.xpath("//section/@data-event")) == sorted(events)
    for key, text in texts.items():
        shown = tree.xpath(f"string(//h2[@id='d{key}']/..//div[contains(@class, 'text')])")
        assert shown.split() == text.split()


def test_page_loads_nothing_and_runs_no_script_of_an_article(outputs: Path) -> None:
    page = page_of(review(outputs))
    assert HOSTILE not in page
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@src | //link/@href")
    assert not re.search(r"url\(|@import", page)


def test_texts_run_in_their_direction(outputs: Path) -> None:
    tree = html.fromstring(page_of(review(outputs)))
    for article in tree.xpath("//article"):
        (flow,) = article.xpath(".//div[contains(@class, 'text')]/@dir")
        assert (flow == "rtl") == (article.get("data-language") == "fa")


def test_gold_stands_beside_and_what_it_alone_has_is_told(outputs: Path, gold: Path) -> None:
    made = review(outputs, gold)
    (article,) = [one for one in made.articles if PERSIAN in one.document["source"]["path"]]
    assert [event["evidence"] for event in article.missed][-1] == "never said"
    assert any(difference.what == "missed" and "elsewhere" in difference.detail for difference in article.differences)
    page = page_of(made)
    assert "in gold, not found" in page
    assert "Elsewhere" in page


def test_differing_leaves_out_what_is_as_in_gold_or_has_none(outputs: Path, gold: Path) -> None:
    shown = review(outputs, gold, differing=True)
    assert shown.articles
    assert all(one.has_gold and one.differences for one in shown.articles)
    assert len(shown.articles) < len(review(outputs, gold).articles)


def test_what_is_left_out_is_told(outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(outputs), "-o", str(tmp_path / "page.html"), "--articles", "2"]) == 0
    assert "2 articles, 7 left out" in capsys.readouterr().out
    assert "7 more of the run are not on this page" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "said"), [(("--differing",), "wants --gold"), ((), "give the folder of a finished run")]
)
def test_bad_input_gets_one_line(
    args: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(tmp_path), "-o", str(tmp_path / "page.html"), *args]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_page_narrows_to_what_is_chosen(outputs: Path, gold: Path, tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "review.html"
    file.write_text(page_of(review(outputs, gold)), "utf-8")
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    page.select_option("select[name=language]", "fa")
    assert page.locator("article.reviewed:visible").count() == sum(name.startswith("fa") for name in CORPUS)
    assert page.inner_text("#shown") == str(page.locator("article.reviewed:visible").count())
    page.select_option("select[name=type]", "merge")
    shown = page.locator("section[data-event]:visible")
    assert {shown.nth(n).get_attribute("data-type") for n in range(shown.count())} == {"merge"}
    shown.first.hover()
    assert page.locator("mark.lit").count() > 0
    assert not wrong
    page.close()
