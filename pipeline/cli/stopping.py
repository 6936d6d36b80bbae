"""What a long command does when it is told to stop: one line, exit code 130, and nothing lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from ..errors import was_interrupted

INTERRUPTED = 130


@contextmanager
def stopped_with(message: str) -> Iterator[None]:
    """Tell `message` where Ctrl-C or the system ends what is done inside."""
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        yield
    except BaseException as error:
        if not was_interrupted(error):
            raise
        click.echo(f"sapxep: {message}", err=True)
        click.get_current_context().exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
