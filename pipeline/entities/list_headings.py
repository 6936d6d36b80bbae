"""What heads a list of people holds for every name of it ("các đồng chí Ủy viên Trung ương Đảng: A, B")."""

from __future__ import annotations

from ..records.annotation import Annotation
from ..records.spans import BodySpan, PersonSpan, RoleSpan
from .organizations import Readers

_MOST_HEADING = 30
Heading = tuple[str | None, list[RoleSpan]]


class ListHeadings:
    """Reads headings of lists and hands them on from name to name.

    `alike`: id of a person → the one listed right before, who has no role of their own.
    """

    def __init__(
        self,
        ann: Annotation,
        readers: Readers,
        by_first: dict[int, RoleSpan],
        by_last: dict[int, RoleSpan],
        claimed: set[int],
    ) -> None:
        self.ann = ann
        self.words = readers.words
        self.bodies = readers.bodies
        self.by_first = by_first
        self.by_last = by_last
        self.claimed = claimed
        self._of_last: Heading = (None, [])
        self.alike: dict[int, PersonSpan] = {}
        spans: list[BodySpan] = ann.context["bodies"]
        self._bodies_by_last = {span.last: span for span in spans}

    def take(self, person: PersonSpan, before: PersonSpan | None) -> None:
        """Give a person what heads its list; `before` is the name found last."""
        if before is None or not self._in_list(before, person):
            self._of_last = self._heading(person)
        elif not before.roles:
            self.alike[id(person)] = before
        kind, roles = self._of_last
        person.honorific = stronger(person.honorific, kind)
        person.roles = [*roles, *(role for role in person.roles if role not in roles)]

    def _in_list(self, before: PersonSpan, person: PersonSpan) -> bool:
        """Whether nothing but separators, and words of roles, parts two names of one sentence."""
        words = self.words
        if words.first(before.first) != words.first(person.first):
            return False
        at = before.outer_last
        while at < person.outer_first:
            at_role = self.by_first.get(at)
            step = words.ands.get(at) or words.fillers.get(at) or (at_role.last if at_role else None)
            if step is None and not (words.is_separator(at) or self.ann.tokens[at] in ";؛"):
                return False
            at = step or at + 1
        return True

    def _heading(self, person: PersonSpan) -> Heading:
        """A plural honorific and the roles before a colon, or right before the first name."""
        low = self.words.first(person.first)
        at = person.outer_first
        kind = self._plural_honorific(at, person.first)
        if at > low and self.ann.tokens[at - 1] == ":":
            kind = kind or self._plural_honorific(max(low, at - _MOST_HEADING), at)
            role = self.by_last.get(at - 1)
            if role is not None and id(role) not in self.claimed:
                self.claimed.add(id(role))
                return kind, [role]
            return kind, self._members(at - 1)
        own = [role for role in person.roles if role.last <= person.first and role.plural]
        return kind, own

    def _plural_honorific(self, low: int, high: int) -> str | None:
        for i in range(low, high):
            value = self.words.honorifics.get(i)
            if value is not None and value[1].plural:
                return value[1].kind
        return None

    def _members(self, last: int) -> list[RoleSpan]:
        """ "Trong Ban Thường vụ Tỉnh ủy: A, B": its members, where the heading is a standing committee."""
        span = self._bodies_by_last.get(last)
        name = self.bodies.at(span.first) if span is not None else None
        if span is None or name is None or name.body != "party_committee" or "standing" not in name.parts:
            return []
        return [RoleSpan(span.first, span.last, "standing_committee_member", span.body, span.levels, place=span.place)]


def stronger(a: str | None, b: str | None) -> str | None:
    """The honorific that says more: comrades are officials."""
    return "comrade" if "comrade" in (a, b) else a or b
