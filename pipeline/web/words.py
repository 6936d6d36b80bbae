"""How records are put into words on pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_TYPES: Final = {
    "merge": "Merger",
    "split": "Division",
    "establish": "Founding",
    "dissolve": "Abolition",
    "rename": "New name",
    "reclassify": "New kind",
    "restructure": "Count of units",
    "unchanged": "Left as it is",
    "two_tier_transition": "Two-tier government",
    "document_issued": "Decision issued",
    "meeting": "Meeting",
    "appointment": "Appointment",
}
_VERDICTS: Final = {
    "confirmed": "as in the register",
    "partial": "in part as in the register",
    "conflicts": "conflicts with the register",
    "not_in_register": "not in the register",
    "before_register": "before the register",
}
_LISTS: Final = {"2025-07": "in force since 1 July 2025", "2025-06": "until 30 June 2025", "old": "before that"}
_LANGUAGES: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_DAY: Final = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?")
_NUMBER: Final = re.compile(r"((?<![\wÀ-ỹ])[0-9A-Za-zÀ-ỹ]+(?:[/.–-][0-9A-Za-zÀ-ỹ]+)+)")
_FIRST_QUARTER: Final = 33
_LAST_QUARTER: Final = 36


def type_word(value: str) -> str:
    """An event type in words."""
    return _TYPES.get(value, plain_word(value).capitalize())


def verdict_word(value: str | None) -> str:
    """A verdict of the register in words."""
    return _VERDICTS.get(value or "", "not held against the register")


def list_word(value: str) -> str:
    """When the units of a list are in force."""
    return _LISTS.get(value, value)


def plain_word(value: str | None) -> str:
    """A word of a closed vocabulary with its blanks."""
    return (value or "").replace("_", " ")


def date_word(value: str | None) -> str:
    """A date in EDTF as people write it."""
    if not value:
        return "no date"
    return "–".join(_day_word(part) for part in value.split("/"))


def _day_word(value: str) -> str:
    match = _DAY.fullmatch(value)
    if match is None:
        return value
    year, month, day = match.groups()
    shown = "(year unknown)" if year == "XXXX" else year
    if month is None:
        return shown
    if _FIRST_QUARTER <= int(month) <= _LAST_QUARTER:
        return f"quarter {int(month) - _FIRST_QUARTER + 1} of {shown}"
    if not 1 <= int(month) <= 12:
        return value
    name = date(2000, int(month), 1).strftime("%B")
    return f"{int(day)} {name} {shown}" if day else f"{name} {shown}"


def direction(text: str | None) -> str:
    """The direction in which most letters of a text run: rtl or ltr."""
    classes = [unicodedata.bidirectional(letter) for letter in (text or "")[:2000]]
    right = sum(name in ("R", "AL") for name in classes)
    return "rtl" if right > sum(name == "L" for name in classes) else "ltr"


def isolated(text: str, flow: str | None = None) -> Markup:
    """A text whose numbers and dates keep their order where the text that it is a part of flows the other way."""
    if (flow or direction(text)) == "ltr":
        return escape(text)
    parts = _NUMBER.split(text)
    # What the pattern took stands at every second place.
    return Markup("").join(Markup("<bdi>{}</bdi>").format(part) if at % 2 else part for at, part in enumerate(parts))


def language_tag(value: str | None) -> str | None:
    """A language code as an attribute, None where it is none."""
    return value if value and _LANGUAGES.fullmatch(value) else None


def web_address(value: str | None) -> str | None:
    """An address that is safe to link to, None for any other."""
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def counted(number: int, kind: str) -> str:
    """A number of units of a kind."""
    word = plain_word(kind)
    if number == 1:
        return f"1 {word}"
    return f"{number:,} {word[:-1]}ies" if word.endswith("y") else f"{number:,} {word}s"


def names(units: Iterable[Mapping[str, Any]]) -> str:
    """Names in a row."""
    return ", ".join(unit["name"] for unit in units)


def heading(record: Mapping[str, Any]) -> str:
    """A fact or event in one line: who became whom, or what else it is about."""
    sources, targets = record["sources"], record["targets"]
    told = " → ".join(filter(None, (" + ".join(u["name"] for u in sources), ", ".join(u["name"] for u in targets))))
    counts = record["counts"] or {}
    if record["type"] in ("restructure", "two_tier_transition") and (counts.get("before") or counts.get("after")):
        level = f" units at {record['level']} level" if record["level"] else " units"
        place = record["place"].get("district") or record["place"].get("province") or told
        before, after = counts.get("before"), counts.get("after")
        figures = f"{before} → {after}" if before is not None and after is not None else f"{after or before}"
        return f"{place}: {figures}{level}" if place else f"{figures}{level}"
    people = names(record["officials"]) if record["type"] in ("appointment", "meeting") else ""
    papers = ", ".join(paper["number"] for paper in record["documents"]) if record["type"] == "document_issued" else ""
    if people or papers:
        return " · ".join(filter(None, (people or papers, told)))
    return told or record["place"].get("province") or type_word(record["type"])


def role_word(post: str, body: str | None) -> str:
    """A post and its body in words."""
    return f"{plain_word(post)}, {plain_word(body)}" if body else plain_word(post)
