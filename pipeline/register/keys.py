"""Keys under which a Vietnamese name is found: exact spelling, plain ASCII, ASCII written as one word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_MARKS, _PARTING = "'’‘ʼ`´", "-–—_.,/()\u200c"
APOSTROPHES = dict.fromkeys(map(ord, _MARKS))
SEPARATORS = re.compile(rf"[\s{re.escape(_PARTING)}]+")
_SIGNS = frozenset(_MARKS + _PARTING)
# "Mỹ/Mĩ", "Quy/Qui": y and i change places only where they are the syllable's single vowel.
LONE_Y = re.compile(r"^(qu|[bcdđghklmnprstvx]+)y(\d?)$")
NUMBER = re.compile(r"^0+(?=\d)")


def fold(text: str) -> str:
    """Return `text` in lower-case ASCII letters without marks: "Đắk Lắk" → "dak lak"."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each letter is folded to, whatever stands beside it; for `str.translate`."""

    def __missing__(self, point: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(point).casefold().replace("đ", "d"))
        made = self[point] = "".join(char for char in decomposed if not unicodedata.combining(char))
        return made


_FOLDED = _Folded()


def words(text: str) -> list[str]:
    """Split a name at blanks, hyphens and dots and drop apostrophes: "Ea H'Leo" → ["Ea", "HLeo"]."""
    if _SIGNS.isdisjoint(text):
        return text.split()  # most names have no sign, and this takes a quarter of the time
    return [word for word in SEPARATORS.split(text.translate(APOSTROPHES)) if word]


def hyphenated(name: str) -> str:
    """Return the form of a name that stands in ids: "Chính Tâm" → "chinh-tam"."""
    return "-".join(words(fold(name)))


@lru_cache(maxsize=8192)
def vietnamese_word(word: str) -> str:
    """Return the exact key of one word; the tone goes to the end, so "hoà" and "hòa" meet."""
    base, tone = [], ""
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in TONES:
            tone = TONES[char]
        else:
            base.append(char)
    key = unicodedata.normalize("NFC", "".join(base)) + tone
    return LONE_Y.sub(r"\1i\2", NUMBER.sub("", key))


@lru_cache(maxsize=8192)
def ascii_word(word: str) -> str:
    """Return the ASCII key of one word: "Mỹ" → "mi", "01" → "1"."""
    return LONE_Y.sub(r"\1i", NUMBER.sub("", fold(word)))


def vietnamese_key(name: str) -> str:
    """Return the exact key of a name in Vietnamese spelling, words parted by one blank."""
    return " ".join(map(vietnamese_word, words(name)))


@lru_cache(maxsize=8192)
def ascii_key(name: str) -> str:
    """Return the ASCII key of a name, words parted by one blank."""
    return " ".join(map(ascii_word, words(name)))


def joined_key(name: str) -> str:
    """Return the ASCII key of a name written as one word: "Da Nang" → "danang"."""
    return ascii_key(name).replace(" ", "")
