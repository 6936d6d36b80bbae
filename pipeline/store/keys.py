"""Search keys: what all spellings of a name, a number or a word have in common.

Each event is found through a set of tokens of plain letters and digits. The first two letters of a token say what it is
a key of: the field (u participant, p place, o official, m mention as the article spells it) and the form (w a word of a
name, j the name in one word, s a way in which Persian would write it, f the way in which Persian has written it, t and
g the same by consonants alone); `dn` is a document number, `ww` a word of the evidence or of any of these names. Words
beside each other have a token of their own for each pair, `wwthanh_hoa`: phrases are found through pairs, so that
neither store needs to know places of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from ..register.keys import ascii_word, joined_key
from ..register.persian import loose_name_keys, loosen, name_keys, persian_key
from ..text.digits import DIGITS
from ..text.normalise import normalise

PERSIAN: Final = re.compile("[\u0600-\u06ff]")
_STEPS: Final = ("nfc", "controls", "persian_letters", "zwnj_off", "digits")
# No store takes tokens without end; nothing that is a name or a word is longer.
_LONGEST: Final = 60
_WORD: Final = re.compile(r"[^\W_]+")
_UNSIGNED: Final = re.compile(r"[^a-z0-9]")
# The signs of a sound key, in letters that no consonant of it uses.
_SOUNDS: Final = str.maketrans({"|": "0", " ": "1", "S": "x", "'": ""})


def bare_number(number: str) -> str:
    """A document number without blanks, signs and marks."""
    return joined_word(number.translate(DIGITS))


def joined_word(name: str) -> str:
    """A name in plain letters as one word, empty where it has no Latin letter or digit."""
    return _UNSIGNED.sub("", joined_key(name))[:_LONGEST]


def number_tokens(number: str) -> Iterator[str]:
    """The number's key."""
    if key := bare_number(number):
        yield f"dn{key}"


@lru_cache(maxsize=16384)
def sounds(name: str) -> tuple[str, ...]:
    """The keys that a name shares with its Persian forms; more than one for a name in Latin letters."""
    return _sound_keys([persian_key(name)] if PERSIAN.search(name) else name_keys(name))


@lru_cache(maxsize=16384)
def loose_sounds(name: str) -> tuple[str, ...]:
    """The same by consonants alone, under which names meet that only sound alike."""
    return _sound_keys([loosen(persian_key(name))] if PERSIAN.search(name) else loose_name_keys(name))


def _sound_keys(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_UNSIGNED.sub("", key.translate(_SOUNDS))[:_LONGEST] for key in keys if key))


@lru_cache(maxsize=16384)
def word_keys(text: str) -> tuple[str, ...]:
    """The keys of the words of a text, in order: plain Latin letters, Persian letters in one form."""
    plain = normalise(text, _STEPS).text
    keys = (ascii_word(word)[:_LONGEST] for word in _WORD.findall(plain.replace("’", "").replace("'", "")))
    return tuple(key for key in keys if key)


def phrase_tokens(prefix: str, words: Sequence[str]) -> list[str]:
    """The tokens that stand for words beside each other: their pairs, or the word itself where there is one."""
    if len(words) == 1:
        return [f"{prefix}{words[0]}"]
    return list(dict.fromkeys(f"{prefix}{first}_{second}" for first, second in pairwise(words)))


def _text_tokens(prefix: str, text: str) -> Iterator[str]:
    keys = word_keys(text)
    yield from (f"{prefix}{key}" for key in keys)
    if len(keys) > 1:
        yield from phrase_tokens(prefix, keys)


@lru_cache(maxsize=16384)
def name_tokens(field: str, name: str) -> tuple[str, ...]:
    """The tokens of a name."""
    tokens = [*_text_tokens(f"{field}w", name)]
    if joined := joined_word(name):
        tokens.append(f"{field}j{joined}")
    strict, loose = "fg" if PERSIAN.search(name) else "st"
    tokens += [f"{field}{strict}{key}" for key in sounds(name)]
    return (*tokens, *(f"{field}{loose}{key}" for key in loose_sounds(name)))


def event_tokens(
    event: Mapping[str, Any], surfaces: Iterable[str], unit_names: Iterable[str], places: Iterable[str]
) -> list[str]:
    """All tokens of an event; `surfaces` its mentions as the article spells them, the rest official names."""
    place = event["place"]
    participants = [unit["name"] for side in ("sources", "targets") for unit in event[side]]
    officials = [person["name"] for person in event["officials"]]
    numbers = [document["number"] for document in event["documents"]]
    named = {
        "u": [*participants, *unit_names],
        "p": [place.get("province"), place.get("district"), *places],
        "o": officials,
        "m": list(surfaces),
    }
    tokens = [token for field, names in named.items() for name in _once(names) for token in name_tokens(field, name)]
    tokens += [token for number in numbers for token in number_tokens(number)]
    # The words stand once more by themselves, so that a query may take them from different places.
    told = _once([event["evidence"]["text"], *numbers, *(name for names in named.values() for name in names)])
    tokens += [token for text in told for token in _text_tokens("ww", text)]
    return list(dict.fromkeys(tokens))


def _once(names: Iterable[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
