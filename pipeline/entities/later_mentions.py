"""Which names are one person, which of them are officials, and what refers back to one by a part of the name."""

from __future__ import annotations

from ..records.annotation import Annotation
from ..records.mentions import OfficialMention
from ..records.spans import PersonSpan
from ..register.keys import fold
from .person_names import PersonNames


def short_mentions(ann: Annotation, people: PersonNames, candidates: list[PersonSpan]) -> list[PersonSpan]:
    """Honorific and given name, or family name, alone, where exactly one candidate named before has it."""
    wholes: dict[str, PersonSpan] = {}
    for person in candidates:
        wholes.setdefault(_key(ann, person), person)
    given: dict[str, list[PersonSpan]] = {}
    family: dict[str, list[PersonSpan]] = {}
    for key, person in wholes.items():
        parts = key.split()
        given.setdefault(parts[-1], []).append(person)
        family.setdefault(parts[0], []).append(person)
    known = {i for person in candidates for i in range(person.first, person.last)}
    found: list[PersonSpan] = []
    for first, (at, value) in sorted(people.words.honorifics.items()):
        if at in known or value.plural or not _alone(ann, people, at):
            continue
        named = [p for p in given.get(ann.lower[at]) or family.get(ann.lower[at]) or () if p.first < at]
        if len(named) == 1:
            found.append(_short(ann, first, at, named[0]))
    return found


def settle_people(people: PersonNames, candidates: list[PersonSpan]) -> list[PersonSpan]:
    """The officials among the candidates, with all later mentions, in reading order; sets `same_as`."""
    groups: dict[str, list[PersonSpan]] = {}
    for person in candidates:
        groups.setdefault(fold(person.mention.name or ""), []).append(person)
    _fold_parts(groups)
    found = [p for key, group in groups.items() if _is_official(key, group, people) for p in group]
    found.sort(key=lambda person: person.first)
    firsts: dict[str, int] = {}
    for at, person in enumerate(found):
        first = firsts.setdefault(person.mention.name or "", at)
        if first != at:
            person.same_as = first
    return found


def _key(ann: Annotation, person: PersonSpan) -> str:
    return " ".join(ann.lower[person.first : person.last])


def _is_official(key: str, group: list[PersonSpan], people: PersonNames) -> bool:
    if key in people.rules.historical:
        return False
    return any(person.roles or person.honorific == "comrade" for person in group)


def _fold_parts(groups: dict[str, list[PersonSpan]]) -> None:
    """Names that are the end of exactly one longer name ("Văn Khiêm") join it."""
    for key in sorted(groups, key=lambda k: (len(k), k)):
        whole = [other for other in groups if other.endswith(" " + key)]
        if len(whole) == 1 and not any(person.roles for person in groups[key]):
            for person in groups[key]:
                person.mention.name = groups[whole[0]][0].mention.name
            groups[whole[0]] += groups.pop(key)


def _alone(ann: Annotation, people: PersonNames, at: int) -> bool:
    """Whether token `at` stands right behind the honorific, as a name of one syllable."""
    if at >= len(ann.tokens) or ann.starts[at] - ann.ends[at - 1] > 1:
        return False
    if people.capitalised and not ann.tokens[at][0].isupper():
        return False
    return not _goes_on(ann, people, at)


def _goes_on(ann: Annotation, people: PersonNames, at: int) -> bool:
    """Whether another syllable of a name follows: then it is somebody else."""
    return people.run_end(at, people.words.limit(at)) - at > 1


def _short(ann: Annotation, honorific: int, at: int, whole: PersonSpan) -> PersonSpan:
    start, end = ann.starts[at], ann.ends[at]
    mention = OfficialMention("", "official", start, end, ann.text[start:end], whole.mention.name)
    return PersonSpan(at, at + 1, honorific, at + 1, mention)
