"""What an article tells of its own date, for dates that leave out their year."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final, NamedTuple

from ..records import Annotation
from ..text.calendars import GREGORIAN, calendar_of, gregorian_day
from .date_patterns import DatePatterns, Found

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\.(?:vn|com|org|net)/\S*|\.(?:jpe?g|png|webp|gif|html?|mp4)\b")
_PATH = re.compile(r"/(20[0-3]\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/-])")
# The second of publication in an article's number: 20250701083552, or the site's number and 250701083552.
_STAMP = re.compile(
    r"[-/](?:20|[12]\d\d)(?P<y>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){2}\d{0,3}"
    r"(?=\.\w{3,5}\b|$)"
)
_TIME = re.compile(r"\d{1,2}[:hg]\d{2}(?::\d{2})?|GMT ?[+-]\d+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_GAP = re.compile(r"[\s,،(]*(?:[^\W\d_]{1,7}\s+)?\(?")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINES: Final = 6  # at either end of a text, where its date may stand on a line of its own
_DATELINE_WORDS: Final = 6
_DATELINE_END = re.compile(r" {0,2}[-–—|] ")
_BYLINE_END = re.compile(r"^[^.!?:؟]*[^\s.!?:؟]\s*[·•|]\s*$")
_PLACE_END = re.compile(r"^(?:[^\W\d_]+|(?:[^\W\d_]+ ){0,3}[^\W\d_]+,) *$")
_PLACED = re.compile(r"[,،] {1,3}[^\W\d_]{1,4}$")  # "Ha Tinh, den 10. Dezember 2024 – "
_LINE_WORDS: Final = 8
_LINE_LENGTH: Final = 120
_LEAD: Final = 400
_BEFORE: Final = 3
_NEAR: Final = 60
_WINDOW: Final = 8


class Known(NamedTuple):
    """A date whose year the text states or lets infer; month and day are None where it names none."""

    start: int
    year: int
    month: int | None
    day: int | None
    weight: float


@dataclass(slots=True)
class DateContext:
    """The article's date, the day that its first lines tell of, a date near it; and in order the dates with a year.

    `spoken`: where none of these is known, the day from which the text itself counts ("the first of next month").
    """

    ann: Annotation
    article: datetime.date | None = None
    lead: datetime.date | None = None
    around: datetime.date | None = None
    spoken: datetime.date | None = None
    known: list[Known] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)
    main_year: int | None = None
    issued: frozenset[int] = frozenset()

    @property
    def reference(self) -> datetime.date | None:
        """The best date to count years and months from: the article's, else one near it."""
        return self.article or self.around

    def year_for(self, month: int, position: int) -> int | None:
        """The year of a day or month that names none: from its sentence, the article's date or the text's main year."""
        near = self._in_sentence(position)
        if near is not None:
            return near.year if near.month is None else _rolled(month, near.month, near.year)
        if self.reference is not None:
            return _rolled(month, self.reference.month, self.reference.year)
        last = self.last(position)
        if last is not None and last.month and last.year == self.main_year:
            return _rolled(month, last.month, last.year)
        return self.main_year

    def this_year(self, dated: bool = False) -> int | None:
        """The year that the article speaks from; `dated` asks for more than years alone."""
        if self.reference is not None:
            return self.reference.year
        return None if dated and not any(known.month for known in self.known) else self.main_year

    def remember(self, start: int, date: datetime.date) -> None:
        """A day whose year was filled in is known to what follows, but says nothing of other years."""
        insort(self.known, Known(start, date.year, date.month, date.day, 0))

    def last(self, position: int) -> Known | None:
        """The date named last before a position."""
        at = bisect_left(self.known, (position,))
        return self.known[at - 1] if at else None

    def last_day(self, position: int, until: datetime.date | None = None) -> datetime.date | None:
        """The day named last before a position, unless much else was named since.

        The day of issue of a document is only told by the way, unless the sentence itself names it. `until`: what lies
        after this day does not count.
        """
        at = bisect_left(self.known, (position,))
        here = bisect_right(self.sentence_starts, position)
        days = [known for known in self.known[max(0, at - _WINDOW) : at] if known.day and known.month]
        if until is not None:
            latest = (until.year, until.month, until.day)
            days = [k for k in days if (k.year, k.month or 0, k.day or 0) <= latest]
        told = [k for k in days if k.start not in self.issued or bisect_right(self.sentence_starts, k.start) == here]
        if not days:
            return None
        last = (told or days)[-1]
        return gregorian_day(GREGORIAN, last.year, last.month or 1, last.day or 1)

    def stated_day(self, position: int) -> datetime.date | None:
        """The day that the text told last before a position in full, none that was itself counted from another."""
        before = self.known[: bisect_left(self.known, (position,))]
        told = next((known for known in reversed(before) if known.weight and known.month and known.day), None)
        return gregorian_day(GREGORIAN, told.year, told.month or 1, told.day or 1) if told else None

    def _in_sentence(self, position: int) -> Known | None:
        """The nearest date with a year in the same sentence; a year alone counts only close by."""
        at = bisect_left(self.known, (position,))
        here = bisect_right(self.sentence_starts, position)
        near = [
            known
            for known in self.known[max(0, at - _WINDOW) : at + _WINDOW]
            if known.weight >= 1 and bisect_right(self.sentence_starts, known.start) == here
        ]
        exact = [k for k in near if k.month] or [k for k in near if abs(k.start - position) < _NEAR]
        return min(exact, key=lambda known: abs(known.start - position)) if exact else None


def _rolled(month: int, reference_month: int, year: int) -> int:
    """The year in which a month lies nearest to the reference: January after December belongs to the next."""
    distance = month - reference_month
    return year + 1 if distance < -8 else year - 1 if distance > 8 else year


def read_context(ann: Annotation, found: Sequence[Found], patterns: DatePatterns) -> DateContext:
    """The context of an article, before any missing year is filled in."""
    context = DateContext(ann)
    context.sentence_starts = [ann.starts[s.first] for s in ann.sentences]
    context.known = sorted(known for hit in found for known in _stated(hit, patterns.calendars))
    context.main_year = _main_year(context.known)
    stamped, context.around = _from_address(ann)
    context.article = (
        ann.published
        or stamped
        or _from_line_of_its_own(ann, found, patterns)
        or _from_dateline(ann, found, patterns)
        or _from_today(context, found)
    )
    context.lead = context.article or _from_lead(context, found, patterns)
    return context


def _main_year(known: list[Known]) -> int | None:
    """The year that the text's dates speak of most; of two alike the later."""
    votes: Counter[int] = Counter()
    for date in known:
        votes[date.year] += round(date.weight * 10)
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def _stated(hit: Found, calendars: tuple[str, ...]) -> list[Known]:
    parts, shape = hit.parts, hit.pattern.shape
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if year is None:
        year, month, day = parts.get("year2"), parts.get("month2", month), parts.get("day2", day)
    if year is None or "offset" in parts:
        return []
    calendar = hit.pattern.calendar or calendar_of(year, calendars)
    if calendar != GREGORIAN:
        date = gregorian_day(calendar, year, month or 6, day or 1)
        return [Known(hit.start, date.year, date.month, date.day if day else None, 1.5)] if date else []
    if shape == "interval" and not month:
        term = parts.get("year2", year) - year == 5  # a term of office begins in the year that the text speaks of
        return [Known(hit.start, year, None, None, 0.5)] if term else []
    if shape == "quarter":
        month = 3 * parts.get("quarter", 1) - 1
    weight = 1 if month is None else 2 if shape == "quarter" else 3
    return [Known(hit.start, year, month, day, weight)]


def addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses and names of files stand; one known by its ending begins at the blank before."""
    spans: list[tuple[int, int]] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if text[start] == ".":
            start = max(done, *(text.rfind(blank, done, start) + 1 for blank in " \n"))
        spans.append((start, end))
        done = end
    return spans


def _from_address(ann: Annotation) -> tuple[datetime.date | None, datetime.date | None]:
    """The day of publication in the article's own address, else a day of the month in its path."""
    named = [ann.url] if ann.url else [ann.text[start:end] for start, end in ann.context["addresses"][-3:]]
    for address in reversed(named):
        stamp, path = _STAMP.search(address), _PATH.search(address)
        if stamp:
            return gregorian_day(GREGORIAN, 2000 + int(stamp["y"]), int(stamp["m"]), int(stamp["d"])), None
        if path:
            day = gregorian_day(GREGORIAN, int(path[1]), int(path[2]), int(path[3] or 15))
            return (day, None) if path[3] else (None, day)
    return None, None


def _full_day(hit: Found, calendars: tuple[str, ...]) -> datetime.date | None:
    parts = hit.parts
    if hit.pattern.shape != "date" or not {"year", "month", "day"} <= parts.keys():
        return None
    calendar = hit.pattern.calendar or calendar_of(parts["year"], calendars)
    return gregorian_day(calendar, parts["year"], parts["month"], parts["day"])


def _from_line_of_its_own(ann: Annotation, found: Sequence[Found], patterns: DatePatterns) -> datetime.date | None:
    """The date of a line that holds little else: `(ABC) 13.08.2024 | 15:03`."""
    for start, end in _outer_lines(ann.text):
        hit = next((hit for hit in found if start <= hit.start < end), None)
        date = _full_day(hit, patterns.calendars) if hit else None
        if hit and date and _is_dateline(ann.text, start, end, hit, patterns.publication_words):
            return date
    return None


def _from_dateline(ann: Annotation, found: Sequence[Found], patterns: DatePatterns) -> datetime.date | None:
    """The date that opens a lead: `(BGĐT) 22/10/2024 - …`, `Quang Tri, 30. Juni 2025. …`, `HUẾ (24/6/2025) - …`."""
    for start, end in islice(_outer_lines(ann.text), _LINES):
        hit = next((hit for hit in found if start <= hit.start < end), None)
        date = _full_day(hit, patterns.calendars) if hit else None
        if hit is None or date is None:
            continue
        before, after = _PLACED.sub(",", ann.text[start : hit.start].strip()), ann.text[hit.end : end]
        if before.endswith("(") and after.startswith(")"):
            before, after = f"{before[:-1].rstrip()},", after[1:]
        placed = not before or (before[-1] in ",،)-–—|" and len(before.split()) <= _DATELINE_WORDS)
        if placed and (_DATELINE_END.match(after) or (before and after.startswith(". "))):
            return date
    return None


def _outer_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the first and last lines that hold something."""
    start = seen = 0
    while start < len(text) and seen < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            seen += 1
            yield start, end
        start = end + 1
    end, seen = len(text), 0
    while end > start and seen < _LINES:
        begin = text.rfind("\n", 0, end) + 1
        if text[begin:end].strip():
            seen += 1
            yield begin, end
        end = begin - 1


def _is_dateline(text: str, start: int, end: int, hit: Found, words: frozenset[str]) -> bool:
    before, after = text[start : hit.start], text[hit.end : end]
    if len(before) + len(after) > _LINE_LENGTH:
        return False
    if before[-1:].isalpha() and before.split()[-1][:1].isupper():
        return True  # an outlet's name with the date glued to it
    if _BYLINE_END.search(before) and not after.strip() and len(_LETTERS.findall(before)) <= _LINE_WORDS:
        return True  # who writes, then the day: a line without an end of a sentence
    if not after.strip() and _PLACE_END.match(before):
        return True  # where it is written or printed, then the day
    timed = bool(_TIME.search(before + after))
    rest = _TIME.sub(" ", f"{before} {after}").lower()
    for word in words:
        if word in rest and (told := re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")).search(rest):
            timed, rest = True, told.sub(" ", rest)
    letters = _LETTERS.findall(_BRACKETS.sub(" ", rest))
    return not letters or (timed and len(letters) <= _LINE_WORDS)


def _day_near(context: DateContext, hit: Found) -> datetime.date | None:
    """A Gregorian day, its year taken from the context where it states none."""
    parts = hit.parts
    if hit.pattern.shape != "date" or hit.pattern.calendar or not {"month", "day"} <= parts.keys() or "offset" in parts:
        return None
    year = parts.get("year") or context.year_for(parts["month"], hit.start)
    return gregorian_day(GREGORIAN, year, parts["month"], parts["day"]) if year else None


def _from_today(context: DateContext, found: Sequence[Found]) -> datetime.date | None:
    """The article's date from `this morning (30-6-2025)`."""
    for word, hit in pairwise(found):
        if word.pattern.shape == "relative_day" and _GAP.fullmatch(context.ann.text, word.end, hit.start):
            date = _day_near(context, hit)
            if date:
                return date - datetime.timedelta(days=word.parts.get("offset", 0))
    return None


def _from_lead(context: DateContext, found: Sequence[Found], patterns: DatePatterns) -> datetime.date | None:
    """News tells of the day it is written on: a part of a day with its date in the first lines."""
    ann = context.ann
    for hit in found:
        if hit.start > _LEAD:
            return None
        token = bisect_left(ann.starts, hit.start)
        if not patterns.day_parts.isdisjoint(ann.lower[max(0, token - _BEFORE) : token]):
            return _day_near(context, hit)
    return None
