"""Cuts the input into units and shards, by the input alone, so that any number of workers cuts it alike.

A *unit* is one large file, or small files that follow each other. A *shard* is what is done at a time, as a whole or
not at all: all of a group of small files, or so many records of a large one. How many shards a large file has is known
only when its end is met; the shard that meets it says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..records.document import Reject
from ..stages.reading.inputs import Found, InputFile

# Articles are somewhat shorter; small files are grouped to about as much work as a range of records.
_BYTES_A_RECORD: Final = 4096


@dataclass(slots=True, frozen=True)
class Unit:
    """Files that are read together; of a `ranged` unit, a single large file, a shard is a range of records."""

    files: tuple[Found, ...]
    ranged: bool
    size: int


@dataclass(slots=True, frozen=True, order=True)
class ShardId:
    """A shard's place in the canonical order: unit, then number inside it."""

    unit: int
    number: int

    def __str__(self) -> str:
        return f"{self.unit:07d}-{self.number:07d}"

    @classmethod
    def of(cls, name: str) -> ShardId:
        """The id out of its name; ValueError where it is none."""
        unit, number = name.split("-")
        return cls(int(unit), int(number))


def plan(found: Iterable[Found], records: int) -> list[Unit]:
    """The units of all inputs in order; a group has at most so many files, and bytes as so many records may have."""
    group_bytes = records * _BYTES_A_RECORD
    units: list[Unit] = []
    held: list[Found] = []
    size = 0
    for entry in found:
        own = entry.size if isinstance(entry, InputFile) else 0
        if held and (len(held) >= records or size + own > group_bytes):
            units.append(Unit(tuple(held), False, size))
            held, size = [], 0
        if own > group_bytes:
            units.append(Unit((entry,), True, own))
        else:
            held.append(entry)
            size += own
    if held:
        units.append(Unit(tuple(held), False, size))
    return units


def digest_of(units: Iterable[Unit]) -> str:
    """A digest over all files with their sizes and the moments of their last change, and how they are grouped."""
    digest = hashlib.sha256()
    for line in _told(units):
        digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()


def _told(units: Iterable[Unit]) -> Iterator[str]:
    for unit in units:
        yield f"unit {unit.ranged}"
        for entry in unit.files:
            if isinstance(entry, Reject):
                yield f"{entry.path}\t{entry.reason}"
            else:
                yield f"{entry.path}\t{entry.format}\t{entry.packing}\t{entry.size}\t{entry.stamp}"
