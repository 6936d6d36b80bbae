"""Where an event belongs: province and district as of its date."""

from __future__ import annotations

import datetime
from collections import Counter

from ..records.annotation import Annotation
from ..records.event import Place
from ..records.spans import UnitGroup, UnitSpan
from ..records.vocabulary import LEVEL_RANK
from ..register.places import now, outlet_provinces, province_at, provinces_of
from ..register.register import Register
from .frames import Frame

REFORM = datetime.date(2025, 7, 1)


class EventPlaces:
    """Places for the frames of one article."""

    def __init__(self, ann: Annotation, register: Register) -> None:
        self.ann = ann
        self.register = register
        self.units: list[UnitSpan] = ann.context["units"]
        self._main = self._main_province()

    def of(self, frame: Frame, participants: list[UnitSpan], day: datetime.date | None) -> Place:
        """The place of a frame; its province is that of the participants, else named near by, else the article's."""
        when = day or self.ann.context.get("article_date") or self.ann.published
        unit = self._province_unit(frame, participants)
        if unit is None:
            return Place()
        province = province_at(self.register, unit, self._era(when, participants))
        if province is None:
            return Place()
        district = self._district(frame, participants, when)
        return Place(
            province.name,
            district.mention.name if district else None,
            (district.mention.unit if district else None) or province.id,
            now(self.register, province.id),
        )

    def _era(self, when: datetime.date | None, participants: list[UnitSpan]) -> str:
        if when is not None:
            return "2025-07" if when >= REFORM else "2025-06"
        lists = {(s.mention.unit or "").split(":")[1] for s in participants or self.units if s.mention.unit}
        return "2025-07" if "2025-07" in lists or not lists else "2025-06"

    def _province_unit(self, frame: Frame, participants: list[UnitSpan]) -> str | None:
        if frame.rule.type in ("merge", "split"):
            anchors = frame.units("tgt", self.units) if frame.rule.type == "merge" else frame.units("src", self.units)
            linked = [s.mention.unit for s in anchors if s.mention.unit]
            if linked:
                return linked[0]
        linked = [s.mention.unit for s in participants if s.mention.unit]
        if linked:
            return linked[0]
        return self._named_near(frame) or self._main

    def _named_near(self, frame: Frame) -> str | None:
        """A province or any linked unit in the sentence, before the frame first."""
        near = [item for item in frame.items if isinstance(item.value, UnitGroup)]
        for item in sorted(near, key=lambda i: (i.first >= frame.last, -i.first)):
            for i in item.value.units:
                if self.units[i].mention.unit:
                    return self.units[i].mention.unit
        return None

    def _main_province(self) -> str | None:
        """The province that most linked units of the article lie in, named ones counting more."""
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
        return min(votes, key=lambda p: (-votes[p], p)) if votes else None

    def _district(self, frame: Frame, participants: list[UnitSpan], when: datetime.date | None) -> UnitSpan | None:
        if when is None or when >= REFORM:
            if not (frame.rule.type == "restructure" and when is None):
                stated = [s for s in self._parents(participants) if s.mention.level == "district"]
                return stated[0] if stated and when is not None and when < REFORM else None
        stated = [s for s in self._parents(participants) if s.mention.level == "district"]
        here = [
            self.units[i]
            for item in frame.items
            if isinstance(item.value, UnitGroup)
            for i in (*item.value.units, *item.value.parents)
            if self.units[i].mention.level == "district"
        ]
        found = [s for s in (*stated, *here) if s not in participants]
        return found[0] if found and _below_province(participants) else None

    def _parents(self, participants: list[UnitSpan]) -> list[UnitSpan]:
        return [self.units[s.parent] for s in participants if s.parent is not None]


def _below_province(participants: list[UnitSpan]) -> bool:
    return all(LEVEL_RANK[s.mention.level or "commune"] == 0 for s in participants)
