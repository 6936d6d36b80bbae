"""How far a Persian form lies from a Vietnamese name, syllable by syllable."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .keys import ascii_key, fold, words
from .persian import DIGITS, LETTERS, loosen, name_keys, syllable_keys

if TYPE_CHECKING:
    from .model import Script

FAR = 99.0
_VARIANT = 0.6
_MOST_VARIANT = 1.8
_VOWEL = 1.3
_CONSONANT = 0.8
_OTHER_CONSONANT = 2.5
_BARE_N = 0.8
_SLIP = 1.2
_SILENT = "نه"
_NUMBER = re.compile(r"\d+")
_SKELETON = re.compile(r"[^bptsjcxdzrSgfklmnw0-9]|(?<=.)w")


def spelling_cost(surface: str, key: str, name: str) -> float:
    """Return the cost of reading a Persian surface (and its strict key) as `name`; 0 is the usual spelling."""
    cost = _cost(key, name)
    return cost + _silent_h(surface, name) if cost < FAR else FAR


def _silent_h(surface: str, name: str) -> float:
    """A written h after n is the nh of Thanh, Anh, Linh, not the n of Tan, An, Lin."""
    if _SILENT not in surface:
        return 0.0
    tokens, parts = surface.split(), words(name)
    if len(tokens) != len(parts):
        return 0.0
    wrong = sum(t.endswith(_SILENT) and fold(p).endswith("n") for t, p in zip(tokens, parts, strict=True))
    return _BARE_N * wrong


def slip_cost(surface: str, name: str, script: Script) -> float:
    """Return the cost of taking a surface for a damaged or odd spelling of `name`, FAR where they are too unlike."""
    if _NUMBER.findall(surface.translate(DIGITS)) != _NUMBER.findall(name):
        return FAR
    if script == "persian":
        heard = _bones(surface.translate(LETTERS))
        slips = min(_edits(heard, _bones(key)) for key in name_keys(name)[:8])
        size = len(heard)
    else:
        heard = ascii_key(surface)
        slips, size = _edits(heard, ascii_key(name)), len(heard)
    return _SLIP * (slips + 1) if slips <= max(1, size // 4) else FAR


def _bones(text: str) -> str:
    """The consonants of a word of the key alphabet."""
    return _SKELETON.sub("", text.replace("|", "").replace(" ", ""))


def _cost(key: str, name: str) -> float:
    heard = key.split(" ")
    if (plain := _plain_cost(heard, name)) is not None:
        return plain
    costs = {0: 0.0}
    for word in words(name):
        grown: dict[int, float] = {}
        for at, cost in costs.items():
            for size, more in _word_costs(word, heard, at):
                total = cost + more
                if total < grown.get(at + size, FAR):
                    grown[at + size] = total
        costs = grown
    return costs.get(len(heard), FAR)


def _plain_cost(heard: list[str], name: str) -> float | None:
    """The cost where every word of a name is heard as one syllable; None where one may be more."""
    known = _name_words(name)
    if known is None:
        return None
    if len(known) != len(heard):
        return FAR
    total = 0.0
    for syllable, word in zip(heard, known, strict=True):
        total += _syllable_cost(syllable, word)
        if total >= FAR:
            return FAR
    return total


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, ...] | None:
    """The words of a name, None where one of them is written as several syllables."""
    told = tuple(words(name))
    return None if any(" " in key for word in told for key in syllable_keys(word)) else told


@lru_cache(maxsize=8192)
def _syllable_cost(heard: str, word: str) -> float:
    """The cost of one syllable as the nearest variant of a word."""
    return min(cost for _, cost in _word_costs(word, [heard], 0))


def _word_costs(word: str, heard: list[str], at: int) -> list[tuple[int, float]]:
    """Cost of the syllables from `at` on as each variant of a word, with the number of syllables taken."""
    found: list[tuple[int, float]] = []
    for rank, variant in enumerate(syllable_keys(word)):
        parts = variant.split(" ")
        if at + len(parts) <= len(heard):
            cost = min(_VARIANT * rank, _MOST_VARIANT)
            cost += sum(_distance(a, b) for a, b in zip(heard[at : at + len(parts)], parts, strict=True))
            found.append((len(parts), cost))
    return found


@lru_cache(maxsize=4096)
def _distance(heard: str, meant: str) -> float:
    if heard == meant:
        return 0.0
    if "|" not in heard or "|" not in meant:
        return FAR
    onset, nucleus, coda = heard.split("|")
    own_onset, own_nucleus, own_coda = meant.split("|")
    vowels = _VOWEL * _edits(nucleus, own_nucleus)
    return vowels + _consonant(onset, own_onset) + _consonant(coda, own_coda)


def _consonant(heard: str, meant: str) -> float:
    if heard == meant:
        return 0.0
    return _CONSONANT if loosen(f"{heard}||") == loosen(f"{meant}||") else _OTHER_CONSONANT


def _edits(a: str, b: str) -> int:
    """Levenshtein distance of two short strings."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
