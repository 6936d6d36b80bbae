"""The examples and counter-examples of every pack's posts, run through the whole way of a text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.languages.pack import builtin_packs
from pipeline.records import Annotation, OfficialMention, OrganizationMention
from pipeline.stages.builtin import language_of
from pipeline.stages.language import to_raw

_FEWEST = 40


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for code, pack in builtin_packs().items():
        section = pack.section("posts")
        for example in section.get("examples", ()):
            yield code, example
        for counter in section.get("counter", ()):
            yield code, counter if isinstance(counter, dict) else {"text": counter, "officials": {}}


def _read(code: str, example: dict[str, Any]) -> Annotation:
    language = language_of(code)
    published = example.get("published")
    day = datetime.date.fromisoformat(str(published)) if published else None
    ann = language.run(language.prepare(example["text"], day), "linker")
    to_raw(ann)
    return ann


def _told(ann: Annotation) -> dict[str, list[str]]:
    """Name → roles as "post body level", over all mentions of the person."""
    found: dict[str, set[str]] = {}
    for mention in ann.officials:
        roles = found.setdefault(mention.name or mention.surface, set())
        roles.update(f"{r.post} {r.body} {r.level or '-'}" for r in mention.roles)
    return {name: sorted(roles) for name, roles in found.items()}


@pytest.mark.parametrize(("code", "example"), [pytest.param(c, e, id=f"{c}-{n}") for n, (c, e) in enumerate(_cases())])
def test_example_gives_its_officials(code: str, example: dict[str, Any]) -> None:
    ann = _read(code, example)
    wanted = {name: sorted(roles or ()) for name, roles in (example.get("officials") or {}).items()}
    assert _told(ann) == wanted, example["text"]
    mentions: list[OfficialMention | OrganizationMention] = [*ann.officials, *ann.organizations]
    for mention in mentions:
        assert ann.context["norm"].raw[mention.start : mention.end] == mention.surface
    if "organizations" in example:
        assert sorted(f"{o.body} {o.level or '-'}" for o in ann.organizations) == sorted(example["organizations"])


@pytest.mark.parametrize("code", sorted(builtin_packs()))
def test_pack_has_enough_examples(code: str) -> None:
    section = builtin_packs()[code].section("posts")
    assert len(section.get("examples", ())) + len(section.get("counter", ())) >= _FEWEST
    assert section.get("counter")
