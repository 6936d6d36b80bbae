"""Names of units without capitals: by the register, letter by letter or by sound, else as rows of syllables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records.annotation import Annotation
from . import marks as m

if TYPE_CHECKING:
    from .unit_names import UnitNames

_LONGEST = 6
_UNKNOWN_LONGEST = 4
_UNKNOWN_SHORTEST = 2
_SHORTEST_ALONE = 4
_UNIT_AHEAD = m.KIND | m.NUMBER | m.EXTENT | m.NEW
_LINKING = m.SEPARATOR | m.NAMING | m.PARENT | m.INTO | m.LOCATION


def read(names: UnitNames, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
    """Without capitals: the longest known name; after a kind word also a row of syllables up to a sign."""
    if not ann.tokens[i][0].isalpha():
        return i
    known = known_end(names, ann, i, kinds, limit)
    unlikely = ann.lower[i] in names.never
    if not kinds or known > i + 1 or (known > i and not unlikely and not _goes_on(names, ann, known, limit)):
        return known if known > i + 1 or not unlikely else i
    alike_end = loosely_known(names, ann, i, kinds, limit)
    if alike_end > i:
        return alike_end
    end = names.run_end(ann, i, limit)
    if unlikely or end - i < _UNKNOWN_SHORTEST or end - i > _UNKNOWN_LONGEST:
        return i
    whole = names.with_number(ann, end, limit)
    alike = not names.kinds(names.surface(ann, i, whole)).isdisjoint(kinds)
    return whole if alike or end == limit or _is_boundary(names, ann, whole) else i


def known_end(names: UnitNames, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
    """End of the longest name of the register at token i; i where there is none."""
    end, furthest = i, min(limit, i + _LONGEST)
    while end < furthest and (ann.tokens[end][0].isalnum() or (end > i and ann.tokens[end] in "-–")):
        end += 1
    known = _longest(names, ann, i, end)
    if not known:
        return i
    for last in range(names.with_number(ann, i + known, limit), i, -1):
        if last - i == 1 and (ann.lower[i] in names.stop or not kinds):
            break
        if any(not names.touching(ann, j) for j in range(i + 1, last)) or not ann.tokens[last - 1][0].isalnum():
            continue
        if last - i > 1 and (_leads_on(names, ann, last - 1, limit) or _is_object(names, ann, i, last - 1)):
            continue
        if names.never.issuperset(ann.lower[i:last]) and not _reads_as_name(names, ann, i, last, limit):
            continue
        found = names.kinds(names.surface(ann, i, last))
        if found and (not kinds or not found.isdisjoint(kinds)) and _is_strict(names, ann, i, last):
            return last
    return i


def _is_object(names: UnitNames, ann: Annotation, first: int, last: int) -> bool:
    """Whether token `last` marks an object: the article has the name without it, behind a kind word, elsewhere."""
    if ann.lower[last] not in names.objects:
        return False
    name, marks = ann.lower[first:last], ann.context["marks"]
    return any(
        marks[n - 1] & m.KIND and ann.lower[n : n + len(name)] == name and ann.lower[n + len(name)] not in names.objects
        for n in range(1, len(ann.lower) - len(name))
    )


def numbered_end(names: UnitNames, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
    """End of a known name that opens with the number at token i ("2 بائو لوک"), else the token after it."""
    known = _longest(names, ann, i, min(limit, i + _LONGEST))
    if known < _UNKNOWN_SHORTEST:
        return i + 1
    return i + 1 if names.kinds(names.surface(ann, i, i + known)).isdisjoint(kinds) else i + known


def _longest(names: UnitNames, ann: Annotation, i: int, end: int) -> int:
    """How many of the tokens [i, end) are the longest name of the register; looked up once an article."""
    seen: dict[tuple[int, int], int] = ann.context.setdefault("longest_names", {})
    if (i, end) not in seen:
        found = names.register.index(names.script).longest(ann.tokens[i:end])
        seen[i, end] = found[0] if found else 0
    return seen[i, end]


def loosely_known(names: UnitNames, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
    """The longest row of at least two words up to a sign that sounds like a unit of these kinds."""
    end, furthest = i + 1, min(limit, i + _LONGEST)
    while end < furthest and names.touching(ann, end) and ann.tokens[end][0].isalpha():
        end += 1
    for last in range(end, i + 1, -1):
        if ann.lower[last - 1] in names.stop or (last < limit and not _is_boundary(names, ann, last)):
            continue
        whole = names.with_number(ann, last, limit)
        if not names.kinds_heard(names.surface(ann, i, whole)).isdisjoint(kinds):
            return whole
    return i


def is_great_place(names: UnitNames, ann: Annotation, i: int) -> bool:
    """Whether a single word without capitals names a province or great city ("هانوی")."""
    token = ann.lower[i]
    if (
        len(token) < _SHORTEST_ALONE
        or token in names.stop
        or token in names.never
        or not _is_strict(names, ann, i, i + 1)
    ):
        return False
    return any(unit.level == "province" for unit in names.candidates(token))


def _goes_on(names: UnitNames, ann: Annotation, i: int, limit: int) -> bool:
    """Whether the word at token i can be the next of a name that the register writes otherwise."""
    if i >= limit or not names.touching(ann, i) or ann.lower[i] in names.never:
        return False
    marks: list[int] = ann.context["marks"]
    return not marks[i] and names.could_be_name(ann, i)


def _leads_on(names: UnitNames, ann: Annotation, i: int, limit: int) -> bool:
    """Whether an ordinary word at token i leads to the next unit, not ends a name ("تان تان به کمون تان کوانگ")."""
    marks: list[int] = ann.context["marks"]
    if ann.lower[i] not in names.never or not marks[i] & _LINKING:
        return False
    if i + 1 < limit and marks[i + 1] & _UNIT_AHEAD:
        return True
    # "and" ends a name only where nothing follows that it could join ("کمون نا و در کمون سام مون").
    joins = marks[i] & m.SEPARATOR and not marks[i] & m.STRONG
    return bool(joins) and not _is_boundary(names, ann, i + 1)


def _reads_as_name(names: UnitNames, ann: Annotation, first: int, last: int, limit: int) -> bool:
    """Whether ordinary words can be a name here: none of lists before, a sign or a word of lists behind."""
    marks: list[int] = ann.context["marks"]
    if _is_called_for(marks, first):
        return _is_boundary(names, ann, last) or bool(marks[last])
    if marks[first] & _LINKING:
        return False
    return last >= limit or bool(marks[last]) or not ann.tokens[last][0].isalpha() or ann.lower[last] in names.never


def _is_called_for(marks: list[int], i: int) -> bool:
    """Whether a name must come at token i: behind a kind word that a word of lists opens ("در کمون با به")."""
    head = i - 1
    while head > 0 and marks[head] & m.KIND:
        head -= 1
    return head < i - 1 and bool(marks[head] & (m.INTO | m.SEPARATOR | m.BASIS))


def _is_strict(names: UnitNames, ann: Annotation, first: int, last: int) -> bool:
    index = names.register.index(names.script)
    return bool(index.find(" ".join(filter(None, map(index.word, ann.tokens[first:last])))))


def _is_boundary(names: UnitNames, ann: Annotation, i: int) -> bool:
    """Whether an unknown name can end before token i: a sign or an ordinary word follows."""
    return i >= len(ann.tokens) or not ann.tokens[i][0].isalpha() or ann.lower[i] in names.stop
