"""The sieve of patterns: it may let pass what does not match, and never holds back what does."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.events.alphabet import Alphabet
from pipeline.events.pattern_syntax import PUNCTUATION
from pipeline.events.patterns import parse
from pipeline.events.rules import EventRules
from pipeline.events.sieve import Places, Sieve, sieve_of
from pipeline.languages.pack import builtin_packs

RULES = {code: EventRules(pack) for code, pack in builtin_packs().items()}
CODES = tuple(RULES)
SYMBOLS = "ULKCZ%DNPBVw,;:()-.+*|→←="


def _places(alphabet: Alphabet, *items: tuple[str, str]) -> Places:
    coded = "".join([alphabet[symbol, frozenset(classes.split())] for symbol, classes in items])
    return Places(coded, alphabet)


def _may_match(source: str, sentence: str) -> bool:
    """`sentence`: symbols, or cue classes in brackets."""
    items = [("w", word[1:-1]) if word.startswith("[") else (word, "") for word in sentence.split()]
    return parse(source, "xx/test").may_match(_places(Alphabet(), *items))


@pytest.mark.parametrize(
    ("source", "passes", "held_back"),
    [
        ("U ![merge] [to] U", "U [merge] [to] U", "U [to] [merge] U"),
        ("U ... ![merge]", "U w w [merge]", "U w U w , ; [merge]"),
        ("U .... ![merge]", "U w U [merge]", "U ; [merge]"),
        ("U [and]? ![merge]", "U [merge]", "U w [merge]"),
        ("U [and]* ![merge]", "U [and] [and] [merge]", "U [and] w [merge]"),
        ("U [and]+ ![merge]", "U [and] [and] [merge]", "U [merge]"),
        ("^ U ![merge]", "U [merge]", "w U [merge]"),
        ("U ![merge] $", "U [merge]", "U [merge] w"),
        ("U ~[not] w ![merge]", "U w [merge]", "U [not] [merge]"),
        ("( U | B ) ![merge]", "B [merge]", "C [merge]"),
        ("src:( U [and] )+ U ![merge]", "U [and] U [and] U [merge]", "U [merge]"),
        ("src:U ( [and] U )* ![merge]", "U [and] U [and] U [merge]", "U [and] [merge]"),
        ("U [open] U [close]? ![merge]", "U ( U ) [merge]", "U U [merge]"),
    ],
)
def test_it_minds_what_stands_where(source: str, passes: str, held_back: str) -> None:
    assert _may_match(source, passes)
    assert not _may_match(source, held_back)


def test_what_a_gap_does_not_reach_for_its_length_passes() -> None:
    assert _may_match("U ...2 ![merge]", "U w w w [merge]")


def _item(name: str) -> tuple[str, str]:
    """An item that answers to a name of a pattern."""
    symbol, _, own = name.partition("/")
    if symbol in SYMBOLS:
        return symbol, own
    return (PUNCTUATION[name], "") if name in PUNCTUATION else ("w", name)


def _made(sieve: Sieve, random: Random) -> list[tuple[str, str]]:
    """Items as a pattern asks for them, for the most part."""
    out: list[tuple[str, str]] = []
    for step in random.choice(sieve):
        least, most = {"?": (0, 1), "*": (0, 3), "+": (1, 3), ".": (0, 3)}.get(step.kind[-1], (1, 1))
        for _ in range(random.randint(least, most)):
            if step.branches:
                out += _made(step.branches, random)
            elif step.kind == "...":
                out.append(("w", ""))
            elif step.kind[0] == "a":
                out.append(_item(random.choice(step.alternatives.split("|"))))
    return out


@settings(max_examples=2_000)
@given(st.sampled_from([(code, n) for code in CODES for n in range(len(RULES[code].rules))]), st.randoms())
def test_no_rule_of_a_pack_matches_what_is_held_back(which: tuple[str, int], random: Random) -> None:
    code, number = which
    rules = RULES[code]
    pattern = rules.rules[number].pattern
    items = _made(sieve_of(pattern.source), random)
    others = [_item(name) for name in (*pattern.classes, *SYMBOLS)]
    for _ in range(random.randint(0, 3)):
        items.insert(random.randint(0, len(items)), random.choice(others))
    coded = "".join([rules.alphabet[symbol, frozenset(classes.split())] for symbol, classes in items])
    if any(match.end() > match.start() for match in pattern.matches(coded, rules.alphabet)):
        assert pattern.may_match(Places(coded, rules.alphabet)), items


def test_every_rule_of_the_packs_can_match() -> None:
    """What is made after a pattern matches it sooner or later, so that the test above looks at matches."""
    for code, rules in RULES.items():
        for rule in rules.rules:
            tries = (_made(sieve_of(rule.pattern.source), Random(seed)) for seed in range(300))
            coded = ("".join([rules.alphabet[s, frozenset(c.split())] for s, c in items]) for items in tries)
            assert any(any(True for _ in rule.pattern.matches(one, rules.alphabet)) for one in coded), (code, rule.name)
