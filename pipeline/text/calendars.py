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
# Years whose first days follow the cycle of 33 years that began with 1210, as the equinoxes themselves do.
_REGULAR_YEARS: Final = range(1277, 1503)
_REGULAR_FROM: Final = 1210
_REGULAR_NEW_YEAR: Final = datetime.date(1831, 3, 21)

# Days of the months of a Jalali year but for the last one, which has what is left.
_MONTHS: Final = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 0)


@lru_cache(maxsize=1)
def _persian() -> ModuleType:
    from convertdate import persian  # slow to import, needed for few texts

    return persian  # type: ignore[no-any-return]


@lru_cache(maxsize=1024)
def _jalali_new_year(year: int) -> datetime.date:
    """The first day of a year: the leap years recur every 33 years; outside of the years where that holds, computed."""
    if year in _REGULAR_YEARS:
        since = year - _REGULAR_FROM
        return _REGULAR_NEW_YEAR + datetime.timedelta(365 * since + since // 33 * 8 + (since % 33 + 3) // 4)
    return datetime.date(*_persian().to_gregorian(year, 1, 1))


def gregorian_day(name: str, year: int, month: int, day: int) -> datetime.date | None:
    """A day of the named calendar as a Gregorian one; None where there is no such day."""
    try:
        if name == JALALI:
            if not 1 <= month <= len(_MONTHS) or not 1 <= day <= days_in_month(name, year, month):
                return None
            return _jalali_new_year(year) + datetime.timedelta(days=sum(_MONTHS[: month - 1]) + day - 1)
        return datetime.date(year, month, day)
    except (ValueError, IndexError):
        return None


def days_in_month(name: str, year: int, month: int) -> int:
    """How many days a month has."""
    if name == JALALI:
        last = month == len(_MONTHS)
        return (_jalali_new_year(year + 1) - _jalali_new_year(year)).days - sum(_MONTHS) if last else _MONTHS[month - 1]
    return calendar.monthrange(year, month)[1]


def calendar_of(year: int, calendars: list[str] | tuple[str, ...]) -> str:
    """The calendar that a bare year belongs to, among those of a language."""
    return JALALI if JALALI in calendars and year in JALALI_YEARS else GREGORIAN
