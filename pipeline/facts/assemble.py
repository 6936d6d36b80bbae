"""From a change to its fact: what its reports agree on, what they differ in, and what the register says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ..linking.verdict import verdict_of
from ..records.event import SCHEMA_VERSION, Counts, DocumentReference, Event, Evidence, Participant, Place
from ..records.fact import Disagreement, Fact, FactOfficial, HistoryEntry, Reports
from ..records.vocabulary import STATUS_ORDER
from .choose import Votes, chosen_date, told_by
from .forms import Reading, reading_of
from .joining import Change
from .normal import NormalForm, plain
from .reports import Report, ReportingArticle
from .same_article import Groups
from .setting_forms import number_key
from .taking_part import Side, implied

_FIGURES: Final = ("before", "after", "before_by_kind", "after_by_kind", "reduction", "reduction_percent")
_BY_LIST: Final = frozenset({"merge", "split"})


class FactMaker:
    """Makes the facts of changes; one for all that are told of one set of articles."""

    def __init__(self, articles: Mapping[str, ReportingArticle], groups: Groups, normal: NormalForm) -> None:
        self._articles = articles
        self._groups = groups
        self._normal = normal
        self._votes = Votes(groups.find)

    def fact(self, change: Change) -> Fact:
        """The fact of one change."""
        reports = change.reports()
        readings = [reading_of(report, self._articles[report.article].published, self._normal) for report in reports]
        left, right = Side(readings, True), Side(readings, False)
        sources, targets = left.participants(self._votes), right.participants(self._votes)
        implied(readings, sources, targets)
        dated, dates_differ = chosen_date(reports, self._votes)
        counts, counts_differ = self._counts(reports)
        history, status_differs = self._history(reports)
        differing = [dates_differ, *counts_differ, status_differs, *self._sides_differ(left, right, reports[0].type)]
        fact = Fact(
            SCHEMA_VERSION,
            change.ident,
            sorted({node.ident for node in change.nodes} - {change.ident}),
            reports[0].type,  # type: ignore[arg-type]  # read from an event
            self._most(reports, "level"),
            sources,
            targets,
            counts,
            self._place(readings),
            dated.date if dated else None,
            dated.date_from if dated else None,
            dated.date_to if dated else None,
            dated.date_precision if dated else None,  # type: ignore[arg-type]
            _documents(reports),
            _officials(reports),
            max((entry.status for entry in history), key=STATUS_ORDER.index),
            history,
            [report.event_id for report in reports],
            self._reports(reports),
            {},
            sorted(filter(None, differing), key=lambda one: one.field),
            None,
            None,
        )
        fact.agreed = self._agreed(fact, reports)
        fact.register = verdict_of(_as_event(fact), self._normal.register)
        return fact

    def _most(self, reports: Sequence[Report], name: str) -> Any:
        return self._votes.best(told_by(reports, lambda report: getattr(report, name)))

    def _place(self, readings: Sequence[Reading]) -> Place:
        """The place that most tell, of those that lie where the units do."""
        homes = {reading.home for reading in readings if reading.provinces}
        told = [r.report for r in readings if not homes or r.report.place.unit_now in homes]
        reports = told or [reading.report for reading in readings]
        told_places = told_by(reports, lambda report: report.place if any(report.place) else None)
        best = self._votes.best(told_places, lambda place: (place.unit != place.unit_now, str(place)))
        return Place(*best) if best is not None else Place()

    def _counts(self, reports: Sequence[Report]) -> tuple[Counts | None, list[Disagreement]]:
        """Each figure by itself, and those that differ."""
        if not any(report.counts for report in reports):
            return None, []
        figures: dict[str, Any] = {}
        differing = []
        for name in _FIGURES:
            told = told_by(reports, lambda report, name=name: _figure(report, name))  # type: ignore[misc]
            best = self._votes.best(told)
            figures[name] = dict(best) if isinstance(best, tuple) else best
            if len(told) > 1:
                shown = lambda value: dict(value) if isinstance(value, tuple) else value  # noqa: E731
                differing.append(self._votes.differing(f"counts.{name}", told, shown))
        known = any(value is not None for value in figures.values())
        return (Counts(**figures) if known else None), differing

    def _history(self, reports: Sequence[Report]) -> tuple[list[HistoryEntry], Disagreement | None]:
        """The first report of each status; they differ where one that lies further back is told later."""
        day = {report.event_id: self._articles[report.article].published for report in reports}
        by_status = told_by(reports, lambda report: report.status)
        entries = []
        for status, told in by_status.items():
            first = min(told, key=lambda report: (day[report.event_id] or "9999", report.event_id))
            entries.append(HistoryEntry(status, day[first.event_id], first.event_id))  # type: ignore[arg-type]
        entries.sort(key=lambda entry: (STATUS_ORDER.index(entry.status), entry.date or ""))
        days = [entry.date for entry in entries if entry.date is not None]
        differs = self._votes.differing("status", by_status, str) if days != sorted(days) else None
        entries.sort(key=lambda entry: (entry.date or "9999", STATUS_ORDER.index(entry.status)))
        return entries, differs

    def _sides_differ(self, left: Side, right: Side, kind: str) -> Iterable[Disagreement | None]:
        yield from left.extents(self._votes, "sources")
        if kind in _BY_LIST:
            yield left.sets(self._votes, "sources")
            yield right.sets(self._votes, "targets")

    def _reports(self, reports: Sequence[Report]) -> Reports:
        articles = [self._articles[ident] for ident in sorted({report.article for report in reports})]
        days = sorted(article.published for article in articles if article.published is not None)
        return Reports(
            len(articles),
            self._votes.weight(reports),
            sorted({article.language for article in articles if article.language is not None}),
            sorted({article.outlet for article in articles if article.outlet is not None}),
            days[0] if days else None,
            days[-1] if days else None,
        )

    def _agreed(self, fact: Fact, reports: Sequence[Report]) -> dict[str, int]:
        """How many articles tell the value that the fact has."""
        same = {
            "date": [r for r in reports if r.date is not None and r.date == fact.date],
            "status": [r for r in reports if r.status == fact.status],
            "documents": [r for r in reports if r.documents],
            "place": [r for r in reports if r.place.province is not None and r.place.province == fact.place.province],
        }
        for name in ("before", "after"):
            value = getattr(fact.counts, name) if fact.counts is not None else None
            same[f"counts.{name}"] = [r for r in reports if value is not None and _figure(r, name) == value]
        return {name: len({r.article for r in told}) for name, told in sorted(same.items()) if told}


def _figure(report: Report, name: str) -> Any:
    value = (report.counts or {}).get(name)
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value


def _documents(reports: Sequence[Report]) -> list[DocumentReference]:
    numbers: dict[str, list[str]] = {}
    for report in reports:
        for paper in report.documents:
            numbers.setdefault(number_key(paper.number), []).append(paper.number)
    most = (max(sorted(set(told)), key=told.count) for _, told in sorted(numbers.items()))
    return [DocumentReference(number, None) for number in most]


def _officials(reports: Sequence[Report]) -> list[FactOfficial]:
    """People once each, with the spelling that has most marks."""
    people: dict[tuple[str, str], str] = {}
    for person in (person for report in reports for person in report.officials):
        key = (plain(person.name), person.role)
        people[key] = max(people.get(key, ""), person.name, key=lambda name: (not name.isascii(), name))
    return [FactOfficial(name, role) for (_, role), name in sorted(people.items())]  # type: ignore[arg-type]


def _as_event(fact: Fact) -> Event:
    """The fact as if one article had told all of it, for the register's verdict."""

    def parts(told: Iterable[Any]) -> list[Participant]:
        return [Participant(one.name, one.kind, one.extent, one.unit, None) for one in told if not one.implied]

    return Event(
        SCHEMA_VERSION, "", "", fact.type, fact.status, fact.level, parts(fact.sources), parts(fact.targets),
        fact.counts, fact.place, fact.date, fact.date_from, fact.date_to, fact.date_precision, None, fact.documents,
        [], Evidence(0, 0, ""), "", None, None, {},
    )  # fmt: skip
