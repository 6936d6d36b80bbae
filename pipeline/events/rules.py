"""Rules of section `events`: what type of event a pattern tells, and who takes part in which role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from ..errors import PackError
from ..languages.lexicon import expand
from ..languages.pack import Pack
from ..records.vocabulary import EventType, Status
from .patterns import Alphabet, Pattern, parse

ROLES = frozenset(
    "src tgt before after reduction percent place doc who date body trigger old new naming".split()
)  # fmt: skip
_TYPES = get_args(EventType)
_STATUSES = get_args(Status)


@dataclass(slots=True)
class Rule:
    """One pattern of one event type.

    `each`: one event for every unit. `pairwise`: sources and targets go together in order. `partial`: only one half of a
    pair of counts (before or after). `status`: what the wording itself says. `extents`: extents of the sources by role order.
    """

    name: str
    type: EventType
    pattern: Pattern
    each: bool = False
    pairwise: bool = False
    partial: str | None = None
    status: Status | None = None
    extent: str | None = None
    same_name: bool = False
    swap: bool = False
    examples: list[Any] = field(default_factory=list)
    counter: list[str] = field(default_factory=list)


class EventRules:
    """The compiled section `events` of a pack."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("events")
        self.alphabet = Alphabet()
        self.classes: dict[str, list[str]] = section.get("classes", {})
        self.rules = [_rule(pack.code, n, entry) for n, entry in enumerate(section.get("rules", ()))]
        self._check_classes(pack.code)
        for symbol in "ULKCZ%DNPBw,;:()-.+*|":
            self.alphabet.code(symbol, frozenset())
        for classes in _combinations(self.classes):
            for symbol in "wKB":
                self.alphabet.code(symbol, classes)

    def _check_classes(self, code: str) -> None:
        for rule in self.rules:
            unknown = rule.pattern.triggers - set(self.classes) - set("ULKCZ%DNPBw")
            if unknown:
                raise PackError(f"{code}/events.yaml, rule {rule.name}: no class {', '.join(sorted(unknown))}")


def _combinations(classes: dict[str, list[str]]) -> set[frozenset[str]]:
    of_term: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            for term in expand(word):
                of_term.setdefault(term.lower(), set()).add(name)
    return {frozenset(names) for names in of_term.values()}


def event_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of sections `events` and `qualifiers`: (pattern, group, value), braces not yet expanded."""
    for name, words in pack.section("events").get("classes", {}).items():
        yield from ((word, "cue", name) for word in words)
    for entry in pack.section("qualifiers").get("qualifiers", ()):
        value = (entry["says"], entry.get("scope", "sentence"), entry.get("side", "both"))
        yield from ((word, "qualifier", value) for word in entry["words"])


def _rule(code: str, n: int, entry: dict[str, Any]) -> Rule:
    name = f"{code}/{entry.get('id') or n}"
    if entry.get("type") not in _TYPES:
        raise PackError(f"{code}/events.yaml, rule {name}: no event type {entry.get('type')!r}")
    if entry.get("status") not in (None, *_STATUSES):
        raise PackError(f"{code}/events.yaml, rule {name}: no status {entry.get('status')!r}")
    pattern = parse(str(entry["pattern"]), f"{code}/events.yaml, rule {name}")
    flags = {key: entry[key] for key in ("each", "pairwise", "partial", "status", "extent", "same_name", "swap") if key in entry}
    return Rule(name, entry["type"], pattern, examples=entry.get("examples", []), counter=entry.get("counter", []), **flags)
