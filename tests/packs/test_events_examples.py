"""The examples and counter-examples of every pack's events, run through the whole way of a text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.languages.pack import builtin_packs
from pipeline.records import Event
from pipeline.records.annotation import Annotation
from pipeline.stages.builtin import language_of

_NAMES = ("sources", "targets")


def _cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for code, pack in builtin_packs().items():
        section = pack.section("events")
        listed = [(str(rule.get("id")), rule) for rule in section.get("rules", ())]
        for name, holder in [*listed, ("section", section)]:
            for n, example in enumerate(holder.get("examples", ())):
                yield code, f"{name}-{n}", example
            for n, text in enumerate(holder.get("counter", ())):
                yield code, f"{name}-counter-{n}", {"text": text, "events": []}


def _read(code: str, example: dict[str, Any]) -> Annotation:
    language = language_of(code)
    published = example.get("published")
    day = datetime.date.fromisoformat(str(published)) if published else None
    return language.annotate(language.prepare(example["text"], day))


def _events(code: str, example: dict[str, Any]) -> list[Event]:
    return _read(code, example).events


def _told(event: Event, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the event says of the keys that the example names."""
    told: dict[str, Any] = {"type": event.type}
    for side in _NAMES:
        told[side] = sorted(p.name for p in getattr(event, side))
    for key in wanted:
        if key == "extents":
            told[key] = [p.extent for p in event.sources]
        elif key == "kinds":
            told[key] = [p.kind for p in (*event.sources, *event.targets)]
        elif key == "documents":
            told[key] = [d.number for d in event.documents]
        elif key == "officials":
            told[key] = [o.name for o in event.officials]
        elif key == "counts":
            told[key] = {k: getattr(event.counts, k) for k in wanted[key]} if event.counts else None
        elif key not in told:
            told[key] = getattr(event, key)
    return told


def _normal(wanted: dict[str, Any]) -> dict[str, Any]:
    return {**wanted, **{side: sorted(wanted.get(side, [])) for side in _NAMES}}


@pytest.mark.parametrize(("code", "example"), [pytest.param(c, e, id=f"{c}-{name}") for c, name, e in _cases()])
def test_example_of_pack(code: str, example: dict[str, Any]) -> None:
    found = _events(code, example)
    only = example.get("only")
    if only:
        found = [event for event in found if event.type in only]
    wanted = [_normal(w) for w in example["events"]]
    left = list(found)
    for want in wanted:
        match = next((e for e in left if _told(e, want) == want), None)
        assert match is not None, (want, [_told(e, want) for e in left])
        left.remove(match)
    assert not left, [(e.type, [p.name for p in (*e.sources, *e.targets)], e.rule) for e in left]


def test_every_pack_has_examples_and_counter_examples() -> None:
    for code, pack in builtin_packs().items():
        names = [name for c, name, _ in _cases() if c == code]
        assert pack.section("events"), code
        assert any("counter" in name for name in names), code
        assert any("counter" not in name for name in names), code


def _rules_with_examples() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """The rules of the packs that claim an example for each, but those whose frames go into another or end it."""
    for code, pack in builtin_packs().items():
        section = pack.section("events")
        if section.get("every_rule_has_example"):
            telling = [rule for rule in section["rules"] if not any(map(rule.get, ("revokes", "completes", "again")))]
            yield from ((code, str(rule["id"]), rule.get("examples", [])) for rule in telling)


@pytest.mark.parametrize(
    ("code", "rule", "examples"), [pytest.param(*c, id=f"{c[0]}-{c[1]}") for c in _rules_with_examples()]
)
def test_rule_reads_its_own_example(code: str, rule: str, examples: list[dict[str, Any]]) -> None:
    assert examples, "no example: write one, or drop the rule"
    read = {frame.rule.name for example in examples for frame in _read(code, example).context["frames"]}
    assert f"{code}/{rule}" in read
