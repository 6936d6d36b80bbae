"""The pattern language of event rules."""

from __future__ import annotations

import re

import pytest

from pipeline.errors import PackError
from pipeline.events.alphabet import Alphabet
from pipeline.events.patterns import Pattern, parse

W = frozenset[str]()


def _match(
    source: str, items: list[tuple[str, frozenset[str]]], macros: dict[str, str] | None = None
) -> re.Match[str] | None:
    alphabet = Alphabet()
    coded = "".join(alphabet[symbol, classes] for symbol, classes in items)
    return next(parse(source, "xx/test", macros).matches(coded, alphabet), None)


def _roles(pattern: Pattern, match: re.Match[str]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for group, role in enumerate(pattern.roles, 1):
        if match.start(group) >= 0:
            found.setdefault(role, []).append(match.span(group))
    return found


MERGE = ("w", frozenset({"merge"}))
TO = ("w", frozenset({"to"}))
AND = ("w", frozenset({"and"}))


def test_gap_takes_words_but_no_unit() -> None:
    assert _match("src:U ... ![merge]", [("U", W), ("w", W), ("w", W), MERGE])
    assert not _match("^ src:U ... ![merge]", [("U", W), ("w", W), ("U", W), MERGE])


def test_wide_gap_takes_units_but_no_semicolon() -> None:
    assert _match("^ U .... ![merge]", [("U", W), ("U", W), MERGE])
    assert not _match("^ U .... ![merge]", [("U", W), (";", W), MERGE])


def test_gap_length_is_a_limit() -> None:
    assert not _match("U ...2 ![merge]", [("U", W), ("w", W), ("w", W), ("w", W), MERGE])


def test_symbol_with_class_wants_both() -> None:
    dative = ("U", frozenset({"dative"}))
    assert _match("tgt:U/dative ![merge]", [dative, MERGE])
    assert not _match("tgt:U/dative ![merge]", [("U", W), MERGE])


def test_role_on_a_bracket_captures_every_repetition() -> None:
    alphabet = Alphabet()
    items = [("U", W), AND, ("U", W), AND, ("U", W), MERGE]
    coded = "".join(alphabet[symbol, classes] for symbol, classes in items)
    pattern = parse("src:( U ( [and] U )* ) ![merge]", "xx/test")
    match = next(pattern.matches(coded, alphabet), None)
    assert match is not None
    assert _roles(pattern, match)["src"] == [(0, 5)]


def test_macro_is_spelt_out() -> None:
    assert _match("<PAIR> ![merge]", [("U", W), AND, ("U", W), MERGE], {"PAIR": "U [and] U"})


def test_lookahead_bars_an_item() -> None:
    assert _match("U ~[to] w ![merge]", [("U", W), AND, MERGE])
    assert not _match("^ U ~[to] w ![merge]", [("U", W), TO, MERGE])


def test_items_that_come_later_are_known_to_patterns_met_before() -> None:
    alphabet = Alphabet()
    pattern = parse("U ![merge]", "xx/test")
    first = alphabet["U", W] + alphabet[MERGE]
    assert list(pattern.matches(first, alphabet))
    both = alphabet["U", frozenset({"dative"})] + alphabet["w", frozenset({"merge", "to"})]
    assert list(pattern.matches(both, alphabet))
    assert not list(pattern.matches(alphabet["w", frozenset({"dative"})] + alphabet[MERGE], alphabet))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("U ... [merge]", "marks no trigger"),
        ("Q ![merge]", "cannot read|no symbol"),
        ("( U ![merge]", "brackets"),
        ("<NONE> ![merge]", "no macro NONE"),
        ("<A> ![merge]", "without end"),
    ],
)
def test_wrong_pattern_is_told_in_one_line(source: str, says: str) -> None:
    with pytest.raises(PackError, match=says) as caught:
        parse(source, "xx/events.yaml, rule 1", {"A": "<A>"})
    assert "\n" not in str(caught.value)
