"""Changes read with the official mapping in hand: a sentence that names a unit and the units that it came from.

A wording of change must stand in the sentence (classes that the pack lists), or the signs of a list. The mapping
settles who is source and who is target where no pattern of words does; what the sentence says of it (planned, denied,
part of a unit) is read from the text as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ..records.spans import UnitGroup, UnitSpan
from ..records.vocabulary import Kind
from ..register.keys import fold
from ..register.model import NEW, Unit
from ..register.register import Register
from .frames import Frame
from .patterns import PUNCTUATION, Pattern
from .rules import Rule
from .sequence import Item

_SIGNS: Final = frozenset(
    PUNCTUATION[name] for name in ("colon", "arrow", "from_arrow", "equals", "bar", "plus", "open")
)
_MOST_UNITS: Final = 400
_CACHE_LIMIT: Final = 50_000
_NO_PATTERN: Final = Pattern("", "", frozenset())
MERGE: Final = Rule("register/merge", "merge", _NO_PATTERN)
CHANGE: Final = Rule("register/change", "merge", _NO_PATTERN, alone=True)
SPLIT: Final = Rule("register/split", "split", _NO_PATTERN)
Candidates = Callable[[str], list[Unit]]


@dataclass(slots=True)
class _Named:
    """The units of one sentence with what each can be, and where each former unit is named."""

    indexes: list[int]
    spans: dict[int, UnitSpan]
    options: dict[int, list[Unit]]
    clause: dict[int, int]
    by_id: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    target: int
    unit: Unit
    sources: dict[int, str]
    complete: bool


class MappingReader:
    """Finds frames of merges and splits among the units of a sentence."""

    def __init__(self, register: Register, candidates: Candidates, cues: Iterable[str], weak: Iterable[str]) -> None:
        self.register = register
        self.candidates = candidates
        self._fitting: dict[tuple[str, tuple[Kind, ...], bool], list[Unit]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        self._after: dict[str, tuple[str, ...]] = {}
        self.cues = frozenset(cues)
        self.telling = self.cues.union(weak)

    def frames(self, items: list[Item], number: int, units: list[UnitSpan], classes: frozenset[str]) -> list[Frame]:
        """The frames of one sentence; `items` are its items, `classes` the cue classes in it."""
        told = not classes.isdisjoint(self.telling)
        if not told and _SIGNS.isdisjoint([item.symbol for item in items]):
            return []
        named = self._named(items, units)
        if named is None:
            return []
        used: set[int] = set()
        frames = self._splits(named, used, items, number, units) if told else []
        merges = self._merges(named, used, told)
        used.update(one.target for one in merges)
        frames += [self._merge_frame(one, named, used, items, number, units) for one in merges]
        return frames

    def _named(self, items: list[Item], units: list[UnitSpan]) -> _Named | None:
        clause = self._clauses(items)
        indexes = list(clause)
        if not 2 <= len(indexes) <= _MOST_UNITS:
            return None
        options = {i: self._options(units[i]) for i in indexes}
        named = _Named(indexes, {i: units[i] for i in indexes}, options, clause)
        for i in indexes:
            for unit in named.options[i]:
                named.by_id.setdefault(unit.id, []).append(i)
        return named

    def _clauses(self, items: list[Item]) -> dict[int, int]:
        """The units of a sentence, each with the number of its clause: a word of change or a semicolon ends one."""
        clause: dict[int, int] = {}
        number = 0
        for item in items:
            if isinstance(item.value, UnitGroup):
                clause.update(dict.fromkeys(item.value.units, number))
            elif item.symbol == ";" or item.classes & self.cues:
                number += 1
        return clause

    def _options(self, span: UnitSpan) -> list[Unit]:
        """The units that a span can be; without a kind word of its own it can be a province whatever its list is."""
        if not span.kinds:
            return self.candidates(span.name)
        key = (span.name, span.kinds, span.head == span.first)
        known = self._fitting.get(key)
        if known is None:
            if len(self._fitting) > _CACHE_LIMIT:
                self._fitting.clear()
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
        for unit in named.options[i]:
            before = self._before_of(unit.id)
            if named.by_id.keys().isdisjoint(before) or (unit.level == "province" and not told):
                continue
            sources = self._of_one_clause(named, i, self._sources(named, i, before))
            name = _folded(unit.name)
            sources = self._without_target(named, i, name, sources)
            others = [unit_id for unit_id in before if self._name(unit_id) != name]
            matched = set(sources.values())
            complete = bool(others) and all(other in matched for other in others)
            if len(matched) >= 2 or (matched and complete and told):
                yield _Found(i, unit, sources, complete)

    def _before_of(self, unit_id: str) -> tuple[str, ...]:
        """What a unit was made from."""
        found = self._before.get(unit_id)
        if found is None:
            found = self._before[unit_id] = tuple([edge.unit for edge in self.register.predecessors(unit_id)])
        return found

    def _after_of(self, unit_id: str) -> tuple[str, ...]:
        """What a unit became."""
        found = self._after.get(unit_id)
        if found is None:
            found = self._after[unit_id] = tuple([edge.unit for edge in self.register.successors(unit_id)])
        return found

    def _sources(self, named: _Named, target: int, before: tuple[str, ...]) -> dict[int, str]:
        """For each former unit the place that names it: in the list with most of the others, else the nearest."""
        own_group = named.spans[target].group
        places = {
            unit_id: [
                i
                for i in named.by_id.get(unit_id, ())
                if i != target and named.spans[i].group != own_group and named.spans[i].old is not False
            ]
            for unit_id in before
        }
        groups = Counter(group for found in places.values() for group in {named.spans[i].group for i in found})
        sources: dict[int, str] = {}
        for unit_id, found in places.items():
            free = [i for i in found if i not in sources]
            if free:
                best = min(free, key=lambda i: (-groups[named.spans[i].group], abs(i - target), i))
                sources[best] = unit_id
        return sources

    def _without_target(self, named: _Named, target: int, name: str, sources: dict[int, str]) -> dict[int, str]:
        """Without a unit of the target's name that stands alone behind all others: it is the target told again."""
        groups = Counter(named.spans[i].group for i in sources)
        last = max(sources, default=-1)
        again = (
            len(sources) > 1
            and last > target
            and self._name(sources[last]) == name
            and groups[named.spans[last].group] == 1
        )
        return {i: unit_id for i, unit_id in sources.items() if not (again and i == last)}

    @staticmethod
    def _of_one_clause(named: _Named, target: int, sources: dict[int, str]) -> dict[int, str]:
        """The sources that are told in one clause: that with most of them, else the nearest."""
        counts = Counter(named.clause[i] for i in sources)
        if len(counts) < 2:
            return sources
        best = min(counts, key=lambda clause: (-counts[clause], abs(clause - named.clause[target]), clause))
        return {i: unit_id for i, unit_id in sources.items() if named.clause[i] == best}

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
        before = self.register.predecessors(one.unit.id)
        alone = one.unit.list == NEW and len(before) == 1 and before[0].extent == "whole"
        frame = _frame(CHANGE if alone else MERGE, items, number, units, sorted({*one.sources, *mates}), [one.target])
        if len(one.sources) > 1:
            frame.meant = {**one.sources, one.target: one.unit.id}
        return frame

    def _splits(
        self, named: _Named, used: set[int], items: list[Item], number: int, units: list[UnitSpan]
    ) -> list[Frame]:
        """A unit and at least two that it was divided among, which nothing else in the sentence went into."""
        frames = []
        for i in named.indexes:
            heirs = (self._heirs(named, i, unit) for unit in named.options[i])
            targets = next((found for found in heirs if len(found) > 1), [])
            if targets and not used.intersection((i, *targets)):
                used.update((i, *targets))
                frames.append(_frame(SPLIT, items, number, units, [i], targets))
        return frames

    def _heirs(self, named: _Named, i: int, unit: Unit) -> list[int]:
        """Places of the units that a unit was divided among, one place each."""
        after = self._after_of(unit.id)
        if len(after) < 2 or named.by_id.keys().isdisjoint(after):
            return []
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


@lru_cache(maxsize=16384)
def _folded(name: str) -> str:
    return fold(name)


def _position(named: _Named, one: _Found) -> tuple[bool, bool, int, int]:
    """Of two readings the one whose target is called new, stands alone, and stands at an end of the statement."""
    span = named.spans[one.target]
    alone = sum(other.group == span.group for other in named.spans.values()) == 1
    inside = min(one.sources) < one.target < max(one.sources)
    return span.old is not False, not alone, int(inside), -one.target


def _frame(
    rule: Rule, items: list[Item], number: int, units: list[UnitSpan], sources: list[int], targets: list[int]
) -> Frame:
    """A frame over the items that hold the sources and targets."""
    wanted = {*sources, *targets}
    places = [
        n for n, item in enumerate(items) if isinstance(item.value, UnitGroup) and wanted.intersection(item.value.units)
    ]
    first, last = min(places), max(places) + 1
    roles = {"src": [_alone(units, i) for i in sources], "tgt": [_alone(units, i) for i in targets]}
    return Frame(rule, number, items[first].first, items[last - 1].last, roles, items, first, last)


def _alone(units: list[UnitSpan], i: int) -> Item:
    span = units[i]
    return Item(span.head, span.last, "U", value=UnitGroup(span.head, span.last, [i]))
