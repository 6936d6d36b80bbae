"""Reads the name of a body: its words, the bodies that it is a part of, and the unit it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Body, PostLevel
from . import marks as m
from .person_names import PersonNames
from .role_words import RoleWords
from .roles import BodyWord
from .unit_names import UnitNames

CENTRAL: Final = frozenset(
    {"central_committee", "politburo", "secretariat", "national_assembly", "government", "ministry"}
)
_BELOW: Final[dict[Body, Body]] = {"ministry": "department"}
_MOST_FREE = 24
_LONGEST_CHAIN = 5


@dataclass(slots=True, frozen=True)
class Place:
    """The unit or kind word behind a body: tokens [first, last), the levels it allows, whether it is plural."""

    first: int
    last: int
    levels: tuple[PostLevel, ...]
    unit: UnitSpan | None = None
    plural: bool = False


@dataclass(slots=True, frozen=True)
class BodyName:
    """A body at tokens [first, last) with what its words say."""

    first: int
    last: int
    body: Body
    levels: tuple[PostLevel, ...]
    parts: frozenset[str]
    place: Place | None
    plural: bool
    default: tuple[PostLevel, ...]


def levels_of(kinds: tuple[str, ...]) -> tuple[PostLevel, ...]:
    """The levels of kinds, in their order."""
    return tuple(dict.fromkeys(KIND_LEVEL[kind] for kind in kinds))


class BodyReader:
    """Reads bodies of one article at given tokens."""

    def __init__(self, words: RoleWords, names: UnitNames, people: PersonNames) -> None:
        self.words = words
        self.names = names
        self.people = people
        self._read: dict[tuple[int, BodyWord | None], BodyName | None] = {}

    def at(self, i: int, head: BodyWord | None = None, start: int | None = None) -> BodyName | None:
        """The body whose words start at token i; `head` is a part that a post word before it already named."""
        key = (i, head)
        if key not in self._read:
            self._read[key] = self._name(i, head, i if start is None else start)
        return self._read[key]

    def _name(self, i: int, head: BodyWord | None, start: int) -> BodyName | None:
        elements: list[BodyWord] = [] if head is None else [head]
        last = self._past_topic(i, head) if head is not None else i
        at = self.words.past_joiners(last) if head is not None else i
        while at in self.words.bodies and len(elements) < _LONGEST_CHAIN:
            last, word = self.words.bodies[at]
            elements.append(word)
            last = self._past_topic(last, word)
            at = self.words.past_joiners(last)
        if not elements or all(word.within for word in elements):
            return None
        place = self._free_place(last) if elements[-1].free else self.place(last)
        return self._made(start, last, elements, place)

    def _past_topic(self, i: int, word: BodyWord | None) -> int:
        """The end of what a department or commission is for ("für Inneres", "Nội vụ")."""
        if word is None or not word.topic:
            return i
        topics, ands = self.words.topics, self.words.ands
        while i in topics:
            i = topics[i]
            beyond = ands.get(i, i + 1 if self.words.is_separator(i) else i)
            if beyond != i and beyond in topics:
                i = beyond
        return i

    def _made(self, first: int, last: int, elements: list[BodyWord], place: Place | None) -> BodyName:
        body = elements[-1].body
        for word in reversed(elements[:-1]):
            body = dict(word.under).get(body) or (body if word.inherit else word.body)
        stated = next((word.levels for word in reversed(elements) if word.levels), ())
        default = next((word.default for word in elements if word.default), ())
        levels = stated
        if place is not None and place.levels:
            levels = tuple(x for x in stated if x in place.levels) or stated or place.levels
            last = place.last if not (place.plural and place.unit) else last
            if levels != ("central",):
                body = _BELOW.get(body, body)
        elif body in CENTRAL and not levels:
            levels = ("central",)
        parts = frozenset(word.part for word in elements if word.part)
        plural = elements[0].plural or (place is not None and place.plural)
        return BodyName(first, last, body, levels, parts, place, plural, default)

    def place(self, i: int) -> Place | None:
        """The unit or kind word that starts at token i, past joiners and words for old and new."""
        at = self.words.past_joiners(i)
        while at < len(self.words.marks) and self.words.marks[at] & (m.OLD | m.NEW) and at not in self.words.units:
            at += 1
        if at >= self.words.limit(i - 1 if i else i):
            return None
        unit = self.words.units.get(at)
        if unit is not None:
            return self._of_unit(unit)
        word = self.words.kind_words.get(at)
        if word is not None:
            return Place(at, word.last, levels_of(word.kinds), None, bool(word.plural))
        return self._bare(at)

    def _of_unit(self, unit: UnitSpan) -> Place:
        """A named unit, with the unit above it that a joiner ties to it."""
        word: KindWord | None = self.words.kind_words.get(unit.head)
        plural = bool(word and word.plural)
        last = unit.last
        beyond = self.words.past_joiners(last)
        above = self.words.units.get(beyond)
        bracket = above is None and self.words.is_bracket(last)
        if bracket:
            above = self.words.units.get(last + 1)
            bracket = above is not None and self.words.is_bracket(above.last, m.CLOSE)
        if above is not None and above.kinds and unit.kinds and _top(above.kinds) > _top(unit.kinds):
            last = above.last + bracket
        return Place(unit.head, last, levels_of(unit.kinds), unit, plural)

    def _bare(self, i: int) -> Place | None:
        """A unit without kind word right behind the body ("Tỉnh ủy Vĩnh Phúc", "Parteikomitee von Lai Chau")."""
        words, names = self.words, self.names
        if i in words.posts or i in words.honorifics or i in words.bodies or not names.could_be_name(words.ann, i):
            return None
        limit = words.limit(i)
        end = self.people.run_end(i, limit) if names.capitalised else names.read(words.ann, i, (), limit)
        person = self.people.reads(i, end)
        for last in range(end, i, -1):
            found = names.candidates(names.surface(words.ann, i, last))
            if not found or not (last == end or not names.capitalised or self.people.reads(last, end)):
                continue
            sure = any(unit.kind in _PROVINCES for unit in found) or words.is_placed(i, last)
            if not sure and (person or (last == i + 1 and not names.capitalised)):
                continue
            return Place(i, last, levels_of(tuple(dict.fromkeys(unit.kind for unit in found))))
        return None

    def _free_place(self, i: int) -> Place | None:
        """The unit, else the kind word, in the words that tell what a steering committee or a working group is for."""
        words = self.words
        near = self.place(i)
        if near is not None:
            return near
        limit = min(words.limit(i - 1), i + _MOST_FREE)
        found: Place | None = None
        at = i
        ends = words.clause_ends
        while at < limit and not (words.is_separator(at) or words.is_stop(at) or words.is_bracket(at) or at in ends):
            unit = words.units.get(at)
            word = words.kind_words.get(at)
            if unit is not None and not (word and word.plural):
                return self._of_unit(unit)
            if word is not None and not word.plural and found is None:
                found = Place(at, word.last, levels_of(word.kinds))
            at = words.levels.get(at, at + 1)
        return found


_PROVINCES = ("province", "municipality")


def _top(kinds: tuple[str, ...]) -> int:
    return max(LEVEL_RANK[KIND_LEVEL[kind]] for kind in kinds)
