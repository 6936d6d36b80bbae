"""From frames to events: what each frame tells, one event a changed unit, with date, place, documents and evidence."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from ..records.annotation import Annotation
from ..records.event import SCHEMA_VERSION, Counts, DocumentReference, Event, Evidence, OfficialReference, Place
from ..records.mentions import DateMention, DocumentMention
from ..records.spans import PersonSpan, UnitSpan
from ..records.vocabulary import EVIDENCE_LIMIT, LEVEL_RANK, Kind
from ..register.lineage import new_form
from ..register.model import LEGACY
from ..register.register import Register
from .completion import divided, meant_too, named_as_one, told_nearby
from .counts import counts_of, joined_halves
from .dates import EventDates
from .documents import EventDocuments
from .frames import Frame
from .kept import KEPT, is_kept
from .levels import level_of
from .participants import Part, Participants, of_unit
from .places import EventPlaces
from .qualifiers import DISCARDED, Qualifiers
from .sequence import Count, Item, units_in
from .sittings import met_with
from .status import AHEAD, REFORM, StatusReader, is_planned_by

_ONE_EACH = frozenset({"establish", "dissolve", "unchanged", "two_tier_transition"})
_AS_SOURCE = frozenset({"dissolve", "unchanged"})
_KEPT_WHEN_NEGATED = frozenset({"merge", "split", "reclassify", "rename"})
# In how many paragraphs the head of a document that is the article itself names its number.
_HEAD_PARAGRAPHS = 4
_DONE = frozenset({"completed", "decided", "ongoing"})
_TALK = frozenset({"denied", "rumour"})
# Classes of words that deny of units that they are joined.
_NOT_JOINED = frozenset({"not_join", "not_joined"})
_SETTING = frozenset({"document_issued", "meeting", "appointment"})
_OFFICIAL_ROLES: dict[str, Literal["led", "appointed"]] = {"appointment": "appointed"}


@dataclass(slots=True)
class Draft:
    """One event in the making: a frame with the participants of this event and what its cues say."""

    frame: Frame
    type: str
    sources: list[Part] = field(default_factory=list)
    targets: list[Part] = field(default_factory=list)
    says: str | None = None
    documents: list[DocumentMention] | None = None
    people: list[PersonSpan] | None = None


class Assembler:
    """Makes the events of one linked article out of its frames."""

    def __init__(self, ann: Annotation, frames: list[Frame], register: Register) -> None:
        self.ann = ann
        self.frames = joined_halves(frames, is_planned_by(ann.context.get("article_date") or ann.published))
        self.parts = Participants(ann, register)
        self._changes: defaultdict[int, list[Frame]] = defaultdict(list)
        for frame in self.frames:
            if frame.rule.type not in _SETTING:
                self._changes[frame.sentence].append(frame)
        self.dates = EventDates(ann, self.frames)
        self.places = EventPlaces(ann, register)
        self.qualifiers = Qualifiers.of(ann)
        self.documents = EventDocuments(ann, self.qualifiers.leads)
        self.statuses = StatusReader(ann, self.dates.coming)

    def events(self) -> list[Event]:
        """The events in reading order, without ids of document and event."""
        made: list[Event] = []
        apart: set[frozenset[str]] = set()
        for frame in self.frames:
            said = self._said(frame)
            if said in DISCARDED and not (said in _TALK and frame.rule.type in _SETTING):
                continue  # a session or letter on what is denied did take place
            if (frame.doubtful and said not in _DONE) or not self._stays(frame):
                continue
            date = self.dates.of(frame, said)
            documents = self.documents.of(frame, said, date)
            self.statuses.proposes = self.qualifiers.propose(frame.sentence)
            told = [self._event(draft, date, documents) for draft in self._drafts(frame, said)]
            made += told
            if frame.rule.type == "unchanged" and len(told) > 1:
                apart.add(frozenset([event.sources[0].name for event in told if event.sources]))
        return [event for event in made if _tells_enough(event) and not _is_talk(event, apart)]

    def _said(self, frame: Frame) -> str | None:
        """What the words around a frame say of it; None where it is told as it is."""
        # A committee that was set up for a draft is no draft.
        around = not (frame.rule.type == "establish" and all(i.symbol == "B" for i in frame.roles.get("tgt", ())))
        said = self.qualifiers.said_of(self.ann, frame, around)
        if _denies_talk(frame, said):
            return None  # "the rumour is false: A is not merged"
        if said in AHEAD and self.dates.has_begun(frame):
            # "It has existed since January, made from A and B", in an article about a draft
            return said if self.qualifiers.said_of(self.ann, frame, False) in AHEAD else None
        return said

    def _stays(self, frame: Frame) -> bool:
        """Whether the register knows that units stayed of which loose words alone say so; true of all other frames."""
        if frame.rule is not KEPT:
            return True
        register, spans = self.parts.register, frame.units("src", self.ann.context["units"])
        return all(span.mention.unit and is_kept(register, register.get(span.mention.unit)) for span in spans)

    def _drafts(self, frame: Frame, said: str | None) -> Iterator[Draft]:
        kind = frame.rule.type
        if frame.rule.chain:
            for sources, targets in self.parts.chained(frame):
                yield from self._of_pair(frame, sources, targets, said)
        elif kind == "document_issued":
            issued = [document for item in frame.roles.get("doc", ()) for document in self._issued(frame, item)]
            yield from (Draft(frame, kind, says=said, documents=[document]) for document in issued)
        elif kind == "appointment":
            yield from self._appointments(frame, said)
        else:
            yield from self._of_sides(frame, said)

    def _issued(self, frame: Frame, item: Item) -> list[DocumentMention]:
        """The document of an item; "this resolution" is that of the head of the text, else the last named."""
        if isinstance(item.value, DocumentMention):
            return [item.value]
        starts = self.ann.starts[frame.first]
        told = [document for document in self.ann.documents if document.start < starts]
        head = next((s.first for s in self.ann.sentences if s.paragraph >= _HEAD_PARAGRAPHS), len(self.ann.starts))
        named = [document for document in told[:1] if document.start < self.ann.ends[head - 1]]
        return named or told[-1:]

    def _of_sides(self, frame: Frame, said: str | None) -> Iterator[Draft]:
        sources, targets = self.parts.side(frame, "src"), self.parts.side(frame, "tgt")
        if frame.rule.swap:
            sources, targets = targets or self._of_kind_before(frame, sources), sources
        kind = frame.rule.type
        if said == "negated":
            yield from self._kept(frame, sources + targets)
        elif kind == "reclassify" and _counts_others(frame, sources):
            return  # "A will become five communes": no new kind of A
        elif kind in ("rename", "reclassify"):
            yield from self._of_pair(frame, sources, targets, said)
        elif kind == "dissolve" and "src" in frame.roles and not sources:
            return  # "this district was abolished", and none is told before
        elif kind in _ONE_EACH and (sources or targets):
            for part in _of_lowest_level(sources or targets) if frame.rule.same_level else sources or targets:
                as_source = kind in _AS_SOURCE
                yield Draft(frame, kind, [part] if as_source else [], [] if as_source else [part], said)
        elif frame.rule.pairwise and len(sources) == len(targets):
            yield from (Draft(frame, kind, [s], [t], said) for s, t in zip(sources, targets, strict=True))
        elif kind == "merge":
            yield from self._merge(frame, sources, targets, said)
        elif kind == "meeting":
            yield Draft(frame, kind, sources, self._met(frame, targets), said)
        elif kind != "split" or (sources and targets):
            yield Draft(frame, kind, sources, targets, said)

    def _met(self, frame: Frame, targets: list[Part]) -> list[Part]:
        """With the units of those with whom a session was held ("chaired a meeting with the leaders of A and B").

        What a change in its sentence speaks of is what the session was about.
        """
        changed = [
            other for other in self.frames if other.sentence == frame.sentence and other.rule.type not in _SETTING
        ]
        about = {i for other in changed for held in other.roles.values() for item in held for i in units_in(item)}
        told = [i for item in met_with(frame.items[frame.start_item :]) for i in units_in(item) if i not in about]
        known = {(part.name, part.kind) for part in targets}
        parts = [of_unit(self.parts.units[i], "whole") for i in told]
        return [*targets, *[part for part in parts if (part.name, part.kind) not in known]]

    def _merge(self, frame: Frame, sources: list[Part], targets: list[Part], said: str | None) -> Iterator[Draft]:
        """A merge names its target and a source, or several sources."""
        if len(targets) > 1 and len(sources) == 1 and any(item.symbol == "=" for item in frame.triggers):
            sources, targets = targets, sources  # "A + B = C" as well as "C = A + B"
        if frame.rule.same_name and targets:
            sources = [*sources, *self._named_alike(frame, targets[0], sources)]
        targets = [replace(target, extent="whole") for target in targets[:1]]
        if targets and targets[0].level == "commune" and any(part.level == "commune" for part in sources):
            sources = _of_lowest_level(sources)  # "in the former district A, B and C went to D"
        if not targets and len(sources) > 1:
            sources, targets = _parted(frame, sources)
        if not targets and frame.rule.named and len(sources) > 1:
            targets = named_as_one(sources, frame.rule.named, self.parts.register)
        if targets:
            sources = divided(frame, sources, targets[0], self.parts.register)
            sources = [*meant_too(self.ann, frame, [*sources, *targets], self.parts.register), *sources]
        else:
            targets = told_nearby(self.ann, frame, sources, self.parts.register)
        if frame.rule.same_level and targets and _crosses_levels(sources, targets[0]):
            return
        if frame.rule.places and sources and _crosses_levels(sources[1:], sources[0]):
            return
        alone = frame.rule.alone or (bool(sources and targets) and _is_new_kind(sources[0], targets[0]))
        alone = alone and not _comes_with(frame)
        if alone and len(sources) == 1 and targets and sources[0].extent == "whole" and said != "negated":
            kind = _told_change(sources[0], targets[0], "merge")
            if kind != "merge" and not self._is_one_of_many(sources[0], targets[0]):
                yield Draft(frame, kind, sources, targets, said)
                return
        if (targets and sources) or len(sources) > 1:
            yield Draft(frame, "merge", sources, targets, said)
        elif frame.rule.alone and sources and (made := self.parts.of_new_kind(sources[0], frame)):
            yield Draft(frame, "reclassify", sources, [made], said)

    def _is_one_of_many(self, source: Part, target: Part) -> bool:
        """Whether by the official mapping a commune of another name was made from this one and others."""
        made_of = {edge.unit for edge in self.parts.register.predecessors(target.unit)} if target.unit else set()
        same_level = source.level == target.level == "commune"
        return same_level and source.name != target.name and len(made_of) > 1 and source.unit in made_of

    def _of_kind_before(self, frame: Frame, parts: list[Part]) -> list[Part]:
        """What the units were by the kind word that tells it ("were island districts until then")."""
        made = [self.parts.of_new_kind(part, frame) for part in parts]
        return [part for part in made if part is not None]

    def _named_alike(self, frame: Frame, target: Part, sources: list[Part]) -> list[Part]:
        alike = self.parts.of_new_kind(target, frame)
        return [] if alike is None or any(s.name == alike.name for s in sources) else [alike]

    def _kept(self, frame: Frame, parts: list[Part]) -> Iterator[Draft]:
        """What is expressly not merged, split or renamed stays as it is: a plan, or since the reform a fact."""
        if frame.rule.type in _KEPT_WHEN_NEGATED:
            says = None if self.statuses.is_since(REFORM) else "planned"
            yield from (Draft(frame, "unchanged", [part], [], says) for part in parts if part.span is not None)

    def _of_pair(self, frame: Frame, sources: list[Part], targets: list[Part], said: str | None) -> Iterator[Draft]:
        """Sources and targets in order; a kind word alone as target ("become wards") keeps the names."""
        if frame.rule.type == "merge":
            yield from self._merge(frame, sources, targets, said)
            return
        named = [part for part in targets if part.span is not None and part not in sources]
        if len(sources) == len(named) == 1 and sources[0].extent != "whole":
            yield Draft(frame, "merge", sources, named, said)  # a part of a unit gets no new name
            return
        if not named and len(sources) > 1 and self.parts.become_one(frame):
            yield Draft(frame, "merge", sources, [], said)
            return
        if not named:
            made = [self.parts.of_new_kind(part, frame) for part in sources]
            targets = [part for part in made if part is not None]
            if len(targets) != len(sources):
                return
        elif len(named) == len(sources) or len(sources) == 1:
            targets = named
        elif len(named) == 1 and frame.rule.type == "rename":
            yield Draft(frame, "merge", sources, named, said)  # "A and B are called C together"
            return
        else:
            return
        for source, target in zip(sources, targets, strict=False):
            if source.name != target.name and _crosses_levels([source], target):
                continue  # "became a commune of the province B": B is not what it became
            if frame.rule.type == "rename" and source.name != target.name:
                target = _of_one_kind(source, target)
            if not frame.rule.same_name or source.name == target.name:
                yield Draft(frame, _told_change(source, target, frame.rule.type), [source], [target], said)

    def _appointments(self, frame: Frame, said: str | None) -> Iterator[Draft]:
        targets = self.parts.side(frame, "tgt")
        for item in frame.roles.get("who", ()):
            person = self.parts.person_of(item)
            if person is not None:
                placeless: list[Part] = []
                if self.parts.is_placeless(frame, person):
                    placeless = self.parts.of_other_body(frame) or self.parts.told_before(frame, item)
                own = placeless or targets or self._of_post(person) or self.parts.of_office(frame, item)
                own = own or list(self.parts.places_of_person(person)) or self.parts.told_before(frame, item)
                yield Draft(frame, "appointment", [], own, said, people=[person])

    def _of_post(self, person: PersonSpan) -> list[Part]:
        """The unit of the post that a person takes up: that of the role named last."""
        for role in reversed(person.roles):
            if role.unit is not None and role.unit < len(self.parts.units):
                span: UnitSpan = self.parts.units[role.unit]
                m = span.mention
                return [Part(m.name, m.kind, "whole", m.unit, m.id or None, m.level, span)]
        return []

    def _is_of_reform(self, frame: Frame) -> bool:
        """Whether counts are those that the reform left, told after it in a sentence that speaks of no plan."""
        if frame.area is None or not self.statuses.is_since(REFORM):
            return False
        return self.qualifiers.said_of(self.ann, frame, around=False) not in AHEAD

    def _event(self, draft: Draft, date: DateMention | None, documents: list[DocumentMention]) -> Event:
        frame = draft.frame
        if draft.type == "two_tier_transition":
            draft.targets = [_since_reform(self.parts.register, part) for part in draft.targets]
        parts = [*draft.sources, *draft.targets]
        counts = counts_of(frame) if draft.type == "restructure" else None
        documents = documents if draft.documents is None else draft.documents
        if draft.type == "document_issued" and date is None and documents:
            date = next((day for day in self.ann.dates if day.edtf == documents[0].issued), None)
        day = _day(date)
        of_level = draft.type == "dissolve" and not parts
        stay = draft.sources if draft.type == "unchanged" else draft.targets
        status = self.statuses.of(draft.type, draft.says, frame.rule.status, date, documents, stay, of_level)
        if status in AHEAD and self._is_of_reform(frame):
            status = "completed"
        place = self.places.of(frame, draft.sources, draft.targets, day, status)
        return Event(
            SCHEMA_VERSION,
            "",
            "",
            draft.type,  # type: ignore[arg-type]
            status,
            level_of(self.ann, frame, draft.type, parts),
            [part.record() for part in draft.sources],
            [part.record() for part in draft.targets],
            counts,
            place,
            date.edtf if date else None,
            date.date_from if date else None,
            date.date_to if date else None,
            date.date_precision if date else None,
            date.date_basis if date else None,
            [DocumentReference(d.number, d.id or None) for d in documents],
            self._officials(draft),
            self._evidence(frame),
            frame.rule.name,
            None,
            None,
            _reasons(place, date, counts, draft),
        )

    @staticmethod
    def _officials(draft: Draft) -> list[OfficialReference]:
        people = draft.people
        if people is None:
            people = [i.value for i in draft.frame.roles.get("who", ()) if isinstance(i.value, PersonSpan)]
        role = _OFFICIAL_ROLES.get(draft.type, "led")
        return [OfficialReference(p.mention.name or p.mention.surface, p.mention.id or None, role) for p in people]

    def _evidence(self, frame: Frame) -> Evidence:
        start, end = self.ann.starts[frame.first], self.ann.ends[frame.last - 1]
        end = min(end, start + EVIDENCE_LIMIT)
        return Evidence(start, end, self.ann.text[start:end])


def _parted(frame: Frame, listed: list[Part]) -> tuple[list[Part], list[Part]]:
    """Sources and target of one list: the rule says where the target stands, else a higher unit at its end is it."""
    if frame.rule.target == "first":
        return listed[1:], [replace(listed[0], extent="whole")]
    if frame.rule.target == "last" or _rank(listed[-1]) > _rank(listed[0]):
        return listed[:-1], [replace(listed[-1], extent="whole")]
    return listed, []


def _counts_others(frame: Frame, sources: list[Part]) -> bool:
    """Whether what is told to become something is a number of units, and another than there are sources."""
    held = [item.value for item in frame.roles.get("tgt", ()) if isinstance(item.value, Count)]
    return any(count.number > 1 and int(count.number) != len(sources) for count in held)


def _crosses_levels(sources: list[Part], target: Part) -> bool:
    """Whether a unit would go into one of another level; districts do become special zones."""
    return target.kind != "special_zone" and bool({_rank(source) for source in sources} - {-1, _rank(target)})


def _comes_with(frame: Frame) -> bool:
    """Whether the text tells of the first source as what another comes together with: then it is not alone."""
    first = next((n for n, item in enumerate(frame.items) if item in frame.roles.get("src", ())), 0)
    near = [item for item in frame.items[max(0, first - 2) : first] if item.symbol == "w" and item.classes]
    return bool(near) and "with" in near[-1].classes


def _of_one_kind(source: Part, target: Part) -> Part:
    """A new name without a kind word of its own is that of a unit of the same kind, whatever else bears it."""
    span = target.span
    if span is None or span.head != span.first or target.kind == source.kind or source.kind is None:
        return target
    return replace(target, kind=source.kind, level=source.level, unit=None)


def _denies_talk(frame: Frame, said: str | None) -> bool:
    """Whether a frame says itself that what is talked of does not happen."""
    joined = said == "denied" and any(item.classes & _NOT_JOINED for item in frame.triggers)
    return frame.rule.type == "unchanged" and (joined or (said == "rumour" and frame.denies))


def _since_reform(register: Register, part: Part) -> Part:
    """The commune that one of the old list is since the reform: none worked in two tiers before."""
    unit = register.get(part.unit) if part.unit else None
    heir = new_form(register, unit) if unit is not None and unit.list == LEGACY else None
    if heir is None or unit is None or heir.level != unit.level:
        return part
    return replace(part, name=heir.name, kind=cast("Kind", heir.kind), unit=heir.id)


def _is_talk(event: Event, apart: set[frozenset[str]]) -> bool:
    """Whether a merger is told as planned, without a target, of units of which it is told that they stay apart."""
    if event.type != "merge" or event.status not in ("planned", "decided") or event.targets:
        return False
    return frozenset([source.name for source in event.sources]) in apart


def _of_lowest_level(parts: list[Part]) -> list[Part]:
    """Without the larger units that only say where the others lie."""
    lowest = min(_rank(part) for part in parts)
    return [part for part in parts if _rank(part) == lowest]


def _rank(part: Part) -> int:
    return LEVEL_RANK[part.level] if part.level else -1


def _tells_enough(event: Event) -> bool:
    """A restructuring is told by counts, or as a goal with a date; anywhere, it needs a place."""
    if event.type in ("establish", "two_tier_transition"):
        return bool(event.targets)
    if event.type == "unchanged":
        return bool(event.sources)
    if event.type != "restructure":
        return True
    if event.level == "province" and event.counts is not None:
        return False  # how many provinces a country has is told of no place in it
    return event.place.province is not None and (event.counts is not None or event.date is not None)


def _is_new_kind(source: Part, target: Part) -> bool:
    """Whether a unit goes into one of its own name and level, but of another kind: nothing is joined to it."""
    return source.name == target.name and None is not source.kind != target.kind


def _told_change(source: Part, target: Part, kind: str) -> str:
    """A new kind is `reclassify`, only a new name `rename`, whatever verb tells it."""
    alike = kind == "rename" and source.span and target.span and source.span.kinds == target.span.kinds != ()
    if source.kind and target.kind and source.kind != target.kind and not alike:
        return "reclassify"
    return "rename" if source.name != target.name else kind


def _day(date: DateMention | None) -> datetime.date | None:
    if date is None or date.date_from is None:
        return None
    return datetime.date.fromisoformat(date.date_from)


def _reasons(place: Place, date: DateMention | None, counts: Counts | None, draft: Draft) -> dict[str, str]:
    reasons: dict[str, str] = {}
    if place.province is None:
        reasons["place"] = "no province named and no unit linked"
    if date is None:
        reasons["date"] = "the text ties no date to it"
    if draft.type == "restructure" and counts is None:
        reasons["counts"] = "a goal told without numbers"
    return reasons
