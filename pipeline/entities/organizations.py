"""State and party bodies."""

from __future__ import annotations

from dataclasses import dataclass

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.mentions import OrganizationMention
from ..records.spans import BodySpan, UnitSpan
from .body_reader import BodyReader
from .person_names import PersonNames
from .role_words import RoleWords
from .unit_names import UnitNames


@dataclass(slots=True)
class Readers:
    """What reads bodies and names in one article."""

    words: RoleWords
    people: PersonNames
    bodies: BodyReader

    @classmethod
    def of(cls, ann: Annotation, pack: Pack, names: UnitNames) -> Readers:
        """The readers of an article, made once."""
        made: Readers | None = ann.context.get("role_readers")
        if made is None:
            words = RoleWords(ann)
            people = PersonNames(words, names, pack)
            made = ann.context["role_readers"] = cls(words, people, BodyReader(words, names, people))
            _free_people(ann, made, names)
        return made


_SURE = 3  # syllables of a person's name where no capitals tell it from that of a unit


def find_organizations(ann: Annotation, pack: Pack, names: UnitNames) -> None:
    """Fill `context["bodies"]` and `ann.organizations`; people's names that were read into a unit leave it."""
    readers = Readers.of(ann, pack, names)
    bodies: list[BodySpan] = []
    inside = {i: last for first, (last, _) in readers.words.posts.items() for i in range(first, last)}
    end = 0
    for first in sorted(readers.words.bodies):
        if first < end or inside.get(first, 0) >= readers.words.bodies[first][0]:
            continue
        name = readers.bodies.at(first)
        if name is None:
            continue
        surface = ann.text[ann.starts[name.first] : ann.ends[name.last - 1]]
        levels = name.levels or name.default
        mention = OrganizationMention(
            "", "organization", ann.starts[name.first], ann.ends[name.last - 1], surface, surface, name.body, None
        )
        place = name.place.first if name.place is not None else -1
        bodies.append(BodySpan(name.first, name.last, name.body, levels, None, mention, place))
        end = name.last
    ann.context["bodies"] = bodies
    ann.organizations = [body.mention for body in bodies if body.mention is not None]


def _free_people(ann: Annotation, readers: Readers, names: UnitNames) -> None:
    """Cut people out of units: behind a body or post, a kind word and a person's name can stand side by side."""
    units: list[UnitSpan] = ann.context["units"]
    ends = {last for last, _ in readers.words.bodies.values()} | {last for last, _ in readers.words.posts.values()}
    kept: list[UnitSpan] = []
    for unit in units:
        near = any(i in ends for i in range(max(0, unit.head - 2), unit.head + 1))
        if unit.head < unit.first and near and not _cut(ann, unit, readers, names):
            continue
        kept.append(unit)
    units[:] = kept
    readers.words.set_units()


def _cut(ann: Annotation, unit: UnitSpan, readers: Readers, names: UnitNames) -> bool:
    """Cut the unit where a person's name starts; False where all of it is one."""
    end = readers.people.run_end(unit.first, readers.words.limit(unit.first))
    for last in range(max(end, unit.last), unit.first, -1):
        known = any(found.kind in unit.kinds for found in names.candidates(names.surface(ann, unit.first, last)))
        if known and (last >= unit.last or readers.people.reads(last, end)):
            _end_at(ann, unit, last)
            return True
    if readers.people.reads(unit.first, end) and (names.capitalised or end - unit.first >= _SURE):
        return False
    for last in range(unit.first + 1, unit.last):
        if readers.people.reads(last, end) and end - last >= 3:
            _end_at(ann, unit, last)
            return True
    return True


def _end_at(ann: Annotation, unit: UnitSpan, last: int) -> None:
    unit.last = last
    unit.mention.end = ann.ends[last - 1]
    unit.mention.surface = unit.mention.name = ann.text[unit.mention.start : unit.mention.end]
