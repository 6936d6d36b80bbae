"""Words and sentences of normalised text, the same for every script."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s]", re.UNICODE)
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿ]{2})(?=[A-ZÀ-ÖØ-ÞĐ][a-zà-öø-ÿ]{2})")
_END = frozenset(".!?؟…")
_CLOSERS = frozenset("\"'”“’»)]")
_OPENERS = frozenset("\"'„“‘«([-–—*•+")


def tokenize(text: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a text with their start and end offsets; words glued together at a capital are parted."""
    tokens: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        if end - start > 5 and word.isalpha():
            for cut in _GLUED.finditer(word):
                tokens.append(text[start : match.start() + cut.start()])
                starts.append(start)
                start = match.start() + cut.start()
                ends.append(start)
        tokens.append(text[start:end])
        starts.append(start)
        ends.append(end)
    return tokens, starts, ends


def sentence_bounds(
    text: str, tokens: list[str], starts: list[int], ends: list[int], abbreviations: Collection[str] = ()
) -> Iterator[tuple[int, int, int]]:
    """Token ranges [first, last) of the sentences, each with the number of its line."""
    first, paragraph, count = 0, 0, len(tokens)
    for i in range(count):
        last = i + 1
        if last == count:
            yield first, last, paragraph
            return
        gap = text[ends[i] : starts[last]]
        if "\n" in gap:
            yield first, last, paragraph
            first, paragraph = last, paragraph + 1
        elif gap and _closes(tokens, first, i, abbreviations) and _opens(tokens[last]):
            yield first, last, paragraph
            first = last


def _closes(tokens: list[str], first: int, i: int, abbreviations: Collection[str]) -> bool:
    while i > first and tokens[i] in _CLOSERS:
        i -= 1
    if tokens[i] not in _END:
        return False
    if tokens[i] != "." or i == first:
        return True
    before = tokens[i - 1]
    if before.isdigit():
        return len(before) > 2
    return before.lower() not in abbreviations and not (len(before) == 1 and before.isupper())


def _opens(token: str) -> bool:
    head = token[0]
    return head in _OPENERS or head.isdigit() or not head.islower()
