"""Locks on files, which the system lets go of when their process ends, however it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

flock: Callable[[int, int], None] | None
try:
    from fcntl import flock
except ImportError:  # another system than Unix: nothing is locked there
    flock = None

_PAUSE: Final = 0.05
_SHARED, _ALONE, _NOT_WAITING = 1, 2, 4  # the same on every Unix


def lock(path: Path, *, wait: float, shared: bool = False) -> IO[bytes] | None:
    """The open file that holds the lock; None where others hold it longer than `wait` seconds."""
    stream = path.open("ab")
    end = time.monotonic() + wait
    while not _locked(stream, shared):
        if time.monotonic() >= end:
            stream.close()
            return None
        time.sleep(_PAUSE)
    return stream


def _locked(stream: IO[bytes], shared: bool) -> bool:
    if flock is None:
        return True
    try:
        flock(stream.fileno(), (_SHARED if shared else _ALONE) | _NOT_WAITING)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
