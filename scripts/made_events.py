"""Makes documents and events without texts, to measure what joining costs: known changes, each told several times."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.register.register import Register
from scripts.made_reports import MadeChange, made_changes

SEED: Final = 11
A_CHANGE: Final = 5
AN_ARTICLE: Final = 4
STATUSES: Final = ("proposed", "planned", "decided", "completed")
TYPES: Final = {"merge": "merge", "kept": "unchanged", "counts": "restructure", "paper": "document_issued",
                "post": "appointment"}  # fmt: skip


class MadeEvents:
    """So many events over a fifth as many changes; `truth` is filled while they are written."""

    def __init__(self, register: Register, count: int) -> None:
        self._register = register
        self._count = count
        self._chance = random.Random(SEED)
        self.truth: dict[str, str] = {}

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the files of documents and events."""
        documents, events = folder / "documents.jsonl", folder / "events.jsonl"
        changes = self._changes(self._count // A_CHANGE)
        written = number = 0
        with documents.open("w", encoding="utf-8") as first, events.open("w", encoding="utf-8") as second:
            while written < self._count:
                told = [self._chance.choice(changes) for _ in range(self._chance.randint(1, 2 * AN_ARTICLE - 1))]
                document = self._document(number)
                first.write(json.dumps(document) + "\n")
                for at, change in enumerate(told[: self._count - written]):
                    event = self._event(change, document["doc_id"], at)
                    second.write(json.dumps(event) + "\n")
                    self.truth[event["event_id"]] = change.ident
                written += len(told)
                number += 1
        return documents, events

    def _changes(self, count: int) -> list[MadeChange]:
        """Changes of the register, then decisions and appointments without end."""
        known = made_changes(self._register, min(count, 4000), self._chance)
        units = [change for change in known if change.kind in ("merge", "kept") and change.target is not None]
        return known + list(self._more(units, count - len(known)))

    def _more(self, units: list[MadeChange], count: int) -> Iterator[MadeChange]:
        for at in range(count):
            unit = units[at % len(units)]
            if at % 2:
                person = " ".join(f"{chr(65 + int(digit))}an" for digit in str(at))
                yield MadeChange(f"more {at}", "post", unit.province, unit.target, person=person)
            else:
                yield MadeChange(f"more {at}", "paper", unit.province, number=f"{at}/QĐ-UBND")

    def _document(self, number: int) -> dict[str, Any]:
        day = datetime.date(2025, 3, 1) + datetime.timedelta(self._chance.randrange(240))
        source = {"path": "made.jsonl", "record": number, "url": None, "outlet": f"paper{number % 90}.vn"}
        return {
            "doc_id": f"{number:016x}", "source": source, "language": ("de", "fa", "vi")[number % 3], "mentions": [],
            "published": day.isoformat(), "text": None,
        }  # fmt: skip

    def _event(self, change: MadeChange, document: str, at: int) -> dict[str, Any]:
        sources = list(change.sources)
        if len(sources) > 2 and self._chance.random() < 0.3:
            sources.pop(self._chance.randrange(len(sources)))
        home = change.province
        place = {"province": home.name, "district": None, "unit": home.id, "unit_now": home.id}
        date = {"paper": change.day.isoformat(), "post": None}.get(change.kind, "2025-07-01")
        target = [change.target] if change.target is not None else []
        if change.kind == "kept":
            sources, target = target, []
        counts = None
        if change.kind == "counts":
            names = ("before_by_kind", "after_by_kind", "reduction", "reduction_percent")
            counts = {"before": change.before, "after": change.after, **dict.fromkeys(names)}
        return {
            "event_id": f"{document}:{at:012x}", "doc_id": document, "type": TYPES[change.kind],
            "status": self._chance.choice(STATUSES), "level": "province" if change.kind == "paper" else "commune",
            "sources": [_part(unit) for unit in sources], "targets": [_part(unit) for unit in target],
            "counts": counts, "place": place, "date": date, "date_from": date, "date_to": date,
            "date_precision": "day" if date else None,
            "documents": [{"number": change.number, "mention": None}] if change.number else [],
            "officials": [{"name": change.person, "mention": None, "role": "appointed"}] if change.person else [],
        }  # fmt: skip


def _part(unit: Any) -> dict[str, Any]:
    return {"name": unit.name, "kind": unit.kind, "extent": "whole", "unit": unit.id, "mention": None}
