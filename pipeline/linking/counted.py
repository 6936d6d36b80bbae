"""The register's own counts of units, for events that tell how many there were and are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records.event import Counts, Event, RegisterVerdict
from ..records.vocabulary import KIND_LEVEL, Kind
from ..register.areas import Area, areas_of, counts_in

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
    readings = [counts_in(scope, level, register) for scope in _scopes(event, register)]
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


def _scopes(event: Event, register: Register) -> list[Area]:
    """Areas that the event can mean, each as the ids of units of list 2025-06; () is the whole country."""
    place = event.place
    if place.province is None and place.unit is None:
        return [()]
    told = (areas_of(register, unit_id) for unit_id in (place.unit, place.unit_now) if unit_id)
    return list(dict.fromkeys(area for areas in told for area in areas))


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
