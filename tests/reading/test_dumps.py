"""The dumps that there are, in the layouts in which their tools write them; small ones, made here."""

from __future__ import annotations

import datetime
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow
import pytest
import zstandard
from pyarrow import ipc, parquet

import sapxep
from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.reading import ReadOptions, read_articles
from scripts.made_dump import bytes_of

TEXT = "Die Gemeinden Xuan Thien und Chinh Tam im Bezirk Kim Son wurden zur Gemeinde Xuan Chinh zusammengelegt."
DAY = datetime.date(2025, 4, 14)
PAGE = (
    "<html><head><title>Fusion</title><meta property='article:published_time' content='2025-04-14T08:00:00+07:00'>"
    f"</head><body><nav>Start | Politik</nav><article><h1>Fusion</h1><p>{TEXT}</p><p>{TEXT} Noch einmal.</p></article>"
    "</body></html>"
)


def read(*inputs: Path | str, **options: Any) -> list[Article | Reject]:
    return list(read_articles([str(one) for one in inputs], ReadOptions(**options)))


def one(found: list[Article | Reject]) -> Article:
    [article] = found
    assert isinstance(article, Article), article
    return article


# --- packing


@pytest.mark.parametrize("name", ["a.jsonl.zst", "a.txt.zst", "a.csv.zst", "a.html.zst"])
def test_zstandard_is_unpacked(name: str, tmp_path: Path) -> None:
    table = f"text\n{TEXT}\n"
    written = {"a.jsonl.zst": json.dumps({"text": TEXT}), "a.txt.zst": TEXT, "a.csv.zst": table, "a.html.zst": PAGE}
    raw = written[name]
    (tmp_path / name).write_bytes(zstandard.compress(raw.encode()))
    assert TEXT in one(read(tmp_path / name)).text


def test_zstandard_of_several_frames_is_unpacked(tmp_path: Path) -> None:
    frames = [zstandard.compress(json.dumps({"text": f"{TEXT} {n}"}).encode() + b"\n") for n in range(300)]
    (tmp_path / "a.jsonl.zst").write_bytes(b"".join(frames))
    assert len(read(tmp_path / "a.jsonl.zst")) == 300


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-9], lambda raw: b"no" + raw, lambda raw: raw + b"rest"])
def test_damaged_zstandard_is_a_reject(spoil: Any, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(3))
    (tmp_path / "a.jsonl.zst").write_bytes(spoil(zstandard.compress(lines.encode())))
    *_, last = read(tmp_path / "a.jsonl.zst")
    assert isinstance(last, Reject)
    assert (last.record, last.reason) == (None, "bad_zstd")


def test_zstandard_bomb_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt.zst").write_bytes(zstandard.compress(b" " * 100_000_000))
    [found] = read(tmp_path / "a.txt.zst", longest_record=1_000_000_000)
    assert isinstance(found, Reject)
    assert found.reason == "bomb"


# --- columns

ROWS = [
    {"text": f"{TEXT} {n}", "url": f"https://bao.vn/{n}", "date": "2025-04-14", "embedding": [0.5] * 9}
    for n in range(70)
]


def test_parquet_as_hugging_face_has_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    table = pyarrow.Table.from_pylist(ROWS)
    for n in range(2):
        parquet.write_table(
            table.slice(n * 35, 35), tmp_path / "data" / f"train-{n:05}-of-00002.parquet", row_group_size=9
        )
    (tmp_path / "README.md").write_text("---\n---\n", encoding="utf-8")
    reject, *articles = read(tmp_path)
    assert isinstance(reject, Reject)
    assert (reject.path, reject.reason) == ("README.md", "unknown_format")
    assert [a.text for a in articles if isinstance(a, Article)] == [row["text"] for row in ROWS]
    assert [(a.path, a.record) for a in articles][34:36] == [
        ("data/train-00000-of-00002.parquet", 34), ("data/train-00001-of-00002.parquet", 0),
    ]  # fmt: skip
    assert isinstance(articles[0], Article)
    assert (articles[0].url, articles[0].published) == ("https://bao.vn/0", DAY)


@pytest.mark.parametrize("new", [ipc.new_stream, ipc.new_file])
def test_arrow_as_datasets_saves_it(new: Any, tmp_path: Path) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    with new(str(tmp_path / "data-00000-of-00001.arrow"), table.schema) as writer:
        writer.write_table(table, max_chunksize=16)
    assert [a.text for a in read(tmp_path) if isinstance(a, Article)] == [row["text"] for row in ROWS]


def test_parquet_as_datatrove_writes_it(tmp_path: Path) -> None:
    moment = datetime.datetime(2025, 4, 14, 8, 0, tzinfo=datetime.UTC)
    row = {"text": TEXT, "id": "a/0", "metadata": {"url": "https://bao.vn/a", "date": moment, "language": "de"}}
    parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "00000.parquet", compression="zstd")
    article = one(read(tmp_path))
    assert (article.text, article.url, article.published) == (TEXT, "https://bao.vn/a", DAY)


def test_parquet_column_is_named_by_its_key(tmp_path: Path) -> None:
    row = {"story": TEXT, "when": DAY, "in": {"url": "https://bao.vn/a"}}
    parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "a.parquet")
    article = one(read(tmp_path, text_key="story", date_key="when", url_key="in.url"))
    assert (article.text, article.url, article.published) == (TEXT, "https://bao.vn/a", DAY)


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
@pytest.mark.parametrize("keep", [0, 3, 40, 900, -9])
def test_damaged_columns_are_a_reject(name: str, keep: int, tmp_path: Path) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    parquet.write_table(table, tmp_path / "a.parquet")
    with ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as writer:
        writer.write_table(table)
    raw = (tmp_path / name).read_bytes()[:keep]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(raw)
    *_, last = read(tmp_path / "in")
    assert isinstance(last, Reject)
    assert (last.record, last.reason) == (None, "bad_parquet")


def test_parquet_without_texts_is_a_reject_that_names_the_columns(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.Table.from_pylist([{"number": 1, "label": "b"}]), tmp_path / "a.parquet")
    [reject] = read(tmp_path)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail) == ("no_text", "columns: number, label")


def test_missing_library_is_told_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stages.reading.inputs.find_spec", lambda name: None)
    (tmp_path / "a.parquet").write_bytes(b"")
    with pytest.raises(sapxep.SapxepError, match=r"pip install 'sapxep\[parquet\]'"):
        sapxep.run(tmp_path / "a.parquet", tmp_path / "out")
    assert not (tmp_path / "out").exists()


# --- WARC


def warc(*, packed: bool = False) -> bytes:
    """An archive as Common Crawl's: its own notes, requests, pages, a failure, a picture and a text."""
    umlaut = PAGE.replace("wurden", "würden").encode("cp1252")
    twisted = gzip.compress(PAGE.replace("Chinh Tam", "Chính Tâm").encode())
    made = [
        _record("warcinfo", "", b"software: crawler\r\n", "application/warc-fields"),
        _record("request", "https://bao.vn/a", b"GET /a HTTP/1.1\r\nHost: bao.vn\r\n\r\n", "application/http"),
        _answer("https://bao.vn/a", PAGE.encode()),
        _answer("https://bao.vn/gone", PAGE.encode(), "404 Not Found"),
        _answer("https://bao.vn/b.png", b"\x89PNG", told="image/png"),
        _answer("https://bao.vn/c", twisted, told="text/html\r\nContent-Encoding: gzip"),
        _answer("https://bao.vn/d", umlaut, told="text/html; charset=cp1252"),
        _answer("https://bao.vn/e", b"<html></html>", told="text/html; charset=UTF-8"),
        _record("conversion", "https://bao.vn/f", TEXT.encode(), "text/plain"),
    ]
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in made)


def _answer(url: str, body: bytes, status: str = "200 OK", told: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {told}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return _record("response", url, http + body, "application/http; msgtype=response")


def _record(kind: str, url: str, body: bytes, told: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2025-05-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {told}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_warc_gives_the_articles_of_its_pages(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("CC-NEWS-20250501000000-00001.warc" + ".gz" * packed)
    path.write_bytes(warc(packed=packed))
    found = read(path)
    assert [(a.record, a.url) for a in found if isinstance(a, Article)] == [
        (0, "https://bao.vn/a"), (1, "https://bao.vn/c"), (2, "https://bao.vn/d"), (4, "https://bao.vn/f"),
    ]  # fmt: skip
    [reject] = [reject for reject in found if isinstance(reject, Reject)]
    assert (reject.record, reject.reason) == (3, "html_no_text")
    first, second, third = (found[n] for n in range(3))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert TEXT in first.text
    assert "Start | Politik" not in first.text
    assert (first.published, first.title, first.outlet) == (DAY, "Fusion", "bao.vn")
    assert "Chính Tâm" in second.text
    assert "würden" in third.text


def test_cut_warc_keeps_what_came_before(tmp_path: Path) -> None:
    raw = warc()
    (tmp_path / "a.warc").write_bytes(raw[: raw.index(b"Noch einmal")])
    (tmp_path / "b.warc").write_bytes(b"no archive")
    (tmp_path / "c.warc").write_bytes(b"")
    found = read(tmp_path)
    assert [(r.path, r.reason) for r in found if isinstance(r, Reject)] == [
        ("a.warc", "cut_line"), ("b.warc", "bad_warc"), ("c.warc", "empty"),
    ]  # fmt: skip


# --- news tools


def test_news_please_as_it_writes_files(tmp_path: Path) -> None:
    """One JSON file a page, named after it, in folders by outlet."""
    told = {
        "authors": ["A"], "date_download": "2025-05-01 00:00:00", "date_modify": None,
        "date_publish": "2025-04-14 01:00:00", "description": "…",
        "filename": "https%3A%2F%2Fbao.vn%2Fa.json", "image_url": None, "language": "de",
        "localpath": None, "maintext": TEXT, "source_domain": "bao.vn", "title": "Fusion", "title_page": None,
        "title_rss": None, "url": "https://bao.vn/a",
    }  # fmt: skip
    for outlet in ("bao.vn", "tin.vn"):
        (tmp_path / "2025" / outlet).mkdir(parents=True)
        (tmp_path / "2025" / outlet / "a_1.json").write_text(json.dumps(told), encoding="utf-8")
    articles = read(tmp_path)
    assert [article.path for article in articles] == ["2025/bao.vn/a_1.json", "2025/tin.vn/a_1.json"]
    first = articles[0]
    assert isinstance(first, Article)
    assert (first.text, first.published, first.outlet, first.title) == (TEXT, DAY, "bao.vn", "Fusion")


def test_fundus_as_it_saves_articles(tmp_path: Path) -> None:
    """A list of articles, each with a body of summary and sections, and its page."""
    told = {
        "title": "Fusion", "authors": [], "publishing_date": "2025-04-14 08:00:00+07:00", "topics": [],
        "body": {"summary": ["Kurz."], "sections": [{"headline": ["Mehr"], "paragraphs": [TEXT]}]},
        "html": {"requested_url": "https://bao.vn/a", "responded_url": "https://bao.vn/a", "content": PAGE,
                 "crawl_date": "2025-05-01 00:00:00", "source_info": {"publisher": "Bao"}},
    }  # fmt: skip
    (tmp_path / "articles.json").write_text(json.dumps([told]), encoding="utf-8")
    article = one(read(tmp_path))
    assert article.text == f"Kurz.\n\nMehr\n\n{TEXT}"
    assert (article.url, article.published, article.title) == ("https://bao.vn/a", DAY, "Fusion")


def test_datatrove_as_it_writes_lines(tmp_path: Path) -> None:
    told = {
        "text": TEXT,
        "id": "<urn:uuid:1>",
        "media": [],
        "metadata": {"url": "https://bao.vn/a", "date": "2025-04-14T01:00:00Z"},
    }
    (tmp_path / "00000.jsonl.gz").write_bytes(gzip.compress(json.dumps(told).encode(), mtime=0))
    article = one(read(tmp_path))
    assert (article.text, article.url, article.published) == (TEXT, "https://bao.vn/a", DAY)


# --- elsewhere


@pytest.fixture
def memory() -> Iterator[Any]:
    """A store without a disk, with a dump in it."""
    fs = fsspec.filesystem("memory")
    fs.pipe("/dump/b.jsonl", json.dumps({"text": TEXT, "url": "https://bao.vn/a"}).encode())
    fs.pipe("/dump/a/c.txt", TEXT.encode())
    fs.pipe("/dump/a/.hidden.txt", TEXT.encode())
    fs.pipe("/dump/a/d.doc", b"?")
    table = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), table)
    fs.pipe("/dump/e.parquet", table.getvalue())
    yield fs
    fs.rm("/dump", recursive=True)


def test_folder_elsewhere_is_read_like_one_here(memory: Any) -> None:
    found = read("memory://dump")
    assert [article.path for article in found[:4]] == ["a/c.txt", "a/d.doc", "b.jsonl", "e.parquet"]
    assert len(found) == 3 + len(ROWS)


def test_file_and_pattern_elsewhere_are_read(memory: Any) -> None:
    assert [article.path for article in read("memory://dump/a/c.txt", "memory://dump/*.jsonl")] == ["c.txt", "b.jsonl"]


def test_run_over_addresses_is_the_run_over_paths(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / "in" / f"{n}.txt").write_text(f"{TEXT} {n}", encoding="utf-8")
    sapxep.run(f"file://{tmp_path}/in", tmp_path / "there", workers=2)
    sapxep.run(tmp_path / "in", tmp_path / "here")
    there, here = bytes_of(tmp_path / "there"), bytes_of(tmp_path / "here")
    for name in ("documents.jsonl", "events.jsonl", "rejects.jsonl"):
        assert there[name] == here[name]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("memory://nowhere", "no such file or folder"),
        ("memory://nowhere/*.txt", "no such file or folder"),
        ("nonsense://a/b", "no such kind of address"),
    ],
)
def test_address_without_a_file_is_told_in_one_line(address: str, wanted: str, tmp_path: Path) -> None:
    with pytest.raises(sapxep.SapxepError, match=wanted) as caught:
        sapxep.run(address, tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()
