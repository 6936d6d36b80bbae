"""From frames to events: participants, status, date, place, documents, officials, evidence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..records.annotation import Annotation
from ..records.event import (
    SCHEMA_VERSION,
    Counts,
    DocumentReference,
    Event,
    Evidence,
    OfficialReference,
    Participant,
    Place,
)
from ..records.mentions import DateMention, DocumentMention
from ..records.spans import BodySpan, PersonSpan, UnitGroup, UnitSpan
from ..records.vocabulary import EVIDENCE_LIMIT, Extent, Level, PostLevel, Status
from ..register.register import Register
from .counts import counts_of
from .dates import EventDates
from .frames import Frame
from .places import REFORM, EventPlaces
from .qualifiers import DISCARDED, Qualifiers

_CHANGES = frozenset({"merge", "split", "establish", "dissolve", "rename", "reclassify", "restructure", "unchanged"})
_ONE_EACH = frozenset({"establish", "dissolve", "unchanged", "two_tier_transition"})
_OFFICIAL_ROLES: dict[str, Literal["led", "appointed", "attended"]] = {"appointment": "appointed"}


@dataclass(slots=True)
class Draft:
    """One event in the making: a frame with the participants of this event."""

    frame: Frame
    type: str
    sources: list[tuple[UnitSpan | BodySpan, Extent]] = field(default_factory=list)
    targets: list[tuple[UnitSpan | BodySpan, Extent]] = field(default_factory=list)
    says: str | None = None


class Assembler:
    """Makes the events of one linked article out of its frames."""

    def __init__(self, ann: Annotation, frames: list[Frame], register: Register) -> None:
        self.ann = ann
        self.frames = frames
        self.register = register
        self.units: list[UnitSpan] = ann.context["units"]
        self.dates = EventDates(ann)
        self.places = EventPlaces(ann, register)
        self.qualifiers = Qualifiers.of(ann)

    def events(self) -> list[Event]:
        """The events in reading order, without ids of document and event, without duplicates."""
        made: list[Event] = []
        for frame in self.frames:
            said = self.qualifiers.said_of(self.ann, frame)
            if said in DISCARDED:
                continue
            date = self.dates.of(frame)
            for draft in self._drafts(frame, said):
                made.append(self._event(draft, date))
        return made

    def _drafts(self, frame: Frame, said: str | None) -> Iterator[Draft]:
        sources, targets = self._sides(frame)
        if frame.rule.swap:
            sources, targets = targets, sources
        if said == "negated":
            yield from self._kept(frame, sources + targets)
            return
        kind = frame.rule.type
        if kind == "document_issued":
            yield from (Draft(frame, kind, says=said) for _ in frame.roles.get("doc", ()))
        elif kind in ("rename", "reclassify"):
            yield from self._pairs(frame, sources, targets, said)
        elif kind in _ONE_EACH and (sources or targets):
            side = sources or targets
            for one in side:
                as_source = kind in ("dissolve", "unchanged")
                yield Draft(frame, kind, [one] if as_source else [], [] if as_source else [one], said)
        elif kind == "merge" and not (sources and targets) and not frame.rule.partial:
            if sources and len(sources) > 1:
                yield Draft(frame, kind, sources, targets, said)
        else:
            yield Draft(frame, kind, sources, targets, said)

    def _kept(
        self, frame: Frame, units: list[tuple[UnitSpan | BodySpan, Extent]]
    ) -> Iterator[Draft]:
        """What is expressly not merged, split or renamed stays as it is."""
        if frame.rule.type in ("merge", "split", "reclassify", "rename"):
            for one, _ in units:
                if isinstance(one, UnitSpan):
                    yield Draft(frame, "unchanged", [(one, "whole")], [], "planned")

    def _pairs(
        self,
        frame: Frame,
        sources: list[tuple[UnitSpan | BodySpan, Extent]],
        targets: list[tuple[UnitSpan | BodySpan, Extent]],
        said: str | None,
    ) -> Iterator[Draft]:
        """Sources and targets in order; a kind word alone as target ("werden zu Stadtteilen") keeps the names."""
        if not targets:
            targets = [(self._of_new_kind(one, frame), extent) for one, extent in sources if isinstance(one, UnitSpan)]
        elif len(targets) == 1 and len(sources) > 1:
            targets = targets * len(sources)
        for (source, extent), (target, _) in zip(sources, targets, strict=False):
            kind = frame.rule.type
            if isinstance(source, UnitSpan) and isinstance(target, UnitSpan):
                kind = _told_change(source, target, kind)
            yield Draft(frame, kind, [(source, extent)], [(target, "whole")], said)

    def _of_new_kind(self, span: UnitSpan, frame: Frame) -> UnitSpan:
        """The same name with the kind that the text announces."""
        twin: UnitSpan | None = frame_twin(self.ann, frame, span)
        return twin or span

    def _sides(
        self, frame: Frame
    ) -> tuple[list[tuple[UnitSpan | BodySpan, Extent]], list[tuple[UnitSpan | BodySpan, Extent]]]:
        sources = list(self._participants(frame, "src"))
        targets = [(one, "whole") for one, _ in self._participants(frame, "tgt")]
        if frame.rule.extent:
            sources = [(one, frame.rule.extent) for one, _ in sources]  # type: ignore[misc]
        return sources, targets  # type: ignore[return-value]

    def _participants(self, frame: Frame, role: str) -> Iterator[tuple[UnitSpan | BodySpan, Extent]]:
        for item in frame.roles.get(role, ()):
            if isinstance(item.value, UnitGroup):
                yield from ((self.units[i], self.units[i].extent) for i in item.value.units)
            elif isinstance(item.value, BodySpan):
                yield item.value, "whole"
            elif item.symbol in "KC":
                yield from ((span, "whole") for span in self._meant(frame, item.value))

    def _meant(self, frame: Frame, word: object) -> list[UnitSpan]:
        """The units that a kind word without names refers back to: the last list of that kind told before."""
        groups: list[UnitGroup] = self.ann.context["groups"]
        kinds = set(getattr(word, "kinds", ()))
        for group in reversed([g for g in groups if g.last <= frame.first]):
            members = [self.units[i] for i in group.units]
            if len(members) > 1 and (not kinds or all(m.mention.kind in kinds for m in members)):
                return members
        return []

    def _event(self, draft: Draft, date: DateMention | None) -> Event:
        frame = draft.frame
        spans = [one for one, _ in (*draft.sources, *draft.targets) if isinstance(one, UnitSpan)]
        day = _day(date)
        counts = counts_of(frame) if draft.type == "restructure" else None
        documents = self._documents(frame)
        place = self.places.of(frame, spans, day)
        status = self._status(draft, date, documents)
        return Event(
            SCHEMA_VERSION,
            "",
            "",
            draft.type,  # type: ignore[arg-type]
            status,
            self._level(draft, counts),
            [self._participant(one, extent) for one, extent in draft.sources],
            [self._participant(one, extent) for one, extent in draft.targets],
            counts,
            place,
            date.edtf if date else None,
            date.date_from if date else None,
            date.date_to if date else None,
            date.date_precision if date else None,
            date.date_basis if date else None,
            [DocumentReference(d.number, d.id or None) for d in documents],
            self._officials(frame),
            self._evidence(frame),
            frame.rule.name,
            None,
            None,
            _reasons(place, date),
        )

    def _participant(self, one: UnitSpan | BodySpan, extent: Extent) -> Participant:
        if isinstance(one, UnitSpan):
            m = one.mention
            return Participant(m.name, m.kind, extent, m.unit, m.id or None)
        start, end = self.ann.starts[one.first], self.ann.ends[one.last - 1]
        mention = one.mention
        return Participant(
            self.ann.text[start:end], None, extent, mention.unit if mention else None, mention.id if mention else None
        )

    def _status(self, draft: Draft, date: DateMention | None, documents: list[DocumentMention]) -> Status:
        said = draft.says if draft.says in ("proposed", "planned", "ongoing", "decided", "completed") else None
        status: Status = draft.frame.rule.status or said or "completed"  # type: ignore[assignment]
        today = self.ann.context.get("article_date") or self.ann.published
        if today is None or draft.type not in (*_CHANGES, "two_tier_transition"):
            return status
        ahead = date is not None and date.date_from is not None and date.date_from > today.isoformat()
        if status == "decided" and not ahead and (date is not None or today >= REFORM):
            return "completed"
        if status == "completed" and ahead:
            national = any((d.issuer and d.issuer.level == "central") for d in documents) or self._under_resolution()
            return "decided" if national or said == "completed" else "planned"
        return status

    def _under_resolution(self) -> bool:
        return any(
            d.doc_type == "resolution" and d.issuer is not None and d.issuer.body == "national_assembly"
            for d in self.ann.documents
        )

    def _level(self, draft: Draft, counts: Counts | None) -> PostLevel | None:
        spans = [one for one, _ in (*draft.targets, *draft.sources)]
        for one in spans:
            if isinstance(one, UnitSpan) and one.mention.level:
                if draft.type == "meeting":
                    break
                return one.mention.level
            if isinstance(one, BodySpan) and one.levels:
                return one.levels[0]
        if draft.type == "restructure":
            return self._level_of_counts(draft.frame) or "commune"
        return self._level_of_bodies(draft.frame)

    @staticmethod
    def _level_of_counts(frame: Frame) -> Level | None:
        for role in ("after", "before"):
            for item in frame.roles.get(role, ()):
                level: Level | None = getattr(item.value, "level", None)
                if level:
                    return level
        return None

    def _level_of_bodies(self, frame: Frame) -> PostLevel | None:
        bodies = [i.value for i in frame.items[: frame.end_item] if isinstance(i.value, BodySpan)]
        for body in reversed(bodies):
            unit = self.units[body.unit].mention if body.unit is not None and body.unit < len(self.units) else None
            if unit is not None and unit.level:
                return unit.level
            if body.levels:
                return body.levels[0]
        for item in frame.items:
            if isinstance(item.value, PersonSpan) and item.value.mention.roles:
                return item.value.mention.roles[0].level
        return None

    def _documents(self, frame: Frame) -> list[DocumentMention]:
        named = [i.value for i in frame.roles.get("doc", ()) if isinstance(i.value, DocumentMention)]
        if frame.rule.type == "document_issued":
            return named
        near = [i.value for i in frame.items if i.symbol == "N"]
        return list({d.number: d for d in (*named, *near)}.values())

    def _officials(self, frame: Frame) -> list[OfficialReference]:
        role = _OFFICIAL_ROLES.get(frame.rule.type, "led")
        people = [i.value for i in frame.roles.get("who", ()) if isinstance(i.value, PersonSpan)]
        return [
            OfficialReference(p.mention.name or p.mention.surface, p.mention.id or None, role) for p in people
        ]

    def _evidence(self, frame: Frame) -> Evidence:
        start, end = self.ann.starts[frame.first], self.ann.ends[frame.last - 1]
        end = min(end, start + EVIDENCE_LIMIT)
        return Evidence(start, end, self.ann.text[start:end])


def frame_twin(ann: Annotation, frame: Frame, span: UnitSpan) -> UnitSpan | None:
    """A unit of the same name and another kind that the register offers, as `link` prepared it."""
    twins: dict[tuple[int, int], UnitSpan] = ann.context.get("twins", {})
    return twins.get((frame.sentence, span.first))


def _told_change(source: UnitSpan, target: UnitSpan, kind: str) -> str:
    """A new kind is `reclassify`, only a new name `rename`, whatever verb tells it."""
    if source.mention.kind and target.mention.kind and source.mention.kind != target.mention.kind:
        return "reclassify"
    return "rename" if source.mention.name != target.mention.name else kind


def _day(date: DateMention | None) -> datetime.date | None:
    if date is None or date.date_from is None:
        return None
    try:
        return datetime.date.fromisoformat(date.date_from)
    except ValueError:
        return None


def _reasons(place: Place, date: DateMention | None) -> dict[str, str]:
    reasons = {"confidence": "not calibrated", "register": "not checked"}
    if place.province is None:
        reasons["place"] = "no province named and no unit linked"
    if date is None:
        reasons["date"] = "the text ties no date to it"
    return reasons
