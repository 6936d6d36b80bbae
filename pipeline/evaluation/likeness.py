"""When two names, spans or events are the same: the definitions that the figures rest on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

Record = Mapping[str, Any]
Part = tuple[str, str | None, str]

CONTEXT: Final = frozenset({"document_issued", "meeting", "appointment"})
_EVIDENCE_LIMIT: Final = 600
_ENOUGH: Final = 0.5
_BY_EVIDENCE: Final = 0.5
_BY_NUMBER: Final = 0.4
_STROKES: Final = str.maketrans("đĐ", "dD")
_PERSIAN: Final = str.maketrans("يك", "یک")


def fold(text: str | None) -> str:
    """Letters without marks and case, signs and blanks as one blank."""
    bare = unicodedata.normalize("NFKD", (text or "").translate(_STROKES))
    letters = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return re.sub(r"[\s\-–‑_.]+", " ", letters).strip()


def squeeze(text: str | None) -> str:
    """A surface without blanks, joiners and direction marks."""
    plain = unicodedata.normalize("NFKC", text or "")
    return re.sub(r"[\s\u200c\u200f\u200e]+", "", plain).translate(_PERSIAN).casefold()


def number(text: str | None) -> str:
    """The number of a document without blanks, points and marks."""
    return re.sub(r"[\s.]+", "", fold(text))


def touches(surfaces: Iterable[str], gold: Iterable[str]) -> bool:
    """Whether one of the surfaces lies in a gold one, or a gold one in it."""
    ours, theirs = [squeeze(s) for s in surfaces], [squeeze(s) for s in gold]
    return any(a and b and (a in b or b in a) for a in ours for b in theirs)


def parts(items: Sequence[Record] | None) -> list[Part]:
    """Name, kind and extent of participants."""
    return [(fold(i.get("name") or i.get("surface")), i.get("kind"), i.get("extent") or "whole") for i in items or ()]


def participants(event: Record) -> list[Part]:
    """Sources and targets of an event."""
    return parts(event.get("sources")) + parts(event.get("targets"))


def common(ours: Iterable[Part], gold: Sequence[Part], extents: bool = False) -> int:
    """How many pair off: the same name, kinds not at odds, and the same extent where asked for."""
    left, pairs = list(gold), 0
    for name, kind, extent in sorted(ours, key=lambda part: part[1] is None):
        fits = [
            part
            for part in left
            if part[0] == name and (not kind or not part[1] or part[1] == kind) and (not extents or part[2] == extent)
        ]
        if fits:
            left.remove(max(fits, key=lambda part: part[1] == kind))
            pairs += 1
    return pairs


def about_units(event: Record, units: Collection[str]) -> bool:
    """Whether a gold event has a unit of the article among its participants."""
    return any(name in units for name, *_ in participants(event))


def numbers_of(event: Record) -> set[str]:
    """The documents of an event by number."""
    return {number(d["number"] if isinstance(d, Mapping) else d) for d in event.get("documents") or ()}


def is_strict(ours: Record, gold: Record, units: Collection[str]) -> bool:
    """Whether status, every source with its extent, every target and the counts agree."""
    if ours.get("status") != gold.get("status"):
        return False
    for side in ("sources", "targets"):
        a, b = parts(ours.get(side)), parts(gold.get(side))
        if len(a) != len(b) or (about_units(gold, units) and common(a, b, side == "sources") != len(b)):
            return False
    return _figures(ours) == _figures(gold)


def _figures(event: Record) -> tuple[Any, Any]:
    counts = event.get("counts") or {}
    return counts.get("before"), counts.get("after")


def likeness(ours: Record, gold: Record, places: Sequence[tuple[int, int]], units: Collection[str]) -> float:
    """0 where the two cannot be one event, else higher is liker; bodies match by their evidence alone."""
    if ours.get("type") != gold.get("type"):
        return 0
    if about_units(gold, units):
        a, b = participants(ours), participants(gold)
        alike = common(a, b)
        share = alike / (len(a) + len(b) - alike)
        return 1 + share if share >= _ENOUGH else 0
    if gold["type"] == "restructure" and _figures(ours)[1] != _figures(gold)[1]:
        return 0
    if _overlaps(ours, places):
        return _BY_EVIDENCE
    return _BY_NUMBER if gold["type"] in CONTEXT and numbers_of(ours) & numbers_of(gold) else 0


def _overlaps(event: Record, places: Sequence[tuple[int, int]]) -> bool:
    evidence = event.get("evidence") or {}
    start, end = evidence.get("start", -1), evidence.get("end", -1)
    return 0 < end - start <= _EVIDENCE_LIMIT and any(start < last and first < end for first, last in places)
