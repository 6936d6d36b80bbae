"""Legal documents named in an article: number, type, issuer, date of issue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final

from ..languages.pack import Pack
from ..records import Annotation, DateMention, DocumentMention, Issuer
from ..records.vocabulary import DocType
from .dates import find_dates
from .document_codes import issuer
from .document_numbers import DocumentWords, Number, merged, numbers_of
from .issue_rules import IssueRules

_REACH: Final = 220
_BEHIND: Final = 80
_STOPS: Final = frozenset({";", "؛"})
_SHORT: Final = 40
_HEAD: Final = 300
_BY_WORD: Final = frozenset({"law", "resolution"})


def find_documents(ann: Annotation, pack: Pack) -> list[DocumentMention]:
    """All documents of an article in reading order; wants `ann.dates`, or finds them."""
    numbers = numbers_of(ann, pack)
    if not numbers:
        return []
    words: DocumentWords = pack.built("document_words", DocumentWords)
    rules: IssueRules = pack.built("issue_rules", IssueRules)
    dates = ann.dates or find_dates(ann, pack)
    full = merged(numbers)
    mentions = [_mention(ann, number, full.get(i), rules) for i, number in enumerate(numbers)]
    _set_issued(ann, numbers, mentions, dates, rules)
    _share_dates(ann, mentions, words)
    _set_own_day(ann, mentions, dates, rules)
    return mentions


def _mention(ann: Annotation, number: Number, full: Number | None, rules: IssueRules) -> DocumentMention:
    stands_for = full or number
    start = number.start if number.word_start is None else number.word_start
    return DocumentMention(
        "", "document", start, number.end, ann.text[start : number.end], stands_for.text,
        _doc_type(number, full), _issuer(ann, number, stands_for, rules),
    )  # fmt: skip


def _doc_type(number: Number, full: Number | None) -> DocType:
    """By the code, else by the word; an assembly's number leaves only law and resolution."""
    source = full or number
    if source.code_type:
        return source.code_type
    word = source.word_type or number.word_type
    if not source.parts:
        return word or "other"
    if source.year and len(source.parts) == 1:
        return "law" if word == "law" else "resolution"
    if word and (word not in _BY_WORD or len(source.parts) == 1):
        return word
    return "official_letter"


def _issuer(ann: Annotation, number: Number, full: Number, rules: IssueRules) -> Issuer | None:
    """By the letters; words behind the number tell the Politburo and the Secretariat apart."""
    found = issuer(full.parts)
    if found is not None and found.body != "central_committee":
        return found
    near = ann.text[number.end : number.end + 80].lower().split("\n")[0]
    hits = [(m.start(), body) for body, phrases in rules.bodies if phrases and (m := phrases.search(near))]
    if not hits:
        return found
    return Issuer(min(hits)[1], "central")


def _set_issued(
    ann: Annotation, numbers: list[Number], mentions: list[DocumentMention], dates: list[DateMention], rules: IssueRules
) -> None:
    starts = [date.start for date in dates]
    used: set[int] = set()  # dates that stand behind the number they belong to; they date no other
    for i, mention in enumerate(mentions):
        at = bisect_right(starts, mention.end - 1)
        if at < len(dates):
            gap, end = ann.text[mention.end : min(starts[at], mention.end + _REACH + 1)], dates[at].end
            if len(gap) <= _REACH and rules.joins(gap, ann.text[end : end + _BEHIND]):
                mention.issued = dates[at].edtf
                used.add(at)
                continue
        before = at - 1
        while before >= 0 and dates[before].end > mention.start:
            before -= 1
        free = before >= 0 and before not in used and dates[before].date_precision == "day"
        if free and _told_between(ann, numbers, i, mention.start, dates[before], rules):
            mention.issued = dates[before].edtf


def _set_own_day(ann: Annotation, mentions: list[DocumentMention], dates: list[DateMention], rules: IssueRules) -> None:
    """A document printed whole names its number at the head and its day at the end."""
    head = mentions[0]
    if head.start > _HEAD or head.issued or not rules.own:
        return
    for date in dates:
        if date.date_precision == "day" and rules.tells_own_day(ann.text[max(0, date.start - _BEHIND) : date.start]):
            for mention in mentions:
                if mention.number == head.number:
                    mention.issued = date.edtf
            return


def _told_between(
    ann: Annotation, numbers: list[Number], i: int, start: int, date: DateMention, rules: IssueRules
) -> bool:
    """Whether the sentence says that the document was issued on the day named before it."""
    if start - date.end > _REACH:
        return False
    between = ann.text[date.end : start].lower()
    if "\n" in between or ";" in between or ". " in between:
        return False
    if i and numbers[i - 1].end > date.end:
        joined = ann.text[numbers[i - 1].end : start].lower()
        if not (rules.joined and rules.joined.search(joined)):
            return False
    if rules.citation and rules.citation.search(between[-40:]):
        return False
    said = between if len(between) > _SHORT else ann.text[max(0, date.start - _SHORT) : date.start].lower() + between
    if rules.verbs_between and rules.verbs_between.search(re.split(r"[\n;.؛]", said)[-1]):
        return True
    rest = re.split(r"[\n;.؛]", ann.text[numbers[i].end : numbers[i].end + _REACH].lower(), maxsplit=1)[0]
    return bool(rules.verbs_after and rules.verbs_after.search(rest))


def _share_dates(ann: Annotation, mentions: list[DocumentMention], words: DocumentWords) -> None:
    """One date serves two coordinated documents, and every mention of a number."""
    for left, right in reversed(list(pairwise(mentions))):
        first, last = bisect_left(ann.starts, left.end), bisect_left(ann.starts, right.start)
        joined = 0 < last - first <= 2 and ann.lower[first] in words.joiners - _STOPS
        if joined and left.issued is None:
            left.issued = right.issued
    known: dict[str, str] = {}
    for mention in mentions:
        if mention.issued:
            known.setdefault(mention.number, mention.issued)
    for mention in mentions:
        mention.issued = mention.issued or known.get(mention.number)
