"""Who takes part in a frame: units and bodies by side, with extents, references back and new kinds of the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Final

from ..records.annotation import Annotation
from ..records.event import Participant
from ..records.spans import BodySpan, KindWord, PersonSpan, UnitGroup, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Extent, Kind, PostLevel
from ..register.model import NEW
from ..register.register import Register
from .frames import Frame
from .qualifiers import DISCARDED, Qualifiers
from .sequence import Count, Item
from .shares import given_in_part

# A kind word as target of these names the new kind; it refers to no unit told before.
_NEW_KIND = frozenset({"rename", "reclassify"})
# Whoever meets the committee of a commune, or takes up a post in it, has to do with the commune.
_OF_PLACES = frozenset({"meeting", "appointment", "two_tier_transition"})
# The class of words that the one who is quoted speaks of himself with.
_ONESELF: Final = "me_one"
_SHARES: Final[tuple[tuple[str, Extent], ...]] = (("piece", "part"), ("rest", "remainder"))
_COMMITTEES = frozenset({"people_committee", "people_council", "party_committee", "fatherland_front"})
_PLACES_ALONE = frozenset({"two_tier_transition", "meeting"})
# The class of words that give a kind word the name of the unit told last.
_NAMESAKE = "namesake"
# A pronoun for the members of a list ("both", "all three").
_SEVERAL = "several"
# The class of words that refer back to a place.
_THERE = "here"
# Districts and communes alike became special zones; else a new kind is one of the same level.
_OF_ANY_LEVEL = "special_zone"


@dataclass(slots=True, frozen=True)
class Part:
    """One participant in the making; `span` is set where the article names the unit."""

    name: str
    kind: Kind | None
    extent: Extent
    unit: str | None
    mention: str | None
    level: PostLevel | None
    span: UnitSpan | None = None

    def record(self) -> Participant:
        """The participant as it is written."""
        return Participant(self.name, self.kind, self.extent, self.unit, self.mention)


def of_unit(span: UnitSpan, extent: Extent) -> Part:
    """A named unit as participant."""
    m = span.mention
    return Part(m.name, m.kind, extent, m.unit, m.id or None, m.level, span)


def new_kinds(frame: Frame, kind: Kind | None, level: PostLevel | None, told: tuple[Kind, ...] = ()) -> list[Kind]:
    """The kinds that a frame's bare kind word can announce, of the same level where that word leaves a choice.

    `told`: the kinds of the word that the unit itself is called by, which announces nothing when it is said again.
    """
    for item in frame.roles.get("tgt", ()):
        kinds: tuple[Kind, ...] = getattr(item.value, "kinds", ())
        if kinds == told:
            continue
        others = [other for other in kinds if other != kind]
        free = level is None or kind == _OF_ANY_LEVEL
        fitting = [other for other in others if free or KIND_LEVEL[other] == level or other == _OF_ANY_LEVEL]
        if fitting:
            return fitting
    return []


def add_new_kinds(ann: Annotation, frames: list[Frame], register: Register) -> None:
    """Add to the units of a linked article those that get a new kind without being named again.

    They stand where the old ones are named; `context["twins"]` finds them by that place and their kind.
    """
    units: list[UnitSpan] = ann.context["units"]
    twins: dict[tuple[int, Kind], UnitSpan] = ann.context.setdefault("twins", {})
    for frame in frames:
        _name_alike(frame, units, register)
        if frame.rule.type == "dissolve":
            _as_abolished(frame, units, register)
        _tell_apart(frame, units, register)
        if frame.rule.type in _NEW_KIND:
            _name_this(frame, units, register)
        changed = frame.units("src", units)
        if frame.rule.type not in _NEW_KIND and not (frame.rule.alone and len(changed) == 1):
            continue
        if Qualifiers.of(ann).said_of(ann, frame) in DISCARDED:
            continue  # what is only asked or denied makes no unit
        for span, became in _as_told(frame, changed, register):
            twins[span.first, became.kinds[0]] = became
            units.append(became)
        for span in changed:
            made = [
                _twin(span, kind, register)
                for kind in new_kinds(frame, span.mention.kind, span.mention.level, span.kinds)
            ]
            twin = next((one for one in made if one.mention.unit), made[0] if made else None)
            if twin is not None and (span.first, twin.kinds[0]) not in twins:
                twins[span.first, twin.kinds[0]] = twin
                units.append(twin)


def _as_told(frame: Frame, changed: list[UnitSpan], register: Register) -> Iterator[tuple[UnitSpan, UnitSpan]]:
    """Units linked to what they become, though the text calls them by their old kind: as that, and what they become."""
    kinds = {kind for item in frame.roles.get("tgt", ()) for kind in getattr(item.value, "kinds", ())}
    told: tuple[Kind, ...] = ()
    for span in changed:
        told = span.kinds or told
        known = span.mention.kind
        if kinds and told and known is not None and known in kinds and known not in told:
            became = replace(span, kinds=(known,), mention=replace(span.mention), parent=None, group=-1)
            span.mention = _twin(span, told[0], register).mention
            yield span, became


def _tell_apart(frame: Frame, units: list[UnitSpan], register: Register) -> None:
    """Of one name that changes under two kind words the second is the new kind, whatever the register knows."""
    sources, targets = frame.units("src", units), frame.units("tgt", units)
    if not (frame.rule.alone or frame.rule.type in _NEW_KIND) or len(sources) != 1 or len(targets) != 1:
        return
    if sources[0].kinds and sources[0].mention.kind not in sources[0].kinds and targets[0].kinds:
        sources[0].mention = _twin(sources[0], sources[0].kinds[0], register).mention  # linked to what it became
    old, new = sources[0].mention, targets[0].mention
    other_level = old.level != new.level and bool(targets[0].kinds)
    if old.name != new.name or old.level is None or (old.kind != new.kind and not other_level):
        return
    others = [k for k in targets[0].kinds if k not in sources[0].kinds and KIND_LEVEL[k] == old.level]
    if sources[0].kinds and others:
        targets[0].mention = _twin(targets[0], others[0], register).mention


def _name_this(frame: Frame, units: list[UnitSpan], register: Register) -> None:
    """ "X: this district became a town": a name without kind word is of the kind that its sentence then says."""
    for n, item in enumerate(frame.roles.get("src", ())):
        if not isinstance(item.value, KindWord) or item.value.plural:
            continue
        named = [i for other in frame.items if other.last <= item.first for i in _units_of(other)]
        span = units[named[-1]] if named else None
        if span is None or span.kinds or span.mention.kind in item.value.kinds:
            continue
        kind = next((k for k in item.value.kinds if KIND_LEVEL[k] == span.mention.level), None)
        if kind is not None:
            frame.roles["src"][n] = Item(span.head, span.last, "U", value=UnitGroup(span.head, span.last, [len(units)]))
            units.append(_twin(span, kind, register))


def _name_alike(frame: Frame, units: list[UnitSpan], register: Register) -> None:
    """ "Town A and the district of the same name": a kind word behind such a word is another unit of the last name."""
    for role, held in frame.roles.items():
        if role == "tgt" and frame.rule.type in _NEW_KIND:
            continue  # there a kind word keeps the name anyway
        for n, item in enumerate(held):
            if not isinstance(item.value, KindWord) or item.value.plural:
                continue
            at = next((k for k, other in enumerate(frame.items) if other is item), 0)
            named = [i for other in frame.items[:at] for i in _units_of(other)]
            if not named or _NAMESAKE not in frame.items[at - 1].classes:
                continue
            span = units[named[-1]]
            made = [_twin(span, kind, register) for kind in item.value.kinds if kind != span.mention.kind]
            if made:
                held[n] = Item(item.first, item.last, "U", value=UnitGroup(span.head, span.last, [len(units)]))
                units.append(min(made, key=lambda one: _unlikeness(one, role)))


def _as_abolished(frame: Frame, units: list[UnitSpan], register: Register) -> None:
    """What is abolished is the unit of the kind that the text says, though it may be linked to what it became."""
    for span in frame.units("src", units):
        if span.kinds and span.mention.kind not in span.kinds:
            made = [_twin(span, kind, register) for kind in span.kinds]
            span.mention = next((one.mention for one in made if one.mention.unit), span.mention)


def _unlikeness(span: UnitSpan, role: str) -> tuple[bool, bool]:
    """First what the register knows; of what is changed that which was before."""
    unit = span.mention.unit
    return unit is None, role == "src" and (unit or "").startswith(f"vn:{NEW}:")


def _refers_there(item: Item, person: PersonSpan) -> bool:
    """Whether a word before a person says that the place is the one told before ("there")."""
    return _THERE in item.classes and item.last <= person.outer_first


def _units_of(item: Item) -> list[int]:
    return item.value.units if isinstance(item.value, UnitGroup) else []


def _twin(span: UnitSpan, kind: Kind, register: Register) -> UnitSpan:
    known = [span.mention.unit] if span.mention.unit else span.mention.candidates
    homes = frozenset().union(*[register.homes(old) for old in map(register.get, known) if old is not None])
    fitting = [unit for unit in register.by_name(span.mention.name, kinds=[kind]) if register.homes(unit) & homes]
    found = fitting[0] if len(fitting) == 1 else None
    mention = replace(
        span.mention,
        kind=kind,
        level=KIND_LEVEL[kind],
        unit=found.id if found else None,
        successor=None,
        link="linked" if found else "unknown",
        candidates=[],
    )
    return replace(span, kinds=(kind,), mention=mention, parent=None, group=-1)


class Participants:
    """Reads the participants of the frames of one linked article."""

    def __init__(self, ann: Annotation, register: Register) -> None:
        self.ann = ann
        self.register = register
        self.units: list[UnitSpan] = ann.context["units"]
        self.groups: list[UnitGroup] = ann.context["groups"]
        # The paragraph and the unit of the last word for a part that names none.
        self._divided: tuple[int, UnitSpan] | None = None

    def side(self, frame: Frame, role: str) -> list[Part]:
        """The participants of one role in order, each once."""
        found: dict[tuple[str, Kind | None, Extent], Part] = {}
        last: Part | None = None
        for part in self._shares(frame) if role == "src" else ():
            found[part.name, part.kind, part.extent] = part
        for item in frame.roles.get(role, ()):
            for part in self._parts(frame, item, role):
                if frame.rule.extent and role == "src":
                    part = replace(part, extent=frame.rule.extent)
                found.setdefault((part.name, part.kind, part.extent), part)
                last = part
        if found and frame.rule.target == "last" and last is not None and last not in list(found.values())[-1:]:
            return [*found.values(), last]  # "A, B and C, A": what they become bears the name of one of them
        return list(found.values())

    def _shares(self, frame: Frame) -> Iterator[Part]:
        """What the words for a part and the rest in a frame stand for: the unit last told as divided."""
        here = self._paragraph(frame.first)
        for role, extent in _SHARES:
            for item in frame.roles.get(role, ()):
                if role == "rest" and self._divided is not None and self._divided[0] == here:
                    yield of_unit(self._divided[1], extent)
                elif (span := self._gone_in_part(frame)) is not None:
                    yield of_unit(span, extent)
                elif len(meant := self.meant(frame, item)) == 1:
                    self._divided = here, meant[0]
                    yield of_unit(meant[0], extent)

    def _gone_in_part(self, frame: Frame) -> UnitSpan | None:
        """The unit named last before the target of which only a part went into that, by the official mapping."""
        targets = frame.units("tgt", self.units)
        parts = given_in_part(self.register, targets[0].mention.unit, ()) if targets and targets[0].mention.unit else ()
        first = self.ann.sentences[max(0, frame.sentence - 1)].first
        near = (span for span in reversed(self.units) if parts and first <= span.first < targets[0].first)
        return next((span for span in near if span.mention.unit in parts), None)

    def chained(self, frame: Frame) -> Iterator[tuple[list[Part], list[Part]]]:
        """Pairs of "A in B, C in D": a list between two of them holds the end of one and the start of the next."""
        lists = [[of_unit(span, span.extent) for span in self._members(item)] for item in frame.roles.get("link", ())]
        sources: list[Part] = []
        for parts in lists:
            if sources:
                yield sources, parts[:1]
            sources = parts[1:] if sources else parts

    def _parts(self, frame: Frame, item: Item, role: str) -> Iterator[Part]:
        if isinstance(item.value, UnitGroup):
            yield from (of_unit(span, span.extent) for span in self._members(item))
        elif isinstance(item.value, BodySpan):
            meant = frame.rule.places or frame.rule.type in _OF_PLACES
            place = self._place_of(item.value) if meant else None
            if place is not None or not (frame.rule.places or frame.rule.type in _PLACES_ALONE):
                yield place or self._body(item.value)
        elif isinstance(item.value, PersonSpan):
            yield from self.places_of_person(item.value)
        elif item.symbol in "KCw" and not (role == "tgt" and frame.rule.type in _NEW_KIND):
            yield from (of_unit(span, "whole") for span in self.meant(frame, item))

    def _members(self, item: Item) -> list[UnitSpan]:
        return [self.units[i] for i in item.value.units] if isinstance(item.value, UnitGroup) else []

    def _place_of(self, body: BodySpan) -> Part | None:
        meant = body.mention.unit if body.mention else None
        stated = self.units[body.unit] if body.unit is not None and body.unit < len(self.units) else None
        place = stated or next((span for span in self.units if meant and span.mention.unit == meant), None)
        return of_unit(place, "whole") if place else None

    def places_of_person(self, person: PersonSpan) -> Iterator[Part]:
        """The unit that an official holds office in, where the text tells one."""
        meant = next((role.unit for role in person.mention.roles if role.unit), None)
        place = next((span for span in self.units if meant and span.mention.unit == meant), None)
        if place is not None:
            yield of_unit(place, "whole")

    def is_placeless(self, frame: Frame, person: PersonSpan) -> bool:
        """Whether the post is one on a committee that the text names without its place ("chair of the committee")."""
        stated_items = frame.items[frame.start_item : frame.end_item]
        if "tgt" not in frame.roles and any(_refers_there(item, person) for item in stated_items):
            return True
        stated = [item.value for item in frame.roles.get("tgt", ()) if isinstance(item.value, BodySpan)]
        if stated:
            return all(body.body in _COMMITTEES and self._place_of(body) is None for body in stated)
        latest = person.roles[-1] if len(person.roles) > 1 and "tgt" not in frame.roles else None
        return latest is not None and latest.unit is None and latest.body in _COMMITTEES

    def person_of(self, item: Item) -> PersonSpan | None:
        """The person of an item: for a pronoun the one named last in its paragraph, for "I" the only one so far."""
        if isinstance(item.value, PersonSpan):
            return item.value
        people: list[PersonSpan] = self.ann.context.get("persons", [])
        named = [one for one in people if one.outer_last <= item.first]
        if _ONESELF in item.classes:
            told = [one for one in named if one.honorific or one.roles]
            return told[0] if len({self.ann.lower[one.last - 1] for one in told}) == 1 else None
        last = max(named, key=lambda one: one.outer_last, default=None)
        return last if last is not None and self._paragraph(last.outer_first) == self._paragraph(item.first) else None

    def _paragraph(self, token: int) -> int:
        return next(s.paragraph for s in self.ann.sentences if s.first <= token < s.last)

    def told_before(self, frame: Frame, person: Item) -> list[Part]:
        """The unit named last before a person in the paragraph, where it stands alone and is no place of office."""
        here = self.ann.sentences[frame.sentence].paragraph
        first = next(sentence.first for sentence in self.ann.sentences if sentence.paragraph == here)
        people: list[PersonSpan] = self.ann.context.get("persons", [])
        held = {i for one in people for i in range(one.outer_first, one.outer_last)}
        free = (g for g in reversed(self.groups) if g.first not in held)
        group = next((g for g in free if first <= g.first and g.last <= person.first), None)
        return [of_unit(self.units[group.units[0]], "whole")] if group and len(group.units) == 1 else []

    def of_other_body(self, frame: Frame) -> list[Part]:
        """The unit of another committee of the sentence, where the post is on one that is named without its place.

        "Secretary of the committee, chairman of the council of A"; "the council of A elected her its chairman".
        """
        last = next((n for n, item in enumerate(frame.items) if item in frame.roles.get("tgt", ())), None)
        if last is None or not isinstance(frame.items[last].value, BodySpan):
            return []
        level = self._body(frame.items[last].value).level
        behind = list(takewhile(lambda item: item.symbol not in "P;", frame.items[last + 1 :]))
        for items, sure in ((behind, False), (frame.items[last - 1 :: -1] if last else [], True)):
            for item in items:
                committee = isinstance(item.value, BodySpan) and item.value.body in _COMMITTEES
                place = self._place_of(item.value) if committee else None
                if place is not None and (place.level == level or not (level or sure)):
                    return [place]
        return []

    @staticmethod
    def become_one(frame: Frame) -> bool:
        """Whether what several units become is counted as one ("have become one commune")."""
        held = frame.roles.get("tgt", [])
        count = held[0].value if len(held) == 1 and frame.rule.alone else None
        return isinstance(count, Count) and int(count.number) == 1

    def of_office(self, frame: Frame, person: Item) -> list[Part]:
        """The unit of the body named behind a person, or that a kind word there refers back to ("of this commune")."""
        behind = [item for item in frame.items[: frame.end_item] if item.first >= person.last]
        for before, item in pairwise([person, *behind]):
            if item.symbol == "B" and (place := self._place_of(item.value)):
                return [place]
            if item.symbol == "K" and "this" in before.classes:
                return [of_unit(span, "whole") for span in self.meant(frame, item)]
        held = person.value.roles[-1:] if isinstance(person.value, PersonSpan) else []
        words: list[KindWord] = self.ann.context["kind_words"]
        for word in (word for role in held for word in words if word.first == role.place and role.unit is None):
            if meant := self.meant(frame, Item(word.first, word.last, "K", value=word)):
                return [of_unit(span, "whole") for span in meant]
        return []

    def _body(self, body: BodySpan) -> Part:
        name = self.ann.text[self.ann.starts[body.first] : self.ann.ends[body.last - 1]]
        mention = body.mention
        level = (mention.level if mention else None) or (body.levels[0] if body.levels else None)
        level = None if body.body == "press" else level  # the press has none, whatever place it is named after
        return Part(name, None, "whole", mention.unit if mention else None, mention.id if mention else None, level)

    def meant(self, frame: Frame, item: Item) -> list[UnitSpan]:
        """The units that a kind word, a count or a pronoun refers back to: the last fitting ones told before."""
        kinds = set(item.value.kinds) if isinstance(item.value, KindWord | Count) else set()
        many = self._is_many(item)
        # What the statement itself joins is not what it is joined to.
        sources = [held.value for held in frame.roles.get("src", ()) if held is not item]
        for group in reversed(self.groups):
            if group.last > item.first or group.last > frame.last or group in sources:
                continue
            if item.symbol == "w" and group.last < self._near_of(frame):
                return []
            members = [self.units[i] for i in group.units]
            if many is not None and many != (len(members) > 1):
                continue
            if isinstance(item.value, Count) and int(item.value.number) != len(members):
                continue
            if kinds and not all(m.mention.kind in kinds for m in members):
                continue
            # "A joins B? No, these two communes …": told one by one behind the last list of so many.
            single = self._counted(frame, item, kinds)
            return single if single and single[0].first >= group.last else members
        return self._counted(frame, item, kinds)

    def _counted(self, frame: Frame, item: Item, kinds: set[Kind]) -> list[UnitSpan]:
        """ "A borders on B. These two communes …": the last units of that number, told one by one."""
        at = next((n for n, other in enumerate(frame.items) if other is item), 0)
        if not isinstance(item.value, Count):
            return []
        if _SEVERAL not in item.classes and (not at or "this" not in frame.items[at - 1].classes):
            return []
        found: dict[tuple[str, Kind | None], UnitSpan] = {}
        told = [group for group in self.groups if group.last <= item.first]
        for group in reversed(told[-int(item.value.number) - 1 :]):
            for span in (self.units[i] for i in reversed(group.units)):
                if not kinds or span.mention.kind in kinds:
                    found.setdefault((span.mention.name, span.mention.kind), span)
            if len(found) >= item.value.number:
                break
        return list(reversed(found.values())) if len(found) == item.value.number else []

    def _near_of(self, frame: Frame) -> int:
        """How far back a pronoun can refer: to the sentence before."""
        return self.ann.sentences[max(0, frame.sentence - 1)].first

    @staticmethod
    def _is_many(item: Item) -> bool | None:
        if isinstance(item.value, Count):
            return item.value.number > 1
        if _SEVERAL in item.classes:
            return True
        if _THERE in item.classes:
            return False
        return item.value.plural if isinstance(item.value, KindWord) else None

    def of_new_kind(self, part: Part, frame: Frame) -> Part | None:
        """The same name with the kind that the frame announces without a name ("become wards")."""
        new = new_kinds(frame, part.kind, part.level, part.span.kinds if part.span else ())
        if not new:
            return None
        twins: dict[tuple[int, Kind], UnitSpan] = self.ann.context.get("twins", {})
        known = [twins[part.span.first, kind] for kind in new if part.span and (part.span.first, kind) in twins]
        return of_unit(known[0], "whole") if known else Part(part.name, new[0], "whole", None, None, KIND_LEVEL[new[0]])
