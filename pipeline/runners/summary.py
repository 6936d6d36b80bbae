"""What came out of a run: counts for the manifest and the few events that are shown at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..records import Document, Event, Reject
from ..records.vocabulary import EVENT_TYPES, STATUS_ORDER

SHOWN: Final = 3
_READABLE: Final = range(40, 320)
_NO_LANGUAGE: Final = "unknown"


@dataclass(slots=True, frozen=True)
class Shown:
    """An event picked to be shown, with the article it stands in."""

    event: Event
    path: str
    url: str | None


@dataclass(slots=True)
class Summary:
    """Counts of one run; grows with the vocabulary, not with the articles."""

    documents: int = 0
    words: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: int = 0
    _best: dict[str, tuple[tuple[int, ...], Shown]] = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> Summary:
        """The summary that a manifest's counts tell of, to go on counting."""
        events = {(kind, status): n for kind, by in counts["events_by_type"].items() for status, n in by.items()}
        by_reason = ((*key.partition("/")[::2], n) for key, n in counts["rejects_by_reason"].items())
        rejects = {(stage, reason): n for stage, reason, n in by_reason}
        languages, mentions, links = (Counter[str](counts[name]) for name in ("languages", "mentions", "links"))
        return cls(counts["documents"], counts["words"], languages, mentions, links, Counter(events), Counter(rejects))

    def add(self, document: Document, events: Sequence[Event], words: int) -> None:
        """Count one article."""
        self.documents += 1
        self.words += words
        self.languages[document.language or _NO_LANGUAGE] += 1
        for mention in document.mentions:
            self.mentions[mention.type] += 1
            if mention.type == "unit":
                self.links[mention.link] += 1
        for event in events:
            self.events[event.type, event.status] += 1
            self._offer(event, document)

    def add_reject(self, reject: Reject) -> None:
        """Count one reject."""
        self.rejects[reject.stage, reject.reason] += 1

    def shown(self) -> list[Shown]:
        """The best event of the types that have the best, at most three."""
        order = {name: n for n, name in enumerate(EVENT_TYPES)}
        ranked = sorted(self._best.items(), key=lambda item: ([-n for n in item[1][0]], order[item[0]]))
        return [shown for _, (_, shown) in ranked[:SHOWN]]

    def counts(self) -> dict[str, Any]:
        """All counts as the manifest has them."""
        return {
            "documents": self.documents,
            "events": sum(self.events.values()),
            "facts": self.facts,
            "rejects": sum(self.rejects.values()),
            "words": self.words,
            "languages": dict(sorted(self.languages.items())),
            "mentions": dict(sorted(self.mentions.items())),
            "links": dict(sorted(self.links.items())),
            "events_by_type": self.events_by_type(),
            "rejects_by_reason": {f"{stage}/{reason}": n for (stage, reason), n in sorted(self.rejects.items())},
        }

    def events_by_type(self) -> dict[str, dict[str, int]]:
        """Type → status → number, both in the order of the vocabulary."""
        return {
            name: {status: self.events[name, status] for status in STATUS_ORDER if self.events[name, status]}
            for name in EVENT_TYPES
            if any(self.events[name, status] for status in STATUS_ORDER)
        }

    def _offer(self, event: Event, document: Document) -> None:
        rank = _worth_showing(event)
        held = self._best.get(event.type)
        if held is None or rank > held[0]:
            self._best[event.type] = rank, Shown(event, document.source.path, document.source.url)


def _worth_showing(event: Event) -> tuple[int, ...]:
    """How well an event shows what a run finds: a change done, told in full, linked, dated, in a readable stretch."""
    participants = event.sources + event.targets
    return (
        int(event.type == "merge"),
        int(bool(event.sources and event.targets) or event.counts is not None),
        int(event.status == "completed"),
        int(bool(participants) and all(p.unit for p in participants)),
        int(event.date is not None),
        int(len(event.evidence.text) in _READABLE),
        int(event.register is not None and event.register.status == "confirmed"),
    )
