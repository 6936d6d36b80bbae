"""How likely an event is right: the share that was, of events like it, in articles that no rule had been made with.

One thing told right from wrong there so that it held in articles left out: whether the register confirms the event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ..records.event import Event

FILE: Final = "confidence.json"
GROUPS: Final = ("confirmed", "other")
# So many events of all groups a share weighs like.
_STRENGTH: Final = 10


@dataclass(slots=True, frozen=True)
class Shares:
    """Counts of right and of all events in each group, and the languages that they were counted in."""

    languages: frozenset[str]
    counts: Mapping[str, tuple[int, int]]

    def of(self, group: str) -> float:
        """The share right in a group, drawn to that of all events as far as it has few."""
        around = (sum(right for right, _ in self.counts.values()) + 1) / (sum(n for _, n in self.counts.values()) + 2)
        right, total = self.counts[group]
        return (right + _STRENGTH * around) / (total + _STRENGTH)


def counted(told: Iterable[tuple[str, bool]], languages: Iterable[str]) -> Shares:
    """Shares of events, each given by its group and whether it is right."""
    counts = dict.fromkeys(GROUPS, (0, 0))
    for group, is_right in told:
        right, total = counts[group]
        counts[group] = right + is_right, total + 1
    return Shares(frozenset(languages), counts)


def written(shares: Shares) -> str:
    """Shares as the file that ships."""
    data = {"languages": sorted(shares.languages), "right and all": {k: list(v) for k, v in shares.counts.items()}}
    return json.dumps(data, indent=1) + "\n"


def read(text: str) -> Shares:
    """Shares from the text of a file."""
    data: dict[str, Any] = json.loads(text)
    counts = {group: (int(right), int(total)) for group, (right, total) in data["right and all"].items()}
    return Shares(frozenset(data["languages"]), counts)


@cache
def _shares() -> Shares:
    return read((files(__package__) / FILE).read_text(encoding="utf-8"))


def group_of(verdict: str | None) -> str:
    """The group of an event by the register's word on it."""
    return verdict if verdict in GROUPS else GROUPS[-1]


def confidence_of(event: Event, language: str) -> float | None:
    """The confidence of an event, with its verdict filled in; None in languages that it was not measured in."""
    shares = _shares()
    if language not in shares.languages:
        return None
    return round(shares.of(group_of(event.register.status if event.register else None)), 2)
