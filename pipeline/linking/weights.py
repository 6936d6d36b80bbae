"""The weights of the linker, tuned on statements made from the register (scripts/bench_linking.py)."""

from __future__ import annotations

import datetime
from typing import Final

from ..register.model import LEGACY, NEW, OLD

REFORM: Final = datetime.date(2025, 7, 1)
EVE: Final = datetime.date(2025, 3, 1)
ROUNDS: Final = 3

KIND_RANK: Final = -0.6
KIND_RANK_FLOOR: Final = -2.0
KIND_WRONG: Final = -4.5
KIND_ODD: Final = -2.5
BARE_LEVEL: Final = {"province": 1.4, "district": 0.0, "commune": -0.3}

# What a unit of cost of the spelling takes off.
SPELLING: Final = 2.8

# (weight, floor) of w · log(share + floor)
PARENT: Final = (1.5, 0.02)
CHILDREN: Final = (1.0, 0.05)
PROVINCE_BEFORE: Final = (0.8, 0.2)
DISTRICT_BEFORE: Final = (0.5, 0.2)
GROUP_DISTRICT: Final = (0.6, 0.15)
GROUP_PROVINCE: Final = (0.8, 0.1)
GROUP_KIND: Final = (1.0, 0.1)
ARTICLE_DISTRICT: Final = (0.7, 0.3)
ARTICLE_LEGACY: Final = (1.0, 0.3)
ARTICLE_NEW: Final = (0.5, 0.3)
SAME_NAME: Final = (1.2, 0.1)

# For a kind that the article names by a word of its own under the same name.
OTHER_WORD: Final = -7.0

VOTE: Final = {"province": 2.0, "district": 1.5, "commune": 1.0}
OUTLET_VOTE: Final = 4.0
SLUG_VOTE: Final = {"province": 4.0, "district": 1.0}
SLUG_NAME: Final = 1.0

MAPPING: Final = 5.0
KIN_IN_ARTICLE: Final = 0.7

# How much a name that the register lacks can gain from a context that speaks against every candidate.
NULL_CONTEXT: Final = 4.0
NULL_PENALTY: Final = 5.5
NULL_PARENT: Final = 3.5
NULL_COMMON: Final = 1.0
MOST_COMMON: Final = 3.0
# A candidate so far behind the best is dropped.
HOPELESS: Final = 5.0

LINK_SHARE: Final = 0.66
LISTED_SHARE: Final = 0.01
MOST_LISTED: Final = 10

NEWER: Final = 0.3
LEAN: Final = 2.0
LEAN_WEIGHT: Final = {"province": 2.0, "district": 1.0, "commune": 1.0, "": 1.0}

_ERA: Final[dict[str, dict[str, dict[str, float]]]] = {
    "before": {
        "": {LEGACY: 0.0, NEW: -3.0, OLD: -2.5},
        "source": {LEGACY: 0.0, NEW: -6.0, OLD: -1.0},
        "target": {LEGACY: 0.0, NEW: -1.5, OLD: -4.0},
        "old": {LEGACY: -0.5, NEW: -6.0, OLD: 0.0},
    },
    "eve": {
        "": {LEGACY: 0.0, NEW: -1.5, OLD: -3.0},
        "source": {LEGACY: 0.0, NEW: -5.0, OLD: -1.5},
        "target": {LEGACY: -0.5, NEW: 0.0, OLD: -5.0},
        "old": {LEGACY: 0.0, NEW: -5.0, OLD: -0.5},
    },
    "after": {
        "": {LEGACY: -3.0, NEW: 0.0, OLD: -5.5},
        "source": {LEGACY: 0.0, NEW: -3.0, OLD: -2.5},
        "target": {LEGACY: -2.0, NEW: 0.0, OLD: -6.0},
        "old": {LEGACY: 0.0, NEW: -6.0, OLD: -1.0},
    },
    "open": {
        "": {LEGACY: 0.0, NEW: 0.0, OLD: -2.5},
        "source": {LEGACY: 0.0, NEW: -3.0, OLD: -1.5},
        "target": {LEGACY: 0.0, NEW: 0.0, OLD: -4.0},
        "old": {LEGACY: 0.0, NEW: -5.0, OLD: -0.5},
    },
}


def phase_of(published: datetime.date | None) -> str:
    """Which side of the reform an article stands on: before, eve (drafts are out), after or open."""
    if published is None:
        return "open"
    return "after" if published >= REFORM else "eve" if published >= EVE else "before"


def eras(phase: str) -> dict[str, dict[str, float]]:
    """What a unit of each list gains or loses in a phase, by what is told of its era (`told_era`)."""
    return _ERA[phase]


def told_era(role: str | None, old: bool | None) -> str:
    """What role and the words "former" and "new" say of the era of a unit; empty where they say nothing."""
    if old:
        return "old"
    return role if role in ("source", "target") else "target" if old is False else ""
