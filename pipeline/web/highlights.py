"""Cuts an article into stretches, so that mentions and evidence can be marked where they overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol


class Telling(Protocol):
    """Whatever holds the record of an event."""

    @property
    def event(self) -> Mapping[str, Any]:
        """The event."""


@dataclass(slots=True, frozen=True)
class Stretch:
    """Some text that is in the same mention and evidence throughout.

    `inside`: the events whose evidence it is part of, `opens`: those whose evidence begins here.
    """

    text: str
    mention: Mapping[str, Any] | None
    first: bool
    inside: tuple[str, ...]
    opens: tuple[str, ...]

    @property
    def evidence(self) -> bool:
        """Whether it is part of any evidence."""
        return bool(self.inside)


def paragraphs(text: str, mentions: Sequence[Mapping[str, Any]], reports: Sequence[Telling]) -> list[list[Stretch]]:
    """The stretches of each line that holds any text, in order; together they are the text but for its line ends."""
    marks = _marks(text, mentions)
    spans = [(one.event["evidence"]["start"], one.event["evidence"]["end"], one.event["event_id"]) for one in reports]
    cuts = {0, len(text)} | {at for mark in marks for at in mark[:2]} | {at for span in spans for at in span[:2]}
    found: list[list[Stretch]] = []
    for start, end in _lines(text):
        places = sorted({start, end} | {cut for cut in cuts if start < cut < end})
        line = [_stretch(text, here, there, marks, spans) for here, there in pairwise(places)]
        if any(stretch.text.strip() for stretch in line):
            found.append(line)
    return found


def _marks(text: str, mentions: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, Mapping[str, Any]]]:
    """The outermost mentions: of two that overlap the longer, then the earlier."""
    taken: list[tuple[int, int, Mapping[str, Any]]] = []
    inside = [(m["start"], m["end"], m) for m in mentions if 0 <= m["start"] < m["end"] <= len(text)]
    # A body that is named with its unit would hide the unit, which is what readers look for.
    ranked = sorted(inside, key=lambda one: (one[2]["type"] == "organization", one[0] - one[1], one[0]))
    free = bytearray(len(text))
    for start, end, mention in ranked:
        if not any(free[start:end]):
            free[start:end] = b"\1" * (end - start)
            taken.append((start, end, mention))
    return sorted(taken, key=lambda one: one[0])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _stretch(
    text: str,
    start: int,
    end: int,
    marks: Sequence[tuple[int, int, Mapping[str, Any]]],
    spans: Sequence[tuple[int, int, str]],
) -> Stretch:
    mark = next((one for one in marks if one[0] <= start and end <= one[1]), None)
    return Stretch(
        text[start:end],
        mark[2] if mark else None,
        mark is not None and mark[0] == start,
        tuple(dict.fromkeys(event for first, last, event in spans if first <= start and end <= last)),
        tuple(dict.fromkeys(event for first, _, event in spans if first == start)),
    )
