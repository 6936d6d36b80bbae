"""The date patterns of a pack, compiled, and where they match."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any, Final, NamedTuple, cast

from ..errors import PackError
from ..languages.lexicon import expand
from ..languages.pack import Pack
from ..records import Annotation
from ..records.vocabulary import DateBasis
from ..text.digits import roman
from ..text.memo import make_room
from ..text.tokens import tokenize

SHAPES: Final = frozenset(
    {
        "date", "interval", "each", "quarter", "half", "months_first", "months_last", "relative_day", "relative_month",
        "relative_year", "same_day", "days_later", "years_later", "new_year", "weekday_before", "weekday_after",
        "weekday_of_week", "parsed", "none",
    }
)  # fmt: skip
# What a number in a pattern may be; names end in 2 for the second date of an interval.
NUMBERS: Final[dict[str, str]] = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "month_number": r"(?:1[0-2]|0?[1-9])(?!\d)",
    "year": r"(?:19|20)\d\d(?!\d)",
    "year_old": r"1[0-8]\d\d(?!\d)",
    "year_jalali": r"1[34]\d\d(?!\d)",
    "year_short": r"\d\d(?!\d)",
    "count": r"\d{1,2}(?!\d)",
    "quarter": r"(?:[1-4]|IV|I{1,3})(?!\w)",
}
_YEARS: Final = frozenset({"year", "year_old", "year_jalali"})
_FRAGMENT = re.compile(r"\{([a-z][a-z_]*)(2?)\}")
# No date begins inside a longer number or ends in one. Blanks are bounded, else long runs of them cost their square.
_BEGIN: Final = r"(?:(?=\D)|(?<![\d/])(?<!\d[.,:-]))"
_END: Final = r"(?!\w|[/:.,]\d)"
_BLANKS: Final = {" ": r"(?: {1,3}|\n)", "~": r" {0,3}"}
# Keys of the patterns that begin with a figure: one or two of them, or the four of a year.
_SHORT: Final = "0"
_YEAR: Final = "0000"
_FIGURES = re.compile(r"\d+")
_CUE: Final = 30
# So many patterns are tried one by one sooner than an expression for all of them is put together.
_FEW: Final = 2
_CACHE_LIMIT: Final = 8_192
_NAMED = re.compile(r"\(\?P<\w+>")
# A look at what must not stand there, with at most one pair of brackets in it.
_NOT_THERE = re.compile(r"\(\?<?!(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)")
_FIRST_LETTERS: Final = 3
_OPENING = re.compile(r"\(\?P<s>|\(\?[!=<][^()]*\)")
_CHOICE = re.compile(r"\(\?(?:-i)?:([^()]*)\)([ ~]?\?)?")


class Field(NamedTuple):
    """What a group of a pattern says: the part of a date and how its words are read."""

    name: str
    values: Mapping[str, int] | None

    def read(self, text: str) -> int | None:
        """The value of the matched words or digits."""
        if self.values is not None:
            return self.values.get(" ".join(text.lower().split()))
        if not text.isdecimal():
            return roman(text)
        return int(text) + 2000 * (self.name.startswith("year") and len(text) == 2)


@dataclass(slots=True, eq=False)
class Pattern:
    """One entry of a pack's dates; `outline` matches wherever `regex` does, and is put together sooner."""

    name: str
    source: str
    outline: str
    fields: Mapping[str, Field]
    shape: str
    basis: DateBasis
    calendar: str | None
    term: int | None
    each: str
    after: re.Pattern[str] | None
    where: str
    _regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a text first asks for it; PackError says what is wrong with it."""
        if self._regex is None:
            try:
                self._regex = re.compile(self.source, re.IGNORECASE)
            except re.error as error:
                raise PackError(f"{self.where}: {error}") from error
        return self._regex


@dataclass(slots=True)
class Found:
    """One match: the words, the parts of the date that they state, and what to do with them."""

    start: int
    end: int
    pattern: Pattern
    parts: dict[str, int]
    spans: dict[str, tuple[int, int]]
    shape: str


class DatePatterns:
    """All date patterns of a pack, by the word that they begin with."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("dates")
        self.calendars: tuple[str, ...] = tuple(pack.settings.get("calendars", ("gregorian",)))
        self.parser_languages: tuple[str, ...] = tuple(section.get("dateparser", ()))
        self._words = {name: _words(pack, entry) for name, entry in section.get("words", {}).items()}
        self.publication_words = frozenset(_words(pack, section.get("publication", [])))
        self.day_parts = frozenset(_words(pack, section.get("day_parts", [])))
        self._by_first: dict[str, list[Pattern]] = {}
        self._known: dict[str, str] = {}
        # One expression for all patterns of a first word: most places it turns down at once.
        self._any: dict[str, re.Pattern[str]] = {}
        self._ready: dict[str, list[tuple[re.Pattern[str], Pattern]]] = {}
        for entry in section.get("patterns", []):
            self._add(pack, entry)

    def _add(self, pack: Pack, entry: Mapping[str, Any]) -> None:
        where = f"{pack.code}/dates.yaml: {entry.get('name', entry.get('pattern'))}"
        shape = str(entry.get("shape", "date"))
        if shape not in SHAPES:
            raise PackError(f"{where}: no shape {shape}; there are: {', '.join(sorted(SHAPES))}")
        source = pack.normal(str(entry["pattern"]))
        expanded, fields = self._expanded(source, where)
        basis = cast(DateBasis, entry.get("basis", "text"))
        calendar, term, each = entry.get("calendar"), entry.get("term"), str(entry.get("each", "date"))
        after = _ends_with([word for name in entry.get("after", ()) for word in self._words[name]])
        outline = self._outline(source)
        pattern = Pattern(
            str(entry["name"]), expanded, outline, fields, shape, basis, calendar, term, each, after, where
        )
        for first in self._starters(source, where):
            self._by_first.setdefault(first, []).append(pattern)

    def compile(self) -> None:
        """Compile all patterns, which is done else when a text first asks for one; PackError says which is wrong."""
        for patterns in self._by_first.values():
            for pattern in patterns:
                _ = pattern.regex

    def _expanded(self, source: str, where: str) -> tuple[str, dict[str, Field]]:
        """A pattern with its fragments spelt out, and what each of its groups says."""
        fields: dict[str, Field] = {}

        def group(match: re.Match[str]) -> str:
            name, second = match.groups()
            words = self._words.get(name)
            if words is None and name not in NUMBERS:
                raise PackError(f"{where}: nothing is called {{{name}}}; add it to `words`")
            body = NUMBERS[name] if words is None else _either(words)
            if words is not None and None in words.values():
                return f"(?:{body})"
            key = f"g{len(fields)}"
            fields[key] = Field(name.split("_")[0] + second, cast("dict[str, int] | None", words))
            return f"(?P<{key}>{body})"

        return _BEGIN + _FRAGMENT.sub(group, _spaced(source)) + _END, fields

    def _outline(self, source: str) -> str:
        """What a pattern comes to with the first letters of its words alone, and whatever may stand elsewhere."""

        def body(match: re.Match[str]) -> str:
            words = self._words.get(match[1])
            return NUMBERS[match[1]] if words is None else _beginning(words)

        allowed = _NOT_THERE.sub("", source)
        return _NAMED.sub("(?:", _FRAGMENT.sub(body, _spaced(allowed)))

    def _starters(self, source: str, where: str) -> set[str]:
        """First tokens that a pattern can begin with; all numbers count as one."""
        while opening := _OPENING.match(source):
            source = source[opening.end() :]
        choice = _CHOICE.match(source)
        if choice:
            first = {token for option in choice[1].split("|") for token in self._starters(option, where)}
            return first | self._starters(source[choice.end() :], where) if choice[2] else first
        fragment = _FRAGMENT.match(source)
        if fragment:
            numerals = {"i", "ii", "iii", "iv"} if fragment[1] == "quarter" else set()
            words = self._words.get(fragment[1])
            if words is not None:
                return {_first_token(word) for word in words}
            return {_YEAR} if fragment[1] in _YEARS else {_SHORT, *numerals}
        token = _first_token(re.split(r"[\\({\[?+*|~]", source)[0])
        if not token:
            raise PackError(f"{where}: begins with no word, number or choice of them")
        return {token}

    def find(self, ann: Annotation, taken: Callable[[int], int]) -> list[Found]:
        """All matches, leftmost and longest; `taken(start)` is where a span that holds no date ends, or 0."""
        found: list[Found] = []
        by_first, text = self._by_first, ann.text
        done = 0
        keys = self._keys(ann.lower)
        # Most words begin no date.
        for key, start in compress(zip(keys, ann.starts, strict=True), keys):
            if start < done:
                continue
            blocked = taken(start)
            if blocked:
                done = blocked
                continue
            patterns = by_first[key]
            if len(patterns) > _FEW and not (self._any.get(key) or self._any_of(key, patterns)).match(text, start):
                continue
            best = _longest(self._ready.get(key) or self._made_ready(key, patterns), text, start)
            if best is not None:
                match, pattern = best
                done = match.end()
                hit = _found(match, pattern)
                if hit is not None and not taken(hit.start):
                    found.append(hit)
        return found

    def _made_ready(self, key: str, patterns: list[Pattern]) -> list[tuple[re.Pattern[str], Pattern]]:
        """The patterns of a key with their expressions, compiled when a text first asks for them."""
        made = self._ready[key] = [(pattern.regex, pattern) for pattern in patterns]
        return made

    def _any_of(self, key: str, patterns: list[Pattern]) -> re.Pattern[str]:
        """The expression for all patterns of a key, made when a text first asks for it."""
        bodies = "|".join(dict.fromkeys(pattern.outline for pattern in patterns))
        made = self._any[key] = re.compile(f"{_BEGIN}(?:{bodies}){_END}", re.IGNORECASE)
        return made

    def _keys(self, lower: list[str]) -> list[str]:
        """For each token the key of the patterns that it can begin, empty where there are none."""
        make_room(self._known, _CACHE_LIMIT)
        for token in set(lower).difference(self._known):
            key = _key(token) if "0" <= token[0] <= "9" else token
            self._known[token] = key if key in self._by_first else ""
        return list(map(self._known.__getitem__, lower))


def _longest(
    patterns: list[tuple[re.Pattern[str], Pattern]], text: str, start: int
) -> tuple[re.Match[str], Pattern] | None:
    best: tuple[re.Match[str], Pattern] | None = None
    end = -1
    for regex, pattern in patterns:
        match = regex.match(text, start)
        if match is None or match.end() <= end:
            continue
        if pattern.after is None or pattern.after.search(text, max(0, start - _CUE), start):
            best, end = (match, pattern), match.end()
    return best


def _found(match: re.Match[str], pattern: Pattern) -> Found | None:
    if pattern.shape == "none":
        return None
    parts: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for key, field in pattern.fields.items():
        if match[key] is not None:
            value = field.read(match[key])
            if value is not None:
                parts[field.name] = value
                spans[field.name] = match.span(key)
    start, end = match.span("s") if "s" in pattern.regex.groupindex else match.span()
    return Found(start, end, pattern, parts, spans, pattern.shape)


def _words(pack: Pack, entry: Any) -> dict[str, int | None]:
    """Words of a fragment with their values; a bare list has none."""
    pairs = entry.items() if isinstance(entry, Mapping) else ((word, None) for word in entry)
    out: dict[str, int | None] = {}
    for key, value in pairs:
        if isinstance(value, list):  # 7: [Juli, Jul.]
            out.update((form.lower(), int(key)) for word in value for form in expand(pack.normal(str(word))))
        else:
            out.update((form.lower(), value) for form in expand(pack.normal(str(key))))
    return out


def _either(words: Mapping[str, Any]) -> str:
    """One of the words, longest first; a look at the first letter spares trying them all."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    letters = "".join(sorted({re.escape(word[0]) for word in words}))
    either = "|".join(re.escape(word).replace(r"\ ", _BLANKS[" "]) for word in longest_first)
    return f"(?=[{letters}])(?:{either})"


def _beginning(words: Mapping[str, Any]) -> str:
    """As much as one of the words, where one's first letters are: quick to compile where the words are many."""
    letters = sorted({re.escape(word[:_FIRST_LETTERS].split(" ")[0]) for word in words})
    least, most = min(map(len, words)), max(len(word) + 2 * word.count(" ") for word in words)
    return f"(?={'|'.join(letters)})(?s:.){{{least},{most}}}?"


def _spaced(source: str) -> str:
    return re.sub("[ ~]", lambda blank: _BLANKS[blank[0]], source)


def _ends_with(words: list[str]) -> re.Pattern[str] | None:
    """Finds one of the words right before the end of a search."""
    either = _either(dict.fromkeys(words))
    return re.compile(rf"(?:(?<!\w)(?=\w)|(?=\W))(?:{either}){_BLANKS['~']}\Z", re.IGNORECASE) if words else None


def _first_token(word: str) -> str:
    tokens = tokenize(word)[0]
    token = tokens[0].lower() if tokens else ""
    return _key(token) if token[:1].isdecimal() else token


def _key(token: str) -> str:
    """The key of the patterns that a figure can begin."""
    figures = _FIGURES.match(token)
    length = len(figures[0]) if figures else 0
    return _SHORT if length <= 2 else _YEAR if length == len(_YEAR) else ""
