"""The pages and their twins, without a browser: what they hold, what they refuse, how they are guarded."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from .conftest import HOSTILE

MERGER = "25458a97b1d87f8b"
PAGES = (
    "/", "/search", "/search?q=Quang+Tri", "/search?show=events&type=merge&language=fa", f"/facts/{MERGER}",
    "/articles", "/officials", "/officials/nguyen-van-thanh", "/units", "/units?name=Quang+Tri",
    "/units/vn:2025-07:44", "/units/vn:2025-07:24175", "/provinces", "/provinces/vn:2025-07:44",
    "/provinces/vn:2025-06:44", "/checks", "/checks?kind=conflicts", "/about",
)  # fmt: skip


def _json(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", PAGES)
def test_page_and_twin_answer(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "</html>" in page.text
    assert HOSTILE not in page.text
    where, _, asked = path.partition("?")
    if where != "/about":
        _json(client, f"{'/index' if where == '/' else where}.json?{asked}")


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/openapi.json", "/static/style.css", "/search.csv"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_script_and_no_inline_style(client: TestClient) -> None:
    for path in PAGES:
        text = client.get(path).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text) or path.startswith(("/facts", "/articles/"))


def test_text_of_articles_is_escaped(client: TestClient) -> None:
    (article,) = [one for one in _json(client, "/articles.json")["items"] if HOSTILE in (one["title"] or "")]
    page = client.get(f"/articles/{article['doc_id']}").text
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert HOSTILE not in client.get("/search", params={"q": HOSTILE}).text


def test_one_spelling_of_each_script_reaches_the_same_fact(client: TestClient) -> None:
    for name in ("Quang Binh", "Quảng Bình", "کوانگ بین"):
        found = client.get("/search.json", params={"q": name}).json()
        assert MERGER in [item["fact"]["fact_id"] for item in found["items"]], name


def test_fact_stands_with_its_reports(client: TestClient) -> None:
    answer = _json(client, f"/facts/{MERGER}.json")
    assert {report["source"]["language"] for report in answer["reports"]} == {"de", "fa", "vi"}
    page = client.get(f"/facts/{MERGER}").text
    for report in answer["reports"]:
        assert f"/articles/{report['source']['doc_id']}#" in page


def test_register_is_marked_where_it_differs(client: TestClient) -> None:
    page = client.get("/facts/667f48192bd196f3").text
    assert "also Thài Phìn Tủng, Tả Phìn, Pải Lủng" in page
    assert page.count("register only") == 3


def test_namesakes_stand_apart(client: TestClient) -> None:
    people = _json(client, "/officials/nguyen-van-thanh.json")["people"]
    assert sorted(person["units"][0]["name"] for person in people) == ["Cà Mau", "Lạng Sơn"]
    assert all(person["reasons"] == [] for person in people)
    assert "not joined" in client.get("/officials/nguyen-van-thanh").text


def test_posts_joined_by_one_article_say_so(client: TestClient) -> None:
    (person,) = _json(client, "/officials/duong-tuan-kiet.json")["people"]
    assert len(person["units"]) == 2
    assert person["reasons"][0].startswith("one article (")


def test_province_counts_told_and_untold(client: TestClient) -> None:
    answer = _json(client, "/provinces/vn:2025-07:44.json")
    assert sum(answer["units"]["2025-07"].values()) == 78
    told = [one["fact"]["counts"] for one in answer["counted"]]
    assert {"before": 264, "after": 78}.items() <= told[0].items()
    untold = {one["unit"]["unit_id"] for one in answer["untold"]}
    assert "vn:2025-07:19138" not in untold
    assert len(untold) < 78
    (line,) = [one for one in _json(client, "/provinces.json") if one["province"]["unit_id"] == "vn:2025-07:44"]
    assert line["told"] == 78 - len(untold)


def test_checks_hold_conflicts(client: TestClient) -> None:
    answer = _json(client, "/checks.json?kind=conflicts")
    assert answer["total"] == len(answer["items"]) == answer["counts"]["conflicts"] > 0
    assert {(one["fact"] or one["event"])["register"]["status"] for one in answer["items"]} == {"conflicts"}


def test_parts_of_a_list_are_the_whole(client: TestClient) -> None:
    whole = _json(client, "/search.json?size=100&order=oldest")
    parts = [
        item
        for page in range(1, 9)
        for item in _json(client, f"/search.json?size=10&page={page}&order=oldest")["items"]
    ]
    assert parts == whole["items"]
    assert len(parts) == whole["total"]


@pytest.mark.parametrize(
    "path", ["/search", "/checks", "/articles", "/officials", "/provinces", "/units/vn:2025-07:44"]
)
def test_lists_open_as_files(client: TestClient, path: str) -> None:
    lines = [json.loads(line) for line in client.get(f"{path}.jsonl").text.splitlines()]
    assert lines
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").content.decode("utf-8-sig"))))
    answer = client.get(f"{path}.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == list(table[0]) == list(lines[0])
    assert len(rows) - 1 == len(table) == len(lines)


def test_text_that_looks_like_a_formula_stays_text(client: TestClient) -> None:
    table = csv.DictReader(io.StringIO(client.get("/articles.csv").content.decode("utf-8-sig")))
    assert "'=1+1" in [row["title"] for row in table]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/articles.xlsx").content)).active
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"
    assert '"title": "=1+1"' in client.get("/articles.jsonl").text


def test_what_cannot_be_found_is_told(client: TestClient) -> None:
    assert client.get("/facts/0000000000000000").status_code == 404
    assert client.get("/facts/0000000000000000.json").json() == {"detail": "no change of this id"}
    assert "Nothing stands here" in client.get("/nowhere").text
    assert client.get("/units/vn:2025-07:99999").status_code == 404
    assert client.get("/provinces/vn:2025-07:19138").status_code == 404
    assert "no province of this name" in client.get("/search?province=Atlantis").text
    assert client.get("/search.json?q=!!!").json()["note"].endswith("give a name, a number or words")


@pytest.mark.parametrize("asked", ["size=101", "page=0", "page=401", "q=" + "a" * 201, "since=yesterday", "type=war"])
def test_limits_are_held(client: TestClient, asked: str) -> None:
    assert client.get(f"/search.json?{asked}").status_code == 422
    assert client.get(f"/search?{asked}").status_code == 422


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "%2e%2e/site.py", "/etc/passwd", "base.html", "style.css/"]
)
def test_no_address_leads_to_other_files(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{name}", follow_redirects=False)
    assert answer.status_code in (404, 307)
    assert "import" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    for path in ("/", "/search", f"/facts/{MERGER}.json"):
        assert client.request(method, path).status_code == 405


def test_requests_for_other_hosts_are_refused(client: TestClient) -> None:
    assert client.get("/about", headers={"Host": "evil.example"}).status_code == 400


def test_store_that_fails_tells_nothing_of_itself(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.errors import SapxepError
    from pipeline.web import record_pages

    def fail(*_: object) -> None:
        raise SapxepError("postgresql://me:secret@db: canceling statement")

    monkeypatch.setattr(record_pages, "fact_answer", fail)
    answer = client.get(f"/facts/{MERGER}.json")
    assert answer.status_code == 503
    assert "postgresql" not in answer.text
