"""Time grows with the length of the text and not with its square: each pattern, and the whole way."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Final

import pytest

import pipeline
from pipeline.events.patterns import Pattern
from pipeline.languages.pack import builtin_packs
from pipeline.records.article import Article
from pipeline.register.register import Register
from pipeline.stages.annotate import Annotator
from pipeline.stages.builtin import language_of
from scripts.hostile_strings import PUMPS, Hostile, hostile

ANNOTATOR: Final = Annotator()
CODES: Final = tuple(builtin_packs())
SHORT, LONG = 2_000, 8_000
# Growth is looked at only where the long text takes longer than this: four times the length takes four times as long,
# sixteen times where it is quadratic; machines that do something else beside are given twice the linear growth.
NOISE, MOST = 0.4, 8.0
# For patterns: a text of so many characters and one of four times as many, looked at where the first takes so long.
# A clock of processor time may count in steps of four milliseconds.
FEW, SUSPICIOUS, LONGEST, TICK = 2_000, 0.003, 2.0, 0.01
ITEMS: Final = "ULKCZ%DNPBVw,;:()-.+*|→←="
# What needs a library of an extra that may not be there.
NEEDS_MORE: Final = ("pipeline.runners.ray", "pipeline.training.train", "pipeline.training.export")
HOSTILE: Final = (
    "Gemeinde ", "die Gemeinden Xuan Thien, ", "Xuan Thien und ", "1/", "1.", "12. ", "Nr. 1/NQ-", "QĐ-UBND", "a-", "(",
    "((a) ", "\n", "\u200c", "A ", "A.", "Vorsitzender des Volkskomitees ", "2025, ", "zusammengelegt ", "nicht ",
    "\u202e", "aaaaaaaaa", "a\u0301", "🙂", "1686/NQ-UBTVQH15 ", "bis zum 1. Januar ", "xã ", "xã Xuân Thiện, ",
    "sáp nhập xã ", " từ 3 xuống ",
    "1/7/2025 ", "Chủ tịch UBND ", "ă", "và ", "کمون ", "کمون شوان تین، ", "ادغام ", "و ", "۱۴۰۴/", "رئیس ", "\u200cها",
)  # fmt: skip


def patterns() -> Iterator[re.Pattern[str]]:
    """Every pattern that the packs compile to, those of rules apart, and those of the modules of the pipeline."""
    for module in walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.startswith(NEEDS_MORE):
            import_module(module.name)
    waiting: list[Any] = [language_of(code) for code in CODES]
    waiting += [vars(module) for name, module in sorted(sys.modules.items()) if name.startswith("pipeline.")]
    seen: set[int] = set()
    while waiting:
        here = waiting.pop()
        if id(here) in seen or isinstance(here, Register | Pattern | str | bytes | int | type):
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


def rules(code: str) -> Iterator[re.Pattern[str]]:
    """The patterns of a pack's rules, over characters that stand for items."""
    found = language_of(code).rules
    for rule in found.rules:
        kinds = [frozenset({name}) for name in sorted(rule.pattern.classes)]
        items = [found.alphabet[symbol, kind] for symbol in ITEMS for kind in (frozenset[str](), *kinds)]
        list(rule.pattern.matches("".join(items), found.alphabet))
        assert rule.pattern._compiled is not None
        yield rule.pattern._compiled


def spent(call: Callable[[], object]) -> float:
    """Processor seconds of a call; where they are many the better of two, as a garbage collection takes as long."""
    start = time.process_time()
    call()
    once = time.process_time() - start
    if once < 0.05:
        return once
    start = time.process_time()
    call()
    return min(once, time.process_time() - start)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """TimeoutError after so many processor seconds: what takes exponential time would never end."""

    def over(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def grows(pattern: re.Pattern[str], hostile: Hostile) -> tuple[float, float] | None:
    """Seconds for a short text and one of four times the length, where that takes much more than four times as long.

    All matches are looked for, from every place: what is quick at one place may still be slow over the text.
    """

    def look(length: int) -> float:
        text = hostile.text(length)
        try:
            with limited(LONGEST):
                return spent(lambda: sum(1 for _ in pattern.finditer(text)))
        except TimeoutError:
            return float("inf")

    short = look(FEW)
    if short < SUSPICIOUS:
        return None
    if short == float("inf"):
        return short, short
    short, long = min(short, look(FEW)), look(4 * FEW)
    if long > MOST * max(short, TICK):
        short, long = min(short, look(FEW)), min(long, look(4 * FEW))
    return (short, long) if long > MOST * max(short, TICK) else None


def test_no_pattern_outside_the_rules_goes_back_again_and_again() -> None:
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
def test_no_rule_of_a_pack_goes_back_without_end(code: str) -> None:
    """A sentence of 500 items takes less than two seconds; one that took exponential time would take years."""
    for pattern in rules(code):
        for made in hostile(pattern):
            text = made.text(500)
            with limited(LONGEST):
                assert sum(1 for _ in pattern.finditer(text)) <= len(text)


@pytest.mark.parametrize("source", [r"(?:a+)+b", r"(?:\w+,?)*;"])
def test_strings_are_hostile_to_patterns_that_go_back_again_and_again(source: str) -> None:
    pattern = re.compile(source)
    assert any(grows(pattern, made) for made in hostile(pattern))


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
