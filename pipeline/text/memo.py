"""Memos that stay small over millions of articles."""

from __future__ import annotations

from itertools import islice
from typing import Any


def make_room(memo: dict[Any, Any], most: int) -> None:
    """Let go of the older half of a memo that holds more than `most` answers.

    Not of all: so the memory of a run with many memos stays level, and few answers have to be worked out again.
    """
    if len(memo) > most:
        for key in list(islice(memo, len(memo) // 2)):
            del memo[key]
