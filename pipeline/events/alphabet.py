"""Items of a sentence as characters: what patterns are matched against."""

from __future__ import annotations

from collections.abc import Iterable


class Alphabet(dict[tuple[str, frozenset[str]], str]):
    """One character for every combination of symbol and cue classes that items come with, given as they come."""

    def __init__(self, told: Iterable[str] | None = None) -> None:
        """`told`: the classes that patterns speak of; items that differ in others alone are one character."""
        self._told = None if told is None else frozenset(told)
        # The names that each character answers to: its symbol, its classes, and its symbol with each class.
        self._names: list[frozenset[str]] = []

    def __missing__(self, item: tuple[str, frozenset[str]]) -> str:
        """A new combination gets the next free character, if it differs in a class that patterns speak of."""
        symbol, classes = item
        told = classes if self._told is None else classes & self._told
        found = self.get((symbol, told))
        if found is None:
            found = self[symbol, told] = chr(len(self._names))
            self._names.append(frozenset([symbol, *told, *[f"{symbol}/{name}" for name in told]]))
        self[item] = found
        return found

    def names_of(self, code: int) -> frozenset[str]:
        """The names that the character with this code point answers to."""
        return self._names[code]
