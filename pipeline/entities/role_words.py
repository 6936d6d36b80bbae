"""The terms of posts and bodies in one article, by the token where they start or end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..languages.lexicon import Term
from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitSpan
from . import marks as m
from .roles import BodyWord, Honorific, PostWord
from .units import sentence_end

_SEPARATORS = frozenset(",،、")
_DASHES = frozenset("-–—:")
_STOPS = frozenset(";؛.!?؟…")


class RoleWords:
    """What posts, bodies, honorifics and units start or end at a token of one article."""

    CLOSE = m.CLOSE

    def __init__(self, ann: Annotation) -> None:
        self.ann = ann
        terms: dict[str, list[Term]] = ann.context["terms"]
        self._terms = terms
        self._lasts: dict[str, dict[int, int]] = {}
        self.posts: dict[int, tuple[int, PostWord]] = _first_values(ann, terms.get("post", ()))
        self.bodies: dict[int, tuple[int, BodyWord]] = _first_values(ann, terms.get("body", ()))
        self.honorifics: dict[int, tuple[int, Honorific]] = {
            t.first: (t.last, t.value) for t in terms.get("honorific", ())
        }
        self.honorific_ends = {last: first for first, (last, _) in self.honorifics.items()}
        self.joiners = self.lasts("role_joiner")
        self.topics = self.lasts("body_topic")
        self.others = self.lasts("other_body")
        self.ranks = self.lasts("rank")
        self.rank_ends = {last: first for first, last in self.ranks.items()}
        self.fillers = self.lasts("role_filler")
        self.ands = self.lasts("role_and")
        self.and_ends = {last: first for first, last in self.ands.items()}
        self.filler_ends = {last: first for first, last in self.fillers.items()}
        self.acting = {last: first for first, last in self.lasts("role_acting").items()}
        self.former = {last: first for first, last in self.lasts("role_former").items()}
        self.former_firsts = self.lasts("role_former") | self.lasts("role_acting")
        self.held_before = {last: first for first, last in self.lasts("role_held").items()}
        self.levels = self.lasts("level")
        self.clause_ends = {*self.lasts("person_verb"), *self.honorifics, *self.posts, *self.lasts("lead_before")}
        self.families = {t.first for t in terms.get("family", ()) if t.last == t.first + 1}
        self.marks: list[int] = ann.context["marks"]
        self.set_units()

    def set_units(self) -> None:
        """Take the units and kind words as they now are."""
        units: list[UnitSpan] = self.ann.context["units"]
        words: list[KindWord] = self.ann.context["kind_words"]
        self.units = {unit.head: unit for unit in units}
        self.kind_words = {word.first: word for word in words}
        self._placed: set[tuple[str, ...]] | None = None

    def is_placed(self, first: int, last: int) -> bool:
        """Whether tokens [first, last) are the name of a unit that the article has with a kind word."""
        if self._placed is None:
            lower = self.ann.lower
            self._placed = {tuple(lower[u.first : u.last]) for u in self.units.values() if u.head < u.first}
        return tuple(self.ann.lower[first:last]) in self._placed

    def lasts(self, group: str) -> dict[int, int]:
        """First token → token after the last, of the terms of a group."""
        made = self._lasts.get(group)
        if made is None:
            made = self._lasts[group] = {term.first: term.last for term in self._terms.get(group, ())}
        return made

    def limit(self, i: int) -> int:
        """The token after the sentence of token i."""
        return sentence_end(self.ann, i) if i < len(self.ann.tokens) else i

    def first(self, i: int) -> int:
        """The first token of the sentence of token i."""
        firsts: list[int] = self.ann.context["sentence_firsts"]
        return firsts[i]

    def past_joiners(self, i: int, most: int = 2) -> int:
        """The token after at most two words that join a post to its body ("des", "der")."""
        while most and i in self.joiners:
            i = self.joiners[i]
            most -= 1
        return i

    def is_separator(self, i: int) -> bool:
        """Whether token i is a comma."""
        return i < len(self.ann.tokens) and self.ann.tokens[i] in _SEPARATORS

    def is_dash(self, i: int) -> bool:
        """Whether token i is a dash or colon."""
        return i < len(self.ann.tokens) and self.ann.tokens[i] in _DASHES

    def is_stop(self, i: int) -> bool:
        """Whether token i is a semicolon or ends a sentence."""
        return i >= len(self.ann.tokens) or self.ann.tokens[i] in _STOPS

    def is_bracket(self, i: int, bit: int = m.OPEN) -> bool:
        """Whether token i is a bracket of that kind."""
        return i < len(self.marks) and bool(self.marks[i] & bit)


def _first_values(ann: Annotation, terms: Iterable[Term]) -> dict[int, tuple[int, Any]]:
    """First token → (token after the last, value); where two entries hold one word the first counts."""
    found: dict[int, tuple[int, Any]] = {}
    for term in terms:
        if term.value.capital and not ann.tokens[term.first][0].isupper():
            continue
        found.setdefault(term.first, (term.last, term.value))
    return found
