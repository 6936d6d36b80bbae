"""Whatever bytes a file holds: articles or rejects, never an exception."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.reading import ReadOptions, read_articles

PIECES = [
    b'{"text": "a"}',
    b'{"text"',
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b'"\\ud800"',
    b"text,url\n",
    b"text",
    b"content;date\n",
    b"1e999",
    b"NaN",
    b"null",
    b"\x1f\x8b\x08\0",
    b"<p>",
    b"<html><body><p>",
    b"PAR1",
    b"ARROW1",
    b"\x28\xb5\x2f\xfd",
    b"WARC/1.0\r\nWARC-Type: response\r\n",
    b"WARC-Target-URI: http://a.vn/\r\nContent-Type: application/http\r\n",
    b"Content-Length: 40\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    b"\t",
    b" ",
    b"9" * 30,
    b"Quelle: https://a.vn/b\n",
    "منبع".encode(),
]
SOUP = st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=24).map(b"".join)


def read(name: str, raw: bytes, options: ReadOptions) -> list[Article | Reject]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(raw)
        return list(read_articles([str(Path(folder) / name)], options))


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.csv.gz", "a.json.gz", "a.html",
                                  "a.jsonl.zst", "a.warc", "a.warc.gz", "a.parquet", "a.arrow"])  # fmt: skip
@settings(max_examples=80, deadline=None)
@given(raw=SOUP, packed=st.booleans(), limit=st.sampled_from([1, 20, 10_000_000]))
@example(raw=b'[{"text":"\\', packed=False, limit=20)
@example(raw=b'text\n"', packed=True, limit=20)
def test_any_bytes_give_articles_or_rejects(name: str, raw: bytes, packed: bool, limit: int) -> None:
    found = read(
        name, gzip.compress(raw, mtime=0) if packed else raw, ReadOptions(longest_record=limit, longest_text=limit)
    )
    assert found
    for one in found:
        assert one.path == name
        # Whatever is told can be written as UTF-8.
        json.dumps([str(one.path), one.text if isinstance(one, Article) else one.detail], ensure_ascii=False).encode()
        if isinstance(one, Article):
            assert one.text.strip()
            assert len(one.text) <= limit
    records = [one.record for one in found if one.record is not None]
    assert records == list(range(len(records)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3), min_size=1, max_size=5),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_a_json_list_is_cut_where_its_records_end(
    records: list[dict[str, str]], indent: int | None, ascii_: bool
) -> None:
    for n, record in enumerate(records):
        record["text"] = f't{n}{{}}[],\\"' + "ü" * n
    raw = json.dumps(records, ensure_ascii=ascii_, indent=indent).encode("utf-8", "surrogatepass")
    one_by_one = "\n".join(json.dumps(record, ensure_ascii=ascii_, indent=indent) for record in records)
    expected = [record["text"] for record in records]
    for form in (raw, one_by_one.encode("utf-8", "surrogatepass")):
        assert [one.text for one in read("a.json", form, ReadOptions()) if isinstance(one, Article)] == expected
