"""What the official register says of an event; the event itself is never changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records.event import Event, Participant, RegisterVerdict
from ..register.keys import ascii_key
from ..register.lineage import heirs_of, new_form, sources_of
from ..register.model import LEGACY, NEW, Unit
from .counted import counts_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..register.register import Register

_FIRST_DAY = "2025-01-01"
_FIRST_OF_ROUND = "2025-06-01"


def verdict_of(event: Event, register: Register) -> RegisterVerdict | None:
    """The verdict on a change of units, None for events that the register knows nothing of.

    `missing` holds units that the register has in the change and the event lacks, `extra` those of the event that the
    register has elsewhere.
    """
    check = _CHECKS.get(event.type)
    if check is None:
        return None
    if _before_register(event, register):
        return RegisterVerdict("before_register")
    return check(event, register)


def _before_register(event: Event, register: Register) -> bool:
    """Whether the change came before the round of 2025, which alone the mapping tells."""
    units = [unit for p in (*event.sources, *event.targets) if (unit := _unit(p, register)) is not None]
    if any(unit.list == NEW for unit in units) and event.type != "unchanged":
        return False
    early = event.date_from is not None and event.date_from < _FIRST_DAY
    # What was done on a day of early 2025, mostly its first, ended the round before.
    early = early or (event.date_to is not None and event.date_to < _FIRST_OF_ROUND)
    return early or any(unit.list not in (LEGACY, NEW) for unit in units)


def _unit(participant: Participant, register: Register) -> Unit | None:
    return register.get(participant.unit) if participant.unit else None


@dataclass(slots=True)
class _Side:
    """One side of an event held against the units that the register expects there."""

    matched: int
    missing: list[str]
    extra: list[str]
    strangers: int

    def verdict(self) -> RegisterVerdict:
        if not self.matched:
            return RegisterVerdict("conflicts", self.missing, self.extra)
        complete = not self.missing and not self.extra and not self.strangers
        return RegisterVerdict("confirmed" if complete else "partial", self.missing, self.extra)


def _compare(
    told: Iterable[Participant], expected: list[Unit], register: Register, implied: frozenset[str] = frozenset()
) -> _Side:
    """Match by id, else by name where the event has no id; implied units may be told or not."""
    open_units = {unit.id: unit for unit in expected}
    extra, strangers, nameless = [], 0, []
    matched = 0
    for participant in told:
        unit = _unit(participant, register)
        if unit is None:
            nameless.append(participant)
        elif unit.level == "district" and (below := {c.id for c in register.children(unit.id)}) & open_units.keys():
            matched += 1
            open_units = {key: other for key, other in open_units.items() if key not in below}
        elif (hit := _hit(unit, open_units, register)) is not None:
            matched += 1
            del open_units[hit]
        else:
            extra.append(unit.id)
    for participant in nameless:
        name = ascii_key(participant.name)
        named = next((key for key, unit in open_units.items() if ascii_key(unit.name) == name), None)
        if named is None:
            strangers += 1
        else:
            matched += 1
            del open_units[named]
    return _Side(matched, [key for key in open_units if key not in implied], extra, strangers)


def _hit(unit: Unit, expected: dict[str, Unit], register: Register) -> str | None:
    """The expected unit that is meant: the same, or its leaked namesake, or its kin of the other list."""
    if unit.id in expected:
        return unit.id
    kin = {edge.unit for edge in (*register.successors(unit.id), *register.predecessors(unit.id))}
    name = ascii_key(unit.name)
    for key, other in expected.items():
        if ascii_key(other.name) == name and (key in kin or _leaked(unit, other, register)):
            return key
    return None


def _leaked(unit: Unit, other: Unit, register: Register) -> bool:
    """Two namesakes that the mapping mixes up: both stand as sources of one target."""
    mine = {edge.unit for edge in register.successors(unit.id)}
    return any(edge.unit in mine for edge in register.successors(other.id))


def _new_form(participant: Participant, register: Register) -> Unit | None:
    """A target as the unit of list 2025-07 that it is, or that its namesake of 2025-06 became."""
    unit = _unit(participant, register)
    return None if unit is None else new_form(register, unit)


def _joined(event: Event, register: Register) -> RegisterVerdict:
    """A merge: the sources of the target, its own namesake implied."""
    targets = [unit for p in event.targets if (unit := _new_form(p, register)) is not None]
    if not targets:
        return _target_by_sources(event, register)
    target = targets[0]
    expected = sources_of(register, target.id)
    if not any(_unit(p, register) for p in event.sources) and not expected:
        return RegisterVerdict("not_in_register")
    name = ascii_key(target.name)
    implied = frozenset(unit.id for unit in expected if ascii_key(unit.name) == name)
    side = _compare(event.sources, expected, register, implied)
    if not side.matched and not side.extra:
        return RegisterVerdict("not_in_register")
    return side.verdict()


def _target_by_sources(event: Event, register: Register) -> RegisterVerdict:
    """A merge whose target has no id: the register knows where the sources went."""
    sources = [unit for p in event.sources if (unit := _unit(p, register)) is not None and unit.list == LEGACY]
    if not sources:
        return RegisterVerdict("not_in_register")
    if any(p.unit for p in event.targets):
        return RegisterVerdict("conflicts", _heir_ids(sources, register), [p.unit for p in event.targets if p.unit])
    names = {ascii_key(p.name) for p in event.targets}
    common = [unit for unit in heirs_of(register, sources[0].id) if ascii_key(unit.name) in names]
    if not common:
        return RegisterVerdict("conflicts", _heir_ids(sources, register), [])
    implied = frozenset(u.id for u in sources_of(register, common[0].id) if ascii_key(u.name) in names)
    return _compare(event.sources, sources_of(register, common[0].id), register, implied).verdict()


def _heir_ids(sources: list[Unit], register: Register) -> list[str]:
    return list(dict.fromkeys(heir.id for source in sources for heir in heirs_of(register, source.id)))


def _divided(event: Event, register: Register) -> RegisterVerdict:
    """A split: the heirs of its source."""
    source = next((unit for p in event.sources if (unit := _unit(p, register)) is not None), None)
    if source is None:
        return RegisterVerdict("not_in_register")
    heirs = heirs_of(register, source.id)
    side = _compare(event.targets, heirs, register)
    if len(heirs) < 2:
        return RegisterVerdict("conflicts", side.missing, side.extra)
    return side.verdict()


def _renamed(event: Event, register: Register) -> RegisterVerdict:
    """A new name or kind: one source, one target, nothing else joined."""
    if not event.sources or not event.targets:
        return RegisterVerdict("not_in_register")
    source, target = _unit(event.sources[0], register), _unit(event.targets[0], register)
    if source is None or target is None:
        known = source or target
        return _half_known(event, known, register) if known else RegisterVerdict("not_in_register")
    heirs = heirs_of(register, source.id)
    side = _compare(event.targets[:1], heirs, register)
    if side.matched:
        others = (unit for unit in sources_of(register, target.id) if source.id not in (unit.id, unit.district_id))
        side.missing += [unit.id for unit in others]
    return side.verdict()


def _half_known(event: Event, known: Unit, register: Register) -> RegisterVerdict:
    """A rename of which one end alone is linked: the other is held against the register by its name."""
    forward = known.list == LEGACY
    expected = heirs_of(register, known.id) if forward else sources_of(register, known.id)
    if not expected:
        return RegisterVerdict("not_in_register")
    return _compare((event.targets if forward else event.sources)[:1], expected, register).verdict()


def _gone(event: Event, register: Register) -> RegisterVerdict:
    """An abolished unit: a district, or a commune whose heir bears another name."""
    units = [unit for p in event.sources if (unit := _unit(p, register)) is not None]
    if not units:
        return RegisterVerdict("confirmed" if event.level == "district" and not event.sources else "not_in_register")
    standing = [unit.id for unit in units if unit.list == NEW or _stands(unit, register)]
    return RegisterVerdict("conflicts", standing, []) if standing else RegisterVerdict("confirmed")


def _stands(unit: Unit, register: Register) -> bool:
    """Whether a unit of list 2025-06 lives on, alone and under its name."""
    heirs = heirs_of(register, unit.id)
    if unit.level == "district" or len(heirs) != 1:
        return False
    same = ascii_key(heirs[0].name) == ascii_key(unit.name) and heirs[0].kind == unit.kind
    return same and len(sources_of(register, heirs[0].id)) == 1


def _kept(event: Event, register: Register) -> RegisterVerdict:
    """A unit that was left as it is."""
    units = [unit for p in event.sources if (unit := _unit(p, register)) is not None]
    if not units:
        return RegisterVerdict("not_in_register")
    changed: list[str] = []
    for unit in units:
        origins = [unit] if unit.list == LEGACY else sources_of(register, unit.id)
        if len(origins) != 1 or not _stands(origins[0], register):
            changed += [other.id for other in (heirs_of if unit.list == LEGACY else sources_of)(register, unit.id)]
    return RegisterVerdict("conflicts", changed, []) if changed else RegisterVerdict("confirmed")


_CHECKS: dict[str, Callable[[Event, Register], RegisterVerdict | None]] = {
    "merge": _joined,
    "split": _divided,
    "rename": _renamed,
    "reclassify": _renamed,
    "dissolve": _gone,
    "unchanged": _kept,
    "restructure": counts_verdict,
}
