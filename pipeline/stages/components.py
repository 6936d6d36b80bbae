"""The spaCy face: one factory a step, usable in anyone's pipeline; a Doc carries its annotation in `user_data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language as Nlp
from spacy.tokens import Doc, Span

from ..entities.names_model import NamesModel, NameSpan
from ..entities.names_reference import AUTO, DEFAULT, names_model, reference_for
from ..errors import SapxepError
from ..languages.pack import Pack
from ..records import Annotation, Mention
from ..records.article import Article
from ..text.normalise import NormalisedText
from .annotate import prepared
from .builtin import language_of
from .language import BEHIND_NAMES, STEPS, Language

ANNOTATION: Final = "sapxep_annotation"
ARTICLE: Final = "sapxep_article"
_LONGEST_TEXT: Final = 100_000_000
# Which spans of a Doc a step fills, by the type of mention.
_SPANS: Final[dict[str, tuple[str, ...]]] = {
    "documents": ("document",),
    "dates": ("date",),
    "units": (),
    "organizations": ("organization",),
    "officials": (),
    "linker": ("official", "unit"),
    "events": (),
}


@dataclass(slots=True)
class Step:
    """One component: runs its step, and those it wants, on the annotation of a Doc."""

    # Not `name`: spaCy sets that to the component's name in its pipeline.
    step: str
    language: Language
    spans: bool = True

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc and fill its span groups."""
        ann = doc.user_data.get(ANNOTATION)
        if ann is None:
            ann = doc.user_data[ANNOTATION] = _prepared(doc, self.language)
        self.language.run(ann, self.step)
        for kind in _SPANS[self.step] if self.spans else ():
            _fill(doc, ann, kind)
        if self.step == "events":
            doc.user_data["sapxep_events"] = ann.events
        return doc


@dataclass(slots=True)
class NamesStep:
    """The component of a model for names: runs the steps before it, then asks the model.

    `doc.spans["sapxep_names"]` holds what the model says. With `everywhere` it is asked of every sentence and all its
    answers are shown, however unsure; else as runs do it. What the later components make of it is the same policy.
    """

    language: Language
    model: NamesModel
    spans: bool = True
    everywhere: bool = False

    def __call__(self, doc: Doc) -> Doc:
        """Find names in a Doc."""
        ann = doc.user_data.get(ANNOTATION)
        if ann is None:
            ann = doc.user_data[ANNOTATION] = _prepared(doc, self.language)
        if self.language.names_passed(ann):
            raise SapxepError(
                f"sapxep_names stands too late in the pipeline: it must come before sapxep_{BEHIND_NAMES}"
            )
        found = self.language.propose_names(ann, self.model, self.everywhere)
        if self.spans:
            doc.spans["sapxep_names"] = list(_shown(doc, ann, found))
        return doc


def _shown(doc: Doc, ann: Annotation, found: Iterable[NameSpan]) -> Iterator[Span]:
    norm: NormalisedText = ann.context["norm"]
    for name in found:
        start, end = norm.raw_span(ann.starts[name.first], ann.ends[name.last - 1])
        span = doc.char_span(start, end, label=name.label, alignment_mode="expand")
        if span is not None:
            yield span


def _prepared(doc: Doc, language: Language) -> Annotation:
    article: Article | None = doc.user_data.get(ARTICLE)
    return language.prepare(doc.text) if article is None else prepared(article, language)


def _fill(doc: Doc, ann: Annotation, kind: str) -> None:
    norm: NormalisedText = ann.context["norm"]
    spans = []
    for mention in _of_kind(ann, kind):
        start, end = norm.raw_span(mention.start, mention.end)
        span = doc.char_span(start, end, label=kind, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[f"sapxep_{kind}s"] = spans


def _of_kind(ann: Annotation, kind: str) -> Iterable[Mention]:
    found: dict[str, Iterable[Mention]] = {
        "document": ann.documents,
        "date": ann.dates,
        "organization": ann.organizations,
        "official": ann.officials,
        "unit": ann.units,
    }
    return found[kind]


def _make(nlp: Nlp, name: str, pack: str | None, packs: str | None, step: str, spans: bool) -> Step:
    return Step(step, language_of(pack or nlp.lang, Path(packs) if packs else None), spans)


for _step in STEPS:
    Nlp.factory(
        f"sapxep_{_step}",
        default_config={"pack": None, "packs": None, "step": _step, "spans": True},
        assigns=["doc.spans"],
        func=_make,
    )


def _make_names(
    nlp: Nlp, name: str, pack: str | None, packs: str | None, model: str, spans: bool, everywhere: bool
) -> NamesStep:
    made = names_model(model)
    if made is None:
        raise SapxepError(f"sapxep_names wants a model: {DEFAULT}, a folder or an id, not {model}")
    return NamesStep(language_of(pack or nlp.lang, Path(packs) if packs else None), made, spans, everywhere)


Nlp.factory(
    "sapxep_names",
    default_config={"pack": None, "packs": None, "model": DEFAULT, "spans": True, "everywhere": False},
    assigns=["doc.spans"],
    func=_make_names,
)


def load(
    language: str, packs: str | Path | None = None, *, spans: bool = True, names_model: str | Path | None = AUTO
) -> Nlp:
    """A spaCy pipeline of a language with every component of sapxep, over a blank tokenizer.

    `spans`: whether the components fill `doc.spans`; the mentions stand in the annotation either way. `names_model`: a
    model that helps to find names: `default`, a folder, the id of one on a hub, `none`, or `auto`, which leaves it to
    the pack.
    """
    pack = _pack(language, packs)
    nlp = blank(pack)
    config = {"pack": language, "packs": str(packs) if packs else None, "spans": spans}
    model = reference_for(str(names_model) if names_model else None, pack)
    for name in STEPS:
        if name == BEHIND_NAMES and model is not None:
            nlp.add_pipe("sapxep_names", config={**config, "model": model})
        nlp.add_pipe(f"sapxep_{name}", config=config)
    return nlp


def _pack(language: str, packs: str | Path | None) -> Pack:
    return language_of(language, Path(packs) if packs else None).pack


def blank(pack: Pack) -> Nlp:
    """A blank spaCy pipeline for a pack: its `spacy` language where it names one, else the multi-language one."""
    code = str(pack.settings.get("spacy", "xx"))
    config: dict[str, Any] = {"nlp": {"tokenizer": pack.settings["tokenizer"]}} if "tokenizer" in pack.settings else {}
    nlp = spacy.blank(code, config=config)
    nlp.max_length = _LONGEST_TEXT
    return nlp
