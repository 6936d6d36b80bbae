"""The register's own counts of units, for events that tell how many there were and are."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from ..records.event import Counts, Event, RegisterVerdict
from ..records.vocabulary import KIND_LEVEL, Kind
from ..register.lineage import heirs_of, sources_of
from ..register.model import LEGACY, NEW, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..register.register import Register


def counts_verdict(event: Event, register: Register) -> RegisterVerdict | None:
    """Hold the counts of a restructuring against those of its place; the register's own stand in `counts`.

    A place that was merged in 2025 has two readings, its old area and its new one; the nearer one is taken.
    """
    told = event.counts
    level = _level(event)
    if told is None or level is None:
        return None
    readings = [_counted(scope, level, register) for scope in _scopes(event, register)]
    if not readings:
        return RegisterVerdict("not_in_register")
    scored = [(_agreeing(told, own), -at, own) for at, own in enumerate(readings)]
    (right, wrong), _order, own = max(scored, key=lambda item: (item[0][0] - item[0][1], item[1]))
    if right + wrong == 0:
        return None
    status = "confirmed" if not wrong else "partial" if right else "conflicts"
    return RegisterVerdict(status, [], [], own)  # type: ignore[arg-type]  # one of the three


def _level(event: Event) -> str | None:
    kinds = [kind for by in _kinds(event.counts) for kind in by]
    if kinds:
        return KIND_LEVEL[kinds[0]]
    return event.level if event.level in ("province", "district", "commune") else None


def _kinds(counts: Counts | None) -> Iterable[dict[Kind, int]]:
    if counts is not None:
        yield from (by for by in (counts.before_by_kind, counts.after_by_kind) if by)


def _scopes(event: Event, register: Register) -> list[tuple[str, ...]]:
    """Areas that the event can mean, each as the ids of units of list 2025-06; () is the whole country."""
    place = event.place
    if place.province is None and place.unit is None:
        return [()]
    scopes: list[tuple[str, ...]] = []
    for unit_id in (place.unit, place.unit_now):
        unit = register.get(unit_id) if unit_id else None
        if unit is None:
            continue
        if unit.list == LEGACY:
            scopes.append((unit.id,))
            heirs = heirs_of(register, unit.id) if unit.level == "province" else []
        else:
            heirs = [unit]
        for heir in heirs:
            origins = tuple(source.id for source in sources_of(register, heir.id))
            scopes += [origins, *((origin,) for origin in origins if heir.level == "province" and len(origins) == 1)]
    return list(dict.fromkeys(scopes))


@lru_cache(maxsize=4096)
def _counted(scope: tuple[str, ...], level: str, register: Register) -> Counts:
    if scope:
        old = _lying_in(register, scope)
        heirs = {heir.id: heir for unit in old for heir in heirs_of(register, unit.id)}
        new = [unit for unit in heirs.values() if unit.level == level and _mostly_in(register, scope, unit)]
        before, after = [unit for unit in old if unit.level == level], new
    else:
        before, after = ([u for u in register.units if u.list == label and u.level == level] for label in (LEGACY, NEW))
    return Counts(len(before), len(after), _by_kind(before), _by_kind(after), len(before) - len(after))


def _lying_in(register: Register, scope: tuple[str, ...]) -> list[Unit]:
    """The units of list 2025-06 that an area is made of, and those in it."""
    inside = _inside(register)
    return list({unit.id: unit for home in scope for unit in inside.get(home, ())}.values())


@lru_cache(maxsize=4)
def _inside(register: Register) -> dict[str, list[Unit]]:
    """The units of list 2025-06 in each of its provinces and districts, and each unit in itself."""
    inside: dict[str, list[Unit]] = {}
    for unit in register.units:
        if unit.list == LEGACY:
            for home in _homes(unit):
                inside.setdefault(home, []).append(unit)
    return inside


def _mostly_in(register: Register, scope: tuple[str, ...], unit: Unit) -> bool:
    """Whether more than half of the units that a unit was made from lie in an area."""
    outside = frozenset(scope).isdisjoint
    parts = [not outside(_homes(part)) for part in sources_of(register, unit.id)]
    return 2 * sum(parts) > len(parts)


def _homes(unit: Unit) -> set[str]:
    return {unit.id, unit.province_id, unit.district_id or unit.id}


def _by_kind(units: list[Unit]) -> dict[Kind, int]:
    counts: Counter[Kind] = Counter(unit.kind for unit in units)  # type: ignore[misc]  # kinds of the vocabulary
    return dict(sorted(counts.items()))


def _agreeing(told: Counts, own: Counts) -> tuple[int, int]:
    """How many of the figures that the event tells are the register's, and how many are not."""
    pairs = [(told.before, own.before), (told.after, own.after)]
    for by, other in ((told.before_by_kind, own.before_by_kind), (told.after_by_kind, own.after_by_kind)):
        pairs += [(number, (other or {}).get(kind, 0)) for kind, number in (by or {}).items()]
    if told.before is None or told.after is None:
        pairs.append((told.reduction, own.reduction))
    checked = [(a, b) for a, b in pairs if a is not None]
    right = sum(a == b for a, b in checked)
    return right, len(checked) - right
