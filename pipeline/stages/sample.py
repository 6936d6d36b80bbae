"""A sample of an article's own running text, and the script that it is written in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SAMPLE_LENGTH: Final = 300
_PIECES: Final = 3
_PIECE_LENGTH: Final = SAMPLE_LENGTH // _PIECES
_LONGEST_PARAGRAPH: Final = 8 * SAMPLE_LENGTH
# Shorter paragraphs are captions, by-lines and headings where there are longer ones.
_RUNNING_TEXT: Final = 80
_MIXED: Final = 0.01
_MARKED_PARAGRAPH: Final = 0.06
_LEAST_KEPT: Final = 60
_LEAST_WORDS: Final = 4
_ADDRESSES: Final = re.compile(r"\S*(?:://|www\.|@)\S*|\b(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_CODES: Final = re.compile(r"(?<!\S)\S*[\d_]\S*")
_NO_WORDS: Final = re.compile(r"[^\w\s'’]+|_+")
# Unicode names of characters begin with the name of their script; packs use the codes of ISO 15924.
_SCRIPT_NAMES: Final = {
    "latn": "LATIN", "arab": "ARABIC", "cyrl": "CYRILLIC", "grek": "GREEK", "hebr": "HEBREW", "hani": "CJK",
    "jpan": "HIRAGANA", "kore": "HANGUL", "hang": "HANGUL", "thai": "THAI", "deva": "DEVANAGARI", "beng": "BENGALI",
    "armn": "ARMENIAN", "geor": "GEORGIAN", "khmr": "KHMER", "laoo": "LAO", "mymr": "MYANMAR", "ethi": "ETHIOPIC",
    "taml": "TAMIL",
}  # fmt: skip


def script_name(code: str) -> str:
    """The Unicode name of a script, from its ISO 15924 code or its own name."""
    return _SCRIPT_NAMES.get(code.lower(), code.upper())


class _Scripts(dict[str, str]):
    """The Unicode name of the script of each letter; empty for what is no letter."""

    def __missing__(self, char: str) -> str:
        made = self[char] = unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""
        return made


_SCRIPTS: Final = _Scripts()
script_of = _SCRIPTS.__getitem__


@dataclass(slots=True, frozen=True)
class Sample:
    """At most 500 characters of an article's body: lower-cased, without addresses, figures, codes and names.

    `words` are its words; in a short article they are without names even where the text has to keep them. `marked` is
    the share of letters that only one language has, by that language's code.
    """

    text: str
    words: list[str]
    script: str
    marked: Mapping[str, float]


class Sampler:
    """Takes samples. `letters` are the letters that mark a language, by its code; `captions` open lines of no text."""

    def __init__(self, letters: Mapping[str, str], captions: frozenset[str]) -> None:
        self._letters = {code: frozenset(chars.lower() + chars.upper()) for code, chars in letters.items() if chars}
        told = "|".join(re.escape(word) for word in sorted(captions, key=lambda word: (-len(word), word)))
        self._caption = re.compile(rf"\W*(?:{told})\b[^:\n]{{0,20}}:" if told else "(?!)", re.IGNORECASE)

    def sample(self, text: str) -> Sample:
        """The sample of an article; paragraphs are looked at one by one only where their letters differ."""
        counts = Counter(text)
        script, marked, mixed = self._letters_of(counts)
        paragraphs = [line for line in text.splitlines() if line.strip()]
        if mixed and len(paragraphs) > 1:
            main = self._main(paragraphs)
            if len(main) < len(paragraphs):
                paragraphs = main
                script, marked, _ = self._letters_of(Counter("".join(paragraphs)))
        return Sample(*_cleaned(self._body(paragraphs), script), script, marked)

    def _letters_of(self, counts: Counter[str]) -> tuple[str, dict[str, float], bool]:
        """The main script, the marked letters' shares, and whether parts of the text may be in another language."""
        found: dict[str, int] = {}
        scripts = _SCRIPTS
        for char, count in counts.items():
            script = scripts[char]
            if script:
                found[script] = found.get(script, 0) + count
        total = sum(found.values())
        if not total:
            return "", {}, False
        script = min(found, key=lambda name: (-found[name], name))
        own = found[script]
        marked = {
            code: sum(map(counts.__getitem__, chars.intersection(counts))) / own
            for code, chars in self._letters.items()
        }
        mixed = own < (1 - _MIXED) * total or any(share > _MIXED / 2 for share in marked.values())
        return script, marked, mixed

    def _main(self, paragraphs: list[str]) -> list[str]:
        """The paragraphs whose letters are those of most of the text."""
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for paragraph in paragraphs:
            script, marked, _ = self._letters_of(Counter(paragraph))
            kinds = tuple(code for code, share in marked.items() if share > _MARKED_PARAGRAPH)
            groups.setdefault((script, kinds), []).append(paragraph)
        return max(groups.values(), key=lambda group: sum(map(len, group)))

    def _body(self, paragraphs: list[str]) -> list[str]:
        """Running text from the middle on: without captions, and without headings where there is enough else."""
        plain = [p for p in paragraphs if not self._caption.match(p)] or paragraphs
        running = [p for p in plain if len(p) >= _RUNNING_TEXT] or plain
        if len(running) <= _PIECES:
            return running
        step = len(running) / _PIECES
        chosen = [int(step * n + step / 2) for n in range(_PIECES)]
        return [running[n] for n in chosen] + [p for n, p in enumerate(running) if n not in chosen]


def _cleaned(paragraphs: list[str], script: str) -> tuple[str, list[str]]:
    """Pieces of the paragraphs, cleaned, up to the length of a sample; names stay where there is little else."""
    pieces: list[str] = []
    missing = SAMPLE_LENGTH
    share = _PIECE_LENGTH if len(paragraphs) >= _PIECES else SAMPLE_LENGTH
    for paragraph in paragraphs:
        piece = _without_names(paragraph, script, min(missing, share))
        pieces.append(piece)
        missing -= len(piece) + 1
        if missing <= 0:
            break
    kept = " ".join(filter(None, pieces))
    text = (kept if len(kept) >= _LEAST_KEPT else _with_names(paragraphs[: len(pieces)], script)).lower()
    words = kept.lower().split()
    return text, words if len(words) >= _LEAST_WORDS else text.split()


def _without_names(paragraph: str, script: str, length: int) -> str:
    """The words of a paragraph that no name can be, up to a length; what stands behind it is not looked at."""
    words: list[str] = []
    room = length + 1
    for piece in paragraph[:_LONGEST_PARAGRAPH].split():
        for word in _words_in(piece, script):
            if not word[0].isupper():
                words.append(word)
                room -= len(word) + 1
        if room < 0:
            break
    return _cut(" ".join(words), length)


def _with_names(paragraphs: list[str], script: str) -> str:
    """All words of the paragraphs up to the length of a sample."""
    spare: list[str] = []
    for paragraph in paragraphs:
        spare += _own_words(paragraph[:_LONGEST_PARAGRAPH], script)[:SAMPLE_LENGTH]
    return _cut(" ".join(spare), SAMPLE_LENGTH)


def _own_words(text: str, script: str) -> list[str]:
    """The words of a text in its script: no addresses, figures, codes, nor quotations in another script."""
    return [word for piece in text.split() for word in _words_in(piece, script)]


@lru_cache(maxsize=8192)
def _words_in(piece: str, script: str) -> tuple[str, ...]:
    """The words in what stands between two blanks; no pattern reaches over one."""
    if piece.isalpha():
        return (piece,) if script_of(piece[0]) == script else ()
    bare = _NO_WORDS.sub(" ", _CODES.sub(" ", _ADDRESSES.sub(" ", piece)))
    return tuple(word for word in bare.split() if script_of(word[0]) == script)


def _cut(text: str, length: int) -> str:
    """The text up to a length, cut between words where it has any."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0] or text[:length]
