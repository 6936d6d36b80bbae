"""Kinds told behind bare names ("A, B và C là ba phường của P", "A, ein Bezirk")."""

from __future__ import annotations

from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL
from . import marks as m

_FARTHEST = 3
# Within how many tokens what a list becomes says of which level its members are.
_FAR = 9
_FEWEST = 2
_CLOSING = frozenset(",،.;)")


def take_kinds_behind(ann: Annotation, groups: list[UnitGroup]) -> None:
    """Give the members of a list without kinds those of a kind word close behind it that counts as many.

    A single name takes it where it stands between signs ("A, a district, …").
    """
    units: list[UnitSpan] = ann.context["units"]
    bare = [g for g in groups if not any(units[i].kinds for i in g.units) and _can_be_told(ann, g)]
    if not bare:
        return
    numbers = {term.first: (term.last, term.value) for term in ann.context["terms"].get("number", ())}
    words: dict[int, KindWord] = {word.first: word for word in ann.context["kind_words"]}
    heads = {span.head for span in units}
    firsts: list[int] = ann.context["sentence_firsts"]
    for group in bare:
        for i in range(group.last, min(group.last + _FARTHEST, len(ann.tokens))):
            token = ann.tokens[i]
            after, number = (i + 1, int(token)) if token.isdecimal() else numbers.get(i, (i, 0))
            word = words.get(after) if after not in heads and firsts[i] == firsts[group.first] else None
            if word is not None and number == len(group.units) and (number > 1 or _is_closed(ann, word.last)):
                _set_kinds([units[n] for n in group.units], word)
                break
        if len(group.units) >= _FEWEST and not units[group.units[0]].kinds:
            _take_level_behind(ann, group, words, {i for i, (_, value) in numbers.items() if value == 1})


def _take_level_behind(ann: Annotation, group: UnitGroup, words: dict[int, KindWord], numbers: set[int]) -> None:
    """ "A, B and C form one province": those who become a province are such themselves."""
    marks: list[int] = ann.context["marks"]
    firsts: list[int] = ann.context["sentence_firsts"]
    for i in range(group.last, min(group.last + _FAR, len(ann.tokens))):
        if firsts[i] != firsts[group.first] or marks[i] & (m.LOCATION | m.COMMA | m.SEMICOLON):
            return
        word = words.get(i + 1) or words.get(i + 2)
        if i in numbers and word is not None and {KIND_LEVEL[kind] for kind in word.kinds} == {"province"}:
            _set_kinds([ann.context["units"][n] for n in group.units], word)
            return


def _can_be_told(ann: Annotation, group: UnitGroup) -> bool:
    """Whether a group is a list, or one name with a comma behind it."""
    marks: list[int] = ann.context["marks"]
    return len(group.units) >= _FEWEST or (group.last < len(marks) and bool(marks[group.last] & m.COMMA))


def _is_closed(ann: Annotation, at: int) -> bool:
    return at >= len(ann.tokens) or ann.tokens[at] in _CLOSING


def _set_kinds(members: list[UnitSpan], word: KindWord) -> None:
    for span in members:
        span.kinds = word.kinds
        span.mention.kind = word.kinds[0]
        span.mention.level = KIND_LEVEL[word.kinds[0]]
