"""Rules of section `events`: what type of event a pattern tells, and who takes part in which role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from ..errors import PackError
from ..languages.pack import Pack
from ..records.vocabulary import EventType, Extent, Status
from ..text.memo import make_room
from .alphabet import Alphabet
from .pattern_syntax import PUNCTUATION
from .patterns import Pattern, parse
from .sequence import ABOVE, CUE, LISTED, PIECE, TOTAL

ROLES = frozenset(
    [
        "src",
        "tgt",
        "link",
        "before",
        "after",
        "now",
        "reduction",
        "percent",
        "place",
        "doc",
        "who",
        "date",
        "body",
        "piece",
        "rest",
        "level",
        "trigger",
    ]
)
_FLAGS = (
    "pairwise",
    "chain",
    "alone",
    "partial",
    "status",
    "extent",
    "same_name",
    "swap",
    "target",
    "named",
    "same_level",
    "ahead",
    "again",
    "places",
    "opens",
    "completes",
    "revokes",
)
_KEYS = frozenset({"id", "type", "pattern", "needs", "examples", "counter", *_FLAGS})
# The class of a unit that an earlier rule has used; to patterns it is a word otherwise.
USED = frozenset({"used"})
_CACHE_LIMIT = 2_048
_TYPES = get_args(EventType)
_STATUSES = get_args(Status)


@dataclass(slots=True)
class Rule:
    """One pattern of one event type.

    The roles `piece` and `rest` hold words for a part, or what is left, of the unit that was told as divided before
    them ("A is divided: one part goes with B to C, the rest with D to E"): sources like any other.
    `needs`: cue classes of which one must stand in the sentences before or in the sentence itself
    (with `ahead`: or in the next). `status`: what the
    wording itself says. `extent`: that of all sources. `pairwise`: sources and targets go together in order. `chain`:
    the role `link` holds A, B+C, D of "A in B, C in D". `alone`: one whole source alone gets a new kind or name, no
    merge. `partial`: a part of a pair of counts (before, after, reduction; now: either). `target`: of one list the
    first or last unit is what the others become. `swap`: sources and targets change places.
    `named`: of units that are joined, the one whose name the new one bears ("A and B are one under the second name").
    `places`: bodies stand for the units that they belong to.
    `again`: what the frame before told of other units holds for these, too ("so does A").
    `completes`: what the units of the merger before, that was told without a target, became ("The new unit is A").
    With `named` instead, they bear the name of one of them ("It is called like the latter").
    `revokes`: what it spans, or else the sentence before, told a plan that was given up ("The idea was dropped").
    `opens`: says too little to be a merger unless it is completed so ("A and B were rearranged").
    `same_name`: a source bears the name of the target; of a reclassification, nothing is told where it does not.
    `same_level`: no merge of units into one of another level; of units told in one breath, the lowest level alone.
    """

    name: str
    type: EventType
    pattern: Pattern
    needs: frozenset[str] = frozenset()
    pairwise: bool = False
    chain: bool = False
    alone: bool = False
    partial: str | None = None
    status: Status | None = None
    extent: Extent | None = None
    same_name: bool = False
    swap: bool = False
    target: Literal["first", "last"] | None = None
    named: Literal["first", "second", "last"] | None = None
    same_level: bool = False
    again: bool = False
    completes: bool = False
    opens: bool = False
    revokes: bool = False
    places: bool = False
    ahead: bool = False
    examples: list[Any] = field(default_factory=list)
    counter: list[str] = field(default_factory=list)

    @property
    def denies(self) -> bool:
        """Whether its wording minds what does not happen: cue classes of negation have names that begin with "not"."""
        return is_denial(self.pattern.classes)


def is_denial(classes: Iterable[str]) -> bool:
    """Whether one of some cue classes is of negation."""
    return any(name.startswith("not") for name in classes)


# What classes tell the reading by the official mapping; keys of a pack are these behind `mapping_`.
MAPPING: Final[Mapping[str, str]] = {
    "cues": "a change",
    "weak": "a change, but too loosely for a rule",
    "joins": "behind it stands what units became, though the mapping may know of a later division",
    "owners": 'behind a unit: whose the unit before is ("which belongs to B")',
    "kept": "a unit stays, where the mapping knows that it did",
    "splits": "nothing but a division; these stand among the cues, too",
    "shares": "what is told went to several places: no merge is read past it",
    "breaks": 'behind a comma it opens another statement, as a semicolon does ("…, while the rest …")',
    "named": 'what comes of "A joins B" bears the name of the latter',
}


class EventRules:
    """The compiled section `events` of a pack."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("events")
        self.classes: dict[str, list[str]] = section.get("classes", {})
        self.markers: dict[str, list[str]] = {**section.get("markers_before", {}), **section.get("markers_after", {})}
        # The classes that the reading by the official mapping wants, by what they tell.
        self.mapping = {key: frozenset(section.get(f"mapping_{key}", ())) for key in MAPPING}
        macros: dict[str, str] = section.get("macros", {})
        self.rules = [_rule(pack.code, n, entry, macros) for n, entry in enumerate(section.get("rules", ()))]
        self._check_classes(pack.code)
        self._telling = _Telling(rule.pattern for rule in self.rules)
        self._possible: dict[int, tuple[Rule, ...]] = {}
        self.alphabet = Alphabet(name for rule in self.rules for name in rule.pattern.classes)

    def possible(self, present: frozenset[str]) -> tuple[Rule, ...]:
        """The rules, in order, that can match in a sentence with these symbols and classes."""
        key = self._telling.met(present)
        found = self._possible.get(key)
        if found is None:
            make_room(self._possible, _CACHE_LIMIT)
            found = self._possible[key] = tuple([self.rules[number] for number in self._telling.possible(key, present)])
        return found

    def _check_classes(self, code: str) -> None:
        told: set[str] = set().union(*self.mapping.values())
        unnamed = sorted(told - set(self.classes))
        if unnamed:
            raise PackError(f"{code}/events.yaml, mapping_cues: no class {', '.join(unnamed)}")
        signs = sorted((set(self.classes) | set(self.markers)) & set(PUNCTUATION))
        if signs:
            raise PackError(f"{code}/events.yaml: class {', '.join(signs)} is called like a sign of punctuation")
        known = set(self.classes) | set("ULKCZ%DNPBVw") | set(PUNCTUATION) | TOTAL | USED | ABOVE | PIECE | LISTED
        for rule in self.rules:
            unknown = (rule.pattern.triggers | rule.needs | rule.pattern.classes) - known - set(self.markers)
            if unknown:
                raise PackError(f"{code}/events.yaml, rule {rule.name}: no class {', '.join(sorted(unknown))}")
            roles = set(rule.pattern.roles_named) - ROLES
            if roles:
                raise PackError(f"{code}/events.yaml, rule {rule.name}: no role {', '.join(sorted(roles))}")


class _Telling:
    """The sets of symbols and classes of which a sentence must have one each for a pattern to match, as bits."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        bits: dict[frozenset[str], int] = {}
        wanted = [
            [bits.setdefault(names, 1 << len(bits)) for names in dict.fromkeys((pattern.triggers, *pattern.required))]
            for pattern in patterns
        ]
        asked = Counter(bit for own in wanted for bit in own)
        # Patterns by the set of theirs that fewest others want: where it is missing, none of them needs a look.
        by_rarest: dict[int, list[tuple[int, int]]] = {}
        for number, own in enumerate(wanted):
            by_rarest.setdefault(min(own, key=lambda bit: (asked[bit], bit)), []).append((number, sum(own)))
        self._of_name: dict[str, int] = {}
        self._rarest_of_name: dict[str, dict[int, list[tuple[int, int]]]] = {}
        for names, bit in bits.items():
            for name in names:
                self._of_name[name] = self._of_name.get(name, 0) | bit
                if bit in by_rarest:
                    self._rarest_of_name.setdefault(name, {})[bit] = by_rarest[bit]

    def met(self, present: Iterable[str]) -> int:
        """The sets that symbols and classes meet."""
        met = 0
        for name in present:
            met |= self._of_name.get(name, 0)
        return met

    def possible(self, met: int, present: Iterable[str]) -> list[int]:
        """The numbers of the patterns, in order, that want no set that is not met by the symbols and classes."""
        absent = ~met
        groups: dict[int, list[tuple[int, int]]] = {}
        for name in present:
            groups.update(self._rarest_of_name.get(name, ()))
        return sorted([number for group in groups.values() for number, sets in group if not sets & absent])


def event_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of sections `events` and `qualifiers`: (pattern, group, value), braces not yet expanded."""
    for name, words in pack.section("events").get("classes", {}).items():
        yield from ((word, CUE, name) for word in words)
    for place in ("before", "after"):
        for name, words in pack.section("events").get(f"markers_{place}", {}).items():
            yield from ((word, f"marker_{place}", name) for word in words)
    yield from ((word, "measure", None) for word in pack.section("events").get("measures", ()))
    for entry in pack.section("qualifiers").get("qualifiers", ()):
        value = (entry["says"], entry.get("scope", "sentence"), entry.get("side", "both"))
        yield from ((word, "qualifier", value) for word in entry["words"])


def _rule(code: str, n: int, entry: dict[str, Any], macros: dict[str, str]) -> Rule:
    name = f"{code}/{entry.get('id') or n}"
    where = f"{code}/events.yaml, rule {name}"
    if entry.get("type") not in _TYPES:
        raise PackError(f"{where}: no event type {entry.get('type')!r}")
    if entry.get("status") not in (None, *_STATUSES):
        raise PackError(f"{where}: no status {entry.get('status')!r}")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise PackError(f"{where}: no key {', '.join(unknown)}; there are: {', '.join(sorted(_KEYS))}")
    pattern = parse(str(entry["pattern"]), where, macros)
    flags = {key: entry[key] for key in _FLAGS if key in entry}
    needs = frozenset(entry.get("needs", ()))
    return Rule(
        name,
        entry["type"],
        pattern,
        needs,
        examples=entry.get("examples", []),
        counter=entry.get("counter", []),
        **flags,
    )
