"""Whatever events a reader may write, they become facts: each event in one, the same in any order, valid by schema."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from pipeline.facts import Fact, facts_of, lineage_of, read_facts, read_slim, slim_line
from pipeline.records.fact import Lineage
from pipeline.records.schema import schema_of
from pipeline.records.vocabulary import EVENT_TYPES, STATUS_ORDER
from pipeline.stages.builtin import builtin_register
from scripts.bench_facts import across

_NAMES = ("Tân An", "Tan An", "تان آن", "Phường 1", "1", "", "Ea H'Leo", "Hải Phòng", "Không Đâu", "—")
_NUMBERS = ("15-QĐ/TU", "1660/NQ-UBTVQH15", "72/2025/QH15", "06", "", "166/KH-UBND", "13-CT/HU")
_DATES = (None, "2025-07-01", "2025-07", "2025", "2019/2021", "2023/2025", "2025-36", "XXXX-10-23", "2024-12-01")
_SPANS = {
    "2025-07-01": ("2025-07-01", "2025-07-01", "day"), "2025-07": ("2025-07-01", "2025-07-31", "month"),
    "2025": ("2025-01-01", "2025-12-31", "year"), "2019/2021": ("2019-01-01", "2021-12-31", "interval"),
    "2023/2025": ("2023-01-01", "2025-12-31", "interval"), "2025-36": ("2025-10-01", "2025-12-31", "quarter"),
    "2024-12-01": ("2024-12-01", "2024-12-01", "day"), "XXXX-10-23": (None, None, "unknown_year"),
}  # fmt: skip


class _Maker:
    """Draws events, mostly of a few units so that many meet."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        units = builtin_register().units
        self.units = [unit.id for unit in self.chance.sample(units, 12)] + [
            unit.id for unit in units if unit.name == "Tân An"
        ]

    def part(self) -> dict[str, Any]:
        draw = self.chance
        kind = draw.choice(("commune", "ward", "province", "rural_district", "special_zone", None))
        unit = draw.choice((None, *self.units))
        extent = draw.choice(("whole", "whole", "part", "remainder"))
        return {
            "name": draw.choice(_NAMES), "kind": kind, "extent": extent, "unit": unit,
            "mention": draw.choice((None, "m1", "m2", "m9")),
        }  # fmt: skip

    def counts(self) -> dict[str, Any] | None:
        draw = self.chance
        if draw.random() < 0.4:
            return None
        return {
            "before": draw.choice((None, 0, 10, 12)), "after": draw.choice((None, 0, 4, 5)),
            "before_by_kind": draw.choice((None, {}, {"ward": 3})), "after_by_kind": None,
            "reduction": draw.choice((None, 6)), "reduction_percent": draw.choice((None, 66.67)),
        }  # fmt: skip

    def event(self) -> dict[str, Any]:
        draw = self.chance
        date = draw.choice(_DATES)
        first, last, precision = _SPANS.get(date or "", (None, None, None))
        home = draw.choice((None, "vn:2025-07:80", "vn:2025-07:91"))
        place = draw.choice((None, "vn:2025-06:80", "vn:2025-06:376", "vn:9999:nowhere")) or home
        return {
            "type": draw.choice(EVENT_TYPES), "status": draw.choice(STATUS_ORDER),
            "level": draw.choice((None, "central", "province", "district", "commune")),
            "sources": [self.part() for _ in range(draw.randrange(4))],
            "targets": [self.part() for _ in range(draw.randrange(3))],
            "counts": self.counts(), "date": date, "date_from": first, "date_to": last, "date_precision": precision,
            "place": {"province": draw.choice((None, "Long An")), "district": None, "unit": place, "unit_now": home},
            "documents": [{"number": number, "mention": "m3"} for number in draw.sample(_NUMBERS, draw.randrange(3))],
            "officials": [{"name": draw.choice(_NAMES), "mention": draw.choice((None, "m4")), "role": "led"}]
            * draw.randrange(2),
        }  # fmt: skip

    def document(self, number: int) -> dict[str, Any]:
        draw = self.chance
        mentions: list[dict[str, Any]] = [
            {"id": "m1", "type": "unit", "start": 0, "end": 1, "unit": None, "candidates": draw.sample(self.units, 2)},
            {"id": "m2", "type": "organization", "start": 0, "end": 1, "body": draw.choice(("other", "police"))},
            {"id": "m3", "type": "document", "start": 1, "end": 2, "number": "15-QĐ/TU", "doc_type": "decision",
             "issuer": draw.choice((None, {"unit": None}, {"unit": self.units[0]})), "issued": "2025-05"},
            {"id": "m4", "type": "official", "start": 2, "end": 3, "surface": draw.choice(("مای خان", "Mai Khanh"))},
        ]  # fmt: skip
        url = draw.choice((None, "https://a.vn/bon-chu-day-roi-nhe-12345.html", "::", "https://b.vn/"))
        return {
            "doc_id": f"{number:016x}", "source": {"path": "a", "record": number, "url": url, "outlet": None},
            "language": draw.choice((None, "de", "fa")), "published": draw.choice((None, "2024-05-01", "2025-07-02")),
            "text": draw.choice((None, "", "abc 12 345", "Ein Text mit 12 und 345.")), "mentions": mentions,
        }  # fmt: skip


def _facts(records: list[tuple[dict[str, Any], list[dict[str, Any]]]], folder: Path) -> list[Fact]:
    documents, events = folder / "documents.jsonl", folder / "events.jsonl"
    documents.write_text("".join(json.dumps(document) + "\n" for document, _ in records), "utf-8")
    events.write_text("".join(json.dumps(event) + "\n" for _, told in records for event in told), "utf-8")
    return list(read_facts([(documents, events)], builtin_register()))


def _records(seed: int) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    maker = _Maker(seed)
    records = []
    for number in range(120):
        document = maker.document(number)
        ids = ({"event_id": f"{document['doc_id']}:{n:012x}", "doc_id": document["doc_id"]} for n in range(4))
        records.append((document, [{**told, **maker.event()} for told in ids]))
    return records


@pytest.mark.parametrize("seed", range(4))
def test_slim_lines_tell_the_same_facts_as_the_records(seed: int, tmp_path: Path) -> None:
    records = _records(seed)
    lines = [
        slim_line(json.dumps(document).encode(), [json.dumps(event).encode() for event in events])
        for document, events in records
    ]
    assert not any(b"\n" in line for line in lines)
    path = tmp_path / "slim.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in random.Random(seed).sample(lines, len(lines))))
    told = read_slim(path, path.stat().st_size)
    assert list(facts_of(told, builtin_register())) == _facts(records, tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_any_events_become_facts_in_any_order(seed: int, tmp_path: Path) -> None:
    records = _records(seed)
    facts = _facts(records, tmp_path)
    told = sorted(event for fact in facts for event in fact.events)
    assert told == sorted(event["event_id"] for _, events in records for event in events)
    assert len({fact.fact_id for fact in facts}) == len(facts)
    assert _facts(random.Random(seed).sample(records, len(records)), tmp_path) == facts
    assert any(fact.reports.articles > 1 for fact in facts)
    # What a national document is told to be about may lie anywhere.
    mixed = [fact for fact in across(facts, builtin_register()) if fact.type != "document_issued"]
    assert all(len(fact.events) == 1 for fact in mixed)
    validator, adapter = Draft202012Validator(schema_of("fact")), TypeAdapter(Fact)
    for fact in facts:
        validator.validate(json.loads(adapter.dump_json(fact)))
    lineage: TypeAdapter[Any] = TypeAdapter(Lineage)
    edges = Draft202012Validator(schema_of("lineage"))
    for record in lineage_of(facts, builtin_register()):
        edges.validate(json.loads(lineage.dump_json(record)))
