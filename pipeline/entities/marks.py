"""What each token can be inside a list of units: separator, filler, parent cue, extent, old or new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..languages.lexicon import Term
from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import KindWord
from ..records.vocabulary import Kind

SEPARATOR, FILLER, PARENT, OLD, NEW, WHOLE, PART, REMAINDER = (1 << n for n in range(8))
NAMING, NUMBER, OPEN, CLOSE, KIND, LOCATION, GUARD, QUOTE, COLON = (1 << n for n in range(8, 17))
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
    "location": LOCATION,
    "guard": GUARD,
}
PUNCTUATION = {
    **dict.fromkeys(",،、;؛", SEPARATOR),
    **dict.fromkeys("([", OPEN),
    **dict.fromkeys(")]", CLOSE),
    **dict.fromkeys("\"'„“”‘’«»", QUOTE),
    ":": COLON,
}


def unit_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of section `units`: (pattern, group, value), braces not yet expanded."""
    units = pack.section("units")
    for entry in units.get("kinds", ()):
        value = (tuple(entry["kinds"]), entry.get("plural"), bool(entry.get("after")))
        yield from ((word, "kind", value) for word in entry["words"])
    for level, words in units.get("levels", {}).items():
        yield from ((word, "level", level) for word in words)
    for word in units.get("generic", ()):
        yield word, "generic", None
    for number, words in units.get("numbers", {}).items():
        yield from ((word, "number", int(number)) for word in words)
    for name, words in units.get("links", {}).items():
        yield from ((word, "link", name) for word in words)


def kind_words(terms: Iterable[Term], covered: set[int]) -> list[KindWord]:
    """All kind words in reading order; tokens of documents and dates are passed over."""
    found: dict[int, KindWord] = {}
    for term in terms:
        if term.first in covered:
            continue
        kinds, plural, _ = term.value
        known = found.get(term.first)
        if known is None:
            found[term.first] = KindWord(term.first, term.last, tuple(kinds), plural)
        else:
            merged: tuple[Kind, ...] = tuple(dict.fromkeys((*known.kinds, *kinds)))
            known.kinds = merged
            known.plural = known.plural if known.plural == plural else None
    return sorted(found.values(), key=lambda k: k.first)


def token_marks(ann: Annotation) -> list[int]:
    """One bit set a token, over the constants of this module."""
    marks = [PUNCTUATION.get(token, 0) for token in ann.lower]
    terms = ann.context["terms"]
    for term in terms.get("link", ()):
        bit = NAMES[term.value]
        for i in range(term.first, term.last):
            marks[i] |= bit
    for term in terms.get("number", ()):
        for i in range(term.first, term.last):
            marks[i] |= NUMBER
    for term in terms.get("kind", ()):
        for i in range(term.first, term.last):
            marks[i] |= KIND
    for i, token in enumerate(ann.lower):
        if token[0].isdigit():
            marks[i] |= NUMBER
    return marks
