"""Slim lines: one article of a run and its reports as JSON, so that whoever annotated it does the reading for joining.

They live as long as the run does; `read_outputs` makes the same of finished files.
"""

from __future__ import annotations

import base64
import json
import sys
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json

from ..errors import SapxepError
from .reports import Paper, Part, Person, Report, Reported, ReportingArticle, Where, article_of, interned, report_of
from .signature import Signature

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def slim_line(document: bytes, events: Iterable[bytes]) -> bytes:
    """The slim line, without its end, of the lines of a document and of its events."""
    article = article_of(from_json(document))
    reports = [report_of(from_json(event), article.mentions) for event in events]
    signature = article.signature
    told = [
        article.doc_id,
        article.language,
        article.outlet,
        article.published,
        [signature.digest, signature.slug, _packed(signature.sketch), _packed(signature.features), signature.length],
        [[getattr(report, name) for name in _FIELDS] for report in reports],
    ]
    return _ENCODER.encode(told).encode("utf-8")


def read_slim(path: Path, size: int) -> Reported:
    """All that a file of slim lines tells in its first `size` bytes; SapxepError where it cannot be read."""
    articles: dict[str, ReportingArticle] = {}
    reports: list[Report] = []
    try:
        with path.open("rb") as stream:
            while stream.tell() < size:
                article, own = _article(from_json(stream.readline()))
                articles[article.doc_id] = article
                reports += own
    except (OSError, ValueError) as error:
        raise SapxepError(f"{path}: cannot be read ({error}); start over with --fresh") from error
    return Reported(articles, sorted(reports, key=lambda report: report.event_id))


_FIELDS: Final = tuple(name for name in Report.__slots__ if name != "article")


def _article(told: Sequence[Any]) -> tuple[ReportingArticle, list[Report]]:
    ident, language, outlet, published, (digest, slug, sketch, features, length), reports = told
    signature = Signature(digest, tuple(slug), _unpacked(sketch), _unpacked(features), length)
    article = ReportingArticle(ident, interned(language), interned(outlet), interned(published), signature)
    return article, [_report(ident, report) for report in reports]


def _report(article: str, told: Sequence[Any]) -> Report:
    (event, kind, status, level, sources, targets, counts, place, date, first, last, precision, papers, people) = told
    return Report(
        event,
        article,
        sys.intern(kind),
        sys.intern(status),
        interned(level),
        _parts(sources),
        _parts(targets),
        counts,
        Where(*map(interned, place)),
        interned(date),
        interned(first),
        interned(last),
        interned(precision),
        tuple([Paper(sys.intern(number), *map(interned, rest)) for number, *rest in papers]),
        tuple([Person(*person) for person in people]),
    )


def _parts(told: Iterable[Sequence[Any]]) -> tuple[Part, ...]:
    return tuple([_part(*part) for part in told])


def _part(name: str, kind: str | None, extent: str, unit: str | None, body: str | None, candidates: list[str]) -> Part:
    return Part(sys.intern(name), interned(kind), sys.intern(extent), interned(unit), interned(body), tuple(candidates))


def _packed(values: array[int]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


def _unpacked(text: str) -> array[int]:
    return array("Q", base64.b64decode(text))
