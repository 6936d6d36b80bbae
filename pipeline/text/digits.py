"""Digits and numerals: other scripts to ASCII, Roman numerals, numbers in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_PERSIAN = range(0x06F0, 0x06FA)
_ARABIC = range(0x0660, 0x066A)

# Persian and Arabic digits, percent, decimal and thousands sign, one character each.
DIGITS: Final[dict[int, str]] = {
    **{point: str(value) for value, point in enumerate(_PERSIAN)},
    **{point: str(value) for value, point in enumerate(_ARABIC)},
    0x066A: "%",
    0x066B: ".",
    0x066C: ",",
}

_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SHAPE = re.compile("C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral up to 399; None for anything else."""
    letters = numeral.upper()
    if not letters or not _ROMAN_SHAPE.fullmatch(letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def number_in_words(text: str, words: Mapping[str, int], joiners: frozenset[str] = frozenset()) -> int | None:
    """The value of digits or of number words that add up; 100 and more multiply what stands before them."""
    if text.isdecimal():
        return int(text)
    total = part = 0
    found = False
    for word in text.lower().split():
        if word in joiners:
            continue
        value = words.get(word)
        if value is None:
            return None
        found = True
        if value >= 100:
            total, part = total + max(part, 1) * value, 0
        else:
            part += value
    return total + part if found else None
