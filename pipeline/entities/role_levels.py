"""Level and unit of roles and bodies, once the units of an article are linked."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import OfficialMention, Role, UnitMention
from ..records.spans import BodySpan, KindWord, PersonSpan, RoleSpan, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Kind, PostLevel

_WITHOUT_DISTRICTS: Final = datetime.date(2025, 7, 1)
_LOCAL: Final = frozenset({"province", "district", "commune"})
_MOST_BACK: Final = 40
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
        date: datetime.date | None = ann.context.get("article_date") or ann.published
        self.no_districts = date is not None and date >= _WITHOUT_DISTRICTS

    def settle(self) -> None:
        """Fill roles of all officials and levels of all organizations; add references by post."""
        persons: list[PersonSpan] = self.ann.context["persons"]
        for body in self.ann.context["bodies"]:
            self._body(body)
        settled: dict[int, Role] = {}
        for person in persons:
            self._person(person, settled)
        self._by_post(persons)
        self.ann.officials = [person.mention for person in persons]

    def _body(self, body: BodySpan) -> None:
        body.unit = self.at.get(body.place) if body.place >= 0 else None
        level, unit = self._level(body.levels, body.place, body.first)
        if body.mention is not None:
            body.mention.level = level
            body.mention.unit = unit

    def _person(self, person: PersonSpan, settled: dict[int, Role]) -> None:
        roles: list[Role] = []
        for role in reversed(person.roles):
            if id(role) not in settled:
                settled[id(role)] = self._role(role, settled)
        self._borrow(person, settled)
        for role in person.roles:
            made = settled[id(role)]
            if made not in roles:
                roles.append(made)
        person.mention.roles = roles

    def _role(self, role: RoleSpan, settled: dict[int, Role]) -> Role:
        role.unit = self.at.get(role.place) if role.place >= 0 else None
        after = settled.get(id(role.after)) if role.after is not None else None
        borrowed = role.unit is None and after is not None and after.unit is not None
        if borrowed and after is not None and (not role.levels or after.level in role.levels) and after.level in _LOCAL:
            if not role.fixed or len(role.levels) != 1 or role.levels[0] == after.level:
                return Role(role.post, role.body or "other", after.level, after.unit)
        levels = role.levels
        if not levels and after is not None and role.body not in _BORROWED:
            levels = (after.level,) if after.level in _LOCAL and after.level is not None else ()
        level, unit = self._level(levels, role.place, role.first)
        if level is None and role.body not in _BORROWED:
            level, unit = self._of_body(role) or self._by_context(role.first)
        return Role(role.post, role.body or "other", level, unit)

    def _borrow(self, person: PersonSpan, settled: dict[int, Role]) -> None:
        """A working group or steering committee of no stated level has that of the role told before it."""
        before: Role | None = None
        for role in person.roles:
            made = settled[id(role)]
            if made.level is None and made.body in _BORROWED:
                known = before or next(
                    (settled[id(r)] for r in person.roles if settled[id(r)].level in _LOCAL), self._of_same(person)
                )
                if known is not None:
                    made.level, made.unit = known.level, known.unit
            if made.level is not None:
                before = made

    def _of_same(self, person: PersonSpan) -> Role | None:
        if person.same_as is None:
            return None
        persons: list[PersonSpan] = self.ann.context["persons"]
        return next((role for role in persons[person.same_as].mention.roles if role.level in _LOCAL), None)

    def _level(self, levels: tuple[PostLevel, ...], place: int, at: int) -> tuple[PostLevel | None, str | None]:
        """The level that a stated unit has, else what words and context leave, with the unit's id."""
        if levels == ("central",):
            return "central", None
        index = self.at.get(place) if place >= 0 else None
        if index is not None:
            mention = self.units[index].mention
            level = self._of_unit(mention, levels)
            if level is not None:
                return level, mention.unit
        options = self._open(levels)
        if not options:
            return None, None
        unit = self._context_unit(options, at, self.kinds.get(place, ()))
        if len(options) > 1 and unit is not None:
            return unit.level, unit.unit
        return options[0], unit.unit if unit is not None and unit.level == options[0] else None

    def _of_unit(self, mention: UnitMention, levels: tuple[PostLevel, ...]) -> PostLevel | None:
        if mention.kind is not None and (mention.link == "linked" or not levels):
            level: PostLevel = KIND_LEVEL[mention.kind]
            return level if not levels or level in levels or len(levels) > 1 else levels[0]
        open_levels = self._open(levels)
        if len(open_levels) == 1:
            return open_levels[0]
        return mention.level or (open_levels[0] if open_levels else None)

    def _open(self, levels: tuple[PostLevel, ...]) -> tuple[PostLevel, ...]:
        """The levels without that of the districts, where there are none any more."""
        if self.no_districts and len(levels) > 1:
            return tuple(level for level in levels if level != "district") or levels
        return levels

    def _context_unit(self, options: tuple[PostLevel, ...], at: int, kinds: tuple[Kind, ...]) -> UnitMention | None:
        """The unit of one of these levels (and kinds) named last before token `at`, or the only one of the article."""
        before = bisect_right(self.firsts, at)
        for span in reversed(self.units[:before][-_MOST_BACK:]):
            if span.mention.level in options and (not kinds or span.mention.kind in kinds):
                return span.mention
        named = [span.mention for span in self.units if span.mention.level in options and span.mention.unit]
        return named[0] if len({mention.unit for mention in named}) == 1 else None

    def _of_body(self, role: RoleSpan) -> tuple[PostLevel | None, str | None] | None:
        """A post of no stated level belongs to the body of that name that the text spoke of last."""
        bodies: list[BodySpan] = self.ann.context["bodies"]
        before = [b.mention for b in bodies if b.first < role.first and b.body == role.body and b.mention]
        last = next((mention for mention in reversed(before) if mention.level), None)
        return (last.level, last.unit) if last is not None else None

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
        holders = [(at, p) for at, p in enumerate(persons) if p.same_as is None]
        roles = {at: _all_roles(at, persons) for at, _ in holders}
        for span in self.ann.context.get("free_roles", ()):
            if span.plural or span.first in covered or span.former:
                continue
            role = self._role(span, {})
            fits = [at for at, p in holders if p.first < span.first and any(_same(role, r) for r in roles[at])]
            if len(fits) == 1:
                persons.append(self._reference(span, role, fits[0], persons[fits[0]]))

    def _reference(self, span: RoleSpan, role: Role, at: int, holder: PersonSpan) -> PersonSpan:
        start, end = self.ann.starts[span.first], self.ann.ends[span.last - 1]
        mention = OfficialMention(
            "", "official", start, end, self.ann.text[start:end], holder.mention.name, roles=[role]
        )
        return PersonSpan(span.first, span.last, span.first, span.last, mention, same_as=at, roles=[span])


def _all_roles(at: int, persons: list[PersonSpan]) -> list[Role]:
    return [role for p in persons if p is persons[at] or p.same_as == at for role in p.mention.roles]


def _same(role: Role, other: Role) -> bool:
    if (role.post, role.body, role.level) != (other.post, other.body, other.level):
        return False
    return role.unit is None or other.unit is None or role.unit == other.unit
