"""From an article to its records: language, mentions, events, ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .. import __version__
from ..entities.names_reference import AUTO, name_of_model, names_model, reference_for
from ..errors import SapxepError, place_of, was_interrupted
from ..languages.pack import Pack, builtin_packs, digest_of, read_packs
from ..records import SCHEMA_VERSION, Annotation, Document, Event, MadeBy, Reject, Source
from ..records.article import Article
from .builtin import builtin_register, language_of
from .detect import LanguageDetector
from .identity import doc_id
from .language import Language, to_raw

if TYPE_CHECKING:
    from ..entities.names_model import NamesModel
    from .detect import Detection

_HASH_DIGITS: Final = 12
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
Annotated = tuple[Document, list[Event]]


def prepared(article: Article, language: Language) -> Annotation:
    """An article made ready for the steps of a language."""
    return language.prepare(article.text, article.published, article.url, article.outlet, article.title)


class Annotator:
    """Turns articles into documents and events; what fails becomes a reject, never an exception."""

    def __init__(self, packs: Path | None = None, names_model: str | None = AUTO) -> None:
        self._packs: Mapping[str, Pack] = builtin_packs() if packs is None else read_packs(packs)
        self._detector = LanguageDetector(self._packs)
        self._folder = packs
        self._names_model = names_model
        self._digests = digest_of(self._packs), builtin_register().digest
        if names_model != AUTO:
            name_of_model(names_model, self._packs.values())  # One that cannot be used is told of at once.
        self._made_by = cache(self._made_by_pack)

    def annotate(self, article: Article, language: str | None = None) -> Annotated | Reject:
        """One article; `language` overrides detection."""
        try:
            return self._one(article, language)
        except SapxepError:
            raise
        except Exception as error:
            if was_interrupted(error):
                raise KeyboardInterrupt from error
            # One bad record must not end a run.
            detail = f"{type(error).__name__} at {place_of(error)}: {error}"
            return Reject(article.path, article.record, "annotate", "internal_error", detail)

    def annotate_batch(self, articles: Iterable[Article], language: str | None = None) -> Iterator[Annotated | Reject]:
        """Articles in order."""
        return (self.annotate(article, language) for article in articles)

    def _one(self, article: Article, language: str | None) -> Annotated:
        found = self._detector.detect(article.text, article.url)
        code = language or found.language
        if code is None or code not in self._packs:
            return self._document(article, found, code), []
        # The steps themselves: spaCy's face of them (`components`) would cost a third of the start for nothing.
        ready = language_of(code, self._folder)
        ann = ready.annotate(prepared(article, ready), self._model_of(ready.pack))
        to_raw(ann)
        document = self._document(article, found, code)
        document.mentions = ann.mentions()
        # What the steps kept there points back at the article: nobody would let go of it before a collection.
        ann.context.clear()
        return document, _identified(ann.events, document.doc_id)

    def _model_of(self, pack: Pack) -> NamesModel | None:
        return names_model(reference_for(self._names_model, pack))

    def _made_by_pack(self, code: str | None) -> MadeBy:
        pack = self._packs.get(code or "")
        model = None if pack is None else name_of_model(self._names_model, [pack])
        return MadeBy(__version__, self._digests[0], model, self._digests[1])

    def _document(self, article: Article, found: Detection, code: str | None) -> Document:
        reasons: dict[str, str] = {}
        if code is None:
            reasons["language"] = "not recognised"
        elif code not in self._packs:
            reasons["mentions"] = f"no language pack for {code}"
        if article.published is None:
            reasons["published"] = "no date beside the article"
        return Document(
            SCHEMA_VERSION,
            doc_id(article.url, article.text),
            self._made_by(code),
            Source(article.path, article.record, article.url, article.outlet),
            code,
            found.confidence if code == found.language else None,
            found.translated_from if code == found.language else None,
            article.title,
            article.published.isoformat() if article.published else None,
            article.text,
            [],
            reasons,
        )


def _identified(events: list[Event], document: str) -> list[Event]:
    """The events with their ids, in canonical order."""
    for event in events:
        event.doc_id = document
        event.event_id = f"{document}:{_digest(event)}"
    unique = {event.event_id: event for event in events}
    return sorted(unique.values(), key=lambda e: (e.evidence.start, e.evidence.end, e.type, e.event_id))


def _digest(event: Event) -> str:
    """Twelve hex digits over type, participants, counts and where the evidence starts.

    A document is the participant of its own issuing, an official that of an appointment.
    """
    told = [
        event.type,
        [[p.name, p.kind, p.extent] for p in event.sources],
        [[p.name, p.kind, p.extent] for p in event.targets],
        asdict(event.counts) if event.counts else None,
        event.evidence.start,
        [d.number for d in event.documents] if event.type == "document_issued" else [],
        [o.name for o in event.officials] if event.type == "appointment" else [],
    ]
    return hashlib.sha256(_CANONICAL.encode(told).encode()).hexdigest()[:_HASH_DIGITS]
