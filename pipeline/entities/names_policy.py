"""What becomes of the names that a model finds: one policy for overlaps and confidence, whatever the model.

1. Rules win: a name that touches what they read (a unit, a person, a post, a body, a document, a date) is dropped.
2. A name below the least probability is dropped. Where the model was calibrated, mentions have its confidence.
3. A person becomes an official only where a post stands right beside the name, as the role reader reads it; other
   mentions of that name come with it.
4. A unit needs more than the model: two words of the shape of names or more, and a kind word right before them or a
   province of that name in the register. The register alone gives ids.
5. A body becomes an organization where a word for a body stands inside its name; that word tells its sort.
6. The model is asked of sentences only in which a word like a name is left that the rules did not read, and which have
   a post or title, a word for a body that is in no body read, or such a word right behind a kind word or a unit:
   elsewhere few answers would count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ..records.annotation import Annotation
from ..records.mentions import OrganizationMention
from ..records.spans import BodySpan, KindWord, PersonSpan, UnitSpan
from ..register.keys import fold
from . import marks as m
from .unit_context import PROVINCE_LEVEL
from .unit_names import UnitNames
from .units import flagged, new_span, sentence_end

if TYPE_CHECKING:
    from .names_model import NamesModel, NameSpan
    from .person_finder import PersonFinder
    from .roles import BodyWord

LEAST: Final = 0.8
_PROPOSED: Final = "names_proposed"
_BY: Final = "names_by"
_SHORTEST_PERSON: Final = 2
_LONGEST_PERSON: Final = 6
_LONGEST_UNIT: Final = 5
_SURE: Final = 2


def propose(ann: Annotation, model: NamesModel, names: UnitNames, everywhere: bool = False) -> list[NameSpan]:
    """Ask the model; wants units with a kind word and bodies, and adds bodies. People and units are added later."""
    stretches = [(s.first, s.last) for s in ann.sentences] if everywhere else list(open_sentences(ann, names))
    found = [span for span in model.spans(ann, stretches) if everywhere or span.probability >= LEAST]
    ann.context[_PROPOSED] = [span for span in found if span.probability >= LEAST]
    ann.context[_BY] = f"model/{model.name}"
    _add_bodies(ann)
    return found


def open_sentences(ann: Annotation, names: UnitNames) -> Iterator[tuple[int, int]]:
    """The sentences with a word like a name that is part of nothing that the rules have read, and a word that backs it.

    Right behind a kind word, a post or an honorific any capitalised word is like a name.
    """
    groups = ("honorific", "rank")
    read = _read_tokens(ann) | _term_tokens(ann, groups)
    like = {i for i, plausible in enumerate(names.plausible(ann)) if plausible}
    if names.capitalised:
        ends = {word.last for word in ann.context["kind_words"]}
        ends.update(term.last for group in ("post", *groups) for term in ann.context["terms"].get(group, ()))
        like.update(i for i in ends if i < len(ann.tokens) and ann.tokens[i][0].isupper())
        # The first word of a sentence has its capital anyhow; a name of one word there is no loss to speak of.
        like.difference_update(s.first for s in ann.sentences if s.first + 1 not in like)
    like -= read
    terms = ann.context["terms"]
    backed = {term.first for group in ("post", *groups) for term in terms.get(group, ())}
    backed.update(word.first for word in ann.context["kind_words"] if word.last in like)
    # What is joined to a unit of a list shares its kind word.
    paired = {i for i in like if i + 1 in like and i - 1 not in like}
    backed.update(unit.head for unit in ann.context["units"] if not paired.isdisjoint((unit.last, unit.last + 1)))
    backed.update(term.first for term in terms.get("body", ()) if term.first not in read and term.last not in read)
    for sentence in ann.sentences:
        tokens = range(sentence.first, sentence.last)
        if not (like.isdisjoint(tokens) or backed.isdisjoint(tokens)):
            yield sentence.first, sentence.last


def with_proposed_people(ann: Annotation, finder: PersonFinder, persons: list[PersonSpan]) -> list[PersonSpan]:
    """The people of the rules, and those of the model that have a post beside them, with other mentions of their names.

    A name of the rules that makes no official, without a post, gives way to one of the model that has a post.
    """
    found = _of(ann, "person")
    if not found:
        return persons
    sure = [person for person in persons if person.roles or person.honorific == "comrade"]
    taken = _read_tokens(ann) | {i for person in sure for i in range(person.outer_first, person.outer_last)}
    made: list[PersonSpan] = []
    for span in found:
        if taken.isdisjoint(range(span.first, span.last)) and _is_person_long(span):
            person = finder.person(span.first, span.last)
            person.mention.rule, person.mention.confidence = ann.context[_BY], span.confidence
            made.append(person)
    officials = {fold(person.mention.name or "") for person in (*made, *persons) if person.roles}
    made = [person for person in made if fold(person.mention.name or "") in officials]
    tokens = {i for person in made for i in range(person.outer_first, person.outer_last)}
    return [person for person in persons if tokens.isdisjoint(range(person.first, person.last))] + made


def _is_person_long(span: NameSpan) -> bool:
    return _SHORTEST_PERSON <= span.last - span.first <= _LONGEST_PERSON


def supported(ann: Annotation, finder: PersonFinder, names: UnitNames) -> Iterator[NameSpan]:
    """The people and units of the model with a post or kind word beside them, also those that rules read.

    `finder` must have found none.
    """
    for span in _of(ann, "person"):
        finder.claimed.clear()
        if _is_person_long(span) and finder.person(span.first, span.last).roles:
            yield span
    heads = {word.last: word for word in ann.context["kind_words"]}
    for span in _of(ann, "unit"):
        if span.last - span.first <= _LONGEST_UNIT and _supported(ann, span, names, heads.get(span.first)):
            yield span


def add_proposed_units(ann: Annotation, names: UnitNames) -> None:
    """Add to `context["units"]` the model's units that a kind word or the register supports."""
    units: list[UnitSpan] = ann.context["units"]
    persons: Iterable[PersonSpan] = ann.context["persons"]
    taken = _read_tokens(ann) | {i for person in persons for i in range(person.outer_first, person.outer_last)}
    heads = {word.last: word for word in ann.context["kind_words"]}
    for span in _of(ann, "unit"):
        if taken.isdisjoint(range(span.first, span.last)) and span.last - span.first <= _LONGEST_UNIT:
            unit = _supported(ann, span, names, heads.get(span.first))
            if unit is not None:
                unit.mention.rule, unit.mention.confidence = ann.context[_BY], span.confidence
                units.append(unit)
    units.sort(key=lambda unit: unit.first)


def _supported(ann: Annotation, span: NameSpan, names: UnitNames, word: KindWord | None) -> UnitSpan | None:
    """The unit that a name is, with a kind word or as a province of the register; None where neither supports it."""
    first, last = span.first, span.last
    guarded = first > 0 and ann.context["marks"][first - 1] & m.GUARD
    if last - first < _SURE or guarded or not all(names.plausible(ann)[first:last]):
        return None
    if word is None and not any(unit.kind in PROVINCE_LEVEL for unit in names.known(ann, first, last)):
        return None
    head, kinds = (word.first, word.kinds) if word is not None else (first, ())
    return flagged(ann, new_span(ann, first, last, head, kinds), sentence_end(ann, first))


def _add_bodies(ann: Annotation) -> None:
    bodies: list[BodySpan] = ann.context["bodies"]
    taken = {i for body in bodies for i in range(body.first, body.last)} | _covered(ann)
    taken |= _term_tokens(ann, ("post",))
    words = {term.first: term.value for term in ann.context["terms"].get("body", ())}
    # Models end a body where the name of its unit begins; the rules count that in.
    ending = {i: unit for unit in ann.context["units"] for i in range(unit.head, unit.first + 1)}
    for span in _of(ann, "body"):
        word = next((words[i] for i in range(span.first, span.last) if i in words), None)
        if word is not None and span.last - span.first >= _SURE and taken.isdisjoint(range(span.first, span.last)):
            unit = ending.get(span.last)
            last = unit.last if unit is not None and unit.head > span.first else span.last
            bodies.append(_body(ann, span.first, last, word))
    bodies.sort(key=lambda body: body.first)
    ann.organizations = [body.mention for body in bodies if body.mention is not None]


def _body(ann: Annotation, first: int, last: int, word: BodyWord) -> BodySpan:
    start, end = ann.starts[first], ann.ends[last - 1]
    surface = ann.text[start:end]
    mention = OrganizationMention("", "organization", start, end, surface, surface, word.body, None)
    mention.rule = ann.context[_BY]
    return BodySpan(first, last, word.body, word.levels, None, mention)


def _of(ann: Annotation, label: str) -> list[NameSpan]:
    found: list[NameSpan] = ann.context.get(_PROPOSED, [])
    return [span for span in found if span.label == label]


def _read_tokens(ann: Annotation) -> set[int]:
    """Tokens of what the rules have read so far."""
    read = _covered(ann) | _term_tokens(ann, ("post",))
    for unit in ann.context["units"]:
        read.update(range(unit.head, unit.last))
    for word in ann.context["kind_words"]:
        read.update(range(word.first, word.last))
    for body in ann.context["bodies"]:
        if body.mention is not None and body.mention.rule is None:
            read.update(range(body.first, body.last))
    return read


def _covered(ann: Annotation) -> set[int]:
    covered: set[int] = ann.context["covered"]
    return set(covered)


def _term_tokens(ann: Annotation, groups: Iterable[str]) -> set[int]:
    """Tokens of all terms of some groups."""
    found: set[int] = set()
    for group in groups:
        for term in ann.context["terms"].get(group, ()):
            found.update(range(term.first, term.last))
    return found
