"""Names of persons across scripts: the Vietnamese spellings that a Persian form can stand for."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from math import log

from .keys import ascii_key
from .persian import persian_word, syllable_keys
from .syllables import person_weights, readings

_MOST_READINGS = 6
_MOST_SPELLINGS = 12
_UNSEEN = 3.0
_ELSEWHERE = 0.1


def person_spellings(persian: str) -> list[str]:
    """Return the likely ASCII spellings of a person's name in Persian letters, best first; none where no name is."""
    keys = _keys(persian)
    beam: list[tuple[float, str]] = [(0.0, "")]
    for at, key in enumerate(keys):
        options = _options(key, at, len(keys))
        if not options:
            return []
        grown = [(cost + more, f"{name} {word}") for cost, name in beam for more, word in options]
        beam = nsmallest(_MOST_SPELLINGS, grown)
    return [name.strip().title() for _cost, name in beam if name]


def names_meet(persian: str, latin: str) -> bool:
    """Whether a Persian form can stand for a Vietnamese name, syllable by syllable."""
    keys, known = _keys(persian), _latin_keys(latin)
    return bool(keys) and len(keys) == len(known) and all(key in own for key, own in zip(keys, known, strict=True))


def _keys(persian: str) -> list[str]:
    return [key for token in persian.replace("\u200c", " ").split() for key in persian_word(token).split()]


@lru_cache(maxsize=1024)
def _latin_keys(name: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(syllable_keys(word)) for word in ascii_key(name).split())


@lru_cache(maxsize=2048)
def _options(key: str, at: int, count: int) -> list[tuple[float, str]]:
    """Readings of one syllable with their cost, by the part of the name that stands there."""
    weights = person_weights()
    parts = ("family",) if at == 0 and count > 1 else ("given",) if at == count - 1 else ("middle", "given")
    found = []
    for syllable, cost in readings(key):
        here = max(weights[part].get(syllable, 0.0) for part in parts)
        anywhere = max(known.get(syllable, 0.0) for known in weights.values())
        found.append((cost - log(max(here, anywhere * _ELSEWHERE) + _UNSEEN), syllable))
    return nsmallest(_MOST_READINGS, found)
