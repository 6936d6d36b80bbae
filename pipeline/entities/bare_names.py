"""Units named without a kind word: in lists, by a name already known, or well known where the article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import BodySpan, KindWord, PersonSpan, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Kind
from ..register.places import outlet_provinces, provinces_of
from . import marks as m
from .unit_names import UnitNames
from .units import new_span, sentence_end

_LIST_GAP = m.SEPARATOR | m.FILLER | m.QUOTE | m.COLON | m.OLD | m.NEW | m.WHOLE | m.PART | m.REMAINDER | m.NUMBER
_PROVINCE_LEVEL = ("province", "municipality")


def find_bare_units(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitSpan]:
    """Add to `context["units"]` the units that stand without a kind word of their own."""
    units: list[UnitSpan] = ann.context["units"]
    provinces = context_provinces(ann, units, names)
    ann.context["provinces"] = provinces
    anchored = _anchored_names(ann, units)
    taken = _taken_tokens(ann, units)
    for sentence in ann.sentences:
        i = sentence.first
        while i < sentence.last:
            if i in taken or not names.could_be_name(ann, i):
                i += 1
                continue
            span = _bare(ann, i, names, units, anchored, provinces, taken)
            if span is None:
                i += 1
                continue
            _insert(units, span)
            taken.update(range(span.first, span.last))
            i = span.last
    return units


def context_provinces(ann: Annotation, units: list[UnitSpan], names: UnitNames) -> set[str]:
    """Ids of the provinces that the article is about: named, of its outlet, else those of most of its units."""
    found: set[str] = set()
    votes: Counter[str] = Counter()
    for span in units:
        homes = {
            province
            for unit in names.candidates(span.mention.surface)
            if not span.kinds or unit.kind in span.kinds
            for province in provinces_of(names.register, unit.id)
        }
        if span.kinds and set(span.kinds) <= set(_PROVINCE_LEVEL):
            found |= homes
        votes.update(homes)
    if ann.outlet:
        found |= set(outlet_provinces(ann.outlet))
    if not found and votes:
        most = max(votes.values())
        found = {province for province, n in votes.items() if n == most and n > 1}
    return found


def _anchored_names(ann: Annotation, units: list[UnitSpan]) -> dict[tuple[str, ...], tuple[Kind, ...]]:
    known: dict[tuple[str, ...], tuple[Kind, ...]] = {}
    for span in units:
        words = tuple(ann.lower[span.first : span.last])
        known[words] = tuple(dict.fromkeys((*known.get(words, ()), *span.kinds)))
    return known


def _taken_tokens(ann: Annotation, units: list[UnitSpan]) -> set[int]:
    taken: set[int] = set(ann.context["covered"])
    for span in units:
        taken.update(range(span.first, span.last))
    persons: Iterable[PersonSpan] = ann.context.get("persons", ())
    for person in persons:
        taken.update(range(person.first, person.last))
    taken.update(ann.context.get("post_tokens", ()))
    words: list[KindWord] = ann.context["kind_words"]
    for word in words:
        if not _capitalised_name(ann, word):
            taken.update(range(word.first, word.last))
    return taken


def _capitalised_name(ann: Annotation, word: KindWord) -> bool:
    return False if word.last > word.first else ann.tokens[word.first][0].isupper()


def _bare(
    ann: Annotation,
    i: int,
    names: UnitNames,
    units: list[UnitSpan],
    anchored: dict[tuple[str, ...], tuple[Kind, ...]],
    provinces: set[str],
    taken: set[int],
) -> UnitSpan | None:
    marks: list[int] = ann.context["marks"]
    if i and (marks[i - 1] & m.GUARD or (i > 1 and marks[i - 2] & m.GUARD and marks[i - 1])):
        return None
    limit = sentence_end(ann, i)
    # A word that is mostly no name may begin one inside a list.
    unlikely = ann.lower[i] in names.never
    end = names.read(ann, i, _inherited_kinds(ann, i, units) if unlikely else (), limit)
    while end > i and any(t in taken for t in range(i, end)):
        end -= 1
    if end <= i:
        return None
    inherited = _inherited_kinds(ann, i, units)
    if end - i > 1 and ann.tokens[end - 1].isdigit() and names.candidates(names.surface(ann, i, end - 1)):
        return new_span(ann, i, end, i, inherited or ())
    for last in range(end, i, -1):
        words = tuple(ann.lower[i:last])
        if words in anchored and (len(words) > 1 or inherited or names.capitalised):
            return new_span(ann, i, last, i, inherited or ())
        found = names.candidates(names.surface(ann, i, last))
        if inherited and any(unit.kind in inherited for unit in found):
            return new_span(ann, i, last, i, inherited)
        if any(unit.kind in _PROVINCE_LEVEL for unit in found) and (last - i > 1 or names.capitalised):
            return new_span(ann, i, last, i, ())
        if last - i > 1 and any(provinces.intersection(provinces_of(names.register, unit.id)) for unit in found):
            return new_span(ann, i, last, i, inherited or ())
    if inherited and names.capitalised and end - i > 1 and _between_list_marks(marks, i, end):
        return new_span(ann, i, end, i, inherited)
    return None


def _between_list_marks(marks: list[int], i: int, end: int) -> bool:
    return bool(i and marks[i - 1] & _LIST_GAP)


def _inherited_kinds(ann: Annotation, i: int, units: list[UnitSpan]) -> tuple[Kind, ...]:
    """Kinds of the list that a name at token i continues, else empty."""
    before = [span for span in units if span.last <= i]
    if not before:
        return ()
    last = max(before, key=lambda s: s.last)
    marks: list[int] = ann.context["marks"]
    gap = range(last.last, i)
    if last.last < _sentence_first(ann, i) or not gap or any(not marks[j] & _LIST_GAP for j in gap):
        return _headed_kinds(ann, i)
    if not any(marks[j] & (m.SEPARATOR | m.COLON) for j in gap):
        return ()
    return _kind_over_parent(ann, last) or last.kinds


def _headed_kinds(ann: Annotation, i: int) -> tuple[Kind, ...]:
    """A kind word right before, parted from the name by list words alone ("vier Gemeinden, nämlich A und B")."""
    marks: list[int] = ann.context["marks"]
    first, j = _sentence_first(ann, i), i - 1
    while j >= first and marks[j] & _LIST_GAP and not marks[j] & m.KIND:
        j -= 1
    words: list[KindWord] = ann.context["kind_words"]
    return next((w.kinds for w in words if w.last == j + 1 and j < i - 1), ())


def _kind_over_parent(ann: Annotation, span: UnitSpan) -> tuple[Kind, ...]:
    """ "Gemeinden des Bezirks P, nämlich A, B": the list after P is one of Gemeinden."""
    marks: list[int] = ann.context["marks"]
    j = span.head - 1
    while j >= 0 and marks[j] & (m.PARENT | m.OLD | m.NEW | m.FILLER) and not marks[j] & m.KIND:
        j -= 1
    words: list[KindWord] = ann.context["kind_words"]
    head = next((w for w in words if w.last == j + 1 and j < span.head - 1), None)
    if head is None or not span.kinds:
        return ()
    lower = min(LEVEL_RANK[KIND_LEVEL[k]] for k in head.kinds)
    return head.kinds if lower < max(LEVEL_RANK[KIND_LEVEL[k]] for k in span.kinds) else ()


def _sentence_first(ann: Annotation, i: int) -> int:
    firsts: list[int] | None = ann.context.get("sentence_firsts")
    if firsts is None:
        firsts = []
        for sentence in ann.sentences:
            firsts += [sentence.first] * (sentence.last - sentence.first)
        ann.context["sentence_firsts"] = firsts
    return firsts[i]


def _insert(units: list[UnitSpan], span: UnitSpan) -> None:
    at = next((k for k, other in enumerate(units) if other.first > span.first), len(units))
    units.insert(at, span)


def body_tokens(bodies: Iterable[BodySpan]) -> set[int]:
    """Tokens inside bodies."""
    return {i for body in bodies for i in range(body.first, body.last)}
