"""Dates as EDTF (ISO 8601-2): what they span and how exact they are."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from typing import Final, NamedTuple

from ..records.vocabulary import DatePrecision
from ..text.calendars import GREGORIAN, days_in_month, gregorian_day

UNKNOWN_YEAR: Final = "XXXX"
FIRST_QUARTER: Final = 33
_PART = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?")


class Span(NamedTuple):
    """First and last day, None where the year is unknown, and the precision."""

    first: datetime.date | None
    last: datetime.date | None
    precision: DatePrecision


def span(edtf: str) -> Span:
    """What an EDTF date covers; ValueError where it is none."""
    if "/" in edtf:
        left, right = (span(part) for part in edtf.split("/", 1))
        unknown = left.first is None or right.last is None
        return Span(left.first, right.last, "unknown_year" if unknown else "interval")
    match = _PART.fullmatch(edtf)
    if match is None:
        raise ValueError(f"no EDTF date: {edtf}")
    if match[1] == UNKNOWN_YEAR:
        return Span(None, None, "unknown_year")
    return _known(int(match[1]), int(match[2] or 0), int(match[3] or 0))


def _known(year: int, month: int, day: int) -> Span:
    if day:
        date = datetime.date(year, month, day)
        return Span(date, date, "day")
    if month >= FIRST_QUARTER:
        last = 3 * (month - FIRST_QUARTER + 1)
        return Span(datetime.date(year, last - 2, 1), _month_end(year, last), "quarter")
    if month:
        return Span(datetime.date(year, month, 1), _month_end(year, month), "month")
    return Span(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])


def date_text(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """A Gregorian date as EDTF; an unknown year is XXXX."""
    text = UNKNOWN_YEAR if year is None else f"{year:04d}"
    if month is not None:
        text += f"-{month:02d}"
        if day is not None:
            text += f"-{day:02d}"
    return text


def quarter_text(year: int | None, quarter: int) -> str:
    """A quarter as EDTF: 33 to 36 stand for the first to the fourth."""
    return date_text(year, FIRST_QUARTER + quarter - 1)


def in_calendar(name: str, year: int | None, month: int | None, day: int | None) -> str | None:
    """A date of any calendar as Gregorian EDTF; months and years of others become intervals of days."""
    if name == GREGORIAN:
        if day and month and gregorian_day(name, 2024 if year is None else year, month, day) is None:
            return None
        return date_text(year, month, day)
    if year is None:
        return None
    if day and month:
        date = gregorian_day(name, year, month, day)
        return date.isoformat() if date else None
    first = gregorian_day(name, year, month or 1, 1)
    last = gregorian_day(name, year, month or 12, days_in_month(name, year, month or 12))
    return f"{first}/{last}" if first and last else None


def is_edtf(text: str) -> bool:
    """Whether the text is a date that `span` can read."""
    try:
        span(text)
    except ValueError:
        return False
    return True
