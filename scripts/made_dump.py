"""Small dumps for tests of runs, of several files and formats, with records that go wrong; and runs over them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAME = ("documents.jsonl", "events.jsonl", "facts.jsonl", "lineage.jsonl", "rejects.jsonl", "manifest.json")
COMMAND = [sys.executable, "-c", "import sys, sapxep; sys.exit(sapxep.main())"]
_NAMES = ("Xuan Thien", "Chinh Tam", "Yen Mat", "Kim Chinh", "Nhu Hoa", "Gio Linh", "Gio Quang", "Ea Kao")


def text(number: int) -> str:
    """A short German article; no two numbers give the same."""
    first, second, third = (_NAMES[(number + n) % len(_NAMES)] for n in (0, 3, 5))
    return (
        f"Am {number % 27 + 1}. Januar 2020 wurden die Gemeinden {first} und {second} im Bezirk Kim Son der Provinz "
        f"Ninh Binh zur neuen Gemeinde {third} zusammengelegt. Das steht im Beschluss Nr. {number}/NQ-UBTVQH14.\n"
    )


def records(first: int, number: int) -> list[str]:
    """Lines of JSON; every seventh is an article that came before, every eleventh no JSON at all."""
    lines = []
    for n in range(first, first + number):
        told = n - 3 if n % 7 == 0 else n
        lines.append("no json" if n % 11 == 5 else json.dumps({"text": text(told), "url": f"https://bao.vn/{told}"}))
    return lines


def make_dump(folder: Path, number: int = 600) -> Path:
    """A folder with a large file of lines, a packed one, and small texts, duplicates within and across them."""
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text("\n".join(records(0, number)) + "\n", encoding="utf-8")
    # Hardly packed, so that it counts as a large file, too.
    packed = gzip.compress("\n".join(records(number - 40, number)).encode(), compresslevel=0, mtime=0)
    (folder / "b.jsonl.gz").write_bytes(packed)
    for n in range(12):
        (folder / f"c{n:02}.txt").write_text(text(n // 2 + 5000), encoding="utf-8")
    (folder / "d.txt").write_bytes(b"\xff\xfe\xfd")
    (folder / "e.doc").write_bytes(b"?")
    return folder


def environment(path: Sequence[Path] = (), **more: str) -> Mapping[str, str]:
    """The environment of a run in a process of its own."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT))), **more}


def start(*args: object, env: Mapping[str, str] | None = None, **more: object) -> subprocess.Popen[str]:
    """`sapxep` in a process group of its own."""
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [*COMMAND, *map(str, args)],
        env=env or environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The files that must be the same."""
    return {name: (folder / name).read_bytes() for name in SAME}
