"""Why a fact is worth a call: where it and the register differ, and where its reports do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..store.answers import UnitRow
from .words import date_word, plain_word, type_word

Lead = Literal["conflicts", "partial", "reports differ"]
_FIGURES: Final = ("before", "after")
_ONE_SIDED: Final = ("unchanged", "dissolve", "establish")
_FIELDS: Final = {"counts.before": "units before", "counts.after": "units after", "identity": "which change it is"}


@dataclass(slots=True, frozen=True)
class Difference:
    """One thing that two sides have differently."""

    about: str
    told: str
    against: str


def kinds_of(record: Mapping[str, Any]) -> list[Lead]:
    """In which ways a fact or event is a lead."""
    status = (record["register"] or {}).get("status")
    found: list[Lead] = ["conflicts"] if status == "conflicts" else ["partial"] if status == "partial" else []
    return [*found, "reports differ"] if record.get("disagreements") else found


def from_register(record: Mapping[str, Any], units: Mapping[str, UnitRow]) -> Iterator[Difference]:
    """Where the register has it otherwise: told, and what the register has."""
    verdict = record["register"] or {}
    if missing := verdict.get("missing"):
        told_as = type_word(record["type"]).lower()
        alone = record["type"] in _ONE_SIDED
        yield Difference(
            "units",
            told_as if alone else "not told",
            f"{'has a change with' if alone else 'also'} {_names(missing, units)}",
        )
    if extra := verdict.get("extra"):
        yield Difference("units", _names(extra, units), "not part of this change")
    counted, known = record["counts"] or {}, verdict.get("counts") or {}
    for name in _FIGURES:
        if counted.get(name) is not None and known.get(name) is not None and counted[name] != known[name]:
            yield Difference(f"units {name}", f"{counted[name]:,}", f"{known[name]:,}")


def among_reports(record: Mapping[str, Any]) -> Iterator[Difference]:
    """Where reports of one fact differ: the best supported value, and the others with how many reports give them."""
    for one in record.get("disagreements", ()):
        values = [_value(one["field"], value) for value in one["values"]]
        yield Difference(
            _FIELDS.get(one["field"], plain_word(one["field"]).replace(".", ", ")), values[0], " · ".join(values[1:])
        )


def _value(field: str, told: Mapping[str, Any]) -> str:
    value = told["value"]
    if field == "date":
        shown = date_word(value)
    elif isinstance(value, list):
        shown = ", ".join(map(str, value))
    elif isinstance(value, dict):
        shown = ", ".join(f"{number} {plain_word(kind)}" for kind, number in value.items())
    else:
        shown = plain_word(str(value))
    number = len(told["events"])
    return f"{shown} ({number} {'report' if number == 1 else 'reports'})"


def _names(ids: list[str], units: Mapping[str, UnitRow]) -> str:
    return ", ".join(units[one].name if one in units else one for one in ids)
