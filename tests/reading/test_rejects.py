"""One test a reason: what cannot be read becomes a reject, and the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import SapxepError
from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.reading import ReadOptions, Reason, read_articles

GOOD = json.dumps({"text": "Die Gemeinde wurde gegründet.", "url": "https://a.vn/b"}, ensure_ascii=False).encode()


def read(path: Path, **options: int | str) -> list[Article | Reject]:
    return list(read_articles([str(path)], ReadOptions(**options)))  # type: ignore[arg-type]


def told(found: list[Article | Reject]) -> list[tuple[int | None, str]]:
    """Record and reason of each reject, `ok` for an article."""
    return [(f.record, f.reason if isinstance(f, Reject) else "ok") for f in found]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.txt", b"", [(0, "empty")]),
        ("a.txt", b" \r\n\t\n", [(0, "empty")]),
        ("a.jsonl", b"", [(None, "empty")]),
        ("a.json", b"[]", [(None, "empty")]),
        ("a.csv", b"", [(None, "empty")]),
        ("a.csv", b"text,url\n", [(None, "empty")]),
        ("a.html", b" ", [(None, "empty")]),
        ("a.jsonl", b'{"text": "None", "url": "x"}\n' + GOOD + b"\n", [(0, "empty"), (1, "ok")]),
        ("a.jsonl", b'{"headline": "x"}\n' + GOOD + b"\n", [(0, "no_text"), (1, "ok")]),
        ("a.jsonl", b'{"text": 5}\n' + GOOD + b"\n", [(0, "no_text"), (1, "ok")]),
        ("a.jsonl", b"nonsense\n\n" + GOOD + b"\n", [(0, "not_json"), (1, "ok")]),
        ("a.jsonl", b"{" * 100_000 + b"\n" + GOOD, [(0, "not_json"), (1, "ok")]),
        ("a.jsonl", b"[" * 100_000 + b"]" * 100_000 + b"\n" + GOOD, [(0, "not_json"), (1, "ok")]),
        ("a.jsonl", b'{"text": "x", "n": ' + b"9" * 5000 + b"}\n" + GOOD, [(0, "not_json"), (1, "ok")]),
        ("a.jsonl", b'["x"]\n3\nnull\n' + GOOD, [(n, "record_not_object") for n in range(3)] + [(3, "ok")]),
        ("a.json", b"[1, " + GOOD + b', "x"]', [(0, "record_not_object"), (1, "ok"), (2, "record_not_object")]),
        ("a.json", b"[" + GOOD + b", {nonsense}, " + GOOD + b"]", [(0, "ok"), (1, "not_json"), (2, "ok")]),
        ("a.json", b"hello", [(0, "not_json")]),
        ("a.jsonl", GOOD + b"\n" + GOOD[:-10], [(0, "ok"), (1, "cut_line")]),
        ("a.jsonl", GOOD + b"\n" + GOOD[: GOOD.index(b"\xbc")], [(0, "ok"), (1, "cut_line")]),
        ("a.json", b"[" + GOOD + b"," + GOOD[:-10], [(0, "ok"), (1, "cut_line")]),
        ("a.json", b"[" + GOOD + b",", [(0, "ok"), (1, "cut_line")]),
        ("a.csv", b'text,url\nabc,x\n"abc', [(0, "ok"), (1, "cut_line")]),
        ("a.txt", "für".encode("latin-1"), [(None, "not_utf8")]),
        ("a.txt", b"\xff\xfea\x00\x00\xd8\x00\x00", [(None, "not_utf8")]),
        ("a.jsonl", b'{"text": "f\xfcr"}\n' + GOOD, [(0, "not_utf8"), (1, "ok")]),
        ("a.json", b'[{"text": "f\xfcr"}, ' + GOOD + b"]", [(0, "not_utf8"), (1, "ok")]),
        ("a.csv", b'text,url\n"f\xfcr\n",x\nabc,x\n', [(0, "not_utf8"), (1, "ok")]),
        ("a.html", b"<html><p>f\xfcr", [(None, "not_utf8")]),
        ("a.html", b'<html><meta charset="no-such"><p>f\xfcr', [(None, "not_utf8")]),
        ("a.txt", "Xã".encode("utf-16-le"), [(None, "binary")]),
        ("a.txt", "این متن است".encode("utf-16-le"), [(None, "binary")]),
        ("a.html", b"<html><body></body></html>", [(None, "html_no_text")]),
        ("a.csv", b"id,url\n1,x\n", [(None, "csv_no_text_column")]),
        ("a.tsv", b"id,text\n1,x\n", [(None, "csv_no_text_column")]),
        ("a.csv", b"text,url\nabc, def,x\nabc,x\n", [(0, "csv_bad_row"), (1, "ok")]),
        ("a.csv", b'text,url\n"abc"def,x\nabc,x\n', [(0, "csv_bad_row"), (1, "ok")]),
        ("a.txt.gz", b"no gzip", [(None, "bad_gzip")]),
        ("a.txt.gz", gzip.compress(os.urandom(999), mtime=0)[:-12], [(None, "bad_gzip")]),
        ("a.jsonl.gz", gzip.compress(GOOD + b"\n", mtime=0) + b"rest", [(0, "ok"), (None, "bad_gzip")]),
    ],
)
def test_reject(name: str, raw: bytes, expected: list[tuple[int | None, str]], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(raw)
    found = read(tmp_path / name)
    assert told(found) == expected
    assert all(f.path == name for f in found)
    assert all(f.stage == "read" and f.detail for f in found if isinstance(f, Reject))


def test_every_reason_is_in_the_table_of_the_package() -> None:
    from pipeline.stages import reading

    rows = {line.split("`")[1] for line in (reading.__doc__ or "").splitlines() if line.startswith("| `")}
    assert rows == {str(reason) for reason in Reason}


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.tsv"])
def test_reject_too_long_a_text_and_go_on(name: str, tmp_path: Path) -> None:
    long, short = "a" * 101, "b" * 100
    rows = {
        "a.txt": long,
        "a.jsonl": f'{{"text": "{long}"}}\n{{"text": "{short}"}}\n',
        "a.json": f'[{{"text": "{long}"}}, {{"text": "{short}"}}]',
        "a.csv": f"text\n{long}\n{short}\n",
        "a.tsv": f"text\tx\n{long}\t\n{short}\t\n",
    }
    (tmp_path / name).write_text(rows[name])
    expected = [(0, "too_long")] if name == "a.txt" else [(0, "too_long"), (1, "ok")]
    assert told(read(tmp_path / name, longest_text=100)) == expected


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.txt", b"x" * 3000, [(None, "too_long")]),
        ("a.html", b"<p>" + b"x" * 3000, [(None, "too_long")]),
        ("a.jsonl", b"x" * 200_000 + b"\n" + GOOD + b"\n", [(0, "too_long"), (1, "ok")]),
        ("a.jsonl", GOOD + b"\n" + b"x" * 200_000, [(0, "ok"), (1, "too_long")]),
        ("a.json", b'[{"text": "' + b"x" * 200_000 + b'"}, ' + GOOD + b"]", [(0, "too_long"), (1, "ok")]),
        ("a.csv", b"text,url\n" + b"x" * 200_000 + b",\nabc,x\n", [(0, "too_long"), (1, "ok")]),
        # A quote that never closes takes in line after line, up to the limit.
        ("a.csv", b'text,url\n"' + b"x,y\n" * 300 + b"abc,x\n", [(0, "too_long")]),
    ],
)
def test_reject_too_long_a_record_and_go_on(
    name: str, raw: bytes, expected: list[tuple[int | None, str]], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(raw)
    assert told(read(tmp_path / name, longest_record=1000))[: len(expected)] == expected


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.json.gz", "a.csv.gz", "a.html.gz"])
def test_reject_a_bomb_soon(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"[" + bytes(60_000_000), compresslevel=1, mtime=0))
    found = read(tmp_path / name)
    assert found[-1].reason == "bomb"  # type: ignore[union-attr]
    assert len(found) <= 2


def test_dense_but_honest_gzip_is_no_bomb(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((GOOD + b"\n") * 20_000, mtime=0))
    assert {kind for _, kind in told(read(tmp_path / "a.jsonl.gz"))} == {"ok"}


def test_reject_unreadable_things_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "README").write_text("x")
    found = {f.path: f.reason if isinstance(f, Reject) else "ok" for f in read(tmp_path)}
    assert found == {
        "README": "unknown_format",
        "a.txt": "ok",
        "dangling.txt": "unreadable",
        "loop": "unreadable",
        "picture.png": "unknown_format",
        "pipe.txt": "unreadable",
    }


def test_reject_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(io.FileIO):
        def __init__(self, *_: object) -> None:
            raise PermissionError(13, "Permission denied", "a.txt")

    (tmp_path / "a.txt").write_text("Text")
    monkeypatch.setattr(io, "FileIO", Locked)
    [reject] = read(tmp_path / "a.txt")
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail) == ("unreadable", "Permission denied")


def test_rejects_name_no_path_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    [reject] = read(tmp_path / "a.txt")
    assert isinstance(reject, Reject)
    assert str(tmp_path) not in f"{reject.path} {reject.detail}"


@pytest.mark.parametrize("name", ["missing", "*.txt", "**/*.nothing", ""])
def test_a_missing_input_is_an_error_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SapxepError) as error:
        read_articles([name])
    assert "\n" not in str(error.value)
    assert name in str(error.value)


def test_a_folder_without_anything_to_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / ".hidden.txt").write_text("x")
    with pytest.raises(SapxepError, match="no file to read"):
        read_articles([str(tmp_path)])
    with pytest.raises(SapxepError, match="no input"):
        read_articles([])


@pytest.mark.parametrize("option", ["longest_text", "longest_record", "highest_ratio"])
def test_limits_must_be_positive(option: str) -> None:
    with pytest.raises(SapxepError, match=option):
        ReadOptions(**{option: 0})  # type: ignore[arg-type]


def _flow(count: int) -> Iterator[bytes]:
    line = json.dumps({"text": "Xã Bình Minh. " * 300, "url": "https://a.vn/b"}, ensure_ascii=False).encode() + b"\n"
    for _ in range(count):
        yield line


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.csv"])
def test_memory_does_not_grow_with_the_dump(name: str, tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / name
    open_ = gzip.open(path, "wb", compresslevel=1) if name.endswith(".gz") else path.open("wb")  # noqa: SIM115
    with open_ as out:
        if name == "a.json":
            out.write(b"[")
            out.writelines(line if n == 0 else b"," + line for n, line in enumerate(_flow(3_000)))
            out.write(b"]")
        elif name == "a.csv":
            out.write(b"text,url\n")
            out.writelines(b"%d %s,\n" % (n, "Xã Bình Minh. ".encode() * 300) for n in range(3_000))
        else:
            # Something that does not pack away entirely, as in a real dump.
            out.writelines(line[:-2] + b', "id": "%s"}\n' % os.urandom(100).hex().encode() for line in _flow(3_000))
    tracemalloc.start()
    count = sum(isinstance(found, Article) for found in read_articles([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 4_000_000


def test_an_endless_line_is_not_held_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"x" * 30_000_000 + b'"}\n' + GOOD + b"\n")
    tracemalloc.start()
    found = told(read(tmp_path / "a.jsonl", longest_record=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [(0, "too_long"), (1, "ok")]
    assert peak < 6_000_000


def test_reading_imports_no_extractor_before_a_page_comes() -> None:
    import subprocess

    script = "import sys, pipeline.stages.reading; sys.exit('trafilatura' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0
