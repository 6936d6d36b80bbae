"""A line of a billion characters is told of and passed over; what is held in memory is the limit, not the line."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.reading import ReadOptions, read_articles

BILLION = 1_000_000_000
PIECE = "".join(f"{number} " for number in range(150_000)).encode()[:1_000_000]
TEXT = "Die Gemeinde Xuan Thien."
# What stands before and behind the long line, and whether an article behind it is still read.
FORMATS = {
    "a.txt": (b"", b"\n", False),
    "a.html": (b"<html><body><p>", b"</p></body></html>\n", False),
    "a.jsonl": (b'{"text": "', b'"}\n{"text": "%b"}\n' % TEXT.encode(), True),
    "a.json": (b'[{"text": "', b'"}, {"text": "%b"}]\n' % TEXT.encode(), True),
    "a.csv": (b"text,url\n", b",\n%b,\n" % TEXT.encode(), True),
    "a.tsv": (b"text\turl\n", b"\t\n%b\t\n" % TEXT.encode(), True),
}


def plain(path: Path, length: int) -> Path:
    """A file with one long line; its blanks are a hole that takes no room on the disk."""
    head, tail, _ = FORMATS[path.name]
    with path.open("wb") as stream:
        stream.write(head)
        stream.seek(length, 1)
        stream.write(tail)
    return path


def packed(path: Path, length: int) -> Path:
    """The same, packed no better than text is."""
    head, tail, _ = FORMATS[path.name]
    piece = gzip.compress(PIECE, 6, mtime=0)
    with path.with_name(f"{path.name}.gz").open("wb") as stream:
        stream.write(gzip.compress(head, mtime=0))
        for _ in range(-(-length // len(PIECE))):
            stream.write(piece)
        stream.write(gzip.compress(tail, mtime=0))
    return Path(stream.name)


def read(path: Path, options: ReadOptions) -> tuple[list[Article | Reject], int]:
    """What a file gives, and the most bytes held while it was read."""
    tracemalloc.start()
    try:
        found = list(read_articles([str(path)], options))
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def check(path: Path, options: ReadOptions, goes_on: bool) -> None:
    found, held = read(path, options)
    assert isinstance(found[0], Reject)
    assert found[0].reason == "too_long"
    assert str(options.longest_record) in (found[0].detail or "")
    assert [one.text for one in found[1:] if isinstance(one, Article)] == [TEXT] * goes_on
    assert held < 5 * options.longest_record + 4_000_000


@pytest.mark.parametrize("make", [plain, packed])
@pytest.mark.parametrize("name", FORMATS)
def test_a_line_over_the_limit_is_one_reject(name: str, make: Callable[[Path, int], Path], tmp_path: Path) -> None:
    list(read_articles([str(plain(tmp_path / name, 10))]))  # what is loaded once is not counted
    path = make(tmp_path / name, 30_000_000)
    check(path, ReadOptions(longest_record=200_000), FORMATS[name][2])


@pytest.mark.parametrize("name", FORMATS)
def test_a_line_of_a_billion_characters_is_one_reject(name: str, tmp_path: Path) -> None:
    check(plain(tmp_path / name, BILLION), ReadOptions(), FORMATS[name][2])


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_packed_line_of_a_billion_characters_is_one_reject(name: str, tmp_path: Path) -> None:
    check(packed(tmp_path / name, BILLION), ReadOptions(), FORMATS[name][2])
