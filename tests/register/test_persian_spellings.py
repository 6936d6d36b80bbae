"""Real Persian spellings of units: half was seen while the keys were written, half was collected afterwards."""

from __future__ import annotations

from collections import defaultdict
from math import log
from pathlib import Path

import pytest

from pipeline.register import Register
from pipeline.register.keys import ascii_key
from pipeline.register.spelling import FAR, slip_cost, spelling_cost

WEIGHTS = {"province": 40.0, "district": 4.0, "commune": 1.0}


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def ranked(register: Register, surface: str) -> list[str]:
    """The names that a surface can stand for, best first: sound, then how many and which units bear the name."""
    costs: dict[str, float] = {}
    weight: defaultdict[str, float] = defaultdict(float)
    for unit, cost in register.readings(surface, "persian"):
        name = ascii_key(unit.name)
        costs[name] = min(cost, costs.get(name, FAR))
        weight[name] += WEIGHTS[unit.level]
    return sorted(costs, key=lambda name: (costs[name] - 0.4 * log(weight[name]), name))


def recall(register: Register, table: str, first: int) -> float:
    lines = (Path(__file__).parent / table).read_text(encoding="utf-8").splitlines()[1:]
    hits = [ascii_key(name) in ranked(register, surface)[:first] for surface, name in (x.split("\t") for x in lines)]
    return sum(hits) / len(hits)


@pytest.mark.parametrize(
    ("table", "first", "floor"),
    [
        ("persian_spellings_seen.tsv", 1, 0.92),
        ("persian_spellings_seen.tsv", 5, 0.98),
        ("persian_spellings_kept.tsv", 1, 0.78),
        ("persian_spellings_kept.tsv", 5, 0.92),
    ],
)
def test_recall_on_real_spellings(register: Register, table: str, first: int, floor: float) -> None:
    assert recall(register, table, first) >= floor


def test_usual_spelling_costs_less_than_a_loose_one(register: Register) -> None:
    costs = {unit.name: cost for unit, cost in register.readings("ها گیانگ", "persian")}
    assert costs["Hà Giang"] < costs["Hậu Giang"]
    assert spelling_cost("تان", "t|a|n", "Tân") < spelling_cost("تان", "t|a|n", "Tiến")


def test_written_h_speaks_for_nh() -> None:
    assert spelling_cost("تانه", "t|a|n", "Thanh") < spelling_cost("تانه", "t|a|n", "Tân")


def test_names_of_other_length_are_far() -> None:
    assert spelling_cost("تان", "t|a|n", "Tân Thành") == FAR


@pytest.mark.parametrize(
    ("surface", "name", "script", "alike"),
    [
        ("Xuan Thein", "Xuân Thiện", "latin_ascii", True), ("Phu Hoa 1", "Phú Hòa 2", "latin_ascii", False),
        ("Nam Dan 1", "Nam Đàn", "latin_ascii", False), ("Kim Son", "Phú Quốc", "latin_ascii", False),
        ("پلهیکو", "Pleiku", "persian", True), ("کیم سون", "Phú Quốc", "persian", False),
    ],
)  # fmt: skip
def test_slips_are_taken_for_a_name_only_where_alike(surface: str, name: str, script: str, alike: bool) -> None:
    assert (slip_cost(surface, name, script) < FAR) is alike  # type: ignore[arg-type]
