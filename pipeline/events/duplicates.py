"""An event is written once an article, however often it is told."""

from __future__ import annotations

from collections.abc import Iterable

from ..records.event import Counts, Event, Participant

_CONTEXT = frozenset({"meeting", "appointment", "document_issued"})
# Changes that tell where a unit comes from.
_MAKES = frozenset({"merge", "split", "rename", "reclassify"})
# Within how many letters two counts are told in one breath.
_NEAR = 200


def without_duplicates(events: list[Event]) -> list[Event]:
    """The events without those that another one tells as well or better, in reading order."""
    kept: list[Event] = []
    for event in events:
        at = next((n for n, other in enumerate(kept) if _same(event, other)), None)
        if at is None:
            kept.append(event)
        elif _richness(event) > _richness(kept[at]):
            kept[at] = _merged(event, kept[at])
        else:
            kept[at] = _merged(kept[at], event)
    kept = [event for event in kept if not any(is_told(event, kept) for is_told in (_goes_on, _was_made, _was_before))]
    return sorted(kept, key=lambda e: (e.evidence.start, e.evidence.end, e.type, [p.name for p in e.targets]))


def _goes_on(event: Event, events: list[Event]) -> bool:
    """Whether a unit that "exists no more" is one of those that the article tells to have been merged as a whole.

    What others were merged into under its own name goes on, and may end another time.
    """
    if event.type != "dissolve" or not event.sources:
        return False
    merged = [
        part
        for other in events
        if other.type == "merge"
        for part in other.sources
        if part.extent == "whole" and all((part.name, part.kind) != (made.name, made.kind) for made in other.targets)
    ]
    return _names(event.sources) <= _names(merged)


def _was_made(event: Event, events: list[Event]) -> bool:
    """Whether a unit that "was founded" is one that the article tells from which units it was made, or what became."""
    if event.type != "establish" or any(part.kind is None for part in event.targets):
        return False
    makes = [other for other in events if other.type in _MAKES]
    if event.date is not None:  # one that tells when it was founded tells more, but for that day's change
        makes = [other for other in makes if other.date in (None, event.date)]
    told = [part for other in makes for part in other.targets]
    told += [part for other in makes if event.date is None for part in other.sources]
    return _names(event.targets) <= _names(told)


def _was_before(event: Event, events: list[Event]) -> bool:
    """Whether a number told alone is the one from which another count close by sets out ("now 186, soon 60")."""
    counts = event.counts
    if event.type != "restructure" or counts is None or counts.before is not None or counts.after is None:
        return False
    near = (other for other in events if abs(other.evidence.start - event.evidence.end) < _NEAR)
    told = [other.counts for other in near if other.type == "restructure" and other.counts is not None]
    return any(other.before == counts.after and other.after is not None for other in told)


def _names(participants: Iterable[Participant]) -> frozenset[tuple[str, str | None]]:
    """Units by id, bodies by name: those of one place are several."""
    return frozenset(((p.unit if p.kind else None) or p.name.casefold(), p.kind) for p in participants)


def _same(one: Event, other: Event) -> bool:
    if one.type != other.type:
        return False
    if one.type == "document_issued":
        return {d.number for d in one.documents} == {d.number for d in other.documents}
    if one.type == "appointment":
        return bool({o.name for o in one.officials} & {o.name for o in other.officials})
    if one.type == "meeting":
        return _same_session(one, other)
    if one.type == "restructure":
        return _same_counts(one, other)
    if one.type == "merge":
        return _same_merge(one, other)
    return _names(one.sources) == _names(other.sources) and _names(one.targets) == _names(other.targets)


def _same_session(one: Event, other: Event) -> bool:
    leaders = {o.name for o in one.officials}, {o.name for o in other.officials}
    if leaders[0] and leaders[1] and leaders[0].isdisjoint(leaders[1]):
        return False
    return not (one.date and other.date and one.date != other.date)


def _same_counts(one: Event, other: Event) -> bool:
    if _are_elsewhere(one, other):
        return False
    a, b = one.counts, other.counts
    if a is None or b is None:
        return a is b
    if a.after == b.after and (a.before == b.before or a.before is None or b.before is None):
        return True
    return _is_difference(a, b) or _is_difference(b, a)


def _are_elsewhere(one: Event, other: Event) -> bool:
    """Whether the places of two events are two provinces, of which none became what the other did."""
    a, b = one.place, other.place
    return bool(a.province and b.province) and a.province != b.province and a.unit_now != b.unit_now


def _is_difference(one: Counts, other: Counts) -> bool:
    """Whether one tells nothing but by how many the other's count falls."""
    if one.before is not None or one.after is not None or one.reduction is None:
        return False
    return other.before is not None and other.after is not None and other.before - other.after == one.reduction


def _same_merge(one: Event, other: Event) -> bool:
    targets = _names(one.targets), _names(other.targets)
    sources = _names(one.sources), _names(other.sources)
    if targets[0] and targets[1] and targets[0] != targets[1]:
        return False
    if not (targets[0] and targets[1]):
        return sources[0] <= sources[1] | targets[1] or sources[1] <= sources[0] | targets[0]
    common = len(sources[0] & sources[1])
    return common * 2 >= min(len(sources[0]), len(sources[1]))


def _richness(event: Event) -> tuple[int, int, int]:
    counts = event.counts
    figures = 0 if counts is None else sum(v is not None for v in (counts.before, counts.after, counts.after_by_kind))
    return len(event.sources) + len(event.targets) + figures, len(event.officials), int(event.date is not None)


def _merged(event: Event, other: Event) -> Event:
    """What the poorer telling alone knows goes over: date, documents, leaders."""
    if event.type == "meeting":
        # A session is told where its day is, not where the headline first speaks of it.
        event.evidence = min((event, other), key=lambda e: (e.date is None, e.evidence.start)).evidence
    if event.date is None and other.date is not None:
        event.date, event.date_from, event.date_to = other.date, other.date_from, other.date_to
        event.date_precision, event.date_basis = other.date_precision, other.date_basis
        event.reasons.pop("date", None)
    if event.type == "meeting":
        event.officials, event.targets = event.officials or other.officials, event.targets or other.targets
    known = {d.number for d in event.documents}
    event.documents += [d for d in other.documents if d.number not in known] if event.type not in _CONTEXT else []
    return event
