"""`sapxep ask`: what became of a unit, what happened in a province, what disagrees, what no article has told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .sources import opened, source_options

if TYPE_CHECKING:
    from ..store.answers import Lineage, Told, UnitRow

_json = click.option("--json", "as_json", is_flag=True, help="one JSON object a line instead of a table")
_province = click.option("--province", metavar="NAME", help="only in this province, old or new, in any spelling")


@click.group("ask")
def ask_group() -> None:
    """Ask a database, or the outputs of a run, what became of units.

    \b
    sapxep ask unit "Xuan Chinh" --in outputs/demo
    sapxep ask untold --province "Ninh Bình" --database sqlite:///events.db
    """


@ask_group.command("unit")
@click.argument("name")
@source_options
@_json
def unit_command(name: str, folder: Path | None, address: str | None, as_json: bool) -> None:
    """What became of a unit: by the register, and by what articles tell. NAME in any spelling, or an id."""
    from ..store.answers import unit_answer, units_named

    with opened(folder, address) as store:
        answers = [unit_answer(store, unit) for unit in units_named(store, name)]
    if as_json:
        return _print_json(answer.record() for answer in answers)
    for answer in answers:
        click.echo(_unit_line(answer.unit))
        for title, lineage in (("became", answer.after), ("made from", answer.before)):
            for line in _tree(lineage, 1):
                click.echo(f"  {title}{line}")
        _print_told(answer.told, "  ")
        click.echo()
    return None


@ask_group.command("province")
@click.argument("name")
@source_options
@click.option("--since", metavar="DATE", help="not before this day, month or year")
@click.option("--until", metavar="DATE", help="not after it")
@_json
def province_command(
    name: str, folder: Path | None, address: str | None, since: str | None, until: str | None, as_json: bool
) -> None:
    """What happened in a province and when. NAME in any spelling, old or new, or an id."""
    from ..store.answers import province_answer

    with opened(folder, address) as store:
        answers = province_answer(store, name, since, until)
    if as_json:
        return _print_json(answer.record() for answer in answers)
    for answer in answers:
        click.echo(_unit_line(answer.province))
        for when, kinds in sorted(answer.units.items()):
            click.echo(f"  {when}: {', '.join(f'{number:,} {kind}' for kind, number in kinds.items())}")
        _print_told(answer.told, "  ")
        click.echo()
    return None


@ask_group.command("disagreements")
@source_options
@_province
@_json
def disagreements_command(folder: Path | None, address: str | None, province: str | None, as_json: bool) -> None:
    """Where reports contradict the register or each other."""
    from ..store.answers import disagreements

    with opened(folder, address) as store:
        found = disagreements(store, province)
    if as_json:
        return _print_json({"fact": told.fact, "event": told.event} for told in found)
    _print_told(found, "")
    if not found:
        click.echo("no report contradicts the register or another report", err=True)
    return None


@ask_group.command("untold")
@source_options
@_province
@click.option("--level", type=click.Choice(["province", "commune"]), help="only units of this level")
@_json
def untold_command(
    folder: Path | None, address: str | None, province: str | None, level: str | None, as_json: bool
) -> None:
    """Official units of which no article has told yet, neither of them nor of what they were made from."""
    from ..store.answers import untold

    with opened(folder, address) as store:
        found = untold(store, province, level)
    if as_json:
        return _print_json(answer.record() for answer in found)
    for answer in found:
        named = f" · named {answer.mentions}×" if answer.mentions else ""
        click.echo(f"{_unit_line(answer.unit)} ← {', '.join(answer.made_from) or '(no unit)'}{named}")
    click.echo(f"{len(found):,} units", err=True)
    return None


def _print_json(records: Iterable[Mapping[str, Any]]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def _unit_line(unit: UnitRow) -> str:
    kind = unit.kind.replace("_", " ") if unit.kind else None
    home = unit.province if unit.level != "province" else None
    return " · ".join(filter(None, (unit.name, kind, home, unit.unit_id)))


def _tree(lineage: Iterable[Lineage], depth: int) -> Iterator[str]:
    for item in lineage:
        part = " (in part)" if item.unit.extent == "part" else ""
        yield f"{'  ' * depth}{_unit_line(item.unit)}{part}"
        yield from _tree(item.further, depth + 1)


def _print_told(told: Iterable[Told], margin: str) -> None:
    for item in told:
        lines = fact_lines(item.fact) if item.fact is not None else event_lines(item.record)
        click.echo("\n".join(f"{margin}{line}" for line in lines))


def fact_lines(fact: Mapping[str, Any]) -> list[str]:
    """A fact for people to read, line by line."""
    reports = fact["reports"]
    span = "–".join(dict.fromkeys(filter(None, (reports["first"], reports["last"]))))
    told = f"{reports['articles']} articles, {reports['independent']} independent"
    where = ", ".join((*reports["languages"], *reports["outlets"]))
    lines = [*event_lines(fact), "  " + " · ".join(filter(None, (told, where, span, fact["fact_id"])))]
    for item in fact["disagreements"]:
        values = " / ".join(str(value["value"]) for value in item["values"])
        lines.append(f"  reports differ on {item['field']}: {values}")
    return lines


def event_lines(record: Mapping[str, Any]) -> list[str]:
    """The heading of an event or a fact, who became whom, and where the register has it otherwise."""
    head = (record["type"], record["status"], record["date"], record["place"].get("province"))
    sides = [" + ".join(unit["name"] for unit in record[side]) for side in ("sources", "targets")]
    told = [" → ".join(filter(None, sides)), _counted(record["counts"])]
    lines = [" · ".join(filter(None, head)), f"  {': '.join(filter(None, told)) or '(no unit named)'}"]
    verdict = record["register"] or {}
    if verdict.get("status"):
        odd = [f"{word} {', '.join(verdict[word])}" for word in ("missing", "extra") if verdict.get(word)]
        odd += filter(None, [_counted(verdict.get("counts"))])
        lines.append(f"  register: {'; '.join((verdict['status'], *odd))}")
    return lines


def _counted(counts: Mapping[str, Any] | None) -> str | None:
    if not counts or (counts["before"] is None and counts["after"] is None):
        return None
    before, after = ("?" if number is None else f"{number:,}" for number in (counts["before"], counts["after"]))
    return f"{before} → {after} units"
