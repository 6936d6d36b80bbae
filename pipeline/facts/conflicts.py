"""What stays apart and yet speaks of the same: facts that contradict each other, and reports that fit several facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from ..records.fact import Disagreement, Fact, ToldValue
from .joining import Change

_LEAST_SOURCES = 2
Key = tuple[Hashable, ...]


def note_conflicts(facts: Mapping[str, Fact], changes: Sequence[Change]) -> None:
    """Write into each fact with which others it is at odds."""
    by_claim: defaultdict[Key, dict[str, None]] = defaultdict(dict)
    for fact_id, fact in facts.items():
        for key in _claims(fact):
            by_claim[key][fact_id] = None
    pairs = {(key[0], one, other) for key, ids in by_claim.items() for one in ids for other in ids if one != other}
    for field, one, other in sorted(pairs, key=str):
        _note(facts[one], str(field), [facts[one], facts[other]])
    for change in changes:
        if change.rivals:
            _note(facts[change.ident], "identity", [facts[rival] for rival in sorted(change.rivals)])


def _claims(fact: Fact) -> Iterator[Key]:
    """What can be true of one fact alone: where the same whole units went, what a place came to on a day."""
    told = sorted(one.unit for one in fact.sources if one.unit and one.extent == "whole" and not one.implied)
    if fact.type == "merge" and len(told) >= _LEAST_SOURCES and fact.targets:
        yield "targets", *told
    if fact.type == "restructure" and fact.date is not None and fact.counts is not None and fact.counts.after:
        yield "counts.after", fact.level, fact.place.unit, fact.date


def _note(fact: Fact, field: str, others: Sequence[Fact]) -> None:
    values = [
        ToldValue(_value(other, field), other.events, None if other is fact else other.fact_id) for other in others
    ]
    known = next((one for one in fact.disagreements if one.field == field), None)
    if known is None:
        fact.disagreements.append(Disagreement(field, values))
        fact.disagreements.sort(key=lambda one: one.field)
    else:
        known.values += [value for value in values if value.fact_id not in {one.fact_id for one in known.values}]


def _value(fact: Fact, field: str) -> object:
    if field == "counts.after":
        return fact.counts.after if fact.counts is not None else None
    return [one.name for one in fact.targets or fact.sources]
