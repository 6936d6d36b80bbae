"""Calendars other than the Gregorian one."""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache
from types import ModuleType
from typing import Final

GREGORIAN: Final = "gregorian"
JALALI: Final = "jalali"
# Years of a Jalali date in news; earlier and later ones are years of Gregorian history.
JALALI_YEARS: Final = range(1300, 1430)


@lru_cache(maxsize=1)
def _persian() -> ModuleType:
    from convertdate import persian  # slow to import, needed for few texts

    return persian  # type: ignore[no-any-return]


def gregorian_day(name: str, year: int, month: int, day: int) -> datetime.date | None:
    """A day of the named calendar as a Gregorian one; None where there is no such day."""
    try:
        if name == JALALI:
            if day > days_in_month(name, year, month):
                return None
            return datetime.date(*_persian().to_gregorian(year, month, day))
        return datetime.date(year, month, day)
    except (ValueError, IndexError):
        return None


def days_in_month(name: str, year: int, month: int) -> int:
    """How many days a month has."""
    if name == JALALI:
        return int(_persian().month_length(year, month))
    return calendar.monthrange(year, month)[1]


def calendar_of(year: int, calendars: list[str] | tuple[str, ...]) -> str:
    """The calendar that a bare year belongs to, among those of a language."""
    return JALALI if JALALI in calendars and year in JALALI_YEARS else GREGORIAN
