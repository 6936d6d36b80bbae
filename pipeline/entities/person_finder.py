"""Finds names of people with an honorific or roles right before or behind them."""

from __future__ import annotations

from itertools import pairwise

from ..records.annotation import Annotation
from ..records.mentions import OfficialMention
from ..records.spans import PersonSpan, RoleSpan
from .list_headings import ListHeadings, stronger
from .organizations import Readers
from .unit_context import behind_bodies


class PersonFinder:
    """Finds names with an honorific or a role right before or behind them."""

    def __init__(self, ann: Annotation, readers: Readers, roles: list[RoleSpan]) -> None:
        self.ann = ann
        self.words = readers.words
        self.people = readers.people
        self.by_first = {role.first: role for role in roles}
        self.by_last = {role.last: role for role in roles}
        self.claimed: set[int] = set()
        self.lists = ListHeadings(ann, readers, self.by_first, self.by_last, self.claimed)
        self.behind_bodies = behind_bodies(ann)
        self._known: dict[str, list[tuple[str, ...]]] = {}
        self.copulas = self.words.lasts("role_copula")
        self.appointed = set(self.words.lasts("role_appoint").values())

    def find(self) -> list[PersonSpan]:
        """All candidates in reading order; those without honorific and roles are plain names."""
        persons: list[PersonSpan] = []
        end = 0
        barred = {i for unit in self.words.units.values() for i in range(unit.first, unit.last)}
        barred.update(i for role in self.by_first.values() for i in range(role.first, role.last))
        for first in self._starts():
            if first < end or first in barred:
                continue
            last = self._end(first)
            if last == first or last - 1 in barred:
                continue
            if self._is_place(first, last):
                end = last
                continue
            person = self.person(first, last)
            self.lists.take(person, persons[-1] if persons else None)
            persons.append(person)
            end = max(last, person.outer_last)
        return persons

    def _is_place(self, first: int, last: int) -> bool:
        """A unit behind a body and "of" ("the committee of A, as secretary"), without capitals also right behind it."""
        if first in self.behind_bodies:
            return bool(self.people.names.known(self.ann, first, last))
        role = self.by_last.get(first)
        if self.people.capitalised or role is None or role.place >= 0 or first in self.words.honorific_ends:
            return False
        return self.words.is_placed(first, last)

    def _end(self, first: int) -> int:
        """The end of the name: of one named in full before, else of the run of syllables."""
        lower = self.ann.lower
        for known in self._known.get(lower[first], ()):
            if tuple(lower[first : first + len(known)]) == known:
                return first + len(known)
        last = self.people.end(first, self.words.limit(first))
        if last > first:
            self._known.setdefault(lower[first], []).insert(0, tuple(lower[first:last]))
        return last

    def _starts(self) -> list[int]:
        """Tokens where a name can start: family names; any syllable after an honorific, and others after a role."""
        words, people = self.words, self.people
        titled = [last for last, value in words.honorifics.values()]
        after_role = [role.last for role in self.by_first.values()]
        found = {i for i in (words.families if people.capitalised else ()) if people.starts(i)}
        found -= {i for i in words.honorifics if i not in words.honorific_ends}
        found.update(i for i in self._past_ranks(titled) if self._fits_title(i))
        found.update(i for i in self._past_ranks(after_role) if people.starts(i) or people.starts_rare(i))
        if not people.capitalised:
            found.update(i for i in self._list_places() if people.starts(i))
        return sorted(i for i in found if i < len(self.ann.tokens))

    def _fits_title(self, i: int) -> bool:
        """Whether a name can follow an honorific here, and is not the rest of a unit's name ("Bà Rịa")."""
        people, words = self.people, self.words
        if i >= len(self.ann.tokens) or people.starts(i) or people.starts_rare(i):
            return True
        if not people.capitalised or i not in words.honorific_ends:
            return people.capitalised
        end = people.run_end(i, words.limit(i))
        names, first = people.names, words.honorific_ends[i]
        return not any(names.candidates(names.surface(self.ann, first, last)) for last in range(i + 1, end + 1))

    def _past_ranks(self, places: list[int]) -> list[int]:
        out: list[int] = []
        for i in places:
            while i in self.words.ranks:
                i = self.words.ranks[i]
                i += i < len(self.ann.tokens) and self.ann.tokens[i] == "."
            out.append(i)
            if not self.people.capitalised and self.words.is_separator(i):
                out.append(i + 1)
        return out

    def _list_places(self) -> list[int]:
        """Where names stand in scripts without capitals: at the start of a sentence, after a separator or a colon."""
        words = self.words
        tokens = self.ann.tokens
        found = [s.first for s in self.ann.sentences]
        if not self.by_first and not words.honorifics:
            return []
        for i, token in enumerate(tokens):
            if token in ("،", "؛", ":", ";") or i in words.ands:
                found.append(words.ands.get(i, i + 1))
        return found

    def person(self, first: int, last: int) -> PersonSpan:
        """The person named at tokens [first, last), with honorific and the roles that are still free beside it."""
        ann = self.ann
        start, end = ann.starts[first], ann.ends[last - 1]
        surface = ann.text[start:end]
        mention = OfficialMention("", "official", start, end, surface, self.people.spelt(surface))
        person = PersonSpan(first, last, first, last, mention)
        self._look_back(person)
        self._look_on(person)
        return person

    def _look_back(self, person: PersonSpan) -> None:
        """Ranks, honorific and roles right before the name."""
        at = person.first
        low = self.words.first(at)
        roles: list[RoleSpan] = []
        while at > low:
            step = self._rank_or_honorific(at, person)
            if step < at:
                at = step
                person.outer_first = at
                continue
            role = self._role_before(at, bool(roles))
            if role is None:
                break
            roles.insert(0, role)
            at = role.first
            person.outer_first = at
        person.roles += _chained(roles)
        self.claimed.update(id(role) for role in roles)

    def _rank_or_honorific(self, at: int, person: PersonSpan) -> int:
        words = self.words
        rank = words.rank_ends.get(at) or (words.rank_ends.get(at - 1) if words.ann.tokens[at - 1] == "." else None)
        if rank is not None:
            return rank
        first = words.honorific_ends.get(at)
        if first is None:
            return at
        person.honorific = stronger(person.honorific, words.honorifics[first][1].kind)
        return first

    def _role_before(self, at: int, listed: bool) -> RoleSpan | None:
        """The free role that ends at token `at`, past a comma, or past "and" where roles are listed."""
        role = self.by_last.get(at)
        if role is None and self.words.is_separator(at - 1):
            role = self.by_last.get(at - 1)
            if role is not None and role.first in self.appointed:
                return None
        if role is None and listed and at in self.words.and_ends:
            role = self.by_last.get(self.words.and_ends[at])
        if role is None or id(role) in self.claimed or role.first < self.words.first(at - 1):
            return None
        return role

    def _look_on(self, person: PersonSpan) -> None:
        """Roles right behind the name, to a semicolon, the next name or any other word."""
        words = self.words
        limit = words.limit(person.first)
        at, opened = person.last, False
        roles: list[RoleSpan] = []
        while True:
            start, bracket = self._to_role(at, limit, first=not roles)
            role = self.by_first.get(start)
            if role is None or id(role) in self.claimed or self._belongs_on(role, start == at and not roles):
                break
            if role.first in words.posts and words.posts[role.first][1].office:
                break  # "takes over, A, director of B, the chair of C": what is taken over
            opened = opened or bracket
            roles.append(role)
            at = self._past_term(role.last, limit)
        if not roles:
            return
        person.outer_last = roles[-1].last
        if opened and words.is_bracket(at, words.CLOSE):
            person.outer_last = at + 1
        person.roles += _chained(roles)
        self.claimed.update(id(role) for role in roles)

    def _to_role(self, i: int, limit: int, first: bool) -> tuple[int, bool]:
        """The token after separators, fillers and ranks from i on, and whether a bracket was opened."""
        words = self.words
        bracket = False
        if first and words.is_bracket(i):
            return i + 1, True
        behind = words.lasts("verb_particle").get(i, i) if first else i
        if words.is_separator(behind):
            i = behind  # "räumt NAME ein, der Vorsitzende"
        if i < limit and (words.is_separator(i) or (words.is_dash(i))):
            i += 1
        for _ in range(4):
            if i >= limit or i in self.by_first:
                break
            step = words.ands.get(i) if not first else None
            step = step or words.fillers.get(i)
            if step is None and i in words.ranks:
                step = words.ranks[i]
                step += step < limit and words.is_separator(step)
            if step is None:
                break
            i = step
        return i, bracket

    def _past_term(self, i: int, limit: int) -> int:
        """Past a term of office ("nhiệm kỳ 2021–2026", "khóa XV") behind a role."""
        terms = self.words.lasts("role_term")
        if i not in terms:
            return i
        at = terms[i]
        while at < limit and at < i + 6 and not (self.ann.tokens[at].islower() or self.words.is_separator(at)):
            if self.words.is_stop(at) or at in self.words.posts:
                break
            at += 1
        return at

    def _belongs_on(self, role: RoleSpan, glued: bool) -> bool:
        """Whether a name follows the role without a comma: then the role is that of the next person."""
        at = self._past_ranks([role.last])[0]
        if glued:
            return False
        at = self.copulas.get(at, at)  # "the chair of B is NAME"
        if at in self.words.honorifics:
            at = self._past_ranks([self.words.honorifics[at][0]])[0]
        return (self.people.starts(at) or self.people.starts_rare(at)) and (
            self.people.end(at, self.words.limit(role.first)) > at
        )


def _chained(roles: list[RoleSpan]) -> list[RoleSpan]:
    for role, after in pairwise(roles):
        role.after = after
    return roles
