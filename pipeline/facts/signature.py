"""What a text keeps through reprinting and translating: its words, the slug of its address, its numbers in order.

All hashes are BLAKE2 of the words themselves, put together by fixed factors: nothing is drawn, so a signature is the
same wherever it is made.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ..register.keys import fold
from ..register.outlets import slug_words
from ..text.normalise import normalise

# One odd factor for each word of a run: the hash of a run is that of its words in their order.
_PLACES: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_SHINGLE: Final = len(_PLACES)
# Rounds of SplitMix64 (Steele et al., 2014): without them the least hashes would be those of much the same words.
_MIXING: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_LAST_SHIFT: Final = 31
_KEPT_HASHES: Final = 32_768
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
            yield "slug", _digest(" ".join(self.slug))
        yield from (("words", value) for value in self.sketch[:_KEYS])
        yield from (("features", value) for value in _pairs(self.features))


def signature_of(document: Mapping[str, Any]) -> Signature:
    """The signature of a document record; without its text the mentions alone speak."""
    text: str = document["text"] or ""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return Signature(
        _digest(" ".join(words)) if words else None,
        tuple(slug_words(document["source"]["url"])),
        array("Q", _sketch(words)),
        array("Q", _features(document["mentions"], text)),
        len(text),
    )


def _sketch(words: Sequence[str]) -> bytes:
    """The smallest hashes of all runs of words; two sketches share as much as the texts do."""
    count = len(words) - _SHINGLE + 1
    if count < 1:
        return b""
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    runs = np.zeros(count, np.uint64)
    for place, factor in enumerate(_PLACES):
        runs += hashes[place : place + count] * np.uint64(factor)
    for shift, factor in _MIXING:
        runs = (runs ^ (runs >> np.uint64(shift))) * np.uint64(factor)
    runs ^= runs >> np.uint64(_LAST_SHIFT)
    return _least(runs, _SKETCH).tobytes()


def _pairs(features: array[int]) -> list[int]:
    """The smallest hashes of two different features in a row."""
    told = np.frombuffer(features, np.uint64)
    one, other = told[:-1], told[1:]
    differ = one != other
    found: list[int] = _least(one[differ] * np.uint64(_PLACES[0]) + other[differ], _KEYS).tolist()
    return found


def _least(values: npt.NDArray[np.uint64], number: int) -> npt.NDArray[np.uint64]:
    """So many of the least values, each once, in order."""
    return np.unique(values)[:number]


def _features(mentions: Iterable[Mapping[str, Any]], text: str) -> list[int]:
    """What a translation keeps, in order: ids of units, dates, numbers of documents, all other numbers of the text."""
    told: list[tuple[int, str]] = []
    covered: list[tuple[int, int]] = []
    for mention in mentions:
        value = _value(mention)
        if value is not None:
            told.append((mention["start"], value))
            covered.append((mention["start"], mention["end"]))
    bare = normalise(_blanked(text, covered), ("digits",)).text
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


@lru_cache(maxsize=_KEPT_HASHES)
def _hash(word: str) -> int:
    return _digest(word)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
