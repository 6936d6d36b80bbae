"""Invents people and units: names of common parts, and names of syllables that no register has."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from .grammar import FOLDER
from .scenario import Place

_KINDS = ("commune", "commune", "ward", "township", "rural_district", "town")


@cache
def _parts() -> dict[str, Any]:
    text = (files(__package__) / FOLDER / "names.yml").read_text(encoding="utf-8")
    parts: dict[str, Any] = {key: str(words).split() for key, words in yaml.safe_load(text).items()}
    return parts


def invent_person(chance: random.Random) -> str:
    """A name of two to four syllables, with its marks."""
    parts, roll = _parts(), chance.random()
    if roll < 0.06:
        return f"{chance.choice(parts['clans']).replace('_', ' ')} {chance.choice(parts['given'])}"
    middle = [chance.choice(parts["middle"]) for _ in range(chance.choice((0, 1, 1, 1, 2)))]
    family = chance.choice(parts["common"]) if roll < 0.6 else chance.choice(parts["family"])
    return " ".join((family, *middle, chance.choice(parts["given"])))


def invent_place(chance: random.Random, syllables: list[str]) -> Place:
    """A unit that no register has, as far as two syllables can be sure of that."""
    name = " ".join(chance.choices(syllables, k=chance.choice((2, 2, 2, 3))))
    return Place(name, chance.choice(_KINDS), ())
