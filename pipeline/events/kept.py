"""Units told to stay as they are, in whatever words, where the official mapping knows that they did.

Few units stayed: where a sentence names one and a word of staying or of sameness, it hardly tells anything else of it.
The words are classes that the pack lists; whether the unit that was linked stayed is asked once all names of the
article are linked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from ..records.spans import UnitGroup, UnitSpan
from ..register.keys import fold
from ..register.lineage import heirs_of, sources_of
from ..register.model import LEGACY, NEW, Unit
from ..register.register import Register
from ..text.memo import make_room
from .frames import Frame
from .patterns import NO_PATTERN
from .rules import Rule
from .sequence import Item

KEPT: Final = Rule("register/kept", "unchanged", NO_PATTERN)
# A word for staying speaks of the units of its own clause, so many items off.
_REACH: Final = 14
_ENDS: Final = frozenset(";:.")
_CACHE_LIMIT: Final = 2_048


def is_kept(register: Register, unit: Unit | None) -> bool:
    """Whether a commune of either list is alone what it was in the other, with its kind and name."""
    if unit is None or unit.level != "commune" or unit.list not in (NEW, LEGACY):
        return False
    new = [unit] if unit.list == NEW else heirs_of(register, unit.id)
    old = sources_of(register, new[0].id) if len(new) == 1 else []
    if len(old) != 1 or len(heirs_of(register, old[0].id)) != 1:
        return False
    return old[0].kind == new[0].kind and fold(old[0].name) == fold(new[0].name)


class KeptReader:
    """Finds frames of units that stayed, among those of a sentence that no other frame speaks of."""

    def __init__(self, register: Register, candidates: Callable[[str], list[Unit]], cues: Iterable[str]) -> None:
        """`cues`: classes of words that say, or may say, that something stays."""
        self.register = register
        self.candidates = candidates
        self.cues = frozenset(cues)
        self._known: dict[str, bool] = {}

    def frames(
        self, items: list[Item], number: int, units: list[UnitSpan], classes: frozenset[str], told: list[Frame]
    ) -> list[Frame]:
        """The frames of one sentence; `classes` are the cue classes in it, `told` the frames found in it so far."""
        if self.cues.isdisjoint(classes) or any(frame.rule.type == "unchanged" for frame in told):
            return []
        used = {id(item) for frame in told for held in frame.roles.values() for item in held}
        found = []
        for n, item in enumerate(items):
            if item.symbol != "U" or id(item) in used or not self._may_stay(item, units):
                continue
            cue = self._cue(items, n)
            if cue is not None:
                at, end = min(n, cue), max(n, cue)
                first, last = items[at].first, items[end].last
                found.append(Frame(KEPT, number, first, last, {"src": [item]}, items, at, end + 1, [items[cue]]))
        return found

    def _may_stay(self, item: Item, units: list[UnitSpan]) -> bool:
        """Whether each name of a list can be that of a unit that stayed."""
        return isinstance(item.value, UnitGroup) and all(self._is_known(units[i].name) for i in item.value.units)

    def _is_known(self, name: str) -> bool:
        found = self._known.get(name)
        if found is None:
            make_room(self._known, _CACHE_LIMIT)
            found = self._known[name] = any(is_kept(self.register, unit) for unit in self.candidates(name))
        return found

    def _cue(self, items: list[Item], n: int) -> int | None:
        """Where the nearest word of staying in the statement of an item stands."""
        near = [*_statement(items, n, 1), *_statement(items, n, -1)]
        return min((k for k in near if items[k].classes & self.cues), key=lambda k: abs(k - n), default=None)


def _statement(items: list[Item], n: int, step: int) -> Iterable[int]:
    """The places from an item on in one direction, up to the end of its statement or another unit."""
    for k in range(n + step, n + step * _REACH, step):
        if not 0 <= k < len(items) or items[k].symbol in _ENDS or items[k].symbol == "U":
            return
        yield k
