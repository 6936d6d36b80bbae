"""Finds names by key, alone or as the longest match in a row of tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from .keys import ascii_key, ascii_word, vietnamese_key, vietnamese_word
from .persian import loose_name_keys, loosen, name_keys, persian_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LONGEST = 8


@dataclass
class NameIndex:
    """Keys of one kind: `units` (key → positions), `prefixes` (proper beginnings), `word` (token → key)."""

    word: Callable[[str], str]
    units: dict[str, list[int]] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)

    def add(self, key: str, positions: Iterable[int]) -> None:
        """Enter one key, its words parted by blanks."""
        known = self.units.setdefault(key, [])
        known.extend(position for position in positions if position not in known)
        end = key.find(" ")
        while end >= 0:
            self.prefixes.add(key[:end])
            end = key.find(" ", end + 1)

    def find(self, key: str) -> list[int]:
        """Return the positions under a key, none where it is unknown."""
        return self.units.get(key, [])

    def longest(self, tokens: Sequence[str], start: int = 0) -> tuple[int, str] | None:
        """Return (end, key) of the longest name from tokens[start] on, or None; a token without key is passed."""
        best, path = None, ""
        for at in range(start, min(len(tokens), start + LONGEST)):
            word = self.word(tokens[at])
            if not word:
                if not path:
                    return None
                continue
            path = f"{path} {word}" if path else word
            if path in self.units:
                best = at + 1, path
            if path not in self.prefixes:
                break
        return best


def token_key(word: Callable[[str], str]) -> Callable[[str], str]:
    """Return a key function for one token as it stands in a text: hyphens alone have no key."""
    return lru_cache(maxsize=1024)(lambda token: word(token) if any(map(str.isalnum, token)) else "")


def exact_index(names: dict[str, list[int]]) -> NameIndex:
    """Index names by exact Vietnamese spelling."""
    index = NameIndex(token_key(vietnamese_word))
    for name, positions in names.items():
        index.add(vietnamese_key(name), positions)
    return index


def ascii_index(names: dict[str, list[int]]) -> NameIndex:
    """Index names by their ASCII letters."""
    index = NameIndex(token_key(ascii_word))
    for name, positions in names.items():
        index.add(ascii_key(name), positions)
    return index


def persian_index(names: dict[str, list[int]]) -> NameIndex:
    """Index names by strict Persian keys, several a name."""
    index = NameIndex(token_key(persian_word))
    for name, positions in names.items():
        for key in name_keys(name):
            index.add(key, positions)
    return index


def loose_persian_index(names: dict[str, list[int]]) -> NameIndex:
    """Index names by their consonants as Persian writes them."""
    index = NameIndex(token_key(lambda token: loosen(persian_word(token))))
    for name, positions in names.items():
        for key in loose_name_keys(name):
            index.add(key, positions)
    return index
