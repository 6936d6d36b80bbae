"""Spells names as articles of a script have them.

Persian letters come from a table of sounds of its own, made from how translators spell, not from the keys that names
are looked up by; a share of the syllables is spelt in a way that the keys do not foresee.
"""

from __future__ import annotations

import random
import re
from functools import cache
from typing import TYPE_CHECKING

from ..register.keys import fold, words

if TYPE_CHECKING:
    from ..register import Script

SYLLABLE = re.compile(r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?([aeiouy]+)(ch|ng|nh|[cmnpt])?")
# Spellings with their weight in tenths.
ONSETS = {
    "": "ا10", "b": "ب10", "c": "ک10", "ch": "چ10", "d": "د10", "g": "گ10", "gh": "گ10", "gi": "جی4 گی4 ز2", "h": "ه10",
    "k": "ک10", "kh": "خ9 ک1", "l": "ل10", "m": "م10", "n": "ن10", "ng": "نگ10", "ngh": "نگ10", "nh": "ن5 نه5",
    "p": "پ10", "ph": "ف10", "qu": "کو10", "r": "ر10", "s": "س10", "t": "ت10", "th": "ت10", "tr": "تر10", "v": "و10",
    "x": "ش9 س1",
}  # fmt: skip
NUCLEI = {
    "a": "ا10", "ai": "ای10", "ao": "ائو7 او3", "au": "ائو7 او3", "ay": "ای10", "e": "ه6 ی4", "eo": "ئو10",
    "eu": "ئو10", "i": "ی10", "ia": "یا9 ی1", "ie": "ی8 یه1 یا1", "ieu": "یو6 یئو4", "iu": "یو10",
    "ea": "ائا7 ایا3", "o": "و10", "oo": "و10", "oa": "وا7 وآ3", "oai": "وای10", "oe": "وئه6 وه4",
    "oi": "وی10", "u": "و10", "ua": "وا7 وآ3", "ue": "وئه6 وه4", "ui": "وی10", "uo": "و6 وئو2 وآ2",
    "uoi": "وی10", "uou": "و5 وئو5", "uu": "و5 وو5", "uy": "وی10", "uye": "وی9 ویه1", "y": "ی6 ای4",
    "ye": "ی9 یه1", "yeu": "یو10",
}  # fmt: skip
CODAS = {"": "-", "c": "ک10", "ch": "ک5 چ4 خ1", "m": "م10", "n": "ن10", "ng": "نگ10", "nh": "ن9 نه1", "p": "پ10",
         "t": "ت10"}  # fmt: skip
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابکدهفگهیجکلمنوپکرستوووشیز", strict=True))
UNFORESEEN = 0.02
VOWELS = ("ا", "و", "ی")


class Speller:
    """Writes names as one script has them."""

    def __init__(self, script: Script, rng: random.Random) -> None:
        self.script = script
        self.rng = rng

    def name(self, name: str) -> str:
        """A name as an article of this script spells it."""
        if self.script == "latin_vi":
            return name
        if self.script == "latin_ascii":
            return plain_name(name)
        return " ".join(self._persian(word) for word in words(fold(name)))

    def _persian(self, word: str) -> str:
        if word.isdecimal():
            return word
        match = SYLLABLE.fullmatch(word)
        if not match or match[2] not in NUCLEI:
            return "".join(LETTERS.get(letter, "") for letter in word.removesuffix("h"))
        onset, nucleus, coda = match[1] or "", match[2], match[3] or ""
        heart = self._draw(NUCLEI[nucleus])
        if self.rng.random() < UNFORESEEN:
            heart = self.rng.choice(VOWELS)
        if nucleus == "e" and coda:
            heart = "ی" if heart == "ی" else ""
        head = self._draw(ONSETS[onset])
        if nucleus == "ea" and not onset:
            head = ""
        elif not onset:
            head = "آ" if heart.startswith("ا") else "" if heart.startswith(("و", "ی")) else "ا"
            heart = heart[1:] if head == "آ" else heart
        if onset in ("qu", "gi") and head[-1:] == heart[:1]:
            heart = heart[1:]
        return head + heart + self._draw(CODAS[coda])

    def _draw(self, spellings: str) -> str:
        if spellings == "-":
            return ""
        texts, weights = _options(spellings)
        return self.rng.choices(texts, weights)[0]


def plain_name(name: str) -> str:
    """A name in ASCII letters."""
    return " ".join(word.title() for word in words(fold(name)))


@cache
def _options(spellings: str) -> tuple[list[str], list[int]]:
    options = [(option.rstrip("0123456789"), int(re.sub(r"\D", "", option))) for option in spellings.split()]
    return [text for text, _ in options], [weight for _, weight in options]
