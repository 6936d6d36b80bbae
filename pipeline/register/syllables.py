"""Reads Persian syllables back as Vietnamese ones, by the syllables that names of places and persons are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from math import log

from .keys import ascii_key
from .persian import loosen, persian_word, syllable_keys

_PLACES = "units_2025-06.tsv"
_PERSONS = "person_names.tsv"
_VARIANT = 0.8
_LOOSE = 3.0
_BEAM = 24


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


@cache
def place_syllables() -> Counter[str]:
    """How often each ASCII syllable stands in the names of the units that ship with the package."""
    return Counter(word for row in _rows(_PLACES) for word in ascii_key(row[2]).split() if word.isalpha())


@cache
def person_weights() -> dict[str, dict[str, float]]:
    """Part of a person's name (family, middle, given) → ASCII syllable → how often it stands there."""
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for part, weight, syllables in _rows(_PERSONS):
        for syllable in syllables.split():
            weights[part].setdefault(syllable, float(weight))
    return weights


@cache
def person_syllables() -> frozenset[str]:
    """Every syllable of the common names of persons, in ASCII."""
    return frozenset(syllable for known in person_weights().values() for syllable in known)


@cache
def _inverse() -> tuple[dict[str, list[tuple[str, float]]], dict[str, list[tuple[str, float]]]]:
    """Strict key → (syllable, cost), loose key → (syllable, cost)."""
    strict: dict[str, list[tuple[str, float]]] = defaultdict(list)
    loose: dict[str, dict[str, float]] = defaultdict(dict)
    for word in sorted(person_syllables() | set(place_syllables())):
        for rank, key in enumerate(syllable_keys(word)):
            strict[key].append((word, _VARIANT * min(rank, 3)))
            loose[loosen(key)].setdefault(word, _LOOSE + _VARIANT * min(rank, 3))
    return strict, {key: sorted(found.items()) for key, found in loose.items()}


def readings(key: str) -> list[tuple[str, float]]:
    """Return the syllables that one strict key can stand for, with a cost each; looser ones where none fits."""
    strict, loose = _inverse()
    return strict.get(key) or loose.get(loosen(key), [])


def place_spelling(persian: str) -> str | None:
    """Return the likeliest ASCII spelling of a place's name in Persian letters, None where a syllable has none."""
    counts = place_syllables()
    name = []
    for token in persian.replace("\u200c", " ").replace("-", " ").split():
        for key in persian_word(token).split():
            if key.isdecimal():
                name.append(key)
                continue
            found = readings(key)
            if not found:
                return None
            name.append(min((cost - log(counts[word] + 0.5), word) for word, cost in found)[1].title())
    return " ".join(name) or None
