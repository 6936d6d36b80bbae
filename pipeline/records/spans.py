"""Token spans that the components share while an article is annotated; kept in `Annotation.context`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .mentions import OfficialMention, OrganizationMention, UnitMention
from .vocabulary import Body, Extent, Kind, Post, PostLevel


@dataclass(slots=True)
class KindWord:
    """A kind word ("Gemeinden", «کمون») at tokens [first, last) and the kinds that it can mean, likeliest first."""

    first: int
    last: int
    kinds: tuple[Kind, ...]
    plural: bool | None = None


@dataclass(slots=True)
class UnitSpan:
    """A named unit: its name at tokens [first, last), `head` the first token of its kind word (else `first`).

    `kinds` is what the kind word can mean, likeliest first, empty where there is none. `parent` and `group` are
    indexes: the unit that the text states as its parent, and the number of the coordinated list it belongs to.
    `spelled` is the name in full where the text shortens it ("Hòa Tú 1 và 2") or puts a kind word into it ("Phường 1").
    After linking, `mention` carries name, kind, level and id.
    """

    first: int
    last: int
    head: int
    kinds: tuple[Kind, ...]
    mention: UnitMention
    old: bool | None = None
    extent: Extent = "whole"
    parent: int | None = None
    group: int = -1
    role: str | None = None
    relation: int | None = None
    spelled: str | None = None

    @property
    def name(self) -> str:
        """The name to look up."""
        return self.spelled or self.mention.surface


@dataclass(slots=True)
class BodySpan:
    """A state or party body at tokens [first, last).

    `levels` is what its words allow, likeliest first. `place` is the token where its own unit or kind word starts, -1
    where none is stated; after linking, `unit` is the index of that unit span.
    """

    first: int
    last: int
    body: Body
    levels: tuple[PostLevel, ...]
    unit: int | None = None
    mention: OrganizationMention | None = None
    place: int = -1


@dataclass(slots=True)
class PersonSpan:
    """A named person at tokens [first, last); `outer_first`/`outer_last` take in honorific and roles.

    `same_as` is the index of the person's first full mention. A later mention by post alone has its post there.
    """

    first: int
    last: int
    outer_first: int
    outer_last: int
    mention: OfficialMention
    honorific: str | None = None
    same_as: int | None = None
    roles: list[RoleSpan] = field(default_factory=list)


@dataclass(slots=True)
class RoleSpan:
    """A post named at tokens [first, last): "Sekretär des Parteikomitees der Provinz X".

    `levels` is what the words allow, likeliest first; `place` as in BodySpan; `after` is the role that the text names
    right after this one in one breath, whose unit may hold for both. `former` is one with a word
    like "former" or "acting" before it; `past` is no more held; `held_before` is told of the person named before it
    (", bis dahin …").
    """

    first: int
    last: int
    post: Post
    body: Body | None
    levels: tuple[PostLevel, ...]
    unit: int | None = None
    former: bool = False
    past: bool = False
    held_before: bool = False
    plural: bool = False
    place: int = -1
    fixed: bool = False
    after: RoleSpan | None = None


@dataclass(slots=True)
class UnitGroup:
    """Units told in one breath at tokens [first, last): indexes of members and of the parents stated beside them.

    `contrasted`: what is told of others is not told of these ("unlike A and B").
    """

    first: int
    last: int
    units: list[int]
    parents: list[int] = field(default_factory=list)
    contrasted: bool = False
