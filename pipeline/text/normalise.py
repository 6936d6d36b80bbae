"""Normalising a working copy of a text, with offsets back to the text as it was read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from ..errors import PackError
from .digits import DIGITS

Edit = tuple[int, int, str]  # [start, end) of a step's input and what stands there in its output

_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)
_RETURNS = re.compile("\r\n")
_SPACES: Final = str.maketrans(
    dict.fromkeys("\t\x1f\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
    | dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")
)
_VIETNAMESE: Final = str.maketrans("ÐƉðɖ‐‑", "ĐĐđđ--")
_CYRILLIC: Final = str.maketrans("аеорсухіАЕОРСХІ", "aeopcyxiAEOPCXI")
_CYRILLIC_LETTER = re.compile("[аеорсухіАЕОРСХІ]")
_HOMOGLYPHS = re.compile("(?<=[A-Za-zÀ-ɏḀ-ỿ])[аеорсухі](?=[A-Za-zÀ-ɏḀ-ỿ]|\\b)|\\b[аеорсухіАЕОРСХІ](?=[A-Za-zÀ-ɏḀ-ỿ])")
_PERSIAN: Final = str.maketrans("يىےكۀةۂەأإٱ", "یییکههههااا")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]")
# A vowel sign belongs to its letter: the two are one edit, so that no span parts them.
_VOWEL = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_VOWELS = re.compile(f"(.?){_VOWEL.pattern}+", re.DOTALL)
_TATWEEL = re.compile("ـ+")
_JOINERS = re.compile("[\u200c\u200d]+")


class OffsetMap(NamedTuple):
    """Where the output of one step differs in length from its input: rows of [start, end) in both."""

    out_starts: list[int]
    out_ends: list[int]
    in_starts: list[int]
    in_ends: list[int]

    def origin(self, position: int) -> tuple[int, int]:
        """The characters of the input behind one character of the output."""
        row = bisect_right(self.out_ends, position)
        if row < len(self.out_ends) and self.out_starts[row] <= position:
            return self.in_starts[row], self.in_ends[row]
        shift = self.in_ends[row - 1] - self.out_ends[row - 1] if row else 0
        return position + shift, position + shift + 1


@dataclass(slots=True, frozen=True)
class NormalisedText:
    """A text as read, its working copy, and the way back."""

    raw: str
    text: str
    maps: tuple[OffsetMap, ...] = field(default=(), repr=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters behind text[start:end]; an empty span stays empty."""
        if end <= start:
            at = self._raw_position(start)
            return at, at
        for offsets in reversed(self.maps):
            start, end = offsets.origin(start)[0], offsets.origin(end - 1)[1]
        return start, end

    def raw_text(self, start: int, end: int) -> str:
        """The words of the article, as read, behind text[start:end]."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]

    def _raw_position(self, position: int) -> int:
        if position >= len(self.text):
            return len(self.raw)
        for offsets in reversed(self.maps):
            position = offsets.origin(position)[0]
        return position


def normalise(raw: str, steps: Sequence[str]) -> NormalisedText:
    """The text after the named steps, in order; PackError where a name is unknown."""
    return _normalised(raw, tuple(steps))


# A text is normalised to detect its language and then to be read.
@lru_cache(maxsize=2)
def _normalised(raw: str, steps: tuple[str, ...]) -> NormalisedText:
    text = raw
    maps: list[OffsetMap] = []
    for step in _plan(steps):
        text, offsets = step(text)
        if offsets is not None:
            maps.append(offsets)
    return NormalisedText(raw, text, tuple(maps))


Step = Callable[[str], tuple[str, OffsetMap | None]]


@lru_cache(maxsize=64)
def _plan(names: tuple[str, ...]) -> tuple[Step, ...]:
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        raise PackError(f"no normalising step {', '.join(unknown)}; there are: {', '.join(STEPS)}")
    return tuple(step for name in names for step in STEPS[name])


def _apply(text: str, edits: Iterator[Edit]) -> tuple[str, OffsetMap | None]:
    """The text with the edits made; the map lists them all, also those that keep the length."""
    pieces: list[str] = []
    offsets = OffsetMap([], [], [], [])
    done = out = 0
    for start, end, new in edits:
        pieces += text[done:start], new
        out += start - done
        offsets.out_starts.append(out)
        out += len(new)
        offsets.out_ends.append(out)
        offsets.in_starts.append(start)
        offsets.in_ends.append(end)
        done = end
    if not pieces:
        return text, None
    pieces.append(text[done:])
    return "".join(pieces), offsets


def _replace(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Step:
    def step(text: str) -> tuple[str, OffsetMap | None]:
        return _apply(text, ((*match.span(), new(match)) for match in pattern.finditer(text)))

    return step


def _drop(pattern: re.Pattern[str]) -> Step:
    return _replace(pattern, lambda match: "")


def _letters(table: dict[int, str] | dict[int, int]) -> Step:
    """A step that exchanges single characters, which moves nothing; none of the new ones is exchanged in its turn."""
    pairs = [(chr(old), new if isinstance(new, str) else chr(new)) for old, new in table.items()]

    def step(text: str) -> tuple[str, OffsetMap | None]:
        # Many times faster than `str.translate`, as few of them stand in a text.
        for old, new in pairs:
            if old in text:
                text = text.replace(old, new)
        return text, None

    return step


def _nfc(text: str) -> tuple[str, OffsetMap | None]:
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    return _apply(text, _composed(text))


def _composed(text: str) -> Iterator[Edit]:
    """Edits that compose each letter with the marks behind it; nothing outside such a group can change."""
    letters = set(text)
    marks = {c for c in letters if unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff"}
    alone = {c for c in letters - marks if not unicodedata.is_normalized("NFC", c)}
    for match in _groups(frozenset(marks), frozenset(alone)).finditer(text):
        group = match.group()
        composed = unicodedata.normalize("NFC", group)
        if composed != group:
            yield match.start(), match.end(), composed


@lru_cache(maxsize=64)
def _groups(marks: frozenset[str], alone: frozenset[str]) -> re.Pattern[str]:
    parts = []
    if marks:
        signs = "".join(map(re.escape, sorted(marks)))
        # Nothing composes with a blank; a line's end may be part of another step's edit.
        parts.append(rf"[^{signs}\s]?[{signs}]+")
    if alone:
        parts.append(f"[{''.join(map(re.escape, sorted(alone)))}]")
    return re.compile("|".join(parts) or "(?!)", re.DOTALL)


def _homoglyphs(text: str) -> tuple[str, OffsetMap | None]:
    if _CYRILLIC_LETTER.search(text):
        text = _HOMOGLYPHS.sub(lambda match: match.group().translate(_CYRILLIC), text)
    return text, None


def _vowels(text: str) -> tuple[str, OffsetMap | None]:
    if not _VOWEL.search(text):
        return text, None
    return _apply(text, ((*match.span(), match.group(1)) for match in _VOWELS.finditer(text)))


STEPS: Final[dict[str, tuple[Step, ...]]] = {
    "nfc": (_nfc,),
    "controls": (_drop(_CONTROLS),),
    "spaces": (_replace(_RETURNS, lambda match: "\n"), _letters(_SPACES)),
    "vietnamese_letters": (_letters(_VIETNAMESE), _homoglyphs),
    "persian_letters": (
        _replace(_PRESENTATION, lambda match: unicodedata.normalize("NFKC", match.group())),
        _letters(_PERSIAN),
        _vowels,
        _drop(_TATWEEL),
    ),
    "zwnj_off": (_drop(_JOINERS),),
    "digits": (_letters(DIGITS),),
}
