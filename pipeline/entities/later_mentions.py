"""Which names are one person, which of them are officials, and what refers back to one by a part of the name."""

from __future__ import annotations

from collections.abc import Iterable

from ..records.annotation import Annotation
from ..records.mentions import OfficialMention
from ..records.spans import PersonSpan
from ..register.keys import fold
from .person_names import PersonNames


def settle_people(ann: Annotation, people: PersonNames, candidates: list[PersonSpan]) -> list[PersonSpan]:
    """The officials among the candidates, with all later mentions, in reading order; sets `same_as`."""
    groups: dict[str, list[PersonSpan]] = {}
    for person in candidates:
        groups.setdefault(_key(ann, person), []).append(person)
    official = {key: group for key, group in groups.items() if _is_official(key, group, people)}
    _fold_parts(official, groups)
    found = [person for group in official.values() for person in group]
    found += _by_part(ann, people, official, {person.first for person in found})
    found.sort(key=lambda person: person.first)
    _set_same(ann, found, people)
    return found


def _key(ann: Annotation, person: PersonSpan) -> str:
    return " ".join(ann.lower[person.first : person.last])


def _is_official(key: str, group: list[PersonSpan], people: PersonNames) -> bool:
    if fold(key) in people.rules.historical:
        return False
    return any(person.roles or person.honorific == "comrade" for person in group)


def _fold_parts(official: dict[str, list[PersonSpan]], groups: dict[str, list[PersonSpan]]) -> None:
    """Names that are the end of exactly one longer official name ("Văn Khiêm") join it."""
    for key in sorted(groups, key=lambda k: (len(k), k)):
        whole = [other for other in official if other != key and other.endswith(" " + key)]
        if len(whole) == 1 and not any(person.roles for person in groups[key]):
            official.pop(key, None)
            official[whole[0]] += groups[key]


def _by_part(
    ann: Annotation, people: PersonNames, official: dict[str, list[PersonSpan]], known: set[int]
) -> Iterable[PersonSpan]:
    """Honorific and given name, or family name, alone."""
    given: dict[str, list[str]] = {}
    family: dict[str, list[str]] = {}
    for key in official:
        parts = key.split()
        given.setdefault(parts[-1], []).append(key)
        family.setdefault(parts[0], []).append(key)
    words = people.words
    for first, (at, value) in sorted(words.honorifics.items()):
        if at >= len(ann.tokens) or at in known or value.plural or ann.starts[at] - ann.ends[at - 1] > 1:
            continue
        if people.capitalised and not ann.tokens[at][0].isupper():
            continue
        whole = given.get(ann.lower[at]) or family.get(ann.lower[at]) or []
        named = [key for key in whole if official[key][0].first < at]
        if len(named) == 1 and not _goes_on(ann, people, at):
            yield _short(ann, first, at, official[named[0]][0])


def _goes_on(ann: Annotation, people: PersonNames, at: int) -> bool:
    """Whether another syllable of a name follows: then it is somebody else."""
    return people.run_end(at, people.words.limit(at)) - at > 1


def _short(ann: Annotation, honorific: int, at: int, whole: PersonSpan) -> PersonSpan:
    start, end = ann.starts[at], ann.ends[at]
    mention = OfficialMention("", "official", start, end, ann.text[start:end], whole.mention.name)
    return PersonSpan(at, at + 1, honorific, at + 1, mention)


def _set_same(ann: Annotation, found: list[PersonSpan], people: PersonNames) -> None:
    firsts: dict[str, int] = {}
    for at, person in enumerate(found):
        name = _key(ann, person)
        if person.last - person.first == 1 and name not in firsts:
            known = [key for key in firsts if key.endswith(" " + name) or key.startswith(name + " ")]
        else:
            known = [key for key in firsts if key == name or key.endswith(" " + name)]
        if known:
            person.same_as = firsts[known[0]]
            person.mention.name = found[person.same_as].mention.name
        else:
            firsts[name] = at
