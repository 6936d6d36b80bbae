"""A sentence as a short sequence of typed items: units, counts, dates, documents, people, bodies, cues, words.

Symbols: U units, L units that only say where or what others are unlike, K kind word without name, C count of units,
Z bare number, % percentage, D date, N document, P person with roles, B body, V level, w any other word; punctuation
stands for itself. Areas and numbers of inhabitants, and brackets that hold nothing else, are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..records.annotation import Annotation, Sentence
from ..records.spans import BodySpan, KindWord, PersonSpan, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL, LEVEL_RANK, Kind, Level

_PUNCTUATION = {
    **dict.fromkeys(",،、", ","),
    **dict.fromkeys(";؛", ";"),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys("-–—", "-"),
    **dict.fromkeys(".!?؟…", "."),
    **dict.fromkeys("→⇒➔►", "→"),
    **dict.fromkeys("←⇐", "←"),
    **dict.fromkeys(":+*|=", ""),
}
_POINT = "."
_DROPPED = frozenset("\"'„“”‘’«»•")
# The group of terms that are cues.
CUE = "cue"
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LONGEST_NUMERAL = 20
_NOTHING: frozenset[str] = frozenset()
_NO_CELLS: frozenset[int] = frozenset()
# The class of a count of units in general or of a whole level ("75 Verwaltungseinheiten auf Gemeindeebene").
TOTAL = frozenset({"total"})
# The class of a unit right behind a count or kind word of a lower level: it says whose they are ("10 communes of A").
ABOVE = frozenset({"above"})
# The class of a list that begins with a part of a unit ("is now a part of commune A").
PIECE = frozenset({"piece"})
# The class of a list of several units.
LISTED = frozenset({"listed"})
_TELLING = frozenset("UCNPDVKZB%")
_NAMED = frozenset("UNPBD")
_MOST_ADJECTIVES = 3
# The class of words for what is left of a number.
_LEFT_OVER = "left_over"


@dataclass(slots=True)
class Count:
    """A number of units: the kinds that the noun can mean (empty for any), its level, what it counts."""

    number: float
    kinds: tuple[Kind, ...] = ()
    level: Level | None = None


@dataclass(slots=True)
class Item:
    """Tokens [first, last) of one sentence with a symbol, the cue classes they carry and what they stand for."""

    first: int
    last: int
    symbol: str
    classes: frozenset[str] = _NOTHING
    value: Any = None


def units_in(item: Item) -> list[int]:
    """The units of an item, by index."""
    return item.value.units if isinstance(item.value, UnitGroup) else []


def number_of(token: str) -> float | None:
    """The value of a numeral: "62,5" 62.5, "10.035" 10035; None for anything else, and for what counts nothing."""
    if len(token) > _LONGEST_NUMERAL or not _NUMBER.fullmatch(token):
        return None
    if _THOUSANDS.fullmatch(token):
        return float(re.sub(r"[.,]", "", token))
    return float(token.replace(",", ".")) if token.count(",") + token.count(".") <= 1 else None


class Sequencer:
    """Builds the item sequences of one article; spans found by the components go in, terms fill the rest."""

    def __init__(self, ann: Annotation) -> None:
        self.ann = ann
        self.units: list[UnitSpan] = ann.context["units"]
        self._at: dict[int, Item] = {}
        terms = ann.context["terms"]
        self._cues: dict[int, tuple[int, frozenset[str]]] = {}
        for first, last, _, names in terms.get(CUE, ()):
            known = self._cues.get(first)
            self._cues[first] = (last, names) if known is None else (known[0], known[1] | names)
        self._cue_firsts = sorted(self._cues)
        self._swallowed = {j for i, (last, _) in self._cues.items() for j in range(i, last)}
        self._numbers = {t.first: (t.last, float(t.value)) for t in terms.get("number", ())}
        self._levels = {t.first: t for t in terms.get("level", ())}
        self._generic = {t.first: t for t in terms.get("generic", ())}
        self._measures = {t.first: t.last for t in terms.get("measure", ())}
        self._before = _classes_by_token(terms.get("marker_before", ()))
        self._after = {t.first: (t.last, t.value) for t in terms.get("marker_after", ())}
        self._place_spans()
        self._place_counts()

    def _put(self, item: Item) -> None:
        known = self._at.get(item.first)
        if known is None or known.last < item.last:
            self._at[item.first] = item

    def _place_spans(self) -> None:
        ann = self.ann
        bodies: list[BodySpan] = ann.context.get("bodies", [])
        self._body_ends = {i: body.last for body in bodies for i in range(body.first + 1, body.last)}
        for body in bodies:
            self._put_marked(Item(body.first, body.last, "B", value=body), body.first)
        groups: list[UnitGroup] = ann.context["groups"]
        for group in groups:
            self._put_group(group)
        persons: list[PersonSpan] = ann.context.get("persons", [])
        for person in persons:
            self._put(Item(person.outer_first, person.outer_last, "P", value=person))
        for symbol, mentions in (("N", ann.documents), ("D", ann.dates)):
            for mention in mentions:
                first = bisect_right(ann.starts, mention.start) - 1
                self._at.pop(first, None)
                self._put(Item(first, self._last_token(first, mention.end), symbol, value=mention))

    def _last_token(self, first: int, end: int) -> int:
        last = first + 1
        while last < len(self.ann.starts) and self.ann.starts[last] < end:
            last += 1
        return last

    def _put_group(self, group: UnitGroup) -> None:
        """Fillers before a group (articles, "new", a number) belong to it, unless a cue has them."""
        inside = self._body_ends.get(group.first, 0)
        if inside > group.first:
            self._put_rest(group, inside)
            return
        first = group.first + self._is_counted(group.first)
        low = self.ann.context["sentence_firsts"][group.first]
        while first > low and self._is_filler(first - 1) and not self._is_counted(first - 1):
            first -= 1
        item = Item(first, group.last, "L" if group.contrasted else "U", value=group)
        self._put_marked(item, max(first, group.first))
        if self.units[group.units[0]].extent == "part":
            item.classes |= PIECE
        if len(group.units) > 1:
            item.classes |= LISTED

    def _put_rest(self, group: UnitGroup, after: int) -> None:
        """A list that begins in the name of a body ("UBND xã A và xã B") goes on behind it."""
        members = [i for i in group.units if self.units[i].head >= after]
        if members:
            first = self.units[members[0]].head
            self._put(Item(first, group.last, "U", value=UnitGroup(first, group.last, members, group.parents)))

    def _is_counted(self, i: int) -> bool:
        """Whether a word for units in general follows a number: what lies behind says whose they are."""
        if i not in self._generic:
            return False
        before = range(max(0, i - _MOST_ADJECTIVES), i)
        return any(self.ann.tokens[j][0].isdigit() or j in self._numbers for j in before)

    def _is_filler(self, i: int) -> bool:
        mark = self.ann.context["marks"][i]
        if not mark & self.ann.context["soft_marks"] or mark & self.ann.context["hard_marks"]:
            return False
        return i not in self._swallowed and i not in self.ann.context["covered"]

    def _put_marked(self, item: Item, head: int) -> None:
        """An item with the classes of the markers before its head, and of one right behind it."""
        before = self._before
        low = item.first - (item.first == head and head - 1 not in self._swallowed)
        classes = [name for i in range(low, head + 1) if i in before for name in before[i]]
        after = self._after.get(item.last) or self._after_adjective(item.last)
        if after is not None:
            classes.append(after[1])
            item.last = after[0]
        if classes:
            item.classes = frozenset(classes)
        self._put(item)

    def _after_adjective(self, i: int) -> tuple[int, str] | None:
        """The marker behind an adjective that follows a unit ("the commune A new [object]")."""
        return self._after.get(i + 1) if i in self._cues and "adjective" in self._cues[i][1] else None

    def _place_counts(self) -> None:
        taken = {j for item in self._at.values() for j in range(item.first, item.last)}
        words: list[KindWord] = self.ann.context["free_kind_words"]
        heads = {word.first: word for word in words}
        for i in sorted({*self.ann.figures, *self._numbers, *heads, *self._generic, *self._levels} - taken):
            number = self._numeral(i, self.ann.lower[i])
            if number is not None and not self._is_share(i):
                self._put_count(i, number[0], number[1], heads, taken)
            elif i in heads:
                self._put_marked(Item(i, heads[i].last, "K", value=heads[i]), i)
            elif i in self._generic:
                self._put_marked(Item(i, self._level_after(self._generic[i].last)[0], "K", value=None), i)
            elif i in self._levels and i not in self._at:
                term = self._levels[i]
                self._put(Item(i, term.last, "V", value=term.value))

    def _is_share(self, i: int) -> bool:
        """Whether a number is the whole of a share ("65/65 Gemeinden"): nothing became that many."""
        tokens = self.ann.tokens
        return i > 1 and tokens[i - 1] == "/" and tokens[i - 2][0].isdigit()

    def _numeral(self, i: int, token: str) -> tuple[int, float] | None:
        if i in self._numbers:
            return self._numbers[i]
        value = number_of(token) if "0" <= token[0] <= "9" else None
        return None if value is None else (i + 1, value)

    def _put_count(self, i: int, last: int, number: float, heads: dict[int, KindWord], taken: set[int]) -> None:
        tokens = self.ann.tokens
        if last in self._measures:
            self._put(Item(i, self._measures[last], "M"))
            return
        j = self._noun_after(last, heads, taken)
        if j in heads and not (j in self._generic and self._generic[j].last > heads[j].last):
            word = heads[j]
            end, level = self._level_after(word.last)
            classes = TOTAL if level else _NOTHING
            self._put(Item(i, end, "C", classes, Count(number, word.kinds, level or _level_of(word.kinds))))
        elif j in self._generic:
            end, level = self._level_after(self._generic[j].last)
            self._put(Item(i, end, "C", TOTAL, Count(number, (), level)))
        elif last < len(tokens) and tokens[last] in ("%", "٪"):
            self._put(Item(i, last + 1, "%", value=number))
        elif "percent" in self._cues.get(last, (0, _NOTHING))[1]:
            self._put(Item(i, self._cues[last][0], "%", value=number))
        elif "0" <= tokens[i][0] <= "9" or (number > 1 and self._stands_alone(i, last)):
            self._put(Item(i, last, "Z", value=Count(number)))

    def _stands_alone(self, i: int, last: int) -> bool:
        """Whether a numeral in words counts nothing named: behind a cue, before a sign or "left" ("only seven.")."""
        if _LEFT_OVER in self._cues.get(last, (0, _NOTHING))[1]:
            return True
        return i - 1 in self._swallowed and last < len(self.ann.tokens) and self.ann.tokens[last] in _PUNCTUATION

    def _noun_after(self, last: int, heads: dict[int, KindWord], taken: set[int]) -> int:
        """The noun that a number counts, past adjectives and fillers; `last` itself where there is none."""
        marks: list[int] = self.ann.context["marks"]
        soft: int = self.ann.context["soft_marks"]
        j = last
        while j < len(marks) and j <= last + _MOST_ADJECTIVES and j not in taken:
            if j in heads or j in self._generic:
                return j
            if not marks[j] & soft and "adjective" not in self._cues.get(j, (0, _NOTHING))[1]:
                break
            j += 1
        return -1

    def _level_after(self, i: int) -> tuple[int, Level | None]:
        """A level phrase within three tokens after a count noun ("auf Gemeindeebene", "cấp xã")."""
        marks: list[int] = self.ann.context["marks"]
        soft: int = self.ann.context["soft_marks"]
        for j in range(i, min(i + 4, len(self.ann.tokens))):
            term = self._levels.get(j)
            if term is not None:
                return term.last, term.value
            if self.ann.tokens[j][0].isdigit() or (not marks[j] & soft and j > i + 1):
                break  # another number counts units of its own
        return i, None

    def cues_inside(self, sentence: Sentence) -> frozenset[str]:
        """All cue classes of a sentence, also those inside names of bodies and posts: what it is about."""
        first, last = (bisect_left(self._cue_firsts, i) for i in (sentence.first, sentence.last))
        return _NOTHING.union(*(self._cues[i][1] for i in self._cue_firsts[first:last]))

    def items(self, sentence: Sentence) -> list[Item]:
        """The items of one sentence in order."""
        out: list[Item] = []
        i, end = sentence.first, sentence.last
        placed, cues, tokens, signs = self._at.get, self._cues, self.ann.tokens, _PUNCTUATION
        cells: frozenset[int] = self.ann.context.get("cells", _NO_CELLS)
        while i < end:
            if i in cells:
                out.append(Item(i, i, "|"))
            item = placed(i)
            if item is None or item.last > end:
                if i in cues:
                    item = self._cue(i)
                else:
                    token = tokens[i]
                    i += 1
                    if token not in _DROPPED and not (token == _POINT and i < end and _is_counting(out)):
                        out.append(Item(i - 1, i, (signs[token] or token) if token in signs else "w"))
                    continue
            elif i in cues and item.symbol in "KZCBV":
                item.classes = item.classes | cues[i][1]
            out.append(item)
            i = item.last
            if item.symbol == "C" and (named := self._named_with(item)) is not None:
                out.append(named)
                i = named.last
        return self._settled(out)

    def _settled(self, items: list[Item]) -> list[Item]:
        """Without what is said by the way, and with what only the items around one tell of it."""
        symbols = {item.symbol for item in items}
        if "M" in symbols or ")" in symbols:
            items = _without_asides(items)
        if "U" not in symbols:
            return items
        if "K" in symbols or "C" in symbols:
            items = _with_owners(items, self.units)
        return _with_places(items, self.units)

    def _named_with(self, count: Item) -> Item | None:
        """The list whose kind word is the last that a count names ("elf Provinzen und Städte: A, B"): it follows."""
        for i in range(count.first + 1, count.last):
            item = self._at.get(i)
            if item is not None and item.symbol == "U" and item.last > count.last:
                return Item(count.last, item.last, "U", item.classes, item.value)
        return None

    def _cue(self, i: int) -> Item:
        """A cue; what begins inside it and is a name ("sáp nhập nguyên trạng xã A") or goes on behind it stays."""
        last, classes = self._cues[i]
        if last > i + 1:
            last = next((j for j in range(i + 1, last) if j in self._at and self._outlives(j, last)), last)
        return Item(i, last, "w", classes)

    def _outlives(self, j: int, end: int) -> bool:
        item = self._at[j]
        return item.symbol in _NAMED or (item.symbol == "K" and item.last > end)


def _classes_by_token(terms: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for term in terms:
        for i in range(term.first, term.last):
            found.setdefault(i, []).append(term.value)
    return found


def _level_of(kinds: tuple[Kind, ...]) -> Level | None:
    levels = {KIND_LEVEL[kind] for kind in kinds}
    return levels.pop() if len(levels) == 1 else None


def _is_counting(items: list[Item]) -> bool:
    """Whether a point behind these makes an ordinal of a number ("at the 30. session"), not the head of a clause."""
    return len(items) > 1 and items[-1].symbol == "Z" and items[-2].symbol == "w"


def _without_asides(items: list[Item]) -> list[Item]:
    """Without measures, and without brackets that hold measures and plain words alone."""
    out: list[Item] = []
    opened = -1
    for item in items:
        out.append(item)
        if item.symbol == "(":
            opened = len(out) - 1
        elif item.symbol == ")" and opened >= 0:
            if not any(inner.symbol in _TELLING or inner.classes for inner in out[opened:]):
                del out[opened:]
            opened = -1
    return [item for item in out if item.symbol != "M"]


def _with_places(items: list[Item], units: list[UnitSpan]) -> list[Item]:
    """A lone unit of a higher level after a locative cue, or first in its sentence, says only where: L."""
    groups = [item for item in items if item.symbol == "U"]
    if len(groups) < 2:
        return items
    lowest = min(_rank(item.value, units) for item in groups)
    for before, item in zip([None, *items], items, strict=False):
        if item.symbol != "U" or len(item.value.units) > 1 or _rank(item.value, units) <= lowest:
            continue
        if before is None or "in_place" in before.classes or (before is items[0] and "in" in before.classes):
            item.symbol = "L"
    return items


def _with_owners(items: list[Item], units: list[UnitSpan]) -> list[Item]:
    """With class `above` on a lone unit behind a count or kind word of a lower level; items are shared, so anew."""
    for n in range(1, len(items)):
        counted, item = items[n - 1], items[n]
        if item.symbol != "U" or counted.symbol not in "KC" or len(item.value.units) > 1:
            continue
        if _rank(item.value, units) > _lowest(counted.value):
            items[n] = Item(item.first, item.last, item.symbol, item.classes | ABOVE, item.value)
    return items


def _lowest(counted: Count | KindWord | None) -> int:
    kinds = counted.kinds if counted is not None else ()
    return min((LEVEL_RANK[KIND_LEVEL[kind]] for kind in kinds), default=0)


def _rank(group: UnitGroup, units: list[UnitSpan]) -> int:
    ranks = [LEVEL_RANK[KIND_LEVEL[kind]] for i in group.units for kind in units[i].kinds[:1]]
    return min(ranks, default=0)
