"""The languages that langdetect's profiles hold likely for a sample, by its own random walk, only much faster.

The walk is that of langdetect 1.0.9 step by step, so that it finds the same probabilities: it only leaves out the
languages that are not written in the sample's script, keeps the n-grams of the words it has seen, and multiplies
those of a round at once. A sample has neither addresses nor capitals, so nothing is cleaned away here.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ..text.memo import make_room
from .sample import script_of

# Random walks of the model over a sample: more of them change its third decimal.
_TRIALS: Final = 3
# langdetect's own figures.
_ALPHA: Final = 0.5
_ALPHA_WIDTH: Final = 0.05
_BASE: Final = 10_000
_SURE: Final = 0.99999
_MOST_ROUNDS: Final = 200
_LEAST: Final = 0.1
# A language is written in every script that has such a share of its letters.
_SCRIPT_SHARE: Final = 0.1
_CACHE_LIMIT: Final = 2_048
_MOST_ROWS: Final = 32_768
_SIZES: Final = (1, 2, 3)  # of the n-grams
_PLAIN = re.compile("[A-z]+")
_NOT_LATIN = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]")
Row = tuple[float, ...]  # how likely an n-gram is in each of the languages


@dataclass(slots=True, eq=False)
class _Profile:
    """A profile of langdetect: how often each n-gram was counted in a language, and all n-grams of each length."""

    language: str
    counts: dict[str, int]
    totals: list[int]

    def share(self, gram: str) -> float:
        """How likely an n-gram is in the language, among those of its length."""
        count = self.counts.get(gram)
        return count / self.totals[len(gram) - 1] if count else 0.0


@cache
def _profiles() -> list[_Profile]:
    """All profiles, read once and in the same order on every machine.

    langdetect itself works out the shares of every n-gram at the start; here that waits until a text has it.
    """
    entries = sorted(files("langdetect").joinpath("profiles").iterdir(), key=lambda entry: entry.name)
    told = [json.loads(entry.read_text(encoding="utf-8")) for entry in entries if entry.name[0] not in "._"]
    return [_Profile(profile["name"], profile["freq"], profile["n_words"]) for profile in told]


@cache
def model_codes() -> frozenset[str]:
    """The languages that the model knows."""
    return frozenset(profile.language.partition("-")[0] for profile in _profiles())


@cache
def _written_in() -> dict[str, frozenset[str]]:
    """The model's languages by script: those whose letters are, to a part, of that script."""
    counted: dict[str, dict[str, int]] = {}
    for profile in _profiles():
        for letter, count in profile.counts.items():
            if len(letter) == 1 and (script := script_of(letter)):
                row = counted.setdefault(script, {})
                row[profile.language] = row.get(profile.language, 0) + count
    totals = Counter[str]()
    for row in counted.values():
        totals.update(row)
    return {
        script: frozenset(code for code, own in row.items() if own >= _SCRIPT_SHARE * totals[code])
        for script, row in counted.items()
    }


def languages_of(script: str) -> frozenset[str]:
    """The model's languages that are written in a script."""
    return _written_in().get(script, frozenset())


def guesses(text: str, script: str) -> dict[str, float]:
    """Languages of a script that the model thinks possible, likeliest first; empty where it finds nothing to go by.

    `text` is that of a sample: lower-cased words parted by blanks.
    """
    model = _model(script)
    grams = model.grams_of(text) if model is not None else []
    if model is None or not grams:
        return {}
    shares = model.walk(grams)
    told: dict[str, float] = {}
    for profile, share in sorted(zip(model.profiles, shares, strict=True), key=lambda found: -found[1]):
        if share > _LEAST:
            code = profile.language.partition("-")[0]
            told[code] = told.get(code, 0.0) + share
    # Cut off, not rounded: the model is never quite sure.
    told = {code: math.floor(share * 10_000) / 10_000 for code, share in told.items()}
    return dict(sorted(told.items(), key=lambda guess: (-guess[1], guess[0])))


@cache
def _model(script: str) -> _Model | None:
    possible = languages_of(script)
    if not possible:
        return None
    return _Model([profile for profile in _profiles() if profile.language in possible])


class _Known(dict[str, bool]):
    """Whether any language has an n-gram, whatever its script: langdetect draws among those, too."""

    def __missing__(self, gram: str) -> bool:
        known = self[gram] = any(gram in profile.counts for profile in _profiles())
        return known


class _Letters(dict[int, str]):
    """What langdetect makes of each letter, for `str.translate`."""

    def __missing__(self, point: int) -> str:
        from langdetect.utils.ngram import NGram

        made = self[point] = str(NGram.normalize(chr(point)))
        return made


_LETTERS: Final = _Letters()


class _Rows(dict[str, Row]):
    """How likely each n-gram is in each of some languages."""

    def __init__(self, profiles: list[_Profile]) -> None:
        self._profiles = profiles

    def __missing__(self, gram: str) -> Row:
        row = self[gram] = tuple([profile.share(gram) for profile in self._profiles])
        return row


class _Model:
    """The profiles of the languages of one script."""

    def __init__(self, profiles: list[_Profile]) -> None:
        self.profiles = profiles
        self._known = _Known()
        self._rows = _Rows(profiles)
        self._words: dict[str, list[str]] = {}

    def grams_of(self, text: str) -> list[str]:
        """All n-grams of one to three letters that the model knows, in the order of the text."""
        make_room(self._words, _CACHE_LIMIT)
        make_room(self._rows, _MOST_ROWS)
        make_room(self._known, _MOST_ROWS)
        plain = _PLAIN.sub("", text)
        if len(plain) < len(text) and (len(text) - len(plain)) * 2 < len(_NOT_LATIN.findall(text)):
            text = plain
        words = [word for word in text.translate(_LETTERS).split(" ") if word]
        found: list[str] = []
        for word in words[:-1]:
            found += self._of(f" {word} ")
        # No blank ends the last word.
        return found + self._of(f" {words[-1]}") if words else found

    def _of(self, word: str) -> list[str]:
        known = self._words.get(word)
        if known is None:
            spans = [word[end - size : end] for end in range(2, len(word) + 1) for size in _SIZES[:end]]
            of_any = self._known
            known = self._words[word] = [gram for gram in spans if gram != " " and of_any[gram]]
        return known

    def walk(self, grams: list[str]) -> list[float]:
        """The probability of each language: the mean of a few walks over n-grams drawn by chance."""
        chance = random.Random(0)  # noqa: S311 - the same walk every time
        count, bits, draw, rows = len(grams), len(grams).bit_length(), chance.getrandbits, self._rows

        def drawn() -> Row:
            while (place := draw(bits)) >= count:
                pass
            return rows[grams[place]]

        means, prior = [0.0] * len(self.profiles), 1.0 / len(self.profiles)
        for _ in range(_TRIALS):
            weight = (_ALPHA + chance.gauss(0.0, 1.0) * _ALPHA_WIDTH) / _BASE
            shares = _whole([prior * (weight + a) for a in drawn()])
            for _ in range(_MOST_ROUNDS):
                if max(shares) > _SURE:
                    break
                five = zip(shares, drawn(), drawn(), drawn(), drawn(), drawn(), strict=True)
                shares = _whole(
                    [
                        p * (weight + a) * (weight + b) * (weight + c) * (weight + d) * (weight + e)
                        for p, a, b, c, d, e in five
                    ]
                )
            means = [mean + share / _TRIALS for mean, share in zip(means, shares, strict=True)]
        return means


def _whole(shares: list[float]) -> list[float]:
    total = sum(shares)
    return [share / total for share in shares]
