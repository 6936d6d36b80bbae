"""What each token can be inside a list of units: separator, filler, parent cue, extent, old or new."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final

from ..languages.lexicon import Term
from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import KindWord
from ..records.vocabulary import Kind
from ..text.memo import make_room

SEPARATOR, FILLER, PARENT, OLD, NEW, WHOLE, PART, REMAINDER = (1 << n for n in range(8))
NAMING, NUMBER, OPEN, CLOSE, KIND, LOCATION, GUARD, QUOTE, COLON = (1 << n for n in range(8, 17))
LISTING, INTO, AREA, ASIDE, STRONG, COMMA, SEMICOLON, DASH, FAR, BASIS, WITH = (1 << n for n in range(17, 28))
RELATIVE, CONTRAST = (1 << n for n in range(28, 30))
EXTENT = WHOLE | PART | REMAINDER
NAMES = {
    "separator": SEPARATOR,
    "filler": FILLER,
    "parent": PARENT,
    "old": OLD,
    "new": NEW,
    "whole": WHOLE,
    "part": PART,
    "remainder": REMAINDER,
    "naming": NAMING,
    "named": 0,
    "renamed": 0,
    "location": LOCATION,
    "guard": GUARD,
    "far_guard": GUARD | FAR,
    "listing": LISTING,
    "into": INTO,
    "with": WITH,
    "relative": RELATIVE,
    "contrast": CONTRAST,
    "basis": BASIS,
    "area": AREA,
    "aside": ASIDE,
    "strong_separator": SEPARATOR | STRONG,
}
PUNCTUATION = {
    **dict.fromkeys(",،、", SEPARATOR | COMMA),
    **dict.fromkeys(";؛", SEPARATOR | SEMICOLON),
    **dict.fromkeys("+&/", SEPARATOR),
    **dict.fromkeys("-–—", DASH),
    **dict.fromkeys("([", OPEN),
    **dict.fromkeys(")]", CLOSE),
    **dict.fromkeys("\"'„“”‘’«»", QUOTE),
    ":": COLON,
}
_CACHE_LIMIT: Final = 8_192
_ADDRESS = re.compile(r"://|www\.|@|\.(?:vn|com|net|org|info|html?)\b", re.IGNORECASE)
_BLANK = re.compile(r"\s|\Z")


def unit_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of section `units`: (pattern, group, value), braces not yet expanded.

    An entry of `kinds` without kinds holds words that only look like kind words; where they are written small in the
    pack, a capital behind the first letter makes them names after all ("xã Hội An").
    """
    units = pack.section("units")
    for entry in units.get("kinds", ()):
        if not entry["kinds"]:
            guards = not entry.get("plain")
            yield from ((word, "look_alike", (str(word).islower(), guards)) for word in entry["words"])
            continue
        value = (tuple(entry["kinds"]), entry.get("plural"), bool(entry.get("after")), bool(entry.get("plain")))
        yield from ((word, "kind", value) for word in entry["words"])
    for entry in units.get("carriers", ()):
        yield from ((word, "carrier", tuple(entry["kinds"])) for word in entry["words"])
    for level, words in units.get("levels", {}).items():
        yield from ((word, "level", level) for word in words)
    for word in units.get("generic", ()):
        yield word, "generic", None
    for number, words in units.get("numbers", {}).items():
        yield from ((word, "number", int(number)) for word in words)
    for name, words in units.get("links", {}).items():
        yield from ((word, "link", name) for word in words)


def kind_words(ann: Annotation, covered: set[int]) -> list[KindWord]:
    """All kind words in reading order; tokens of documents and dates are passed over."""
    found: dict[int, KindWord] = {}
    for term in kind_terms(ann):
        if term.first in covered:
            continue
        kinds, plural = term.value[:2]
        known = found.get(term.first)
        if known is None:
            found[term.first] = KindWord(term.first, term.last, tuple(kinds), plural)
        else:
            merged: tuple[Kind, ...] = tuple(dict.fromkeys((*known.kinds, *kinds)))
            known.kinds = merged
            known.plural = known.plural if known.plural == plural else None
    return sorted(found.values(), key=lambda k: k.first)


def kind_terms(ann: Annotation) -> list[Term]:
    """The terms that are kind words: not mere look-alikes, and those without marks in plain sentences only."""
    known: list[Term] | None = ann.context.get("kind_terms")
    if known is None:
        terms: list[Term] = ann.context["terms"].get("kind", [])
        hidden = {i for term in _look_alikes(ann) for i in range(term.first, term.last)}
        plain = _PlainSentences(ann)
        known = [t for t in terms if t.first not in hidden and (not t.value[3] or plain.holds(t.first))]
        ann.context["kind_terms"] = known
    return known


def _look_alikes(ann: Annotation) -> Iterator[Term]:
    for term in ann.context["terms"].get("look_alike", ()):
        rest = ann.tokens[term.first + 1 : term.last]
        if not (term.value[0] and any(token[0].isupper() and not token.isupper() for token in rest)):
            yield term


class _PlainSentences:
    """Which sentences have no letter with marks."""

    def __init__(self, ann: Annotation) -> None:
        self._ann = ann
        self._firsts: list[int] = ann.context["sentence_firsts"]
        self._known: dict[int, bool] = {}

    def holds(self, i: int) -> bool:
        """Whether the sentence of token i is plain."""
        first = last = self._firsts[i]
        if first not in self._known:
            while last < len(self._firsts) and self._firsts[last] == first:
                last += 1
            self._known[first] = self._ann.text[self._ann.starts[first] : self._ann.ends[last - 1]].isascii()
        return self._known[first]


def token_marks(ann: Annotation) -> list[int]:
    """One bit set a token, over the constants of this module."""
    marks = list(map(_own_marks().__getitem__, ann.lower))
    terms = ann.context["terms"]
    for term in terms.get("link", ()):
        _mark(marks, term, NAMES[term.value])
    for term in terms.get("number", ()):
        _mark(marks, term, NUMBER)
    for term in terms.get("measure", ()):
        _mark(marks, term, AREA)
    for term in kind_terms(ann):
        _mark(marks, term, KIND)
    for term in _look_alikes(ann):
        if term.value[1]:
            _mark(marks, term, GUARD)
    _join_areas(marks)
    return marks


class _OwnMarks(dict[str, int]):
    """What each token is by itself."""

    def __missing__(self, token: str) -> int:
        made = self[token] = PUNCTUATION.get(token, 0) | (NUMBER if token[0].isdigit() else 0)
        return made


_OWN_MARKS: Final = _OwnMarks()


def _own_marks() -> _OwnMarks:
    make_room(_OWN_MARKS, _CACHE_LIMIT)
    return _OWN_MARKS


def _mark(marks: list[int], term: Term, bit: int) -> None:
    first, last = term.first, term.last
    marks[first] |= bit
    for i in range(first + 1, last):
        marks[i] |= bit


def _join_areas(marks: list[int]) -> None:
    """A sign or "and" between area and population parts no units ("6,5 km², 2.600 Einwohner der Gemeinde A")."""
    first = next((i for i, mark in enumerate(marks) if mark & AREA), len(marks))
    for i in range(first + 1, len(marks) - 1):
        if not marks[i] & SEPARATOR or not marks[i - 1] & AREA:
            continue
        j = i + 1
        while j < len(marks) - 1 and j < i + 4 and marks[j] & (NUMBER | FILLER) and not marks[j] & (AREA | KIND):
            j += 1
        if marks[j] & AREA:
            marks[i] = AREA


def address_tokens(ann: Annotation) -> set[int]:
    """Tokens inside addresses of pages and mails."""
    text, done = ann.text, 0
    spans: list[tuple[int, int]] = []
    for match in _ADDRESS.finditer(text):
        start = match.start()
        if start < done:
            continue
        while start > done and not text[start - 1].isspace():
            start -= 1
        done = _BLANK.search(text, match.end()).start()  # type: ignore[union-attr]
        spans.append((start, done))
    return tokens_inside(ann, spans)


def tokens_inside(ann: Annotation, spans: list[tuple[int, int]]) -> set[int]:
    """Tokens that start inside one of the character spans."""
    inside: set[int] = set()
    for start, end in spans:
        inside.update(range(bisect_left(ann.starts, start), bisect_left(ann.starts, end)))
    return inside
