"""People of a store by name and unit: namesakes stand apart, and what joins two posts to one person is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from ..register.keys import ascii_key
from .answers import UnitRow
from .database import Store
from .reports import Report, Source, reports_of, source_columns, units_by_id
from .search import Page
from .tables import documents, event_officials, events, mentions

_MOST: Final = 5_000


@dataclass(slots=True, frozen=True)
class PostTold:
    """A post that one article gives a person, in that article's words."""

    post: str
    body: str | None
    level: str | None
    unit: UnitRow | None
    name: str
    surface: str
    mention: str
    source: Source


@dataclass(slots=True, frozen=True)
class Person:
    """One person as far as the articles show it; `reasons` says why posts of several units are held to be one's."""

    names: tuple[str, ...]
    units: tuple[UnitRow, ...]
    posts: list[PostTold]
    reasons: tuple[str, ...] = ()
    articles: int = 0
    reports: list[Report] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class OfficialAnswer:
    """All people of a name, side by side."""

    key: str
    names: tuple[str, ...]
    people: list[Person]


@dataclass(slots=True, frozen=True)
class OfficialLine:
    """A name in the list of officials."""

    key: str
    name: str
    articles: int


@dataclass(slots=True)
class _Telling:
    """What one article says of one name: all its mentions, and the roles they carry."""

    source: Source
    mentions: list[Mapping[str, Any]]

    def units(self) -> set[str]:
        return {role["unit"] for mention in self.mentions for role in mention["roles"] if role["unit"]}


def key_of(name: str) -> str:
    """The key under which all spellings of a name stand, fit for an address."""
    return "-".join(ascii_key(name).split())


def officials(store: Store, name: str | None, limit: int, offset: int) -> Page[OfficialLine]:
    """The people that articles name with a post, by how many articles do; `name` keeps those that hold its words."""
    number = sa.func.count(mentions.c.doc_id.distinct())
    query = sa.select(mentions.c.name, number).where(mentions.c.type == "official", mentions.c.name.is_not(None))
    found: dict[str, tuple[str, int]] = {}
    for told, articles in store.connection.execute(query.group_by(mentions.c.name).order_by(mentions.c.name)):
        best, before = found.get(key_of(told), (told, 0))
        found[key_of(told)] = (best if not best.isascii() else told, before + articles)
    wanted = key_of(name).split("-") if name else []
    lines = [
        OfficialLine(key, told, articles)
        for key, (told, articles) in found.items()
        if key and all(word in key.split("-") for word in wanted)
    ]
    lines.sort(key=lambda line: (-line.articles, line.key))
    return Page(len(lines), lines[offset : offset + limit])


def official_answer(store: Store, key: str) -> OfficialAnswer | None:
    """The people of a name, None where no article names one."""
    query = sa.select(mentions.c.name).where(mentions.c.type == "official", mentions.c.name.is_not(None)).distinct()
    names = sorted(name for name in store.connection.execute(query).scalars() if key_of(name) == key)
    if not names:
        return None
    tellings = _tellings(store, names)
    people = [_person(store, group) for group in _groups(tellings)]
    led = reports_of(store, events.c.event_id.in_(_events_of(names)))
    for person in people:
        ids = {post.source.doc_id for post in person.posts}
        person.reports.extend(report for report in led if report.source.doc_id in ids)
    return OfficialAnswer(key, tuple(names), people)


def _events_of(names: Sequence[str]) -> sa.Select[tuple[str]]:
    keys = sorted({ascii_key(name) for name in names})
    return sa.select(event_officials.c.event_id).where(event_officials.c.name_key.in_(keys))


def _tellings(store: Store, names: Sequence[str]) -> list[_Telling]:
    query = sa.select(mentions.c.doc_id, mentions.c.record, *source_columns()).join_from(mentions, documents)
    query = query.where(mentions.c.type == "official", mentions.c.name.in_(names))
    order = (documents.c.published.nulls_last(), documents.c.doc_id, mentions.c.start_char)
    found: dict[str, _Telling] = {}
    for row in store.connection.execute(query.order_by(*order).limit(_MOST)):
        found.setdefault(row.doc_id, _Telling(Source(*row[2:10]), [])).mentions.append(row.record)
    return list(found.values())


def _groups(tellings: Sequence[_Telling]) -> Iterator[list[_Telling]]:
    """Tellings that share a unit, directly or through a telling between them; without a unit each stands alone."""
    home = list(range(len(tellings)))

    def root(place: int) -> int:
        while home[place] != place:
            place = home[place]
        return place

    at: dict[str, int] = {}
    for place, telling in enumerate(tellings):
        for unit in sorted(telling.units()):
            first, second = sorted((root(at.setdefault(unit, place)), root(place)))
            home[second] = first
    groups: defaultdict[int, list[_Telling]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        groups[root(place)].append(telling)
    yield from (groups[place] for place in sorted(groups, key=lambda one: (-len(groups[one]), one)))


def _person(store: Store, tellings: Sequence[_Telling]) -> Person:
    known = units_by_id(store, {unit for telling in tellings for unit in telling.units()})
    posts = [
        PostTold(
            role["post"], role["body"], role["level"], known.get(role["unit"]), mention["name"], mention["surface"],
            mention["id"], telling.source,
        )
        for telling in tellings
        for mention in telling.mentions
        for role in mention["roles"]
    ]  # fmt: skip
    names = sorted({mention["name"] for telling in tellings for mention in telling.mentions})
    units = tuple(known[unit] for unit in sorted(known))
    return Person(tuple(names), units, posts, tuple(_reasons(tellings, known)), len(tellings))


def _reasons(tellings: Sequence[_Telling], known: Mapping[str, UnitRow]) -> Iterator[str]:
    """What joins tellings of several articles, and posts of several units, to one person."""
    for unit in sorted(known):
        sharing = sum(unit in telling.units() for telling in tellings)
        if sharing > 1:
            yield f"{sharing} articles give this name a post in {known[unit].name} ({unit})"
    for telling in tellings:
        units = [known[unit].name for unit in sorted(telling.units()) if unit in known]
        if len(units) > 1:
            where = telling.source.heading
            yield f"one article ({where}) gives the same person posts in {' and '.join(units)}"
