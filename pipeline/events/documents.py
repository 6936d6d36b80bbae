"""Which documents an event rests on: those of its own statement, else the resolution that the passage carries out."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention, DocumentMention
from ..records.spans import UnitSpan
from ..register.model import NEW
from .frames import Frame
from .sequence import Count, Item
from .sittings import session_around

_CHANGES: Final = frozenset(["merge", "split", "dissolve", "rename", "reclassify", "restructure", "unchanged"])
# One decision founds a body or names an official; a sentence on two of them names one for each.
_ONE_DOCUMENT: Final = frozenset(["establish", "appointment"])
_MOST_PARAGRAPHS: Final = 12
# The class of words that point back at a document told before.
_POINTING: Final = "points_back"
# That of words behind a change for what it is told in.
_TOLD_IN: Final = "told_in"
# The Standing Committee's resolutions on units, by number and term; those of the reform follow each other.
_OF_COMMITTEE: Final = re.compile(r"(\d+)/NQ-UBTVQH(\d+)")
_REFORM_TERM: Final = 15
_REFORM_NUMBERS: Final = range(1654, 1688)
# The year in which each term of the National Assembly and its Standing Committee began.
_TERM_BEGAN: Final = {"11": "2002", "12": "2007", "13": "2011", "14": "2016", "15": "2021"}


class EventDocuments:
    """Documents for the frames of one article, asked for in reading order."""

    def __init__(self, ann: Annotation, leads: list[int]) -> None:
        """`leads`: for each sentence the one that its list stands under, -1 for none."""
        self.ann = ann
        self.leads = leads
        self._last: tuple[Frame, list[DocumentMention]] | None = None

    def of(self, frame: Frame, said: str | None, date: DateMention | None) -> list[DocumentMention]:
        """The documents of a frame, given what its cues say of it and its date."""
        found = self._named(frame) or self._of_session(frame) or self._carried(frame, said, date)
        if frame.rule.type in _CHANGES and (found or frame.rule.type != "dissolve"):
            self._last = (frame, found)
        return found

    def _named(self, frame: Frame) -> list[DocumentMention]:
        captured = [i.value for i in frame.roles.get("doc", ()) if isinstance(i.value, DocumentMention)]
        near = [item for item in self._reach(frame) if item.symbol == "N"]
        if frame.rule.type in _ONE_DOCUMENT and len(near) > 1:
            near = [min(near, key=lambda item: max(frame.first - item.last, item.first - frame.last))]
        named = {document.number: document for document in (*captured, *[item.value for item in near])}
        if frame.rule.type == "merge" and self._levels(frame) == {"province"}:
            # The Standing Committee decides on units below provinces: told by the way ("A, made of B and C, has …").
            named = {number: document for number, document in named.items() if not _OF_COMMITTEE.match(number)}
        return list(named.values()) or self._told_behind(frame) or self._pointed_at(frame)

    def _told_behind(self, frame: Frame) -> list[DocumentMention]:
        """The document that the next words say a change is told in ("This is laid down in Resolution No. 5")."""
        sequences: list[list[Item]] = self.ann.context["sequences"]
        last = frame.sentence + 2 if frame.rule.type in _CHANGES else 0
        for items in (frame.items[frame.end_item :], *sequences[frame.sentence + 1 : last]):
            at = next((n for n, item in enumerate(items) if _TOLD_IN in item.classes), len(items))
            named: list[DocumentMention] = [item.value for item in items[at:] if item.symbol == "N"]
            if named:
                return named[:1]
        return []

    def _of_session(self, frame: Frame) -> list[DocumentMention]:
        """The documents of the sentence that told of the session, where its leader is told behind it."""
        told = session_around(self.ann, frame) if frame.rule.type == "meeting" else []
        return list({item.value.number: item.value for item in told if item.symbol == "N"}.values())

    def _pointed_at(self, frame: Frame) -> list[DocumentMention]:
        """The document named last, where a word of the statement points back at it ("by this resolution")."""
        if frame.rule.type not in _CHANGES or not any(_POINTING in item.classes for item in self._reach(frame)):
            return []
        here, start = self.ann.sentences[frame.sentence].paragraph, self.ann.starts[frame.first]
        told = [d for d in self.ann.documents if d.start < start and here - self._paragraph_of(d) <= _MOST_PARAGRAPHS]
        return told[-1:]

    def _paragraph_of(self, document: DocumentMention) -> int:
        token = bisect_right(self.ann.starts, document.start) - 1
        at = bisect_right(self.ann.sentences, token, key=lambda sentence: sentence.first) - 1
        return self.ann.sentences[at].paragraph

    @staticmethod
    def _reach(frame: Frame) -> list[Item]:
        """The items of the frame's sentence from the semicolon before it to the one behind it."""
        first, last = frame.start_item, frame.end_item
        while first > 0 and frame.items[first - 1].symbol != ";":
            first -= 1
        while last < len(frame.items) and frame.items[last].symbol != ";":
            last += 1
        return frame.items[first:last]

    def _carried(self, frame: Frame, said: str | None, date: DateMention | None) -> list[DocumentMention]:
        """What the change told right before rests on, in the same paragraph; else the resolution being carried out.

        No document is carried to what is said not to happen, to what is only proposed, nor to a time that it cannot
        have decided on.
        """
        if frame.rule.type not in _CHANGES or said == "negated" or (said == "proposed" and not self._is_past(date)):
            return []
        if listed := self._named_by_lead(frame):
            return listed
        levels = self._levels(frame)
        if frame.denies or frame.rule.type == "dissolve" or not levels:
            return []  # what ends without being joined to anything does so by itself; bodies are no units
        told = [d for d in self._told_before(frame) if _can_decide(d, date) and self._settles(d, frame, levels)]
        if told or said != "planned" or frame.is_elsewhere:
            return told
        return self._resolution(frame, self.ann.sentences[frame.sentence].paragraph, of_council)

    def _is_past(self, date: DateMention | None) -> bool:
        """Whether a date lies before the day of the article: what was then is more than a proposal."""
        day: datetime.date | None = self.ann.context.get("article_date") or self.ann.published
        return day is not None and date is not None and (date.date_to or date.date_from or "9") <= day.isoformat()

    def _settles(self, document: DocumentMention, frame: Frame, levels: set[str | None]) -> bool:
        """Whether a resolution is on units of these levels, and on the list that they are of."""
        unsure = None if frame.rule.type != "restructure" else "province"
        if _settles_provinces(document) and levels.isdisjoint({"province", unsure}):
            return False
        number = _OF_COMMITTEE.match(document.number)
        if number is None:
            return True
        if levels == {"province"}:
            return False
        units: list[UnitSpan] = self.ann.context["units"]
        told = frame.units("src" if frame.rule.type == "unchanged" else "tgt", units)
        lists = {span.mention.unit.split(":")[1] for span in told if span.mention.unit}
        of_reform = int(number[2]) == _REFORM_TERM and int(number[1]) in _REFORM_NUMBERS
        # What stays is the same unit in both lists, so that it may well be read as one of the earlier.
        return not lists or (NEW in lists) == of_reform or (of_reform and frame.rule.type == "unchanged")

    def _told_before(self, frame: Frame) -> list[DocumentMention]:
        here = self.ann.sentences[frame.sentence].paragraph
        if self._last is not None and not frame.is_elsewhere and frame.rule.type != "unchanged":
            earlier, documents = self._last
            there = self.ann.sentences[earlier.sentence].paragraph
            if there == here or (documents and self._lists(earlier, frame) and here - there <= 2):
                return documents
        levels = self._levels(frame)
        provinces = levels == {"province"} and frame.rule.type == "merge"
        if frame.is_apart or ("province" in levels and not provinces):
            return []
        settles = _settles_provinces if provinces else _settles_communes
        return self._resolution(
            frame, here, lambda document: settles(document) and self._settles(document, frame, levels)
        )

    def _named_by_lead(self, frame: Frame) -> list[DocumentMention]:
        """The one document of the sentence that a list stands under ("by Resolution No. 5: 1. …; 2. …")."""
        lead = self.leads[frame.sentence]
        sequences: list[list[Item]] = self.ann.context["sequences"]
        named = [item.value for item in sequences[lead] if item.symbol == "N"] if lead >= 0 else []
        return named if len(named) == 1 else []

    def _lists(self, one: Frame, other: Frame) -> bool:
        """Items of one list are told by one rule, of units of one level."""
        return one.rule is other.rule and self._levels(one) == self._levels(other)

    def _levels(self, frame: Frame) -> set[str | None]:
        """The levels of the units that change; the end of a level as such concerns whole provinces."""
        units: list[UnitSpan] = self.ann.context["units"]
        told = {item.value for item in frame.items[frame.start_item : frame.end_item] if item.symbol == "V"}
        changed: set[str | None] = {s.mention.level for side in ("src", "tgt") for s in frame.units(side, units)}
        changed |= {c.level for role in ("before", "after") for c in _counts(frame, role)}
        return {"province"} if told and frame.rule.type == "dissolve" and not changed else changed

    def _resolution(self, frame: Frame, here: int, settles: Callable[[DocumentMention], bool]) -> list[DocumentMention]:
        """A document that settles such changes named before, where the article knows no other."""
        found: dict[str, int] = {}
        sequences: list[list[Item]] = self.ann.context["sequences"]
        for number in range(frame.sentence + 1):
            for item in sequences[number]:
                if item.first < frame.first and item.symbol == "N" and settles(item.value):
                    found[item.value.number] = self.ann.sentences[number].paragraph
        if len(found) != 1:
            return []
        number_text, paragraph = next(iter(found.items()))
        if here - paragraph > _MOST_PARAGRAPHS:
            return []
        return [next(d for d in self.ann.documents if d.number == number_text)]


def _counts(frame: Frame, role: str) -> list[Count]:
    return [item.value for item in frame.roles.get(role, ()) if isinstance(item.value, Count)]


def of_council(document: DocumentMention) -> bool:
    """Whether it is a resolution of a people's council."""
    return (
        document.doc_type == "resolution" and document.issuer is not None and document.issuer.body == "people_council"
    )


def _can_decide(document: DocumentMention, date: DateMention | None) -> bool:
    """Whether a change of that date can rest on the document: it comes into effect in its year or the next."""
    issued = document.issued[:4] if document.issued else ""
    told = date.date_from[:4] if date and date.date_from else ""
    until = date.date_to[:4] if date and date.date_to else told
    number = _OF_COMMITTEE.match(document.number)
    if until and number and until < _TERM_BEGAN.get(number[2], ""):
        return False
    return not (issued.isdigit() and told) or (until >= issued and int(told) <= int(issued) + 1)


def _settles_communes(document: DocumentMention) -> bool:
    """A resolution on the units of one province; one whose number holds a year ("76/2025/UBTVQH15") is on all."""
    return "NQ-UBTVQH" in document.number and document.doc_type == "resolution"


def _settles_provinces(document: DocumentMention) -> bool:
    """A resolution of the National Assembly itself; laws share its numbers."""
    return "/QH" in document.number and document.doc_type == "resolution"
