"""The language of an article, and the one that it was translated from; the packs say what tells them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..languages.pack import Pack
from ..register.keys import fold
from .guesses import guesses as guesses_of
from .guesses import model_codes
from .sample import Sample, Sampler, script_name
from .translated import Translations

_LONGEST: Final = 20_000
# Shares of a sample's words that are a pack's function words: enough to confirm the model, enough against it, and
# enough where the model does not know the language.
_CONFIRMS: Final = 0.12
_OVERRULES: Final = 0.35
_SPEAKS: Final = 0.1
_LEAST_HITS: Final = 2
# A language whose marks were lost: nearly every word has its shape, and some are its function words.
_SHAPED: Final = 0.9
_SHAPED_WORDS: Final = 0.25
# In a longer stretch where all have it, fewer function words do.
_WHOLLY_SHAPED: Final = 0.97
_WHOLLY_SHAPED_LENGTH: Final = 10
_WHOLLY_SHAPED_WORDS: Final = 0.08
_MARKED: Final = 0.08
_OTHER_LETTERS: Final = 0.01
# Below so many letters the model guesses; below that probability it does not know.
_LEAST_LETTERS: Final = 20
_LEAST_PROBABILITY: Final = 0.7


@dataclass(slots=True, frozen=True)
class Detection:
    """The language of an article: a pack's code, another language's, or None where it cannot be told.

    `confidence` is the model's probability, None where the packs' words or letters decided without it.
    """

    language: str | None
    confidence: float | None
    translated_from: str | None


@dataclass(slots=True, frozen=True)
class _Profile:
    """What a pack says of its language."""

    pack: Pack
    script: str
    model_code: str
    words: frozenset[str]
    bare_words: frozenset[str]
    shape: re.Pattern[str] | None
    other_letters: frozenset[str]

    @classmethod
    def of(cls, pack: Pack) -> _Profile:
        given: Mapping[str, Any] = pack.settings.get("detection", {})
        words = frozenset(pack.normal(str(word)).lower() for word in given.get("words", ()))
        shape = given.get("shape")
        return cls(
            pack,
            script_name(str(pack.settings.get("script", "Latn"))),
            str(given.get("profile", pack.code)),
            words,
            frozenset(map(fold, words)),
            re.compile(shape) if shape else None,
            frozenset(given.get("other_letters", "")),
        )

    def share(self, sample: Sample) -> tuple[float, int]:
        """The share of the sample's words that are function words of the language, and how many different ones."""
        if not self.other_letters.isdisjoint(sample.text):
            others = sum(sample.text.count(char) for char in self.other_letters)
            if others > _OTHER_LETTERS * len(sample.text):
                return 0.0, 0
        words = self.pack.normal(" ".join(sample.words)).split()
        hits = [word for word in words if word in self.words]
        return (len(hits) / len(words) if words else 0.0), len(set(hits))

    def bare(self, words: list[str]) -> bool:
        """Whether the words are the language without its marks."""
        if self.shape is None or not words:
            return False
        shaped = sum(1 for word in words if self.shape.fullmatch(word)) / len(words)
        hits = [word for word in words if word in self.bare_words]
        if len(set(hits)) < _LEAST_HITS or shaped < _SHAPED:
            return False
        wholly = shaped >= _WHOLLY_SHAPED and len(words) >= _WHOLLY_SHAPED_LENGTH
        return len(hits) >= (_WHOLLY_SHAPED_WORDS if wholly else _SHAPED_WORDS) * len(words)


class LanguageDetector:
    """Detects languages by script, by the packs' words and letters, and by a model of 55 languages."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._profiles = {code: _Profile.of(pack) for code, pack in sorted(packs.items())}
        given = {code: pack.settings.get("detection", {}) for code, pack in sorted(packs.items())}
        letters = {code: str(detection.get("letters", "")) for code, detection in given.items()}
        captions = {str(word) for detection in given.values() for word in detection.get("captions", ())}
        self._sampler = Sampler(letters, frozenset(captions))
        self._translations = Translations(packs)

    def detect(self, text: str, url: str | None = None) -> Detection:
        """The language of an article and of its original; the same for the same text, in every process."""
        head = text[:_LONGEST]
        if not unicodedata.is_normalized("NFC", head):
            head = unicodedata.normalize("NFC", head)
        language, confidence = self._language(self._sampler.sample(head))
        if language not in self._profiles:
            return Detection(language, confidence, None)
        original = self._translations.original(text, url, language, self._profiles[language].pack)
        return Detection(language, confidence, original)

    def _language(self, sample: Sample) -> tuple[str | None, float | None]:
        if not sample.text:
            return None, None
        profiles = {code: p for code, p in self._profiles.items() if p.script == sample.script}
        words = sample.words
        for code, profile in profiles.items():
            if sample.marked.get(code, 0.0) == 0.0 and profile.bare(words):
                return code, None
        shares = {code: profile.share(sample) for code, profile in profiles.items()}
        guesses = guesses_of(sample.text, sample.script) if len(sample.text) >= _LEAST_LETTERS else {}
        return self._decided(sample, shares, guesses)

    def _decided(
        self, sample: Sample, shares: Mapping[str, tuple[float, int]], guesses: Mapping[str, float]
    ) -> tuple[str | None, float | None]:
        """Weigh the model's guesses against the packs' words."""
        ranked = sorted(shares, key=lambda code: (-shares[code][0], code))
        top = ranked[0] if ranked else None
        by_model = {self._profiles[code].model_code: code for code in shares}
        guess = next(iter(guesses), None)
        code = by_model.get(guess) if guess else None
        if code is not None and guess is not None and self._confirmed(code, sample, shares):
            return code, guesses[guess]
        if top is not None and self._speaks(top, shares, sample, known=bool(guesses)):
            return top, guesses.get(self._profiles[top].model_code)
        if guess is None or code is not None or guesses[guess] < _LEAST_PROBABILITY:
            return None, None
        return guess, guesses[guess]

    def _confirmed(self, code: str, sample: Sample, shares: Mapping[str, tuple[float, int]]) -> bool:
        """Whether words or letters bear out what the model says; a pack that lists no words is taken at its word."""
        share, _ = shares[code]
        best = max(value for value, _ in shares.values())
        if share < best / 2 and best >= _CONFIRMS:
            return False
        if not self._profiles[code].words or sample.marked.get(code, 0.0) >= _MARKED:
            return True
        return share >= _CONFIRMS

    def _speaks(self, code: str, shares: Mapping[str, tuple[float, int]], sample: Sample, known: bool) -> bool:
        """Whether the words of a pack, or its letters in a short text, decide without the model or against it."""
        share, hits = shares[code]
        if sample.marked.get(code, 0.0) >= _MARKED and share >= _SPEAKS:
            return True
        modelled = known and self._profiles[code].model_code in model_codes()
        return hits >= _LEAST_HITS and share >= (_OVERRULES if modelled else _SPEAKS)
