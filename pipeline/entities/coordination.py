"""Lists of units told in one breath, the units above them, and which part of each is meant."""

from __future__ import annotations

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Extent
from . import marks as m
from .unit_names import UnitNames

_IN_LIST = (
    m.SEPARATOR | m.FILLER | m.PARENT | m.OLD | m.NEW | m.WHOLE | m.PART | m.REMAINDER | m.NUMBER | m.KIND | m.QUOTE
    | m.OPEN | m.CLOSE | m.COLON
)  # fmt: skip
_BEFORE = m.FILLER | m.PARENT | m.NUMBER | m.KIND | m.OLD | m.NEW | m.QUOTE
_EXTENTS: tuple[tuple[int, Extent], ...] = ((m.REMAINDER, "remainder"), (m.PART, "part"), (m.WHOLE, "whole"))


def coordinate(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitGroup]:
    """Fill `context["groups"]`; sets parent, group and extent of every unit span."""
    units: list[UnitSpan] = ann.context["units"]
    groups: list[UnitGroup] = []
    for i, span in enumerate(units):
        previous = groups[-1] if groups else None
        if previous is not None and _continues(ann, units, names, previous, i):
            continue
        groups.append(UnitGroup(span.head, span.last, [i]))
    for number, group in enumerate(groups):
        for i in group.units:
            units[i].group = number
    _set_extents(ann, units, groups, pack.section("units").get("extent_scope", "list") == "member")
    ann.context["groups"] = groups
    return groups


def _continues(ann: Annotation, units: list[UnitSpan], names: UnitNames, group: UnitGroup, i: int) -> bool:
    """Whether unit i joins the group as member or parent; if so it is put there."""
    span = units[i]
    marks: list[int] = ann.context["marks"]
    firsts: list[int] = ann.context["sentence_firsts"]
    gap = list(range(group.last, span.head))
    if firsts[span.head] != firsts[group.first] or any(not marks[j] & _IN_LIST for j in gap):
        return False
    separators = [j for j in gap if marks[j] & m.SEPARATOR]
    if _is_parent(ann, units, names, group, span, gap, separators):
        group.parents.append(i)
        span.role = "parent"
        for member in group.units:
            if units[member].parent is None:
                units[member].parent = i
    elif (
        separators
        and _same_level(units, names, group, span)
        and not _heading(ann, gap)
        and not _place_first(ann, units, names, group, span, separators)
    ):
        group.units.append(i)
    else:
        return False
    group.last = _closed(ann, span.last, gap)
    return True


def _closed(ann: Annotation, last: int, gap: list[int]) -> int:
    """A bracket opened in the gap closes after the unit."""
    marks: list[int] = ann.context["marks"]
    if any(marks[j] & m.OPEN for j in gap) and last < len(marks):
        i = last
        while i < len(marks) and i < last + 2 and marks[i] & m.OLD:
            i += 1
        if i < len(marks) and marks[i] & m.CLOSE:
            return i + 1
    return last


def _heading(ann: Annotation, gap: list[int]) -> bool:
    """A colon or bracket between two units opens a list under the first: no coordination."""
    marks: list[int] = ann.context["marks"]
    opened = any(marks[j] & m.OPEN for j in gap) and not any(marks[j] & m.CLOSE for j in gap)
    return opened or any(marks[j] & m.COLON for j in gap)


def ranks(span: UnitSpan, names: UnitNames) -> tuple[int, int]:
    """Lowest and highest rank that a span can have: by its kinds and those the register has under its name."""
    if not span.kinds:
        return 0, 2
    kinds = {unit.kind for unit in names.candidates(span.mention.surface)}.intersection(span.kinds) or span.kinds
    levels = [LEVEL_RANK[KIND_LEVEL[kind]] for kind in span.kinds if kind in kinds]
    return min(levels), max(levels)


def _is_parent(
    ann: Annotation,
    units: list[UnitSpan],
    names: UnitNames,
    group: UnitGroup,
    span: UnitSpan,
    gap: list[int],
    separators: list[int],
) -> bool:
    marks: list[int] = ann.context["marks"]
    low, high = ranks(units[group.units[-1]], names)
    own_low, own_high = ranks(span, names)
    if not span.kinds:
        return bool(gap) and bool(marks[gap[0]] & m.OPEN) and not separators and _closes_next(marks, span.last)
    if own_high <= low:
        return False
    # The translator's word can mean either level: only the register tells whether the one lies in the other.
    if own_low <= low and not names.can_contain(span, units[group.units[-1]]):
        return False
    after_last = [j for j in gap if not separators or j > separators[-1]]
    if any(marks[j] & m.PARENT and not marks[j] & m.SEPARATOR for j in after_last) and (
        own_low > low or not separators
    ):
        return True
    if any(marks[j] & m.OPEN for j in gap) and not separators:
        return True
    commas = [j for j in separators if ann.tokens[j] in ",،"]
    return own_low > low and len(separators) == 1 == len(commas) and gap[0] == commas[0] and own_low > 0


def _closes_next(marks: list[int], i: int) -> bool:
    while i < len(marks) and marks[i] & (m.OLD | m.NEW):
        i += 1
    return i < len(marks) and bool(marks[i] & m.CLOSE)


def _same_level(units: list[UnitSpan], names: UnitNames, group: UnitGroup, span: UnitSpan) -> bool:
    """Lists mix levels only where a town stands beside communes; provinces stand with provinces."""
    low, high = ranks(units[group.units[-1]], names)
    own_low, own_high = ranks(span, names)
    if (low == 2) != (own_low == 2):
        return not span.kinds or not units[group.units[-1]].kinds or (own_high == 2 and high == 2)
    return True


def _place_first(
    ann: Annotation, units: list[UnitSpan], names: UnitNames, group: UnitGroup, span: UnitSpan, separators: list[int]
) -> bool:
    """ "In the town P, commune A and B": a lone higher unit and a comma say where, they open no list."""
    if len(group.units) > 1 or any(ann.tokens[j] not in ",،" for j in separators):
        return False
    return ranks(units[group.units[0]], names)[0] > ranks(span, names)[1]


def _set_extents(ann: Annotation, units: list[UnitSpan], groups: list[UnitGroup], member_scope: bool) -> None:
    marks: list[int] = ann.context["marks"]
    for group in groups:
        current: Extent = "whole"
        low = group.first
        for n, i in enumerate(group.units):
            span = units[i]
            stated = _extent_before(marks, span.head, group.units and (units[group.units[n - 1]].last if n else 0))
            if stated:
                current = stated[0]
                low = min(low, stated[1])
            elif member_scope and span.head < span.first:
                current = "whole"
            span.extent = current
        group.first = low


def _extent_before(marks: list[int], head: int, bound: int) -> tuple[Extent, int] | None:
    """The extent word before a unit and its first token, looking back over fillers alone."""
    j = head - 1
    while j >= bound:
        for bit, extent in _EXTENTS:
            if marks[j] & bit:
                while j - 1 >= bound and marks[j - 1] & bit:
                    j -= 1
                return extent, j
        if not marks[j] & _BEFORE or marks[j] & m.SEPARATOR:
            return None
        j -= 1
    return None


def unnamed_kind_words(ann: Annotation) -> list[KindWord]:
    """Kind words that no unit span has taken."""
    units: list[UnitSpan] = ann.context["units"]
    heads = {span.head for span in units}
    inside = {i for span in units for i in range(span.head, span.last)}
    words: list[KindWord] = ann.context["kind_words"]
    return [word for word in words if word.first not in heads and word.first not in inside]
