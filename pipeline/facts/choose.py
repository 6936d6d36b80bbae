"""What a fact has where its reports give several values: the best supported, and what the others say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from ..records.fact import Disagreement, ToldValue
from .reports import Report

T = TypeVar("T", bound=Hashable)
_FINENESS: Final = {"day": 0, "month": 1, "quarter": 2, "interval": 3, "year": 4, "unknown_year": 5}


class Votes:
    """Counts independent articles; two tellings of one original have one vote."""

    def __init__(self, group_of: Callable[[str], str]) -> None:
        self._group_of = group_of

    def weight(self, reports: Iterable[Report]) -> int:
        """How many independent articles stand behind some reports."""
        return len({self._group_of(report.article) for report in reports})

    def best(self, told: Mapping[T, Sequence[Report]], tie: Callable[[T], Any] = str) -> T | None:
        """The value with most votes; `tie` orders those that have as many."""
        if len(told) < 2:
            return next(iter(told), None)
        return min(told, key=lambda value: (-self.weight(told[value]), -len(told[value]), tie(value)))

    def differing(self, field: str, told: Mapping[T, Sequence[Report]], shown: Callable[[T], Any]) -> Disagreement:
        """A disagreement over these values, the best supported first."""
        ranked = sorted(told, key=lambda value: (-self.weight(told[value]), -len(told[value]), str(value)))
        values = [ToldValue(shown(value), [report.event_id for report in told[value]]) for value in ranked]
        return Disagreement(field, values)


def told_by(reports: Iterable[Report], value_of: Callable[[Report], T | None]) -> dict[T, list[Report]]:
    """Value → the reports that tell it; what a report does not tell is left out."""
    told: defaultdict[T, list[Report]] = defaultdict(list)
    for report in reports:
        value = value_of(report)
        if value is not None:
            told[value].append(report)
    return dict(told)


def chosen_date(reports: Sequence[Report], votes: Votes) -> tuple[Report | None, Disagreement | None]:
    """The report whose date the fact takes, and what disagrees with it.

    "July 2025" and "1 July 2025" agree; of dates that agree the finest is taken.
    """
    told = told_by(reports, lambda report: report.date)
    if len(told) < 2:
        return (next(iter(told.values()))[0] if told else None), None
    agreeing = {
        date: [r for other in told if _meet(told[other][0], told[date][0]) for r in told[other]] for date in told
    }
    best = min(told, key=lambda d: (-votes.weight(agreeing[d]), _fineness(told[d][0]), -votes.weight(told[d]), d))
    apart = {date: told[date] for date in told if not _meet(told[date][0], told[best][0])}
    differs = votes.differing("date", {best: agreeing[best], **apart}, str) if apart else None
    return told[best][0], differs


def _meet(one: Report, other: Report) -> bool:
    if one.date == other.date:
        return True
    if None in (one.date_from, one.date_to, other.date_from, other.date_to):
        return False
    return str(one.date_from) <= str(other.date_to) and str(other.date_from) <= str(one.date_to)


def _fineness(report: Report) -> tuple[int, str]:
    return _FINENESS.get(report.date_precision or "", 9), report.date or ""
