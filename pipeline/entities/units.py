"""Units named with a kind word ("Gemeinde A", "xã A", «کمون A») or by a naming phrase."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.mentions import UnitMention
from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Kind
from . import marks as m
from .marks import kind_words, token_marks
from .unit_names import UnitNames

_SKIPPED = m.QUOTE | m.COLON | m.NEW | m.OLD | m.NAMING | m.OPEN
_MOST_SKIPPED = 4
_PLURAL_TOKENS = 2


def find_units(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitSpan]:
    """Fill `context["kind_words"]`, `context["marks"]` and `context["units"]` with the units that have a kind word."""
    covered = covered_tokens(ann)
    ann.context["covered"] = covered
    ann.context["kind_words"] = kind_words(ann.context["terms"].get("kind", ()), covered)
    ann.context["marks"] = token_marks(ann)
    spans: dict[int, UnitSpan] = {}
    for word in ann.context["kind_words"]:
        span = _named_after(ann, word, names) or _named_before(ann, word, names)
        if span is not None and span.first not in spans:
            spans[span.first] = span
    for span in _by_naming_phrase(ann, names, spans):
        spans.setdefault(span.first, span)
    ann.context["units"] = _without_overlaps(sorted(spans.values(), key=lambda s: (s.first, -s.last)))
    result: list[UnitSpan] = ann.context["units"]
    return result


def covered_tokens(ann: Annotation) -> set[int]:
    """Tokens inside document numbers and dates; no unit starts there."""
    spans = [(x.start, x.end) for x in (*ann.documents, *ann.dates)]
    covered: set[int] = set()
    if not spans:
        return covered
    spans.sort()
    at = 0
    for i, start in enumerate(ann.starts):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] <= start < spans[at][1]:
            covered.add(i)
    return covered


def sentence_end(ann: Annotation, i: int) -> int:
    """The token after the sentence that holds token i."""
    ends: list[int] | None = ann.context.get("sentence_ends")
    if ends is None:
        ends = ann.context["sentence_ends"] = _sentence_ends(ann)
    return ends[i]


def _sentence_ends(ann: Annotation) -> list[int]:
    ends: list[int] = []
    for sentence in ann.sentences:
        ends += [sentence.last] * (sentence.last - sentence.first)
    return ends


def new_span(ann: Annotation, first: int, last: int, head: int, kinds: Sequence[Kind]) -> UnitSpan:
    """A unit span with a mention that still awaits its link."""
    start, end = ann.starts[first], ann.ends[last - 1]
    surface = ann.text[start:end]
    kind = kinds[0] if kinds else None
    mention = UnitMention("", "unit", start, end, surface, surface, kind, KIND_LEVEL[kind] if kind else None)
    return UnitSpan(first, last, head, tuple(kinds), mention)


def _named_after(ann: Annotation, word: KindWord, names: UnitNames) -> UnitSpan | None:
    limit = sentence_end(ann, word.first)
    marks: list[int] = ann.context["marks"]
    covered: set[int] = ann.context["covered"]
    i = _plural_or_name(ann, word, names, limit)
    old: bool | None = None
    while i < limit and i - word.last < _MOST_SKIPPED and marks[i] & _SKIPPED and not marks[i] & m.KIND:
        if _starts_name(ann, i, names, word.kinds, limit):
            break
        old = True if marks[i] & m.OLD else False if marks[i] & m.NEW else old
        i += 1
    if i >= limit or i in covered or (marks[i] & m.KIND and not _starts_name(ann, i, names, word.kinds, limit)):
        return None
    end = names.read(ann, i, word.kinds, limit)
    if end <= i or _guarded(marks, word.first):
        return None
    span = new_span(ann, i, end, word.first, word.kinds)
    span.old = _flag_after(marks, end, limit, _flag_before(marks, word.first, old))
    return span


def _plural_or_name(ann: Annotation, word: KindWord, names: UnitNames, limit: int) -> int:
    """Where the name after a kind word starts: a plural ending parted by a blank may be its first syllable."""
    if names.capitalised or word.last - word.first < _PLURAL_TOKENS:
        return word.last
    with_ending = names.known_end(ann, word.last - 1, (), limit)
    without = names.known_end(ann, word.last, word.kinds, limit)
    return word.last - 1 if with_ending > word.last and without <= with_ending else word.last


def _starts_name(ann: Annotation, i: int, names: UnitNames, kinds: Sequence[Kind] = (), limit: int = 0) -> bool:
    """A word of the lists that is a name: capitalised in mid-sentence ("Tân Xã"), else one that the register has."""
    if not names.capitalised:
        return names.known_end(ann, i, kinds, limit) > i + 1
    return ann.tokens[i][0].isupper() and not ann.tokens[i].isupper()


def _guarded(marks: list[int], head: int) -> bool:
    return head > 0 and bool(marks[head - 1] & m.GUARD)


def _flag_before(marks: list[int], head: int, flag: bool | None) -> bool | None:
    if flag is not None or head == 0:
        return flag
    before = marks[head - 1]
    return True if before & m.OLD else False if before & m.NEW else None


def _flag_after(marks: list[int], end: int, limit: int, flag: bool | None) -> bool | None:
    """`(cũ)`, `cũ`, «سابق» right after the name."""
    i = end + 1 if end < limit and marks[end] & m.OPEN else end
    if i < limit and marks[i] & m.OLD and not marks[i] & m.PARENT:
        return True
    if i < limit and marks[i] & m.NEW:
        return False
    return flag


def _named_before(ann: Annotation, word: KindWord, names: UnitNames) -> UnitSpan | None:
    """Kind words that stand after the name ("Tan An Ward"), where the pack says so."""
    if not any(t.first == word.first and t.value[2] for t in ann.context["terms"].get("kind", ())):
        return None
    first = word.first
    while first > 0 and word.first - first < 4 and names.could_be_name(ann, first - 1):
        first -= 1
    for i in range(first, word.first):
        found = names.candidates(names.surface(ann, i, word.first))
        if any(unit.kind in word.kinds for unit in found):
            return new_span(ann, i, word.first, i, word.kinds)
    return None


def _by_naming_phrase(ann: Annotation, names: UnitNames, spans: dict[int, UnitSpan]) -> list[UnitSpan]:
    """Names after "namens", "mang tên", «به نام»; their kind is that of the nearest kind word before."""
    found: list[UnitSpan] = []
    marks: list[int] = ann.context["marks"]
    terms = [t for t in ann.context["terms"].get("link", ()) if t.value == "naming"]
    for term in terms:
        limit = sentence_end(ann, term.first)
        i = term.last
        while i < limit and i - term.last < _MOST_SKIPPED and marks[i] & (m.QUOTE | m.COLON | m.NEW | m.OLD | m.FILLER):
            i += 1
        if i >= limit or i in spans or marks[i] & m.KIND and not _starts_name(ann, i, names):
            continue
        end = names.read(ann, i, (), limit)
        if end > i and (names.candidates(names.surface(ann, i, end)) or marks[i - 1] & m.QUOTE or names.capitalised):
            found.append(new_span(ann, i, end, i, _kinds_before(ann, term.first)))
    return found


def _kinds_before(ann: Annotation, i: int) -> tuple[Kind, ...]:
    first = next((s.first for s in ann.sentences if s.first <= i < s.last), 0)
    words: list[KindWord] = [w for w in ann.context["kind_words"] if first <= w.first < i]
    return words[-1].kinds if words else ()


def _without_overlaps(spans: list[UnitSpan]) -> list[UnitSpan]:
    kept: list[UnitSpan] = []
    for span in spans:
        if not kept or span.first >= kept[-1].last:
            kept.append(span)
    return kept
