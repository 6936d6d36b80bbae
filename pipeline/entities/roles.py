"""Posts and bodies of a pack: its terms and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..languages.pack import Pack
from ..records.vocabulary import Body, Post, PostLevel

# Words of section `posts` that carry no value of their own: key in the pack → term group.
_PLAIN: Final = {
    "joiners": "role_joiner",
    "fillers": "role_filler",
    "particles": "verb_particle",
    "list_joiners": "role_and",
    "former": "role_former",
    "acting": "role_acting",
    "held_before": "role_held",
    "appoint": "role_appoint",
    "terms": "role_term",
    "ranks": "rank",
    "topics": "body_topic",
    "other_bodies": "other_body",
    "led_events": "led_event",
    "lead_before": "lead_before",
    "lead_after": "lead_after",
    "verbs": "person_verb",
    "copula": "role_copula",
    "pronouns": "role_pronoun",
    "first_person": "role_self",
    "is": "role_is",
    "leads": "role_leads",
    "leads_object": "role_object",
    "relatives": "role_relative",
}


@dataclass(slots=True, frozen=True)
class PostWord:
    """What a word for a post says.

    `exact` ones keep their value whatever body follows; `office` ones name the office, not who holds it ("the chair of
    the council went to A"), so that it belongs to the person of the sentence.
    """

    post: Post
    body: Body | None = None
    levels: tuple[PostLevel, ...] = ()
    default: tuple[PostLevel, ...] = ()
    part: str | None = None
    plural: bool = False
    exact: bool = False
    needs_body: bool = False
    topic: bool = False
    ahead: bool = False
    office: bool = False
    capital: bool = False
    under: tuple[tuple[str, Body], ...] = ()


@dataclass(slots=True, frozen=True)
class BodyWord:
    """What a word for a body says.

    `inherit`: a part of the body named next ("Ständiger Ausschuss des …"), which it stands for; `under` says which body
    it is under which other one; `within` ones are no body where none follows; `default` are the levels where nothing
    else tells; `free` ones say at length what they are for.
    """

    body: Body
    levels: tuple[PostLevel, ...] = ()
    default: tuple[PostLevel, ...] = ()
    part: str | None = None
    inherit: bool = False
    under: tuple[tuple[str, Body], ...] = ()
    topic: bool = False
    free: bool = False
    within: bool = False
    plural: bool = False
    capital: bool = False


@dataclass(slots=True, frozen=True)
class Honorific:
    """A word before a name: `kind` comrade (of officials alone), title or private; `plural` heads a list."""

    kind: str
    plural: bool = False


def posts_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of section `posts`: (pattern, group, value), braces not yet expanded."""
    posts = pack.section("posts")
    variants = [tuple(pair) for pair in posts.get("variants", ())]
    for word, group, value in _terms(posts):
        yield word, group, value
        for usual, other in variants:
            if usual in word:
                yield word.replace(usual, other), group, value


def _terms(posts: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    glue = ",".join(("", *posts.get("glued", ())))
    for key, group, make in (("posts", "post", _post_word), ("bodies", "body", _body_word)):
        for entry in posts.get(key, ()):
            value = make(entry)
            yield from ((f"{word}{{{glue}}}" if glue else word, group, value) for word in entry["words"])
    for entry in posts.get("honorifics", ()):
        title = Honorific(entry["kind"], bool(entry.get("plural")))
        yield from ((word, "honorific", title) for word in entry["words"])
    for key, group in _PLAIN.items():
        yield from ((word, group, None) for word in posts.get(key, ()))
    for name in _flat(posts.get("names", {}).get("families", ())):
        yield name, "family", None


def _flat(lines: Any) -> Iterator[str]:
    for line in lines:
        yield from str(line).split()


def _post_word(entry: Mapping[str, Any]) -> PostWord:
    return PostWord(
        post=entry["post"],
        body=entry.get("body"),
        levels=tuple(entry.get("levels", ())),
        default=tuple(entry.get("default", ())),
        part=entry.get("part"),
        plural=bool(entry.get("plural")),
        exact=bool(entry.get("exact")),
        needs_body=bool(entry.get("needs_body")),
        topic=bool(entry.get("topic")),
        ahead=bool(entry.get("ahead")),
        office=bool(entry.get("office")),
        capital=bool(entry.get("capital")),
        under=tuple(sorted(entry.get("under", {}).items())),
    )


def _body_word(entry: Mapping[str, Any]) -> BodyWord:
    return BodyWord(
        body=entry["body"],
        levels=tuple(entry.get("levels", ())),
        default=tuple(entry.get("default", ())),
        part=entry.get("part"),
        inherit=bool(entry.get("inherit")),
        under=tuple(sorted(entry.get("under", {}).items())),
        topic=bool(entry.get("topic")),
        free=bool(entry.get("free")),
        within=bool(entry.get("within")),
        plural=bool(entry.get("plural")),
        capital=bool(entry.get("capital")),
    )
