"""A worker process: takes tasks from its standard input, tells what it does on its standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from ..errors import SapxepError
from .locks import lock
from .memory import rare_collections, seldom_collected
from .options import RunOptions
from .shards import Done
from .steps import Doing, Task
from .work import Work

# ("ready",), ("at", step, doing), ("done", Done) or ("fault", message)
Message = tuple[Any, ...]
_LOCK_WAIT = 60.0


def main() -> None:
    """Work until the input ends: the run is over, or its process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run itself is told, and ends its workers
    tasks, answers = _channels()
    parent = os.getppid()

    def answer(*message: Any) -> None:
        if os.getppid() != parent:
            os._exit(1)
        pickle.dump(message, answers)
        answers.flush()

    try:
        options, shards = pickle.load(tasks)  # noqa: S301  (from the run that started this process)
        _work(options, shards, tasks, answer)
    except SapxepError as error:
        answer("fault", str(error))
    except (EOFError, BrokenPipeError):
        pass


def _work(options: RunOptions, shards: Path, tasks: IO[bytes], answer: Callable[..., None]) -> None:
    # To the end, so that a later run does not begin while this process is still at work.
    with lock(shards.parent / "workers.lock", wait=_LOCK_WAIT, shared=True) or nullcontext():
        with seldom_collected():
            work = Work(options)
        _take_all(work, shards, tasks, answer)


def _take_all(work: Work, shards: Path, tasks: IO[bytes], answer: Callable[..., None]) -> None:

    def tell(step: int, doing: Doing) -> None:
        answer("at", step, doing)

    with rare_collections():
        answer("ready")
        while True:
            task: Task = pickle.load(tasks)  # noqa: S301
            done: Done = work.do(task, shards, tell)
            answer("done", done)


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """Tasks and answers, out of the way of whatever libraries read or print."""
    tasks = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    return tasks, answers
