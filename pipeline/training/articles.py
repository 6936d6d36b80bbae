"""Puts articles together: head, dateline, sentences that tell events or none, and a foot."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from ..register import Register
from .draft import Draft, Span
from .grammar import Carrier, Grammar, GrammarError, grammar, tree
from .noise import damaged
from .render import Renderer
from .scenario import Scenario
from .world import Draw, World

LABELS: Final = ("person", "unit", "body")
_TRIES: Final = 6
# Phases of the reform: first and last day of publication, and the statuses that articles of it tell.
_PHASES: Final = (
    (datetime.date(2025, 3, 20), 80, ("proposed", "planned")),
    (datetime.date(2025, 6, 13), 16, ("decided", "proposed")),
    (datetime.date(2025, 7, 2), 300, ("completed", "ongoing")),
)
_SETTING: Final = ("meeting", "appointment", "document_issued")


class Told(NamedTuple):
    """An event as a sentence of the article tells it."""

    scenario: Scenario
    carrier: Carrier
    start: int
    end: int


@dataclass(slots=True)
class Article:
    """An article with its spans and events."""

    number: int
    language: str
    text: str
    spans: list[Span]
    told: list[tuple[Scenario, Carrier, Span]]
    url: str
    published: datetime.date

    def record(self) -> dict[str, Any]:
        """The article as a JSON line for training."""
        spans = sorted([span.start, span.end, span.label] for span in self.spans if span.label in LABELS)
        return {
            "text": self.text, "url": self.url, "published": self.published.isoformat(), "language": self.language,
            "spans": spans,
        }  # fmt: skip


@cache
def _world() -> World:
    return World(Register.load())


def articles(
    number: int, languages: Sequence[str], seed: int, kept_apart: bool = False, feet: bool = True
) -> Iterator[Article]:
    """So many articles, languages in turn; each is drawn by itself, so that nothing grows."""
    makers = [_Maker(grammar(language), kept_apart, feet) for language in languages]
    for at in range(number):
        yield makers[at % len(makers)].article(at, random.Random(f"{seed} {at} {kept_apart}"))


@dataclass(slots=True)
class _Page:
    """An article in the making."""

    chance: random.Random
    draw: Draw
    renderer: Renderer
    draft: Draft = field(default_factory=Draft)
    told: list[Told] = field(default_factory=list)
    used: set[Any] = field(default_factory=set)


class _Maker:
    """Makes the articles of one language."""

    def __init__(self, own: Grammar, kept_apart: bool, feet: bool) -> None:
        self.grammar = own
        self.feet = feet
        self.side = "_apart" if kept_apart else ""
        self.by_event: dict[tuple[str, str, str], list[Carrier]] = defaultdict(list)
        for carrier in own.carriers:
            if carrier.kept_apart == kept_apart:
                self.by_event[carrier.says, carrier.draws if carrier.says == "none" else "", carrier.status].append(
                    carrier
                )
        if not self.by_event:
            raise GrammarError(f"{own.language}: no sentences {'kept apart' if kept_apart else 'for use'}")

    def article(self, number: int, chance: random.Random) -> Article:
        """One article."""
        first, days, statuses = chance.choices(_PHASES, (3, 2, 5))[0]
        published = first + datetime.timedelta(chance.randrange(days))
        page = _Page(chance, Draw(_world(), chance, published), Renderer(self.grammar, chance))
        self._head(page)
        lists = [found for key, found in self.by_event.items() if self._fits(key, statuses)]
        weights = [len(found) ** 0.75 for found in lists]
        for _ in range(chance.randint(5, 11)):
            self._sentence(page, chance.choice(chance.choices(lists, weights)[0]))
        if self.feet:
            self._line(page, "foot")
        return self._finished(page, number, published)

    def _fits(self, key: tuple[str, str, str], statuses: Sequence[str]) -> bool:
        says, _, status = key
        return not status or status in statuses or says in _SETTING

    def _head(self, page: _Page) -> None:
        self._line(page, "headline")
        page.draft.write("\n")
        if page.chance.random() < 0.5:
            self._line(page, "dateline", "")

    def _line(self, page: _Page, name: str, end: str = "\n") -> None:
        pattern = page.chance.choice(self.grammar.data["patterns"][name + self.side])
        page.draft.add(page.renderer.sentence(tree(pattern), page.draw.common()))
        page.draft.write(end)

    def _sentence(self, page: _Page, carrier: Carrier) -> None:
        if carrier.text in page.used:
            return
        scenario = self._scenario(page, carrier)
        if scenario is None:
            return
        page.used.add(carrier.text)
        made = page.renderer.sentence(carrier.nodes, scenario.values)
        start = page.draft.length
        page.draft.add(made)
        if carrier.says != "none":
            page.told.append(Told(scenario, carrier, start, page.draft.length))
        page.draft.write("\n" if "\n" in made.text else page.chance.choice((" ", " ", "\n", "\n\n")))

    def _scenario(self, page: _Page, carrier: Carrier) -> Scenario | None:
        for _ in range(_TRIES):
            scenario = page.draw.scenario(carrier.draws, carrier.level)
            if scenario is None:
                return None
            if "district" in carrier.slots and "district" not in scenario.values:
                continue
            units: set[Any] = {unit.name for unit in (*scenario.sources, *scenario.targets)}
            units = units or {scenario.key}
            if carrier.draws in (*_SETTING, "none"):
                return scenario
            if not units & page.used:
                page.used |= units
                return scenario
        return None

    def _finished(self, page: _Page, number: int, published: datetime.date) -> Article:
        marks = [Span(told.start, told.end, "told", at) for at, told in enumerate(page.told)]
        text, spans = page.draft.text, page.draft.spans + marks
        text, spans = damaged(text, spans, self.grammar.data.get("noise", []), page.chance)
        told = [
            (page.told[span.meant].scenario, page.told[span.meant].carrier, span)
            for span in spans
            if span.label == "told"
        ]
        slug = f"{page.chance.randrange(10**9):09}"
        url = self.grammar.data["url"].format(slug=slug)
        named = [span for span in spans if span.label != "told"]
        return Article(number, self.grammar.language, text, named, told, url, published)
