"""The pages in headless Chromium: quiet, alone, for keyboard and screen reader, in light and dark, on a phone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from .test_pages import MERGER, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PERSIAN = "fa-21-daklak-1660.txt"
_SERIOUS = ("serious", "critical")


def _twin(server: str, path: str) -> Any:
    with urlopen(f"{server}{path}", timeout=10) as answer:  # noqa: S310  # the server of the test
        return json.load(answer)


def _article(server: str, path: str) -> str:
    items = _twin(server, "/articles.json?size=100")["items"]
    return str(next(one["doc_id"] for one in items if one["path"] == path))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what it complains of and what it asks other hosts for."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    found = context.new_page()
    found.complaints = []  # type: ignore[attr-defined]
    found.asked = []  # type: ignore[attr-defined]
    found.on("console", lambda message: found.complaints.append(message.text))  # type: ignore[attr-defined]
    found.on("pageerror", lambda error: found.complaints.append(str(error)))  # type: ignore[attr-defined]
    found.on("request", lambda request: found.asked.append(request.url))  # type: ignore[attr-defined]
    yield found
    context.close()


def test_pages_are_quiet_alone_and_accessible(page: Any, server: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    paths = [*PAGES, f"/articles/{_article(server, PERSIAN)}", "/facts/667f48192bd196f3"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            page.goto(f"{server}{path}")
            checked = axe.run(page).response
            assert len(checked["passes"]) > 15
            faults = [one for one in checked["violations"] if one["impact"] in _SERIOUS]
            told = [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in faults]
            assert not told, (scheme, path, told)
    assert page.complaints == []
    assert {url for url in page.asked if not url.startswith(f"{server}/")} == set()


def test_pages_fit_a_phone(page: Any, server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in (*PAGES, f"/facts/{MERGER}", f"/articles/{_article(server, PERSIAN)}"):
        page.goto(f"{server}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.parametrize("name", ["Quang Binh", "Quảng Bình", "کوانگ بین"])
def test_search_in_three_scripts_reaches_the_same_fact(page: Any, server: str, name: str) -> None:
    page.goto(server)
    page.get_by_label("A unit, an official").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Quảng Bình + Quảng Trị → Quảng Trị").click()
    assert page.url == f"{server}/facts/{MERGER}"
    assert page.get_by_role("heading", level=1).inner_text() == "Quảng Bình + Quảng Trị → Quảng Trị"


def test_facets_and_timeline_narrow_the_search(page: Any, server: str) -> None:
    page.goto(f"{server}/search?q=Quang+Tri")
    before = page.get_by_role("status").inner_text()
    page.get_by_role("complementary", name="Narrow by").get_by_role("link", name=re.compile("^Merger")).click()
    assert "type=merge" in page.url
    assert page.get_by_role("status").inner_text() != before
    page.get_by_role("region", name="Reports over time").get_by_role("link").first.click()
    assert "since=2025" in page.url
    assert "type=merge" in page.url


def test_highlights_stand_on_the_right_words_in_persian(page: Any, server: str) -> None:
    ident = _article(server, PERSIAN)
    article = _twin(server, f"/articles/{ident}.json")
    page.goto(f"{server}/articles/{ident}")
    text = page.locator("div.text")
    assert text.get_attribute("dir") == "rtl"
    assert text.get_attribute("lang") == "fa"
    assert "".join(text.locator("p").all_text_contents()) == article["text"].replace("\n", "")
    units = [one for one in article["mentions"] if one["type"] == "unit" and one["unit"]]
    shown = text.locator("a.m-unit").evaluate_all("all => all.map(one => [one.textContent, one.getAttribute('href')])")
    assert shown == [[one["surface"], f"/units/{one['unit']}"] for one in units]
    report = next(one["event"] for one in article["reports"] if one["event"]["type"] == "merge")
    # From the start of the evidence the marks run on until all of it has been shown.
    marked = text.evaluate(
        """(text, id) => {
            let after = false, told = "";
            for (const node of text.querySelectorAll("*")) {
                if (node.id === id) after = true;
                else if (after && node.tagName === "MARK") told += node.textContent;
            }
            return told;
        }""",
        report["event_id"].replace(":", "-"),
    )
    assert marked.startswith(report["evidence"]["text"].replace("\n", ""))


def test_downloads_open(page: Any, server: str, tmp_path: Path) -> None:
    import openpyxl

    page.goto(f"{server}/search?q=Quang+Tri&show=events")
    total = int(re.sub(r"\D", "", page.get_by_role("status").inner_text()))
    saved = {}
    for form in ("CSV", "JSONL", "XLSX"):
        with page.expect_download() as download:
            page.get_by_role("link", name=form, exact=True).click()
        saved[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[form])
    assert len(list(csv.reader(io.StringIO(saved["CSV"].read_text("utf-8-sig"))))) == total + 1
    assert len(saved["JSONL"].read_text("utf-8").splitlines()) == total
    assert openpyxl.load_workbook(saved["XLSX"]).active.max_row == total + 1


def test_keyboard_reaches_the_content_first(page: Any, server: str) -> None:
    page.goto(f"{server}/units/vn:2025-07:44")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # The boxes of the picture are links that the keyboard reaches.
    page.get_by_role("region", name="Lineage").get_by_role("link", name="Quảng Bình").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}/units/vn:2025-06:44")


def test_pages_read_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/units/vn:2025-07:44")
    page.locator("summary", has_text="As a list").click()
    assert page.locator("details li", has_text="Quảng Bình").first.is_visible()
    context.close()
