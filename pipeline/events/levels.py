"""The level of an event: of the units changed, the body that issues or convenes, or the post."""

from __future__ import annotations

from collections.abc import Iterator

from ..languages.lexicon import Term
from ..records.annotation import Annotation
from ..records.spans import BodySpan, PersonSpan, UnitSpan
from ..records.vocabulary import KIND_LEVEL, PostLevel
from .frames import Frame
from .participants import Part
from .sequence import Count, Item

_BY_BODY = frozenset({"meeting", "document_issued"})


def level_of(ann: Annotation, frame: Frame, type_: str, parts: list[Part]) -> PostLevel | None:
    """The level of an event of that type with these participants."""
    if type_ in _BY_BODY:
        return next(_of_bodies(ann, frame), None)
    levels = [part.level for part in parts if part.level]
    if levels:
        return levels[-1]
    if type_ == "appointment":
        return next((role.level for person in _people(frame) for role in reversed(person.mention.roles)), None)
    return _of_counts(ann, frame) or ("commune" if type_ == "restructure" else next(_of_bodies(ann, frame), None))


def _of_counts(ann: Annotation, frame: Frame) -> PostLevel | None:
    for role in ("level", "after", "before"):
        for item in frame.roles.get(role, ()):
            if item.symbol == "V":
                level: PostLevel = item.value
                return level
            if isinstance(item.value, Count) and item.value.level:
                return item.value.level
            if role == "level" and item.symbol == "K":
                return _of_kind_word(ann, item)
    for role in ("after", "before"):
        for item in frame.roles.get(role, ()):
            levels = {KIND_LEVEL[k] for k in item.value.kinds} if isinstance(item.value, Count) else set()
            if len(levels) == 1:
                return levels.pop()
    return None


def _of_kind_word(ann: Annotation, item: Item) -> PostLevel | None:
    """The level that a kind word alone stands for: what was abolished as a whole were the districts."""
    terms: list[Term] = ann.context["terms"].get("level", [])
    named = next((term.value for term in terms if item.first <= term.first < item.last), None)
    if named is not None or item.value is None:
        return named
    levels = {KIND_LEVEL[kind] for kind in item.value.kinds}
    return "district" if "district" in levels else next(iter(levels), None)


def _of_bodies(ann: Annotation, frame: Frame) -> Iterator[PostLevel]:
    """Levels of the bodies and people of the sentence up to the end of the frame, captured ones first."""
    units: list[UnitSpan] = ann.context["units"]
    captured = [item for role in ("body", "who") for item in frame.roles.get(role, ())]
    for item in (*captured, *reversed(frame.items[: frame.end_item]), *frame.items[frame.end_item :]):
        if isinstance(item.value, BodySpan):
            body = item.value
            if body.body == "press":
                continue
            unit = units[body.unit].mention if body.unit is not None and body.unit < len(units) else None
            if body.mention is not None and body.mention.level:
                yield body.mention.level
            elif unit is not None and unit.level:
                yield unit.level
            elif body.levels:
                yield body.levels[0]
        elif isinstance(item.value, PersonSpan):
            levels = [role.level for role in item.value.mention.roles if role.level]
            yield from sorted(levels, key="central".__eq__)  # who sits on a central body, too, acts for the local one


def _people(frame: Frame) -> list[PersonSpan]:
    return [i.value for i in frame.roles.get("who", ()) if isinstance(i.value, PersonSpan)]
