"""What cues around a frame say of it: proposed, planned, decided, under way, done, negated, or not said at all."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ..languages.lexicon import Term
from ..records.annotation import Annotation
from ..records.spans import BodySpan
from .frames import Frame
from .sequence import Item

_SENTENCE, _PARAGRAPH, _PAST, _REST, _AHEAD, _PRESENT, _MAIN_VERB = range(1, 8)
DISCARDED = frozenset({"hypothetical", "question", "denied", "rumour"})
_STRENGTH = (
    "rumour",
    "denied",
    "question",
    "hypothetical",
    "negated",
    "proposed",
    "planned",
    "ongoing",
    "decided",
    "completed",
    "coming",
    "open",
)
# What the tense of a verb says by itself gives way to words: the past to all but those that rule the whole article,
# the future to all; the present says least: what is done now, or still to come. In some languages it is also the tense
# of what lasts ("open"); there only the day of the text can tell.
_TENSES = {
    "past": (_PAST, "completed"),
    "ahead": (_AHEAD, "planned"),
    "present": (_PRESENT, "coming"),
    "open": (_PRESENT, "open"),
}
# Whose vote on a change of units recommends it, and whose decides it.
_ADVISING = frozenset({"people_council", "party_committee"})
_BINDING = frozenset({"national_assembly", "government", "politburo", "central_committee"})
# A wording that holds a word of another kind and says nothing ("not only").
_NEUTRAL = "neutral"
_OF_A_CLAUSE = frozenset({"hypothetical", "question"})
_PARTS = frozenset(";؛")
_BREAKS = frozenset(",،;؛:.")


@dataclass(slots=True)
class Qualifiers:
    """The qualifier terms of an article, with the sentence and paragraph of each."""

    terms: list[tuple[Term, int, int]]
    paragraphs: list[int]
    # Where a verb with a joining word behind it ends a clause ("… were merged and …"): the token of that word.
    joints: frozenset[int] = frozenset()
    # For each sentence without a verb the one, ended by a colon, under which it is listed; else -1.
    leads: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, ann: Annotation) -> Qualifiers:
        """Collect the qualifier terms of an annotated article."""
        found: list[tuple[Term, int, int]] = []
        sentence = 0
        spans = ann.sentences
        inside = {i for unit in ann.context["units"] for i in range(unit.first, unit.last)}
        # "Submission No. 402" is the name of a paper, whatever else the word says.
        for document in ann.documents:
            inside.update(range(*(bisect_left(ann.starts, place) for place in (document.start, document.end))))
        for term in ann.context["terms"].get("qualifier", ()):
            if term.first in inside or term.value[0] == _NEUTRAL:
                continue
            while sentence < len(spans) - 1 and term.first >= spans[sentence].last:
                sentence += 1
            found.append((term, sentence, spans[sentence].paragraph))
        frames: list[Frame] = ann.context["frames"]
        told = {i for frame in frames for item in frame.triggers for i in range(item.first, item.last)}
        found += _votes(ann)
        # A negation that is what some frame says ("is not merged": unchanged) is no word about its neighbours.
        found = [f for f in found if f[0].value[0] != "negated" or told.isdisjoint(range(f[0].first, f[0].last))]
        joining = {term.first for term in ann.context["terms"].get("link", ()) if term.value == "separator"}
        joints = joining.intersection([term.last for term, *_ in found if term.value[0] in _TENSES])
        verbs = {sentence for term, sentence, _ in found if term.value[0] in _TENSES}
        return cls(found, [s.paragraph for s in spans], frozenset(joints), _leads(ann, verbs))

    def propose(self, sentence: int) -> bool:
        """Whether up to a sentence the article speaks of proposals last, and not of what was agreed on after them."""
        told = [(number, term.value[0]) for term, number, _ in self.terms if term.value[0] in ("proposed", "planned")]
        before = [says for number, says in told if number <= sentence]
        return (before[-1] if before else told[0][1] if told else None) == "proposed"

    def said_of(self, ann: Annotation, frame: Frame) -> str | None:
        """The cue that governs a frame: the nearest scope wins, within a scope the strongest cue."""
        best: tuple[int, int] | None = None
        for term, sentence, paragraph in self.terms:
            rank = self._rank(ann, frame, term, sentence, paragraph)
            if rank is None:
                continue
            tense, says = _TENSES.get(term.value[0], (rank, term.value[0]))
            key = (max(rank, tense), _STRENGTH.index(says))
            best = key if best is None else min(best, key)
        return None if best is None else _STRENGTH[best[1]]

    def _rank(self, ann: Annotation, frame: Frame, term: Term, sentence: int, paragraph: int) -> int | None:
        _, scope, side = term.value
        if sentence == frame.sentence:
            told = any(item.first <= term.first and term.last <= item.last for item in frame.triggers)
            if told and term.value[0] not in _TENSES:
                return None  # "is no more" is what the frame says, no word about it
            if (side == "before" and term.first >= frame.last) or (side == "after" and term.last <= frame.first):
                return None
            return self._near(ann, frame, term, scope)
        if sentence > frame.sentence:
            behind = sentence == frame.sentence + 1 and paragraph == self.paragraphs[frame.sentence]
            return _PARAGRAPH if scope == "previous" and behind else None
        if scope in ("paragraph", "rest") and paragraph == self.paragraphs[frame.sentence]:
            return _PARAGRAPH
        lead = self.leads[frame.sentence]
        if lead >= 0 and (sentence == lead or (scope == "paragraph" and paragraph == self.paragraphs[lead])):
            return None if scope == "clause" else _PARAGRAPH
        if scope == "next" and sentence == frame.sentence - 1:
            return _PARAGRAPH
        return _REST if scope == "rest" else None

    def _near(self, ann: Annotation, frame: Frame, term: Term, scope: str) -> int | None:
        if term.first < frame.last and term.last > frame.first:
            return None if term.value[0] == "negated" and _is_apart(ann, frame, term) else 0
        between = range(term.last, frame.first) if term.last <= frame.first else range(frame.last, term.first)
        if not any(ann.tokens[i] in _BREAKS or i in self.joints for i in between):
            return 0
        if scope == "clause":
            # A statement without a verb of its own ("with the merger of A and B, …") has that of the sentence.
            return _MAIN_VERB if term.value[0] in _TENSES and term.first >= frame.last else None
        # What is wished or asked beyond a semicolon is another matter.
        apart = term.value[0] in _OF_A_CLAUSE and any(ann.tokens[i] in _PARTS for i in between)
        return None if apart else _SENTENCE


def _votes(ann: Annotation) -> list[tuple[Term, int, int]]:
    """Where a council or a committee of the party votes on a change: others decide, so that is a plan."""
    out: list[tuple[Term, int, int]] = []
    sequences: list[list[Item]] = ann.context["sequences"]
    for number, items in enumerate(sequences):
        verb = next((item for item in items if "decides" in item.classes), None)
        if verb is None:
            continue
        bodies = {item.value.body for item in items if isinstance(item.value, BodySpan)}
        if bodies & _ADVISING and not bodies & _BINDING:
            term = Term(verb.first, verb.last, "qualifier", ("planned", "sentence", "both"))
            out.append((term, number, ann.sentences[number].paragraph))
    return out


def _is_apart(ann: Annotation, frame: Frame, term: Term) -> bool:
    """Whether a negation in the midst of a frame is of another verb: a sign stands between it and the trigger."""
    if not frame.triggers:
        return any(ann.tokens[i] in _PARTS for i in range(term.last, frame.last))
    behind = [item.first for item in frame.triggers if item.first >= term.last]
    return bool(behind) and any(ann.tokens[i] in _BREAKS for i in range(term.last, min(behind)))


def _leads(ann: Annotation, verbs: set[int]) -> list[int]:
    """For each sentence the one that its list stands under, -1 for none; a sentence with a verb ends a list."""
    out: list[int] = []
    lead = -1
    for number, sentence in enumerate(ann.sentences):
        out.append(-1 if number in verbs else lead)
        if ann.tokens[sentence.last - 1] == ":":
            lead = number
        elif number in verbs:
            lead = -1
    return out
