"""The form of a report: what identifies the change that it tells, and what other reports of it would share.

A form is made from one event alone. Its identity is what `fact_id` and `also` are hashes of.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Final

from ..register.model import LEGACY, NEW
from .normal import NormalForm, plain, sounds
from .reports import Part, Report

_HASH_DIGITS: Final = 16
Key = tuple[Any, ...]

# How much a form pins down: the change itself; its names; a part of what took part; nothing but its own article.
CERTAIN: Final = 3
NAMED: Final = 2
PARTIAL: Final = 1
LOOSE: Final = 0


@dataclass(slots=True)
class Form:
    """What a report says of which change it tells.

    Forms that share one of `keys` may be one change, unless one of `traits` (what → values that can be right) has no
    value in common. All of `within` must be known to take part in a change before a form counts as a part of it.
    `provinces` are those of 2025-07-01; forms of two provinces never meet.
    """

    identity: Key
    rank: int
    keys: set[Key] = field(default_factory=set)
    traits: dict[str, frozenset[str]] = field(default_factory=dict)
    provinces: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()

    def ident(self) -> str:
        """Sixteen hex digits over the identity."""
        told = json.dumps(self.identity, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]


@dataclass(slots=True, frozen=True)
class Reading:
    """One report in normal form: its round, its province, its participants as units of that round's lists."""

    report: Report
    normal: NormalForm
    published: str | None
    round: str | None
    early: bool
    provinces: frozenset[str]

    @property
    def home(self) -> str | None:
        """The one province since 2025-07-01, None where none or several are told."""
        if self.provinces:
            return next(iter(self.provinces)) if len(self.provinces) == 1 else None
        return self.report.place.unit_now

    def source(self, part: Part) -> str | None:
        """A participant as a unit before the change."""
        return self.normal.source(part.unit, early=self.early) if part.unit else None

    def target(self, part: Part) -> str | None:
        """A participant as a unit after the change."""
        return self.normal.target(part.unit, early=self.early) if part.unit else None

    def sources(self) -> tuple[str, ...]:
        """The linked sources in order."""
        return tuple(sorted({unit for part in self.report.sources if (unit := self.source(part)) is not None}))

    def era(self, unit: str) -> tuple[str, ...]:
        """What beside a unit tells its changes apart: nothing for the units of 2025-07, which arose once."""
        known = self.normal.unit(unit)
        return () if known is not None and known.list == NEW else (self.round or "",)

    def place(self) -> str:
        """The place, as precisely as it is told, provinces by their form of 2025-07 where they kept their name."""
        place = self.report.place
        if place.unit is None:
            return plain(place.province or "")
        unit = self.normal.unit(place.unit)
        if unit is None or unit.level != "province":
            return place.unit
        return self.normal.target(place.unit, early=False)


def reading_of(report: Report, published: str | None, normal: NormalForm) -> Reading:
    """A report read in normal form."""
    label, early = normal.round_of(report, published)
    provinces = normal.provinces((*report.sources, *report.targets))
    return Reading(report, normal, published, label, early, provinces)


def change_form(reading: Reading) -> Form:
    """A merge, a new name or a new kind: known by what came out of it."""
    report = reading.report
    target = report.targets[0] if report.targets else None
    sources = reading.sources()
    form = Form((), PARTIAL, units=frozenset(sources))
    form.keys = {(report.type, "from", unit) for unit in sources}
    if target is None:
        names = sorted(plain(part.name) for part in report.sources if not part.unit)
        form.identity = (report.type, "of", *sources, *names, reading.home)
        form.within = frozenset(sources)
        return form if sources else loose(form, reading)
    unit = reading.target(target)
    if unit is not None:
        form.rank = CERTAIN if reading.era(unit) != ("",) else NAMED
        form.identity = (report.type, "into", unit, *reading.era(unit))
        form.keys.add((report.type, "into", unit))
        form.traits["target"] = frozenset({unit})
        form.units |= {unit}
    else:
        _name_target(form, reading, target)
    return form if unit is not None or reading.home is not None else loose(form, reading)


def _name_target(form: Form, reading: Reading, target: Part) -> None:
    """A target that could not be linked: by its name in its province, or with the document that decides it."""
    report = reading.report
    form.rank = NAMED
    form.identity = (report.type, "named", plain(target.name), *sorted(form.units), reading.home)
    possible = reading.normal.named(target, reading.home, early=reading.early, source=False)
    named = {f"name {sound}" for sound in sounds(target.name)}
    form.traits["target"] = possible or frozenset(named)
    form.keys |= {(report.type, "into", unit) for unit in possible} if reading.home or len(possible) == 1 else set()
    form.keys |= {(report.type, "named", name, reading.home) for name in named if reading.home}


def split_form(reading: Reading) -> Form:
    """A split: known by the unit divided."""
    report = reading.report
    source = report.sources[0] if report.sources else None
    targets = frozenset(unit for part in report.targets if (unit := reading.target(part)) is not None)
    form = Form((), PARTIAL, {("split", "to", unit) for unit in targets}, units=targets)
    unit = reading.source(source) if source is not None else None
    if unit is not None:
        form.rank, form.units = CERTAIN, form.units | {unit}
        form.identity = ("split", "of", unit, reading.round if reading.early else None)
        form.keys.add(("split", "of", unit))
        form.traits["source"] = frozenset({unit})
    elif source is not None:
        form.identity = ("split", "named", plain(source.name), *sorted(targets), reading.home)
        possible = reading.normal.named(source, reading.home, early=reading.early, source=True)
        form.traits["source"] = possible or frozenset(f"name {sound}" for sound in sounds(source.name))
        return form if reading.home is not None else loose(form, reading)
    else:
        form.identity = ("split", "to", *sorted(targets), reading.home)
        form.within = targets
    return form if form.units else loose(form, reading)


def single_form(reading: Reading) -> Form:
    """A change of one unit or body: founded, abolished, left as it is, working in two tiers."""
    report = reading.report
    part = next(iter((*report.sources, *report.targets)), None)
    if part is None:
        return _level_form(reading)
    if part.kind is None:
        return _body_form(reading, part)
    unit = reading.source(part) if report.type == "dissolve" else reading.target(part)
    if unit is None:
        form = Form((report.type, "named", plain(part.name), part.kind, reading.home), PARTIAL)
        possible = reading.normal.named(part, reading.home, early=reading.early, source=report.type == "dissolve")
        form.traits["unit"] = possible or frozenset(f"name {sound}" for sound in sounds(part.name))
        form.keys = {(report.type, unit) for unit in possible} if reading.home else set()
        return form if reading.home is not None else loose(form, reading)
    era = (reading.round,) if reading.early else ()
    form = Form((report.type, unit, *era), CERTAIN, {(report.type, unit)}, units=frozenset({unit}))
    form.traits["unit"] = frozenset({unit})
    return form


def _level_form(reading: Reading) -> Form:
    """A level abolished as such, in a place."""
    report, place = reading.report, reading.place()
    form = Form((report.type, "level", report.level, place), PARTIAL)
    form.keys = {(report.type, "level", report.level, reading.home)}
    form.traits["place"] = _places(reading, place)
    return form


def _body_form(reading: Reading, part: Part) -> Form:
    """A body: by its class and unit where both are known, else by the documents that found it."""
    report = reading.report
    unit = reading.target(part)
    what = part.body if part.body not in (None, "other") else plain(part.name)
    place = unit or reading.place()
    form = Form((report.type, "body", what, place), CERTAIN if unit and part.body else PARTIAL)
    form.keys = {(report.type, "body", what, place)}
    form.keys |= {(report.type, "by", number, reading.home) for number in _numbers(report)}
    if part.body is not None:
        form.traits["body"] = frozenset({part.body})
    if unit is not None:
        form.traits["unit"] = frozenset({unit})
    return form if place else loose(form, reading)


def counts_form(reading: Reading) -> Form:
    """A restructuring: by its place and figures, or as a goal by its date."""
    report, place = reading.report, reading.place()
    counts = report.counts or {}
    before, after, less = (counts.get(key) for key in ("before", "after", "reduction"))
    if before is None and after is not None and less is not None:
        before = after + less
    if after is None and before is not None and less is not None:
        after = before - less
    figures = {"before": before, "after": after, "reduction": less}
    told = {name: value for name, value in figures.items() if value is not None}
    percent = counts.get("reduction_percent")
    goal = () if told else (percent, report.date)
    rank = CERTAIN if before is not None and after is not None else PARTIAL
    form = Form((report.type, report.level, place, before, after, None if told else less, *goal), rank)
    home = reading.home or place
    form.keys = {(report.type, home, name, value) for name, value in told.items() if name != "reduction" or rank < 3}
    if not told:
        form.keys = {(report.type, home, "goal", *goal)} if any(goal) else set()
    form.traits["place"] = _places(reading, place)
    if report.level is not None:
        form.traits["level"] = frozenset({report.level})
    return form if place else loose(form, reading)


def _places(reading: Reading, place: str) -> frozenset[str]:
    """A province that ended in 2025 can be told as its heir, too."""
    unit = reading.normal.unit(place)
    heir = reading.normal.province(place)
    ended = unit is not None and unit.level == "province" and unit.list == LEGACY and heir is not None
    return frozenset({place, heir}) if ended and heir is not None else frozenset({place})


def _numbers(report: Report) -> list[str]:
    return sorted({plain(paper.number).replace(" ", "") for paper in report.documents})


def loose(form: Form, reading: Reading) -> Form:
    """A form that is not joined by what it holds: it says too little of which change it tells."""
    form.rank, form.keys = LOOSE, set()
    form.identity = (*form.identity, reading.report.article)
    return form
