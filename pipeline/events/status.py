"""How far a change has come by the article's own date."""

from __future__ import annotations

import datetime
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention, DocumentMention
from ..records.vocabulary import Status
from ..register.model import NEW
from .participants import Part

REFORM: Final = datetime.date(2025, 7, 1)
# The day before which no resolution on the list in force since 2025-07-01 had passed.
_RESOLVED: Final = datetime.date(2025, 6, 12)
_CHANGES: Final = frozenset(
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
_STATUSES: Final = frozenset({"proposed", "planned", "decided", "ongoing", "completed"})


class StatusReader:
    """Settles the status of the events of one article."""

    def __init__(self, ann: Annotation, proposes: bool) -> None:
        """`proposes`: a word of proposal stands anywhere in the article."""
        self.proposes = proposes
        self.today: datetime.date | None = ann.context.get("article_date") or ann.published
        self.national = any(_is_national(d) for d in ann.documents)

    def of(
        self,
        type_: str,
        said: str | None,
        own: Status | None,
        date: DateMention | None,
        documents: list[DocumentMention],
        targets: list[Part],
    ) -> Status:
        """The status from the rule's own word, the cues around it, the date and who decided."""
        ahead = bool(self.today and date and date.date_from and date.date_from > self.today.isoformat())
        if type_ not in _CHANGES:
            # A session on a proposal has taken place, a plan that is issued is issued.
            return own or ("planned" if said == "planned" and (ahead or self.today is None) else "completed")
        status: Status = own or (said if said in _STATUSES else "completed")  # type: ignore[assignment]
        if self.today is None:
            return status
        if status == "decided" and not ahead and (date is not None or self.today >= REFORM):
            return "completed"
        if status == "completed" and ahead:
            national = self.national or any(_is_national(d) for d in documents)
            return "decided" if national else "planned"
        if status == "completed" and self.today < _RESOLVED and _in_new_list(targets):
            return "proposed" if self.proposes else "planned"
        return status


def _is_national(document: DocumentMention) -> bool:
    """A resolution of the National Assembly or its Standing Committee."""
    return document.doc_type == "resolution" and bool(document.issuer and document.issuer.body == "national_assembly")


def _in_new_list(targets: list[Part]) -> bool:
    return any((part.unit or "").startswith(f"vn:{NEW}:") for part in targets)
