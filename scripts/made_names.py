"""Writes annotated articles to train a names model on: example sentences of the packs with other names in them.

    python -m scripts.made_names FILE.jsonl --articles 20000 [--seed 4] [--kept-apart]

Every pack carries hundreds of example sentences of its own wording. What the rules read in them is marked, and each
name gives way to another one: units of the register or new ones of its syllables, people of common names. Beside them
stand sentences made of a pack's posts, bodies and names alone. Every eighth sentence, post and body is kept apart, for
testing. One line an article: text, language, spans.
"""

from __future__ import annotations

import argparse
import json
import random
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.entities.roles import posts_terms
from pipeline.languages.lexicon import expand
from pipeline.languages.pack import Pack, builtin_packs
from pipeline.register.keys import fold
from pipeline.register.model import OLD
from pipeline.register.syllables import person_weights
from pipeline.stages.builtin import builtin_register, language_of
from scripts.made_cases import Writer

APART: Final = 8
SENTENCES: Final = (4, 10)
MADE: Final = 0.35
COMPOSED: Final = 0.35
KNOWN: Final = 0.6
PLAIN: Final = 0.1
ELSEWHERE: Final = 0.05
LOUD: Final = 0.03
LEAST_WORDS: Final = 4
_SECTIONS: Final = ("units", "posts", "dates", "documents", "events")
Span = tuple[int, int, str]
# A word or several, and what they name.
Part = tuple[str, str | None]


@dataclass(slots=True, frozen=True)
class Sentence:
    """A text with its names; those that are exchanged are people and units."""

    text: str
    spans: tuple[Span, ...]


def _is_apart(text: str) -> bool:
    return zlib.crc32(text.encode()) % APART == 0


def _examples(found: Any, under: bool = False) -> Iterator[str]:
    """All example sentences in a section of a pack."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _examples(value, under or key in ("examples", "counter"))
    elif isinstance(found, list):
        for value in found:
            yield from _examples(value, under)
    elif isinstance(found, str) and under and len(found.split()) >= LEAST_WORDS:
        yield found


class Names:
    """Draws names of one language."""

    def __init__(self, pack: Pack, chance: random.Random) -> None:
        self.chance = chance
        language = language_of(pack.code)
        self.writer = Writer(language.names.script, chance)
        units = [unit.name for unit in builtin_register().units if unit.list != OLD]
        self.units = sorted({name for name in units if not name[0].isdigit()})
        self.syllables = sorted({word for name in self.units for word in name.split() if word.isalpha()})
        self.firsts = [self.writer.name(first) for first in _first_parts()]
        accented: dict[str, list[str]] = {}
        for word in (*self.syllables, *_family_names()):
            accented.setdefault(fold(word), []).append(word)
        self.parts = {part: self._spelt(known, accented) for part, known in person_weights().items()}

    def _spelt(self, known: dict[str, float], accented: dict[str, list[str]]) -> tuple[list[str], list[float]]:
        words = [(word, weight) for word, weight in known.items() if word in accented]
        spelt = [(full, weight**0.7 / len(accented[word])) for word, weight in words for full in accented[word]]
        return [word for word, _ in spelt], [weight for _, weight in spelt]

    def unit(self) -> str:
        """A unit of the register, or a name of its syllables that no register has."""
        if self.chance.random() < KNOWN:
            return self.writer.name(self.chance.choice(self.units))
        return self.writer.name(" ".join(self.chance.choices(self.syllables, k=self.chance.choice((1, 2, 2, 2, 3)))))

    def person(self) -> str:
        """A person's name of two to four syllables."""
        if self.firsts and self.chance.random() < ELSEWHERE:
            first, given = self.chance.choice(self.firsts), self.chance.choices(*self.parts["given"])[0].capitalize()
            return f"{first} {self.writer.name(given)}"
        middle = self.chance.choice((0, 1, 1, 1, 2))
        parts = ["family", *["middle"] * middle, "given"]
        return self.writer.name(" ".join(self.chance.choices(*self.parts[part])[0].capitalize() for part in parts))


def _first_parts() -> list[str]:
    """What names of peoples begin with that call themselves otherwise than the Vietnamese do, of any pack."""
    found = [p.section("posts").get("names", {}) for p in builtin_packs().values()]
    lines = [str(line) for names in found for key in ("firsts", "clans") for line in names.get(key, ())]
    return sorted({word[0].upper() + word[1:] for line in lines for word in line.split()})


def _family_names() -> list[str]:
    """Family names with their marks, of any pack that has them."""
    found = [p.section("posts").get("names", {}).get("families", ()) for p in builtin_packs().values()]
    return sorted({word for lines in found for line in lines for word in str(line).split() if not word.isascii()})


class Articles:
    """Makes the articles of one language."""

    def __init__(self, pack: Pack, chance: random.Random, apart: bool) -> None:
        self.pack = pack
        self.chance = chance
        self.names = Names(pack, chance)
        texts = dict.fromkeys(text for name in _SECTIONS for text in _examples(pack.section(name)))
        self.sentences = [self._read(text) for text in texts if _is_apart(text) == apart]
        self.terms: dict[str, list[str]] = {}
        for pattern, group, _ in posts_terms(pack):
            words = [word for word in expand(str(pattern)) if len(word) > 1]
            kept = [word for word in words if group not in ("post", "body") or _is_apart(str(pattern)) == apart]
            self.terms.setdefault(group, []).extend(kept)
        kinds = pack.section("units")["kinds"]
        self.kinds = [w for entry in kinds if entry["kinds"] for word in entry["words"] for w in expand(str(word))]

    def _read(self, text: str) -> Sentence:
        """What the rules read in a sentence; bodies may hold units."""
        language = language_of(self.pack.code)
        ann = language.run(language.prepare(text), "officials")
        norm = ann.context["norm"]
        units = [(u.mention.start, u.mention.end, "unit") for u in ann.context["units"]]
        people = [(p.mention.start, p.mention.end, "person") for p in ann.context["persons"] if p.last - p.first > 1]
        bodies = [(b.mention.start, b.mention.end, "body") for b in ann.context["bodies"] if b.mention]
        found = [(*norm.raw_span(start, end), label) for start, end, label in (*units, *people, *bodies)]
        return Sentence(text, tuple(sorted(found)))

    def article(self) -> dict[str, Any]:
        """One article as a record."""
        text, spans = "", []
        for _ in range(self.chance.randint(*SENTENCES)):
            made = self._composed() if self.chance.random() < COMPOSED else self._renamed()
            made = _loud(made) if self.chance.random() < LOUD else made
            spans += [[start + len(text), end + len(text), label] for start, end, label in made.spans]
            text += made.text + self.chance.choice((" ", " ", " ", "\n"))
        if self.chance.random() < PLAIN:
            text = "".join(map(_plain, text))
        return {"text": text, "language": self.pack.code, "spans": spans}

    def _renamed(self) -> Sentence:
        """An example with other names."""
        chosen = self.chance.choice(self.sentences)
        new: dict[tuple[str, str], str] = {}
        out, at, moves, spans = "", 0, [], []
        for start, end, label in chosen.spans:
            if label == "body" or start < at:
                continue
            old = chosen.text[start:end]
            name = new.setdefault((old, label), self._name(label, old))
            out += chosen.text[at:start]
            spans.append((len(out), len(out) + len(name), label))
            out, at = out + name, end
            moves.append((end, len(out)))
        out += chosen.text[at:]
        for start, end, label in chosen.spans:
            if label == "body":
                spans.append((_moved(start, moves), _moved(end, moves), label))
        return Sentence(out, tuple(sorted(spans)))

    def _name(self, label: str, old: str) -> str:
        if label == "person":
            return self.names.person()
        return old if any(map(str.isdigit, old)) else self.names.unit()

    def _composed(self) -> Sentence:
        """A person with posts and bodies, or with a verb or an example sentence alone."""
        titled = self.chance.random() < MADE
        person: list[Part] = [(self._term("honorific") if titled else "", None), (self.names.person(), "person")]
        order = self.chance.random()
        if order < 0.15:
            return self._saying(person)
        posts = self._posts()
        if order < 0.5:
            parts = [*person, (self.chance.choice((",", " -", " –", " (")), None), *posts]
        elif order < 0.85:
            parts = [*posts, *([(",", None)] if self.chance.random() < MADE else []), *person]
        else:
            parts = [*posts, (",", None), *self._posts(), (",", None), *person]
        verb = self._term("person_verb")
        return _joined([*parts, (verb, None) if verb and self.chance.random() < KNOWN else (".", None)])

    def _saying(self, person: list[Part]) -> Sentence:
        """A person who says something: a verb, or a colon and what is said."""
        head = _joined(person)
        if self.chance.random() < MADE:
            return _joined([*person, (self._term("person_verb") or ".", None)])
        said = self._renamed()
        text = f"{head.text.removesuffix('.')}: "
        return Sentence(text + said.text, (*head.spans, *((x + len(text), y + len(text), z) for x, y, z in said.spans)))

    def _posts(self) -> list[Part]:
        parts: list[Part] = [(self._term("post"), None)]
        place = self.chance.random() < KNOWN
        if self.chance.random() < KNOWN:
            if self.chance.random() < MADE:
                parts.append((self._term("role_joiner"), None))
            parts.append((self._term("body"), "body of" if place else "body"))
        if place:
            parts += [(self.chance.choice(self.kinds), None), (self.names.unit(), "unit")]
        return parts

    def _term(self, group: str) -> str:
        words = self.terms.get(group)
        return self.chance.choice(words) if words else ""


def _joined(parts: Iterable[Part]) -> Sentence:
    out, spans = "", []
    for word, label in parts:
        if not word:
            continue
        out += " " if out and word[0].isalnum() and not out.endswith("(") else ""
        if label:
            spans.append((len(out), len(out) + len(word), label))
        out += word
        if label == "unit" and len(spans) > 1 and spans[-2][2] == "body of":
            spans[-2] = (spans[-2][0], len(out), "body")
    return Sentence(out if out.endswith(".") else out + ".", tuple(spans))


def _moved(place: int, moves: list[tuple[int, int]]) -> int:
    before = [(old, new) for old, new in moves if old <= place]
    old, new = before[-1] if before else (0, 0)
    return place - old + new


def _loud(made: Sentence) -> Sentence:
    loud = made.text.upper()
    return Sentence(loud, made.spans) if len(loud) == len(made.text) else made


def _plain(letter: str) -> str:
    """A letter of Latin script without its marks; one stays one."""
    bare = unicodedata.normalize("NFD", letter)[0]
    return {"đ": "d", "Đ": "D"}.get(letter, bare if bare.isascii() else letter)


def main() -> None:
    """Write the articles, languages in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--kept-apart", action="store_true")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    makers = [Articles(pack, chance, args.kept_apart) for _, pack in sorted(builtin_packs().items())]
    with args.file.open("w", encoding="utf-8") as out:
        for n in range(args.articles):
            out.write(json.dumps(makers[n % len(makers)].article(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
