"""The day that a dump states, where it can be read in one way only."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate
from typing import Any, Final

_ISO: Final = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMBERS: Final = re.compile(r"(?:\D{0,20}?\s)?(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_SECONDS: Final = range(631_152_000, 4_102_444_800)  # 1990 to 2099, as seconds since 1970


def day(value: Any) -> datetime.date | None:
    """A date out of a field: ISO 8601 at its start, seconds since 1970, e-mail form, or day, month and year in figures.

    Where figures could be day and month either way the answer is None; with dots the day stands first everywhere.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime.date):
        found = value.date() if isinstance(value, datetime.datetime) else value
        return found if 1900 <= found.year <= 2100 else None
    if isinstance(value, int | float):
        return _of_number(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:60]
    return _iso(text) or _figures(text) or _mail(text)


def _of_number(value: float) -> datetime.date | None:
    if 19_000_101 <= value <= 21_001_231:
        return _iso(str(int(value)))
    if not 0 < value < _SECONDS.stop * 1000:
        return None
    for scale in (1, 1000):
        if int(value / scale) in _SECONDS:
            return datetime.datetime.fromtimestamp(int(value / scale), datetime.UTC).date()
    return None


def _iso(text: str) -> datetime.date | None:
    found = _ISO.match(text)
    if found is None or (not found[2] and len(found[0]) != 8):
        return None
    return _date(int(found[1]), int(found[3]), int(found[4]))


def _figures(text: str) -> datetime.date | None:
    found = _NUMBERS.match(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 else None


def _mail(text: str) -> datetime.date | None:
    if not re.search(r"[A-Za-z]{3}.*\d", text):
        return None
    try:
        parts = parsedate(text)
    except (ValueError, IndexError, TypeError):
        return None
    return _date(*parts[:3]) if parts else None


def _date(year: int, month: int, day_of_month: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day_of_month) if 1900 <= year <= 2100 else None
    except ValueError:
        return None
