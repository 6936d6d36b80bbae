"""Hostile strings for a regular expression, made from its own pieces: what it repeats, what it nearly matches.

A backtracking pattern takes more than linear time where a stretch can be taken apart in many ways before the rest does
not fit. So each repetition is fed with what it repeats, behind what leads there, and the whole with near misses.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

PUMPS: Final = (" ", "a", "A", "1", ".", ",", "-", "/", "(", "\n", "ă", "ا", "1.", "a ", "A ", "1 ", "a, ", "1/", "-a",
                "A.", "(a", "a-", "\u200c", "\u0301")  # fmt: skip
# Nothing that a pattern wants at its end.
TAIL: Final = "\0"
_PROBES: Final = "a1 .A-/,ậا\n\0_(\u200c" + chr(0xE000)
_OF_CATEGORY: Final = {"DIGIT": "1", "WORD": "a", "SPACE": " ", "NOT_DIGIT": "a", "NOT_WORD": "-", "NOT_SPACE": "a"}
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_MANY: Final = 6
_MOST: Final = 24
_SAMPLES: Final = 3


class Hostile(NamedTuple):
    """A string to be made: what it begins with, and what comes again and again."""

    head: str
    pump: str

    def text(self, length: int) -> str:
        """It, of that length."""
        return (self.head + self.pump * (length // len(self.pump) + 1))[:length] + TAIL


def hostile(pattern: re.Pattern[str], seed: int = 1) -> list[Hostile]:
    """Strings that may be hostile to a pattern."""
    maker = _Maker(random.Random(seed))
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    own = dict.fromkeys(maker.of(tree))
    step = -(-len(own) // _MOST) or 1
    return [made for made in list(own)[::step] if made.pump]


class _Maker:
    """Walks the tree of a parsed pattern."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def of(self, tree: Sequence[Any]) -> Iterator[Hostile]:
        """Its repetitions, then near misses of the whole."""
        yield from self._repeated(tree, "")
        for _ in range(_SAMPLES):
            whole = self._sample(tree)
            yield from (Hostile("", made) for made in (whole, whole[:-1], whole + " ", whole[1:]))

    def _repeated(self, tree: Sequence[Any], head: str) -> Iterator[Hostile]:
        for op, value in tree:
            name = str(op)
            if name in _REPEATS:
                _, most, body = value
                if most >= _MANY:
                    pumps = [self._sample(body) for _ in range(_SAMPLES)]
                    yield from (Hostile(head, pump) for pump in (*pumps, "".join(pumps), pumps[0] + " "))
                yield from self._repeated(body, head)
            else:
                for inner in self._inside(name, value):
                    yield from self._repeated(inner, head)
            head += self._sample([(op, value)])

    def _inside(self, name: str, value: Any) -> Sequence[Any]:
        """What a node that repeats nothing itself holds."""
        if name == "SUBPATTERN":
            return [value[3]]
        if name == "BRANCH":
            return list(value[1])
        if name in ("ASSERT", "ASSERT_NOT"):
            return [value[1]]
        return [value] if name == "ATOMIC_GROUP" else []

    def _sample(self, tree: Sequence[Any]) -> str:
        """Something that a tree may match; assertions are not heeded."""
        return "".join(self._one(str(op), value) for op, value in tree)

    def _one(self, name: str, value: Any) -> str:
        if name == "LITERAL":
            return chr(value)
        if name in _REPEATS:
            least, most, body = value
            return "".join(self._sample(body) for _ in range(min(most, least + self._chance.randrange(2))))
        if name == "IN":
            return self._of_set(value)
        if name == "BRANCH":
            return self._sample(self._chance.choice(value[1]))
        if name == "SUBPATTERN":
            return self._sample(value[3])
        if name == "ATOMIC_GROUP":
            return self._sample(value)
        return {"ANY": "a", "NOT_LITERAL": "a" if value != ord("a") else "b"}.get(name, "")

    def _of_set(self, members: Sequence[Any]) -> str:
        if str(members[0][0]) == "NEGATE":
            barred = [self._member(*member) for member in members[1:]]
            return next((probe for probe in _PROBES if probe not in "".join(barred)), "b")
        return self._member(*self._chance.choice(members))

    def _member(self, op: Any, value: Any) -> str:
        if str(op) == "RANGE":
            return chr(self._chance.randint(*value))
        if str(op) == "CATEGORY":
            return _OF_CATEGORY[str(value).removeprefix("CATEGORY_").removeprefix("UNI_")]
        return chr(value)
