"""One language made ready: its pack compiled, and the way of one text through the components."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..entities.bare_names import find_bare_units
from ..entities.coordination import coordinate
from ..entities.dates import find_dates
from ..entities.documents import find_documents
from ..entities.marks import FILLER, NEW, NUMBER, OLD, SEPARATOR, unit_terms
from ..entities.names_policy import add_proposed_units, propose
from ..entities.officials import find_officials, resolve_roles
from ..entities.organizations import find_organizations
from ..entities.roles import posts_terms
from ..entities.unit_gaps import unnamed_kind_words
from ..entities.unit_names import UnitNames
from ..entities.units import find_units
from ..events.assemble import Assembler
from ..events.completion import add_targets
from ..events.confidence import confidence_of
from ..events.duplicates import without_duplicates
from ..events.frames import find_frames
from ..events.kept import KeptReader
from ..events.mapped import MappingReader
from ..events.participants import add_new_kinds
from ..events.passages import add_passages
from ..events.register_counts import add_register_counts
from ..events.rows import add_rows
from ..events.rules import EventRules, event_terms
from ..events.sequence import CUE
from ..languages.lexicon import Lexicon, expand
from ..languages.pack import Pack
from ..linking.verdict import verdict_of
from ..records.annotation import Annotation, Sentence
from ..records.vocabulary import EVIDENCE_LIMIT
from ..register.register import Register
from ..text.normalise import NormalisedText, normalise
from ..text.rows import join_rows
from ..text.tokens import sentence_bounds, tokenize
from .link import link_article

if TYPE_CHECKING:
    from ..entities.names_model import NamesModel, NameSpan


def lexicon_of(pack: Pack) -> Lexicon:
    """All terms of a pack in one trie."""
    lexicon = Lexicon()
    told = [(term, group, value) for pattern, group, value in _all_terms(pack) for term in expand(str(pattern))]
    # All at once: no step of normalising looks past the end of a line.
    normal = pack.normal("\n".join([term for term, _, _ in told])).split("\n")
    terms = [(term, group, value) for term, (_, group, value) in zip(normal, told, strict=True)]
    for term, group, value in _with_joined_cues(terms):
        lexicon.add(term, group, value)
    return lexicon


def _with_joined_cues(terms: list[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The terms, a cue once with the set of its classes: half the words are cues, and many are of several classes."""
    classes: dict[str, set[str]] = {}
    for term, group, value in terms:
        if group == CUE:
            classes.setdefault(term, set()).add(value)
    # Items with the same classes share one set: its hash is asked for again and again.
    shared: dict[frozenset[str], frozenset[str]] = {}
    for term, group, value in terms:
        if group != CUE:
            yield term, group, value
        elif term in classes:
            found = frozenset(classes.pop(term))
            yield term, group, shared.setdefault(found, found)


def _all_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    yield from unit_terms(pack)
    yield from posts_terms(pack)
    yield from event_terms(pack)


@dataclass(slots=True)
class Language:
    """A pack with everything compiled from it, against one register."""

    pack: Pack
    register: Register
    lexicon: Lexicon
    names: UnitNames
    rules: EventRules
    mapping: MappingReader
    kept: KeptReader

    @classmethod
    def of(cls, pack: Pack, register: Register) -> Language:
        """Compile a pack."""
        names = UnitNames(pack, register)
        rules = EventRules(pack)
        mapping = MappingReader(register, names.candidates, rules.mapping)
        kept = KeptReader(register, names.candidates, rules.mapping["kept"])
        return cls(pack, register, lexicon_of(pack), names, rules, mapping, kept)

    def prepare(
        self,
        raw: str,
        published: datetime.date | None = None,
        url: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
    ) -> Annotation:
        """Normalise, cut into tokens and sentences, find terms; no component has run yet."""
        norm = normalise(raw, self.pack.normalisers)
        ann = Annotation(norm.text, self.pack.code, published, url, outlet, title)
        ann.tokens, ann.starts, ann.ends = tokenize(norm.text)
        ann.lower = list(map(str.lower, ann.tokens))
        ann.figures = [i for i, token in enumerate(ann.lower) if "0" <= token < _BEHIND_FIGURES]
        abbreviations = frozenset(self.pack.settings.get("abbreviations", ()))
        openers = frozenset(self.pack.settings.get("sentence_openers", ()))
        ordinals = self.pack.settings.get("ordinal_points", True)
        bounds = sentence_bounds(norm.text, ann.tokens, ann.starts, ann.ends, abbreviations, openers, ordinals)
        joined, ann.context["cells"] = join_rows(bounds, ann.tokens)
        ann.sentences = [Sentence(*bound) for bound in joined]
        firsts: list[int] = []
        for sentence in ann.sentences:
            firsts += [sentence.first] * (sentence.last - sentence.first)
        ann.context.update(norm=norm, terms=self.lexicon.find(ann.lower), sentence_firsts=firsts)
        ann.context.update(soft_marks=FILLER | OLD | NEW | NUMBER, hard_marks=SEPARATOR)
        return ann

    def dates(self, ann: Annotation) -> None:
        """Find dates."""
        ann.dates = find_dates(ann, self.pack)

    def documents(self, ann: Annotation) -> None:
        """Find legal documents; wants dates."""
        ann.documents = find_documents(ann, self.pack)

    def units(self, ann: Annotation) -> None:
        """Find units with a kind word; wants dates and documents."""
        find_units(ann, self.pack, self.names)

    def organizations(self, ann: Annotation) -> None:
        """Find bodies; wants units."""
        find_organizations(ann, self.pack, self.names)

    def officials(self, ann: Annotation) -> None:
        """Find people with posts, then units without kind word and lists of units; wants units and bodies."""
        find_officials(ann, self.pack, self.names)
        find_bare_units(ann, self.pack, self.names)
        add_proposed_units(ann, self.names)
        coordinate(ann, self.pack, self.names)
        ann.context["free_kind_words"] = unnamed_kind_words(ann)

    def link(self, ann: Annotation) -> None:
        """Match frames, link units to the register with what the frames say, then settle the roles of officials."""
        frames = add_rows(ann, find_frames(ann, self.rules, self.mapping.frames, self.kept.frames))
        frames = add_passages(ann, add_targets(ann, frames), self.mapping)
        ann.context["frames"] = frames
        link_article(ann, frames, self.register, self.names.script)
        frames = ann.context["frames"] = add_register_counts(ann, frames, self.register)
        resolve_roles(ann, self.pack)
        add_new_kinds(ann, frames, self.register)
        number_mentions(ann)

    def events(self, ann: Annotation) -> None:
        """Make events of the frames."""
        made = Assembler(ann, ann.context["frames"], self.register).events()
        ann.events = without_duplicates(made)
        for event in ann.events:
            event.register = verdict_of(event, self.register)
            event.confidence = confidence_of(event, self.pack.code)
            if event.confidence is None:
                event.reasons["confidence"] = "not calibrated for this language"
            if event.register is None:
                event.reasons["register"] = "the register tells nothing of such an event"

    def run(self, ann: Annotation, upto: str = "events") -> Annotation:
        """Run the steps up to the named one that have not run yet."""
        done: int = ann.context.get("steps_done", 0)
        last = STEPS.index(upto) + 1
        for name in STEPS[done:last]:
            STEP_OF[name](self, ann)
        ann.context["steps_done"] = max(done, last)
        return ann

    def names_passed(self, ann: Annotation) -> bool:
        """Whether a step has run that wants the answers of a names model."""
        return bool(ann.context.get("steps_done", 0) > _BEFORE_NAMES)

    def propose_names(self, ann: Annotation, model: NamesModel, everywhere: bool = False) -> list[NameSpan]:
        """Run the steps before a names model, then ask it; `everywhere`: of every sentence."""
        self.run(ann, STEPS[_BEFORE_NAMES - 1])
        return propose(ann, model, self.names, everywhere)

    def annotate(self, ann: Annotation, model: NamesModel | None = None) -> Annotation:
        """Run all steps, with a names model where there is one."""
        if model is not None:
            self.propose_names(ann, model)
        return self.run(ann)


# What begins with a figure sorts before it.
_BEHIND_FIGURES = ":"
STEP_OF: Final[dict[str, Callable[[Language, Annotation], None]]] = {
    "dates": Language.dates,
    "documents": Language.documents,
    "units": Language.units,
    "organizations": Language.organizations,
    "officials": Language.officials,
    "linker": Language.link,
    "events": Language.events,
}
# The order in which the steps run; each wants those before it.
STEPS: Final[tuple[str, ...]] = tuple(STEP_OF)
# A names model is asked before this step.
BEHIND_NAMES: Final = "officials"
_BEFORE_NAMES: Final = STEPS.index(BEHIND_NAMES)


def number_mentions(ann: Annotation) -> None:
    """Collect all mentions and give them ids in reading order."""
    ann.units = [span.mention for span in ann.context["units"]]
    for n, mention in enumerate(ann.mentions(), 1):
        mention.id = f"m{n}"
    persons = ann.context.get("persons", [])
    for person in persons:
        if person.same_as is not None:
            person.mention.refers_to = persons[person.same_as].mention.id


def to_raw(ann: Annotation) -> None:
    """Turn all offsets from the normalised copy to the text as read."""
    norm: NormalisedText = ann.context["norm"]
    for mention in ann.mentions():
        mention.start, mention.end = norm.raw_span(mention.start, mention.end)
        mention.surface = norm.raw[mention.start : mention.end]
    for event in ann.events:
        evidence = event.evidence
        evidence.start, evidence.end = _quotable(norm, evidence.start, evidence.end)
        evidence.text = norm.raw[evidence.start : evidence.end]


def _quotable(norm: NormalisedText, start: int, end: int) -> tuple[int, int]:
    """The text as read behind a stretch of evidence: marks and signs that the copy lacks may make it too long."""
    first, last = norm.raw_span(start, end)
    if last - first <= EVIDENCE_LIMIT:
        return first, last
    ends = range(start + 1, end + 1)
    fitting = bisect_right(ends, first + EVIDENCE_LIMIT, key=lambda at: norm.raw_span(start, at)[1])
    return first, norm.raw_span(start, ends[fitting - 1])[1] if fitting else first + EVIDENCE_LIMIT
