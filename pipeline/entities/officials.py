"""People with posts: names with an honorific or roles beside them, and what refers back to them."""

from __future__ import annotations

from ..languages.pack import Pack
from ..records.annotation import Annotation
from .far_roles import attach_far_roles
from .later_mentions import settle_people, short_mentions
from .led_bodies import attach_led_bodies
from .names_policy import with_proposed_people
from .organizations import Readers
from .person_finder import PersonFinder
from .role_levels import RoleLevels
from .role_reader import RoleReader
from .unit_names import UnitNames


def find_officials(ann: Annotation, pack: Pack, names: UnitNames) -> None:
    """Fill `context["persons"]` and `ann.officials`; roles get level and unit once the units are linked."""
    readers = Readers.of(ann, pack, names)
    provincial = bool(pack.section("posts").get("provincial_heads"))
    roles = RoleReader(readers.words, readers.bodies, provincial).roles()
    finder = PersonFinder(ann, readers, roles)
    persons = with_proposed_people(ann, finder, finder.find())
    persons += short_mentions(ann, readers.people, persons)
    persons.sort(key=lambda person: person.first)
    free = [role for role in roles if id(role) not in finder.claimed]
    attach_far_roles(ann, readers.words, persons, free, finder.lists.alike)
    attach_led_bodies(ann, readers.words, persons, provincial)
    persons = settle_people(readers.people, persons)
    ann.context["post_tokens"] = {i for first, (last, _) in readers.words.posts.items() for i in range(first, last)}
    taken = {id(role) for person in persons for role in person.roles}
    ann.context["persons"] = persons
    ann.context["free_roles"] = [role for role in roles if id(role) not in taken and id(role) not in finder.claimed]
    ann.officials = [person.mention for person in persons]


def resolve_roles(ann: Annotation, pack: Pack) -> None:
    """Settle level and unit of every role and body, and find posts that refer back, once the units are linked."""
    RoleLevels(ann).settle()
