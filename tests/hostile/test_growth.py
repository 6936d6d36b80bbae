"""Time grows with the length of the text and not with its square: each pattern, and the whole way."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest

from pipeline.languages.pack import builtin_packs
from pipeline.records.article import Article
from pipeline.register.register import Register
from pipeline.stages.annotate import Annotator
from pipeline.stages.components import language_of

ANNOTATOR: Final = Annotator()
CODES: Final = tuple(builtin_packs())
SHORT, LONG = 2_000, 8_000
# Growth is looked at only where the long text takes longer than this: four times the length takes four times as long,
# sixteen times where it is quadratic; machines that do something else beside are given twice the linear growth.
NOISE, MOST = 0.4, 8.0
PUMPS: Final = (" ", "a", "A", "1", ".", ",", "-", "/", "(", "\n", "ă", "ا", "1.", "a ", "A ", "1 ", "a, ", "1/", "-a",
                "A.", "(a", "a-", "\u200c", "\u0301")  # fmt: skip
HOSTILE: Final = (
    "Gemeinde ", "die Gemeinden Xuan Thien, ", "Xuan Thien und ", "1/", "1.", "12. ", "Nr. 1/NQ-", "QĐ-UBND", "a-", "(",
    "((a) ", "\n", "\u200c", "A ", "A.", "Vorsitzender des Volkskomitees ", "2025, ", "zusammengelegt ", "nicht ",
    "\u202e", "aaaaaaaaa", "a\u0301", "🙂", "1686/NQ-UBTVQH15 ", "bis zum 1. Januar ", "xã ", "xã Xuân Thiện, ",
    "sáp nhập xã ",
    "1/7/2025 ", "Chủ tịch UBND ", "ă", "và ", "کمون ", "کمون شوان تین، ", "ادغام ", "و ", "۱۴۰۴/", "رئیس ", "\u200cها",
)  # fmt: skip


def patterns() -> Iterator[re.Pattern[str]]:
    """Every pattern that the packs compile to, and those of the modules that use them."""
    waiting: list[Any] = [language_of(code) for code in CODES]
    waiting += [vars(module) for name, module in sorted(sys.modules.items()) if name.startswith("pipeline.")]
    seen: set[int] = set()
    while waiting:
        here = waiting.pop()
        if id(here) in seen or isinstance(here, Register | str | bytes | int | type):
            continue
        seen.add(id(here))
        if isinstance(here, re.Pattern):
            if isinstance(here.pattern, str):
                yield here
        elif isinstance(here, Mapping):
            waiting += [*here.keys(), *here.values()]
        elif isinstance(here, list | tuple | set | frozenset):
            waiting += here
        elif type(here).__module__.startswith("pipeline."):
            waiting += [getattr(here, name) for name in _slots(here) if hasattr(here, name)]


def _slots(here: object) -> Iterator[str]:
    for kind in type(here).__mro__:
        yield from getattr(kind, "__slots__", ())
    yield from getattr(here, "__dict__", ())


def spent(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def test_no_pattern_of_any_pack_goes_back_again_and_again() -> None:
    found = {(pattern.pattern, pattern.flags): pattern for pattern in patterns()}
    assert len(found) > 100, "the packs' patterns were not found"
    slow = []
    for pattern in found.values():
        own = [f"{word} " for word in re.findall(r"[^\W\d_]{3,}", pattern.pattern)[:6]]
        own += sorted(set(re.findall(r"\w", pattern.pattern)))[:12]
        for pump in (*PUMPS, *own):
            text = (pump * (LONG // len(pump) + 1))[:LONG] + "\0"
            long = spent(lambda pattern=pattern, text=text: pattern.match(text))  # type: ignore[misc]
            if long > 0.05:
                short = spent(lambda pattern=pattern, text=text: pattern.match(text[:SHORT]))  # type: ignore[misc]
                slow.append((pattern.pattern[:80], pump, short, long))
    assert [told for told in slow if told[3] > MOST * max(told[2], 0.01)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_whole_way_takes_time_in_proportion(code: str) -> None:
    slow = []
    ANNOTATOR.annotate(Article("first", 0, HOSTILE[0] * 200), code)
    for pump in HOSTILE:
        text = (pump * (LONG // len(pump) + 1))[:LONG]
        long = spent(lambda text=text: ANNOTATOR.annotate(Article("long", 0, text), code))  # type: ignore[misc]
        if long > NOISE:
            short = spent(lambda text=text: ANNOTATOR.annotate(Article("short", 0, text[:SHORT]), code))  # type: ignore[misc]
            slow.append((pump, short, long))
    assert [told for told in slow if told[2] > MOST * max(told[1], 0.01)] == []
