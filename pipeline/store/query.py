"""What is looked for, as conditions on the search tokens of events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..errors import SapxepError
from ..register.keys import ascii_key
from ..register.people import person_spellings
from ..text.digits import DIGITS
from .index import AllOf, AnyOf, Condition, Phrase
from .keys import PERSIAN, bare_number, joined_word, sounds, word_keys

_NUMBER: Final = re.compile(r"\d+(?:/\d{4})?[-/ ]?[A-Za-zĐđ]")
_MOST_WORDS: Final = 24


class Branch(NamedTuple):
    """One way in which an event can be found: its name, what it is worth, and the condition."""

    where: str
    weight: int
    condition: Condition


# What a name is worth by the field that it stands in.
_FIELDS: Final = {"participant": ("u", 6), "official": ("o", 5), "place": ("p", 3), "mention": ("m", 2)}


def branches_of(text: str) -> list[Branch]:
    """The ways in which events can be found by a query; SapxepError where it holds no letter or digit."""
    plain = text.translate(DIGITS)
    words = word_keys(plain)[:_MOST_WORDS]
    if not words:
        raise SapxepError(f"{text!r}: holds nothing to search for; give a name, a number or words")
    numbers = list(_numbers(plain))
    found = [Branch("number", 8, AnyOf(tuple(numbers)))] if numbers else []
    for where, (field, weight) in _FIELDS.items():
        found.append(Branch(where, weight, AnyOf(tuple(_names(field, plain, words)))))
    return [*found, Branch("evidence", 1, AllOf(tuple(Phrase((f"ww{word}",)) for word in dict.fromkeys(words))))]


def _numbers(plain: str) -> Iterator[Phrase]:
    """Document numbers among the words, and the whole query where it is one written with blanks."""
    shapes = [word for word in plain.split() if _NUMBER.search(word)]
    if plain.strip()[:1].isdigit() and _NUMBER.search(plain):
        shapes.insert(0, plain)
    for key in dict.fromkeys(bare_number(shape) for shape in shapes):
        yield Phrase((f"dn{key}",), prefix=True)


def _names(field: str, plain: str, words: tuple[str, ...]) -> Iterator[Phrase]:
    yield Phrase(tuple(f"{field}w{word}" for word in words))
    if joined := joined_word(plain):
        yield Phrase((f"{field}j{joined}",))
    persian = bool(PERSIAN.search(plain))
    # What is written in Latin letters is held against Persian spellings only: two Latin names that sound alike
    # in Persian are not the same name.
    yield from (Phrase((f"{field}{form}{key}",)) for form in ("fs" if persian else "f") for key in sounds(plain))
    if persian and field == "o":
        for name in person_spellings(plain):
            yield Phrase(tuple(f"{field}w{word}" for word in ascii_key(name).split()))
