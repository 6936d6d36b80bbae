"""Carrier sentences: text with `{slots.form}`, `[one|or the other|]` and `<bodies>`, read once into a tree.

A bar that is text is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..errors import SapxepError

_TOKEN: Final = re.compile(r"\{([a-z_0-9]+)(?:\.([a-z_0-9]+))?\}|([\[\]|<>])|((?:\\\||[^\[\]|<>{}\\])+)")


class TemplateError(SapxepError):
    """A sentence whose brackets do not close."""


@dataclass(slots=True, frozen=True)
class Slot:
    """A place for a value, in one of its forms."""

    name: str
    form: str


@dataclass(slots=True, frozen=True)
class Choice:
    """Several ways to go on, one of which is taken."""

    ways: tuple[Nodes, ...]


@dataclass(slots=True, frozen=True)
class Body:
    """A stretch that names a body."""

    inside: Nodes


Node = str | Slot | Choice | Body
Nodes = tuple[Node, ...]


def parse(text: str) -> Nodes:
    """The tree of a sentence; TemplateError where it is not well formed."""
    pieces = list(_pieces(text))
    nodes, at = _sequence(pieces, 0, "", text)
    if at != len(pieces):
        raise TemplateError(f"a bracket closes that was not opened: {text}")
    return nodes


def slots_of(nodes: Nodes) -> Iterator[Slot]:
    """All slots of a tree."""
    for node in nodes:
        if isinstance(node, Slot):
            yield node
        elif isinstance(node, Body):
            yield from slots_of(node.inside)
        elif isinstance(node, Choice):
            for way in node.ways:
                yield from slots_of(way)


def _pieces(text: str) -> Iterator[str | Slot]:
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() != at:
            break
        at = match.end()
        name, form, mark, plain = match.groups()
        yield Slot(name, form or "") if name else mark or plain.replace("\\|", "|")
    if at != len(text):
        raise TemplateError(f"cannot be read from {text[at:][:20]!r} on: {text}")


def _sequence(pieces: list[str | Slot], at: int, ends: str, text: str) -> tuple[Nodes, int]:
    nodes: list[Node] = []
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, str) and piece in ("]", "|", ">"):
            if piece not in ends:
                raise TemplateError(f"{piece!r} stands where nothing is open: {text}")
            return tuple(nodes), at
        if piece == "<":
            inside, at = _sequence(pieces, at + 1, ">", text)
            nodes.append(Body(inside))
        elif piece == "[":
            ways, at = _ways(pieces, at + 1, text)
            nodes.append(Choice(ways))
        else:
            nodes.append(piece)
        at += 1
    if ends:
        raise TemplateError(f"a bracket does not close: {text}")
    return tuple(nodes), at


def _ways(pieces: list[str | Slot], at: int, text: str) -> tuple[tuple[Nodes, ...], int]:
    ways: list[Nodes] = []
    while True:
        way, at = _sequence(pieces, at, "]|", text)
        ways.append(way)
        if pieces[at] == "]":
            return tuple(ways), at
        at += 1
