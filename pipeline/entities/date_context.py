"""What an article tells of its own date, for dates that leave out their year."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ..records import Annotation
from ..text.calendars import GREGORIAN, calendar_of, gregorian_day
from .date_patterns import Found

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:jpe?g|png|webp|gif|html?|mp4)\b|\b[\w.-]+\.(?:vn|com|org|net)/\S*")
_MONTH_PATH = re.compile(r"/(20[0-3]\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/-])")
_TIME = re.compile(r"\d{1,2}[:hg]\d{2}(?::\d{2})?|GMT[+-]\d+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_GAP = re.compile(r"[\s,(]*(?:[^\W\d_]{1,7}\s+)?\(?")
_LEAD_LINES: Final = 6
_LEAD_WORDS: Final = 8
_NEAR: Final = 60


class Known(NamedTuple):
    """A date whose year the text states; month and day are None where it names none."""

    start: int
    year: int
    month: int | None
    day: int | None
    weight: float


@dataclass(slots=True)
class DateContext:
    """The article's date, a date near it, and the dates with a year in the text."""

    ann: Annotation
    article: datetime.date | None = None
    around: datetime.date | None = None
    known: list[Known] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)

    @property
    def reference(self) -> datetime.date | None:
        """The best date to count from: the article's, else one near it."""
        return self.article or self.around

    def sentence(self, position: int) -> int:
        """The number of the sentence that holds a position."""
        return bisect_right(self.sentence_starts, position)

    def year_for(self, month: int, position: int) -> int | None:
        """The year of a month or day that names none: from its sentence, the article's date, or the text's main year."""
        near = self._in_sentence(position)
        if near is not None:
            return near.year if near.month is None else _rolled(month, near.month, near.year)
        if self.reference is not None:
            return _rolled(month, self.reference.month, self.reference.year)
        main = self.main_year()
        months = [known.month for known in self.known if known.year == main and known.month]
        return main if main is None or not months else _rolled(month, months[0], main)

    def this_year(self, dated: bool = False) -> int | None:
        """The year that the article speaks from; `dated` asks for more than years alone."""
        if self.reference is not None:
            return self.reference.year
        if dated and not any(known.month for known in self.known):
            return None
        return self.main_year()

    def main_year(self) -> int | None:
        """The year that the text's dates speak of most; of two alike the later."""
        votes: Counter[int] = Counter()
        for known in self.known:
            votes[known.year] += round(known.weight * 10)
        return max(votes, key=lambda year: (votes[year], year)) if votes else None

    def last_day(self, position: int, paragraph_only: bool = False) -> datetime.date | None:
        """The day named last before a position."""
        earlier = [k for k in self.known if k.start < position and k.day and k.month]
        if not earlier:
            return None
        last = max(earlier, key=lambda known: known.start)
        if paragraph_only and "\n" in self.ann.text[last.start : position]:
            return None
        return gregorian_day(GREGORIAN, last.year, last.month or 1, last.day or 1)

    def _in_sentence(self, position: int) -> Known | None:
        here = self.sentence(position)
        same = [k for k in self.known if k.weight >= 1 and self.sentence(k.start) == here]
        exact = [k for k in same if k.month] or [k for k in same if abs(k.start - position) < _NEAR]
        return min(exact, key=lambda known: abs(known.start - position)) if exact else None


def _rolled(month: int, reference_month: int, year: int) -> int:
    """The year in which a month lies nearest to the reference: January after December belongs to the next."""
    distance = month - reference_month
    return year + 1 if distance < -8 else year - 1 if distance > 8 else year


def read_context(
    ann: Annotation, found: Sequence[Found], publication_words: frozenset[str], calendars: tuple[str, ...]
) -> DateContext:
    """The context of an article, before any missing year is filled in."""
    context = DateContext(ann, article=ann.published)
    context.sentence_starts = [ann.starts[s.first] for s in ann.sentences]
    context.known = sorted(known for hit in found for known in _stated(hit, calendars))
    context.around = _from_address(ann)
    if context.article is None:
        context.article = _from_lead_line(ann, found, publication_words) or _from_today(context, found)
    return context


def _stated(hit: Found, calendars: tuple[str, ...]) -> list[Known]:
    parts, shape = hit.parts, hit.pattern.shape
    year = parts.get("year") or parts.get("year2")
    if year is None or "offset" in parts:
        return []
    month, day = parts.get("month"), parts.get("day")
    if hit.pattern.calendar or calendar_of(year, calendars) != GREGORIAN:
        date = gregorian_day(hit.pattern.calendar or calendar_of(year, calendars), year, month or 6, day or 1)
        return [Known(hit.start, date.year, date.month, date.day if day else None, 1.5)] if date else []
    if shape == "interval" and not month:
        term = parts.get("year2", year) - year == 5
        return [Known(hit.start, year, None, None, 0.5)] if term else []
    if shape == "quarter" and not month:
        month = 3 * parts.get("quarter", 1) - 1
    return [Known(hit.start, year, month, day, 3 if month else 1)]


def _from_address(ann: Annotation) -> datetime.date | None:
    """The month, sometimes the day, in the path of the article's own address."""
    addresses = [ann.url] if ann.url else [match.group() for match in ADDRESS.finditer(ann.text)][-1:]
    for address in addresses:
        match = _MONTH_PATH.search(address)
        if match:
            return gregorian_day(GREGORIAN, int(match[1]), int(match[2]), int(match[3] or 15))
    return None


def _full_day(hit: Found) -> datetime.date | None:
    parts = hit.parts
    if hit.pattern.shape != "date" or hit.pattern.calendar or not {"year", "month", "day"} <= parts.keys():
        return None
    return gregorian_day(GREGORIAN, parts["year"], parts["month"], parts["day"])


def _from_lead_line(ann: Annotation, found: Sequence[Found], words: frozenset[str]) -> datetime.date | None:
    """The date of a line that holds little else: `(ABC) 13.08.2024 | 15:03`."""
    lines = [m for m in re.finditer(r"[^\n]+", ann.text) if m.group().strip()]
    for line in lines[:_LEAD_LINES] + lines[_LEAD_LINES:][-_LEAD_LINES:]:
        hits = [hit for hit in found if line.start() <= hit.start < line.end()]
        date = _full_day(hits[0]) if hits else None
        if date and _is_dateline(ann.text, line.start(), line.end(), hits[0], words):
            return date
    return None


def _is_dateline(text: str, start: int, end: int, hit: Found, words: frozenset[str]) -> bool:
    before, after = text[start : hit.start], text[hit.end : end]
    if len(before) + len(after) > 120:
        return False
    if before[-1:].isalpha() and before[-1:] == before[-1:].lower() and not before.isspace():
        return True  # an outlet's name with the date glued to it
    timed = bool(_TIME.search(before + after))
    rest = _TIME.sub(" ", _BRACKETS.sub(" ", f"{before} {after}")).lower()
    for word in words:
        if word in rest:
            timed, rest = True, rest.replace(word, " ")
    letters = re.findall(r"[^\W\d_]+", rest)
    return not letters or (timed and len(letters) <= _LEAD_WORDS)


def _from_today(context: DateContext, found: Sequence[Found]) -> datetime.date | None:
    """The article's date from `this morning (30-6-2025)`."""
    for word, hit in zip(found, found[1:], strict=False):
        if word.pattern.shape != "relative_day" or hit.pattern.shape != "date" or "day" not in hit.parts:
            continue
        if not _GAP.fullmatch(context.ann.text, word.end, hit.start) or "month" not in hit.parts:
            continue
        year = hit.parts.get("year") or context.year_for(hit.parts["month"], hit.start)
        date = gregorian_day(GREGORIAN, year, hit.parts["month"], hit.parts["day"]) if year else None
        if date and not hit.pattern.calendar:
            return date - datetime.timedelta(days=word.parts.get("offset", 0))
    return None
