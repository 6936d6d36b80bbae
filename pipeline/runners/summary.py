"""What came out of a run: counts for the manifest and the few events that are shown at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from ..records import Document, Event, Reject
from ..records.vocabulary import EVENT_TYPES, STATUS_ORDER
from ..stages.write import event_of

SHOWN: Final = 3
_READABLE: Final = range(40, 320)
_NO_LANGUAGE: Final = "unknown"
_PLAIN: Final = ("languages", "mentions", "links")
_PAIRED: Final = ("events", "rejects")


@dataclass(slots=True, frozen=True)
class Shown:
    """An event picked to be shown, with the article it stands in."""

    event: Event
    path: str
    url: str | None


def tally(document: Document, events: Sequence[Event], words: int) -> dict[str, Any]:
    """What one article adds to the counts, in JSON's own types; `best` has an event's place and rank by its type."""
    best: dict[str, list[Any]] = {}
    for place, event in enumerate(events):
        rank = list(_worth_showing(event))
        if event.type not in best or rank > best[event.type][1]:
            best[event.type] = [place, rank]
    return {
        "words": words,
        "language": document.language or _NO_LANGUAGE,
        "mentions": Counter(mention.type for mention in document.mentions),
        "links": Counter(mention.link for mention in document.mentions if mention.type == "unit"),
        "events": [[event.type, event.status] for event in events],
        "best": best,
        "path": document.source.path,
        "record": document.source.record,
        "url": document.source.url,
    }


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
    _best: dict[str, tuple[list[int], Shown]] = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> Summary:
        """The summary that a manifest's counts tell of, to go on counting."""
        events = {(kind, status): n for kind, by in counts["events_by_type"].items() for status, n in by.items()}
        by_reason = ((*key.partition("/")[::2], n) for key, n in counts["rejects_by_reason"].items())
        rejects = {(stage, reason): n for stage, reason, n in by_reason}
        languages, mentions, links = (Counter[str](counts[name]) for name in ("languages", "mentions", "links"))
        return cls(counts["documents"], counts["words"], languages, mentions, links, Counter(events), Counter(rejects))

    def add(self, told: Mapping[str, Any], events: Sequence[bytes]) -> None:
        """Count one article by its tally; `events` are the lines of its events."""
        self.documents += 1
        self.words += told["words"]
        self.languages[told["language"]] += 1
        self.mentions.update(told["mentions"])
        self.links.update(told["links"])
        self.events.update((kind, status) for kind, status in told["events"])
        for kind, (place, rank) in told["best"].items():
            held = self._best.get(kind)
            if held is None or rank > held[0]:
                self._best[kind] = rank, Shown(event_of(events[place]), told["path"], told["url"])

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

    def state(self) -> dict[str, Any]:
        """Everything in it, for a run that is broken off and goes on."""
        return {
            "documents": self.documents,
            "words": self.words,
            "facts": self.facts,
            **{name: dict(getattr(self, name)) for name in _PLAIN},
            **{name: [[*key, number] for key, number in getattr(self, name).items()] for name in _PAIRED},
            "best": {
                kind: [rank, asdict(shown.event), shown.path, shown.url] for kind, (rank, shown) in self._best.items()
            },
        }

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> Summary:
        """A summary out of its state."""
        best = {
            kind: (rank, Shown(event_of(json.dumps(event).encode()), path, url))
            for kind, (rank, event, path, url) in state["best"].items()
        }
        summary = cls(state["documents"], state["words"], facts=state["facts"], _best=best)
        for name in _PLAIN:
            getattr(summary, name).update(state[name])
        for name in _PAIRED:
            getattr(summary, name).update({(first, second): number for first, second, number in state[name]})
        return summary


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
