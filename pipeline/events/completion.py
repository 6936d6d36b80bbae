"""Mergers whose result is told behind them: "A and B were merged. The new commune is called C"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import cast

from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Extent, Kind, Level
from ..register.keys import fold
from ..register.register import Register
from .frames import Frame
from .participants import Part, Participants, of_unit
from .sequence import Item
from .shares import given_in_part, share_in, share_of

# The class of words before or behind the name of what others have become ("its name is", "is called").
_BEARS_NAME = "bears_name"
_NAME_REACH = 2
_FOLLOWING = 2
_FEWEST = 2
# Classes of words for what was told before, and of those that make a kind word one; how far before a statement.
_PRONOUNS = frozenset({"it", "they"})
_THIS = "this"
_POINTERS = frozenset({"own", _THIS})
# That of a kind word with its pointer in one ("xã này").
_HERE = "here"
_PRONOUN_REACH = 4
_ENDS = frozenset(";:.")
# How many words may stand between a list and the kind word that ends it.
_LIST_REACH = 6
# In how many sentences before its own what a pronoun stands for is named.
_NAMED_BEFORE = 2


def add_targets(ann: Annotation, frames: list[Frame]) -> list[Frame]:
    """The frames, mergers without a target with the new unit that their sentence or the next one names.

    Frames that tell nothing but the founding of that unit go.
    """
    gone: set[int] = set()
    for frame in frames:
        made_one = frame.rule.type == "reclassify" and Participants.become_one(frame)
        is_open = made_one or (frame.rule.type == "merge" and "tgt" not in frame.roles)
        if not is_open or frame.rule.target or frame.rule.named:
            continue
        item = next((i for i in _behind(ann, frame) if _is_result(ann, frame, i)), None)
        if item is None or _is_changed(item, frames):
            continue
        frame.roles["tgt"] = [item]
        frame.rule = replace(frame.rule, type="merge") if made_one else frame.rule
        gone.update(id(other) for other in frames if other.rule.type == "establish" and item in other.roles["tgt"])
    return [frame for frame in frames if id(frame) not in gone]


def told_nearby(ann: Annotation, frame: Frame, sources: list[Part], register: Register) -> list[Part]:
    """The unit of the official mapping that all sources went into, where a sentence next to theirs names it alone."""
    old = [part.unit for part in sources if part.unit]
    if len(old) < max(_FEWEST, len(sources)):
        return []
    went = set.intersection(*({edge.unit for edge in register.successors(unit)} for unit in old))
    here = ann.sentences[frame.sentence].paragraph
    near = [
        sentence
        for sentence in ann.sentences[max(0, frame.sentence - 1) : frame.sentence + 2]
        if sentence.paragraph == here
    ]
    units: list[UnitSpan] = ann.context["units"]
    names = {part.name for part in sources}  # "A and B were merged. A …" may still be the old A
    told = [span for span in units if near[0].first <= span.first < near[-1].last and span.mention.unit in went]
    told = [span for span in told if span.mention.name not in names]
    return [of_unit(told[0], "whole")] if len({span.mention.unit for span in told}) == 1 else []


def named_as_one(sources: list[Part], place: str, register: Register) -> list[Part]:
    """What units became that bears the name of the one at this place: by the official mapping, else of their kind."""
    place_of = {"first": 0, "second": 1, "last": -1}
    bearer = sources[place_of[place]]
    old = [part.unit for part in sources if part.unit]
    went = [{edge.unit for edge in register.successors(unit)} for unit in old]
    common = set.intersection(*went) if went else set()
    for unit in (register.get(unit_id) for unit_id in sorted(common)):
        if unit is not None and fold(unit.name) == fold(bearer.name):
            kind, level = cast("Kind", unit.kind), cast("Level", unit.level)
            return [Part(unit.name, kind, "whole", unit.id, None, level)]
    return [replace(bearer, extent="whole", unit=None, mention=None, span=None)]


def meant_too(ann: Annotation, frame: Frame, told: list[Part], register: Register) -> list[Part]:
    """The source that a pronoun stands for ("It is merged with A to C"), where the official mapping knows one alone.

    A word for a part that stands by itself ("The rest goes with A to C") stands for all those told shortly before that
    went there in part. `told`: the sources and the target that the statement names, the target last.
    """
    target, items = told[-1], frame.items[max(0, frame.start_item - _PRONOUN_REACH) : frame.end_item]
    if target.unit is None or len(told) < _FEWEST:
        return []
    opening = list(takewhile(lambda item: item.symbol not in _ENDS, reversed(frame.items[: frame.start_item])))
    stretch = [*reversed(opening), *frame.items[frame.start_item : frame.end_item]]
    if extent := share_in(stretch):
        return _shared_out(ann, frame, told, register, extent)
    listed = any(_is_listed(items, n) for n in range(len(items)))
    if not listed and not any(map(_refers_back, [None, *items], items, [*items[1:], None])):
        return []
    old = {edge.unit for edge in register.predecessors(target.unit)} - {part.unit for part in told}
    first = 0 if listed else ann.sentences[max(0, frame.sentence - _NAMED_BEFORE)].first
    units: list[UnitSpan] = ann.context["units"]
    meant = [span for span in units if first <= span.first < frame.last and span.mention.unit in old]
    return [of_unit(meant[-1], "whole")] if len({span.mention.unit for span in meant}) == 1 else []


def divided(frame: Frame, sources: list[Part], target: Part, register: Register) -> list[Part]:
    """The sources, those before a word for a part that stands by itself as parts ("A: a part of it goes to B").

    So it is where the official mapping says so, too.
    """
    items = frame.items[: frame.end_item]
    shares = [(item, extent) for item, behind in pairwise(items) if (extent := share_of(item, behind))]
    if not shares or target.unit is None:
        return sources
    parts = given_in_part(register, target.unit, ())
    return [_as_share(part, shares) if part.unit in parts and part.extent == "whole" else part for part in sources]


def _as_share(part: Part, shares: list[tuple[Item, Extent]]) -> Part:
    last = part.span.last if part.span is not None else 0
    extent = next((extent for item, extent in shares if item.first >= last), None)
    return part if part.span is None or extent is None else replace(part, extent=extent)


def _shared_out(ann: Annotation, frame: Frame, told: list[Part], register: Register, extent: Extent) -> list[Part]:
    """The units told shortly before of which a part went into the target, by the official mapping."""
    parts = given_in_part(register, told[-1].unit or "", [part.unit for part in told])
    first = ann.sentences[max(0, frame.sentence - _NAMED_BEFORE)].first
    units: list[UnitSpan] = ann.context["units"]
    near = (span for span in units if first <= span.first < frame.last)
    meant = {span.mention.unit: span for span in near if span.mention.unit in parts}
    return [of_unit(span, extent) for span in meant.values()]


def _refers_back(before: Item | None, item: Item, behind: Item | None) -> bool:
    """Whether an item is a pronoun, or a kind word with one before or behind it ("this commune", "xã ấy")."""
    if item.symbol != "K":
        return not _PRONOUNS.isdisjoint(item.classes)
    pointed = before is not None and not _POINTERS.isdisjoint(before.classes)
    return pointed or _HERE in item.classes or (behind is not None and _THIS in behind.classes)


def _is_listed(items: list[Item], n: int) -> bool:
    """Whether a kind word alone ends a list of units ("A, B and the township"): one told before is meant."""
    word = items[n].value
    if items[n].symbol != "K" or not isinstance(word, KindWord) or word.plural:
        return False
    near = list(takewhile(lambda item: item.symbol == "w", reversed(items[max(0, n - _LIST_REACH) : n])))
    before = n - len(near) - 1
    return before >= 0 and items[before].symbol == "U" and bool(near) and "and" in near[-1].classes


def _behind(ann: Annotation, frame: Frame) -> Iterator[Item]:
    """The lone units behind a frame, up to the end of the second sentence behind it in its paragraph."""
    sequences: list[list[Item]] = ann.context["sequences"]
    yield from (item for item in frame.items[frame.end_item :] if _is_alone(item))
    here = ann.sentences[frame.sentence].paragraph
    for following in range(frame.sentence + 1, min(len(sequences), frame.sentence + 1 + _FOLLOWING)):
        if ann.sentences[following].paragraph == here:
            yield from (item for item in sequences[following] if _is_alone(item))


def _is_alone(item: Item) -> bool:
    return item.symbol in "UL" and isinstance(item.value, UnitGroup) and len(item.value.units) == 1


def _is_result(ann: Annotation, frame: Frame, item: Item) -> bool:
    """Whether a unit is called new, or named by a word that tells what the others are called now."""
    units: list[UnitSpan] = ann.context["units"]
    span = units[item.value.units[0]]
    sources = frame.units("src", units)
    bodies = [item for item in frame.roles.get("src", ()) if frame.rule.places and item.symbol == "B"]
    if not sources or len(sources) + len(bodies) < _FEWEST or not _levels(sources[0]) & _levels(span):
        return False
    if span.old is False:
        return True
    sequences: list[list[Item]] = ann.context["sequences"]
    number = frame.sentence
    while item.first >= ann.sentences[number].last:
        number += 1
    items = sequences[number]
    at = next(n for n, other in enumerate(items) if other is item)
    near = (*items[max(0, at - _NAME_REACH) : at], *items[at + 1 : at + 2])
    return any(_BEARS_NAME in other.classes for other in near)


def _levels(span: UnitSpan) -> set[Level]:
    return {KIND_LEVEL[kind] for kind in span.kinds or KIND_LEVEL}


def _is_changed(item: Item, frames: list[Frame]) -> bool:
    """Whether another change than a founding has the unit."""
    changes = [frame for frame in frames if frame.rule.type != "establish"]
    return any(item is held for frame in changes for role in ("src", "tgt") for held in frame.roles.get(role, ()))
