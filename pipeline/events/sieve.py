"""Which patterns cannot match in a sentence, found without a regular expression.

Of the patterns that have all their classes in a sentence, most do not match: what they ask for stands in another order.
Here the items that a pattern has reached are the bits of one number, so that each of its atoms takes a few operations
for the whole sentence. Only the lengths of gaps are not minded: what is sifted out would never have matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import PackError
from .alphabet import Alphabet
from .pattern_syntax import ATOM, GAP, GROUP, PUNCTUATION

# A sentence of more items is not sifted: operations on numbers of so many bits are no longer one step.
LONGEST_SIFTED = 1_000
# What a gap does not pass, by the number of its points.
_BARS = {3: "semicolon|U", 4: "semicolon"}


class Places(dict[str, int]):
    """Alternatives ("to|into", "U") → the items of a sentence that are one of them, the first as the lowest bit."""

    def __init__(self, coded: str, alphabet: Alphabet) -> None:
        bit = 1
        found: dict[str, int] = {}
        for character in coded:
            found[character] = found.get(character, 0) | bit
            bit <<= 1
        for character, places in found.items():
            for name in alphabet.names_of(ord(character)):
                self[name] = self.get(name, 0) | places
        # The places that a pattern may reach: one more than there are items.
        self.anywhere = bit + bit - 1
        self.end = bit

    def __missing__(self, alternatives: str) -> int:
        found = 0
        for name in alternatives.split("|"):
            found |= self.get(PUNCTUATION.get(name, name), 0)
        self[alternatives] = found
        return found


@dataclass(slots=True, frozen=True)
class _Step:
    """An atom, a gap, an end or a bracket of a pattern; `branches` are the alternatives of a bracket."""

    kind: str
    alternatives: str = ""
    branches: tuple[tuple[_Step, ...], ...] = ()


Sieve = tuple[tuple[_Step, ...], ...]


def sieve_of(source: str) -> Sieve:
    """The sieve of a pattern that was checked and has its macros spelt out."""
    return _branches(iter(source.split()))[0]


def may_match(sieve: Sieve, places: Places) -> bool:
    """Whether a pattern may match in a sentence; where it says no, it does not."""
    for steps in sieve:  # noqa: SIM110 - asked of every rule in every sentence
        if _reached(steps, places.anywhere, places):
            return True
    return False


def _branches(words: Iterator[str]) -> tuple[Sieve, str]:
    """The alternatives up to the end of a bracket or of the pattern, and how often that bracket may come."""
    found: list[tuple[_Step, ...]] = []
    steps: list[_Step] = []
    for word in words:
        group = GROUP.fullmatch(word)
        if word == "|":
            found.append(tuple(steps))
            steps = []
        elif group and not word.endswith("("):
            return (*found, tuple(steps)), group["times"] or ""
        elif group:
            branches, times = _branches(words)
            steps.append(_Step("(" + times, branches=branches))
        else:
            steps.append(_step(word))
    return (*found, tuple(steps)), ""


def _step(word: str) -> _Step:
    if word in ("^", "$"):
        return _Step(word)
    if gap := GAP.fullmatch(word):
        return _Step("...", _BARS[len(gap[1])])
    atom = ATOM.fullmatch(word)
    if atom is None:
        raise PackError(f"cannot read {word!r} in a pattern")
    return _Step("~" if atom["no"] else "a" + atom["times"], atom["body"].strip("[]"))


def _reached(steps: tuple[_Step, ...], at: int, places: Places) -> int:
    """The places behind all that the steps may take from these places on; 0 where they take nothing."""
    for step in steps:
        kind = step.kind
        if kind == "a":
            at = (at & places[step.alternatives]) << 1
        elif kind == "...":
            at = _passed(at, places.anywhere >> 1 & ~places[step.alternatives])
        elif kind == "a?":
            at |= (at & places[step.alternatives]) << 1
        elif kind == "a*":
            at = _passed(at, places[step.alternatives])
        elif kind == "a+":
            taken = places[step.alternatives]
            at = _passed((at & taken) << 1, taken)
        elif kind == "~":
            at &= ~places[step.alternatives]
        elif kind == "^":
            at &= 1
        elif kind == "$":
            at &= places.end
        else:
            at = _bracket(step, at, places)
        if not at:
            return 0
    return at


def _bracket(step: _Step, at: int, places: Places) -> int:
    behind = 0
    for steps in step.branches:
        behind |= _reached(steps, at, places)
    if step.kind == "(?":
        return at | behind
    if step.kind == "(":
        return behind
    known = at if step.kind == "(*" else 0
    while behind & ~known:
        known |= behind
        behind = 0
        for steps in step.branches:
            behind |= _reached(steps, known, places)
    return known


def _passed(at: int, free: int) -> int:
    """The places themselves, and all that lie behind a run of free items that begins at one of them.

    An addition carries a bit through a run of ones up to the first zero: all places of the run at once.
    """
    begun = at & free
    return at | ((begun + free) ^ free)
