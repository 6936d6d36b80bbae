"""Words and sentences of normalised text, the same for every script."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import accumulate, pairwise

# In brackets: to split at it gives gaps and tokens in turn.
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s])", re.UNICODE)
_LATIN = [chr(point) for point in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_SMALL = "".join(letter for letter in _LATIN if letter.islower())
_CAPITAL = "".join(letter for letter in _LATIN if letter.isupper())
_GLUED = re.compile(f"(?<=[{_SMALL}]{{2}})(?=[{_CAPITAL}][{_SMALL}]{{2}})")
_SHORTEST_GLUED = 5
_SHORTEST_WORD = 3
# A sentence is cut behind a separator where it is long, anywhere where it is longer: no writer's is.
_LONG = 400
_LONGEST = 500
_CUTS = frozenset(",،;؛")
_END = frozenset(".!?؟…")
# Signs inside a date or the number of a document.
_INSIDE = frozenset("/-–")
_CLOSERS = frozenset("\"'”“’»)]")
_OPENERS = frozenset("\"'„“‘«([-–—*•+")
_STOPS = _END | _CLOSERS


def tokenize(text: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a text with their start and end offsets; words glued together at a capital are parted."""
    pieces: list[str] = _TOKEN.split(text)
    tokens = pieces[1::2]
    bounds = list(accumulate(map(len, pieces)))
    starts, ends = bounds[:-1:2], bounds[1::2]
    long = [i for i, token in enumerate(tokens) if len(token) >= _SHORTEST_GLUED and not token.islower()]
    for i in reversed([i for i in long if _is_glued(tokens[i])]):
        word = tokens[i]
        cuts = [0, *(cut.start() for cut in _GLUED.finditer(word)), len(word)]
        tokens[i : i + 1] = [word[first:last] for first, last in pairwise(cuts)]
        ends[i : i + 1] = [starts[i] + cut for cut in cuts[1:]]
        starts[i : i + 1] = [starts[i] + cut for cut in cuts[:-1]]
    return tokens, starts, ends


def _is_glued(word: str) -> bool:
    """Whether a capital stands inside a word, behind small letters and before some."""
    rest = word[1:]
    return rest != rest.lower() and word.isalpha() and _GLUED.search(word) is not None


def sentence_bounds(
    text: str,
    tokens: list[str],
    starts: list[int],
    ends: list[int],
    abbreviations: Collection[str] = (),
    openers: Collection[str] = (),
    ordinals: bool = True,
) -> Iterator[tuple[int, int, int]]:
    """Token ranges [first, last) of the sentences, each with the number of its line.

    `openers`: words that begin a sentence where they have a capital; behind a short number no other word does.
    `ordinals`: whether a full stop makes an ordinal of the number before it ("1. Juli"), so ends no sentence there.
    """
    first, paragraph, before = 0, 0, -1
    core = 0  # the last token of the sentence that is no closing sign
    lines = _line_ends(text, starts)
    for i in _stops(tokens, lines):
        for low, high in _long_parts(tokens, first, before, i):
            yield low, high, paragraph
            first = high
        core = i if i == first or tokens[i] not in _CLOSERS else core if before == i - 1 else i - 1
        before, last = i, i + 1
        if last == len(tokens):
            yield first, last, paragraph
            return
        gap = text[ends[i] : starts[last]]
        if i in lines:
            yield first, last, paragraph
            first, paragraph = last, paragraph + 1
        elif (
            (gap and tokens[last] in openers and _counts(tokens, first, core))
            or (
                (_closes(tokens, first, core, abbreviations) or (gap and not ordinals and _dates(tokens, first, core)))
                and (_opens(tokens[last]) if gap else _glued(tokens, i))
            )
            or _is_long(tokens, first, i)
        ):
            yield first, last, paragraph
            first = last


def _line_ends(text: str, starts: list[int]) -> set[int]:
    """The tokens that are the last of their line."""
    found: set[int] = set()
    at = text.find("\n", starts[0]) if starts else -1
    while at >= 0:
        following = bisect_left(starts, at)
        found.add(following - 1)
        at = text.find("\n", starts[following]) if following < len(starts) else -1
    return found


def _stops(tokens: list[str], lines: set[int]) -> list[int]:
    """The tokens behind which a sentence may end, in order: ends of lines, signs that end or close, the last."""
    if not tokens:
        return []
    signs = [i for i, token in enumerate(tokens) if token in _STOPS]
    return sorted({*signs, *lines, len(tokens) - 1})


def _is_long(tokens: list[str], first: int, i: int) -> bool:
    """Whether what looks at a whole sentence for each thing in it would take the square of the time beyond token i."""
    length = i + 1 - first
    return length >= _LONG and (tokens[i] in _CUTS or length >= _LONGEST)


def _long_parts(tokens: list[str], first: int, before: int, i: int) -> Iterator[tuple[int, int]]:
    """The parts that a long stretch without a stop, behind token `before` and up to token i, is cut into."""
    if i - first < _LONG:
        return
    for j in range(before + 1, i):
        if _is_long(tokens, first, j):
            yield first, j + 1
            first = j + 1


def _closes(tokens: list[str], first: int, i: int, abbreviations: Collection[str]) -> bool:
    if tokens[i] not in _END:
        return False
    if tokens[i] != "." or i == first:
        return True
    before = tokens[i - 1]
    if before.isdigit():
        return len(before) > 2
    return before.lower() not in abbreviations and not (len(before) == 1 and before.isupper())


def _counts(tokens: list[str], first: int, i: int) -> bool:
    """Whether a full stop stands behind a number that follows a word ("from 171 to 54."), so is not that of a list."""
    return tokens[i] == "." and i - 1 > first and tokens[i - 1].isdigit() and tokens[i - 2][0].isalpha()


def _dates(tokens: list[str], first: int, i: int) -> bool:
    """Whether a full stop stands behind a number that ends a date, a code or a statement, not one that heads an item.

    "Article 1." and "1." head what follows.
    """
    if tokens[i] != "." or i - 2 <= first or not tokens[i - 1].isdigit():
        return False
    return tokens[i - 2] in _INSIDE or tokens[i - 2].isalnum()


def _glued(tokens: list[str], i: int) -> bool:
    """A full stop with no blank behind it, between a small word and a capital ("… Hà Trung.Phường A …")."""
    if i == 0 or tokens[i] not in _END or len(tokens[i - 1]) < _SHORTEST_WORD or not tokens[i - 1][-1].islower():
        return False
    following = tokens[i + 1]
    return len(following) > 1 and following[0].isupper() and following[1:].islower()


def _opens(token: str) -> bool:
    head = token[0]
    return head in _OPENERS or head.isdigit() or not head.islower()
