"""Follows units through the reported changes of a finished run, with the register's own lineage beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ..errors import SapxepError
from ..records.fact import Lineage, LineageChange, LineageUnit
from ..register.keys import ascii_key
from ..register.lineage import heirs_of, sources_of
from ..register.model import LEGACY, NEW, OLD, Script, Unit
from ..register.register import PERSIAN, Register
from .graphml import write_graphml

FILE: Final = "lineage.jsonl"
_LINES: Final[TypeAdapter[LineageUnit | LineageChange]] = TypeAdapter(Lineage)
_TITLES: Final = {NEW: "since 2025-07-01", LEGACY: "until 2025-06-30", OLD: "earlier"}
_LATEST: Final = (NEW, LEGACY, OLD, None)


@dataclass(slots=True, frozen=True)
class Step:
    """A change seen from one of its units: the unit at its other end and what lies beyond that."""

    line: str
    change: LineageChange
    beyond: list[Step]


class LineageBook:
    """All nodes and edges of a run, found by unit."""

    def __init__(self, lines: list[LineageUnit | LineageChange], register: Register) -> None:
        self._lines = lines
        self._register = register
        self._units = {line.id: line for line in lines if isinstance(line, LineageUnit)}
        self._into: defaultdict[str | None, list[LineageChange]] = defaultdict(list)
        self._from: defaultdict[str | None, list[LineageChange]] = defaultdict(list)
        for line in lines:
            if isinstance(line, LineageChange):
                self._into[line.target].append(line)
                self._from[line.source].append(line)

    @classmethod
    def read(cls, folder: Path) -> LineageBook:
        """Read lineage.jsonl of a folder; SapxepError with file and line where it cannot be read."""
        path = folder / FILE
        lines: list[LineageUnit | LineageChange] = []
        number = 0
        try:
            for number, line in enumerate(path.read_bytes().splitlines(), 1):  # noqa: B007  # told in the fault
                lines.append(_LINES.validate_json(line))
        except FileNotFoundError:
            raise SapxepError(f"{folder}: holds no {FILE}; `sapxep run` and `sapxep facts` write one") from None
        except OSError as error:
            raise SapxepError(f"{path}: cannot be read ({error})") from error
        except ValidationError as error:
            raise SapxepError(f"{path}:{number}: no line of a lineage; `sapxep validate` tells more") from error
        return cls(lines, Register.load())

    def write_graphml(self, path: Path) -> tuple[int, int]:
        """Write all of it as GraphML; how many nodes and edges it has."""
        return write_graphml(self._lines, path)

    def find(self, name: str, province: str | None) -> list[LineageUnit]:
        """The units of a name or id, the latest list first; SapxepError where there is none."""
        if name in self._units:
            return [self._units[name]]
        known = self._register.get(name)
        named = [known] if known is not None else [unit for unit, _ in self._register.readings(name, _script(name))]
        ids = [unit.id for unit in named if unit.id in self._units]
        unlinked = [u for u in self._units.values() if u.list is None and ascii_key(u.name) == ascii_key(name)]
        reported = [*(self._units[ident] for ident in dict.fromkeys(ids)), *unlinked]
        found = [unit for unit in reported or map(_node, named) if province is None or self._lies_in(unit, province)]
        if not found:
            where = f" in {province}" if province and (reported or named) else ""
            raise SapxepError(f"no unit named {name!r}{where}; try it without kind word and without diacritics")
        return sorted(found, key=lambda unit: (_LATEST.index(unit.list), unit.id))

    def _lies_in(self, unit: LineageUnit, province: str) -> bool:
        wanted = ascii_key(province)
        official = self._register.get(unit.id)
        homes = (self._register.get(home) for home in self._register.homes(official)) if official else ()
        names = {home.name for home in homes if home is not None and home.level == "province"}
        return wanted in {ascii_key(name) for name in (*names, unit.province or "")}

    def title(self, unit: LineageUnit) -> str:
        """A unit as the root of its tree."""
        era = _TITLES.get(unit.list or "", "not linked to the register")
        told = "" if unit.id in self._units else ": no change of it is reported"
        return f"{_named(unit)} ({era}) {unit.id}{told}"

    def back(self, unit: LineageUnit) -> list[Step]:
        """The changes that a unit came out of."""
        return self._steps(unit.id, backwards=True, path=(unit.id,))

    def on(self, unit: LineageUnit) -> list[Step]:
        """The changes that a unit went into."""
        return self._steps(unit.id, backwards=False, path=(unit.id,))

    def _steps(self, ident: str, *, backwards: bool, path: tuple[str, ...]) -> list[Step]:
        steps = []
        for change in (self._into if backwards else self._from)[ident]:
            other = change.source if backwards else change.target
            if other is None:
                continue
            beyond = [] if other in path else self._steps(other, backwards=backwards, path=(*path, other))
            steps.append(
                Step(f"{_extent(change)}{_named(self._units[other])} {other} · {_told(change)}", change, beyond)
            )
        return steps

    def alone(self, unit: LineageUnit) -> list[str]:
        """The changes that have the unit at one end alone: founded, abolished, left as it is."""
        changes = [change for change in self._into[unit.id] if change.source is None]
        changes += [change for change in self._from[unit.id] if change.target is None]
        return [f"reported: {_told(change)}" for change in changes]

    def official(self, unit: LineageUnit) -> Iterator[tuple[str, list[str]]]:
        """What the register has: where the unit came from and where it went."""
        if self._register.get(unit.id) is None:
            return
        for word, units in (
            ("register: from", sources_of(self._register, unit.id)),
            ("register: into", heirs_of(self._register, unit.id)),
        ):
            if units:
                yield word, [f"{_named(_node(other))} {other.id}" for other in units]

    def record(self, unit: LineageUnit) -> dict[str, Any]:
        """All of it as one JSON object."""
        return {
            "unit": asdict(unit),
            "from": [_json(step) for step in self.back(unit)],
            "into": [_json(step) for step in self.on(unit)],
            "alone": [asdict(c) for c in (*self._into[unit.id], *self._from[unit.id]) if None in (c.source, c.target)],
            "register": dict(self.official(unit)),
        }


def _json(step: Step) -> dict[str, Any]:
    return {"change": asdict(step.change), "beyond": [_json(other) for other in step.beyond]}


def _node(unit: Unit) -> LineageUnit:
    return LineageUnit("unit", unit.id, unit.name, unit.kind, unit.list, unit.province)  # type: ignore[arg-type]


def _named(unit: LineageUnit) -> str:
    place = f", {unit.province}" if unit.province and unit.province != unit.name else ""
    return f"{unit.name} {(unit.kind or '').replace('_', ' ')}{place}"


def _extent(change: LineageChange) -> str:
    return {"part": "part of ", "remainder": "the rest of "}.get(change.extent, "")


def _told(change: LineageChange) -> str:
    reports = f"{change.articles} article{'s' if change.articles > 1 else ''}"
    told = [change.type, change.status, change.date, ", ".join(change.documents), reports]
    told += ["implied" if change.implied else None, f"register: {change.register}" if change.register else None]
    return " · ".join(part for part in told if part)


def _script(name: str) -> Script:
    if name.isascii():
        return "latin_ascii"
    return "persian" if PERSIAN.search(name) else "latin_vi"
