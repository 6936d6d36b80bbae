"""Makes texts for the benchmarks: paragraphs of the corpus, recombined so that no text comes twice.

Most names of units in them are exchanged for others of the register and numbers are changed. Some words are made anew
from halves of two, so that new words keep coming as they do in real text. How many come there is measured: over the
articles of corpus/ the vocabulary grows as a power of the length (Heaps' law), a power of its own in each language, and
that growth tells which share of the words would be new in a text of the length that is made. The made texts come
near that share, in all a little below it; without, they would repeat themselves, and a tokenizer gains from that more
than any other step.
Words that a pack knows are never made anew, else there would be less to find.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from pipeline.languages.pack import builtin_packs
from pipeline.register.model import OLD, Script
from pipeline.stages.builtin import builtin_register
from pipeline.stages.language import lexicon_of
from scripts.made_cases import Writer

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus" / "articles"
GOLD: Final = CORPUS.with_name("gold")
SEED: Final = 7
# For so many words in all languages the new ones are counted, where nobody says for how many.
WORDS: Final = 210_000
PARAGRAPHS: Final = 9
LEAST_WORDS: Final = 4
SCRIPTS: Final[dict[str, Script]] = {"de": "latin_ascii", "fa": "persian", "vi": "latin_vi"}
LANGUAGES: Final = tuple(SCRIPTS)
SHORT: Final = 4
RARE: Final = 3
# Growth is measured behind the first articles, where it is still that of a few subjects, over so many orders of them.
_BEHIND: Final = 0.15
_ORDERS: Final = 10
_STEP: Final = 250
# The names and numbers that are exchanged bring new words, too; what is left for the others, as a first guess.
_LEFT: Final = 0.75
# How near a try has to come to the share that is wanted, in all and in each language; else the nearest try is taken.
_AIM: Final = 0.95
_NEAR: Final = 0.04
_NEAR_EACH: Final = 0.15
_TRIES: Final = 6
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d/.-])\d{3,4}(?![\d/.-])")


def texts(words: int, seed: int = SEED) -> list[tuple[str, str]]:
    """(language, text) of made articles with at least so many words in all, no text twice, languages in turn."""
    # Made anew: what was made tells of each language how far its new words are from the share that is wanted.
    lefts = dict.fromkeys(LANGUAGES, _LEFT)
    tries = []
    for _ in range(_TRIES):
        made = _made(words, seed, lefts)
        shares = {code: _part_of_expected(made, code, words // len(LANGUAGES)) for code in LANGUAGES}
        off = abs(new_share(made) / real_share(words) - _AIM)
        off_each = max(abs(share - _AIM) for share in shares.values())
        if off <= _NEAR and off_each <= _NEAR_EACH:
            return made
        tries.append((max(off / _NEAR, off_each / _NEAR_EACH), made))
        lefts = {code: min(lefts[code] * _AIM / shares[code], 1.0) for code in LANGUAGES}
    return min(tries, key=itemgetter(0))[1]


def _part_of_expected(made: list[tuple[str, str]], code: str, words: int) -> float:
    return new_share([text for text in made if text[0] == code]) / expected_share(code, words)


def _made(words: int, seed: int, lefts: dict[str, float]) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    pools = {code: pool(code, words // len(LANGUAGES), lefts[code]) for code in LANGUAGES}
    made: list[tuple[str, str]] = []
    count = 0
    while count < words:
        code = LANGUAGES[len(made) % len(LANGUAGES)]
        text = pools[code].text(chance)
        made.append((code, f"{text}\n({len(made)})"))
        count += len(text.split())
    return made


def new_share(made: list[tuple[str, str]]) -> float:
    """The share of words that no earlier text had, of the words of the second half."""
    half = len(made) // 2
    seen = {word for _, text in made[:half] for word in text.split()}
    words = new = 0
    for _, text in made[half:]:
        told = text.split()
        words += len(told)
        new += len(set(told) - seen)
        seen.update(told)
    return new / words


@cache
def expected_share(code: str, words: int) -> float:
    """The share of words that no earlier text would have, in the second half of so many of real text in a language."""
    power, factor = _growth(_articles(code))
    grown: float = factor * (words**power - (words / 2) ** power)
    return grown / (words / 2)


def real_share(words: int) -> float:
    """That share where a text is of all languages, each as long as the others."""
    return sum(expected_share(code, words // len(LANGUAGES)) for code in LANGUAGES) / len(LANGUAGES)


def _growth(told: list[str]) -> tuple[float, float]:
    """Power and factor of Heaps' law, vocabulary = factor · words ** power, as the mean over orders of the articles."""
    found = []
    for seed in range(_ORDERS):
        order = told.copy()
        random.Random(seed).shuffle(order)
        words = [word for text in order for word in text.split()]
        seen: set[str] = set()
        points = []
        for n, word in enumerate(words, 1):
            seen.add(word)
            if n % _STEP == 0 and n >= _BEHIND * len(words):
                points.append((math.log(n), math.log(len(seen))))
        found.append(_line(points))
    powers, heights = zip(*found, strict=True)
    return sum(powers) / _ORDERS, math.exp(sum(heights) / _ORDERS)


def _line(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and height of the straight line nearest to some points."""
    across = sum(x for x, _ in points) / len(points)
    up = sum(y for _, y in points) / len(points)
    slope = sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)
    return slope, up - slope * across


@dataclass
class Pool:
    """The paragraphs of one language, a pattern of the names in them, names to put in their place, and rare words."""

    paragraphs: list[str]
    names: re.Pattern[str]
    others: list[list[str]]
    rare: list[str]

    def text(self, chance: random.Random) -> str:
        """A made article: one new name for each old one, all of one province."""
        swapped: dict[str, str] = {}
        others = chance.choice(self.others)

        def swap(match: re.Match[str]) -> str:
            return swapped.setdefault(match.group(), chance.choice(others))

        chosen = "\n".join(chance.sample(self.paragraphs, min(PARAGRAPHS, len(self.paragraphs))))
        numbered = _NUMBER.sub(lambda _: str(chance.randrange(100, 2000)), self.names.sub(swap, chosen))
        return _WORD.sub(lambda match: self._renewed(match.group(), chance), numbered)

    def _renewed(self, word: str, chance: random.Random) -> str:
        """A rare word gives way to the halves of two such words."""
        if word not in self._replaced:
            return word
        first, second = chance.choice(self.rare), chance.choice(self.rare)
        made = first[: len(first) // 2 + 1].lower() + second[len(second) // 2 :].lower()
        return made[0].upper() + made[1:] if word[0].isupper() else made

    @cached_property
    def _replaced(self) -> frozenset[str]:
        return frozenset(self.rare)


def pool(code: str, words: int = WORDS // len(LANGUAGES), left: float = _LEFT) -> Pool:
    """What texts of a language are made of, with as many new words as real text of that length has.

    `left`: the part of those that words made anew have to bring.
    """
    told = _articles(code)
    lines = [line for text in told for line in text.splitlines()]
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob(f"{code}-*.json"))]
    known = {s for article in gold for unit in article["units"] if len(unit["name"]) > SHORT for s in unit["surfaces"]}
    names = "|".join(re.escape(name) for name in sorted(known, key=lambda name: (-len(name), name)))
    running = [line for line in lines if len(line.split()) >= LEAST_WORDS]
    surfaces = [surface for article in gold for surface in _surfaces(article)]
    kept = {word for surface in surfaces for word in _WORD.findall(surface)}
    rare = _rare(code, told, running, left * expected_share(code, words), kept)
    return Pool(running, re.compile(f"\\b(?:{names})\\b"), _others(code), rare)


def _surfaces(article: dict[str, Any]) -> list[str]:
    """What the gold names in an article: the words of it have to stay."""
    return [surface for kind in ("units", "officials", "dates") for one in article[kind] for surface in one["surfaces"]]


def _articles(code: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(CORPUS.glob(f"{code}-*.txt"))]


def _others(code: str) -> list[list[str]]:
    """The names of communes, those of one province together."""
    writer = Writer(SCRIPTS[code], random.Random(SEED))
    provinces: dict[str, list[str]] = {}
    for unit in builtin_register().units:
        if unit.level == "commune" and unit.list != OLD:
            provinces.setdefault(unit.province_id, []).append(writer.name(unit.name))
    return [names_of for _, names_of in sorted(provinces.items())]


def _rare(code: str, told: list[str], running: list[str], share: float, kept: set[str]) -> list[str]:
    """The words in fewest articles that are together such a share of the words, but for those that the pack knows."""
    lexicon = lexicon_of(builtin_packs()[code])
    articles = Counter(word for text in told for word in set(_WORD.findall(text)))
    counts = Counter(word for line in running for word in _WORD.findall(line))
    free = [word for word in counts.keys() - kept if len(word) >= RARE and not lexicon.holds(word.lower())]
    free.sort(key=lambda word: (articles[word], word))
    left = share * sum(len(line.split()) for line in running)
    rare: list[str] = []
    for _, alike in groupby(free, key=articles.__getitem__):
        # Of words that stand in as many articles a part taken by chance, not the first of the alphabet.
        for word in random.Random(SEED).sample(found := list(alike), len(found)):
            if left <= 0:
                return sorted(rare)
            rare.append(word)
            left -= counts[word]
    return sorted(rare)
