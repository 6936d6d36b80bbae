"""Words for a part, or what is left, of units told before: "one part goes with A to B, the rest with C to D"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from ..records.vocabulary import Extent
from ..register.register import Register
from .sequence import Item

_REMAINDER: Final = "remainder"
_SHARES: Final = frozenset({"partly", _REMAINDER})


def share_of(item: Item, behind: Item) -> Extent | None:
    """How much of a unit a word for a part, or what is left, stands for; None where it stands before that unit."""
    if _SHARES.isdisjoint(item.classes) or behind.symbol == "U":
        return None
    return "remainder" if _REMAINDER in item.classes else "part"


def share_in(items: list[Item]) -> Extent | None:
    """How much the first such word of a statement stands for; None where it has none."""
    return next((extent for item, behind in pairwise(items) if (extent := share_of(item, behind))), None)


def shared_statements(items: list[Item], ends: frozenset[int]) -> dict[int, int]:
    """The first token of such a word by the statement that it stands in; `ends`: the items that end statements."""
    number, found = 0, dict[int, int]()
    for n, (item, behind) in enumerate(pairwise(items)):
        number += n in ends
        if share_of(item, behind):
            found.setdefault(number, item.first)
    return found


def given_in_part(register: Register, unit_id: str, but: Iterable[str | None]) -> set[str]:
    """The ids of the units of which a part, and no more, went into a unit, but for some of them."""
    return {edge.unit for edge in register.predecessors(unit_id) if edge.extent == "part"} - set(but)
