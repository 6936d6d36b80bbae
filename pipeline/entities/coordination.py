"""Lists of units told in one breath, and the units above them."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK
from . import marks as m
from .apposition import take_kinds_behind
from .extents import Extents
from .unit_gaps import Gap, ends_with_kind_word, ranks
from .unit_names import UnitNames

_IN_LIST = (
    m.SEPARATOR | m.FILLER | m.PARENT | m.OLD | m.NEW | m.EXTENT | m.NUMBER | m.KIND | m.QUOTE | m.OPEN | m.CLOSE
    | m.AREA | m.ASIDE | m.LOCATION
)  # fmt: skip
_TO_LIST = _IN_LIST | m.COLON | m.LISTING
_BEFORE_UNIT = m.PARENT | m.FILLER | m.OLD | m.NEW | m.KIND | m.INTO | m.WITH | m.BASIS | m.EXTENT | m.AREA | m.NUMBER
_BETWEEN_HEADS = m.PARENT | m.FILLER | m.OLD | m.NEW
_LEADS = m.INTO | m.LOCATION | m.WITH
_CLOSE = 4
_TWO = 2


def coordinate(ann: Annotation, pack: Pack, names: UnitNames) -> list[UnitGroup]:
    """Fill `context["groups"]`; sets parent, group and extent of every unit span."""
    groups = _Coordinator(ann, names).groups()
    take_kinds_behind(ann, groups)
    units: list[UnitSpan] = ann.context["units"]
    for number, group in enumerate(groups):
        for i in group.units:
            units[i].group = number
    Extents(ann, names, str(pack.section("units").get("extent_scope", "list"))).set(units, groups)
    ann.context["groups"] = groups
    return groups


class _Coordinator:
    """One pass over the units of an article."""

    def __init__(self, ann: Annotation, names: UnitNames) -> None:
        self.ann = ann
        self.names = names
        self.units: list[UnitSpan] = ann.context["units"]
        self.marks: list[int] = ann.context["marks"]
        self.firsts: list[int] = ann.context["sentence_firsts"]
        self.cells: frozenset[int] = ann.context.get("cells", frozenset())
        words: list[KindWord] = ann.context["kind_words"]
        self.words_by_end = {word.last: word for word in words}
        self.ends = ends_with_kind_word(ann)
        # Where words begin that tell that the name before them is one.
        self.named = {term.first for term in ann.context["terms"].get("link", ()) if term.value == "named"}
        self.inside = {i for span in self.units for i in range(span.first, self.end(span))}
        self.unlisted = self._next_unlisted()
        self.numerals: dict[int, int] = {t.first: t.value for t in ann.context["terms"].get("number", ())}
        # How many groups the clause up to a semicolon holds.
        self.in_clause = 0
        # The members of the group being read.
        self.told: set[tuple[object, ...]] = set()

    def _next_unlisted(self) -> list[int]:
        """For each token the next one that is neither in a unit nor a word of lists."""
        found = [0] * (len(self.marks) + 1)
        found[-1] = len(self.marks)
        for i in range(len(self.marks) - 1, -1, -1):
            listed = i in self.inside or (self.marks[i] & _IN_LIST and not self.marks[i] & m.SEMICOLON)
            found[i] = found[i + 1] if listed else i
        return found

    def end(self, span: UnitSpan) -> int:
        """The token after a unit and the kind word behind it."""
        return self.ends.get(span.first, span.last)

    def groups(self) -> list[UnitGroup]:
        """The groups in reading order; a unit above a list is no group of its own."""
        found: list[UnitGroup] = []
        over: tuple[int, KindWord] | None = None
        for i, span in enumerate(self.units):
            previous = found[-1] if found and self._same_sentence(found[-1].first, span.head) else None
            if previous is None:
                self.in_clause = 0
            if over is not None:
                self._open_list(found, previous, i, over)
                over = None
                continue
            head = self._heads_list(i)
            if head is not None:
                over = i, head
                continue
            if previous is None or not self._joins(previous, i):
                self._start(found, i)
                if previous is not None and self._opens_with_province(previous, span):
                    self._put_under(found)
                else:
                    self._under_heading(previous, found[-1])
        for group in found:
            self._close(group)
            group.contrasted = self._is_contrasted(group)
        return found

    def _close(self, group: UnitGroup) -> None:
        """A bracket that opens between the kind word and the first name closes behind the list."""
        span = self.units[group.units[0]]
        opened = any(self.marks[j] & m.OPEN for j in range(span.head, span.first))
        if opened and group.last < len(self.marks) and self.marks[group.last] & m.CLOSE:
            group.last += 1

    def _same_sentence(self, a: int, b: int) -> bool:
        return self.firsts[a] == self.firsts[b]

    def _start(self, found: list[UnitGroup], i: int) -> None:
        span = self.units[i]
        found.append(UnitGroup(span.head, self.end(span), [i]))
        self.in_clause += 1
        self.told = {self._key(span)}

    def _key(self, span: UnitSpan) -> tuple[object, ...]:
        return (span.kinds, span.spelled, *self.ann.lower[span.first : span.last])

    def _gap(self, last: int, head: int) -> Gap:
        return Gap.between(self.marks, last, head)

    def _heads_list(self, i: int) -> KindWord | None:
        """ "vier Gemeinden des Bezirks P, nämlich A, B": the kind word before P whose list follows it."""
        span = self.units[i]
        if i + 1 >= len(self.units) or span.head == span.first:
            return None
        following = self.units[i + 1]
        if following.head < following.first or not self._same_sentence(span.head, following.head):
            return None
        j = span.head
        while j > self.firsts[span.head] and j not in self.words_by_end and self.marks[j - 1] & _BETWEEN_HEADS:
            j -= 1
        word = self.words_by_end.get(j)
        if word is None or following.kinds != word.kinds or span.kinds == word.kinds:
            return None
        gap = self._gap(self.end(span), following.head)
        return word if gap.tokens and gap.only(_TO_LIST) else None

    def _open_list(
        self, found: list[UnitGroup], previous: UnitGroup | None, i: int, over: tuple[int, KindWord]
    ) -> None:
        parent, word = over
        self.units[parent].role = "parent"
        self.units[i].parent = parent
        joined = previous is not None and self._joins(previous, i, word.first)
        if not joined:
            self._start(found, i)
            found[-1].first = word.first
        found[-1].parents.append(parent)

    def _under_heading(self, previous: UnitGroup | None, group: UnitGroup) -> None:
        """ "Huyện P: xã A": a colon after a unit of a higher level opens the list of its own."""
        if previous is None or len(previous.units) != 1:
            return
        span = self.units[group.units[0]]
        above = self.units[previous.units[0]]
        gap = self._gap(previous.last, span.head)
        if not gap.has(m.COLON) or not gap.only(_TO_LIST):
            return
        sure = ranks(above, self.names)[0] > ranks(span, self.names)[0]
        # "Bezirk A: die Bezirke B und C": what A is made of, more likely than what lies in it.
        if sure or (above.kinds != span.kinds and self.names.can_contain(above, span)):
            span.parent = previous.units[0]

    def _joins(self, group: UnitGroup, i: int, head: int | None = None) -> bool:
        """Whether unit i joins the group as member or parent; if so it is put there."""
        span = self.units[i]
        start = span.head if head is None else head
        gap = self._gap(group.last, start)
        if not gap.only(_IN_LIST):
            return False
        if head is None and self._is_parent(group, i, gap):
            self._put_parent(group, i)
        elif self._is_member(group, span, gap, start) and not self._repeats(group, i):
            group.units.append(i)
            self.told.add(self._key(span))
            span.parent = span.parent if head is not None else self._shared_parent(group, gap)
        else:
            return False
        group.last = self._closed(self.end(span), gap)
        return True

    def _put_parent(self, group: UnitGroup, i: int) -> None:
        self.units[i].role = "parent"
        if group.parents and self.end(self.units[group.parents[-1]]) == group.last:
            self.units[group.parents[-1]].parent = i
        group.parents.append(i)
        for member in reversed(group.units):
            if self.units[member].parent is not None:
                break
            self.units[member].parent = i

    def _shared_parent(self, group: UnitGroup, gap: Gap) -> int | None:
        """A list under one heading or one kind word over a parent keeps it; a bracket holds for what is before it."""
        first = self.units[group.units[0]]
        if first.parent is None or (first.parent in group.parents and self.units[first.parent].first > first.first):
            return None
        return first.parent if self.units[first.parent].first < first.first else None

    def _is_parent(self, group: UnitGroup, i: int, gap: Gap) -> bool:
        span, member = self.units[i], self._last_of(group)
        opened = gap.opens()
        separated = gap.has(m.SEPARATOR)
        if opened and not separated and span.head == span.first and self._closes_behind(i):
            span.kinds = ()  # what was read as a list is "A (P, Q)"
        if not span.kinds:
            if opened and not separated and (self._closes_next(self.end(span)) or self._closes_behind(i)):
                return self.names.can_contain(span, member)
            if separated and member.role == "parent" and self._is_single_comma(gap):
                return self._is_province_of(span, member)  # "commune A, district P, Q"
            above = ranks(span, self.names)[0] > ranks(member, self.names)[0] and bool(member.kinds)
            beside = not gap.tokens and self.names.can_contain(span, member)
            return above and not separated and (beside or gap.has(m.PARENT | m.LOCATION))
        if self._holds(group, span):
            return False
        low, _ = ranks(member, self.names)
        own_low, own_high = ranks(span, self.names)
        if own_high <= low or self._of_free_word(gap):
            return False
        if gap.has(m.LOCATION) and not gap.has(m.PARENT | m.OPEN):
            sure = own_low > low or self._goes_on_behind(group, span)
            return sure and bool(member.kinds) and not separated
        # The translator's word can mean either level: only the register tells whether the one lies in the other.
        sure = own_low > low
        alike = span.kinds == member.kinds and separated and not opened
        beside = not gap.tokens and span.kinds != member.kinds  # "commune A district P", whatever the register knows
        if alike or not (sure or beside or self.names.can_contain(span, member) or self._is_above(span, low, gap)):
            return False
        if opened:
            return not separated
        if not gap.tokens or not separated:
            return gap.has(m.PARENT) or gap.only(m.OLD | m.NEW | m.FILLER)
        if gap.has(m.EXTENT):
            return False
        return self._is_chain(group, span, gap) or (sure and self._parent_after_comma(gap))

    def _holds(self, group: UnitGroup, span: UnitSpan) -> bool:
        """ "In P, district A": whether a province without a kind word stands before one that lies in it."""
        first = self.units[group.units[0]]
        if len(group.units) > 1 or first.kinds or span.head == span.first:
            return False
        return self._is_province_of(first, span)

    def _opens_with_province(self, group: UnitGroup, span: UnitSpan) -> bool:
        """Whether a group that opens its clause is the province of the unit behind it, with but a comma between."""
        if self.in_clause != _TWO or not self._holds(group, span):
            return False
        gap = self._gap(group.last, span.head)
        return gap.has(m.COMMA) and gap.only(m.COMMA | m.NUMBER | m.FILLER | m.OLD | m.NEW)

    def _put_under(self, found: list[UnitGroup]) -> None:
        """The province of a group of its own goes above the unit that follows it."""
        above, group = found.pop(-2), found[-1]
        province = above.units[0]
        self.units[province].role = "parent"
        self.units[group.units[0]].parent = province
        group.parents.append(province)
        group.first = above.first

    def _closes_behind(self, i: int) -> bool:
        """ "A (P, Q)": whether the bracket closes behind a province of the unit that is named right behind it."""
        after = self.units[i + 1] if i + 1 < len(self.units) else None
        if after is None or after.kinds or not self._closes_next(self.end(after)):
            return False
        gap = self._gap(self.end(self.units[i]), after.head)
        return self._is_single_comma(gap) and self._is_province_of(after, replace(self.units[i], kinds=()))

    def _is_province_of(self, span: UnitSpan, member: UnitSpan) -> bool:
        return ranks(span, self.names)[1] == LEVEL_RANK["province"] and self.names.can_contain(span, member)

    def _is_single_comma(self, gap: Gap) -> bool:
        return gap.has(m.COMMA) and len(gap.tokens) - sum(bool(mark & (m.OLD | m.CLOSE)) for mark in gap.marks) == 1

    def _is_above(self, span: UnitSpan, low: int, gap: Gap) -> bool:
        """Whether a unit alone in a bracket is of a higher level by what its kind word means first."""
        return gap.opens() and LEVEL_RANK[KIND_LEVEL[span.kinds[0]]] > low and self._closes_next(self.end(span))

    def _goes_on_behind(self, group: UnitGroup, span: UnitSpan) -> bool:
        """Whether a unit that can hold the last one is no target: one stands before or behind ("به A در ناحیه P")."""
        if not self.names.can_contain(span, self._last_of(group)):
            return False
        return self._is_target(group) or self._leads_on(self.end(span), m.INTO)

    def _last_of(self, group: UnitGroup) -> UnitSpan:
        last = group.units[-1]
        if group.parents and self.units[group.parents[-1]].first > self.units[last].first:
            last = group.parents[-1]
        return self.units[last]

    def _of_free_word(self, gap: Gap) -> bool:
        """ "A, B und drei Gemeinden des Bezirks P": P lies above units that have no names."""
        return gap.has(m.KIND)

    def _parent_after_comma(self, gap: Gap) -> bool:
        """ "A, B, thuộc huyện P"."""
        after = max(n for n, mark in enumerate(gap.marks) if mark & m.SEPARATOR)
        return any(mark & m.PARENT for mark in gap.marks[after + 1 :])

    def _is_chain(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "xã A, huyện P, tỉnh Q": single units from below, parted by single commas."""
        if not self._is_single_comma(gap):
            return False
        if span.head == span.first and span.kinds == self.units[group.units[-1]].kinds:
            return False
        word = next((w for w in (self.words_by_end.get(j) for j in range(span.head, span.first + 1)) if w), None)
        return word is None or not word.plural

    def _closes_next(self, i: int) -> bool:
        while i < len(self.marks) and self.marks[i] & (m.OLD | m.NEW):
            i += 1
        return i < len(self.marks) and bool(self.marks[i] & m.CLOSE)

    def _closed(self, last: int, gap: Gap) -> int:
        """A bracket opened in the gap closes after the unit; words for old and new belong to it."""
        i = last
        while i < len(self.marks) and i < last + 2 and self.marks[i] & (m.OLD | m.NEW):
            i += 1
        if gap.has(m.OPEN) and i < len(self.marks) and self.marks[i] & m.CLOSE:
            return i + 1
        return last

    def _is_member(self, group: UnitGroup, span: UnitSpan, gap: Gap, start: int) -> bool:
        bracket = gap.opens() or any(self.marks[j] & m.OPEN for j in range(start, span.first))
        if not gap.has(m.SEPARATOR) or bracket or self._only_says_where(group, span, gap):
            return False
        if any(mark & m.LOCATION and not mark & m.PARENT for mark in gap.marks):
            return False
        if (
            self._is_heading(group, span)
            or self._holds(group, span)
            or self._is_told(span, gap)
            or self._is_named_new(span)
        ):
            return False
        if (
            self._is_behind_end(group, span, gap)
            or self._is_relative(span, gap)
            or (gap.has(m.COMMA) and self._is_contrasted(group))
        ):
            return False
        if self._is_full(group, span, gap) or self._is_result(group, span, gap) or _opens_rest(gap):
            return False
        if self._is_of_new_kind(group, span, gap):
            return False
        if self._of_free_word(gap) and not self._counts(gap):
            return False
        if not self._same_level(self.units[group.units[-1]], span):
            return False
        return not self._new_statement(group, span, gap)

    def _is_relative(self, span: UnitSpan, gap: Gap) -> bool:
        """ "A, dem B zugeschlagen wurde": before a bare name no article stands, but a relative pronoun.

        Nor does an article stand behind another ("A, in der das frühere B …").
        """
        behind = list(dropwhile(lambda mark: mark & m.LOCATION, gap.marks[1:]))
        if gap.marks[0] & m.COMMA and behind and len(behind) < len(gap.marks) - 1 and behind[0] & m.RELATIVE:
            return True
        if span.head != span.first or len(gap.marks) != _TWO:
            return False
        return bool(gap.marks[0] & m.COMMA) and bool(gap.marks[1] & m.RELATIVE)

    def _is_contrasted(self, group: UnitGroup) -> bool:
        """Whether a group stands behind a word for "unlike": what is told of others does not hold for it."""
        before = self.marks[max(self.firsts[group.first], group.first - _TWO) : group.first]
        return any(mark & m.CONTRAST for mark in before)

    def _is_full(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "Die Stadt S wird mit den drei Gemeinden A, B, C, Gemeinde D.": the list has as many as it was to have."""
        if len(gap.tokens) != 1 or not gap.has(m.COMMA) or span.head == span.first or self.in_clause < _TWO:
            return False
        end, head = self.end(span), self.units[group.units[0]].head
        if end < len(self.marks) and self._same_sentence(end, span.head) and not self._is_end(end):
            return False
        number = next((j for j in range(head - 1, max(-1, head - _CLOSE), -1) if self.marks[j] & m.NUMBER), -1)
        return number >= 0 and self._number(number) == len(group.units)

    def _is_of_new_kind(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "Township A, ward A it became": one name under two kind words, with but a comma between, is no list."""
        first = self.units[group.units[0]]
        if len(group.units) > 1 or len(gap.tokens) != 1 or not gap.has(m.COMMA) or not (first.kinds and span.kinds):
            return False
        lower, end = self.ann.lower, self.end(span)
        alike = lower[first.first : first.last] == lower[span.first : span.last]
        goes_on = end < len(self.marks) and bool(self.marks[end] & m.SEPARATOR)
        return alike and set(first.kinds).isdisjoint(span.kinds) and not goes_on

    def _number(self, at: int) -> int | None:
        """The number that a token tells in figures or in words."""
        token = self.ann.tokens[at]
        return int(token) if len(token) < _CLOSE and token.isdecimal() else self.numerals.get(at)

    def _is_named_new(self, span: UnitSpan) -> bool:
        """ "A und B, die neue Provinz heißt C": what bears a name by a word of naming is what the list becomes."""
        return any(self.marks[j] & m.NAMING for j in range(span.head, span.first))

    def _is_behind_end(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "… of the communes A and B, the commune C was formed": a joining word has closed the list before the comma.

        With more of the list, a target or the end of the sentence behind it the unit is a member like the others.
        """
        if len(gap.tokens) != 1 or not gap.has(m.COMMA) or span.head == span.first or len(group.units) < _TWO:
            return False
        last, before = self.units[group.units[-1]], self.units[group.units[-2]]
        joined = self.marks[self.end(before) : last.head]
        if not joined or not joined[0] & m.SEPARATOR or any(j & (m.COMMA | m.SEMICOLON | m.EXTENT) for j in joined):
            return False
        end = self.end(span)
        after = self.unlisted[end]
        if after >= len(self.marks) or not self._same_sentence(after, span.head) or self._is_end(after):
            return False
        return self.inside.isdisjoint(range(end, after)) and not self._leads_on(after, m.INTO)

    def _is_result(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "A, B, C, the new commune D is it": behind a comma alone, called new or named by the word that follows."""
        if len(gap.tokens) != 1 or not gap.has(m.COMMA) or span.head == span.first or len(group.units) < _TWO:
            return False
        if any(self.units[i].old is False for i in group.units):
            return False
        end = self.end(span)
        goes_on = end < len(self.marks) and self.marks[end] & m.SEPARATOR
        return end in self.named or (span.old is False and not goes_on)

    def _repeats(self, group: UnitGroup, i: int) -> bool:
        """ "A in B und die Gemeinde C in D": the word before B stands behind C, too, with a unit of its own."""
        span = self.units[i]
        if len(group.units) > 1 or i + 1 == len(self.units) or self.in_clause < _TWO or span.head == span.first:
            return False
        behind = range(span.last, min(self.units[i + 1].head, span.last + _CLOSE))
        if not behind or behind[-1] + 1 != self.units[i + 1].head or any(self.marks[j] & m.SEPARATOR for j in behind):
            return False
        lead = self._lead(group)
        return lead is not None and any(self.ann.lower[j] == lead for j in behind)

    def _lead(self, group: UnitGroup) -> str | None:
        """The word for "in" or "into" before a group."""
        j, low = group.first - 1, self.firsts[group.first]
        while j >= low and self.marks[j] & (m.FILLER | m.NEW | m.NUMBER) and not self.marks[j] & _LEADS:
            j -= 1
        while j > low and self.marks[j] & _LEADS and self.marks[j - 1] & _LEADS:
            j -= 1
        return self.ann.lower[j] if j >= low and self.marks[j] & _LEADS else None

    def _is_told(self, span: UnitSpan, gap: Gap) -> bool:
        """Whether the list has the unit already and ends with it: a new clause ("A und B, die Gemeinde A bleibt").

        A list may hold two units of one name from two districts; then more of the list or a target follows.
        """
        if self._key(span) not in self.told or not gap.only(~m.SEPARATOR | m.COMMA):
            return False
        if span.old is False:
            return True
        end = self.end(span)
        if end >= len(self.marks) or self.unlisted[end] != end:
            return False
        return not self.marks[end] & m.INTO or bool(self.marks[end] & m.NAMING)

    def _is_heading(self, group: UnitGroup, span: UnitSpan) -> bool:
        """Whether a colon behind a unit of a higher level opens a list of its own."""
        if span.head == span.first or ranks(span, self.names)[1] <= ranks(self.units[group.units[-1]], self.names)[0]:
            return False
        i = self.end(span)
        while i < len(self.marks) and self.marks[i] & (m.OLD | m.NEW | m.OPEN | m.CLOSE):
            i += 1
        return i < len(self.marks) and bool(self.marks[i] & m.COLON)

    def _counts(self, gap: Gap) -> bool:
        """Whether the free kind words between two members belong to the brackets or counts of the list itself."""
        return not gap.has(m.PARENT)

    def _new_statement(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """Whether a sign between two units ends one statement and opens the next ("A vào B, C vào D"; "… B; C …")."""
        after = self.unlisted[self.end(span)]
        ended = after >= len(self.marks) or not self._same_sentence(after, span.head) or self._is_end(after)
        if gap.has(m.SEMICOLON):
            split = self.in_clause > 1 and not ended
            self.in_clause = 0 if split else self.in_clause
            return split
        if ended or self.in_clause < _TWO:
            return False
        if self._leads_on(after, m.BASIS):
            return True
        return len(group.units) == 1 and self._is_target(group) and self._leads_on(after, m.INTO)

    def _leads_on(self, i: int, bit: int) -> bool:
        """Whether a word for "into" or "made of" stands close behind token i, with a unit or a kind word behind it."""
        limit = min(i + _CLOSE, len(self.marks) - 1)
        while i < limit and i not in self.inside and not self.marks[i] & bit:
            i += 1
        if not self.marks[i] & bit:
            return False
        i += 1
        while (
            i < len(self.marks) and i not in self.inside and self.marks[i] & _BEFORE_UNIT and not self.marks[i] & m.KIND
        ):
            i += 1
        return i in self.inside or (i < len(self.marks) and bool(self.marks[i] & m.KIND))

    def _only_says_where(self, group: UnitGroup, span: UnitSpan, gap: Gap) -> bool:
        """ "Ở An Giang, thị xã A …": a unit behind a locative word that opens the sentence or a clause."""
        if len(group.units) > 1 or not gap.has(m.COMMA):
            return False
        low = self.firsts[group.first]
        j = group.first
        while j > low and self.marks[j - 1] & (m.LOCATION | m.FILLER | m.PARENT):
            j -= 1
        located = any(mark & m.LOCATION for mark in self.marks[j : group.first])
        if not located or (j > low and self.ann.tokens[j - 1][0].isalnum()):
            return False
        above = self.units[group.units[0]]
        if ranks(above, self.names)[1] <= ranks(span, self.names)[1]:
            return False
        return span.head < span.first or self.names.can_contain(above, span)

    def _is_end(self, i: int) -> bool:
        return bool(self.marks[i] & (m.SEMICOLON | m.COLON)) or not self.ann.tokens[i][0].isalnum() or i in self.cells

    def _is_target(self, group: UnitGroup) -> bool:
        """Whether the group stands behind a word that names a target, in a clause that has told another unit."""
        j = group.first - 1
        low = self.firsts[group.first]
        while j > low and self.marks[j] & (m.FILLER | m.NEW | m.NUMBER) and not self.marks[j] & m.INTO:
            j -= 1
        return j >= low and bool(self.marks[j] & m.INTO)

    def _same_level(self, last: UnitSpan, span: UnitSpan) -> bool:
        """Lists mix levels only where a town stands beside communes; provinces stand with provinces."""
        low, high = ranks(last, self.names)
        own_low, own_high = ranks(span, self.names)
        if (low == 2) != (own_low == 2):
            return not span.kinds or not last.kinds or (own_high == 2 and high == 2)
        return True


def _opens_rest(gap: Gap) -> bool:
    """ "A, the rest together with B": a word for an extent that stands by itself opens a statement of its own."""
    behind = list(dropwhile(lambda mark: mark & m.EXTENT, gap.marks[1:]))
    if not behind or len(behind) == len(gap.marks) - 1 or not gap.marks[0] & m.COMMA:
        return False
    return bool(behind[0] & m.SEPARATOR) and not behind[0] & m.COMMA
