"""Roles that stand apart from their person: appointments, and who leads a delegation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ..records.annotation import Annotation
from ..records.spans import BodySpan, PersonSpan, RoleSpan
from . import marks as m
from .role_words import RoleWords

_LED = frozenset({"working_group", "steering_committee", "national_assembly_delegation"})
_SOFT = (m.NEW, m.FILLER, m.NEW | m.FILLER)
_MOST_SKIPPED = 4
_MOST_BEHIND = 12
_OPENING = 3
_NEAR = 3


def attach_far_roles(
    ann: Annotation, words: RoleWords, persons: list[PersonSpan], free: list[RoleSpan], alike: Mapping[int, PersonSpan]
) -> None:
    """Give free roles to the person of their sentence whom a word like "zum", "làm", "giữ chức" ties to them.

    `alike` leads from a person to the one listed before without a role, who is appointed in the same breath.
    """
    people = by_sentence(words, persons)
    _appointed(words, people, free, alike)
    _told_next(words, people, free)
    _leading(ann, words, people)


def by_sentence(words: RoleWords, persons: list[PersonSpan]) -> dict[int, list[PersonSpan]]:
    """The people of an article by the first token of their sentence."""
    people: dict[int, list[PersonSpan]] = {}
    for person in persons:
        people.setdefault(words.first(person.first), []).append(person)
    return people


def _appointed(
    words: RoleWords, people: dict[int, list[PersonSpan]], free: list[RoleSpan], alike: Mapping[int, PersonSpan]
) -> None:
    cues = {last: first for first, last in words.lasts("role_appoint").items()}
    days = _days(words.ann)
    copulas = words.lasts("role_copula")
    given: dict[int, PersonSpan] = {}
    previous: RoleSpan | None = None
    for role in free:
        near = people.get(words.first(role.first), ())
        person: PersonSpan | None = None
        if previous is not None and id(previous) in given and _listed(words, previous.last, role.first):
            person = given[id(previous)]
            previous.after = role
        elif near and (role.held_before or _follows_past(words, near, days, role)):
            person = _previous(near, role)
        elif near and _is_ahead(words, role):
            person = _next(near, role) or _previous(near, role)
        elif near and (role.last in copulas or words.fillers.get(role.last) in copulas):
            person = _next(near, role) or _described(words, near, role)
        elif near and (_is_office(words, role) or _cued(words, cues, days, role.first)):
            person = _previous(near, role) or _next(near, role)
        if person is not None:
            given[id(role)] = person
            bare = not person.roles
            person.roles.append(role)
            while bare and id(person) in alike:
                person = alike[id(person)]
                person.roles.append(role)
            if role.last in copulas:
                _share_on(near, alike, given[id(role)], role)
        previous = role


def _told_next(words: RoleWords, people: Mapping[int, list[PersonSpan]], free: list[RoleSpan]) -> None:
    """ "… chaired by A. She is chair of the council": roles that a sentence says of the pronoun that opens it.

    A word for "is" stands right before or behind the list of them. Whoever says "I was chair of the council" is the one
    person that the article has named so far.
    """
    verbs = words.lasts("role_is")
    cues, days = {last: first for first, last in verbs.items()}, _days(words.ann)
    for run in _runs(words, free):
        first = words.first(run[0].first)
        said = _cued(words, cues, days, run[0].first) or run[-1].last in verbs
        if first in people or not said:
            continue
        if _speaks_of_self(words, first, run[0]):
            person = _only_one_told(words, people, first)
        elif opens_with_pronoun(words, first, run[0].first):
            person = last_told(words, people, first)
        else:
            person = None
        if person is not None:
            person.roles += run


def _runs(words: RoleWords, roles: list[RoleSpan]) -> Iterator[list[RoleSpan]]:
    """Roles that are listed together ("chair of A and secretary of B")."""
    run: list[RoleSpan] = []
    for role in roles:
        if run and not _listed(words, run[-1].last, role.first):
            yield run
            run = []
        run.append(role)
    if run:
        yield run


def opens_with_pronoun(words: RoleWords, first: int, limit: int) -> bool:
    """Whether a pronoun is one of the first words of the sentence that begins at a token, before another."""
    pronouns = words.lasts("role_pronoun")
    return any(i in pronouns for i in range(first, min(first + _OPENING, limit)))


def _speaks_of_self(words: RoleWords, first: int, role: RoleSpan) -> bool:
    pronouns = words.lasts("role_self")
    return bool(pronouns) and any(i in pronouns for i in range(max(first, role.first - _MOST_BEHIND), role.first))


def _only_one_told(words: RoleWords, people: Mapping[int, list[PersonSpan]], first: int) -> PersonSpan | None:
    """The one person named up to a sentence; the given name, which stands last, says who is who."""
    before = (person for at, named in people.items() if at < first for person in named)
    told = [person for person in before if person.honorific or person.roles]
    given = {words.ann.lower[person.last - 1] for person in told}
    return told[0] if len(given) == 1 else None


def last_told(words: RoleWords, people: Mapping[int, list[PersonSpan]], first: int) -> PersonSpan | None:
    """The one person of the sentence right before, in its paragraph; one with an honorific before mere names."""
    number = bisect_right(words.ann.sentences, first, key=lambda sentence: sentence.first) - 1
    if number < 1 or words.ann.sentences[number - 1].paragraph != words.ann.sentences[number].paragraph:
        return None
    told = people.get(words.ann.sentences[number - 1].first, ())
    titled = [person for person in told if person.honorific]
    return next((found[0] for found in (titled, told) if len(found) == 1), None)


def _described(words: RoleWords, people: Sequence[PersonSpan], role: RoleSpan) -> PersonSpan | None:
    """ "A, who is chair of the council": the person before the comma of a clause that ends with the verb."""
    person = _previous(people, role)
    return person if person is not None and not person.roles and words.is_separator(person.outer_last) else None


def _share_on(near: Sequence[PersonSpan], alike: Mapping[int, PersonSpan], named: PersonSpan, role: RoleSpan) -> None:
    """ "Stellvertreter sind A und B": those listed behind without a role have the same one."""
    listed = {id(named)}
    for person in near:
        if id(person) in alike and id(alike[id(person)]) in listed and not person.roles:
            listed.add(id(person))
            person.roles.append(role)


def _follows_past(words: RoleWords, near: Sequence[PersonSpan], days: dict[int, int], role: RoleSpan) -> bool:
    """ "A, until now secretary of B, from 1 July secretary of C": only a day parts it from a past post."""
    person = _previous(near, role)
    last = max(person.roles, key=lambda held: held.last, default=None) if person is not None else None
    if last is None or not last.past:
        return False
    return _listed(words, last.last, role.first, {first: end for end, first in days.items()})


def _is_ahead(words: RoleWords, role: RoleSpan) -> bool:
    entry = words.posts.get(role.first)
    return entry is not None and entry[1].ahead


def _is_office(words: RoleWords, role: RoleSpan) -> bool:
    entry = words.posts.get(role.first)
    return entry is not None and entry[1].office


def _listed(words: RoleWords, last: int, first: int, days: Mapping[int, int] | None = None) -> bool:
    """Whether only a comma, "und" or fillers part two roles; or one of `days`, by the first token."""
    at = last
    while at < first:
        step = words.ands.get(at) or words.fillers.get(at) or (days or {}).get(at)
        if step is None and not words.is_separator(at):
            return False
        at = step or at + 1
    return True


def _days(ann: Annotation) -> dict[int, int]:
    """The dates of an article: the token after the last → the first."""
    spans = [(bisect_left(ann.starts, date.start), bisect_left(ann.starts, date.end)) for date in ann.dates]
    return {last: first for first, last in spans}


def _cued(words: RoleWords, cues: dict[int, int], days: dict[int, int], at: int) -> bool:
    """Whether a word of appointing stands right before, past "neuer", articles, fillers and a date."""
    for _ in range(_MOST_SKIPPED):
        if at in cues:
            return True
        step = days.get(at, words.filler_ends.get(at))
        if step is None and at > 0 and words.marks[at - 1] & (m.NEW | m.FILLER | m.SEPARATOR) in _SOFT:
            step = at - 1
        if step is None:
            return False
        at = step
    return at in cues


def _previous(people: Sequence[PersonSpan], role: RoleSpan) -> PersonSpan | None:
    at = bisect_left(people, role.first, key=_first)
    return people[at - 1] if at else None


def _next(people: Sequence[PersonSpan], role: RoleSpan) -> PersonSpan | None:
    at = bisect_left(people, role.last, key=_first)
    return people[at] if at < len(people) and people[at].outer_first >= role.last else None


def _first(person: PersonSpan) -> int:
    return person.first


def _leading(ann: Annotation, words: RoleWords, people: dict[int, list[PersonSpan]]) -> None:
    """ "Arbeitsgruppe … unter der Leitung von NAME", "đoàn công tác do NAME dẫn đầu": head of that body."""
    bodies: dict[int, list[BodySpan]] = {}
    for body in ann.context["bodies"]:
        bodies.setdefault(words.first(body.first), []).append(body)
    before = set(words.lasts("lead_before").values())
    cues = words.lasts("lead_after")
    events = sorted(words.lasts("led_event"))
    for first, near in people.items():
        led = [b for b in bodies.get(first, ()) if b.body in _LED]
        if not led:
            continue
        for person, after in zip(near, [*near[1:], None], strict=True):
            if _past_fillers_back(words, person.outer_first, before):
                body = _led_before(led, events, person.outer_first)
            else:
                following = after.outer_first if after is not None else words.limit(person.first)
                body = _led_around(led, following, person, cues)
            if body is not None and not any(role.body == body.body and role.post == "head" for role in person.roles):
                person.roles.append(_head_of(body))


def _past_fillers_back(words: RoleWords, at: int, cues: set[int]) -> bool:
    for _ in range(_MOST_SKIPPED):
        if at in cues:
            return True
        if at <= 0 or not (words.marks[at - 1] & m.FILLER or at - 1 in words.joiners):
            return False
        at -= 1
    return at in cues


def _led_before(led: list[BodySpan], events: list[int], at: int) -> BodySpan | None:
    """The nearest body before that a person can lead; none where a conference stands nearer."""
    body = _body_before(led, at)
    near = bisect_left(events, at) - 1
    return None if body is None or (near >= 0 and events[near] >= body.last) else body


def _body_before(led: list[BodySpan], at: int) -> BodySpan | None:
    last = bisect_right(led, at, key=lambda body: body.last)
    return led[last - 1] if last else None


def _led_around(led: list[BodySpan], following: int, person: PersonSpan, cues: dict[int, int]) -> BodySpan | None:
    """The cue stands behind the person, the body before the person or right behind the cue."""
    for at in range(person.outer_last, min(following, person.outer_last + _MOST_BEHIND)):
        if at in cues:
            behind = _body_before(led, cues[at] + _MOST_BEHIND)
            if behind is not None and cues[at] <= behind.first <= cues[at] + _NEAR:
                return behind
            return _body_before(led, person.outer_first)
    return None


def _head_of(body: BodySpan) -> RoleSpan:
    return RoleSpan(body.first, body.last, "head", body.body, body.levels, place=body.place, fixed=bool(body.levels))
