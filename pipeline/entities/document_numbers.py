"""Numbers of Vietnamese legal documents, whatever the language around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Any, Final

from ..errors import PackError
from ..languages.lexicon import expand
from ..languages.pack import Pack
from ..records import Annotation
from ..records.vocabulary import DocType
from ..text.tokens import tokenize
from .document_codes import TYPES, fold, is_issuer, spelling

_LETTER: Final = "A-Za-zĐđƯưÐ"
_LETTERS: Final = rf"[{_LETTER}][{_LETTER}.]{{0,17}}\d{{0,2}}"
_SIGN: Final = "[ ]?[-–/][ ]?"
_GAP: Final = r"(?:[ ]?[-–/][ ]?|[ ])"
# The first figure comes before what must not precede it, as a search for figures is quick.
# Behind a blank only whole words belong to a number: `UBTVQH15 được` ends before the word that begins like ĐU.
_CODED = re.compile(
    r"(?P<n>\d(?<![\d/,-]\d)(?<!\d\.\d)[\dOolI]{0,4}[A-Za-zĐđ]?)[ ]?(?:/[ ]?(?P<y>(?:[1lI]9|2[0Oo])[\dOolI]{2}))?"
    rf"(?P<sep>{_GAP})(?P<tail>[{_LETTER}][{_LETTER}.]{{0,10}}\d{{0,2}}"
    rf"(?:{_SIGN}{_LETTERS}|[ ]{_LETTERS}(?!\w)){{0,3}})"
)
_PART = re.compile(rf"([ ]?[-–/][ ]?|[ ])?([{_LETTER}][{_LETTER}.]*\d{{0,2}})")
_BARE = re.compile(r"(?P<n>\d{1,5})(?:/(?P<y>(?:19|20)\d\d))?(?![\w/%]|[.,:-]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Letters that a scan has for figures: in the number and its year, and behind the code of the National Assembly.
_OCR: Final = str.maketrans("OolI", "0011")
_FIRST_FIGURES: Final = 2
_ASSEMBLY_OCR = re.compile(r"(?:UBTV)?QH[\dOolI]{1,2}")
_OLD_ISSUERS: Final = frozenset({"CP", "HDBT", "TTG", "HDCP"})
_PARTY: Final = frozenset({"TW", "TU", "HU", "QU", "DU", "BTCTW", "UBKTTW", "VPTW"})
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_WORD_TOKENS: Final = 4
_LOOK_BACK: Final = 14
_SHARERS: Final = 20
_ALIKE: Final = 20


@dataclass(slots=True)
class Number:
    """One document number in a text: where it stands, its parts, and the word before it."""

    start: int
    end: int
    n: str
    year: str | None
    text: str
    parts: list[str] = field(default_factory=list)
    code_type: DocType | None = None
    word_type: DocType | None = None
    word_start: int | None = None
    token: int = 0


class DocumentWords:
    """What a pack says of documents: words by type, words for `number`, and what may follow a bare number."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("documents")
        self.words: dict[tuple[str, ...], DocType] = {}
        self._wild: list[tuple[re.Pattern[str], DocType]] = []
        for doc_type, words in section.get("words", {}).items():
            for word in words:
                self._add(pack, doc_type, str(word))
        self._last_words = frozenset(words[-1] for words in self.words if words)
        self.number_words = _lower(pack, section.get("number_words", [])) | {".", ":", "(", "°", "º"}
        self.follow = _lower(pack, section.get("follow", []))
        self.bare = frozenset(section.get("bare_number", []))
        self.joiners = _lower(pack, section.get("and", [])) | {",", ";", "،", "؛"}
        self._known: dict[str, DocType | None] = {}

    def _add(self, pack: Pack, doc_type: Any, word: str) -> None:
        for form in expand(pack.normal(word)):
            if "*" in form:
                if " " in form:
                    raise PackError(f"{pack.code}/documents.yaml: {word}: a word with * stands alone")
                self._wild.append((re.compile(translate(form.lower())), doc_type))
            else:
                self.words[tuple(token.lower() for token in tokenize(form)[0])] = doc_type

    def ending_at(self, lower: list[str], last: int) -> tuple[int, DocType] | None:
        """The document word whose last token is before `last`: its first token and type."""
        if not last:
            return None
        if lower[last - 1] in self._last_words:
            for count in range(min(_WORD_TOKENS, last), 0, -1):
                doc_type = self.words.get(tuple(lower[last - count : last]))
                if doc_type is not None:
                    return last - count, doc_type
        wild = self._wildcard(lower[last - 1])
        return (last - 1, wild) if wild else None

    def _wildcard(self, token: str) -> DocType | None:
        if token not in self._known:
            if len(self._known) > 8_192:
                self._known.clear()
            self._known[token] = next((t for pattern, t in self._wild if pattern.match(token)), None)
        return self._known[token]

    def before(self, lower: list[str], token: int) -> tuple[int, DocType, bool] | None:
        """The document word right before a number: first token, type, and whether a word for `no.` stands between."""
        last = self.before_number_word(lower, token)
        found = self.ending_at(lower, last)
        return (*found, any(word.isalpha() for word in lower[last:token])) if found else None

    def before_number_word(self, lower: list[str], token: int) -> int:
        """The token behind which nothing but `no.` stands before a number."""
        while token > 0 and lower[token - 1] in self.number_words:
            token -= 1
        return token


def _lower(pack: Pack, words: list[Any]) -> frozenset[str]:
    return frozenset(form.lower() for word in words for form in expand(pack.normal(str(word))))


def numbers_of(ann: Annotation, pack: Pack) -> list[Number]:
    """All document numbers of an article in reading order, found once."""
    numbers: list[Number] | None = ann.context.get("document_numbers")
    if numbers is None:
        words: DocumentWords = pack.built("document_words", DocumentWords)
        coded = list(_coded(ann, words))
        numbers = sorted([*coded, *_bare(ann, words, coded)], key=lambda number: number.start)
        ann.context["document_numbers"] = numbers
    return numbers


def number_spans(ann: Annotation, pack: Pack) -> list[tuple[int, int]]:
    """Where document numbers stand."""
    return [(number.start, number.end) for number in numbers_of(ann, pack)]


def _coded(ann: Annotation, words: DocumentWords) -> Iterator[Number]:
    text = ann.text
    for match in _CODED.finditer(text):
        start = _first_figure(match)
        token = bisect_left(ann.starts, start)
        number = _parse(match, start, words.before(ann.lower, token) is not None)
        if number is None:
            continue
        number.token = token
        yield from _sharing(ann, number, words)
        _set_word(ann, number, words)
        yield number


def _set_word(ann: Annotation, number: Number, words: DocumentWords) -> None:
    found = words.before(ann.lower, number.token)
    if found:
        number.word_start, number.word_type = ann.starts[found[0]], found[1]
        return
    last = words.before_number_word(ann.lower, number.token)
    for token in range(last, max(0, last - _LOOK_BACK), -1):
        if ann.lower[token - 1] in (".", ";"):
            return
        earlier = words.ending_at(ann.lower, token)
        if earlier:
            number.word_type = earlier[1]
            return


def _sharing(ann: Annotation, number: Number, words: DocumentWords) -> Iterator[Number]:
    """Numbers before this one that share its code: `33, 34, 35/NQ-CP`."""
    lower, token = ann.lower, number.token
    found: list[int] = []
    while token >= 2 and len(found) < _SHARERS and lower[token - 1] in words.joiners and lower[token - 2].isdecimal():
        token -= 2
        found.append(token)
    if not found or not (words.before(lower, token) or lower[token - 1] in words.number_words):
        return
    code = number.text[len(number.n) :]
    for at in reversed(found):
        shared = Number(ann.starts[at], ann.ends[at], lower[at], number.year, lower[at] + code, number.parts)
        shared.code_type, shared.token = number.code_type, at
        _set_word(ann, shared, words)
        yield shared


def _parse(match: re.Match[str], start: int, after_word: bool) -> Number | None:
    """The number in a match, without what does not belong to it; None where it is no document number."""
    n = match.string[start : match.end("n")].translate(_OCR)
    year = match["y"] and match["y"].translate(_OCR)
    pieces = _pieces(match["sep"] + match["tail"])
    kept = _kept(pieces, year, after_word)
    if not kept:
        return None
    end = match.start("sep") + kept[-1][2]
    head = n + (f"/{year}" if year else "")
    parts = [spelling(part) for _, part, _ in kept]
    text = head + "".join(sep + part for sep, part in zip(_signs(kept, parts), parts, strict=True))
    number = Number(start, end, n, year, text, parts)
    known = TYPES.get(fold(parts[0]))
    number.code_type = known[1] if known else None
    return number


def _first_figure(match: re.Match[str]) -> int:
    """Where the number of a match begins: also with letters for figures ("l45-QĐ/TU"), unless they end a word."""
    text, start = match.string, match.start()
    first = start
    while first > 0 and start - first < _FIRST_FIGURES and text[first - 1] in "OolI":
        first -= 1
    return start if first and text[first - 1].isalnum() else first


def _signs(kept: list[tuple[str, str, int]], parts: list[str]) -> list[str]:
    """The signs of a number; where it has blanks instead, as its issuer writes them: party `-NQ/TW`, state `/NQ-CP`."""
    signs = [sep.strip().replace("–", "-") for sep, _, _ in kept]
    party = fold(parts[-1]) in _PARTY
    usual = ["-", "/"] if party else ["/", "-"]
    return [sign or usual[min(i, 1)] for i, sign in enumerate(signs)]


def _pieces(tail: str) -> list[tuple[str, str, int]]:
    """Separator, letters and end of each part."""
    return [(m[1] or "", _mended(m[2].rstrip(".")), m.start(2) + len(m[2].rstrip("."))) for m in _PART.finditer(tail)]


def _mended(part: str) -> str:
    """A part of a number with figures for letters behind the code of the National Assembly (QHl5)."""
    return part[:-2] + part[-2:].translate(_OCR) if _ASSEMBLY_OCR.fullmatch(part) else part


def _kept(pieces: list[tuple[str, str, int]], year: str | None, after_word: bool) -> list[tuple[str, str, int]]:
    keys = [fold(part) for _, part, _ in pieces]
    loose = [sep == " " for sep, _, _ in pieces]
    if keys[0] in TYPES:
        count = 1 + _tail_length(pieces[1:], keys[1:])
        if count == 1 and (not after_word or loose[0] or not pieces[0][1].isupper()):
            return []
        # blanks instead of signs only where both ends are certain: `1685 NQ UBTVQH15`
        return [] if loose[0] and (count < 2 or not is_issuer(keys[1])) else pieces[:count]
    if loose[0]:
        return []
    if year and _ASSEMBLY.fullmatch(keys[0]):
        return pieces[:1]
    if pieces[0][0].strip() != "/":
        return pieces[:1] if keys[0] in _OLD_ISSUERS and after_word else []
    if is_issuer(keys[0]) and pieces[0][1].isupper():
        return pieces[: 1 + _tail_length(pieces[1:], keys[1:])]
    return []


def _tail_length(pieces: list[tuple[str, str, int]], keys: list[str]) -> int:
    """How many of the parts behind the first belong to the number."""
    count = 0
    for (sep, letters, _), key in zip(pieces, keys, strict=True):
        certain = is_issuer(key)
        glued = sep.strip() == sep and sep != " "
        if not (certain if not glued else certain or (letters.isupper() and len(letters) > 1) or key in TYPES):
            break
        count += 1
        if sep == " " and not certain:
            break
    return count


def _bare(ann: Annotation, words: DocumentWords, coded: list[Number]) -> Iterator[Number]:
    """Numbers without a code right behind a document word: `Resolution 60`, `Project no. 06`."""
    lower = ann.lower
    taken = {number.token for number in coded}
    done = 0
    for token in ann.figures:
        if token <= done or token in taken:
            continue
        found = words.before(lower, token)
        if found:
            for number in _bare_list(ann, words, token, found):
                yield number
                done = number.token


def _bare_list(ann: Annotation, words: DocumentWords, token: int, found: tuple[int, DocType, bool]) -> Iterator[Number]:
    first, doc_type, numbered = found
    here: int | None = token
    while here is not None:
        match = _BARE.match(ann.text, ann.starts[here])
        if match is None or not _is_number(ann, words, match, doc_type, numbered and here == token):
            return
        text = match.group()
        start = ann.starts[first] if here == token else None
        yield Number(*match.span(), match["n"], match["y"], text, [], None, doc_type, start, here)
        after = bisect_left(ann.starts, match.end())
        more = after + 1 < len(ann.lower) and ann.lower[after] in words.joiners and ann.lower[after + 1].isdecimal()
        here = after + 1 if more else None


def _is_number(ann: Annotation, words: DocumentWords, match: re.Match[str], doc_type: DocType, numbered: bool) -> bool:
    """Whether a bare number names a document rather than counts what follows."""
    if numbered:
        return True
    if doc_type not in words.bare or (len(match["n"]) < 2 or (not match["y"] and _YEAR.fullmatch(match["n"]))):
        return False
    after = bisect_left(ann.starts, match.end())
    if after >= len(ann.lower) or "\n" in ann.text[match.end() : ann.starts[after]]:
        return True
    return not ann.lower[after][0].isalnum() or ann.lower[after] in words.follow


def merged(numbers: list[Number]) -> Mapping[int, Number]:
    """For each short number, by its place in the list, the full one that it stands for."""
    full: dict[str, list[Number]] = {}
    for number in numbers:
        if number.parts and len(full.setdefault(number.n, [])) < _ALIKE:
            full[number.n].append(number)
    out: dict[int, Number] = {}
    for i, number in enumerate(numbers):
        if number.parts:
            continue
        same = [f for f in full.get(number.n, []) if not number.year or not f.year or f.year == number.year]
        alike = [f for f in same if number.word_type in (f.code_type, f.word_type)]
        texts = {f.text for f in alike} or ({f.text for f in same} if len(number.n) > 1 else set())
        if len(texts) == 1:
            out[i] = next(f for f in same if f.text in texts)
    return out
