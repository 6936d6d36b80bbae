"""Frames: patterns found in the sentences of an article, before anything is linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..records.annotation import Annotation
from ..records.spans import UnitGroup, UnitSpan
from ..register.model import NEW
from .pattern_syntax import PUNCTUATION
from .rules import USED, EventRules, Rule, is_denial
from .sequence import Item, Sequencer, units_in
from .sieve import LONGEST_SIFTED, Places

# How far back a heading ("the new units are formed as follows") speaks for what is listed under it.
_LEAD_SENTENCES = 25
# How far back a change may stand that a sentence says of another unit, too ("so does A").
_AGAIN_SENTENCES = 2
# How many sentences behind one may still say what it is about ("He chaired a meeting. Its subject: mergers").
_FOLLOWING = 1
# Patterns name punctuation in words; items hold the sign itself.
_NAME_OF_SIGN = {sign: name for name, sign in PUNCTUATION.items()}
# The class of words that say that reorganization is what a text is about.
TOPIC = "topic"
CONTEXT_TYPES = frozenset({"document_issued", "meeting", "appointment", "two_tier_transition"})


@dataclass(slots=True)
class Frame:
    """One match of a rule: items by role, first and last token, the number of its sentence.

    `meant`: ids of units, by their index, where the official mapping itself told who is who.
    `area`: the province or district whose counts, those of the reform, the register knows it to tell.
    `doubtful`: what follows says that a plan was given up, which was this one, unless it is told as done.
    """

    rule: Rule
    sentence: int
    first: int
    last: int
    roles: dict[str, list[Item]]
    items: list[Item] = field(default_factory=list)
    start_item: int = 0
    end_item: int = 0
    triggers: list[Item] = field(default_factory=list)
    meant: dict[int, str] = field(default_factory=dict)
    doubtful: bool = False
    area: str | None = None

    @property
    def denies(self) -> bool:
        """Whether its wording, or the word that it turns on, minds what does not happen."""
        return self.rule.denies or any(is_denial(item.classes) for item in self.triggers)

    def units(self, role: str, spans: list[UnitSpan]) -> list[UnitSpan]:
        """The unit spans of a role in order."""
        return [
            spans[i] for item in self.roles.get(role, ()) if isinstance(item.value, UnitGroup) for i in item.value.units
        ]

    @property
    def only_bars(self) -> bool:
        """Whether it tells nothing, and keeps other rules from its words: of what is divided it names no parts."""
        return self.rule.type == "split" and "tgt" not in self.roles

    @property
    def is_elsewhere(self) -> bool:
        """Whether a place named before it, or a word of it, leads away from what was told so far."""
        own = {i for held in self.roles.values() for item in held for i in units_in(item)}
        before = self.items[: self.start_item + 1]
        return self.is_apart or any(i.symbol == "L" and own.isdisjoint(units_in(i)) for i in before)

    @property
    def is_apart(self) -> bool:
        """Whether a word before it leads away from what was told so far."""
        return any("elsewhere" in item.classes for item in self.items[: self.start_item + 1])


def makes_new(frame: Frame, units: list[UnitSpan]) -> bool:
    """Whether a target is a unit of the list in force since the reform, or counts are those that it left."""
    if frame.area is not None:
        return True
    return any((span.mention.unit or "").startswith(f"vn:{NEW}:") for span in frame.units("tgt", units))


Mapped = Callable[[list[Item], int, list[UnitSpan], frozenset[str], bool], list[Frame]]
Kept = Callable[[list[Item], int, list[UnitSpan], frozenset[str], list[Frame]], list[Frame]]


def find_frames(ann: Annotation, rules: EventRules, mapped: Mapped, kept: Kept) -> list[Frame]:
    """All frames of an article in reading order; within a sentence an earlier rule takes its trigger from later ones.

    `mapped` reads a sentence with the official mapping, in an article about reorganization whatever its words are; its
    units are taken before any rule. `kept` reads of units that no frame speaks of whether they stay.
    """
    units: list[UnitSpan] = ann.context["units"]
    sequencer = Sequencer(ann)
    frames: list[Frame] = []
    sequences: list[list[Item]] = []
    told: list[frozenset[str]] = []
    seen: list[frozenset[str]] = []
    for sentence in ann.sentences:
        sequences.append(sequencer.items(sentence))
        told.append(_classes(sequences[-1]))
        seen.append(told[-1].union(sequencer.cues_inside(sentence)))
    symbols = [frozenset([item.symbol for item in items]) for items in sequences]
    topical = any(TOPIC in classes for classes in told)
    for number, (items, classes) in enumerate(zip(sequences, told, strict=True)):
        present = classes.union([_NAME_OF_SIGN.get(symbol, symbol) for symbol in symbols[number]])
        official = mapped(items, number, units, classes, topical)
        taken = {n for frame in official for n in _places(frame, items)}
        lead = seen[max(0, number + 1 - _LEAD_SENTENCES) : number + 1 + _FOLLOWING]
        found = [*official, *_in_sentence(items, number, present, (lead, len(seen) > number + 1), rules, taken)]
        frames += [*found, *kept(items, number, units, classes, found)]
    ann.context.update(sequences=sequences, sequence_classes=told, sequence_symbols=symbols)
    frames.sort(key=lambda f: (f.sentence, f.first, f.last))
    return _told_again(_completed(_not_revoked(frames)))


def _not_revoked(frames: list[Frame]) -> list[Frame]:
    """Frames without the plans that a sentence says were given up; what the sentence before told becomes doubtful."""
    gone: set[int] = set()
    for revoking in (frame for frame in frames if frame.rule.revokes):
        here, before = (
            [f for f in frames if f.sentence == number and f.rule.type not in CONTEXT_TYPES and not f.rule.revokes]
            for number in (revoking.sentence, revoking.sentence - 1)
        )
        spanned = [f for f in here if f.first < revoking.last and revoking.first < f.last]
        alone = not spanned and _names_no_unit(revoking)
        earlier = [f for f in here if f.last <= revoking.first] if alone else []
        gone.update(id(f) for f in spanned or earlier)
        for frame in before if alone and not earlier else ():
            frame.doubtful = True
    return [frame for frame in frames if not frame.rule.revokes and id(frame) not in gone]


def _names_no_unit(frame: Frame) -> bool:
    """Whether the part of the sentence that a frame stands in, and what follows, names no unit."""
    first = frame.start_item
    while first > 0 and frame.items[first - 1].symbol != ";":
        first -= 1
    return not any(item.symbol in "UL" for item in frame.items[first:])


def _completed(frames: list[Frame]) -> list[Frame]:
    """Mergers whose target the next sentence tells, as one frame; what stays open or completes nothing goes."""
    out: list[Frame] = []
    for frame in frames:
        if not frame.rule.completes:
            out.append(frame)
            continue
        open_ = [f for f in out if f.rule.type == "merge" and 0 <= frame.sentence - f.sentence < _AGAIN_SENTENCES]
        if open_ and _lacks_target(open_[-1]):
            begun = open_[-1]
            named = frame.rule.named
            rule = replace(begun.rule, opens=False, named=named)
            roles = {"src": begun.roles["src"]} if named else {**begun.roles, "tgt": frame.roles["tgt"]}
            out[out.index(begun)] = replace(begun, rule=rule, roles=roles, last=max(begun.last, frame.last))
    return [frame for frame in out if not frame.rule.opens]


def _lacks_target(frame: Frame) -> bool:
    """Whether a merger has sources, and no name of what they became ("became one commune")."""
    return "src" in frame.roles and all(item.symbol == "C" for item in frame.roles.get("tgt", ()))


def _told_again(frames: list[Frame]) -> list[Frame]:
    """Frames of "so does A" with the rule, target and trigger of the last change before; those without one go."""
    out: list[Frame] = []
    last: Frame | None = None
    for frame in frames:
        if frame.rule.again:
            if last is None or frame.sentence - last.sentence > _AGAIN_SENTENCES:
                continue
            frame = replace(frame, rule=last.rule, roles={**last.roles, "src": frame.roles["src"]})
        out.append(frame)
        if frame.rule.type not in CONTEXT_TYPES:
            last = frame
    return out


def _classes(items: list[Item]) -> frozenset[str]:
    return frozenset().union(*[item.classes for item in items if item.classes])


def _in_sentence(
    items: list[Item],
    number: int,
    present: frozenset[str],
    lead: tuple[list[frozenset[str]], bool],
    rules: EventRules,
    taken: set[int],
) -> list[Frame]:
    """The frames of the rules, in their order; `lead`: the classes of the sentences up to here, and of one behind."""
    told, has_next = lead
    before = told[:-_FOLLOWING] if has_next else told
    found: list[Frame] = []
    codes: list[str] = []
    coded: dict[str, str] = {}
    places: dict[str, Places] = {}
    claimed = {"change": taken}
    alphabet = rules.alphabet
    for rule in rules.possible(present):
        if rule.needs and all(map(rule.needs.isdisjoint, told if rule.ahead else before)):
            continue
        # Reorganizations compete for a trigger whatever their type; meetings, documents and the like do not bar them.
        family = rule.type if rule.type in CONTEXT_TYPES else "change"
        used = claimed.setdefault(family, set())
        if family not in coded:
            codes = codes or [alphabet[item.symbol, item.classes] for item in items]
            coded[family] = _coded(codes, items, used, rules)
            if len(items) <= LONGEST_SIFTED:
                places[family] = Places(coded[family], alphabet)
        if family in places and not rule.pattern.may_match(places[family]):
            continue
        frames = _matches(rule, items, coded[family], number, rules, used)
        if frames:
            coded.pop(family)
            found += frames
    return found


def _coded(codes: list[str], items: list[Item], used: set[int], rules: EventRules) -> str:
    """A sentence as characters; what an earlier rule has used is a word, a unit one of class `used`."""
    if not used:
        return "".join(codes)
    left = codes.copy()
    for n in used:
        left[n] = rules.alphabet["w", USED if items[n].symbol == "U" else frozenset()]
    return "".join(left)


def _matches(rule: Rule, items: list[Item], coded: str, number: int, rules: EventRules, taken: set[int]) -> list[Frame]:
    out: list[Frame] = []
    for match in rule.pattern.matches(coded, rules.alphabet):
        if match.start() == match.end():
            continue
        roles, triggers = _captured(rule, match, items)
        own = {i for i in triggers if items[i].symbol not in "UL"} | {
            i for i in range(match.start(), match.end()) if items[i].symbol in "UB" and _is_changed(items[i], roles)
        }
        if own & taken:
            continue
        taken |= own
        first, last = match.start(), match.end()
        said = [items[i] for i in sorted(triggers)]
        out.append(Frame(rule, number, items[first].first, items[last - 1].last, roles, items, first, last, said))
    return out


def _captured(rule: Rule, match: re.Match[str], items: list[Item]) -> tuple[dict[str, list[Item]], set[int]]:
    """Items by role, and the places of the triggers; of a bracket with a role the units and bodies alone."""
    roles: dict[str, list[Item]] = {}
    triggers: set[int] = set()
    for group, role in enumerate(rule.pattern.roles, 1):
        first, last = match.span(group)
        if first < 0:
            continue
        if role == "trigger":
            triggers.update(range(first, last))
            continue
        held = items[first:last] if last - first == 1 else [i for i in items[first:last] if i.symbol in "UB"]
        known = roles.setdefault(role, [])
        known += [item for item in held if not any(item is other for other in known)]
    return roles, triggers


def _places(frame: Frame, items: list[Item]) -> list[int]:
    """Which items hold the units of a frame."""
    wanted = {i for role in frame.roles.values() for item in role for i in item.value.units}
    return [
        n for n, item in enumerate(items) if isinstance(item.value, UnitGroup) and wanted.intersection(item.value.units)
    ]


def _is_changed(item: Item, roles: dict[str, list[Item]]) -> bool:
    return any(item is other for role in ("src", "tgt", "link") for other in roles.get(role, ()))
