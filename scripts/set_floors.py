"""Writes the quality floors that CI holds: the figures of a run over corpus/ against its gold, a little below.

    python -m scripts.set_floors            raises floors; a lower figure is refused
    python -m scripts.set_floors --lower    lowers them, too: say why in the commit

The digest of the gold set stands beside the floors, so that a change of the gold is seen as what it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FLOORS: Final = ROOT / "tests" / "quality" / "floors.json"
GOLD: Final = ROOT / "corpus" / "gold"
ARTICLES: Final = ROOT / "corpus" / "articles"
JOINS: Final = ROOT / "corpus" / "joins.json"
MARGIN: Final = 0.005


def gold_digest() -> str:
    """One digest over the annotations and their articles."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.json"), *ARTICLES.glob("*.txt"), JOINS]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def measured() -> dict[str, dict[str, float | None]]:
    """The figures of a run over the corpus as the code stands; `joins` are pairs of events that were found."""
    from pipeline.evaluation import GoldJoins, evaluate, score_joins
    from pipeline.runners.local import run

    with tempfile.TemporaryDirectory() as folder:
        run([ARTICLES], Path(folder) / "out")
        scores = evaluate(Path(folder) / "out", GOLD)
        figures = scores.figures()
        found, wanted = score_joins(Path(folder) / "out", GoldJoins.read(JOINS), scores.matched)
        figures["all"] |= {"joins": found.f1, "joins_of_all": wanted.f1}
        return figures


def main() -> None:
    """Measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true", help="allow a floor to sink")
    args = parser.parse_args()
    known: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {"floors": {}}
    floors: dict[str, dict[str, float]] = {}
    sunk = []
    for code, figures in measured().items():
        for name, value in figures.items():
            if value is None:
                continue
            floor = max(0.0, math.floor((value - MARGIN) * 1000) / 1000) if value < 1 else 1.0
            before = known["floors"].get(code, {}).get(name, 0.0)
            if floor < before:
                sunk.append(f"{code}.{name} {before} → {floor}")
            floors.setdefault(code, {})[name] = floor
    if sunk and not args.lower:
        sys.exit(f"floors would sink: {'; '.join(sunk)}; --lower allows it")
    FLOORS.write_text(json.dumps({"gold": gold_digest(), "floors": floors}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
