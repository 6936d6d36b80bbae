"""Damages texts as machine translation and copying do, and keeps their spans exact."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from .draft import Edit, Span, edited

_BARRED = {"đ": "d", "Đ": "D"}


def damaged(text: str, spans: list[Span], kinds: list[dict[str, Any]], chance: random.Random) -> tuple[str, list[Span]]:
    """A text after each kind of damage that a grammar tells, where the draw has it.

    A kind has a `chance` by article, a `share` of the places where its `find` (a regular expression) stands, and what
    it puts there: `put`, or the same `plain`, without marks.
    """
    for kind in kinds:
        if chance.random() < kind["chance"]:
            text, spans = edited(text, spans, list(_edits(text, spans, kind, chance)))
    return text, spans


def _edits(text: str, spans: list[Span], kind: dict[str, Any], chance: random.Random) -> Iterator[Edit]:
    edges = {place for span in spans for place in (span.start, span.end)}
    share = float(kind["share"])
    for match in _pattern(kind["find"]).finditer(text):
        start, end = match.span()
        if share < 1 and chance.random() >= share:
            continue
        if any(place in edges for place in range(start + 1, end)):
            continue
        new = _plain(match[0]) if kind.get("plain") else match.expand(str(kind["put"]))
        if new != match[0]:
            yield Edit(start, end, new)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text)
    return "".join(_BARRED.get(letter, letter) for letter in bare if not unicodedata.combining(letter))
