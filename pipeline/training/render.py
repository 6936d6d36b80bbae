"""Writes sentences: the tree of a carrier and the values of a scenario give text with spans."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from .draft import Draft, Span
from .grammar import Grammar, tree
from .scenario import Day, Paper, Person, Place
from .spelling import Speller
from .template import Body, Choice, Node, Nodes, Slot


class Renderer:
    """Writes the sentences of one article; a name keeps its spelling within it."""

    def __init__(self, grammar: Grammar, chance: random.Random) -> None:
        self.grammar = grammar
        self.data = grammar.data
        self.chance = chance
        self.speller = Speller(grammar.script, chance)
        self.names: dict[str, str] = {}
        self.words: dict[str, list[str]] = {}
        self.bracketed = chance.random() < float(self.data["lists"].get("bracketed", 0))
        self.local_digits = chance.random() < float(self.data.get("digits_share", 0.5))
        self.draft = Draft()

    def sentence(self, nodes: Nodes, values: dict[str, Any]) -> Draft:
        """A sentence with its spans."""
        self.draft = Draft()
        self._nodes(nodes, values)
        if self.data.get("capital"):
            self.draft.parts = list(_capitals(self.draft.parts))
        return self.draft

    def _nodes(self, nodes: Nodes, values: dict[str, Any]) -> None:
        for node in nodes:
            self._node(node, values)

    def _node(self, node: Node, values: dict[str, Any]) -> None:
        if isinstance(node, str):
            self.draft.write(node)
        elif isinstance(node, Choice):
            self._nodes(self.chance.choice(node.ways), values)
        elif isinstance(node, Body):
            start = self.draft.length
            self._nodes(node.inside, values)
            self.draft.spans.append(Span(start, self.draft.length, "body", None))
        else:
            self._slot(node, values)

    def _slot(self, slot: Slot, values: dict[str, Any]) -> None:
        value = values.get(slot.name)
        if slot.name.endswith("_post"):
            self._post(values[slot.name.removesuffix("_post")])
            return
        if slot.name.endswith("_post_too"):
            person: Person = values[slot.name.removesuffix("_post_too")]
            self._post(replace(person, post=person.also))
            return
        if isinstance(value, Place):
            self._place(value, slot.form)
        elif isinstance(value, list):
            self._list(value, slot.form)
        elif isinstance(value, Day):
            self._day(value, slot.form)
        elif isinstance(value, Paper):
            self._paper(value)
        elif isinstance(value, Person):
            self._person(value, slot)
        elif isinstance(value, tuple):
            self.draft.write(value[1], "document", value[0])
        elif isinstance(value, int):
            self.draft.write(self._number(value))
        elif isinstance(value, float):
            self.draft.write(self._digits(f"{value:.2f}".replace(".", self.data["numbers"]["decimal"])))
        elif isinstance(value, str):
            self.draft.write(self.name(value), "person", None)
        else:
            self._made(slot.name, values)

    def _made(self, name: str, values: dict[str, Any]) -> None:
        """A number or a pattern of the grammar."""
        numbers = {"few": (2, 12), "some": (12, 99), "many": (120, 990), "big": (1_000, 480_000), "year": (2023, 2030)}
        if name in numbers:
            self.draft.write(self._number(self.chance.randint(*numbers[name]), grouped=name == "big"))
        elif name in ("km", "percent"):
            whole = self.chance.randint(11, 97 if name == "percent" else 940)
            mark = self.data["numbers"]["decimal"]
            self.draft.write(self._digits(f"{whole}{mark}{self.chance.randint(1, 99):02}"))
        elif name in ("phone", "code", "slug"):
            self.draft.write(self._token(name))
        else:
            self._nodes(tree(self.chance.choice(self.data["patterns"][name])), values)

    def _token(self, name: str) -> str:
        """What no other article has."""
        draw = self.chance.randint
        if name == "phone":
            return f"0{draw(200, 989)}{self.chance.choice('. -')}{draw(100, 999)}.{draw(100, 999)}"
        if name == "code":
            return f"{draw(10_000_000, 99_999_999)}"
        return f"{self.chance.choice('abcdghklmnpqstvx')}{draw(100_000, 999_999):x}{draw(1000, 9999)}"

    def name(self, name: str) -> str:
        """A name as this article spells it."""
        if name not in self.names:
            self.names[name] = " ".join(self.speller.name(name).split())
        return self.names[name]

    def _place(self, unit: Place, form: str) -> None:
        if form == "plain":
            self.draft.write(self.name(unit.name))
            return
        if form != "name":
            gender, one, *_ = self._kind(unit.kind)
            word = self._form(form, gender, one)
            if form in self.data.get("nameless", ()):
                self.draft.write(word)
                return
            self.draft.write(f"{word} ")
        self.draft.write(self.name(unit.name), "unit", unit)

    def _kind(self, kind: str) -> list[str]:
        """The word for a kind; an article mostly stays with one."""
        if kind not in self.words or self.chance.random() < 0.1:
            self.words[kind] = self.chance.choice(self.data["kinds"][kind])
        return self.words[kind]

    def _form(self, form: str, gender: str, word: str) -> str:
        forms = self.data["forms"][form or self.data["form"]][gender]
        pattern = str(forms if isinstance(forms, str) else self.chance.choice(forms))
        return pattern.replace("{w}", word)

    def _list(self, units: list[Place], form: str) -> None:
        """Units, those of one kind that stand whole under one word."""
        if form in self.data["lists"]["shapes"]:
            self._shaped(units, self.data["lists"]["shapes"][form])
            return
        if form == "name":
            self._joined([partial(self._place, unit, "name") for unit in units])
            return
        apart = self.chance.random() < 0.15
        ways: list[Callable[[], None]] = []
        if not apart:
            units = sorted(
                units, key=lambda unit: (unit.extent != "whole", unit.kind if unit.extent == "whole" else "")
            )
        for (extent, _, _), group in groupby(units, key=lambda u: (u.extent, u.kind, u.name if apart else "")):
            own = list(group)
            if extent == "whole":
                ways.append(partial(self._group, own, form))
            else:
                ways += [partial(self._part, unit, form) for unit in own]
        self._joined(ways)

    def _shaped(self, units: list[Place], shape: dict[str, str]) -> None:
        """Units one by one, as in lists, tables and brackets."""
        for at, unit in enumerate(units):
            self.draft.write(shape["between"] if at else "")
            self.draft.write(str(shape.get("item", "")).format(n=self._digits(str(at + 1))))
            if unit.extent == "whole":
                self._place(unit, shape["form"])
            else:
                self._part(unit, "nom")
            if "behind" in shape and unit.district:
                self._nodes(tree(shape["behind"]), {"district": unit.district})

    def _group(self, units: list[Place], form: str) -> None:
        self._grouped(units, form)
        if self.bracketed and units[0].district and len({unit.district for unit in units}) == 1:
            self._nodes(tree(self.chance.choice(self.data["lists"]["bracket"])), {"district": units[0].district})

    def _grouped(self, units: list[Place], form: str) -> None:
        if len(units) == 1:
            self._place(units[0], form)
            return
        _, _, many, *gender = self._kind(units[0].kind)
        self.draft.write(f"{self._form(form, gender[0] if gender else 'pl', many)} ")
        self._joined([partial(self._place, unit, "name") for unit in units])

    def _part(self, unit: Place, form: str) -> None:
        words, under = self.chance.choice(self.data["extents"][unit.extent][form or self.data["form"]])
        self.draft.write(f"{words} ")
        self._place(unit, under)

    def _joined(self, ways: list[Callable[[], None]]) -> None:
        last = self.chance.choice(self.data["lists"]["last"])
        for at, way in enumerate(ways):
            if at:
                self.draft.write(last if at == len(ways) - 1 else self.data["lists"]["comma"])
            way()

    def _day(self, day: Day, form: str) -> None:
        size = {"month": 2, "year": 1}.get(form, day.size)
        pattern = self.chance.choice(self.data["dates"][("year", "month", "day")[size - 1]])
        date = day.date
        texts = {
            "d": str(date.day), "dd": f"{date.day:02}", "m": str(date.month), "mm": f"{date.month:02}",
            "y": str(date.year), "month": self.data["dates"]["months"][date.month - 1],
        }  # fmt: skip
        text = self._digits(str(pattern).format(**texts))
        self.draft.write(text, "date", Day(date, size))

    def _paper(self, paper: Paper) -> None:
        spelt = paper.number if self.grammar.script == "latin_vi" else paper.number.replace("Đ", "D")
        words = self.data["documents"]
        pattern = self.chance.choice(words.get(paper.type) or words["decision"])
        at = len(self.draft.spans)
        self._nodes(tree(pattern), {"issued": paper.issued, "number": (paper, spelt)})
        if len(self.draft.spans) == at + 1:
            self.draft.spans[at] = self.draft.spans[at]._replace(meant=replace(paper, issued=None))

    def _person(self, person: Person, slot: Slot) -> None:
        if slot.name.startswith("person"):
            name = self.name(person.name)
            self.draft.write(name.split()[-1] if slot.form == "given" else name, "person", person)
            return
        pattern = self.chance.choice(self.data["patterns"]["official"])
        self._nodes(tree(pattern), {"person": person})

    def _post(self, person: Person) -> None:
        post = self.chance.choice(self.data["posts"][person.post][person.level])
        start = self.draft.length
        self._nodes(tree(post), {"unit": person.place})
        self.draft.spans.append(Span(start, self.draft.length, "role", person))

    def _number(self, value: int, grouped: bool = False) -> str:
        text = f"{value:,}".replace(",", self.data["numbers"]["thousands"]) if grouped else str(value)
        return self._digits(text)

    def _digits(self, text: str) -> str:
        own = self.data.get("digits")
        return text.translate(str.maketrans("0123456789", own)) if own and self.local_digits else text


def _capitals(parts: Iterable[str]) -> Iterator[str]:
    """The same parts, with a capital where a sentence or line begins."""
    begins = True
    for part in parts:
        yield part[:1].upper() + part[1:] if begins else part
        begins = part.endswith((". ", "\n")) if part else begins
