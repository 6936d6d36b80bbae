"""What the ledger of a run tells about it, read beside the run without disturbing it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..errors import SapxepError
from .ledger import FINISHED, HOME, Ledger
from .locks import lock
from .shards import SUFFIX, mark_of
from .summary import Summary

_TROUBLES: Final = ("worker died", "stopped")
_SHOWN: Final = 5


def status_of(folder: Path) -> dict[str, Any]:
    """Phase, counts, times and the last troubles of the run in a folder; SapxepError where there is none."""
    ledger = Ledger(folder)
    config = ledger.config()
    if config is None:
        raise SapxepError(f"{folder}: holds no run with a ledger ({HOME}); give the output folder of a run")
    state = ledger.state() or {"phase": "running", "summary": Summary().state(), "seconds": 0.0, "sessions": 0}
    counts = Summary.restored(state["summary"]).counts()
    finished, alive = state["phase"] == FINISHED, _at_work(ledger)
    return {
        "phase": FINISHED if finished else "at work" if alive else "broken off",
        "counts": {
            **{name: counts[name] for name in ("documents", "events", "rejects", "words")},
            "reasons": counts["rejects_by_reason"],
        },
        "articles_waiting": sum(mark.articles for mark in _waiting(ledger)),
        "files": config["input"]["files"],
        "bytes": config["input"]["bytes"],
        "inputs": config["input"]["names"],
        "seconds": state["seconds"],
        "sessions": state["sessions"],
        "silent": None if finished else ledger.last_sign(),
        "troubles": list(_troubles(ledger)),
        "next": None if finished or alive else "the same `sapxep run` command goes on where it stopped",
    }


def _at_work(ledger: Ledger) -> bool:
    try:
        held = lock(ledger.home / "lock", wait=0, shared=True)
    except OSError:
        return False  # of another user; whether it is at work cannot be known
    if held is None:
        return True
    held.close()
    return False


def _waiting(ledger: Ledger) -> Iterator[Any]:
    """Shards that are done and lie beside the settled ones."""
    if ledger.shards.is_dir():
        for path in sorted(ledger.shards.glob(f"*{SUFFIX}")):
            mark = mark_of(path)
            if mark is not None:
                yield mark


def _troubles(ledger: Ledger) -> Iterator[str]:
    """The last lines of the log that tell of trouble."""
    path = ledger.home / "log.jsonl"
    last: deque[dict[str, Any]] = deque(maxlen=_SHOWN)
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                told = _object(line)
                if told.get("what") in _TROUBLES:
                    last.append(told)
    for told in last:
        more = ", ".join(f"{key} {value}" for key, value in told.items() if key not in ("at", "what") and value)
        yield f"{told['at']} {told['what']}: {more}"


def _object(line: str) -> dict[str, Any]:
    """A line of the log; one cut off by a full disk is none."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
