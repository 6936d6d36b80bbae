"""What a text keeps through reprinting and translating: its words, the slug of its address, its numbers in order.

All hashes are BLAKE2 of the text itself: nothing is drawn, so a signature is the same wherever it is made.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import Any, Final, NamedTuple

from ..register.keys import fold
from ..register.outlets import slug_words
from ..text.digits import DIGITS

_SHINGLE: Final = 4
_SKETCH: Final = 64
_KEYS: Final = 12
_MOST_FEATURES: Final = 400
_NUMBER: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_MARKS: Final = re.compile(r"[.,٫٬]")
_WORD: Final = re.compile(r"\w+")


class Signature(NamedTuple):
    """What an article is recognised by.

    `digest` is that of its words (None without a text), `sketch` the smallest hashes of its runs of words, `features`
    its numbers, dates, documents and units in order of place, `slug` the words of its address, `length` its characters.
    """

    digest: int | None
    slug: tuple[str, ...]
    sketch: array[int]
    features: array[int]
    length: int

    def lookups(self) -> Iterator[tuple[str, int]]:
        """Under what articles are looked up that may be the same."""
        if self.digest is not None:
            yield "text", self.digest
        if self.slug:
            yield "slug", _hash(" ".join(self.slug))
        yield from (("words", value) for value in self.sketch[:_KEYS])
        pairs = {hash_pair(a, b) for a, b in zip(self.features, self.features[1:], strict=False) if a != b}
        yield from (("features", value) for value in nsmallest(_KEYS, pairs))


def signature_of(document: Mapping[str, Any]) -> Signature:
    """The signature of a document record; without its text the mentions alone speak."""
    text: str = document["text"] or ""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return Signature(
        _hash(" ".join(words)) if words else None,
        tuple(slug_words(document["source"]["url"])),
        array("Q", _sketch(words)),
        array("Q", _features(document["mentions"], text)),
        len(text),
    )


def _sketch(words: Sequence[str]) -> list[int]:
    """The smallest hashes of all runs of words; two sketches share as much as the texts do."""
    if len(words) < _SHINGLE:
        return []
    runs = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    return nsmallest(_SKETCH, map(_hash, runs))


def _features(mentions: Iterable[Mapping[str, Any]], text: str) -> list[int]:
    """What a translation keeps, in order: ids of units, dates, numbers of documents, all other numbers of the text."""
    told: list[tuple[int, str]] = []
    covered: list[tuple[int, int]] = []
    for mention in mentions:
        value = _value(mention)
        if value is not None:
            told.append((mention["start"], value))
            covered.append((mention["start"], mention["end"]))
    bare = _blanked(text, covered).translate(DIGITS)
    told += [(match.start(), _MARKS.sub("", match.group())) for match in _NUMBER.finditer(bare)]
    return [_hash(value) for _, value in sorted(told)[:_MOST_FEATURES]]


def _value(mention: Mapping[str, Any]) -> str | None:
    match mention["type"]:
        case "unit":
            return mention["unit"]  # type: ignore[no-any-return]  # str or null, by the schema
        case "date":
            return str(mention["edtf"])
        case "document":
            return fold(mention["number"]).replace(" ", "")
    return None


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks where mentions stand, so that a number counts once."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def hash_pair(one: int, other: int) -> int:
    """One number for two in a row."""
    return (one * 0x9E3779B97F4A7C15 + other) & 0xFFFFFFFFFFFFFFFF


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
