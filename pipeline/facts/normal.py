"""Normal form: every unit as the one of the list that a change starts from or leads to, whatever list a text took."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ..register.keys import ascii_key
from ..register.lineage import new_form, own_source
from ..register.model import LEGACY, NEW, OLD, Script, Unit
from ..register.persian import loose_name_keys, loosen, persian_key
from ..register.register import PERSIAN, Register
from .reports import Part, Report

# First and last day of the rounds; a date that lies in none of them, or in several, tells no round.
_ROUNDS: Final = (
    ("2019", "2019-01-01", "2022-12-31"),
    ("2023", "2023-01-01", "2025-03-31"),
    ("2025", "2025-04-01", "2999-12-31"),
)
# Programmes that are named by years which reach beyond their last decisions.
_PROGRAMMES: Final = {"2019/2021": "2019", "2023/2025": "2023"}
_BEFORE_2025: Final = frozenset({"2019", "2023"})
_LAST_OLD_REPORT: Final = "2025-03-01"
_SOUNDS: Final = 4


class NormalForm:
    """Answers in units of one register; keeps what it has worked out."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._provinces: dict[str, str | None] = {}
        self._forms: dict[tuple[str, bool, bool], str] = {}
        self._own: dict[str, str | None] = {}

    def round_of(self, report: Report, published: str | None) -> tuple[str | None, bool]:
        """The round that a change belongs to, where its date tells, and whether it came before that of 2025."""
        label = _round(report.date, report.date_from, report.date_to)
        if label is not None:
            return label, label in _BEFORE_2025
        lists = {unit.list for part in (*report.sources, *report.targets) if (unit := self.unit(part.unit))}
        if OLD in lists:
            return None, True
        early = published is not None and published < _LAST_OLD_REPORT and report.date is None
        return None, early and report.status in ("completed", "decided") and NEW not in lists

    def unit(self, unit_id: str | None) -> Unit | None:
        """The unit of an id, None where there is none."""
        return self.register.get(unit_id) if unit_id else None

    def source(self, unit_id: str, *, early: bool) -> str:
        """A unit as the one that was before the change: of list 2025-06 for the round of 2025."""
        return self._form(unit_id, early, True)

    def target(self, unit_id: str, *, early: bool) -> str:
        """A unit as the one that came out of the change: of list 2025-07 for the round of 2025."""
        return self._form(unit_id, early, False)

    def own(self, target: str) -> str | None:
        """The predecessor of a target that bears its name."""
        if target not in self._own:
            unit = self.unit(target)
            own = own_source(self.register, unit) if unit is not None and unit.list != OLD else None
            self._own[target] = own.id if own is not None else None
        return self._own[target]

    def province(self, unit_id: str | None) -> str | None:
        """Id of the province that a unit lies in since 2025-07-01."""
        if unit_id is None:
            return None
        if unit_id not in self._provinces:
            unit = self.unit(unit_id)
            home = self.register.province_of(unit, NEW) if unit is not None else None
            self._provinces[unit_id] = home.id if home is not None else None
        return self._provinces[unit_id]

    def provinces(self, parts: Iterable[Part]) -> frozenset[str]:
        """The provinces since 2025-07-01 of all linked participants."""
        return frozenset(home for part in parts if (home := self.province(part.unit)) is not None)

    def named(self, part: Part, province: str | None, *, early: bool, source: bool) -> frozenset[str]:
        """The units that a participant can be, in normal form: its own, its candidates, or all of its name."""
        form = self.source if source else self.target
        ids: Iterable[str] = (part.unit,) if part.unit else part.candidates or self._alike(part.name)
        fitting = (unit for unit in ids if part.unit or province in (None, self.province(unit)))
        return frozenset(form(unit, early=early) for unit in fitting)

    def _alike(self, name: str) -> list[str]:
        script: Script = "persian" if PERSIAN.search(name) else "latin_ascii"
        return [unit.id for unit, _ in self.register.readings(name, script)]

    def _form(self, unit_id: str, early: bool, source: bool) -> str:
        key = (unit_id, early, source)
        if key not in self._forms:
            unit = self.unit(unit_id)
            found = unit if unit is None else self._moved(unit, early, source)
            self._forms[key] = unit_id if found is None else found.id
        return self._forms[key]

    def _moved(self, unit: Unit, early: bool, source: bool) -> Unit:
        if unit.list == OLD:
            return unit
        backwards = early or source
        if backwards:
            own = own_source(self.register, unit) if unit.list == NEW else None
            return own or unit
        return new_form(self.register, unit) or unit if unit.list == LEGACY else unit


def _round(date: str | None, first: str | None, last: str | None) -> str | None:
    if date in _PROGRAMMES:
        return _PROGRAMMES[date]
    if first is None or last is None:
        return None
    return next((label for label, start, end in _ROUNDS if start <= first and last <= end), None)


@lru_cache(maxsize=200_000)
def sounds(name: str) -> tuple[str, ...]:
    """Keys that a name shares with itself in Persian letters; mostly one."""
    if PERSIAN.search(name):
        return (loosen(persian_key(name)),)
    return tuple(sorted(loose_name_keys(name)))[:_SOUNDS]


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """A name without marks and case."""
    return name if PERSIAN.search(name) else ascii_key(name)
