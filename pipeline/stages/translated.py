"""Which language an article was translated from, by what a translation keeps of the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from ..languages.lexicon import expand
from ..languages.pack import Pack
from ..register.keys import fold
from .identity import outlet_of_url
from .reading.origin import SourceLine

# Evidence adds up; none but the address is enough alone.
_ENOUGH: Final = 3.0
_ADDRESS: Final = 3.0
_SLUG: Final = 2.0
_CODE: Final = 2.25
_NAMES: Final = 1.5
_HOST_IN_TEXT: Final = 1.5
_WORD: Final = 0.75
_MOST_WORDS: Final = 3
_HINT: Final = 0.25
_MOST_HINTS: Final = 3
_LEAST_NAMES: Final = 4
_LEAST_SLUG: Final = 5
_LONGEST: Final = 20_000
_NO_WORDS: Final = re.compile(r"[\W_]+")
_SLUG_PARTS: Final = re.compile(r"[-_+.]+")
_NUMBERED: Final = re.compile(r"\d{5}|^(?=.*\d)[0-9a-f]{6,}$|^[a-z]?\d+$")
# Every host has such a place, and few texts do.
_DOTTED: Final = re.compile(r"\.[^\W\d_]")
_ENDING: Final = re.compile(r"\.\w{2,5}$")


@dataclass(slots=True, frozen=True)
class Traces:
    """What texts made from a language have in common: hosts, document codes, the shape of names and slugs."""

    hosts: tuple[str, ...]
    in_text: re.Pattern[str] | None
    codes: re.Pattern[str] | None
    names: re.Pattern[str] | None
    slug_word: re.Pattern[str] | None

    @classmethod
    def of(cls, pack: Pack) -> Traces:
        """The traces that a pack describes; a pack that describes none leaves none."""
        detection: Mapping[str, Any] = pack.settings.get("detection", {})
        given: Mapping[str, Any] = detection.get("traces", {})
        hosts = tuple(str(host) for host in given.get("hosts", ()))
        shape, codes = detection.get("shape"), given.get("codes")
        ends = "|".join(map(re.escape, hosts))
        return cls(
            hosts,
            re.compile(rf"\b[\w-]{{1,63}}\.(?:{ends})\b(?!\.\w)", re.IGNORECASE) if hosts else None,
            re.compile(rf"(?<!\w)(?:{codes})(?!\w)") if codes else None,
            re.compile(rf"\b(?=[A-Z])(?i:{shape})(?: (?=[A-Z])(?i:{shape}))+\b")
            if shape and given.get("names")
            else None,
            re.compile(shape) if shape and given.get("slug") else None,
        )


@dataclass(slots=True, frozen=True)
class _Vocabulary:
    """The expressions of one language that point to another as the original's; `own`: those of a report of its own."""

    words: re.Pattern[str]
    hints: re.Pattern[str]
    names: re.Pattern[str]
    own: re.Pattern[str]


class Translations:
    """Tells which language an article was translated from, if any."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._traces = {code: Traces.of(pack) for code, pack in packs.items()}
        self._vocabularies = {code: _vocabularies(pack) for code, pack in packs.items()}
        self._source_line = SourceLine(packs)

    def original(self, text: str, url: str | None, language: str, pack: Pack) -> str | None:
        """The code of the original's language; None where the evidence is thin."""
        if not self._vocabularies[language]:
            return None
        best: tuple[float, str] | None = None
        addresses = [address for address in (url, *self._source_line.find(text)) if address]
        for source, vocabulary in sorted(self._vocabularies[language].items()):
            traces = self._traces.get(source)
            score = evidence(text[:_LONGEST], addresses, pack, vocabulary, traces)
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = score, source
        return best[1] if best else None


def evidence(text: str, addresses: Iterable[str], pack: Pack, vocabulary: _Vocabulary, traces: Traces | None) -> float:
    """How much speaks for an original in the language of the traces."""
    score = max((_of_address(address, traces) for address in addresses), default=0.0) if traces else 0.0
    if score >= _ENOUGH:
        return score
    normal = f" {_NO_WORDS.sub(' ', pack.normal(text).lower())} "
    if vocabulary.own.search(normal):
        return score
    score += _WORD * min(_MOST_WORDS, _distinct(vocabulary.words, normal, _MOST_WORDS))
    score += _HINT * min(_MOST_HINTS, _distinct(vocabulary.hints, normal, _MOST_HINTS))
    names = _distinct(vocabulary.names, normal, _LEAST_NAMES)
    if traces:
        score += _of_text(text, traces)
        if traces.names and names < _LEAST_NAMES:
            names = _distinct(traces.names, text if text.isascii() else _plain(text), _LEAST_NAMES)
    return score + _NAMES * (names >= _LEAST_NAMES)


def _of_address(url: str, traces: Traces) -> float:
    host = outlet_of_url(url) or ""
    if any(host == known or host.endswith(f".{known}") for known in traces.hosts):
        return _ADDRESS
    return _SLUG * (traces.slug_word is not None and _has_slug(url, traces.slug_word))


def _has_slug(url: str, shape: re.Pattern[str]) -> bool:
    for segment in reversed(unquote(url).partition("?")[0].split("/")[3:]):
        words = [word for word in _SLUG_PARTS.split(_ENDING.sub("", segment.lower())) if word]
        words = [word for word in words if not _NUMBERED.search(word)]
        if len(words) >= _LEAST_SLUG:
            return all(shape.fullmatch(word) for word in words)
    return False


def _of_text(text: str, traces: Traces) -> float:
    score = _CODE * bool(traces.codes and traces.codes.search(text))
    dotted = traces.in_text is not None and _DOTTED.search(text)
    return score + _HOST_IN_TEXT * bool(dotted and traces.in_text and traces.in_text.search(text))


def _distinct(pattern: re.Pattern[str], text: str, enough: int) -> int:
    """How many different expressions of a kind a text has; counting stops at `enough`."""
    found: set[str] = set()
    for match in pattern.finditer(text):
        found.add(match.group())
        if len(found) >= enough:
            break
    return len(found)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    folded = fold(char)
    return (folded.upper() if char.isupper() else folded) if len(folded) == 1 else char


def _plain(text: str) -> str:
    """The text without marks, capitals kept."""
    for char in sorted(set(text)):
        if not char.isascii():
            # What a mark is taken from bears none itself, so the order does not matter.
            text = text.replace(char, _bare(char))
    return text


def _vocabularies(pack: Pack) -> dict[str, _Vocabulary]:
    made_from: Mapping[str, Any] = pack.settings.get("detection", {}).get("made_from", {})
    return {
        str(source): _Vocabulary(
            *(_expressions(pack, given.get(part, ())) for part in ("words", "hints", "names", "own"))
        )
        for source, given in made_from.items()
    }


def _expressions(pack: Pack, terms: Iterable[str]) -> re.Pattern[str]:
    """Whole words of a text whose words stand apart by one blank each; `*` stands for any letters."""
    told = sorted({pack.normal(spelling).lower() for term in terms for spelling in expand(str(term))})
    if not told:
        return re.compile("(?!)")
    return re.compile(" (?:" + "|".join(re.escape(term).replace(r"\*", r"\w*") for term in told) + ")(?= )")
