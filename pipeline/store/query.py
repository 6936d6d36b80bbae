"""What is looked for, as conditions on the search tokens of events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..errors import SapxepError
from ..register.keys import ascii_key
from ..register.people import person_spellings
from ..register.register import Register
from ..text.digits import DIGITS
from .index import AllOf, AnyOf, Condition, Token
from .keys import PERSIAN, bare_number, joined_word, loose_sounds, phrase_tokens, sounds, word_keys

_NUMBER: Final = re.compile(r"\d+(?:/\d{4})?[-/ ]?[A-Za-zĐđ]")
_MOST_WORDS: Final = 24
_LONGEST_QUERY: Final = 500
_LONGEST_NAME: Final = 4


class Branch(NamedTuple):
    """One way in which an event can be found: its name, what it is worth in quarters, and the condition."""

    where: str
    weight: int
    condition: Condition


# What a name is worth by the field that it stands in, in quarters.
_FIELDS: Final = {"participant": ("u", 24), "official": ("o", 20), "place": ("p", 12), "mention": ("m", 8)}
# How a hit is told whose consonants alone are those of a name in Persian letters, and how much less it is worth.
SOUNDS_ALIKE: Final = " (sounds alike)"
_ALIKE: Final = 4


def branches_of(text: str, register: Register) -> list[Branch]:
    """The ways in which events can be found by a query; SapxepError where it holds no letter or digit.

    All words of a query must stand in an event, those of a unit's name beside each other: single syllables of
    Vietnamese names stand everywhere.
    """
    plain, words = _read(text)
    numbers = list(_numbers(plain))
    found = [Branch("number", 32, AnyOf(tuple(numbers)))] if numbers else []
    persian = bool(PERSIAN.search(plain))
    for where, (field, weight) in _FIELDS.items():
        found.append(Branch(where, weight, AnyOf(tuple(_names(field, plain, words)))))
        if persian and field != "o":
            alike = Branch(f"{where}{SOUNDS_ALIKE}", weight // _ALIKE, AnyOf(tuple(_alike(field, plain))))
            found.append(alike)
    told = dict.fromkeys(token for part in _parts(words, register) for token in phrase_tokens("ww", part))
    return [*found, Branch("evidence", 4, AllOf(tuple(map(Token, told))))]


def looser_branches_of(text: str, register: Register) -> list[Branch]:
    """The same by the names of units alone, for words around them that stand in no article; none without names."""
    _, words = _read(text)
    names = [part for part in _parts(words, register) if len(part) > 1]
    if not names or [word for name in names for word in name] == list(words):
        return []
    told = tuple(AnyOf(tuple(_any_field(" ".join(name), name))) for name in dict.fromkeys(names))
    return [Branch("mention", 4, AllOf(told))]


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    if len(text) > _LONGEST_QUERY:
        raise SapxepError(f"a query of {len(text):,} characters; give at most {_LONGEST_QUERY}")
    plain = text.translate(DIGITS)
    words = word_keys(plain)
    if len(words) > _MOST_WORDS:
        raise SapxepError(f"a query of {len(words)} words; give at most {_MOST_WORDS}")
    if not words:
        raise SapxepError(f"{text!r}: holds nothing to search for; give a name, a number or words")
    return plain, words


def _parts(words: tuple[str, ...], register: Register) -> Iterator[tuple[str, ...]]:
    """Words cut into names of units, the longest first, and single words."""
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST_NAME, len(words) - at), 1, -1)
        size = next((size for size in sizes if _is_unit(" ".join(words[at : at + size]), register)), 1)
        yield words[at : at + size]
        at += size


def _is_unit(name: str, register: Register) -> bool:
    return bool(register.candidates(name, "persian" if PERSIAN.search(name) else "latin_ascii"))


def _numbers(plain: str) -> Iterator[Condition]:
    """Document numbers among the words, and the whole query where it is one written with blanks."""
    shapes = [word for word in plain.split() if _NUMBER.search(word)]
    if plain.strip()[:1].isdigit() and _NUMBER.search(plain):
        shapes.insert(0, plain)
    for key in dict.fromkeys(bare_number(shape) for shape in shapes):
        yield Token(f"dn{key}", prefix=True)


def _names(field: str, plain: str, words: tuple[str, ...]) -> Iterator[Condition]:
    yield _phrase(field, words)
    if joined := joined_word(plain):
        yield Token(f"{field}j{joined}")
    persian = bool(PERSIAN.search(plain))
    # What is written in Latin letters is held against Persian spellings only: two Latin names that sound alike
    # in Persian are not the same name.
    yield from (Token(f"{field}{form}{key}") for form in ("fs" if persian else "f") for key in sounds(plain))
    if persian and field == "o":
        yield from _alike(field, plain)
        for name in person_spellings(plain):
            yield _phrase(field, tuple(ascii_key(name).split()))


def _alike(field: str, name: str) -> Iterator[Condition]:
    yield from (Token(f"{field}{form}{key}") for form in "gt" for key in loose_sounds(name))


def _any_field(name: str, words: tuple[str, ...]) -> Iterator[Condition]:
    for field in "upm":
        yield from _names(field, name, words)
        if PERSIAN.search(name):
            yield from _alike(field, name)


def _phrase(field: str, words: tuple[str, ...]) -> Condition:
    return AllOf(tuple(map(Token, phrase_tokens(f"{field}w", words))))
