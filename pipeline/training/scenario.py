"""What a made article tells: places, people, days, documents, and the event that they take part in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, frozen=True)
class Place:
    """A unit as it takes part; `ids` are empty where it is invented, `district` is the one that it lay in."""

    name: str
    kind: str
    ids: tuple[str, ...]
    extent: str = "whole"
    district: Place | None = None


@dataclass(slots=True, frozen=True)
class Day:
    """A day, or with `size` less than three only its month or year."""

    date: datetime.date
    size: int = 3

    @property
    def edtf(self) -> str:
        """The day as records tell it."""
        return "-".join(self.date.isoformat().split("-")[: self.size])


@dataclass(slots=True, frozen=True)
class Paper:
    """A document with its number and, where known, its day."""

    number: str
    type: str
    level: str
    issued: Day | None


@dataclass(slots=True, frozen=True)
class Person:
    """A person with a post ("secretary party_committee") in a unit, and another one there."""

    name: str
    post: str
    level: str
    place: Place
    also: str = ""


@dataclass(slots=True)
class Scenario:
    """What is true of one event; `values` fill the slots of a sentence that tells it."""

    type: str
    level: str | None
    values: dict[str, Any]
    sources: list[Place] = field(default_factory=list)
    targets: list[Place] = field(default_factory=list)
    day: Day | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What no other event of the article shares."""
        units = (*self.sources, *self.targets)
        return (self.type, *sorted(unit.name for unit in units))
