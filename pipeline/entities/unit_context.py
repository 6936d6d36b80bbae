"""What an article tells of its place before its bare names are read, and which tokens are spoken for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..records.annotation import Annotation
from ..records.spans import BodySpan, PersonSpan, UnitSpan
from ..records.vocabulary import Kind
from ..register.places import outlet_provinces
from .marks import PARENT
from .unit_names import UnitNames

PROVINCE_LEVEL: Final[tuple[Kind, ...]] = ("province", "municipality")


def named_provinces(units: list[UnitSpan], names: UnitNames) -> set[str]:
    """Ids of the provinces that stand without a kind word."""
    return {province for span in units if not span.kinds for province in names.homes(span, PROVINCE_LEVEL)}


def context_provinces(ann: Annotation, units: list[UnitSpan], names: UnitNames) -> set[str]:
    """Ids of the provinces that the article is about: named, of its outlet, else those of most of its units."""
    found: set[str] = set()
    votes: dict[str, int] = {}
    for span in units:
        homes = names.homes(span, span.kinds)
        if span.kinds and set(span.kinds) <= set(PROVINCE_LEVEL):
            found |= homes
        for home in homes:
            votes[home] = votes.get(home, 0) + 1
    if ann.outlet:
        found |= set(outlet_provinces(ann.outlet))
    if not found and votes:
        most = max(votes.values())
        found = {province for province, n in votes.items() if n == most and n > 1}
    return found


def taken_tokens(ann: Annotation, units: list[UnitSpan]) -> set[int]:
    """Tokens that no bare name can take: of units, persons, posts, kind words, dates, documents and addresses."""
    taken: set[int] = set(ann.context["covered"])
    for span in units:
        taken.update(range(span.first, span.last))
    persons: Iterable[PersonSpan] = ann.context.get("persons", ())
    for person in persons:
        taken.update(range(person.first, person.last))
    taken.update(ann.context.get("post_tokens", ()))
    for word in ann.context["kind_words"]:
        taken.update(range(word.first, word.last))
    return taken


def behind_bodies(ann: Annotation) -> set[int]:
    """The tokens right behind a body and a word for "of" ("the party committee of A")."""
    marks: list[int] = ann.context["marks"]
    bodies: list[BodySpan] = ann.context.get("bodies", [])
    return {body.last + 1 for body in bodies if body.last < len(marks) and marks[body.last] & PARENT}
