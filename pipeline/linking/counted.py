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
    before = [unit for unit, parts in _touching(register, LEGACY, scope, level) if parts]
    after = [unit for unit, parts in _touching(register, NEW, scope, level) if 2 * sum(parts) > len(parts)]
    return Counts(len(before), len(after), _by_kind(before), _by_kind(after), len(before) - len(after))


def _touching(
    register: Register, label: str, scope: tuple[str, ...], level: str
) -> list[tuple[Unit, tuple[bool, ...]]]:
    """The units of a list and level that have to do with an area, each with which of its parts lie in it."""
    units, by_home = _origins(register, label)
    wanted = range(len(units)) if not scope else sorted({at for home in scope for at in by_home.get(home, ())})
    outside = frozenset(scope).isdisjoint
    found = (units[at] for at in wanted)
    return [
        (unit, tuple([not scope or not outside(homes) for homes in parts]))
        for unit, parts in found
        if unit.level == level
    ]


@lru_cache(maxsize=8)
def _origins(register: Register, label: str) -> tuple[list[tuple[Unit, tuple[set[str], ...]]], dict[str, list[int]]]:
    """Every unit of a list with the homes of the units it was made from (itself, in the list before 2025-07)."""
    units: list[tuple[Unit, tuple[set[str], ...]]] = []
    by_home: dict[str, list[int]] = {}
    for unit in register.units:
        if unit.list != label:
            continue
        parts = [unit] if label == LEGACY else sources_of(register, unit.id)
        homes = tuple({part.id, part.province_id, part.district_id or part.id} for part in parts)
        for home in set().union(*homes):
            by_home.setdefault(home, []).append(len(units))
        units.append((unit, homes))
    return units, by_home


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
