"""Reads lists of units as others publish them: CSV exports, nested JSON, JSON by code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SapxepError
from .keys import ascii_key, fold

if TYPE_CHECKING:
    from pathlib import Path

CODE_LENGTH = {"province": 2, "district": 3, "commune": 5}
_BELOW = ("level2s", "level3s", "districts", "wards", "quan-huyen", "quan_huyen", "xa-phuong", "xa_phuong", "communes")
_CODE = ("level1_id", "level2_id", "level3_id", "code", "id")
_NAME = ("name_with_type", "name")
_TYPE = ("type", "division_type")
_PARENT = ("parent_code",)
_FULL_DEPTH = 3


class ListError(SapxepError):
    """A list that cannot be imported: the file and what is wrong with it."""


class Row(NamedTuple):
    """One unit of a list; `province` and `district` are codes, empty where there is none."""

    level: str
    code: str
    kind: str
    name: str
    province: str
    district: str


class Listing(NamedTuple):
    """What a file holds: units, or relations between the codes of two lists."""

    form: str
    rows: list[Row]
    relations: list[tuple[str, str]]


@cache
def _words(what: str) -> dict[str, list[tuple[str, str]]]:
    """Word → its (level, meaning) pairs, from the table of the formats that are read."""
    text = (files(__package__) / "data" / "list_formats.tsv").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines()[1:]:
        kind_of_row, level, word, meaning = line.split("\t")
        if kind_of_row == what:
            found.setdefault(word, []).append((level, meaning))
    return found


def read_list(path: Path) -> Listing:
    """Read a file (or a folder of JSON files by code); ListError says what does not fit."""
    if path.is_dir():
        rows = [row for file in sorted(path.glob("*.json")) for row in _by_code(_json(file), file)]
        return Listing("JSON files by code", _with_provinces(rows, path), [])
    if not path.is_file():
        raise ListError(f"{path}: no such file")
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _table(path)
    if path.suffix.lower() == ".json":
        data = _json(path)
        nested = data.get("data", data) if isinstance(data, dict) else data
        return Listing("nested JSON", list(_nested(_items(nested), 0, "", "", path)), [])
    raise ListError(f"{path}: cannot read {path.suffix or 'files without an ending'}; save it as CSV or JSON")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ListError(f"{path}: not JSON: {error}") from error


def _items(data: Any) -> list[dict[str, Any]]:
    values = data.values() if isinstance(data, dict) else data
    return [value for value in values if isinstance(value, dict)] if isinstance(values, Iterable) else []


def _first(entry: dict[str, Any], keys: Iterable[str]) -> str:
    return next((str(entry[key]).strip() for key in keys if entry.get(key) not in (None, "")), "")


def _nested(items: list[dict[str, Any]], depth: int, province: str, district: str, path: Path) -> Iterator[Row]:
    """Walk provinces → districts → communes, or provinces → communes; the keys tell which."""
    for entry in items:
        below = next((key for key in _BELOW if entry.get(key)), "")
        level = "province" if depth == 0 else "district" if below or _is_district(entry) else "commune"
        code = _code(_first(entry, _CODE), level, path)
        kind, name = kind_and_name(_first(entry, _NAME), _first(entry, _TYPE), level, f"{path}: {code}")
        yield Row(level, code, kind, name, province, district if level == "commune" else "")
        if below and depth < _FULL_DEPTH:
            above = (code, "") if depth == 0 else (province, code)
            yield from _nested(_items(entry[below]), depth + 1, *above, path)


def _is_district(entry: dict[str, Any]) -> bool:
    return "level2_id" in entry or any(key in entry for key in _BELOW)


def _by_code(data: Any, path: Path) -> Iterator[Row]:
    """Flat entries that name their parent by code."""
    for entry in _items(data):
        raw, parent = _first(entry, _CODE), _first(entry, _PARENT)
        level = {2: "province", 3: "district", 5: "commune"}.get(len(raw))
        if level is None:
            raise ListError(f"{path}: code {raw!r} has not 2, 3 or 5 digits")
        kind, name = kind_and_name(_first(entry, _NAME), _first(entry, _TYPE), level, f"{path}: {raw}")
        province = parent if len(parent) == CODE_LENGTH["province"] else ""
        yield Row(level, raw, kind, name, province, parent if len(parent) == CODE_LENGTH["district"] else "")


def _with_provinces(rows: list[Row], path: Path) -> list[Row]:
    """Fill the province of communes that name their district alone."""
    if not rows:
        raise ListError(f"{path}: no JSON file with units in this folder")
    homes = {row.code: row.province for row in rows if row.level == "district"}
    return [
        row if row.province or not row.district else row._replace(province=homes.get(row.district, "")) for row in rows
    ]


def _table(path: Path) -> Listing:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListError(f"{path}: not UTF-8; save it as CSV UTF-8") from error
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in line)]
    if not lines:
        raise ListError(f"{path}: empty")
    header = [ascii_key(cell.replace("_", " ")) for cell in lines[0]]
    sides = {side: at for at, cell in enumerate(header) for side, _ in _words("relation").get(cell, [])}
    if {"old", "new"} <= set(sides):
        return Listing("conversion table", [], list(_relations(lines[1:], sides["old"], sides["new"], path)))
    places = {place: at for at, cell in enumerate(header) for place in _words("column").get(cell, [])}
    for needed in (("province", "code"), ("province", "name"), ("commune", "code"), ("commune", "name")):
        if needed not in places:
            raise ListError(f"{path}: no column for the {needed[1]} of the {needed[0]}; found: {', '.join(lines[0])}")
    return Listing("CSV export", list(_table_rows(lines[1:], places, path)), [])


def _relations(lines: list[list[str]], old: int, new: int, path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 2):
        if len(line) <= max(old, new) or not line[old].strip() or not line[new].strip():
            raise ListError(f"{path}: line {number} has no pair of codes")
        yield _any_code(line[old]), _any_code(line[new])


def _any_code(text: str) -> str:
    """A code of a table; spreadsheets cut the zeros off, and one of 4 or 5 digits is a commune's."""
    plain = text.strip()
    return plain.zfill(CODE_LENGTH["commune"]) if len(plain) > CODE_LENGTH["district"] else plain


def _table_rows(lines: list[list[str]], places: dict[tuple[str, str], int], path: Path) -> Iterator[Row]:
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, 2):
        cells = {place: line[at].strip() for place, at in places.items() if at < len(line)}
        home = {"province": "", "district": ""}
        for level in CODE_LENGTH:
            if not cells.get((level, "code")):
                continue
            code = _code(cells[level, "code"], level, path)
            where = f"{path}: line {number}"
            kind, name = kind_and_name(cells.get((level, "name"), ""), cells.get((level, "kind"), ""), level, where)
            row = Row(level, code, kind, name, *_above(level, home))
            if level in home:
                home[level] = code
            # Provinces and districts stand on every line of their communes; a commune stands on one.
            if level == "commune" or (level, code) not in seen:
                seen.add((level, code))
                yield row


def _above(level: str, home: dict[str, str]) -> tuple[str, str]:
    if level == "province":
        return "", ""
    return home["province"], home["district"] if level == "commune" else ""


def _code(text: str, level: str, path: Path) -> str:
    """A code with its zeros; a number that lost them gets them back."""
    if not text.isdecimal() or len(text) > CODE_LENGTH[level]:
        raise ListError(f"{path}: {text!r} is no code of a {level} ({CODE_LENGTH[level]} digits)")
    return text.zfill(CODE_LENGTH[level])


def kind_and_name(name: str, word: str, level: str, where: str) -> tuple[str, str]:
    """Kind and bare name; the kind word stands before the name or in a column of its own."""
    if not name:
        raise ListError(f"{where}: a {level} without a name")
    known = {fold(term): meaning for term, pairs in _words("kind").items() for at, meaning in pairs if at == level}
    plain = fold(name)
    for term in sorted(known, key=len, reverse=True):
        if plain.startswith(f"{term} "):
            bare = name[len(term) :].strip()
            # Numbered units keep their kind word: without it a bare number would be left.
            return known[term], name if bare.isdecimal() else bare
    stated = fold(word).replace("-", " ")
    kind = next((known[term] for term in sorted(known, key=len, reverse=True) if stated.startswith(term)), None)
    if kind is None:
        raise ListError(f"{where}: cannot tell the kind of the {level} {name!r}")
    return kind, name
