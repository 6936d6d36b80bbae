"""Roles that a verb tells: "A, who leads the people's committee of B"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..records.annotation import Annotation
from ..records.spans import BodySpan, PersonSpan, RoleSpan
from .far_roles import by_sentence, last_told, opens_with_pronoun
from .role_reader import post_on
from .role_words import RoleWords

# Bodies of which a verb tells the leader; of others it rather tells of a session or a work.
_LED: Final = frozenset(
    {"people_committee", "people_council", "party_committee", "fatherland_front", "party_commission", "party_office",
     "department"}
)  # fmt: skip
# So many words may stand between a body and the verb behind it, or before it.
_BETWEEN: Final = 2


def attach_led_bodies(ann: Annotation, words: RoleWords, persons: list[PersonSpan], provincial_heads: bool) -> None:
    """Give a person the post of whoever leads the body that stands as the object of a verb of leading.

    The person stands beside the verb, or before a relative pronoun; a pronoun means the one named right before.
    """
    verbs = words.lasts("role_leads")
    if not verbs:
        return
    people = by_sentence(words, persons)
    bodies: list[BodySpan] = ann.context["bodies"]
    for first, last in verbs.items():
        here = words.first(first)
        near = people.get(here, ())
        body = _object_of(words, bodies, near, first, last)
        if body is None or body.body not in _LED:
            continue
        leader = _subject_of(words, near, first, last, body)
        if leader is None and not near and opens_with_pronoun(words, here, body.first):
            leader = last_told(words, people, here)
        if leader is not None and not any(role.first <= body.first < role.last for role in leader.roles):
            leader.roles.append(_role_of(words, body, provincial_heads))


def _object_of(
    words: RoleWords, bodies: list[BodySpan], near: Sequence[PersonSpan], first: int, last: int
) -> BodySpan | None:
    """The body right before a verb at the end of its clause, or right behind it and its subject; with its article."""
    articles = words.lasts("role_object")
    ends = {person.outer_first: person.outer_last for person in near}
    behind = ends.get(last, last)
    for body in bodies:
        if articles and body.first - 1 not in articles:
            continue
        start = body.first - 1 if articles else body.first
        if behind <= start <= behind + _BETWEEN and _is_plain(words, behind, start):
            return body
        if body.last <= first <= body.last + _BETWEEN and _is_plain(words, body.last, first):
            return body
    return None


def _is_plain(words: RoleWords, first: int, last: int) -> bool:
    """Whether nothing but words stands there: no sign, no post."""
    return all(words.ann.tokens[i][0].isalpha() and i not in words.posts for i in range(first, last))


def _subject_of(
    words: RoleWords, near: Sequence[PersonSpan], first: int, last: int, body: BodySpan
) -> PersonSpan | None:
    """The person right behind the verb, right before it, or before the relative pronoun of its clause."""
    beside = next((p for p in near if p.outer_first == last or p.outer_last == first), None)
    if beside is not None:
        return beside
    before = [person for person in near if person.outer_last < body.first]
    if not before or not words.is_separator(before[-1].outer_last):
        return None
    relative = words.lasts("role_relative")
    clause = range(before[-1].outer_last + 1, min(body.first, first))
    return before[-1] if clause and clause[0] in relative and _is_plain(words, clause[0], clause[-1] + 1) else None


def _role_of(words: RoleWords, body: BodySpan, provincial_heads: bool) -> RoleSpan:
    starts = words.bodies.get(body.first)
    parts = frozenset({starts[1].part} if starts is not None and starts[1].part else ())
    post = post_on("head", body.body, parts, body.levels, provincial_heads)
    return RoleSpan(body.first, body.last, post, body.body, body.levels, place=body.place, fixed=bool(body.levels))
