"""Keeps Python's garbage collector from walking over the register and the packs again and again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

# Articles make few cycles; what is loaded once is hundreds of thousands of objects.
_THRESHOLDS: Final = (50_000, 20, 50)


def peak() -> int:
    """The most memory in MB that this process had resident up to now; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    with suppress(OSError, StopIteration):
        # The figure of the system counts the process that started this one, too, where that was larger.
        told = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return int(next(line for line in told if line.startswith("VmHWM:")).split()[1]) >> 10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it the collector runs seldom: what is loaded stays, and to walk over it while it grows is in vain."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within it the collector runs seldom and leaves alone what was there before; after it all is as it was."""
    gc.freeze()
    try:
        with seldom_collected():
            yield
    finally:
        gc.unfreeze()
