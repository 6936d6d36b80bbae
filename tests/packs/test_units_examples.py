"""The examples and counter-examples of every pack's units, run up to the linker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.languages.pack import builtin_packs
from pipeline.records import Annotation
from pipeline.records.spans import UnitGroup, UnitSpan
from pipeline.stages.builtin import language_of
from pipeline.stages.language import to_raw

_FEWEST_EXAMPLES = 35
_FEWEST_COUNTERS = 12


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for code, pack in builtin_packs().items():
        section = pack.section("units")
        for example in section.get("examples", ()):
            yield code, example
        for counter in section.get("counter", ()):
            yield code, counter if isinstance(counter, dict) else {"text": counter, "units": []}


def _read(code: str, text: str) -> Annotation:
    language = language_of(code)
    ann = language.run(language.prepare(text), "linker")
    to_raw(ann)
    return ann


def _told(span: UnitSpan, spans: list[UnitSpan], wanted: dict[str, Any]) -> dict[str, Any]:
    """What the span says of the keys that the example names; what an example leaves out is not held against it."""
    parent = spans[span.parent].mention.surface if span.parent is not None else None
    told: dict[str, Any] = {"surface": span.mention.surface, "extent": span.extent, "old": span.old, "parent": parent}
    told |= {"kinds": sorted(span.kinds), "kind": span.mention.kind}
    return {key: told[key] for key in wanted}


def _lists(ann: Annotation) -> list[list[str]]:
    spans: list[UnitSpan] = ann.context["units"]
    groups: list[UnitGroup] = ann.context["groups"]
    return [[spans[i].mention.surface for i in group.units] for group in groups if len(group.units) > 1]


@pytest.mark.parametrize(("code", "example"), [pytest.param(c, e, id=f"{c}-{n}") for n, (c, e) in enumerate(_cases())])
def test_example_gives_its_units(code: str, example: dict[str, Any]) -> None:
    ann = _read(code, example["text"])
    spans: list[UnitSpan] = ann.context["units"]
    assert [s.mention.surface for s in spans] == [u["surface"] for u in example["units"]], example["text"]
    for unit, span in zip(example["units"], spans, strict=True):
        wanted = {"extent": "whole"} | unit
        if "kinds" in wanted:
            wanted["kinds"] = sorted(wanted["kinds"])
        assert _told(span, spans, wanted) == wanted, example["text"]
    if "groups" in example:
        assert _lists(ann) == example["groups"], example["text"]


@pytest.mark.parametrize("code", sorted(builtin_packs()))
def test_example_spans_are_exact(code: str) -> None:
    for other, example in _cases():
        if other == code:
            ann = _read(code, example["text"])
            assert all(ann.context["norm"].raw[u.start : u.end] == u.surface for u in ann.units), example["text"]


@pytest.mark.parametrize("code", sorted(builtin_packs()))
def test_pack_has_enough_examples(code: str) -> None:
    section = builtin_packs()[code].section("units")
    assert len(section.get("examples", ())) >= _FEWEST_EXAMPLES
    assert len(section.get("counter", ())) >= _FEWEST_COUNTERS
