"""What a worker keeps of the articles that it has seen does not grow with their number."""

from __future__ import annotations

import functools
import gc
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from pipeline.records.article import Article
from pipeline.runners.memory import peak
from pipeline.stages.annotate import Annotator

# Every store of words holds fewer, and forgets all or the oldest when it is full.
MOST: Final = 20_000
NEW_WORDS: Final = 26_000
LETTERS: Final = {"de": "abdeghilmnorstu", "fa": "ابپتجدرزسشفکگلمنوهی", "vi": "abcdeghiklmnopqtuvxy"}
TELLS: Final = {
    "de": "Die Gemeinden {0} und {1} im Bezirk {2} wurden zur Gemeinde {3} zusammengelegt. {4} {5} {6} {7}. ",
    "fa": "کمون {0} و {1} در شهرستان {2} ادغام شد و کمون {3} شد. {4} {5} {6} {7}. ",
    "vi": "Sáp nhập xã {0} và xã {1} thuộc huyện {2} thành xã {3}. {4} {5} {6} {7}. ",
}
_LRU: Final = type(functools.lru_cache(lambda: None))


def holders() -> Iterator[tuple[int, int, Any]]:
    """Every collection and cache of this process with how much it holds."""
    for here in gc.get_objects():
        if isinstance(here, _LRU):
            yield id(here), here.cache_info().currsize, here
        elif type(here) in (dict, list, set):
            yield id(here), len(here), here


@pytest.mark.parametrize("code", LETTERS)
def test_new_words_without_end_are_not_kept(code: str) -> None:
    annotator, chance = Annotator(names_model="none"), random.Random(1)

    def word() -> str:
        made = "".join(chance.choices(LETTERS[code], k=9))
        return made.capitalize() if chance.random() < 0.6 else made

    def text(sentences: int) -> str:
        return "".join(TELLS[code].format(*[word() for _ in range(8)]) for _ in range(sentences))

    annotator.annotate(Article("first", 0, text(20)), code)
    gc.collect()
    large = {ident for ident, size, _ in holders() if size > MOST}
    for number in range(NEW_WORDS // 160):
        annotator.annotate(Article("made", number, text(20)), code)
    gc.collect()
    grown = [(size, str(here)[:200]) for ident, size, here in holders() if size > MOST and ident not in large]
    assert grown == []


def test_peak_is_that_of_the_process_itself() -> None:
    """The system counts what the process that started this one had when it did so."""
    held = bytearray(400_000_000)
    held[::4096] = b"x" * len(held[::4096])
    assert peak() > 400
    code = "from pipeline.runners.memory import peak; print(peak())"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert int(told.stdout) < 200
