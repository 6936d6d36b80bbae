"""From an article to its records: language, mentions, events, ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc

from .. import __version__
from ..entities.names_model import AUTO, name_of_model
from ..errors import SapxepError, place_of, was_interrupted
from ..languages.pack import Pack, builtin_packs, digest_of, read_packs
from ..records import SCHEMA_VERSION, Annotation, Document, Event, MadeBy, Reject, Source
from ..records.article import Article
from .components import ANNOTATION, ARTICLE, builtin_register, load
from .detect import LanguageDetector
from .identity import doc_id
from .language import to_raw

if TYPE_CHECKING:
    from spacy.language import Language as Nlp

    from .detect import Detection

_HASH_DIGITS: Final = 12
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
Annotated = tuple[Document, list[Event]]


class _Pipelines:
    """One spaCy pipeline a language.

    The components read the article itself, so the document that they are handed has no words: spaCy would only make
    lexemes of them that nobody asks for.
    """

    def __init__(self, packs: Path | None, names_model: str | None) -> None:
        self._packs = packs
        self._names_model = names_model
        self._made: dict[str, Nlp] = {}

    def annotated(self, code: str, article: Article) -> Annotation:
        """The annotation of an article; nothing of spaCy's document outlives this call."""
        nlp = self._of(code)
        # A zone lets go of every word that a component may have entered into the vocabulary.
        with nlp.memory_zone():
            doc = Doc(nlp.vocab, user_data={ARTICLE: article})
            for _, step in nlp.pipeline:
                doc = step(doc)
            ann: Annotation = doc.user_data.pop(ANNOTATION)
        return ann

    def _of(self, code: str) -> Nlp:
        if code not in self._made:
            self._made[code] = load(code, self._packs, spans=False, names_model=self._names_model)
        return self._made[code]


class Annotator:
    """Turns articles into documents and events; what fails becomes a reject, never an exception."""

    def __init__(self, packs: Path | None = None, names_model: str | None = AUTO) -> None:
        self._packs: Mapping[str, Pack] = builtin_packs() if packs is None else read_packs(packs)
        self._detector = LanguageDetector(self._packs)
        self._pipelines = _Pipelines(packs, names_model)
        digests = digest_of(self._packs), builtin_register().digest
        self._made_by = {
            code: MadeBy(__version__, digests[0], name_of_model(names_model, [pack]), digests[1])
            for code, pack in self._packs.items()
        }
        self._made_by_none = MadeBy(__version__, digests[0], None, digests[1])

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
        ann = self._pipelines.annotated(code, article)
        to_raw(ann)
        document = self._document(article, found, code)
        document.mentions = ann.mentions()
        # What the steps kept there points back at the article: nobody would let go of it before a collection.
        ann.context.clear()
        return document, _identified(ann.events, document.doc_id)

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
            self._made_by.get(code or "", self._made_by_none),
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
