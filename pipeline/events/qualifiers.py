"""What cues around a frame say of it: proposed, planned, decided, under way, done, negated, or not said at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from ..languages.lexicon import Term
from ..records.annotation import Annotation
from ..records.mentions import DocumentMention
from ..records.spans import BodySpan
from .documents import of_council
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
# What was laid before a session: proposed until that has voted.
_SUBMITTED = "submitted"
# A vote that has been taken, and what keeps such a wording from saying so ("is to vote on").
_ADOPTED = "adopted"
_UNVOTED = frozenset({"ahead", "negated", "proposed", _SUBMITTED, *DISCARDED})
# What people are asked to vote on: their question denies nothing, it says that the matter is proposed.
_POLLED = "polled"
# A question about something else, that takes what it tells for granted ("why was A merged with B?").
_PRESUMED = "presumed"
_OF_QUESTIONS = frozenset({_POLLED, _PRESUMED})
# A word that opens a reason: what is proposed before it does not hold behind it.
_REASON = "reason"
# A word that opens the other side of a matter ("but", "instead"): what was only thought of before it ends there, if its
# scope is `part`, which also ends at a semicolon or colon, or if it spoke of the sentence before. A word that stands
# behind what it is said of reaches over the sentence.
_TURN = "turn"
_TO_A_TURN = frozenset({"part", "previous"})
# A word of concession ("although many wished …, A goes to B"): what is wished in its clause does not hold behind that.
_CONCESSION = "concession"
_SIGNPOSTS = frozenset({_REASON, _TURN, _CONCESSION})
# How far a word reaches that tells of the papers before a session.
_OF_PAPERS = frozenset({"paragraph", "rest"})
_OF_A_CLAUSE = frozenset({"hypothetical", "question"})
_WISHED = frozenset({"proposed", "denied", "hypothetical"})
_PARTS = frozenset(";؛")
_ENDS_OF_PART = frozenset(";؛:")
_BREAKS = frozenset(",،;؛:.")
_Key = tuple[int, int]


class _Least:
    """The least key among terms before any sentence; they come in the order of their sentences."""

    def __init__(self) -> None:
        self._sentences: list[int] = []
        self._keys: list[_Key] = []

    def add(self, sentence: int, key: _Key) -> None:
        self._keys.append(min(key, self._keys[-1]) if self._keys else key)
        self._sentences.append(sentence)

    def before(self, sentence: int) -> _Key | None:
        at = bisect_left(self._sentences, sentence)
        return self._keys[at - 1] if at else None


class _Reach:
    """What terms say of other sentences than their own, added up so that no frame has to ask every term."""

    def __init__(self, terms: list[tuple[Term, int, int]]) -> None:
        self.own: defaultdict[int, list[Term]] = defaultdict(list)
        # By sentence: terms that speak of the sentence before, of the one behind, of what is listed under theirs.
        self.behind: dict[int, _Key] = {}
        self.ahead: dict[int, _Key] = {}
        self.leading: dict[int, _Key] = {}
        # By paragraph: terms that reach over it, and those of them that go no further.
        self.over: defaultdict[int, _Least] = defaultdict(_Least)
        self.inside: defaultdict[int, _Least] = defaultdict(_Least)
        self.rest = _Least()
        for term, sentence, paragraph in sorted(terms, key=lambda told: told[1]):
            self.own[sentence].append(term)
            self._enter(term, sentence, paragraph)

    def _enter(self, term: Term, sentence: int, paragraph: int) -> None:
        scope, key = term.value[1], _key(term, _PARAGRAPH)
        if scope != "clause":
            self.leading[sentence] = min(key, self.leading.get(sentence, key))
        table = {"previous": self.behind, "next": self.ahead}.get(scope)
        if table is not None:
            table[sentence] = min(key, table.get(sentence, key))
        if scope in ("paragraph", "rest"):
            self.over[paragraph].add(sentence, key)
        if scope == "paragraph":
            self.inside[paragraph].add(sentence, key)
        if scope == "rest":
            self.rest.add(sentence, _key(term, _REST))


def _key(term: Term, rank: int) -> _Key:
    """How near a term is, and how strong what it says; the least of several governs."""
    tense, says = _TENSES.get(term.value[0], (rank, term.value[0]))
    return max(rank, tense), _STRENGTH.index(says)


def _counted(flags: Iterable[bool]) -> list[int]:
    """For each place how many are set before it."""
    return [0, *accumulate(flags)]


class Qualifiers:
    """The qualifier terms of an article, with the sentence and paragraph of each.

    `joints`: where a verb with a joining word behind it ends a clause ("… were merged and …"): the token of that word.
    `leads`: for each sentence without a verb the one, ended by a colon, under which it is listed; else -1.
    `signposts`: the words that open a reason, the other side of a matter or a concession, by what they say.
    """

    def __init__(
        self,
        ann: Annotation,
        terms: list[tuple[Term, int, int]],
        joints: frozenset[int],
        leads: list[int],
        signposts: dict[str, list[int]],
    ) -> None:
        self.paragraphs = [sentence.paragraph for sentence in ann.sentences]
        self.leads = leads
        self._reach = _Reach(terms)
        breaks = list(map(_BREAKS.__contains__, ann.tokens))
        for i in joints:
            if i < len(breaks):
                breaks[i] = True
        self._breaks = _counted(breaks)
        self._parts = _counted(map(_PARTS.__contains__, ann.tokens))
        self._reasons = sorted(signposts.get(_REASON, ()))
        self._concessions = sorted(signposts.get(_CONCESSION, ()))
        turns = frozenset(signposts.get(_TURN, ()))
        self._turns = _counted([i in turns or token in _ENDS_OF_PART for i, token in enumerate(ann.tokens)])
        self._told = [(number, term.value[0]) for term, number, _ in terms if term.value[0] in ("proposed", "planned")]

    @classmethod
    def of(cls, ann: Annotation) -> Qualifiers:
        """The qualifier terms of an annotated article, collected when first asked for; wants its frames."""
        known: Qualifiers | None = ann.context.get("qualifiers")
        if known is None:
            known = ann.context["qualifiers"] = cls._collected(ann)
        return known

    @classmethod
    def _collected(cls, ann: Annotation) -> Qualifiers:
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
        found = _of_themselves(ann, _asked(found))
        frames: list[Frame] = ann.context["frames"]
        told = {i for frame in frames for item in frame.triggers for i in range(item.first, item.last)}
        signposts: defaultdict[str, list[int]] = defaultdict(list)
        for term, *_ in found:
            if term.value[0] in _SIGNPOSTS:
                signposts[term.value[0]].append(term.first)
        voted = _voted_in(ann, found)
        found = [(_since_vote(term, paragraph, voted), number, paragraph) for term, number, paragraph in found]
        found = [f for f in found if f[0].value[0] != _ADOPTED and f[0].value[0] not in _SIGNPOSTS] + _votes(ann)
        # A negation that is what some frame says ("is not merged": unchanged) is no word about its neighbours.
        found = [f for f in found if f[0].value[0] != "negated" or told.isdisjoint(range(f[0].first, f[0].last))]
        joining = {term.first for term in ann.context["terms"].get("link", ()) if term.value == "separator"}
        joints = joining.intersection([term.last for term, *_ in found if term.value[0] in _TENSES])
        verbs = {sentence for term, sentence, _ in found if term.value[0] in _TENSES}
        return cls(ann, found, frozenset(joints), _leads(ann, verbs), signposts)

    def propose(self, sentence: int) -> bool:
        """Whether up to a sentence the article speaks of proposals last, and not of what was agreed on after them."""
        told = self._told
        first = told[0][1] if told else None
        return next((says for number, says in reversed(told) if number <= sentence), first) == "proposed"

    def said_of(self, ann: Annotation, frame: Frame, around: bool = True) -> str | None:
        """The cue that governs a frame: the nearest scope wins, within a scope the strongest cue.

        `around`: cues of other sentences count, too.
        """
        ranked = [(term, self._rank(ann, frame, term)) for term in self._reach.own.get(frame.sentence, ())]
        near = [(term, rank) for term, rank in ranked if rank is not None]
        if _is_proposal_denied(frame, [term for term, _ in near]):
            return "denied"
        keys = [_key(term, rank) for term, rank in near]
        keys += [key for key in self._around(frame.sentence) if key is not None] if around else []
        return _STRENGTH[min(keys)[1]] if keys else None

    def _around(self, sentence: int) -> Iterator[_Key | None]:
        """What the terms of other sentences say of this one."""
        reach, paragraph, lead = self._reach, self.paragraphs[sentence], self.leads[sentence]
        if sentence + 1 < len(self.paragraphs) and self.paragraphs[sentence + 1] == paragraph:
            yield reach.behind.get(sentence + 1)
        yield reach.ahead.get(sentence - 1)
        if paragraph in reach.over:
            yield reach.over[paragraph].before(sentence)
        if lead >= 0:
            yield reach.leading.get(lead)
            if self.paragraphs[lead] in reach.inside:
                yield reach.inside[self.paragraphs[lead]].before(sentence)
        yield reach.rest.before(sentence)

    def _rank(self, ann: Annotation, frame: Frame, term: Term) -> int | None:
        """How near a term of its own sentence is to a frame; None where it says nothing of it."""
        _, scope, side = term.value
        told = any(item.first <= term.first and term.last <= item.last for item in frame.triggers)
        if told and term.value[0] not in _TENSES:
            return None  # "is no more" is what the frame says, no word about it
        if (side == "before" and term.first >= frame.last) or (side == "after" and term.last <= frame.first):
            return None
        return self._near(ann, frame, term, scope)

    def _near(self, ann: Annotation, frame: Frame, term: Term, scope: str) -> int | None:
        if term.first < frame.last and term.last > frame.first:
            return None if term.value[0] == "negated" and _is_apart(ann, frame, term) else 0
        first, last = (term.last, frame.first) if term.last <= frame.first else (frame.last, term.first)
        if self._breaks[last] == self._breaks[first]:
            return 0
        if scope == "clause":
            # A statement without a verb of its own ("with the merger of A and B, …") has that of the sentence.
            return _MAIN_VERB if term.value[0] in _TENSES and term.first >= frame.last else None
        if term.value[0] == "proposed" and bisect_left(self._reasons, last) > bisect_left(self._reasons, first):
            return None
        if term.last <= first and self._is_over(term, scope, last):
            return None
        # What is wished or asked beyond a semicolon is another matter, and so is what is denied of units named there.
        says = term.value[0]
        if says == "hypothetical" and frame.last <= term.first and self._turns[last] > self._turns[first]:
            return None  # "A goes to B, but some wish …": what is wished on the other side is another matter
        apart = says in _OF_A_CLAUSE or (says == "denied" and self._names_units(frame, term))
        return None if apart and self._parts[last] > self._parts[first] else _SENTENCE

    def _names_units(self, frame: Frame, term: Term) -> bool:
        """Whether a unit is named between the semicolons that a term stands between."""
        part = self._parts[term.first]
        return any(item.symbol in "UL" and self._parts[item.first] == part for item in frame.items)

    def _is_over(self, term: Term, scope: str, place: int) -> bool:
        """Whether what a term says has ended before a later place in its sentence, beyond a sign of punctuation."""
        if scope in _TO_A_TURN and self._turns[place] > self._turns[term.last]:
            return True
        at = bisect_right(self._concessions, term.first) - 1
        conceded = at >= 0 and self._breaks[self._concessions[at]] == self._breaks[term.first]
        return conceded and term.value[0] in _WISHED


def _asked(terms: list[tuple[Term, int, int]]) -> list[tuple[Term, int, int]]:
    """Terms where what a poll asks about ("do you agree to join A and B?") is proposed, and no mere question.

    Neither is what a question takes for granted.
    """
    polls = {number: term.first for term, number, _ in reversed(terms) if term.value[0] in _OF_QUESTIONS}
    if not polls:
        return terms
    out: list[tuple[Term, int, int]] = []
    for term, number, paragraph in terms:
        says, *how = term.value
        if says == _PRESUMED:
            continue
        if says == _POLLED:
            term = term._replace(value=("proposed", *how))
        elif says == "question" and polls.get(number, term.first) < term.first:
            continue
        out.append((term, number, paragraph))
    return out


def _of_themselves(ann: Annotation, terms: list[tuple[Term, int, int]]) -> list[tuple[Term, int, int]]:
    """Terms that deny the sentence before, but for those whose own sentence says first of which units it denies what.

    "It was proposed to move A to B, which was rejected": of what was told before, nothing was.
    """
    if not any(term.value[1] == "previous" for term, *_ in terms):
        return terms
    heads = sorted(unit.first for unit in ann.context["units"])
    out: list[tuple[Term, int, int]] = []
    wished, until = -1, 0
    for term, number, paragraph in terms:
        says, scope, side = term.value
        if scope == "previous" and wished == number and until <= term.first:
            first = ann.sentences[number].first
            if bisect_left(heads, first) < bisect_left(heads, term.first):
                term = term._replace(value=(says, "part", side))
        elif says in _WISHED and wished != number:
            wished, until = number, term.last
        out.append((term, number, paragraph))
    return out


def _voted_in(ann: Annotation, terms: list[tuple[Term, int, int]]) -> int:
    """The last paragraph that tells that a council has passed what was submitted, -1 for none.

    Either a resolution of its own is told as passed, or the vote is.
    """
    frames: list[Frame] = ann.context["frames"]
    told = [
        ann.sentences[frame.sentence].paragraph
        for frame in frames
        if frame.rule.type == "document_issued"
        for item in frame.roles.get("doc", ())
        if isinstance(item.value, DocumentMention) and of_council(item.value)
    ]
    others = [(other, number) for other, number, _ in terms if other.value[0] in _UNVOTED]
    for term, number, paragraph in terms:
        if term.value[0] == _ADOPTED and not any(n == number and _bars(ann, other, term) for other, n in others):
            told.append(paragraph)
    return max(told, default=-1)


def _is_proposal_denied(frame: Frame, terms: list[Term]) -> bool:
    """Whether a sentence says first that it is of a proposal and last that nothing came of it ("… was dropped")."""
    proposed = any(term.value[0] == "proposed" and term.last <= frame.last for term in terms)
    return proposed and any(term.value[0] == "denied" and term.first >= frame.last for term in terms)


def _bars(ann: Annotation, other: Term, vote: Term) -> bool:
    """Whether a word keeps a wording from telling of a vote: one of a proposal in its own clause only."""
    between = ann.tokens[other.last : vote.first]
    return other.value[0] not in ("proposed", _SUBMITTED) or (other.last <= vote.first and _BREAKS.isdisjoint(between))


def _since_vote(term: Term, paragraph: int, voted: int) -> Term:
    """What was submitted to a session, and what was proposed in papers before it, are plans once it has passed them."""
    says, scope, side = term.value
    passed = voted >= 0 and (says == _SUBMITTED or (says == "proposed" and scope in _OF_PAPERS and paragraph <= voted))
    if says == _SUBMITTED or passed:
        return term._replace(value=("planned" if passed else "proposed", scope, side))
    return term


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
