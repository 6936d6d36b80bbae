"""Search straight over the JSONL of a run: names by any spelling, document numbers, words of the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jsonlines

from ..errors import SapxepError
from ..register.keys import ascii_key, joined_key
from ..register.people import person_spellings
from ..register.persian import loose_name_keys, loosen, name_keys, persian_key
from ..text.digits import DIGITS

_PERSIAN: Final = re.compile("[\u0600-\u06ff]")
_NUMBER: Final = re.compile(r"\d+(?:/\d{4})?[-/ ]?[A-Za-zĐđ]")
# How much a hit is worth by where it is.
_WEIGHTS: Final = {"number": 8.0, "participant": 6.0, "place": 3.0, "official": 5.0, "mention": 2.0, "evidence": 1.0}
# What a name is worth whose consonants alone are those of a name in Persian letters, and how it is told.
_ALIKE: Final = 0.25
_SOUNDS_ALIKE: Final = " (sounds alike)"


@dataclass(slots=True, frozen=True)
class Hit:
    """One event with its article and why it was found; `where` says so of a name that only sounds alike."""

    score: float
    where: tuple[str, ...]
    event: Mapping[str, Any]
    source: Mapping[str, Any]

    def record(self) -> dict[str, Any]:
        """The hit as it is printed with --json."""
        return {"score": self.score, "found_in": list(self.where), "event": self.event, "source": self.source}


@dataclass(slots=True)
class Query:
    """What is looked for, as keys that any spelling of it shares."""

    words: list[str]
    phrase: str
    joined: str
    number: str
    strict: frozenset[str]
    loose: frozenset[str]
    people: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Query:
        """Make the keys of a query; SapxepError where it holds no letter or digit."""
        plain = text.translate(DIGITS)
        phrase = ascii_key(plain)
        if not any(char.isalnum() for char in plain):
            raise SapxepError(f"{text!r}: holds nothing to search for; give a name, a number or words")
        persian = bool(_PERSIAN.search(plain))
        strict = frozenset({persian_key(plain)} if persian else ()) - {""}
        loose = frozenset(map(loosen, strict))
        people = frozenset(ascii_key(name) for name in person_spellings(plain)) if persian else frozenset()
        number = number_key(plain)
        return cls(plain.lower().split(), phrase, joined_key(plain), number, strict, loose, people - {""})

    def names(self, name: str | None) -> bool:
        """Whether a name is the one looked for, in any spelling, or holds it."""
        if not name:
            return False
        if self.phrase and f" {self.phrase} " in f" {ascii_key(name)} ":
            return True
        if self.joined and self.joined == joined_key(name):
            return True
        return bool(self.strict) and not self.strict.isdisjoint(_strict_keys(name))

    def sounds_like(self, name: str | None) -> bool:
        """Whether a name has the consonants of the one looked for, which is written in Persian letters."""
        return bool(self.loose and name) and not self.loose.isdisjoint(_loose_keys(name or ""))

    def is_person(self, name: str | None) -> bool:
        """Whether a person's name is the one looked for."""
        return self.names(name) or self.sounds_like(name) or (bool(name) and ascii_key(name or "") in self.people)

    def numbers(self, number: str | None) -> bool:
        """Whether a document number is the one looked for."""
        return bool(self.number and number) and self.number in number_key(number or "")

    def stands_in(self, text: str) -> bool:
        """Whether all words stand in a text, marks aside."""
        folded, lower = ascii_key(text), text.translate(DIGITS).lower()
        return all(word in lower or (ascii_key(word) and ascii_key(word) in folded) for word in self.words)


def _strict_keys(name: str) -> list[str]:
    return [persian_key(name)] if _PERSIAN.search(name) else name_keys(name)


def _loose_keys(name: str) -> list[str]:
    return [loosen(persian_key(name))] if _PERSIAN.search(name) else loose_name_keys(name)


def number_key(text: str) -> str:
    """A document number without blanks, signs and marks; empty where the text is none."""
    return re.sub(r"[^a-z0-9]", "", joined_key(text)) if _NUMBER.search(text) else ""


def search(folder: Path, query: str, types: tuple[str, ...] = (), limit: int = 20) -> list[Hit]:
    """The events that fit best, best first; equal ones in the order of the file."""
    wanted = Query.of(query)
    documents = {d["doc_id"]: d for d in _lines(folder / "documents.jsonl")}
    hits = []
    for event in _lines(folder / "events.jsonl"):
        if types and event["type"] not in types:
            continue
        document = documents.get(event["doc_id"], {})
        where = _where(event, document, wanted)
        if where:
            score = sum(map(_worth, where))
            hits.append(Hit(score, where, event, document.get("source", {})))
    hits.sort(key=lambda hit: -hit.score)
    return hits[:limit]


def _worth(place: str) -> float:
    exact = place.removesuffix(_SOUNDS_ALIKE)
    return _WEIGHTS[exact] * (1.0 if exact == place else _ALIKE)


def _where(event: Mapping[str, Any], document: Mapping[str, Any], query: Query) -> tuple[str, ...]:
    surfaces = _surfaces(event, document)
    named: dict[str, list[str | None]] = {
        "participant": [p["name"] for side in ("sources", "targets") for p in event[side]],
        "place": [event["place"].get(key) for key in ("province", "district")],
        "mention": [*surfaces],
    }
    found = {"number"} if any(query.numbers(d["number"]) for d in event["documents"]) else set()
    found |= {place for place, names in named.items() if any(map(query.names, names))}
    if any(query.is_person(o["name"]) for o in event["officials"]):
        found.add("official")
    if query.stands_in(_told(event, surfaces)):
        found.add("evidence")
    alike = {place for place, names in named.items() if place not in found and any(map(query.sounds_like, names))}
    return tuple(place + _SOUNDS_ALIKE * (place in alike) for place in _WEIGHTS if place in found | alike)


def _told(event: Mapping[str, Any], surfaces: list[str]) -> str:
    """All that an event says of itself, so that the words of a query may stand in different places of it."""
    parts = [event["evidence"]["text"], *surfaces, event["place"].get("province"), event["place"].get("district")]
    parts += [item["name"] for side in ("sources", "targets", "officials") for item in event[side]]
    parts += [document["number"] for document in event["documents"]]
    return "\n".join(part for part in parts if part)


def _surfaces(event: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """Participants, officials and documents as the article spells them."""
    sides = ("sources", "targets", "officials", "documents")
    ids = {item["mention"] for side in sides for item in event[side] if item["mention"]}
    return [m["surface"] for m in document.get("mentions", ()) if m["id"] in ids] if ids else []


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with jsonlines.open(path) as reader:
            yield from reader.iter(type=dict)
    except OSError as error:
        told = error.strerror or error
        raise SapxepError(f"{path}: cannot be read ({told}); give the folder of a finished run with --in") from error
    except jsonlines.Error as error:
        raise SapxepError(f"{path}: cannot be read ({error}); give the folder of a finished run with --in") from error
