"""The day of a session that the sentences before told, and days that belong to documents."""

from __future__ import annotations

from typing import Final

from ..records.annotation import Annotation
from ..records.mentions import DateMention, DocumentMention
from .frames import Frame
from .sequence import Item

_SESSION: Final = frozenset({"session", "visit", "ceremony"})
# Words before a day from which on, or by which, something holds.
_NO_SITTING: Final = frozenset({"since", "valid_from", "not_date"})
# Behind one of these stands the day from which on something holds, whatever the verb of the clause.
HOLDS_FROM: Final = frozenset({"since", "valid_from", "to"})
# Signs between which a clause stands.
_CLAUSE_ENDS: Final = frozenset(",;:.")
_SESSION_SENTENCES: Final = 4
_TIGHT: Final = 3
# How far behind a session another sentence may still say when it took place.
_BEHIND: Final = 2


def day_of_session(ann: Annotation, frame: Frame) -> DateMention | None:
    """The day of the session that the sentences around a meeting in its paragraph speak of."""
    if frame.rule.type != "meeting":
        return None
    items = session_around(ann, frame)
    days: list[DateMention] = [item.value for n, item in enumerate(items) if _is_of_sitting(items, n)]
    return days[0] if days else None


def session_around(ann: Annotation, frame: Frame) -> list[Item]:
    """The items of the sentence of its paragraph that tells of the session and its day, before a meeting or behind."""
    here = ann.sentences[frame.sentence].paragraph
    sequences: list[list[Item]] = ann.context["sequences"]
    before = range(frame.sentence - 1, max(-1, frame.sentence - _SESSION_SENTENCES), -1)
    behind = range(frame.sentence + 1, min(len(sequences), frame.sentence + 1 + _BEHIND))
    for number in (*before, *behind):
        if ann.sentences[number].paragraph != here:
            continue
        items = sequences[number]
        if number > frame.sentence and not any("took_place" in item.classes for item in items):
            continue
        dated = any(_is_of_sitting(items, n) for n in range(len(items)))
        if dated and any(not _SESSION.isdisjoint(item.classes) for item in items):
            return items
    return []


def _is_of_sitting(items: list[Item], n: int) -> bool:
    """Whether a date is a day on which a session can have been, not one from which on or by which something holds."""
    if items[n].symbol != "D" or items[n].value.date_precision != "day" or dates_document(items, n):
        return False
    return not n or items[n - 1].classes.isdisjoint(_NO_SITTING)


def dates_document(items: list[Item], n: int) -> bool:
    """Whether a date stands right behind a document number: its day of issue."""
    for item in reversed(items[max(0, n - _TIGHT) : n]):
        if item.symbol == "N":
            mention: DocumentMention = item.value
            day: DateMention = items[n].value
            return mention.issued == day.edtf
        if item.symbol in "UPC;":
            return False
    return False


def is_of_vote(items: list[Item], n: int) -> bool:
    """Whether a day is that of the vote on a change, told by the verb of its clause, not the day of its effect."""
    if n and items[n - 1].classes & HOLDS_FROM:
        return False
    first, last = n, n + 1
    while first > 0 and items[first - 1].symbol not in _CLAUSE_ENDS:
        first -= 1
    while last < len(items) and items[last].symbol not in _CLAUSE_ENDS:
        last += 1
    return any("decides" in item.classes for item in items[first:last])


def met_with(items: list[Item]) -> list[Item]:
    """The units right behind a word for "with", but for the words for those who came from them."""
    found: list[Item] = []
    for n, item in enumerate(items):
        if "with" in item.classes and item.symbol == "w":
            behind = items[n + 1 : n + 1 + _TIGHT]
            at = next((other for other in behind if other.symbol != "w"), None)
            found += [at] if at is not None and at.symbol == "U" else []
    return found
