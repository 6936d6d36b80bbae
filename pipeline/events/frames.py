"""Frames: patterns found in the sentences of an article, before anything is linked."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records.annotation import Annotation, Sentence
from ..records.spans import UnitGroup, UnitSpan
from .rules import EventRules, Rule
from .sequence import Item, Sequencer

_CONTEXT_TYPES = frozenset({"document_issued", "meeting", "appointment", "two_tier_transition"})


@dataclass(slots=True)
class Frame:
    """One match of a rule: items by role, first and last token, the number of its sentence."""

    rule: Rule
    sentence: int
    first: int
    last: int
    roles: dict[str, list[Item]]
    items: list[Item] = field(default_factory=list)
    start_item: int = 0
    end_item: int = 0
    before: list[Item] = field(default_factory=list)

    def units(self, role: str, spans: list[UnitSpan]) -> list[UnitSpan]:
        """The unit spans of a role in order."""
        return [spans[i] for item in self.roles.get(role, ()) if isinstance(item.value, UnitGroup) for i in item.value.units]


def find_frames(ann: Annotation, rules: EventRules) -> list[Frame]:
    """All frames of an article in reading order; within a sentence an earlier rule takes its trigger from later ones."""
    sequencer = Sequencer(ann)
    frames: list[Frame] = []
    sequences: list[list[Item]] = []
    for number, sentence in enumerate(ann.sentences):
        items = sequencer.items(sentence)
        sequences.append(items)
        frames += _in_sentence(items, number, sentence, rules)
    ann.context["sequences"] = sequences
    frames.sort(key=lambda f: (f.sentence, f.first, f.last))
    return frames


def _in_sentence(items: list[Item], number: int, sentence: Sentence, rules: EventRules) -> list[Frame]:
    present: set[str] = {name for item in items for name in item.classes}
    present.update(item.symbol for item in items)
    coded = ""
    found: list[Frame] = []
    claimed: dict[str, set[int]] = {}
    for rule in rules.rules:
        if rule.pattern.triggers.isdisjoint(present):
            continue
        if not coded:
            coded = "".join(rules.alphabet.code(item.symbol, item.classes) for item in items)
        found += _matches(rule, items, coded, number, rules, claimed)
    return found


def _matches(
    rule: Rule, items: list[Item], coded: str, number: int, rules: EventRules, claimed: dict[str, set[int]]
) -> list[Frame]:
    out: list[Frame] = []
    # Reorganizations compete for a trigger whatever their type; meetings, documents and the like do not bar them.
    family = rule.type if rule.type in _CONTEXT_TYPES else "change"
    taken = claimed.setdefault(family, set())
    for match in rule.pattern.regex(rules.alphabet).finditer(coded):
        roles: dict[str, list[Item]] = {}
        trigger_at: set[int] = set()
        for name, role in rule.pattern.roles.items():
            first, last = match.span(name)
            if first < 0:
                continue
            if role == "trigger":
                trigger_at.update(range(first, last))
            else:
                roles.setdefault(role, []).extend(items[first:last])
        own = {i for i in trigger_at if items[i].symbol == "w"} | {
            i for i in range(match.start(), match.end()) if items[i].symbol == "U" and _is_changed(items[i], roles)
        }
        if own & taken or match.start() == match.end():
            continue
        taken |= own
        first_token, last_token = items[match.start()].first, items[match.end() - 1].last
        out.append(
            Frame(rule, number, first_token, last_token, roles, items, match.start(), match.end(), items[: match.start()])
        )
    return out


def _is_changed(item: Item, roles: dict[str, list[Item]]) -> bool:
    return any(item is other for role in ("src", "tgt") for other in roles.get(role, ()))
