"""The quality that has been reached on corpus/ is held; `python -m scripts.set_floors` sets the floors."""

from __future__ import annotations

import json

from scripts.set_floors import FLOORS, gold_digest, measured


def test_figures_do_not_sink_below_their_floors() -> None:
    known = json.loads(FLOORS.read_text("utf-8"))
    figures = measured()
    sunk = [
        f"{code}.{name}: {figures.get(code, {}).get(name)} < {floor}"
        for code, floors in known["floors"].items()
        for name, floor in floors.items()
        if (figures.get(code, {}).get(name) or 0.0) < floor
    ]
    assert not sunk


def test_floors_belong_to_this_gold() -> None:
    assert json.loads(FLOORS.read_text("utf-8"))["gold"] == gold_digest()
