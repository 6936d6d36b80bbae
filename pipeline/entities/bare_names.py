"""Units named without a kind word: in lists, by a name already known, or well known where the article is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import or_
from typing import cast

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import UnitSpan
from ..records.vocabulary import Kind
from ..register.model import Unit
from . import marks as m
from .list_state import ListState
from .uncased_names import is_great_place
from .unit_context import PROVINCE_LEVEL, behind_bodies, context_provinces, named_provinces, taken_tokens
from .unit_names import UnitNames
from .units import flagged, new_span

_SURE = 2
_LONGEST_UNKNOWN = 4
_PERSON = 3
_FAR = 5
_BYLINES = 10
_TIES = m.PARENT | m.INTO | m.LOCATION
_ENDS = frozenset(".!?…:;,")


def find_bare_units(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitSpan]:
    """Add to `context["units"]` the units that stand without a kind word of their own."""
    units: list[UnitSpan] = ann.context["units"]
    provinces = context_provinces(ann, units, names)
    reading = _BareNames(ann, names, provinces)
    found = reading.find()
    # The names of provinces themselves may stand without a kind word, before or behind what lies in them.
    if more := named_provinces(found, names) - provinces:
        provinces = provinces | more
        if not more.isdisjoint(reading.elsewhere):
            found = _BareNames(ann, names, provinces).find()
    ann.context["provinces"] = provinces
    units[:] = found
    return units


@dataclass(slots=True)
class _Place:
    """Where a name may start: its row of name-like words is [first, end)."""

    first: int
    end: int
    limit: int
    sentence: int
    # Both asked of few places only.
    shouting: bool | None = None
    inner: bool | None = None


class _BareNames:
    """One pass over the tokens of an article, in reading order."""

    def __init__(self, ann: Annotation, names: UnitNames, provinces: set[str]) -> None:
        self.ann = ann
        self.names = names
        self.units: list[UnitSpan] = ann.context["units"]
        self.marks: list[int] = ann.context["marks"]
        self.provinces = provinces
        self.taken = taken_tokens(ann, self.units)
        self.anchored = {tuple(ann.lower[s.first : s.last]) for s in self.units}
        self.heads = {s.head: s for s in self.units}
        self.behind_bodies = behind_bodies(ann)
        self.plausible = names.plausible(ann)
        self.state = ListState(ann, names)
        # Provinces of names that were passed over because the article is about others.
        self.elsewhere: set[str] = set()
        # The end of the last name that a guard bars; those joined to it are barred as well.
        self._barred = 0

    def find(self) -> list[UnitSpan]:
        """All units, those with a kind word among them."""
        starts = {span.first: span for span in self.units}
        heads = {i for span in self.units for i in range(span.head, span.first)}
        found: list[UnitSpan] = []
        marks = self.marks
        count, plausible, state, busy = len(self.ann.sentences), self.plausible, self.state, self._busy(starts)
        for number, sentence in enumerate(self.ann.sentences):
            state.start_sentence(sentence.first)
            byline = number >= count - _BYLINES
            i = sentence.first
            while i < sentence.last:
                idle = state.anchor is None and state.head is None
                if idle and not busy[i]:
                    i += 1
                    continue
                span = starts.get(i)
                may_be = plausible[i] or marks[i] & m.NAMING or (not idle and state.listed())
                if span is None and i not in self.taken and may_be:
                    span = self._bare(i, sentence.first, sentence.last, byline)
                if span is None:
                    if (not idle or marks[i]) and i not in heads:
                        state.pass_token(i)
                    i += 1
                    continue
                found.append(span)
                self.taken.update(range(span.first, span.last))
                state.take(span)
                i = span.last
        return found

    def _busy(self, starts: Iterable[int]) -> list[int]:
        """For each token whether it can matter where no list is open."""
        busy = list(map(or_, self.marks, self.plausible))
        for i in (*starts, *self.state.ends):
            busy[i] = 1
        return busy

    def _bare(self, i: int, first: int, limit: int, byline: bool) -> UnitSpan | None:
        listed = self.state.listed()
        if listed and (short := self._shortened(i, limit)):
            return short
        ann = self.ann
        begins = self.plausible[i] or (listed and self._begins_known(i, limit)) or self._begins_near(i, limit)
        if not begins or self._guarded(i, first):
            return None
        end = self._row_end(i, limit)
        if end == i or all(mark & m.SEPARATOR for mark in self.marks[i:end]):
            return None  # a word of lists, whatever name the register has under it
        if byline and end == limit and not listed and self._is_line(i, first, limit):
            return None
        place = _Place(i, end, limit, first)
        for last in range(end, i, -1):
            kinds = self._accepted(place, last, listed)
            if kinds is not None:
                return flagged(ann, new_span(ann, i, last, i, kinds), limit)
        if listed and self._is_unknown_member(place):
            return flagged(ann, new_span(ann, i, end, i, self.state.kinds()), limit)
        return None

    def _is_line(self, i: int, first: int, limit: int) -> bool:
        """Whether a row of name-like words from its first word to the end of the sentence holds token i."""
        return i == first or (self.names.capitalised and self.names.run(self.ann, first, limit) == limit)

    def _begins_known(self, i: int, limit: int) -> bool:
        """Whether an ordinary word begins a name of the register here, as inside a list of uncased names it may."""
        names, ann = self.names, self.ann
        if names.capitalised or i + 1 >= limit or not names.could_be_name(ann, i + 1):
            return False
        return names.known_end(ann, i, self.state.kinds(), limit) > i + 1

    def _begins_near(self, i: int, limit: int) -> bool:
        """Whether a word for "name" begins a name of the article's provinces ("نام تان"), and what follows is none."""
        marks, names, ann = self.marks, self.names, self.ann
        if names.capitalised or not marks[i] & m.NAMING or (i and marks[i - 1] & m.NAMING) or i + 1 >= limit:
            return False
        end = names.known_end(ann, i, (), limit)
        if end <= i + 1 or not self._is_near(names.known(ann, i, end)):
            return False
        rest = names.known_end(ann, i + 1, (), limit)
        return rest <= end and not self._is_near(names.known(ann, i + 1, rest) if rest > i + 1 else [])

    def _row_end(self, i: int, limit: int) -> int:
        names, ann = self.names, self.ann
        if names.capitalised:
            end = names.run(ann, i, limit)
        else:
            unlikely = ann.lower[i] in names.never
            kinds = self.state.kinds() if self.state.listed() else ()
            end = names.known_end(ann, i, kinds, limit) if unlikely else names.read(ann, i, (), limit)
            if end == i and (is_great_place(names, ann, i) or self._is_short_member(i, limit)):
                end = i + 1
        for j in range(i, end):
            if j in self.taken:
                return j
        return i if names.capitalised and self._in_compound(end, limit) else end

    def _is_short_member(self, i: int, limit: int) -> bool:
        """A known name of one word between two signs of a list of its kinds, near the unit before it."""
        kinds = self.state.kinds()
        if not kinds or not self.marks[i - 1] & m.SEPARATOR or self.names.known_end(self.ann, i, kinds, limit) != i + 1:
            return False
        closed = (
            i + 1 == limit or self.marks[i + 1] & (m.SEPARATOR | m.CLOSE) or not self.ann.tokens[i + 1][0].isalnum()
        )
        found = [unit for unit in self.names.known(self.ann, i, i + 1) if unit.kind in kinds]
        return bool(closed) and self.state.is_near(found)

    def _in_compound(self, end: int, limit: int) -> bool:
        """Whether a hyphen ties the name to a noun ("Mau-Son-Seilbahn")."""
        starts, ends = self.ann.starts, self.ann.ends
        if end + 1 >= limit or not self.marks[end] & m.DASH:
            return False
        return starts[end] == ends[end - 1] and starts[end + 1] == ends[end]

    def _guarded(self, i: int, first: int) -> bool:
        """A village, a street, an outlet of that name; also past a colon or a dash ("Foto: A")."""
        marks = self.marks
        if i == first:
            return False
        if first < self._barred <= i and all(marks[j] & m.SEPARATOR for j in range(self._barred, i)):
            return True
        if i - 1 in self.taken:
            return False
        if marks[i - 1] & m.GUARD:
            return True
        if i - 1 > first and marks[i - 2] & m.GUARD and marks[i - 1] & (m.COLON | m.QUOTE):
            return True
        if marks[i - 1] & m.LOCATION:
            return False
        for j in range(i - 2, max(first, i - _FAR) - 1, -1):
            if marks[j] & m.FAR and j not in self.taken:
                return True
            if marks[j] or j in self.taken or not self.ann.tokens[j][0].isalpha():
                return False
        return False

    def _is_shouting(self, place: _Place) -> bool:
        """Whether the name stands in a stretch of capitals."""
        if place.shouting is None:
            place.shouting = self.names.capitalised and self.names.shouting(self.ann, place.first)
        return place.shouting

    def _is_inner(self, place: _Place) -> bool:
        """Whether a name-like word stands right before, so that a longer name (a person's?) may have begun there."""
        if place.inner is None:
            place.inner = not self._is_shouting(place) and self._follows_name(place.first, place.sentence)
        return place.inner

    def _follows_name(self, i: int, first: int) -> bool:
        names, ann = self.names, self.ann
        if i == first or i - 1 in self.taken or not names.touching(ann, i):
            return False
        if not names.capitalised:
            plain = not self.marks[i - 1] and ann.lower[i - 1] not in names.never
            return plain and names.is_family(ann.tokens[i - 1])
        if not names.could_be_name(ann, i - 1):
            return False
        if i - 1 > first:
            return True
        return names.is_family(ann.tokens[i - 1]) and ann.lower[i - 1] not in names.never

    def _accepted(self, place: _Place, last: int, listed: bool) -> tuple[Kind, ...] | None:
        """Kinds of the unit that tokens [first, last) name, empty where nothing tells; None where they name none."""
        i, size = place.first, last - place.first
        names, ann = self.names, self.ann
        unlikely = ann.lower[i] in names.never
        found = names.known(ann, i, last)
        words = tuple(ann.lower[i:last])
        if not found and words not in self.anchored:
            if not names.capitalised and listed and last == place.end and size >= _SURE:
                return self.state.kinds() or None
            return self._planned(place, last, listed)
        whole = last == place.end or not names.capitalised or self._is_shouting(place)
        if listed and (whole or size >= _SURE) and not (unlikely and size < _SURE):
            kinds = self._listed_kinds(place, last, found)
            if kinds is not None:
                return () if found and self._in_bracket(i, last) else kinds
        if (size < _SURE and unlikely) or self._is_inner(place) or " ".join(words) in names.persons:
            return None
        if size < _SURE and not names.capitalised:
            return () if is_great_place(names, ann, i) else None
        if not whole and not names.is_family(ann.tokens[last]):
            return None
        if words in self.anchored or any(unit.kind in PROVINCE_LEVEL for unit in found):
            return ()
        if size < _SURE:
            tied = i > 0 and self.marks[i - 1] & _TIES and self._closes(last, place.limit)
            found = [unit for unit in found if unit.level != "commune"] if tied else []
        return () if self._is_near(found) or (found and i in self.behind_bodies) else None

    def _listed_kinds(self, place: _Place, last: int, found: list[Unit]) -> tuple[Kind, ...] | None:
        kinds = self.state.kinds()
        single = last - place.first == 1
        if single and not self._closes(last, place.limit):
            return None
        if any(unit.kind in kinds for unit in found):
            close = [unit for unit in found if self._is_near([unit])] or found
            if any(unit.kind in kinds for unit in close):
                return kinds
            return tuple(dict.fromkeys((*kinds, *(cast("Kind", unit.kind) for unit in close))))
        if kinds and not found:
            return kinds
        near = self._is_near(found) or self.state.is_near(found)
        if not near and single:
            return None
        return () if near or any(unit.kind in PROVINCE_LEVEL for unit in found) else None

    def _in_bracket(self, first: int, last: int) -> bool:
        """Whether the name alone stands in a bracket, but for words for old and new."""
        marks = self.marks
        while last < len(marks) and marks[last] & (m.OLD | m.NEW):
            last += 1
        return first > 0 and last < len(marks) and bool(marks[first - 1] & m.OPEN and marks[last] & m.CLOSE)

    def _closes(self, last: int, limit: int) -> bool:
        """Whether a name of one word can end here: a sign, a word of lists or an ordinary word follows."""
        if last >= limit:
            return True
        return bool(self.marks[last]) or not self.ann.tokens[last][0].isupper()

    def _is_near(self, found: list[Unit]) -> bool:
        homes = [self.names.register.provinces(unit) for unit in found]
        if any(not self.provinces.isdisjoint(home) for home in homes):
            return True
        self.elsewhere.update(*homes)
        return False

    def _planned(self, place: _Place, last: int, listed: bool) -> tuple[Kind, ...] | None:
        """A known name with a number of its own ("Nam Dan 1")."""
        ann = self.ann
        if last - place.first <= _SURE or last != place.end or not ann.tokens[last - 1].isdigit():
            return None
        if self._is_inner(place):
            return None
        if not self.names.known(ann, place.first, last - 1):
            return None
        follows = last >= place.limit or not ann.tokens[last][0].isalpha() or not self.marks[last] & m.KIND
        return (self.state.kinds() if listed else ()) if follows else None

    def _is_unknown_member(self, place: _Place) -> bool:
        """A name that no list holds, between the signs of a list of units with a kind word."""
        i, end, ann = place.first, place.end, self.ann
        if not self.names.capitalised or not self.state.kinds() or ann.lower[i] in self.names.never:
            return False
        if self._is_inner(place):
            return False
        if set(self.state.kinds()) <= set(PROVINCE_LEVEL):
            return False
        size = end - i
        if not _SURE <= size <= _LONGEST_UNKNOWN or (size >= _PERSON and self.names.is_family(ann.tokens[i])):
            return False
        return end == place.limit or bool(self.marks[end] & (m.SEPARATOR | m.CLOSE)) or ann.tokens[end] in _ENDS

    def _shortened(self, i: int, limit: int) -> UnitSpan | None:
        """The rest of a name whose beginning the list has told once: "phường 1, 2, 3", "Long Khánh A, B"."""
        spelled = self.state.completed(i)
        if spelled is None or not self._ends_short(i + 1, limit):
            return None
        span = new_span(self.ann, i, i + 1, i, self.state.kinds())
        span.spelled = spelled
        return flagged(self.ann, span, limit)

    def _ends_short(self, i: int, limit: int) -> bool:
        if i >= limit:
            return True
        listing = self.marks[i] & (m.SEPARATOR | m.CLOSE | m.OPEN | m.PARENT | m.SEMICOLON | m.INTO)
        above = self.heads.get(i)
        if above is not None and not set(above.kinds).intersection(self.state.kinds()):
            return True
        return bool(listing) or not (self.marks[i] & (m.KIND | m.AREA | m.DASH) or self.ann.tokens[i][0] in "%٪")
