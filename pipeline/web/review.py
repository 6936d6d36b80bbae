"""One page, complete in itself, to go through finished outputs article by article, beside gold where there is some."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import jsonlines
from markupsafe import Markup

from ..errors import SapxepError
from ..evaluation import Difference, Scores, evaluate
from .environment import environment
from .highlights import Stretch, paragraphs

Record = Mapping[str, Any]
MOST_ARTICLES: Final = 500
_DOCUMENTS: Final = "documents.jsonl"
_EVENTS: Final = "events.jsonl"


@dataclass(slots=True, frozen=True)
class Told:
    """An event as the page shows it; `gold` is the number of the gold event that it was matched with."""

    event: Record
    gold: int | None

    @property
    def tone(self) -> str:
        """Whether there is gold, and whether it has this event."""
        return "" if self.gold is None else "extra" if self.gold < 0 else "matched"


@dataclass(slots=True)
class Reviewed:
    """An article with what was found in it and what differs from its gold; `missed`: what only the gold has."""

    document: Record
    told: list[Told]
    missed: list[Record] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    has_gold: bool = False

    @property
    def lines(self) -> list[list[Stretch]]:
        """The text in stretches."""
        return paragraphs(self.document["text"] or "", self.document["mentions"], self.told)


@dataclass(slots=True)
class Review:
    """What the page shows, and of how many articles."""

    articles: list[Reviewed]
    of: int
    has_gold: bool

    def values(self, key: str) -> list[str]:
        """The values that a field of the events shown has, most frequent first."""
        events = [told.event for article in self.articles for told in article.told]
        values = Counter(_verdict(event) if key == "verdict" else event[key] for event in events)
        told = {value: count for value, count in values.items() if value is not None}
        return [value for value, _ in sorted(told.items(), key=lambda one: (-one[1], one[0]))]

    @property
    def mention_types(self) -> list[str]:
        """The types of the mentions shown."""
        return sorted({m["type"] for a in self.articles for m in a.document["mentions"]})

    @property
    def languages(self) -> list[str]:
        """The languages of the articles shown."""
        return sorted({a.document["language"] or "none" for a in self.articles})


def review(outputs: Path, gold: Path | None = None, *, most: int = MOST_ARTICLES, differing: bool = False) -> Review:
    """The first `most` articles of a finished run; with `differing` those that are not as their gold has them.

    Articles in languages without a pack, which have neither mentions nor events, are left out.
    """
    scores = evaluate(outputs, gold) if gold is not None else Scores()
    differences: dict[str, list[Difference]] = defaultdict(list)
    for difference in scores.differences:
        differences[difference.article].append(difference)
    chosen: dict[str, Record] = {}
    total = 0
    for document in _lines(outputs / _DOCUMENTS):
        known = scores.golds.get(document["doc_id"])
        if (differing and not (known and differences[known["article"]])) or "mentions" in document["reasons"]:
            continue
        total += 1
        if len(chosen) < most:
            chosen[document["doc_id"]] = document
    events: dict[str, list[Record]] = defaultdict(list)
    for event in _lines(outputs / _EVENTS):
        if event["doc_id"] in chosen:
            events[event["doc_id"]].append(event)
    made = [_reviewed(document, events[key], scores, differences) for key, document in chosen.items()]
    return Review(made, total, gold is not None)


def _reviewed(
    document: Record, events: Iterable[Record], scores: Scores, differences: Mapping[str, list[Difference]]
) -> Reviewed:
    gold = scores.golds.get(document["doc_id"])
    if gold is None:
        return Reviewed(document, [Told(event, None) for event in events])
    numbers = {event["event_id"]: scores.matched.get(event["event_id"], ("", -1))[1] for event in events}
    told = [Told(event, numbers[event["event_id"]]) for event in events]
    found = set(numbers.values())
    missed = [event for number, event in enumerate(gold["events"]) if number not in found]
    return Reviewed(document, told, missed, list(differences.get(gold["article"], ())), has_gold=True)


def _verdict(event: Record) -> str | None:
    return event["register"]["status"] if event["register"] else None


def _described(mention: Record) -> str:
    """What a mention was read as, in one line."""
    keys = ("type", "name", "number", "edtf", "kind", "doc_type", "body", "unit", "link", "refers_to")
    told = [str(mention[key]) for key in keys if mention.get(key)]
    roles = [f"{role['post']} {role['body']} {role['level'] or ''}".rstrip() for role in mention.get("roles") or ()]
    return " · ".join([*told, *roles, *map(str, mention.get("candidates") or ())])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with jsonlines.open(path) as reader:
            yield from reader.iter(type=dict)
    except (OSError, jsonlines.Error) as error:
        raise SapxepError(f"{path}: cannot be read ({error}); give the folder of a finished run") from error


def page_of(made: Review) -> str:
    """The page as HTML; it loads nothing from anywhere."""
    static = files(__package__ or "").joinpath("static")
    style, script = (static.joinpath(name).read_text("utf-8") for name in ("style.css", "review.js"))
    templates = environment()
    figure = lambda value: "" if value is None else value  # noqa: E731
    templates.filters |= {"outcome": _verdict, "described": _described, "figure": figure}
    # Both files are ours and hold no closing tag.
    page = templates.get_template("review.html")
    return page.render(review=made, style=Markup(style), script=Markup(script))  # noqa: S704
