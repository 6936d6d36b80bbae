"""Level and unit of roles and bodies, once the units of an article are linked."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import OfficialMention, Role, UnitMention
from ..records.spans import BodySpan, KindWord, PersonSpan, RoleSpan, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Body, Kind, PostLevel
from . import marks as m

_WITHOUT_DISTRICTS: Final = datetime.date(2025, 7, 1)
_ABOLISHED: Final = frozenset({*(kind for kind, level in KIND_LEVEL.items() if level == "district"), "township"})
_LOCAL: Final = frozenset({"province", "district", "commune"})
_SHARED: Final = frozenset({"party_committee", "people_committee", "people_council"})
_MOST_BACK: Final = 40
_MOST_BEHIND: Final = 3
_MOST_HOLDERS: Final = 20
_BORROWED: Final = frozenset({"working_group", "steering_committee"})


class RoleLevels:
    """Settles roles, bodies and references by post of one article."""

    def __init__(self, ann: Annotation) -> None:
        self.ann = ann
        self.units: list[UnitSpan] = ann.context["units"]
        self.at: dict[int, int] = {}
        for index, span in enumerate(self.units):
            self.at.setdefault(span.first, index)
            self.at.setdefault(span.head, index)
        self.firsts = [span.head for span in self.units]
        words: list[KindWord] = ann.context["kind_words"]
        self.kinds = {word.first: word.kinds for word in words}
        self._only: dict[tuple[PostLevel, ...], UnitMention | None] = {}
        self._bodies: dict[Body, list[BodySpan]] = {}
        date: datetime.date | None = ann.context.get("article_date") or ann.published
        self.no_districts = date is not None and date >= _WITHOUT_DISTRICTS

    def settle(self) -> None:
        """Fill roles of all officials and levels of all organizations; add references by post."""
        persons: list[PersonSpan] = self.ann.context["persons"]
        for body in self.ann.context["bodies"]:
            self._body(body)
            if body.mention is not None and body.mention.level is not None:
                self._bodies.setdefault(body.body, []).append(body)
        settled: dict[int, Role] = {}
        for person in persons:
            for role in reversed(person.roles):
                if id(role) not in settled:
                    settled[id(role)] = self._role(role, settled, person.outer_last)
        groups = _groups(persons)
        for at, person in enumerate(persons):
            self._borrow(person, settled, groups[person.same_as if person.same_as is not None else at])
            person.mention.roles = _distinct(settled[id(role)] for role in person.roles)
        self._by_post(persons)
        self.ann.officials = [person.mention for person in persons]

    def _body(self, body: BodySpan) -> None:
        body.unit = self.at.get(body.place) if body.place >= 0 else None
        level, unit = self._level(body.levels, body.place, body.first)
        if body.mention is not None:
            body.mention.level = level
            body.mention.unit = unit

    def _role(self, role: RoleSpan, settled: dict[int, Role], behind: int) -> Role:
        role.unit = self.at.get(role.place) if role.place >= 0 else None
        after = settled.get(id(role.after)) if role.after is not None else None
        levels = role.levels
        if after is not None and after.level in _LOCAL and self._shares(role, after):
            return Role(role.post, role.body or "other", after.level, after.unit)
        if not levels and after is not None and role.body not in _BORROWED:
            levels = (after.level,) if after.level in _LOCAL and after.level is not None else ()
        level, unit = self._level(levels, role.place, role.first, role.past)
        if level is None and role.body not in _BORROWED:
            level, unit = self._behind(behind) or self._of_body(role) or self._by_context(role.first)
        return Role(role.post, role.body or "other", level, unit)

    @staticmethod
    def _shares(role: RoleSpan, after: Role) -> bool:
        """Whether the unit of the role told next holds for this one, too."""
        if role.unit is not None:
            return False
        if not role.fixed and role.body in _SHARED and role.place < 0:
            return True
        return after.unit is not None and (not role.levels or after.level in role.levels)

    def _behind(self, at: int) -> tuple[PostLevel | None, str | None] | None:
        """The unit right behind a name or post ("Bürgermeister A von der Gemeinde B")."""
        marks: list[int] = self.ann.context["marks"]
        limit = min(at + _MOST_BEHIND, len(marks))
        bound = next((i for i in range(at, limit) if marks[i] & (m.OPEN | m.SEPARATOR)), limit)
        index = next((self.at[i] for i in range(at, bound) if i in self.at), None)
        if index is None or self.units[index].mention.level is None:
            return None
        return self.units[index].mention.level, self.units[index].mention.unit

    @staticmethod
    def _borrow(person: PersonSpan, settled: dict[int, Role], same: list[PersonSpan]) -> None:
        """A working group or steering committee of no stated level takes that of another role, best the one before."""
        before: Role | None = None
        for role in person.roles:
            made = settled[id(role)]
            if made.level is None and before is not None and before.level == "central":
                made.level = "central"
            if made.level is None and made.body in _BORROWED:
                others = (settled[id(r)] for p in (person, *same) for r in p.roles)
                known = before or next((other for other in others if other.level in _LOCAL), None)
                if known is not None:
                    made.level, made.unit = known.level, known.unit
            if made.level is not None:
                before = made

    def _level(
        self, levels: tuple[PostLevel, ...], place: int, at: int, past: bool = False
    ) -> tuple[PostLevel | None, str | None]:
        """The level that a stated unit has, else what words and context leave, with the unit's id.

        `past`: of a post held before, which may have been in a district that is gone.
        """
        if levels == ("central",):
            return "central", None
        index = self.at.get(place) if place >= 0 else None
        if index is not None:
            mention = self.units[index].mention
            level = self._of_unit(mention, levels, past)
            if level is not None:
                return level, mention.unit
        kinds = tuple(kind for kind in self.kinds.get(place, ()) if past or not self._is_gone(kind))
        open_levels = self._open(levels, past)
        options = tuple(x for x in open_levels if any(KIND_LEVEL[kind] == x for kind in kinds)) or open_levels
        if not options:
            return None, None
        unit = self._context_unit(options, at, kinds)
        if len(options) > 1 and unit is not None and (place >= 0 or not levels):
            return unit.level, unit.unit
        return options[0], unit.unit if unit is not None and unit.level == options[0] else None

    def _is_gone(self, kind: Kind) -> bool:
        return self.no_districts and kind in _ABOLISHED

    def _of_unit(self, mention: UnitMention, levels: tuple[PostLevel, ...], past: bool) -> PostLevel | None:
        if mention.kind is not None and (mention.link == "linked" or not levels):
            level: PostLevel = KIND_LEVEL[mention.kind]
            return level if not levels or level in levels or len(levels) > 1 else levels[0]
        open_levels = self._open(levels, past)
        if len(open_levels) == 1:
            return open_levels[0]
        return mention.level or (open_levels[0] if open_levels else None)

    def _open(self, levels: tuple[PostLevel, ...], past: bool) -> tuple[PostLevel, ...]:
        """The levels without that of the districts, where there are none any more."""
        if self.no_districts and not past and len(levels) > 1:
            return tuple(level for level in levels if level != "district") or levels
        return levels

    def _context_unit(self, options: tuple[PostLevel, ...], at: int, kinds: tuple[Kind, ...]) -> UnitMention | None:
        """The unit of one of these levels (and kinds) named last before token `at`, or the only one of the article."""
        before = bisect_right(self.firsts, at)
        for span in reversed(self.units[:before][-_MOST_BACK:]):
            if span.mention.level in options and (not kinds or span.mention.kind in kinds):
                return span.mention
        return self._only_unit(options)

    def _only_unit(self, options: tuple[PostLevel, ...]) -> UnitMention | None:
        if options not in self._only:
            named = [span.mention for span in self.units if span.mention.level in options and span.mention.unit]
            self._only[options] = named[0] if len({mention.unit for mention in named}) == 1 else None
        return self._only[options]

    def _of_body(self, role: RoleSpan) -> tuple[PostLevel | None, str | None] | None:
        """A post of no stated level belongs to the body of that name that the text spoke of last."""
        bodies = self._bodies.get(role.body or "other", [])
        at = bisect_right(bodies, role.first, key=lambda body: body.first)
        mention = bodies[at - 1].mention if at else None
        return (mention.level, mention.unit) if mention is not None else None

    def _by_context(self, at: int) -> tuple[PostLevel | None, str | None]:
        """A post of no stated level belongs to the unit that its sentence, or the one before, speaks of."""
        before = bisect_right(self.firsts, at)
        for span in reversed(self.units[:before][-3:]):
            mention = span.mention
            if mention.level is not None:
                return mention.level, mention.unit
        return None, None

    def _by_post(self, persons: list[PersonSpan]) -> None:
        """A post without name refers to the one person of the article who holds it."""
        covered = {i for p in persons for i in range(p.outer_first, p.outer_last)}
        holders: dict[tuple[str, str, str | None], dict[int, Role]] = {}
        for at, person in enumerate(persons):
            for role in person.mention.roles:
                same = at if person.same_as is None else person.same_as
                holders.setdefault((role.post, role.body, role.level), {}).setdefault(same, role)
        for span in self.ann.context.get("free_roles", ()):
            if span.plural or span.first in covered or span.former:
                continue
            role = self._role(span, {}, span.last)
            known = holders.get((role.post, role.body, role.level), {})
            fits = [at for at, held in known.items() if _of_one_unit(role, held)] if len(known) <= _MOST_HOLDERS else []
            if len(fits) == 1 and persons[fits[0]].first < span.first:
                persons.append(self._reference(span, role, fits[0], persons[fits[0]]))

    def _reference(self, span: RoleSpan, role: Role, at: int, holder: PersonSpan) -> PersonSpan:
        start, end = self.ann.starts[span.first], self.ann.ends[span.last - 1]
        mention = OfficialMention(
            "", "official", start, end, self.ann.text[start:end], holder.mention.name, roles=[role]
        )
        return PersonSpan(span.first, span.last, span.first, span.last, mention, same_as=at, roles=[span])


def _groups(persons: list[PersonSpan]) -> dict[int, list[PersonSpan]]:
    """Index of the first mention → all mentions of the person."""
    found: dict[int, list[PersonSpan]] = {}
    for at, person in enumerate(persons):
        found.setdefault(at if person.same_as is None else person.same_as, []).append(person)
    return found


def _distinct(roles: Iterable[Role]) -> list[Role]:
    found: list[Role] = []
    for role in roles:
        if role not in found:
            found.append(role)
    return found


def _of_one_unit(role: Role, other: Role) -> bool:
    return role.unit is None or other.unit is None or role.unit == other.unit
