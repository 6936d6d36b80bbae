"""How far a change has come by the article's own date."""

from __future__ import annotations

import datetime
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention, DocumentMention
from ..records.vocabulary import Status
from ..register.model import NEW
from .documents import of_council
from .participants import Part

REFORM: Final = datetime.date(2025, 7, 1)
# The day before which no resolution on the list in force since 2025-07-01 had passed.
RESOLVED: Final = datetime.date(2025, 6, 12)
# On that day, ceremonies in all provinces proclaimed the new units.
_PROCLAIMED: Final = datetime.date(2025, 6, 30)
# Events that change units or bodies, or expressly leave them; the others are the setting.
CHANGES: Final = frozenset(
    [
        "merge",
        "split",
        "establish",
        "dissolve",
        "rename",
        "reclassify",
        "restructure",
        "unchanged",
        "two_tier_transition",
    ]
)
# Changes that a resolution on the units of a province tells one by one.
_OF_UNITS: Final = frozenset({"merge", "split", "rename", "reclassify"})
AHEAD: Final = frozenset({"proposed", "planned"})
_CENTRAL: Final = frozenset({"central_committee", "politburo"})
_STATUSES: Final = frozenset({"proposed", "planned", "decided", "ongoing", "completed"})


class StatusReader:
    """Settles the status of the events of one article."""

    def __init__(self, ann: Annotation, coming: DateMention | None = None) -> None:
        """`coming`: a day said to be ahead."""
        # Whether what the article tells at this point is no more than proposed.
        self.proposes = False
        self.coming = coming
        self.today: datetime.date | None = ann.context.get("article_date") or ann.published
        self.national = any(_is_national(d) for d in ann.documents)
        self.settled = (self.national and self.is_since(RESOLVED)) or any(_settles(d) for d in ann.documents)
        # What a council has agreed to is no mere proposal any more.
        self.voted = any(of_council(d) for d in ann.documents)
        issued = [d.issued[:4] for d in ann.documents if d.issued and d.issued[:4].isdigit()]
        # The article is no older than the documents that it says were issued.
        self.year = str(self.today.year) if self.today else max(issued, default=None)

    def of(
        self,
        type_: str,
        said: str | None,
        own: Status | None,
        date: DateMention | None,
        documents: list[DocumentMention],
        targets: list[Part],
        of_level: bool = False,
    ) -> Status:
        """The status from the rule's own word, the cues around it, the date and who decided.

        `of_level`: a whole level ends. That is the policy of the centre, whatever is still drafted below it, and no
        resolution on the units of one place settles it.
        """
        ahead = self._is_ahead(date) or (date is None and self._is_resolved(documents, targets))
        if type_ not in CHANGES:
            # A session on a proposal has taken place, a plan that is issued is issued.
            # Who is named to a post that begins later has been chosen.
            named = type_ == "appointment" and self._is_ahead(date) and said != "planned"
            told: Status = "decided" if named else "completed"
            return own or ("planned" if said == "planned" and (ahead or self.today is None) else told)
        own = None if said == "decided" and own == "planned" else own
        if self.today is not None and type_ == "unchanged" and own == "planned":
            own, said = None, said or "open"  # "is not merged" says no more than any present tense
        status: Status = own or (said if said in _STATUSES else "completed")  # type: ignore[assignment]
        if own is None and status in AHEAD and self._is_long_past(date):
            return "completed"
        if own is None and said is None and not self.is_since(REFORM) and _of_councils(documents):
            status = "planned"
        if status == "proposed" and own is None and (of_level or _is_policy(type_, documents, targets)):
            return "planned"
        kept = type_ == "unchanged" and own is None and said is None and date is None
        if self.today is not None and (said == "open" or kept):
            said = "coming"
        if own is None and said == "coming" and not ahead and self._is_to_come(date):
            if self._has_settled(date) or self._is_of_new_list(targets) or any(_is_national(d) for d in documents):
                return "decided"
            return "proposed" if self.proposes and not self.voted and _in_new_list(targets) else "planned"
        if self.today is None and not ahead:
            return status
        if status == "completed" and said is None and date is None:
            status = self._on_the_eve(type_, documents, targets)
        if status == "decided" and not ahead and (date is not None or self.is_since(REFORM)):
            return "completed"
        settled = ahead or (date is None and type_ in _OF_UNITS and self._is_of_new_list(targets))
        known = self.is_since(RESOLVED) or (self._has_settled(date) and not of_level and not _is_goal(date))
        planned = settled and status == "planned" and own is None and known
        if planned or (ahead and status == "completed"):
            national = (
                (self.national and not self._is_before_all(date))
                or any(_is_national(d) for d in documents)
                or self._is_of_new_list(targets)
            )
            return "decided" if national else "planned"
        if status == "completed" and not self.is_since(RESOLVED) and _in_new_list(targets) and not self._is_past(date):
            return "proposed" if self.proposes and not self.voted else "planned"
        return status

    def _has_settled(self, date: DateMention | None) -> bool:
        """Whether a resolution that the article names may settle it; none that is older did of the reform."""
        return self.settled and not self._is_before_all(date)

    def _is_before_all(self, date: DateMention | None) -> bool:
        """Whether it begins with the reform, and the article is older than all resolutions on that."""
        return is_planned_by(self.today) and (date is None or (date.date_from or "") >= REFORM.isoformat())

    def _on_the_eve(self, type_: str, documents: list[DocumentMention], targets: list[Part]) -> Status:
        """What is told without tense or date between the resolutions and the reform: decided, where it is the reform's.

        Units of the new list do not exist yet, and how many a place will have is told as what it has.
        """
        if not self.is_since(RESOLVED) or self.is_since(_PROCLAIMED):
            return "completed"
        resolved = type_ in _OF_UNITS and (any(_is_national(d) for d in documents) or _in_new_list(targets))
        return "decided" if resolved or type_ == "restructure" else "completed"

    def _is_ahead(self, date: DateMention | None) -> bool:
        """Whether a date lies after the article's own; where that is not known, whether the text says so."""
        if date is None or date.date_from is None:
            return False
        if self.today is None:
            return self.coming is not None and date.date_from >= (self.coming.date_from or "")
        return date.date_from > self.today.isoformat()

    def _is_resolved(self, documents: list[DocumentMention], targets: list[Part]) -> bool:
        """Whether the statement names the resolution that made a unit of the new list, before that was in force."""
        if not self.is_since(RESOLVED) or self.is_since(REFORM):
            return False
        return _in_new_list(targets) and any(_is_national(d) for d in documents)

    def _is_long_past(self, date: DateMention | None) -> bool:
        """Whether a date lies in a year before the article's: nobody proposes that any more."""
        return bool(date and date.date_to and self.year and date.date_to[:4] < self.year)

    def _is_past(self, date: DateMention | None) -> bool:
        """Whether a date lies before the article's: what was done then is done."""
        return bool(date and date.date_to and self.today and date.date_to < self.today.isoformat())

    def _is_to_come(self, date: DateMention | None) -> bool:
        """Whether the present tense tells of what is still to be done: nothing dates it back, the reform is ahead."""
        if self.today is None:
            return date is None
        return not self._is_past(date) and not self.is_since(REFORM)

    def _is_of_new_list(self, targets: list[Part]) -> bool:
        """Whether units of the list in force since the reform have been decided on, and do not exist yet."""
        return self.is_since(RESOLVED) and not self.is_since(REFORM) and _in_new_list(targets)

    def is_since(self, day: datetime.date) -> bool:
        """Whether the article is known to be of that day or later."""
        return self.today is not None and self.today >= day


def is_planned_by(today: datetime.date | None) -> bool:
    """Whether the reform is planned by then and not yet decided on."""
    return today is not None and datetime.date(REFORM.year, 1, 1) < today < RESOLVED


def _is_national(document: DocumentMention) -> bool:
    """A resolution of the National Assembly or its Standing Committee."""
    return document.doc_type == "resolution" and bool(document.issuer and document.issuer.body == "national_assembly")


def _is_policy(type_: str, documents: list[DocumentMention], targets: list[Part]) -> bool:
    """A merger of provinces on the word of the party's centre is policy, whatever is still drafted below them."""
    central = any(d.issuer is not None and d.issuer.body in _CENTRAL for d in documents)
    return type_ == "merge" and central and bool(targets) and all(part.level == "province" for part in targets)


def _is_goal(date: DateMention | None) -> bool:
    """Whether a date is too wide to be the day on which a resolution takes effect ("by 2030")."""
    return date is not None and date.date_precision not in ("day", "month")


def _settles(document: DocumentMention) -> bool:
    """A resolution on the units of one place; those that lay down rules for all bear a year in their number."""
    return _is_national(document) and "/NQ-UBTVQH" in document.number


def _of_councils(documents: list[DocumentMention]) -> bool:
    """Whether councils alone have voted: they recommend a change of units, others decide."""
    return bool(documents) and all(d.issuer is not None and d.issuer.body == "people_council" for d in documents)


def _in_new_list(targets: list[Part]) -> bool:
    return any((part.unit or "").startswith(f"vn:{NEW}:") for part in targets)
