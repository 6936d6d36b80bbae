"""Checks a list and writes it as a register folder that replaces the one that ships."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from .lists import ListError, Listing, Row
from .load import FILES
from .model import LEGACY, NEW

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

OFFICIAL = {
    NEW: {"province": 34, "district": 0, "commune": 3321},
    LEGACY: {"province": 63, "district": 696, "commune": 10035},
}
_SHOWN = 5
_HEADERS = {"units": "code\tkind\tname\tprovince\tdistrict", "mapping": "old\tnew\textent"}


def check_rows(rows: list[Row]) -> list[str]:
    """Everything that makes a list unusable: duplicate codes, missing parents, no provinces."""
    problems = []
    codes = Counter((row.level, row.code) for row in rows)
    problems += [f"{level} code {code} stands {n} times" for (level, code), n in sorted(codes.items()) if n > 1]
    known = {level: {row.code for row in rows if row.level == level} for level in ("province", "district")}
    if not known["province"]:
        problems.append("no provinces in the list")
    for row in rows:
        if row.level != "province" and row.province not in known["province"]:
            problems.append(f"{row.level} {row.code} {row.name}: its province {row.province or '(none)'} is not listed")
        elif row.district and row.district not in known["district"]:
            problems.append(f"commune {row.code} {row.name}: its district {row.district} is not listed")
    return problems


def count_notes(rows: list[Row], label: str) -> list[str]:
    """Where the numbers of units differ from the official ones; a newer list may well differ."""
    counts = Counter(row.level for row in rows)
    return [
        f"{counts[level]} units of level {level}, the official list has {number}"
        for level, number in OFFICIAL[label].items()
        if counts[level] != number
    ]


def guess_label(rows: list[Row]) -> str:
    """Which list the rows are: the one with districts is the last before 2025-07."""
    return LEGACY if any(row.level == "district" for row in rows) else NEW


def write_register(
    listing: Listing, label: str | None, out: Path, base: Path | None = None, *, drop_dangling: bool = False
) -> list[str]:
    """Write a register into `out` with the list (or the relations) replaced; returns what the user should know."""
    folder: Traversable = base if base is not None else files(__package__) / "data"
    tables = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
    notes: list[str] = []
    if listing.rows:
        notes = _replace_units(listing.rows, label or guess_label(listing.rows), tables)
    elif listing.relations:
        tables["mapping.tsv"] = _mapping_text(listing.relations)
    else:
        raise ListError("the file holds neither units nor relations")
    dangling = _dangling(tables)
    if dangling and not drop_dangling:
        raise ListError(
            f"{len(dangling)} relations lead to units that are not listed: {_some(dangling)}; "
            "import the list they belong to, or use --drop-dangling"
        )
    if dangling:
        _drop(tables)
        notes.append(f"{len(dangling)} relations to units that are not listed left out")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return notes


def _replace_units(rows: list[Row], label: str, tables: dict[str, str]) -> list[str]:
    if problems := check_rows(rows):
        raise ListError(f"{len(problems)} problems: {_some(problems)}")
    lines = sorted(f"{row.code}\t{row.kind}\t{row.name}\t{row.province}\t{row.district}" for row in rows)
    tables[f"units_{label}.tsv"] = "\n".join([_HEADERS["units"], *lines]) + "\n"
    return count_notes(rows, label)


def _mapping_text(relations: list[tuple[str, str]]) -> str:
    heirs = Counter(old for old, _new in set(relations))
    lines = [f"{old}\t{new}\t{'part' if heirs[old] > 1 else 'whole'}" for old, new in sorted(set(relations))]
    return "\n".join([_HEADERS["mapping"], *lines]) + "\n"


def _some(problems: list[str]) -> str:
    rest = len(problems) - _SHOWN
    return "; ".join(problems[:_SHOWN]) + (f"; and {rest} more" if rest > 0 else "")


def _codes(text: str) -> set[str]:
    return {line.split("\t")[0] for line in text.splitlines()[1:] if line}


def _relation_lines(tables: dict[str, str]) -> list[tuple[str, str, bool]]:
    """(table, line, whether both ends are listed) of every relation."""
    old, new = _codes(tables[f"units_{LEGACY}.tsv"]), _codes(tables[f"units_{NEW}.tsv"])
    found = []
    for line in tables["mapping.tsv"].splitlines()[1:]:
        before, after, _extent = line.split("\t")
        found.append(("mapping.tsv", line, before in old and after in new))
    for name in ("old_names.tsv", "old_units_manual.tsv"):
        for line in tables[name].splitlines()[1:]:
            cells = line.split("\t")
            heirs = [unit_id.rpartition(":")[2] for unit_id in cells[6].split(";")]
            found.append((name, line, cells[4] in old and (not cells[5] or cells[5] in old) and set(heirs) <= old))
    for line in tables["aliases.tsv"].splitlines()[1:]:
        ids = [unit_id.split(":") for unit_id in line.split("\t")[1].split(";")]
        listed = {LEGACY: old, NEW: new}
        found.append(("aliases.tsv", line, all(parts[2] in listed.get(parts[1], {parts[2]}) for parts in ids)))
    return found


def _dangling(tables: dict[str, str]) -> list[str]:
    return [line.replace("\t", " → ", 1).split("\t")[0] for _name, line, fine in _relation_lines(tables) if not fine]


def _drop(tables: dict[str, str]) -> None:
    wrong = {(name, line) for name, line, fine in _relation_lines(tables) if not fine}
    for name in {name for name, _line in wrong}:
        kept = [line for line in tables[name].splitlines() if (name, line) not in wrong]
        tables[name] = "\n".join(kept) + "\n"
