"""Events made from ids, for the tests of verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records.event import SCHEMA_VERSION, Counts, Event, Evidence, Participant, Place
from pipeline.records.vocabulary import EventType, Extent
from pipeline.register import Register


def participant(register: Register, unit_id: str, extent: Extent = "whole") -> Participant:
    """A linked participant."""
    unit = register.get(unit_id)
    assert unit is not None, unit_id
    return Participant(unit.name, unit.kind, extent, unit_id, None)  # type: ignore[arg-type]


def event(
    register: Register,
    kind: EventType,
    sources: Sequence[str] = (),
    targets: Sequence[str] = (),
    *,
    date_from: str | None = None,
    counts: Counts | None = None,
    place: Place | None = None,
    level: str | None = "commune",
) -> Event:
    """An event with linked participants and nothing else."""
    return Event(
        SCHEMA_VERSION, "d:e", "d", kind, "completed", level,  # type: ignore[arg-type]
        [participant(register, unit) for unit in sources], [participant(register, unit) for unit in targets],
        counts, place or Place(), date_from, date_from, None, None, None, [], [], Evidence(0, 1, "x"), "test", None,
        None, {},
    )  # fmt: skip
