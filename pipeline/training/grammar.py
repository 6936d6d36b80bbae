"""Reads a grammar: a language's carrier sentences, and how it writes units, lists, days, documents and posts."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from ..errors import SapxepError
from ..register import Script
from .template import Nodes, Slot, parse, slots_of

APART: Final = 8
FOLDER: Final = "grammars"
_FORMS: Final = ("name", "plain", "given", "month", "year")


class GrammarError(SapxepError):
    """A grammar that cannot be used."""


@dataclass(slots=True, frozen=True)
class Carrier:
    """One sentence: the event that it tells ("none" where it tells none), and the one that it is drawn from."""

    says: str
    draws: str
    level: str
    status: str
    text: str
    nodes: Nodes
    slots: frozenset[str]

    @property
    def kept_apart(self) -> bool:
        """Whether it is for testing only."""
        return zlib.crc32(self.text.encode()) % APART == 0


@dataclass(slots=True)
class Grammar:
    """The data of one language."""

    language: str
    data: dict[str, Any]
    carriers: list[Carrier] = field(default_factory=list)

    @property
    def script(self) -> Script:
        """How its articles spell names."""
        script: Script = self.data["script"]
        return script


@cache
def tree(text: str) -> Nodes:
    """The tree of a pattern, read once."""
    return parse(text)


def languages() -> list[str]:
    """The languages that have a grammar."""
    folder = files(__package__) / FOLDER
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language that ships with the package; GrammarError where there is none."""
    if language not in languages():
        raise GrammarError(f"no grammar for {language!r}; there are {', '.join(languages())}")
    text = (files(__package__) / FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return read_grammar(language, text)


def read_grammar(language: str, text: str) -> Grammar:
    """A grammar from YAML; GrammarError where its sentences cannot be used."""
    data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    made = Grammar(language, data)
    for heading, sentences in data["carriers"].items():
        for sentence in sentences:
            made.carriers.append(_carrier(heading, sentence))
    _check(made)
    return made


def _carrier(heading: str, sentence: str) -> Carrier:
    """Headings are "merge commune completed", "none merge commune" (told, but not so), or "none"."""
    parts, nodes = heading.split(), parse(sentence)
    slots = frozenset(slot.name for slot in slots_of(nodes))
    if parts[0] == "none":
        draws, level = (parts[1], parts[2]) if len(parts) > 1 else ("none", "")
        return Carrier("none", draws, level, parts[3] if len(parts) > 3 else "", sentence, nodes, slots)
    return Carrier(parts[0], parts[0], parts[1], parts[2], sentence, nodes, slots)


def _check(made: Grammar) -> None:
    seen: set[tuple[str, ...]] = set()
    for carrier in made.carriers:
        key = (carrier.says, carrier.draws, carrier.level, carrier.status, carrier.text)
        if key in seen:
            raise GrammarError(f"{made.language}: stands twice: {carrier.text}")
        seen.add(key)
        for slot in slots_of(carrier.nodes):
            _check_form(made, slot, carrier.text)


def _check_form(made: Grammar, slot: Slot, text: str) -> None:
    known = {*made.data["forms"], *made.data.get("lists", {}).get("shapes", ()), *_FORMS}
    if slot.form and slot.form not in known:
        raise GrammarError(f"{made.language}: no form {slot.form!r}: {text}")
