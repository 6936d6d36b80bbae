"""Dates and periods, each with its EDTF reading; missing years come from the article."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ..languages.pack import Pack
from ..records import Annotation, DateMention
from ..records.vocabulary import DateBasis
from ..text.calendars import GREGORIAN, JALALI, calendar_of, gregorian_day
from .date_context import DateContext, addresses, read_context
from .date_patterns import DatePatterns, Found
from .document_numbers import number_spans
from .edtf import date_text, in_calendar, is_edtf, quarter_text, span
from .issue_rules import IssueRules

Reading = tuple[str | None, bool]  # EDTF, and whether a part of it came from the article's context


def find_dates(ann: Annotation, pack: Pack) -> list[DateMention]:
    """All dates of an article in reading order; puts the article's own date into `ann.context`."""
    patterns: DatePatterns = pack.built("dates", DatePatterns)
    found = patterns.find(ann, _blocked(ann, pack))
    context = read_context(ann, found, patterns)
    context.issued = _days_of_issue(ann, found, pack)
    mentions: list[DateMention] = []
    # Words like `the same day` may point to a day whose year is only then filled in.
    for hit in sorted(found, key=lambda hit: hit.pattern.shape in _LATE):
        _read(hit, context, patterns, mentions)
    ann.context["article_date"] = context.lead or context.spoken
    return sorted(mentions, key=lambda mention: mention.start)


def _blocked(ann: Annotation, pack: Pack) -> Callable[[int], int]:
    """Where digits are no dates: addresses, file names, document numbers."""
    ann.context["addresses"] = addresses(ann.text)
    spans = sorted([*number_spans(ann, pack), *ann.context["addresses"]])
    starts = [start for start, _ in spans]

    def taken(position: int) -> int:
        row = bisect_right(starts, position) - 1
        return spans[row][1] if row >= 0 and position < spans[row][1] else 0

    return taken


def _days_of_issue(ann: Annotation, found: list[Found], pack: Pack) -> frozenset[int]:
    """Where days stand that belong to the document number before them."""
    rules: IssueRules = pack.built("issue_rules", IssueRules)
    ends = sorted(end for _, end in number_spans(ann, pack))
    days = []
    for hit in found:
        at = bisect_right(ends, hit.start) - 1
        if at >= 0 and hit.start - ends[at] < _ISSUE_REACH and rules.follows(ann.text[ends[at] : hit.start]):
            days.append(hit.start)
    return frozenset(days)


def _read(hit: Found, context: DateContext, patterns: DatePatterns, out: list[DateMention]) -> None:
    for part in _each(hit) if hit.pattern.shape == "each" else [hit]:
        edtf, filled = _SHAPES[part.shape](part, context, patterns)
        if edtf is None or not is_edtf(edtf):
            continue
        basis: DateBasis = "article" if filled else _stated_basis(part)
        out.append(_mention(context.ann.text, part.start, part.end, edtf, basis))
        if filled and len(edtf) == _DAY_LENGTH and edtf[:4].isdecimal():
            context.remember(part.start, datetime.date.fromisoformat(edtf))


def _stated_basis(hit: Found) -> DateBasis:
    """A span as long as a term of office is no round of reorganization where one word stands for both."""
    years = hit.parts.get("year2", 0) - hit.parts.get("year", 0)
    return "text" if hit.pattern.term == years else hit.pattern.basis


def _each(hit: Found) -> list[Found]:
    """A pattern that lists two dates stands for both, or for the span where they are days in a row."""
    parts, spans = hit.parts, hit.spans
    same_month = parts.get("month", parts.get("month2")) == parts.get("month2")
    if same_month and parts.get("day2", 0) - parts.get("day", 0) == 1:
        return [replace(hit, shape="interval")]
    first = {name: value for name, value in parts.items() if name[-1] != "2"}
    second = {name[:-1]: value for name, value in parts.items() if name[-1] == "2"}
    places = [[place for name, place in spans.items() if (name[-1] == "2") is later] for later in (False, True)]
    return [
        replace(hit, shape=hit.pattern.each, start=min(p)[0], end=max(e for _, e in p), parts=own)
        for own, p in zip(({**second, **first}, {**first, **second}), places, strict=True)
        if p
    ]


def _mention(text: str, start: int, end: int, edtf: str, basis: DateBasis) -> DateMention:
    covers = span(edtf)
    first = covers.first.isoformat() if covers.first else None
    last = covers.last.isoformat() if covers.last else None
    return DateMention("", "date", start, end, text[start:end], edtf, first, last, covers.precision, basis)


def _date(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    parts = hit.parts
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    calendar = hit.pattern.calendar or (calendar_of(year, patterns.calendars) if year else GREGORIAN)
    if year is not None:
        return in_calendar(calendar, year, month, day), False
    if "offset" in parts:
        this = context.this_year()
        year = None if this is None else this + parts["offset"]
    elif month is not None:
        year = _jalali_year(context, month, day) if calendar == JALALI else context.year_for(month, hit.start)
    return None if month is None else in_calendar(calendar, year, month, day), year is not None


def _jalali_year(context: DateContext, month: int, day: int | None) -> int | None:
    """The Jalali year that brings a day nearest to the article's date."""
    near = context.reference or (datetime.date(context.main_year, 7, 1) if context.main_year else None)
    if near is None:
        return None
    options = [(year, gregorian_day(JALALI, year, month, day or 1)) for year in (near.year - 622, near.year - 621)]
    return min(((abs((date - near).days), year) for year, date in options if date), default=(0, None))[1]


def _interval(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    parts = dict(hit.parts)
    if "day2" in parts or "month" in parts:
        _complete(parts, "month")
    filled = not parts.keys() & {"year", "year2"}
    if filled:
        year = context.year_for(parts["month2"], hit.start) if "month2" in parts else None
        parts |= {} if year is None else {"year2": year}
    if "year" not in parts and "year2" in parts:
        parts["year"] = parts["year2"] - (parts.get("month", 0) > parts.get("month2", 12))
    _complete(parts, "year")
    calendar = hit.pattern.calendar or calendar_of(parts.get("year", 0), patterns.calendars)
    left = in_calendar(calendar, parts.get("year"), parts.get("month"), parts.get("day"))
    right = in_calendar(calendar, parts.get("year2"), parts.get("month2"), parts.get("day2"))
    if left is None or right is None:
        return None, False
    return _ordered(left.split("/")[0], right.split("/")[-1]), filled and "year" in parts


def _complete(parts: dict[str, int], name: str) -> None:
    """What one end of an interval leaves out, the other states."""
    for missing, there in ((name, name + "2"), (name + "2", name)):
        if missing not in parts and there in parts:
            parts[missing] = parts[there]


def _ordered(left: str, right: str) -> str | None:
    if left == right:
        return left
    return f"{left}/{right}" if left < right else None


def _year_of(hit: Found, context: DateContext) -> tuple[int | None, bool]:
    if "year" in hit.parts:
        return hit.parts["year"], False
    this = context.this_year()
    return None if this is None else this + hit.parts.get("offset", 0), True


def _quarter(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    year, filled = _year_of(hit, context)
    return quarter_text(year, hit.parts["quarter"]) if year and 1 <= hit.parts.get("quarter", 0) <= 4 else None, filled


def _months(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """The first or last months of a year, or one of its halves."""
    year, filled = _year_of(hit, context)
    shape, count = hit.shape, hit.parts.get("count", 6)
    last_ones = shape == "months_last" or (shape == "half" and hit.parts.get("half") == 2)
    if year is None or not 1 <= count <= 12:
        return None, False
    first, last = (13 - count, 12) if last_ones else (1, count)
    return _ordered(date_text(year, first), date_text(year, last)), filled


def _relative_day(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    if context.lead is None:
        return None, False
    return (context.lead + datetime.timedelta(days=hit.parts.get("offset", 0))).isoformat(), True


def _relative_month(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    day = hit.parts.get("day")
    near = context.reference
    if near is None and day:
        near = context.spoken = context.stated_day(hit.start)
    if near is None:
        return None, False
    months = near.year * 12 + near.month - 1 + hit.parts.get("offset", 0)
    return date_text(months // 12, months % 12 + 1, day), True


def _relative_year(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    this = context.this_year(dated=True)
    return None if this is None else date_text(this + hit.parts.get("offset", 0)), True


def _same_day(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    day = context.last_day(hit.start)
    return (day + datetime.timedelta(days=hit.parts.get("offset", 0))).isoformat() if day else None, True


def _days_later(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """So many days after the one named last, none that is still ahead of the article."""
    day = context.last_day(hit.start, until=context.article)
    return (day + datetime.timedelta(days=hit.parts.get("offset", 0))).isoformat() if day else None, True


def _weekday_before(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """The last such day of the week, the article's own included."""
    if context.article is None or "weekday" not in hit.parts:
        return None, False
    back = (context.article.weekday() - hit.parts["weekday"]) % _WEEK
    return (context.article - datetime.timedelta(days=back)).isoformat(), True


def _weekday_after(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """The next such day of the week."""
    if context.article is None or "weekday" not in hit.parts:
        return None, False
    on = (hit.parts["weekday"] - context.article.weekday() - 1) % _WEEK + 1
    return (context.article + datetime.timedelta(days=on)).isoformat(), True


def _weekday_of_week(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """Such a day of the week that the article stands in, or of one before or after it."""
    if context.article is None or "weekday" not in hit.parts:
        return None, False
    on = hit.parts["weekday"] - context.article.weekday() + _WEEK * hit.parts.get("offset", 0)
    return (context.article + datetime.timedelta(days=on)).isoformat(), True


def _new_year(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """The first of January that lies nearest to the article."""
    near = context.reference
    return (None, False) if near is None else (date_text(near.year + (near.month > _HALF_YEAR), 1, 1), True)


def _years_later(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    earlier = context.last(hit.start)
    return date_text(earlier.year + hit.parts["count"]) if earlier and "count" in hit.parts else None, True


def _parsed(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    return parse_wording(context.ann.text[hit.start : hit.end], patterns.parser_languages), False


@lru_cache(maxsize=10_000)
def parse_wording(words: str, languages: tuple[str, ...]) -> str | None:
    """A full date in a wording that no pattern takes apart, by dateparser; slow, so kept."""
    import dateparser  # a second to import, needed for few texts

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": datetime.datetime(2000, 1, 1),
        "DATE_ORDER": "DMY",
    }
    date = dateparser.parse(words, languages=list(languages) or None, settings=settings)
    return date.date().isoformat() if date else None


_DAY_LENGTH: Final = 10
_ISSUE_REACH: Final = 120
_WEEK: Final = 7
_HALF_YEAR: Final = 6
_LATE: Final = frozenset({"relative_day", "relative_month", "relative_year", "same_day", "days_later", "years_later"})
_SHAPES: Final[dict[str, Callable[[Found, DateContext, DatePatterns], Reading]]] = {
    "date": _date,
    "interval": _interval,
    "quarter": _quarter,
    "half": _months,
    "months_first": _months,
    "months_last": _months,
    "relative_day": _relative_day,
    "relative_month": _relative_month,
    "relative_year": _relative_year,
    "same_day": _same_day,
    "days_later": _days_later,
    "years_later": _years_later,
    "new_year": _new_year,
    "weekday_before": _weekday_before,
    "weekday_after": _weekday_after,
    "weekday_of_week": _weekday_of_week,
    "parsed": _parsed,
}
