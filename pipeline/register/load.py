"""Reads the register's TSV files."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from sys import intern
from typing import TYPE_CHECKING

from .model import LEGACY, LEVELS, NEW, OLD, Extent, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

FILES = tuple(
    f"{name}.tsv" for name in ("units_2025-06", "units_2025-07", "mapping", "old_names", "old_units_manual", "aliases")
)


class Tables:
    """The register's files, read once: units, edges (old id, new id, extent), aliases (alias, ids), digest."""

    def __init__(self, path: Path | None = None) -> None:
        folder: Traversable = path if path is not None else files(__package__) / "data"
        self._text = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
        self.digest = hashlib.sha256("".join(self._text[name] for name in FILES).encode()).hexdigest()[:16]
        self.edges: list[tuple[str, str, Extent]] = list(self._mapping())
        self.units: dict[str, Unit] = {}
        for label in (LEGACY, NEW):
            self.units |= self._listed(label)
        self._add_old()
        self.aliases = [(alias, ids.split(";")) for alias, ids in self._rows("aliases.tsv")]

    def _rows(self, name: str) -> Iterator[list[str]]:
        lines = self._text[name].splitlines()
        return (line.split("\t") for line in lines[1:] if line)

    def _mapping(self) -> Iterator[tuple[str, str, Extent]]:
        for old, new, extent in self._rows("mapping.tsv"):
            yield _id(LEGACY, old), _id(NEW, new), "whole" if extent == "whole" else "part"

    def _listed(self, label: str) -> dict[str, Unit]:
        rows = list(self._rows(f"units_{label}.tsv"))
        provinces = {code: name for code, _kind, name, province, _district in rows if not province}
        units = {}
        for code, kind, name, province, district in rows:
            unit = _id(label, code)
            units[unit] = Unit(
                unit, label, code, intern(name), intern(kind), LEVELS[kind], _id(label, province or code),
                _id(label, district) if district else None, None, provinces[province or code], True,
            )  # fmt: skip
        return units

    def _add_old(self) -> None:
        """Add the units gone before 2025-06; a hand-made row replaces a generated one."""
        rows = {row[0]: row for name in ("old_names.tsv", "old_units_manual.tsv") for row in self._rows(name)}
        for unit, kind, name, certain, province, district, successors in rows.values():
            unit, heirs = intern(unit), list(map(intern, successors.split(";")))
            home = _id(LEGACY, province)
            self.units[unit] = Unit(
                unit, OLD, unit.rpartition(":")[2], intern(name), intern(kind), LEVELS[kind], home,
                _id(LEGACY, district) if district else None, heirs[0],
                name if LEVELS[kind] == "province" else self.units[home].name, certain == "1",
            )  # fmt: skip
            self.edges.extend((unit, heir, "whole" if len(heirs) == 1 else "part") for heir in heirs)


def _id(label: str, code: str) -> str:
    """The id of a unit, the same string for all that lies in it: what is one object is quickly found to be equal."""
    return intern(f"vn:{label}:{code}")
