"""Who takes part in a fact: the participants of all its reports in normal form, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..records.fact import Disagreement, FactParticipant
from ..register.keys import ascii_key
from ..register.model import OLD
from .choose import Votes
from .forms import Reading
from .normal import sounds
from .reports import Part, Report

_WITH_PREDECESSOR = frozenset({"merge"})


@dataclass(slots=True)
class Side:
    """The sources or the targets of a fact, by unit or by name."""

    readings: Sequence[Reading]
    source: bool
    told: dict[str, list[tuple[Part, Report]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pairs = [(part, reading) for reading in self.readings for part in self.parts(reading.report)]
        linked = [(unit, pair) for pair in pairs if (unit := self.unit(*pair)) is not None]
        for unit, (part, reading) in linked:
            self.told.setdefault(unit, []).append((part, reading.report))
        by_sound = self._by_sound()
        for part, reading in pairs:
            if self.unit(part, reading) is None:
                key = next((by_sound[sound] for sound in sounds(part.name) if sound in by_sound), None)
                if part.kind is None and part.body not in (None, "other"):
                    key = f"body {part.body}"  # its name is another in each language
                key = key or f"name {sounds(part.name)[0] if sounds(part.name) else part.name}"
                self.told.setdefault(key, []).append((part, reading.report))

    def parts(self, report: Report) -> tuple[Part, ...]:
        """The participants of a report on this side."""
        return report.sources if self.source else report.targets

    def unit(self, part: Part, reading: Reading) -> str | None:
        """A participant as a unit; a body that belongs to one is not that unit."""
        if part.kind is None and part.body is not None:
            return None
        return reading.source(part) if self.source and reading.report.type != "unchanged" else reading.target(part)

    def _by_sound(self) -> dict[str, str]:
        """Sound of a linked unit's names → the unit, where it is one alone."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for unit, parts in self.told.items():
            for part, _report in parts:
                for sound in sounds(part.name):
                    found[sound].add(unit)
        return {sound: min(units) for sound, units in found.items() if len(units) == 1}

    def participants(self, votes: Votes) -> list[FactParticipant]:
        """The participants in order of name, with the kind and extent that most tell."""
        made = [self._made(key, parts, votes) for key, parts in self.told.items()]
        return sorted(made, key=lambda one: (ascii_key(one.name), one.name, one.unit or "", one.kind or ""))

    def _made(self, key: str, parts: Sequence[tuple[Part, Report]], votes: Votes) -> FactParticipant:
        unit = self.readings[0].normal.unit(key)
        name = unit.name if unit is not None else _most(parts, votes, "name")
        kind: Any = _most(parts, votes, "kind") if unit is None else unit.kind
        body = unit is None and all(part.body is not None for part, _ in parts)
        link = _most(parts, votes, "unit") if body else None
        return FactParticipant(name, kind, _most(parts, votes, "extent"), unit.id if unit else link, False)

    def extents(self, votes: Votes, name: str) -> list[Disagreement]:
        """Where one report has a unit whole and another a part of it."""
        found = []
        for key in sorted(self.told):
            told = _by_value(self.told[key], "extent")
            if len(told) > 1:
                unit = self.readings[0].normal.unit(key)
                label = unit.name if unit is not None else self.told[key][0][0].name
                shown = {value: [label, value] for value in told}
                found.append(votes.differing(f"{name}.extent", told, shown.__getitem__))
        return found

    def sets(self, votes: Votes, name: str) -> Disagreement | None:
        """Lists of participants of which none holds the other; lists that one report tells in full agree."""
        by_list: defaultdict[frozenset[str], list[Report]] = defaultdict(list)
        names: dict[str, str] = {}
        for key, parts in self.told.items():
            unit = self.readings[0].normal.unit(key)
            names[key] = unit.name if unit is not None else parts[0][0].name
        keys_of: defaultdict[str, set[str]] = defaultdict(set)
        for key, parts in self.told.items():
            for _, report in parts:
                keys_of[report.event_id].add(key)
        for reading in self.readings:
            if reading.report.event_id in keys_of:
                by_list[frozenset(keys_of[reading.report.event_id])].append(reading.report)
        widest = [keys for keys in by_list if not any(keys < other for other in by_list)]
        if len(widest) < 2:
            return None
        told = {tuple(sorted((names[key], key) for key in keys)): by_list[keys] for keys in widest}
        return votes.differing(name, told, lambda value: [label for label, _ in value])


def implied(readings: Sequence[Reading], sources: list[FactParticipant], targets: Sequence[FactParticipant]) -> None:
    """Add the predecessor of a standing target that no report names."""
    first = readings[0]
    if first.report.type not in _WITH_PREDECESSOR or not sources:
        return
    known = {source.unit for source in sources}
    for target in targets:
        own = first.normal.own(target.unit) if target.unit else None
        unit = first.normal.unit(own)
        if unit is not None and unit.id not in known and unit.list != OLD:
            kind: Any = unit.kind
            sources.append(FactParticipant(unit.name, kind, "whole", unit.id, True))
    sources.sort(key=lambda one: (ascii_key(one.name), one.name, one.unit or "", one.kind or ""))


def _by_value(parts: Iterable[tuple[Part, Report]], name: str) -> dict[Any, list[Report]]:
    told: defaultdict[Any, list[Report]] = defaultdict(list)
    for part, report in parts:
        value = getattr(part, name)
        if value is not None:
            told[value].append(report)
    return dict(told)


def _most(parts: Iterable[tuple[Part, Report]], votes: Votes, name: str) -> Any:
    return votes.best(_by_value(parts, name))
