"""Units named with a kind word ("Gemeinde A", "xã A", «کمون A»), behind an office or by a naming phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.mentions import UnitMention
from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Kind
from ..register.model import Unit
from . import marks as m
from .marks import address_tokens, kind_terms, kind_words, token_marks, tokens_inside
from .unit_names import UnitNames

_SKIPPED = m.QUOTE | m.COLON | m.NEW | m.OLD | m.NAMING | m.OPEN | m.LISTING
_MOST_SKIPPED = 4
_PLURAL_TOKENS = 2
_LONGEST_BEFORE = 4
_MOST_BRACKETS = 3
_LONGEST_NAMED = 4
# So many words at most stand between a kind word and the new name ("ihre Gemeinde in A umzubenennen").
_LONGEST_RENAMED = 1
# So many words lie at most between a name's kind word and that of the larger unit that it lies in.
_LONGEST_PLACED = 7


def find_units(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitSpan]:
    """Fill `context["kind_words"]`, `context["marks"]` and `context["units"]` with the units that have a kind word."""
    covered = covered_tokens(ann)
    ann.context["covered"] = covered
    ann.context["kind_words"] = kind_words(ann, covered)
    ann.context["marks"] = token_marks(ann)
    after = {term.first for term in kind_terms(ann) if term.value[2]}
    spans: dict[int, UnitSpan] = {}
    for word in ann.context["kind_words"]:
        span = _named_after(ann, word, names)
        if span is None and (word.first in after or _is_tied(ann, word.first)):
            span = _named_before(ann, word, names)
        if span is not None:
            spans.setdefault(span.first, span)
    taken = {i for span in spans.values() for i in range(span.first, span.last)}
    phrased = (*_by_naming_phrase(ann, names, spans), *_before_naming_word(ann, names, taken | covered))
    for span in (*_behind_offices(ann, names, covered), *phrased):
        spans.setdefault(span.first, span)
    found = _without_overlaps(sorted(spans.values(), key=lambda s: (s.first, -s.last)))
    ann.context["units"] = found
    return found


def covered_tokens(ann: Annotation) -> set[int]:
    """Tokens inside document numbers, dates and addresses; no unit starts there."""
    spans = [(x.start, x.end) for x in ann.documents] + [(x.start, x.end) for x in ann.dates]
    return tokens_inside(ann, spans) | address_tokens(ann)


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


def flagged(ann: Annotation, span: UnitSpan, limit: int, flag: bool | None = None) -> UnitSpan:
    """The span with what the words around it say of old and new; `flag` is what stands between kind word and name."""
    marks: list[int] = ann.context["marks"]
    span.old = _flag_after(marks, span.last, limit, _flag_before(marks, span.head, flag))
    return span


def _named_after(ann: Annotation, word: KindWord, names: UnitNames) -> UnitSpan | None:
    marks: list[int] = ann.context["marks"]
    covered: set[int] = ann.context["covered"]
    limit = sentence_end(ann, word.first)
    i = _plural_or_name(ann, word, names, limit)
    flag: bool | None = None
    phrases = _naming_phrases(ann)
    while i < limit and i - word.last < _MOST_SKIPPED and marks[i] & _SKIPPED and not marks[i] & m.KIND:
        if i in phrases:
            i = phrases[i]
            continue
        if marks[i] & m.OPEN and i + 2 < limit and ann.tokens[i + 1].isdigit() and marks[i + 2] & m.KIND:
            return None  # "the district (19 communes …)": what the bracket counts
        if _starts_name(ann, i, names, word.kinds, limit):
            break
        flag = True if marks[i] & m.OLD else False if marks[i] & m.NEW else flag
        i += 1
    if i >= limit or i in covered or (marks[i] & m.KIND and not _starts_name(ann, i, names, word.kinds, limit)):
        return None
    end = names.read(ann, i, word.kinds, limit)
    if end <= i or (end == i + 1 and ann.tokens[i].isdigit() and _is_count(ann, word, i)):
        return None
    span = new_span(ann, i, end, word.first, word.kinds)
    if i < word.last:
        word.last, word.plural = i, False
    if end == i + 1 and ann.tokens[i].isdigit() and i == word.last and not word.plural:
        _with_kind_word(ann, span)
    return flagged(ann, span, limit, flag)


def _is_count(ann: Annotation, word: KindWord, i: int) -> bool:
    """Whether a number behind a kind word counts units and names none.

    So it does behind counted units ("of 108 communes 43 remain"), behind several of which it would name but one ("of
    the communes and wards 96 remain"), and behind a word for "is" ("phường là 15").
    """
    marks: list[int] = ann.context["marks"]
    if any(mark & m.NAMING or (mark & m.LISTING and not word.plural) for mark in marks[word.last : i]):
        return True
    counted = word.first > 0 and ann.tokens[word.first - 1].isdigit()
    if not (counted or word.plural) or i + 1 >= len(ann.tokens):
        return False
    return not marks[i + 1] & (m.SEPARATOR | m.DASH)


def _naming_phrases(ann: Annotation) -> dict[int, int]:
    """First and last token of the naming phrases of several words; together they are no name, whatever each is."""
    found: dict[int, int] | None = ann.context.get("naming_phrases")
    if found is None:
        terms = ann.context["terms"].get("link", ())
        found = {t.first: t.last for t in terms if t.value == "naming" and t.last - t.first > 1}
        ann.context["naming_phrases"] = found
    return found


def _with_kind_word(ann: Annotation, span: UnitSpan) -> None:
    """The kind word is part of a name that is but a number."""
    mention = span.mention
    span.spelled = mention.surface
    mention.start = ann.starts[span.head]
    mention.surface = mention.name = ann.text[mention.start : mention.end]


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
    if not ann.tokens[i][0].isupper() or ann.tokens[i].isupper():
        return False
    return (i + 1 < limit and names.could_be_name(ann, i + 1)) or bool(names.candidates(ann.tokens[i]))


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


def _is_tied(ann: Annotation, i: int) -> bool:
    """Whether a hyphen ties token i to a capitalised word before it ("Dong-Nai-Provinz")."""
    return (
        i > 1 and ann.tokens[i - 1] == "-" and ann.starts[i] == ann.ends[i - 1] and ann.ends[i - 2] == ann.starts[i - 1]
    )


def _named_before(ann: Annotation, word: KindWord, names: UnitNames) -> UnitSpan | None:
    """Kind words that stand after the name ("Tan An Ward"), where the pack says so."""
    last = word.first - 1 if _is_tied(ann, word.first) else word.first
    first = last
    while first > 0 and last - first < _LONGEST_BEFORE * 2:
        if _is_tied(ann, first):
            first -= 1
        if not names.could_be_name(ann, first - 1):
            break
        first -= 1
    for i in range(first, last):
        found = names.candidates(names.surface(ann, i, last))
        if ann.tokens[i] != "-" and any(unit.kind in word.kinds for unit in found):
            return new_span(ann, i, last, i, word.kinds)
    return None


def _behind_offices(ann: Annotation, names: UnitNames, covered: set[int]) -> list[UnitSpan]:
    """Units named right behind an office that tells their kind ("Thành ủy A")."""
    found: list[UnitSpan] = []
    for term in ann.context["terms"].get("carrier", ()):
        limit = sentence_end(ann, term.first)
        if term.last >= limit or term.last in covered:
            continue
        end = names.known_end(ann, term.last, term.value, limit)
        if end > term.last:
            found.append(flagged(ann, new_span(ann, term.last, end, term.last, term.value), limit))
    return found


def _by_naming_phrase(ann: Annotation, names: UnitNames, spans: dict[int, UnitSpan]) -> list[UnitSpan]:
    """Names after "namens", "mang tên", «به نام»; their kind is that of the nearest kind word before."""
    found: list[UnitSpan] = []
    marks: list[int] = ann.context["marks"]
    words: list[KindWord] = ann.context["kind_words"]
    firsts = [word.first for word in words]
    for term in ann.context["terms"].get("link", ()):
        if term.value != "naming":
            continue
        limit = sentence_end(ann, term.first)
        i = term.last
        while i < limit and i - term.last < _MOST_SKIPPED and marks[i] & (m.QUOTE | m.COLON | m.NEW | m.OLD | m.FILLER):
            i += 1
        if i + 1 < limit and marks[i] & m.GUARD and marks[i + 1] & m.QUOTE:
            i += 2
        if i >= limit or i in spans or (marks[i] & m.KIND and not _starts_name(ann, i, names)):
            continue
        if term.last - term.first == 1 and names.known_end(ann, term.first, (), limit) > term.last:
            continue  # the word begins the name itself ("نام دین")
        end = names.read(ann, i, (), limit)
        if all(mark & m.SEPARATOR for mark in marks[i:end]):
            continue
        if end > i and (names.candidates(names.surface(ann, i, end)) or marks[i - 1] & m.QUOTE or names.capitalised):
            at = bisect_left(firsts, term.first) - 1
            kinds = _kinds_before(ann, words, at, term.first)
            known = names.candidates(names.surface(ann, i, end))
            found.append(new_span(ann, i, end, i, () if _are_of_larger(kinds, known) else kinds))
    return found


def _are_of_larger(kinds: Sequence[Kind], known: Sequence[Unit]) -> bool:
    """Whether kinds can only be those of a larger unit in which the one named lies ("in district A, … keeps its name").

    So it is where the register has the name, and for lower units alone.
    """
    rank = min((LEVEL_RANK[KIND_LEVEL[kind]] for kind in kinds), default=0)
    return bool(known) and all(LEVEL_RANK[unit.level] < rank for unit in known)


def _before_naming_word(ann: Annotation, names: UnitNames, taken: set[int]) -> list[UnitSpan]:
    """Names of several words right before "… is called"; their kind is that of what is called so.

    Before "… is renamed" only right behind a kind word without a name: streets, schools and people get new names, too.
    """
    found: list[UnitSpan] = []
    for term in ann.context["terms"].get("link", ()):
        if term.value not in ("named", "renamed") or term.first - 1 in taken:
            continue
        limit = term.first - 1 if ann.context["marks"][term.first - 1] & m.QUOTE else term.first
        low = max(ann.context["sentence_firsts"][limit], limit - _LONGEST_NAMED)
        for i in range(low, limit - 1):
            if i not in taken and names.read(ann, i, (), limit) == limit:
                kinds = _kinds_called(ann, i, taken) if term.value == "named" else _kinds_near(ann, i, taken)
                if kinds or term.value == "named":
                    found.append(new_span(ann, i, limit, i, kinds))
                break
    return found


def _kinds_near(ann: Annotation, i: int, taken: set[int]) -> tuple[Kind, ...]:
    """Kinds of a kind word without a name that at most one word parts from token i."""
    words: list[KindWord] = ann.context["kind_words"]
    at = bisect_left(words, i, key=lambda word: word.first)
    word = words[at - 1] if at else None
    near = word is not None and i - _LONGEST_RENAMED <= word.last <= i and word.last not in taken
    return word.kinds if word is not None and near else ()


def _kinds_called(ann: Annotation, limit: int, taken: set[int]) -> tuple[Kind, ...]:
    """Kinds of the last kind word without a name of the sentence up to `limit`, else of its first kind word."""
    first: int = ann.context["sentence_firsts"][limit]
    here: list[KindWord] = [word for word in ann.context["kind_words"] if first <= word.first < limit]
    free = [word for word in here if word.last not in taken]
    return (free[-1] if free else here[0]).kinds if here else ()


def _kinds_before(ann: Annotation, words: list[KindWord], at: int, limit: int) -> tuple[Kind, ...]:
    """Kinds of the nearest kind word of the sentence up to words[at] that no bracket closed before `limit` holds.

    Where that only says in what larger unit the one named lies ("commune A in province B is called …"), the one before.
    """
    marks: list[int] = ann.context["marks"]
    first: int = ann.context["sentence_firsts"][limit]
    nearest: KindWord | None = None
    for word in words[max(0, at - _MOST_BRACKETS) : at + 1][::-1]:
        if word.first < first or (nearest is not None and nearest.first - word.last > _LONGEST_PLACED):
            break
        signs = [mark for mark in marks[word.last : limit] if mark & (m.OPEN | m.CLOSE)]
        if signs and not signs[0] & m.OPEN:
            continue
        if nearest is None or _rank(word) < _rank(nearest):
            nearest = word
        if nearest.last == limit or _rank(nearest) == 0:
            break
    return nearest.kinds if nearest is not None else ()


def _rank(word: KindWord) -> int:
    return LEVEL_RANK[KIND_LEVEL[word.kinds[0]]] if word.kinds else 0


def _without_overlaps(spans: list[UnitSpan]) -> list[UnitSpan]:
    kept: list[UnitSpan] = []
    for span in spans:
        if not kept or span.first >= kept[-1].last:
            kept.append(span)
    return kept
