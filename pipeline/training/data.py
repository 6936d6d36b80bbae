"""Annotated articles as a model sees them: words with tags, cut the way the pipeline cuts its articles."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import SapxepError
from ..languages.pack import Pack, builtin_packs
from ..text.normalise import NormalisedText, normalise
from ..text.tokens import sentence_bounds, tokenize

LABELS: Final = ("person", "unit", "body")
TAGS: Final = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
IGNORED: Final = -100
_TAG_OF: Final = {tag: at for at, tag in enumerate(TAGS)}
# The part of articles of which some sentences are left out, as a run asks a model of some sentences only.
_THINNED: Final = 0.5
_DROPPED: Final = 0.4

Sentence = tuple[list[str], list[int]]


@dataclass(slots=True, frozen=True)
class Article:
    """An article's sentences, each its words and their tags."""

    language: str
    sentences: list[Sentence]


@dataclass(slots=True, frozen=True)
class Window:
    """Ids of pieces as a model reads them, and the tag of each, IGNORED where it begins no word."""

    ids: list[int]
    tags: list[int]


def articles_of(paths: Iterable[Path]) -> Iterator[Article]:
    """The articles of JSONL files with text, language and spans; SapxepError where a line is none."""
    packs = builtin_packs()
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            try:
                yield _article(json.loads(line), packs)
            except (KeyError, TypeError, ValueError) as error:
                raise SapxepError(f"{path}, line {number}: no annotated article ({error!r})") from error


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as stream:
            yield from (line for line in stream if line.strip())
    except OSError as error:
        raise SapxepError(f"{path}: cannot be read ({error.strerror})") from error


def _article(record: Mapping[str, Any], packs: Mapping[str, Pack]) -> Article:
    pack = packs[record["language"]]
    norm = normalise(record["text"], pack.normalisers)
    tokens, starts, ends = tokenize(norm.text)
    tags = _tags(norm, starts, ends, record["spans"])
    abbreviations = frozenset(pack.settings.get("abbreviations", ()))
    openers = frozenset(pack.settings.get("sentence_openers", ()))
    ordinals = pack.settings.get("ordinal_points", True)
    bounds = sentence_bounds(norm.text, tokens, starts, ends, abbreviations, openers, ordinals)
    return Article(pack.code, [(tokens[first:last], tags[first:last]) for first, last, _ in bounds])


def _tags(norm: NormalisedText, starts: list[int], ends: list[int], spans: list[list[Any]]) -> list[int]:
    """The tag of each word; where one name holds another ("committee of A"), the inner one has its words."""
    tags = [0] * len(starts)
    raw = [norm.raw_span(start, end) for start, end in zip(starts, ends, strict=True)]
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        inside = [at for at, (first, last) in enumerate(raw) if first < end and last > start]
        for at in inside:
            tags[at] = _TAG_OF[f"{'B' if at == inside[0] else 'I'}-{label}"]
    return tags


def windows_of(
    article: Article, pieces: Mapping[str, list[int]], room: int, chance: random.Random | None = None
) -> Iterator[Window]:
    """An article's sentences in windows of at most so many pieces; with `chance` some sentences are left out."""
    ids: list[int] = []
    tags: list[int] = []
    thinned = chance is not None and chance.random() < _THINNED
    for words, named in article.sentences:
        if thinned and chance is not None and chance.random() < _DROPPED:
            continue
        own = _cut(words, named, pieces)
        if ids and len(ids) + len(own.ids) > room:
            yield Window(ids, tags)
            ids, tags = [], []
        ids, tags = ids + own.ids[:room], tags + own.tags[:room]
    if ids:
        yield Window(ids, tags)


def _cut(words: list[str], named: list[int], pieces: Mapping[str, list[int]]) -> Window:
    ids: list[int] = []
    tags: list[int] = []
    for word, tag in zip(words, named, strict=True):
        own = pieces[word]
        ids += own
        tags += [tag] + [IGNORED] * (len(own) - 1)
    return Window(ids, tags)
