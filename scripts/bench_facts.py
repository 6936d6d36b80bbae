"""Measures how well and at what cost events are joined into facts.

    python -m scripts.bench_facts [--articles N] [--changes N]     made articles, read by the pipeline
    python -m scripts.bench_facts --events N                       events made without texts: time and memory

The first writes articles about known changes (`scripts/made_reports.py`), runs the pipeline over them and prints
precision, recall and F1 over pairs of events that tell one change, how many of the reprints and translations were
recognised, facts that join units of two provinces (there must be none), and whether other orders and splits of the
articles give the same facts. The second prints seconds, memory and the same figures for made events.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import tempfile
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pipeline.evaluation.joins import Pairs, pairs_of
from pipeline.facts import read_facts
from pipeline.facts.reports import read_outputs
from pipeline.facts.same_article import same_articles
from pipeline.records import Document, Event, Fact, Reject
from pipeline.register.model import NEW
from pipeline.register.register import Register
from pipeline.stages.annotate import Annotator
from pipeline.stages.builtin import builtin_register
from scripts.made_events import MadeEvents
from scripts.made_reports import MadeArticle, made_articles

Pair = tuple[Path, Path]
Record = tuple[Document, list[Event]]
SPLITS: Final = 3


def annotated(articles: Sequence[MadeArticle]) -> tuple[list[Record], dict[str, Hashable], dict[str, str]]:
    """The records of made articles, event → the change it tells, and doc_id → the original it tells."""
    annotator = Annotator()
    records: list[Record] = []
    truth: dict[str, Hashable] = {}
    originals: dict[str, str] = {}
    for made in articles:
        found = annotator.annotate(made.article, made.language)
        if isinstance(found, Reject):
            raise SystemExit(f"not annotated: {found}")
        document, events = found
        records.append(found)
        originals[document.doc_id] = made.original
        for event in events:
            change = made.change_at(event.evidence.start)
            if change is not None:
                # A slip of reading that changes the type is no matter of joining.
                truth[event.event_id] = (change, event.type)
    return records, truth, originals


def written(records: Iterable[Record], folder: Path) -> Pair:
    """The files of documents and events of some records."""
    folder.mkdir(parents=True)
    documents, events = folder / "documents.jsonl", folder / "events.jsonl"
    with documents.open("w", encoding="utf-8") as first, events.open("w", encoding="utf-8") as second:
        for document, told in records:
            first.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
            second.writelines(json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in told)
    return documents, events


def digest(facts: Iterable[Fact]) -> str:
    """One digest over all facts."""
    found = hashlib.sha256()
    for fact in facts:
        found.update(json.dumps(asdict(fact), ensure_ascii=False).encode())
    return found.hexdigest()[:16]


def across(facts: Iterable[Fact], register: Register) -> list[Fact]:
    """Facts with units of more than one province as of 2025-07-01."""
    found = []
    for fact in facts:
        units = [register.get(one.unit) for one in (*fact.sources, *fact.targets) if one.unit]
        homes = {home.id for unit in units if unit and (home := register.province_of(unit, NEW)) is not None}
        if len(homes) > 1:
            found.append(fact)
    return found


def joins(facts: Iterable[Fact], truth: Mapping[str, Hashable]) -> Pairs:
    """How well the facts join what the truth joins."""
    return pairs_of({event: fact.fact_id for fact in facts for event in fact.events}, truth)


def by_type(facts: Sequence[Fact], truth: Mapping[str, Hashable]) -> dict[str, Pairs]:
    """The same for each type of event."""
    kinds = sorted({fact.type for fact in facts})
    return {kind: joins([fact for fact in facts if fact.type == kind], truth) for kind in kinds}


def order_free(records: list[Record], folder: Path, register: Register, wanted: str, seed: int = 1) -> bool:
    """Whether other orders and splits of the articles give the same facts."""
    chance = random.Random(seed)
    for number in range(SPLITS):
        shuffled = chance.sample(records, len(records))
        cuts = sorted(chance.sample(range(len(records)), number))
        parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(records)], strict=True)]
        # The last part comes twice: what is told again must not count again.
        files = [written(part, folder / f"{number}-{at}") for at, part in enumerate([*parts, parts[-1]])]
        if digest(read_facts(files, register)) != wanted:
            return False
    return True


def read_texts(articles: int, changes: int, *, show: int = 0) -> dict[str, Any]:
    """The figures over made articles."""
    register = builtin_register()
    start = time.process_time()
    records, truth, originals = annotated(made_articles(register, articles, changes))
    read = time.process_time() - start
    with tempfile.TemporaryDirectory() as name:
        files = written(records, Path(name) / "all")
        start = time.process_time()
        facts = list(read_facts([files], register))
        spent = time.process_time() - start
        groups = same_articles(read_outputs([files]).articles)
        same = order_free(records, Path(name), register, digest(facts))
    if show:
        _show(facts, truth, records, show)
    return {
        "articles": len(records),
        "events": len(truth),
        "facts": len(facts),
        "joins": joins(facts, truth),
        "by type": by_type(facts, truth),
        "same article": pairs_of({ident: groups.find(ident) for ident in originals}, originals),
        "facts across provinces": len(across(facts, register)),
        "same in any order": same,
        "seconds of reading": round(read, 1),
        "seconds of joining": round(spent, 2),
    }


def _show(facts: Sequence[Fact], truth: Mapping[str, Hashable], records: Iterable[Record], most: int) -> None:
    """Print changes that fell apart and facts that hold several."""
    words = {event.event_id: (event.type, event.evidence.text) for _, events in records for event in events}
    apart: dict[Hashable, dict[str, str]] = {}
    for fact in facts:
        changes = {truth[event]: event for event in fact.events if event in truth}
        if len(changes) > 1 and most > 0:
            most -= 1
            print("  together:", *(words[event] for event in changes.values()), sep="\n    ")
        for change, event in changes.items():
            apart.setdefault(change, {})[fact.fact_id] = event
    for change, told in list(apart.items()):
        if len(told) > 1 and most > 0:
            most -= 1
            print(f"  apart: {change}", *(f"{fact} {words[event]}" for fact, event in told.items()), sep="\n    ")


def read_events(count: int) -> dict[str, Any]:
    """The figures over made events."""
    register = builtin_register()
    with tempfile.TemporaryDirectory() as name:
        made = MadeEvents(register, count)
        files = made.write(Path(name))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        facts = events = several = 0
        found: dict[str, Hashable] = {}
        mixed = 0
        for fact in read_facts([files], register):
            facts, events, several = facts + 1, events + len(fact.events), several + (fact.reports.articles > 1)
            found.update(dict.fromkeys(fact.events, fact.fact_id))
            mixed += len(across([fact], register))
        spent = time.process_time() - start
    return {
        "events": events,
        "facts": facts,
        "facts of several articles": several,
        "joins": pairs_of(found, made.truth),
        "facts across provinces": mixed,
        "processor seconds": round(spent, 1),
        "microseconds an event": round(1e6 * spent / max(events, 1), 1),
        "MiB at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "MiB before": before // 1024,
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--changes", type=int, default=1500)
    parser.add_argument("--events", type=int, default=0, help="make so many events instead of articles")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong joins")
    args = parser.parse_args()
    figures = read_events(args.events) if args.events else read_texts(args.articles, args.changes, show=args.show)
    for name, value in figures.items():
        for label, one in value.items() if isinstance(value, dict) else [("", value)]:
            print(f"{name}{': ' if label else ''}{label}: {one}")


if __name__ == "__main__":
    main()
