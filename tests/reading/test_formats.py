"""Articles from every format, and the fields of the usual dumps."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.reading import ReadOptions, read_articles
from pipeline.stages.reading.published import day

DAY = datetime.date(2025, 7, 1)


def articles(*inputs: str | Path, **options: str) -> list[Article]:
    found = list(read_articles([str(one) for one in inputs], ReadOptions(**options)))  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def one(tmp_path: Path, record: dict[str, Any], **options: str) -> Article:
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    [article] = articles(tmp_path / "a.jsonl", **options)
    return article


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\nb\r\n", "a\r\nb\r\n"),
        (b"\xef\xbb\xbfa\nb", "a\nb"),
        (b" a \n\n", " a \n\n"),
        (b"a\0" + b"b" * 40, "a\0" + "b" * 40),
        ("Xã".encode("utf-16"), "Xã"),
        (b"\xfe\xff" + "Xã\r\n".encode("utf-16-be"), "Xã\r\n"),
        ("a\u2028b\x85c\x0cd".encode(), "a\u2028b\x85c\x0cd"),
        ("Xa\u0303".encode(), "Xa\u0303"),
        ("😀 Xã".encode(), "😀 Xã"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_text_is_taken_as_it_stands(raw: bytes, text: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("a.txt.gz" if packed else "a.txt")
    path.write_bytes(gzip.compress(raw, mtime=0) if packed else raw)
    assert articles(path) == [Article(path.name, 0, text)]


@pytest.mark.parametrize(
    ("line", "url", "outlet"),
    [
        ("Quelle: https://baolangson.vn/a-b-1.html", "https://baolangson.vn/a-b-1.html", "baolangson.vn"),
        ("Nguồn: https://www.baodaklak.vn/a/", "https://www.baodaklak.vn/a/", "baodaklak.vn"),
        ("(Nguồn: https://baodaklak.vn/a).", "https://baodaklak.vn/a", "baodaklak.vn"),
        ("منبع: https://baothaibinh.com.vn/a", "https://baothaibinh.com.vn/a", "baothaibinh.com.vn"),
        ("منبع: baothaibinh.com.vn", None, "baothaibinh.com.vn"),
        ("QUELLE : www.baolangson.vn", None, "baolangson.vn"),
        ("Quelle: baolangson.vn/a-b-1.html", "baolangson.vn/a-b-1.html", "baolangson.vn"),
        ("HVQuelle: https://baolangson.vn/a", "https://baolangson.vn/a", "baolangson.vn"),
        ("Quelle\nhttps://baolangson.vn/a", "https://baolangson.vn/a", "baolangson.vn"),
        ("Theo https://vnexpress.net/a-1.html", "https://vnexpress.net/a-1.html", "vnexpress.net"),
        ("Quelle: https://x.vn/alt\nQuelle: https://y.vn/neu", "https://y.vn/neu", "y.vn"),
        ("Nguồn: https://a.vn/b".replace("ồ", "o\u0302\u0300"), "https://a.vn/b", "a.vn"),
        ("Quelle", None, None),
        ("Quelle: Zeitung Lang Son", None, None),
        ("Die Quelle des Flusses liegt bei Lang Son.", None, None),
        ("Siehe https://baolangson.vn/a", None, None),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\nKommentar (0)"])
def test_source_line(line: str, url: str | None, outlet: str | None, end: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(("Ein Absatz.\n\n" + line + end).encode())
    [article] = articles(tmp_path / "a.txt")
    assert (article.url, article.outlet) == (url, outlet)


def test_the_record_s_own_address_wins_over_its_source_line(tmp_path: Path) -> None:
    text = "Ein Absatz.\nQuelle: https://y.vn/b"
    assert one(tmp_path, {"text": text, "url": "https://www.x.vn/a"}).url == "https://www.x.vn/a"
    article = one(tmp_path, {"text": text, "url": "None"})
    assert (article.url, article.outlet) == ("https://y.vn/b", "y.vn")


DUMPS: dict[str, dict[str, Any]] = {
    "plain": {"text": "Der Text.", "url": "https://x.vn/a", "title": "Titel", "published": "2025-07-01"},
    "news-please": {
        "authors": [],
        "date_download": "2026-01-02 03:04:05",
        "date_modify": "None",
        "date_publish": "2025-07-01 08:00:00",
        "description": "Kurz.",
        "language": "vi",
        "localpath": None,
        "maintext": "Der Text.",
        "source_domain": "www.x.vn",
        "text": None,
        "title": "Titel",
        "title_page": None,
        "url": "https://x.vn/a",
    },
    "fundus": {
        "title": "Titel",
        "body": {"summary": ["Der Text."], "sections": []},
        "publishing_date": "2025-07-01T08:00:00+07:00",
        "topics": [],
        "html": {"requested_url": "https://x.vn/a", "content": "<html>"},
        "free_access": True,
    },
    "datatrove": {
        "text": "Der Text.",
        "id": "7",
        "metadata": {
            "url": "https://x.vn/a",
            "date": "2025-07-01",
            "title": "Titel",
        },
    },
    "hugging face": {
        "content": "Der Text.",
        "domain": "x.vn",
        "date": "2025-07-01 00:00:00",
        "link": "https://x.vn/a",
        "title": "Titel",
    },
    "camel case": {
        "articleBody": "Der Text.",
        "datePublished": "2025-07-01T08:00Z",
        "headline": "Titel",
        "URL": "https://x.vn/a",
    },
    "no values": {
        "maintext": "nan",
        "text": "null",
        "content": "Der Text.",
        "url": "https://x.vn/a",
        "title": "Titel",
        "date": "None",
        "pubDate": "Tue, 01 Jul 2025 08:00:00 GMT",
    },
}


@pytest.mark.parametrize("dump", sorted(DUMPS))
def test_fields_of_the_usual_dumps(dump: str, tmp_path: Path) -> None:
    expected = Article("a.jsonl", 0, "Der Text.", "https://x.vn/a", "x.vn", "Titel", DAY)
    assert one(tmp_path, DUMPS[dump]) == expected


def test_a_body_of_sections_keeps_headlines_and_paragraphs_in_order(tmp_path: Path) -> None:
    body = {
        "summary": ["S"],
        "sections": [{"headline": ["H"], "paragraphs": ["P", "Q"]}, {"headline": [], "paragraphs": ["R"]}],
    }
    assert one(tmp_path, {"body": body}).text == "S\n\nH\n\nP\n\nQ\n\nR"
    assert one(tmp_path, {"plaintext": "Ganz", "body": body}).text == "Ganz"
    assert one(tmp_path, {"text": ["P", "Q"]}).text == "P\n\nQ"


def test_keys_that_the_user_names(tmp_path: Path) -> None:
    record = {
        "text": "falsch",
        "data": {"html.x": 1, "inhalt": "Der Text."},
        "u": "https://x.vn/a",
        "t": "T",
        "d": "2025-07-01",
        "a.b": "!",
    }
    article = one(tmp_path, record, text_key="data.inhalt", url_key="u", title_key="t", date_key="d")
    assert article == Article("a.jsonl", 0, "Der Text.", "https://x.vn/a", "x.vn", "T", DAY)
    assert one(tmp_path, record, text_key="a.b").text == "!"
    [reject] = read_articles([str(tmp_path / "a.jsonl")], ReadOptions(text_key="nothing"))
    assert isinstance(reject, Reject)
    assert reject.reason == "no_text"


@pytest.mark.parametrize(
    ("fields", "url", "outlet"),
    [
        ({"source": "baolangson.vn"}, None, "baolangson.vn"),
        ({"source": "https://x.vn/a"}, "https://x.vn/a", "x.vn"),
        ({"source": "Báo Lạng Sơn", "url": "n/a"}, None, None),
        ({"source_domain": "www.X.vn"}, None, "x.vn"),
        ({"url": "https://www.x.vn/a", "source_domain": "y.vn"}, "https://www.x.vn/a", "x.vn"),
        ({"metadata": {"WARC-Target-URI": "http://x.vn/a"}}, "http://x.vn/a", "x.vn"),
    ],
)
def test_addresses_and_outlets(fields: dict[str, Any], url: str | None, outlet: str | None, tmp_path: Path) -> None:
    article = one(tmp_path, {"text": "Der Text."} | fields)
    assert (article.url, article.outlet) == (url, outlet)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-07-01", DAY), ("2025-07-01T23:59:59Z", DAY), ("2025-07-01 08:00:00+07:00", DAY), ("2025/7/1", DAY),
        ("20250701", DAY), (20250701, DAY), ("2025.07.01", DAY), ("01.07.2025", DAY), ("1.7.2025 08:00", DAY),
        ("Tue, 01 Jul 2025 08:00:00 +0700", DAY), ("13/07/2025", datetime.date(2025, 7, 13)),
        ("07/13/2025", datetime.date(2025, 7, 13)), ("07/07/2025", datetime.date(2025, 7, 7)),
        ("Thứ Ba, 15/07/2025 - 08:30", datetime.date(2025, 7, 15)), (1751328000, DAY), (1751328000000, DAY),
        (1751328000.5, DAY), ("01/07/2025", None), ("1-7-2025", None), ("2025-13-01", None), ("2025-02-30", None),
        ("2025-07", None), ("2025", None), ("gestern", None), ("", None), ("None", None), (None, None), (True, None),
        (0, None), (-5, None), (float("nan"), None), (float("inf"), None), (10**400, None), ([], None),
        ("12345678901", None), ("2025-07-011", None), ("0000-00-00", None),
    ],
)  # fmt: skip
def test_day(value: Any, expected: datetime.date | None) -> None:
    assert day(value) == expected


def test_half_surrogate_pairs_become_replacement_characters(tmp_path: Path) -> None:
    assert one(tmp_path, {"text": "a\ud83db", "title": "\ud83d"}).text == "a\ufffdb"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables(separator: str, tmp_path: Path) -> None:
    rows = [
        ["Title", "Text", "Date"],
        ["T", 'Zeile 1\r\nZeile 2; "so", x|y', "2025-07-01"],
        ["", "", ""],
        ["", "B", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    for name in ("a.csv", "a.csv.gz") + (("a.tsv",) if separator == "\t" else ()):
        raw = ("\ufeff" + out.getvalue()).encode()
        (tmp_path / name).write_bytes(gzip.compress(raw, mtime=0) if name.endswith(".gz") else raw)
        assert articles(tmp_path / name) == [
            Article(name, 0, 'Zeile 1\r\nZeile 2; "so", x|y', None, None, "T", DAY),
            Article(name, 1, "B"),
        ]


def test_a_table_takes_fields_longer_than_the_module_s_own_limit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n" + "x" * 200_000 + "\n")
    assert len(articles(tmp_path / "a.csv")[0].text) == 200_000


@pytest.mark.parametrize(
    "raw",
    [
        '[{"text": "A"}, {"text": "B"}]', '{"text": "A"}\n{"text": "B"}', '[{"text": "A"},\n{"text": "B"},]',
        '[{"text": "A", "x": [[1], {"y": "]}"}]}, {"text": "B"}]', '{"text":"A"}{"text":"B"}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json(raw: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(raw.encode(encoding))
    assert [(a.record, a.text) for a in articles(tmp_path / "a.json")] == [(0, "A"), (1, "B")]


def test_json_records_longer_than_a_chunk(tmp_path: Path) -> None:
    texts = ['\\"ü' * 40_000, "b", "{" * 70_000]
    (tmp_path / "a.json").write_text(json.dumps([{"text": text} for text in texts]))
    assert [a.text for a in articles(tmp_path / "a.json")] == texts


PAGE = """<!DOCTYPE html><html lang="vi"><head>{charset}<title>Sáp nhập xã - Báo X</title>
<link rel="canonical" href="https://x.vn/sap-nhap-xa-1.html"><meta property="og:title" content="Sáp nhập xã">
<meta property="article:published_time" content="2025-07-01T08:00:00+07:00"></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Sáp nhập xã</h1>
<p>Sáng nay, Tỉnh ủy tổ chức lễ công bố các nghị quyết, quyết định về sắp xếp đơn vị hành chính cấp xã.</p>
<p>Xã mới mang tên Bình Minh, được thành lập trên cơ sở nhập ba xã, hoạt động từ ngày 1 tháng 7 năm 2025.</p>
</article><footer>Tổng biên tập: A</footer></body></html>"""


def test_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(charset=""), encoding="utf-8")
    [article] = articles(tmp_path / "a.html")
    assert (article.url, article.outlet, article.title) == ("https://x.vn/sap-nhap-xa-1.html", "x.vn", "Sáp nhập xã")
    assert article.published == DAY
    assert "Xã mới mang tên Bình Minh" in article.text
    assert "Tổng biên tập" not in article.text
    assert "Trang chủ" not in article.text


def test_html_in_the_charset_that_it_declares(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset='windows-1252'></head><body><article><p>"
        + "Die Gemeinde für alle. " * 9
        + "</p></article>"
    )
    (tmp_path / "a.htm").write_bytes(page.encode("cp1252"))
    assert "für" in articles(tmp_path / "a.htm")[0].text


def test_html_states_no_day_where_only_its_text_has_one(tmp_path: Path) -> None:
    page = PAGE.format(charset="").replace("article:published_time", "other").replace("canonical", "next")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [article] = articles(tmp_path / "a.html")
    assert (article.published, article.url) == (None, None)


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/c.txt", "b/a.txt", "a.txt", "z.TXT", ".git/x.txt", "b/.x.txt", "b.txt", "e/f/g.txt.gz"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(b"x", mtime=0) if name.endswith(".gz") else b"x")
    assert [a.path for a in articles(tmp_path)] == ["a.txt", "b/a.txt", "b/c.txt", "b.txt", "e/f/g.txt.gz", "z.TXT"]
    assert [a.path for a in articles(tmp_path / "b" / "c.txt", tmp_path / "b")] == ["c.txt", "a.txt", "c.txt"]


def test_globs(tmp_path: Path) -> None:
    for name in ("a/x.txt", "a/y.txt", "b/x.txt", "b/[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [a.path for a in articles(tmp_path / "*" / "x.txt")] == ["a/x.txt", "b/x.txt"]
    assert [a.path for a in articles(tmp_path / "a" / "*.txt")] == ["x.txt", "y.txt"]
    assert [a.path for a in articles(tmp_path / "**" / "y.txt")] == ["a/y.txt"]
    assert [a.path for a in articles(tmp_path / "[a]")] == ["a/x.txt", "a/y.txt"]
    assert [a.path for a in articles(tmp_path / "b" / "[1].txt")] == ["[1].txt"]


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"Ein Text.\nMehr.", ["Ein Text.\nMehr."]),
        (b'{"text": "A"}\n{"text": "B"}\n', ["A", "B"]),
        (b'\xef\xbb\xbf\n[{"text": "A"}, {"text": "B"}]', ["A", "B"]),
        (b"[Anzeige] Ein Text.", ["[Anzeige] Ein Text."]),
        (gzip.compress(b'{"text": "A"}\n{"text": "B"}\n', mtime=0), ["A", "B"]),
    ],
)
def test_standard_input(raw: bytes, texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(raw))))
    assert [(a.path, a.record, a.text) for a in articles("-")] == [("-", n, text) for n, text in enumerate(texts)]


def test_names_that_are_no_utf8_are_shown_with_escapes(tmp_path: Path) -> None:
    (tmp_path / "b\udcff.txt").write_text("x")
    assert [a.path for a in articles(tmp_path)] == ["b\\xff.txt"]


def test_articles_come_while_the_file_is_still_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "A"}\n' + b"\xff" * 100)
    found = read_articles([str(tmp_path / "a.jsonl")])
    assert isinstance(next(found), Article)
    found.close()  # type: ignore[attr-defined]
