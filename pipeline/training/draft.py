"""Text as it is written, with the spans of what it names; edits move the spans along."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Span(NamedTuple):
    """What a stretch of a text names; `meant` is the value that it was written from."""

    start: int
    end: int
    label: str
    meant: Any


class Edit(NamedTuple):
    """A stretch of at least one letter that gives way to other text."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Draft:
    """A text that grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)

    def write(self, text: str, label: str = "", meant: Any = None) -> None:
        """Add text, as the name of something where a label is given."""
        if label:
            self.spans.append(Span(self.length, self.length + len(text), label, meant))
        self.parts.append(text)
        self.length += len(text)

    def add(self, other: Draft) -> None:
        """Add another draft at the end."""
        self.spans += [
            span._replace(start=span.start + self.length, end=span.end + self.length) for span in other.spans
        ]
        self.parts += other.parts
        self.length += other.length

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)


def edited(text: str, spans: list[Span], edits: list[Edit]) -> tuple[str, list[Span]]:
    """The text and its spans after edits, which stand in order and do not meet, and cross no edge of a span."""
    if not edits:
        return text, spans
    parts: list[str] = []
    at, ends, shifts = 0, [0], [0]
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
        ends.append(edit.end)
        shifts.append(shifts[-1] + len(edit.text) - (edit.end - edit.start))
    parts.append(text[at:])

    def moved(place: int) -> int:
        return place + shifts[bisect_right(ends, place) - 1]

    return "".join(parts), [span._replace(start=moved(span.start), end=moved(span.end)) for span in spans]
