"""Changes read with the official mapping in hand: a sentence that names a unit and the units that it came from.

A wording of change must stand in the sentence (classes that the pack lists), or the signs of a list; or it names all
that a unit was made from. The mapping settles who is source and who is target where no pattern of words does; what the
sentence says of it (planned, denied, part of a unit) is read from the text as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from ..records.spans import UnitGroup, UnitSpan
from ..records.vocabulary import Kind
from ..register.keys import fold
from ..register.model import NEW, OLD, Edge, Unit
from ..register.register import Register
from ..text.memo import make_room
from .frames import Frame
from .pattern_syntax import PUNCTUATION
from .patterns import NO_PATTERN
from .rules import Rule
from .sequence import Item, units_in
from .shares import given_in_part, shared_statements

_SIGNS: Final = frozenset(
    PUNCTUATION[name] for name in ("colon", "arrow", "from_arrow", "equals", "bar", "plus", "open")
)
_FEWEST_UNITS: Final = 2
_MOST_UNITS: Final = 400
# How far from the units their word of change can stand, and what it can't stand beyond.
_ARTICLES: Final = 3
_WORD_REACH: Final = 8
_WORD_ENDS: Final = frozenset(";U")
_STOPS: Final = frozenset(";:(")
_WHERE: Final = frozenset({"at", "in", "in_place"})
_INTO: Final = frozenset({"in", "into", "to"})
_CACHE_LIMIT: Final = 4_096
MERGE: Final = Rule("register/merge", "merge", NO_PATTERN)
# Of a unit and all that it was made from, whatever the words are.
WHOLE: Final = Rule("register/whole", "merge", NO_PATTERN)
# The class of words for turning into something.
_TURNED: Final = "change"
CHANGE: Final = Rule("register/change", "merge", NO_PATTERN, alone=True)
SPLIT: Final = Rule("register/split", "split", NO_PATTERN)
Candidates = Callable[[str], list[Unit]]


@dataclass(slots=True)
class _Named:
    """The units of one sentence with what each can be, and where each former unit is named."""

    indexes: list[int]
    spans: dict[int, UnitSpan]
    options: dict[int, list[Unit]]
    clause: dict[int, int]
    statement: dict[int, int]
    telling: frozenset[int]
    # Units right behind a word for "in" or "into".
    entered: frozenset[int]
    # Units right behind a word for "together with".
    comes_with: frozenset[int]
    # Statements in which a word for a part stands by itself, of a unit told before it, and where it stands.
    shared: dict[int, int]
    # Units that say where something is, and those in which others lie.
    locative: frozenset[int]
    parents: frozenset[int]
    # The number of the last clause.
    clauses: int
    by_id: dict[str, list[int]]


@dataclass(slots=True)
class _Found:
    target: int
    unit: Unit
    sources: dict[int, str]
    complete: bool


class MappingReader:
    """Finds frames of merges and splits among the units of a sentence."""

    def __init__(self, register: Register, candidates: Candidates, told: Mapping[str, frozenset[str]]) -> None:
        """`told`: the classes of a pack by what they tell (`rules.MAPPING`)."""
        self.register = register
        self.candidates = candidates
        self._fitting: dict[tuple[str, tuple[Kind, ...], bool], list[Unit]] = {}
        self._before, self._after = _edges_of(register)
        self._others: dict[str, tuple[str, ...]] = {}
        self.cues, self.joins, self.owners = told["cues"], told["joins"], told["owners"]
        self.telling = self.cues | told["weak"]
        self.splits, self.shares = told["splits"], told["shares"]
        self.breaks, self.named = told["breaks"], told["named"]

    def frames(
        self, items: list[Item], number: int, units: list[UnitSpan], classes: frozenset[str], topical: bool
    ) -> list[Frame]:
        """The frames of one sentence; `items` are its items, `classes` the cue classes in it.

        `topical`: the article is about reorganization. In another one no merger is read without a word of change: the
        units of one may lie on one road.
        """
        told = not classes.isdisjoint(self.telling)
        named = self._named(items, units)
        if named is None:
            return []
        used: set[int] = set()
        frames = self._splits(named, used, items, number, units) if told else []
        divided = classes & self.cues
        parted = divided and divided <= self.splits
        merges = [] if parted else self._merges(named, used, told)
        if self._is_shared_out(items, classes):
            merges = [one for one in merges if self._gets_share(named, one.target) or self._is_apart(named, one)]
        if not told and _SIGNS.isdisjoint([item.symbol for item in items]):
            # Whatever the words are: hardly anybody names a unit and all that it was made from for another reason.
            whole = [one for one in merges if one.complete and len(set(one.sources.values())) >= _FEWEST_UNITS]
            merges = whole if topical else []
            used.update(one.target for one in merges)
            made = [self._merge_frame(one, named, used, items, number, units) for one in merges]
            return [replace(frame, rule=WHOLE) for frame in made]
        used.update(one.target for one in merges)
        frames += [self._merge_frame(one, named, used, items, number, units) for one in merges]
        return frames

    def _is_shared_out(self, items: list[Item], classes: frozenset[str]) -> bool:
        """Whether a word for a part stands by itself; before a unit it only says how much of that is meant."""
        if classes.isdisjoint(self.shares):
            return False
        return any(one.classes & self.shares and after.symbol != "U" for one, after in pairwise(items))

    def _named(self, items: list[Item], units: list[UnitSpan]) -> _Named | None:
        if sum([len(item.value.units) for item in items if isinstance(item.value, UnitGroup)]) < _FEWEST_UNITS:
            return None
        ends = frozenset(n for n in range(len(items)) if self._ends_statement(items, n))
        clause, last = self._clauses(items, ends)
        indexes = list(clause)
        if not _FEWEST_UNITS <= len(indexes) <= _MOST_UNITS:
            return None
        options = {i: self.options(units[i]) for i in indexes}
        by_id: dict[str, list[int]] = {}
        for i in indexes:
            for unit in options[i]:
                by_id.setdefault(unit.id, []).append(i)
        if not self._are_related(by_id):
            return None
        statement, telling = self._statements(items, ends)
        spans = {i: units[i] for i in indexes}
        with_others = frozenset(i for n, item in enumerate(items) if _comes_with(items, n) for i in item.value.units)
        entered, shared = _entered(items), shared_statements(items, ends)
        where = (b for a, b in pairwise(items) if b.symbol == "L" and not _WHERE.isdisjoint(a.classes))
        locative = frozenset(i for item in where for i in units_in(item))
        parents = frozenset(span.parent for span in spans.values() if span.parent is not None)
        return _Named(
            indexes,
            spans,
            options,
            clause,
            statement,
            telling,
            entered,
            with_others,
            shared,
            locative,
            parents,
            last,
            by_id,
        )

    def _are_related(self, by_id: Mapping[str, list[int]]) -> bool:
        """Whether one of some units was made from another."""
        before, foreign = self._before, by_id.keys().isdisjoint
        return any(not foreign(before[unit_id]) for unit_id in by_id)

    def _clauses(self, items: list[Item], ends: frozenset[int]) -> tuple[dict[int, int], int]:
        """The units of a sentence, each with the number of its clause, and the number of the last.

        A word of change or a semicolon ends a clause.
        """
        clause: dict[int, int] = {}
        number = 0
        for n, (item, behind) in enumerate(zip(items, [*items[1:], None], strict=True)):
            if isinstance(item.value, UnitGroup):
                if behind is not None and behind.classes & self.owners:
                    continue
                clause.update(dict.fromkeys(item.value.units, number))
            elif item.classes & self.cues or (n in ends and self._opens_clause(items[n + 1 :])):
                number += 1
        return clause, number

    def _ends_statement(self, items: list[Item], n: int) -> bool:
        """Whether a statement ends with a sign, or before a word behind a comma ("…, while the rest …")."""
        item = items[n]
        opens = self.breaks | self.shares
        return item.symbol == ";" or bool(n and item.classes & opens and items[n - 1].symbol == ",")

    def _opens_clause(self, items: list[Item]) -> bool:
        """Whether what follows a semicolon tells a change of its own; else it is the next part of a list."""
        for item in takewhile(lambda item: item.symbol != ";", items):
            if item.symbol in _SIGNS or item.classes & self.telling:
                return True
        return False

    def _statements(self, items: list[Item], ends: frozenset[int]) -> tuple[dict[int, int], frozenset[int]]:
        """The units of a sentence by the number of semicolons before them; which stretches tell a change themselves."""
        statement: dict[int, int] = {}
        changes: set[int] = set()
        lists: Counter[int] = Counter()
        number = 0
        for n, item in enumerate(items):
            if isinstance(item.value, UnitGroup):
                statement.update(dict.fromkeys(item.value.units, number))
                lists[number] += 1
            elif n in ends:
                number += 1
            elif item.classes & self.cues:
                changes.add(number)
        return statement, frozenset(n for n in changes if lists[n] > 1)

    def options(self, span: UnitSpan) -> list[Unit]:
        """The units that a span can be; without a kind word of its own it can be a province whatever its list is."""
        if not span.kinds:
            return self.candidates(span.name)
        key = (span.name, span.kinds, span.head == span.first)
        known = self._fitting.get(key)
        if known is None:
            make_room(self._fitting, _CACHE_LIMIT)
            found = self.candidates(span.name)
            fits = [unit for unit in found if unit.kind in span.kinds or (key[2] and unit.level == "province")]
            known = self._fitting[key] = fits or found
        return known

    def _merges(self, named: _Named, used: set[int], told: bool) -> list[_Found]:
        found = [one for i in named.indexes if i not in used for one in self._as_target(named, i, told)]
        found.sort(key=lambda one: (-len(one.sources), not one.complete, _position(named, one)))
        kept: list[_Found] = []
        targets: set[int] = set()
        for one in found:
            if one.target in used or one.target in targets or used & one.sources.keys() or targets & one.sources.keys():
                continue
            kept.append(one)
            targets.add(one.target)
            used.update(one.sources)
        return sorted(kept, key=lambda one: min(one.target, *one.sources))

    def _as_target(self, named: _Named, i: int, told: bool) -> Iterator[_Found]:
        """What the unit i can have come from, among the others; a target stands in no list with its sources."""
        if i in named.locative:
            return
        for unit in named.options[i]:
            before = self._before[unit.id]
            if named.by_id.keys().isdisjoint(before) or (unit.level == "province" and not told):
                continue
            sources = self._of_one_clause(named, i, self._sources(named, i, before))
            name = _folded(unit.name)
            sources = self._without_target(named, i, name, sources)
            others = [unit_id for unit_id in before if self._name(unit_id) != name]
            matched = set(sources.values())
            complete = bool(others) and all(other in matched for other in others)
            if self._is_told_again(named, i, name, sources):
                continue
            # "The rest goes with A to B": what else B was made from was told as divided.
            shared = self._gets_share(named, i) and matched.union(given_in_part(self.register, unit.id, ()))
            known = complete or (shared and shared.issuperset(others))
            if len(matched) >= 2 or (matched and known and told and not self._is_listed(named, i, unit)):
                yield _Found(i, unit, sources, complete)

    @staticmethod
    def _is_apart(named: _Named, one: _Found) -> bool:
        """Whether a merge is told in a statement of its own, in which no word for a part stands by itself."""
        told = {named.statement[i] for i in (one.target, *one.sources)}
        return len(told) == 1 and bool(named.shared) and told.isdisjoint(named.shared)

    @staticmethod
    def _gets_share(named: _Named, i: int) -> bool:
        """Whether a word for a part stands before a unit in its statement."""
        at = named.shared.get(named.statement[i])
        return at is not None and at < named.spans[i].first

    @staticmethod
    def _is_listed(named: _Named, i: int, unit: Unit) -> bool:
        """Whether units of its level stand in one list with it: what one unit alone became is told alone."""
        mates = [j for j in named.indexes if j != i and named.spans[j].group == named.spans[i].group]
        return any(other.level == unit.level for j in mates for other in named.options[j])

    def _sources(self, named: _Named, target: int, before: tuple[str, ...]) -> dict[int, str]:
        """For each former unit the place that names it: in the list or on the side of most others, or nearest."""
        own_group = named.spans[target].group
        places = {
            unit_id: [
                i
                for i in named.by_id.get(unit_id, ())
                if i != target
                and i not in named.parents
                and named.spans[i].group != own_group
                and named.spans[i].old is not False
                and not (named.statement[i] != named.statement[target] and named.statement[target] in named.telling)
            ]
            for unit_id in before
        }
        sources: dict[int, str] = {}
        if all(len(found) < 2 for found in places.values()):
            for unit_id, found in places.items():
                if found:
                    sources.setdefault(found[0], unit_id)
            return sources
        groups = Counter(group for found in places.values() for group in {named.spans[i].group for i in found})
        sides = Counter(i < target for found in places.values() for i in found)
        for unit_id, found in places.items():
            free = [i for i in found if i not in sources]
            if free:
                best = min(free, key=lambda i: (-groups[named.spans[i].group], -sides[i < target], abs(i - target), i))
                sources[best] = unit_id
        return sources

    def _without_target(self, named: _Named, target: int, name: str, sources: dict[int, str]) -> dict[int, str]:
        """Without a unit of the target's name that stands alone behind all others: it is the target told again."""
        last = max(sources, default=-1)
        if len(sources) < 2 or last < target or self._name(sources[last]) != name:
            return sources
        if sum(named.spans[i].group == named.spans[last].group for i in sources) > 1:
            return sources
        return {i: unit_id for i, unit_id in sources.items() if i != last}

    @staticmethod
    def _of_one_clause(named: _Named, target: int, sources: dict[int, str]) -> dict[int, str]:
        """The sources told in one clause: that with most of them, else the nearest; and those that come with them.

        "A goes with B and C to D": what these come with stands in the clause before.
        """
        if len({named.clause[i] for i in sources}) < 2:
            return sources
        counts = Counter(named.clause[i] for i in sources)
        best = min(counts, key=lambda clause: (-counts[clause], abs(clause - named.clause[target]), clause))
        own = [i for i in sources if named.clause[i] == best]
        here = named.statement[own[0]]
        before = [i for i in named.indexes if named.clause[i] == best - 1 and named.statement[i] == here]
        goes = {i for i in before if named.spans[i].group == named.spans[before[-1]].group}
        with_them = goes if own[0] in named.comes_with and goes <= sources.keys() else set()
        return {i: u for i, u in sources.items() if i in own or i in named.comes_with or i in with_them}

    def _is_told_again(self, named: _Named, target: int, name: str, sources: dict[int, str]) -> bool:
        """ "A goes into B, whose seat is in B": the unit of the last clause is the target of the one before."""
        clause = named.clause[target]
        again = [i for i, unit_id in sources.items() if self._name(unit_id) == name and named.clause[i] < clause]
        # "A and B were merged; the seat is in B": no word of change follows the place.
        told_last = target in named.entered and clause == named.clauses
        return bool(again) and (told_last or not named.entered.isdisjoint(again))

    def others(self, unit: Unit) -> tuple[str, ...]:
        """The ids of the units that one was made from, but for those that bear its name."""
        found = self._others.get(unit.id)
        if found is None:
            name = _folded(unit.name)
            found = self._others[unit.id] = tuple([b for b in self._before[unit.id] if self._name(b) != name])
        return found

    def _name(self, unit_id: str) -> str:
        """A name without marks: those of some older units are known by no other."""
        unit = self.register.get(unit_id)
        return _folded(unit.name) if unit else ""

    def _merge_frame(
        self, one: _Found, named: _Named, used: set[int], items: list[Item], number: int, units: list[UnitSpan]
    ) -> Frame:
        groups = {units[i].group for i in one.sources}
        # The text lists them with the sources; the register may lack them.
        mates = {i for i in named.indexes if named.spans[i].group in groups} - used
        mates |= self._joined_to(named, one, items) - used - {one.target}
        before = self.register.predecessors(one.unit.id)
        joined = not named.comes_with.isdisjoint(one.sources)
        alone = len(before) == 1 and before[0].extent == "whole" and not joined
        alone = alone and (one.unit.list == NEW or self._is_turned(one, before[0].unit, items))
        named_after = one.target in named.comes_with and any(item.classes & self.named for item in items)
        own = {one.target} if named_after else set()
        rule, sources = CHANGE if alone else MERGE, sorted({*one.sources, *mates, *own})
        frame = _frame(rule, items, number, units, sources, [one.target], self.cues)
        if len(one.sources) > 1:
            frame.meant = {**one.sources, one.target: one.unit.id}
        return frame

    def _is_turned(self, one: _Found, source: str, items: list[Item]) -> bool:
        """Whether a word of turning into something stands where an old commune became one of another kind."""
        unit = self.register.get(source)
        other = unit is not None and unit.kind != one.unit.kind and unit.level == one.unit.level == "commune"
        return other and len(one.sources) == 1 and any(_TURNED in item.classes for item in items)

    def _joined_to(self, named: _Named, one: _Found, items: list[Item]) -> set[int]:
        """The unit of their level that the text joins with the sources ("A is merged with B and C into D")."""
        places = {i: n for n, item in enumerate(items) if isinstance(item.value, UnitGroup) for i in item.value.units}
        first = min(places[i] for i in one.sources)
        near = takewhile(lambda n: not items[n].classes & self.cues, range(first - 1, max(-1, first - 3), -1))
        at = next((n for n in near if "with" in items[n].classes), -1)
        for n in range(at - 1, max(-1, at - _WORD_REACH), -1):
            item = items[n]
            if item.symbol in _STOPS or item.classes & self.cues:
                break
            if item.symbol == "U":
                levels = {unit.level for i in one.sources for unit in named.options[i]}
                alone = [i for i in item.value.units if {unit.level for unit in named.options.get(i, ())} & levels]
                return set(alone) if len(item.value.units) == 1 else set()
        return set()

    def _splits(
        self, named: _Named, used: set[int], items: list[Item], number: int, units: list[UnitSpan]
    ) -> list[Frame]:
        """A unit and at least two that it was divided among, which nothing else in the sentence went into."""
        frames = []
        foreign = named.by_id.keys().isdisjoint
        for i in named.indexes:
            divided = (after for unit in named.options[i] if len(after := self._after[unit.id]) > 1)
            heirs = (self._heirs(named, i, after) for after in divided if not foreign(after))
            targets = next((_with_mates(named, found) for found in heirs if len(found) > 1), [])
            if targets and not used.intersection((i, *targets)) and not self._joined(items, targets, i):
                used.update((i, *targets))
                frames.append(_frame(SPLIT, items, number, units, [i], targets, self.cues))
        return frames

    def _joined(self, items: list[Item], heirs: list[int], unit: int) -> bool:
        """Whether a word of joining stands between the heirs and the unit: told is how it came to be, or them again.

        Where a verb ends the clause, it stands behind the unit ("A und B werden zu C vereint").
        """
        places = {i: n for n, item in enumerate(items) if isinstance(item.value, UnitGroup) for i in item.value.units}
        here, told = places[unit], sorted(places[i] for i in heirs)
        between = items[told[-1] : here] or items[here : told[0]]
        if here > told[-1] and not any(item.classes & (self.cues | self.joins) for item in between):
            between = list(takewhile(lambda item: item.symbol not in _WORD_ENDS, items[here + 1 : here + _WORD_REACH]))
        return any(item.classes & self.joins for item in between)

    def _heirs(self, named: _Named, i: int, after: tuple[str, ...]) -> list[int]:
        """Places of the units that a unit was divided among, one place each."""
        places: list[int] = []
        for heir in after:
            heirs = [j for j in named.by_id.get(heir, ()) if named.spans[j].group != named.spans[i].group]
            if heirs and not self._has_other_source(named, heir, i):
                places.append(heirs[0])
        return sorted(set(places))

    def _has_other_source(self, named: _Named, unit_id: str, i: int) -> bool:
        name = self._name(unit_id)
        return any(
            j != i
            for edge in self.register.predecessors(unit_id)
            if self._name(edge.unit) != name
            for j in named.by_id.get(edge.unit, ())
        )


def _with_mates(named: _Named, heirs: list[int]) -> list[int]:
    """The heirs of a unit with those told in one breath with all of them that the register knows by a later name."""
    groups = {named.spans[i].group for i in heirs}
    if len(groups) > 1:
        return heirs
    mates = [i for i in named.indexes if named.spans[i].group in groups]
    return [i for i in mates if i in heirs or all(unit.list == OLD for unit in named.options[i])]


class _Edges(dict[str, tuple[str, ...]]):
    """By unit what it was made from, or what it became."""

    def __init__(self, follow: Callable[[str], Sequence[Edge]]) -> None:
        self._follow = follow

    def __missing__(self, unit_id: str) -> tuple[str, ...]:
        found = self[unit_id] = tuple([edge.unit for edge in self._follow(unit_id)])
        return found


@lru_cache(maxsize=4)
def _edges_of(register: Register) -> tuple[_Edges, _Edges]:
    """What units were made from and what they became: the same in every language."""
    return _Edges(register.predecessors), _Edges(register.successors)


def _entered(items: list[Item]) -> frozenset[int]:
    """The lone units right behind a word for "in" or "into"."""
    pairs = pairwise(items)
    found = [b.value.units for a, b in pairs if isinstance(b.value, UnitGroup) and not _INTO.isdisjoint(a.classes)]
    return frozenset(units[0] for units in found if len(units) == 1)


@lru_cache(maxsize=8192)
def _folded(name: str) -> str:
    return fold(name)


def _comes_with(items: list[Item], n: int) -> bool:
    """Whether these units are what something else comes together with: its word stands before, but for an article."""
    if not isinstance(items[n].value, UnitGroup):
        return False
    before = items[max(0, n - _ARTICLES) : n][::-1]
    near = next((item for item in before if item.symbol != "w" or item.classes), None)
    return near is not None and "with" in near.classes


def _position(named: _Named, one: _Found) -> tuple[bool, bool, int, int]:
    """Of two readings the one whose target is called new, stands alone, and stands at an end of the statement."""
    span = named.spans[one.target]
    alone = sum(other.group == span.group for other in named.spans.values()) == 1
    inside = min(one.sources) < one.target < max(one.sources)
    return span.old is not False, not alone, int(inside), -one.target


def _frame(
    rule: Rule,
    items: list[Item],
    number: int,
    units: list[UnitSpan],
    sources: list[int],
    targets: list[int],
    cues: frozenset[str],
) -> Frame:
    """A frame over the items that hold the sources and targets, and the word of change."""
    wanted = {*sources, *targets}
    places = [
        n for n, item in enumerate(items) if isinstance(item.value, UnitGroup) and wanted.intersection(item.value.units)
    ]
    first, last = _with_word(items, min(places), max(places) + 1, cues)
    roles = {"src": [unit_alone(units, i) for i in sources], "tgt": [unit_alone(units, i) for i in targets]}
    words = [item for item in items[first:last] if item.classes & cues]
    return Frame(rule, number, items[first].first, items[last - 1].last, roles, items, first, last, words)


def _with_word(items: list[Item], first: int, last: int, cues: frozenset[str]) -> tuple[int, int]:
    """The stretch with the word of change right behind it, else the one right before it, where it holds none."""
    if any(item.classes & cues for item in items[first:last]):
        return first, last
    for n in range(last, min(last + _WORD_REACH, len(items))):
        if items[n].symbol in _WORD_ENDS:
            break
        if items[n].classes & cues:
            return first, n + 1
    for n in reversed(range(max(0, first - _WORD_REACH), first)):
        if items[n].symbol in _WORD_ENDS:
            break
        if items[n].classes & cues:
            return n, last
    return first, last


def unit_alone(units: list[UnitSpan], i: int) -> Item:
    """A unit of a list as an item of its own."""
    span = units[i]
    return Item(span.head, span.last, "U", value=UnitGroup(span.head, span.last, [i]))
