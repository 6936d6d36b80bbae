"""Joins reports of one change: forms that share a key and contradict each other in nothing.

The certain come first and the rest join them where exactly one change fits; where several do, a form stays apart. All
goes in the order of what forms are, so the order of the articles has no say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..register.lineage import sources_of
from ..register.register import Register
from .forms import LOOSE, Form, Key, Reading, change_form, counts_form, reading_of, single_form, split_form
from .normal import NormalForm, sounds
from .reports import Report, ReportingArticle
from .same_article import Groups
from .setting_forms import appointment_form, document_form, meeting_form, number_key

_FIGURES: Final = ("before", "after", "reduction", "reduction_percent")

_MAKERS: Final[Mapping[str, Callable[[Reading], Form]]] = {
    "merge": change_form,
    "rename": change_form,
    "reclassify": change_form,
    "split": split_form,
    "establish": single_form,
    "dissolve": single_form,
    "unchanged": single_form,
    "two_tier_transition": single_form,
    "restructure": counts_form,
    "document_issued": document_form,
    "meeting": meeting_form,
    "appointment": appointment_form,
}


@dataclass(slots=True)
class Node:
    """All reports of one form."""

    ident: str
    form: Form
    reports: list[Report]

    def size(self) -> int:
        """How much takes part."""
        return len(self.form.units)


@dataclass(slots=True)
class Change:
    """One change: the forms that tell it, the widest first; `rivals` are changes that it fits, being several."""

    nodes: list[Node]
    traits: dict[str, frozenset[str]]
    provinces: frozenset[str]
    units: set[str]
    rivals: frozenset[str] = frozenset()

    @property
    def ident(self) -> str:
        """The id of the widest form."""
        return self.nodes[0].ident

    def reports(self) -> list[Report]:
        """All reports in order of their ids."""
        return sorted((report for node in self.nodes for report in node.reports), key=lambda report: report.event_id)

    def fits(self, form: Form) -> bool:
        """Whether nothing in a form contradicts what is known of the change."""
        if form.provinces and self.provinces and form.provinces != self.provinces:
            return False
        return all(values & self.traits.get(what, values) for what, values in form.traits.items())

    def take(self, node: Node) -> None:
        """Add a form."""
        self.nodes.append(node)
        for what, values in node.form.traits.items():
            self.traits[what] = self.traits.get(what, values) & values
        self.provinces = self.provinces or node.form.provinces
        self.units |= node.form.units


def joined(
    reports: Iterable[Report], articles: Mapping[str, ReportingArticle], groups: Groups, register: Register
) -> list[Change]:
    """The changes that the reports tell, in order of their ids."""
    normal = NormalForm(register)
    nodes: dict[str, Node] = {}
    for report in reports:
        form = form_of(report, articles[report.article].published, normal)
        if groups.has_several(report.article) and len(form.provinces) < 2:
            form.keys |= _article_keys(report, groups.find(report.article))
        ident = form.ident()
        node = nodes.get(ident)
        if node is None:
            nodes[ident] = Node(ident, form, [report])
        else:
            node.reports.append(report)
            _widen(node.form, form)
    changes = _Joiner(register).all(nodes.values())
    return sorted(changes, key=lambda change: change.ident)


def form_of(report: Report, published: str | None, normal: NormalForm) -> Form:
    """The form of one report."""
    reading = reading_of(report, published, normal)
    form = _MAKERS[report.type](reading)
    homes = reading.provinces or frozenset(filter(None, (reading.report.place.unit_now,)))
    form.provinces = homes
    if len(reading.provinces) > 1:
        # Units of several provinces cannot have become one: something is misread, and nothing may join it.
        form.identity, form.rank, form.keys = (*form.identity, "across", report.event_id), LOOSE, set()
    if reading.round is not None and (reading.early or report.type == "restructure"):
        form.traits["round"] = frozenset({reading.round})
    return form


def _article_keys(report: Report, group: str) -> set[Key]:
    """What two tellings of one original share, where all else is too little: whom or what an event is about."""
    told: list[Hashable]
    match report.type:
        case "restructure":
            told = [tuple((report.counts or {}).get(name) for name in _FIGURES)] if report.counts else [report.date]
        case "document_issued":
            told = [number_key(paper.number) for paper in report.documents]
        case "meeting" | "appointment":
            told = [sound for person in report.officials for sound in sounds(person.name)] or [report.date]
        case _:
            parts = report.targets[:1] or report.sources[:1]
            told = [part.body or sound for part in parts for sound in sounds(part.name)]
    return {("article", group, report.type, what) for what in told}


def _widen(form: Form, other: Form) -> None:
    """Take in another telling of one form: what either of them allows is allowed."""
    form.keys |= other.keys
    form.units |= other.units
    form.provinces = form.provinces or other.provinces
    form.traits = {what: values | other.traits[what] for what, values in form.traits.items() if what in other.traits}


class _Joiner:
    """Takes forms from the most certain to the least, each to the one change that it fits or to a new one."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._changes: list[Change] = []
        self._by_key: defaultdict[Key, dict[int, None]] = defaultdict(dict)

    def all(self, nodes: Iterable[Node]) -> list[Change]:
        for node in sorted(nodes, key=lambda node: (-node.form.rank, -node.size(), node.ident)):
            found = self._fitting(node.form)
            if len(found) == 1:
                at = found[0]
                self._changes[at].take(node)
            else:
                at = len(self._changes)
                rivals = frozenset(self._changes[rival].ident for rival in found)
                form = node.form
                self._changes.append(Change([node], dict(form.traits), form.provinces, set(form.units), rivals))
            for key in node.form.keys:
                self._by_key[key][at] = None
        return self._changes

    def _fitting(self, form: Form) -> list[int]:
        seen = {at for key in form.keys for at in self._by_key.get(key, ())}
        return sorted(at for at in seen if self._changes[at].fits(form) and self._holds(at, form))

    def _holds(self, at: int, form: Form) -> bool:
        """Whether a change has all that a partial form names, by what is told or by the register."""
        if not form.within:
            return True
        change = self._changes[at]
        known = set(change.units)
        for target in change.traits.get("target", frozenset()):
            known |= {unit.id for unit in sources_of(self._register, target)}
        return form.within <= known
