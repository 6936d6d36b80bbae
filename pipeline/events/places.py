"""Where an event belongs: province and district as of its date."""

from __future__ import annotations

import datetime
from collections import Counter

from ..records.annotation import Annotation
from ..records.event import Place
from ..records.spans import BodySpan, UnitGroup, UnitSpan
from ..records.vocabulary import Status
from ..register.model import NEW
from ..register.places import now, outlet_provinces, province_at, provinces_of
from ..register.register import Register
from .frames import Frame
from .participants import Part
from .sequence import Item
from .status import AHEAD, REFORM, RESOLVED

_CLAUSE_ENDS = frozenset(",;:.")
_BEFORE_REFORM = REFORM - datetime.timedelta(days=1)


class EventPlaces:
    """Places for the frames of one article."""

    def __init__(self, ann: Annotation, register: Register) -> None:
        self.ann = ann
        self.register = register
        self.units: list[UnitSpan] = ann.context["units"]
        self._votes = self._province_votes()

    def of(
        self, frame: Frame, sources: list[Part], targets: list[Part], day: datetime.date | None, status: Status
    ) -> Place:
        """The place of a frame; its province is that of the participants, else named near by, else the article's.

        What is proposed or planned lies where the article finds it, what is decided or done where it takes effect.
        """
        told = self.ann.context.get("article_date") or self.ann.published
        ahead = status in AHEAD and not _of_provinces(sources, targets)
        when = told or day if ahead else day or told
        if when is None and ahead:
            when = _BEFORE_REFORM
        if day is None and not ahead and _is_of_new_list(targets, told):
            when = REFORM
        parts = [*targets, *sources] if frame.rule.type == "merge" else [*sources, *targets]
        if not parts and (_is_nationwide(frame) or (frame.rule.type == "dissolve" and not _tells_where(frame))):
            return Place()
        unit = next((part.unit for part in parts if part.unit), None) or frame.area or self._of_issuer(frame)
        unit = unit or self._named_near(frame)
        unit = unit or self._main(self._era(when, parts))
        if unit is None:
            return Place()
        # What has been done to a unit of the new list lies where that unit is, also on the eve of its first day.
        done = status == "completed" and unit.startswith(f"vn:{NEW}:")
        province = province_at(self.register, unit, NEW if done else self._era(when, parts))
        if province is None:
            return Place()
        district = self._district(frame, [p.span for p in parts if p.span is not None], parts, when)
        return Place(
            province.name,
            district.mention.name if district else None,
            (district.mention.unit if district else None) or province.id,
            now(self.register, province.id),
        )

    def _era(self, when: datetime.date | None, parts: list[Part]) -> str:
        if when is not None:
            return "2025-07" if when >= REFORM else "2025-06"
        ids = [part.unit for part in parts if part.unit] or [s.mention.unit for s in self.units if s.mention.unit]
        lists = {unit.split(":")[1] for unit in ids}
        return "2025-07" if "2025-07" in lists or not lists else "2025-06"

    @staticmethod
    def _of_issuer(frame: Frame) -> str | None:
        """The unit of the body of a place that issues a document, named right before it does."""
        if frame.rule.type != "document_issued":
            return None
        before = [item.value for item in frame.items[: frame.end_item] if isinstance(item.value, BodySpan)]
        mention = before[-1].mention if before else None
        return mention.unit if mention else None

    def _named_near(self, frame: Frame) -> str | None:
        """A province or any linked unit in the sentence, before the frame first."""
        near = [item for item in frame.items if isinstance(item.value, UnitGroup)]
        for item in sorted(near, key=lambda i: (i.first >= frame.last, -i.first)):
            members: list[int] = item.value.units
            ids = [self.units[i].mention.unit for i in members]
            found = next((unit for unit in ids if unit), None)
            if found:
                return found
        return None

    def _main(self, era: str) -> str | None:
        """The province of a list that most linked units of the article lie in."""
        votes = {p: n for p, n in self._votes.items() if p.startswith(f"vn:{era}:")} or self._votes
        return min(votes, key=lambda p: -votes[p]) if votes else None  # of several the one that is told first

    def _province_votes(self) -> Counter[str]:
        """How many linked units of the article lie in a province, named ones counting more."""
        votes: Counter[str] = Counter()
        for span in self.units:
            unit = span.mention.unit
            if unit:
                weight = 3 if span.mention.level == "province" else 1
                for province in provinces_of(self.register, unit):
                    votes[province] += weight
        if self.ann.outlet:
            for province in outlet_provinces(self.ann.outlet):
                votes[province] += 3
        return votes

    def _district(
        self, frame: Frame, spans: list[UnitSpan], parts: list[Part], when: datetime.date | None
    ) -> UnitSpan | None:
        """A district that the text ties to the event, while there were districts."""
        if when is not None and when >= REFORM:
            return None
        if any(part.level not in ("commune", None) for part in parts):
            return None
        above = [self.units[span.parent] for span in spans if span.parent is not None]
        here = [
            self.units[i]
            for item in frame.items
            if isinstance(item.value, UnitGroup)
            for i in (*item.value.units, *item.value.parents)
        ]
        found = [s for s in (*above, *here) if s.mention.level == "district" and s not in spans]
        return found[0] if found else None


def _is_of_new_list(targets: list[Part], told: datetime.date | None) -> bool:
    """Whether what is told as done belongs to the list of 2025-07: by its targets, else by the article's day."""
    named = [part.unit for part in targets if part.unit]
    if named:
        return any(unit.startswith(f"vn:{NEW}:") for unit in named)
    return told is not None and told >= RESOLVED


def _tells_where(frame: Frame) -> bool:
    """Whether the sentence of the end of a level names a place or points to one; else it ends everywhere."""
    return any(item.symbol in "UL" or _is_place(item) for item in frame.items)


def _is_place(item: Item) -> bool:
    """A word for a province, or one that points to the place that was told."""
    if "here" in item.classes:
        return True
    return item.symbol == "K" and item.value is not None and "province" in item.value.kinds


def _is_nationwide(frame: Frame) -> bool:
    """Whether the statement itself says that it holds for the whole country; for the end of a level, its clause."""
    first, last = frame.start_item, frame.end_item
    while frame.rule.type == "dissolve" and first > 0 and frame.items[first - 1].symbol not in _CLAUSE_ENDS:
        first -= 1
    while frame.rule.type == "dissolve" and last < len(frame.items) and frame.items[last].symbol not in _CLAUSE_ENDS:
        last += 1
    return any("nationwide" in item.classes for item in frame.items[first:last])


def _of_provinces(sources: list[Part], targets: list[Part]) -> bool:
    return any(part.level == "province" for part in (*sources, *targets))
