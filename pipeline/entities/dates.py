"""Dates and periods, each with its EDTF reading; missing years come from the article."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ..languages.pack import Pack
from ..records import Annotation, DateMention
from ..records.vocabulary import DateBasis
from ..text.calendars import GREGORIAN, JALALI, calendar_of, gregorian_day
from .date_context import ADDRESS, DateContext, Known, read_context
from .date_patterns import DatePatterns, Found
from .document_numbers import number_spans
from .edtf import date_text, in_calendar, is_edtf, quarter_text, span

Reading = tuple[str | None, bool]  # EDTF, and whether a part of it came from the article's context


def find_dates(ann: Annotation, pack: Pack) -> list[DateMention]:
    """All dates of an article in reading order; puts the article's own date into `ann.context`."""
    patterns: DatePatterns = pack.built("dates", DatePatterns)
    found = patterns.find(ann, _blocked(ann, pack))
    context = read_context(ann, found, patterns.publication_words, patterns.calendars)
    ann.context["article_date"] = context.article
    mentions: list[DateMention] = []
    late: list[Found] = []
    for hit in found:
        if hit.pattern.shape in _LATE:
            late.append(hit)
        else:
            _read(hit, context, patterns, mentions)
    for hit in late:
        _read(hit, context, patterns, mentions)
    return sorted(mentions, key=lambda mention: mention.start)


def _blocked(ann: Annotation, pack: Pack) -> Callable[[int], int]:
    """Where digits are no dates: addresses, file names, document numbers."""
    spans = [*number_spans(ann, pack), *(match.span() for match in ADDRESS.finditer(ann.text))]
    spans.sort()
    starts = [start for start, _ in spans]

    def taken(position: int) -> int:
        row = bisect_right(starts, position) - 1
        return spans[row][1] if row >= 0 and position < spans[row][1] else 0

    return taken


def _read(hit: Found, context: DateContext, patterns: DatePatterns, out: list[DateMention]) -> None:
    for part in _each(hit):
        edtf, filled = _SHAPES[part.pattern.shape](part, context, patterns)
        if edtf is None or not is_edtf(edtf):
            continue
        basis: DateBasis = "article" if filled else part.pattern.basis
        out.append(_mention(context.ann.text, part.start, part.end, edtf, basis))
        _remember(part, edtf, context)


def _remember(hit: Found, edtf: str, context: DateContext) -> None:
    """A day whose year was filled in is known to what follows."""
    if "year" in hit.parts or len(edtf) != 10 or not edtf[:4].isdecimal():
        return
    date = datetime.date.fromisoformat(edtf)
    context.known.append(Known(hit.start, date.year, date.month, date.day, 0.1))


def _each(hit: Found) -> list[Found]:
    """A pattern that lists two dates stands for both."""
    if hit.pattern.shape != "each":
        return [hit]
    shared = {name: value for name, value in hit.parts.items() if not name.endswith("2")}
    second = {name.rstrip("2"): value for name, value in hit.parts.items() if name.endswith("2")}
    first = {**second, **shared}
    spans = [hit.spans[name] for name in hit.parts if not name.endswith("2")]
    other = [hit.spans[name] for name in hit.parts if name.endswith("2")]
    return [
        Found(min(s for s, _ in spans), max(e for _, e in spans), hit.pattern, first, {}),
        Found(min(s for s, _ in other), max(e for _, e in other), hit.pattern, {**shared, **second}, {}),
    ]


def _mention(text: str, start: int, end: int, edtf: str, basis: DateBasis) -> DateMention:
    covers = span(edtf)
    first = covers.first.isoformat() if covers.first else None
    last = covers.last.isoformat() if covers.last else None
    return DateMention("", "date", start, end, text[start:end], edtf, first, last, covers.precision, basis)


def _date(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    parts = hit.parts
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if year is None and "year_short" in parts:
        year = 2000 + parts["year_short"]
    calendar = hit.pattern.calendar or (calendar_of(year, patterns.calendars) if year else GREGORIAN)
    filled = year is None
    if year is None and "offset" in parts:
        this = context.this_year()
        year = None if this is None else this + parts["offset"]
    elif year is None and month is not None:
        year = _jalali_year(context, month, day) if calendar == JALALI else context.year_for(month, hit.start)
    if year is None and month is None:
        return None, False
    return in_calendar(calendar, year, month, day), filled and year is not None


def _jalali_year(context: DateContext, month: int, day: int | None) -> int | None:
    """The Jalali year that brings a day nearest to the article's date."""
    near = context.reference
    if near is None:
        main = context.main_year()
        near = datetime.date(main, 7, 1) if main else None
    if near is None:
        return None
    options = {year: gregorian_day(JALALI, year, month, day or 1) for year in (near.year - 622, near.year - 621)}
    return min((abs((date - near).days), year) for year, date in options.items() if date)[1] if any(
        options.values()
    ) else None


def _interval(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    parts = dict(hit.parts)
    for name in ("month", "year"):
        if name not in parts and name + "2" in parts and not (name == "month" and "day" not in parts):
            parts[name] = parts[name + "2"]
    if "year" not in hit.parts and "year" in parts and parts.get("month", 0) > parts.get("month2", 12):
        parts["year"] -= 1
    filled = "year" not in parts
    if filled:
        year = context.year_for(parts["month2"], hit.start) if "month2" in parts else None
        parts |= {} if year is None else {"year": year, "year2": year}
        if year is not None and parts.get("month", 0) > parts["month2"]:
            parts["year"] -= 1
    parts.setdefault("year2", parts.get("year", 0))
    calendar = hit.pattern.calendar or calendar_of(parts.get("year", 0), patterns.calendars)
    left = in_calendar(calendar, parts.get("year"), parts.get("month"), parts.get("day"))
    right = in_calendar(calendar, parts["year2"] or None, parts.get("month2"), parts.get("day2"))
    if left is None or right is None:
        return None, False
    return _ordered(left.split("/")[0], right.split("/")[-1]), filled and "year" in parts


def _ordered(left: str, right: str) -> str | None:
    if left == right:
        return left
    return f"{left}/{right}" if left < right else None


def _year_of(hit: Found, context: DateContext) -> tuple[int | None, bool]:
    if "year" in hit.parts:
        return hit.parts["year"], False
    this = context.this_year()
    return (None if this is None else this + hit.parts.get("offset", 0)), True


def _quarter(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    year, filled = _year_of(hit, context)
    return quarter_text(year, hit.parts["quarter"]) if year and 1 <= hit.parts.get("quarter", 0) <= 4 else None, filled


def _months(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    """The first or last months of a year, or one of its halves."""
    year, filled = _year_of(hit, context)
    shape, count = hit.pattern.shape, hit.parts.get("count", 6)
    last_ones = shape == "months_last" or (shape == "half" and hit.parts.get("half") == 2)
    if year is None or not 1 <= count <= 12:
        return None, False
    first, last = (13 - count, 12) if last_ones else (1, count)
    return _ordered(date_text(year, first), date_text(year, last)), filled


def _relative_day(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    if context.article is None:
        return None, False
    return (context.article + datetime.timedelta(days=hit.parts.get("offset", 0))).isoformat(), True


def _relative_month(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    near = context.article or context.last_day(hit.start, paragraph_only=True)
    if near is None:
        return None, False
    months = near.year * 12 + near.month - 1 + hit.parts.get("offset", 0)
    return date_text(months // 12, months % 12 + 1), True


def _relative_year(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    this = context.this_year(dated=True)
    return (None if this is None else date_text(this + hit.parts.get("offset", 0))), True


def _same_day(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    day = context.last_day(hit.start)
    return (day + datetime.timedelta(days=hit.parts.get("offset", 0))).isoformat() if day else None, True


def _years_later(hit: Found, context: DateContext, patterns: DatePatterns) -> Reading:
    earlier = [known for known in context.known if known.start < hit.start]
    if not earlier or "count" not in hit.parts:
        return None, False
    return date_text(max(earlier, key=lambda known: known.start).year + hit.parts["count"]), True


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


_LATE: Final = frozenset({"relative_day", "relative_month", "relative_year", "same_day", "years_later"})
_SHAPES: Final[dict[str, Callable[[Found, DateContext, DatePatterns], Reading]]] = {
    "date": _date,
    "each": _date,
    "interval": _interval,
    "quarter": _quarter,
    "half": _months,
    "months_first": _months,
    "months_last": _months,
    "relative_day": _relative_day,
    "relative_month": _relative_month,
    "relative_year": _relative_year,
    "same_day": _same_day,
    "years_later": _years_later,
    "parsed": _parsed,
}
