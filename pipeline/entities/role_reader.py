"""Reads roles: a post with its body, level and unit."""

from __future__ import annotations

from typing import Final

from ..records.spans import RoleSpan
from ..records.vocabulary import Body, Post, PostLevel
from .body_reader import CENTRAL, BodyName, BodyReader, Place
from .role_words import RoleWords
from .roles import BodyWord, PostWord

# The body of a post that names none ("Sekretär der Provinz", "Chủ tịch xã").
_OWN_BODY: Final[dict[Post, Body]] = {
    "secretary": "party_committee",
    "standing_deputy_secretary": "party_committee",
    "deputy_secretary": "party_committee",
    "standing_committee_member": "party_committee",
    "chair": "people_committee",
    "standing_vice_chair": "people_committee",
    "vice_chair": "people_committee",
    "minister": "ministry",
    "deputy_minister": "ministry",
    "prime_minister": "government",
    "deputy_prime_minister": "government",
    "general_secretary": "central_committee",
    "president": "other",
}
_CENTRAL_POSTS: Final = frozenset(
    {"minister", "deputy_minister", "prime_minister", "deputy_prime_minister", "general_secretary", "president"}
)
_HEADED: Final = frozenset(
    {"party_commission", "steering_committee", "working_group", "national_assembly_delegation", "department", "police",
     "military", "party_office"}
)  # fmt: skip
_CHAIRED: Final = frozenset({"people_committee", "people_council", "fatherland_front", "mass_organization"})
_AS_HEAD: Final[dict[Post, Post]] = {"chair": "head", "vice_chair": "deputy_head", "standing_vice_chair": "deputy_head"}
_AS_CHAIR: Final[dict[Post, Post]] = {"head": "chair", "deputy_head": "vice_chair"}
_AS_OFFICE: Final[dict[Post, Post]] = {
    "head": "chief_of_office",
    "chair": "chief_of_office",
    "director": "chief_of_office",
    "deputy_head": "deputy_chief_of_office",
    "vice_chair": "deputy_chief_of_office",
    "deputy_director": "deputy_chief_of_office",
}
_DIRECTORS: Final = frozenset({"director", "deputy_director"})
_AS_DIRECTOR: Final[dict[Post, Post]] = {"head": "director", "deputy_head": "deputy_director"}


class RoleReader:
    """Finds all roles of one article, in reading order and without overlaps."""

    def __init__(self, words: RoleWords, bodies: BodyReader, provincial_heads: bool) -> None:
        self.words = words
        self.bodies = bodies
        self.provincial_heads = provincial_heads

    def roles(self) -> list[RoleSpan]:
        """All roles; posts of companies, schools and the like are none."""
        found: list[RoleSpan] = []
        end = 0
        for first in sorted(self.words.posts):
            if first < end:
                continue
            last, word = self.words.posts[first]
            role = self._role(first, last, word)
            if role is not None:
                found.append(role)
                end = role.last
        return found

    def _role(self, first: int, last: int, word: PostWord) -> RoleSpan | None:
        words = self.words
        limit = words.limit(first)
        own = _own_part(word)
        at = words.past_joiners(last)
        name = self.bodies.at(last, own, first) if own is not None else None
        shared = words.bodies.get(last - 1)
        if shared is not None and shared[0] > last and word.topic:
            name = self.bodies.at(last - 1)
        if own is None and at < limit and at in words.bodies:
            name = self.bodies.at(at)
        if name is not None and name.last > last:
            return self._with_body(first, word, name)
        if at in words.others:
            return None
        place = self.bodies.place(last)
        if place is not None and (word.body or not word.needs_body or word.post in _OWN_BODY):
            return self._alone(first, last, word, place)
        if word.needs_body or (at != last and word.body is None):
            return None
        return self._alone(first, last, word, None)

    def _with_body(self, first: int, word: PostWord, name: BodyName) -> RoleSpan:
        levels, body = word.levels or name.levels, name.body
        if body == "ministry" and word.post in _DIRECTORS:
            # Ministers head ministries: the translator's "ministry" of a director is a province's department.
            levels, body = ("province",), "department"
        post = self._post(word, body, name.parts, levels)
        place = name.place
        role = RoleSpan(first, name.last, post, body, levels or name.default)
        role.place = place.first if place is not None else -1
        role.fixed = bool(levels) or not name.default
        return self._marked(role, word, bool(place and place.plural))

    def _alone(self, first: int, last: int, word: PostWord, place: Place | None) -> RoleSpan | None:
        """A post that no body follows, perhaps with a unit ("Chủ tịch xã A", "Parteisekretär der Provinz")."""
        body = word.body or _OWN_BODY.get(word.post)
        levels = word.levels
        end = last
        if place is not None:
            levels = tuple(x for x in levels if x in place.levels) or levels or place.levels
            end = place.last if not (place.plural and place.unit) else last
        elif not levels and (word.post in _CENTRAL_POSTS or body in CENTRAL):
            levels = ("central",)
        parts = frozenset({word.part} if word.part else ())
        post = self._post(word, body, parts, levels)
        role = RoleSpan(first, end, post, body, levels)
        role.place = place.first if place is not None else -1
        role.fixed = bool(levels)
        return self._marked(role, word, bool(place and place.plural))

    def _marked(self, role: RoleSpan, word: PostWord, plural: bool) -> RoleSpan:
        """With the words for former and acting before it, and whether it speaks of several people."""
        words = self.words
        role.past = role.first in words.former
        role.held_before = role.first in words.held_before
        before = words.former.get(role.first, words.acting.get(role.first))
        if before is not None:
            role.former = True
            role.first = before
            role.held_before |= before in words.held_before
        role.past |= role.held_before
        role.plural = word.plural or plural
        return role

    def _post(self, word: PostWord, body: Body | None, parts: frozenset[str], levels: tuple[PostLevel, ...]) -> Post:
        if word.exact:
            return word.post
        parts = parts | {"standing"} if word.part == "standing" else parts
        return post_on(word.post, body, parts, levels, self.provincial_heads)


def post_on(
    post: Post, body: Body | None, parts: frozenset[str], levels: tuple[PostLevel, ...], provincial_heads: bool
) -> Post:
    """What a post is on a body: a committee has a chair, the party a secretary, an office ("office" in parts) a chief.

    `provincial_heads`: the head of a department of a province is its director.
    """
    if "office" in parts:
        return _AS_OFFICE.get(post, post)
    if post == "member" and body == "party_committee" and "standing" in parts:
        return "standing_committee_member"
    if post == "head" and body == "party_committee":
        return "secretary"
    if body in _HEADED:
        post = _AS_HEAD.get(post, post)
    elif body in _CHAIRED:
        post = _AS_CHAIR.get(post, post)
    if body == "department" and provincial_heads and levels[:1] in ((), ("province",)):
        post = _AS_DIRECTOR.get(post, post)
    return post


def _own_part(word: PostWord) -> BodyWord | None:
    """The part of a body that a post word names itself ("Trưởng ban" + "Tổ chức Tỉnh ủy")."""
    if word.body is None:
        return None
    return BodyWord(
        word.body, word.levels, word.default, part=word.part, inherit=False, under=word.under, topic=word.topic
    )
