"""What a run shows: a line while it goes on, tables and a few events when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from ..records import Event
from ..records.event import Participant
from ..runners.local import RunResult
from ..runners.standing import Progress, Standing
from ..runners.summary import Shown

_WIDTH = 110


@contextmanager
def progress_line() -> Iterator[Progress]:
    """A line on standard error: records, how many a second, how much of the input, time left; gone at the end."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def step(standing: Standing) -> None:
            bar.update(task, completed=standing.share, description=standing_line(standing))

        yield step


def standing_line(standing: Standing) -> str:
    """Records, rate and time left in words."""
    rate = f", {standing.rate:.0f}/s" if standing.rate is not None else ""
    left = f", {timedelta(seconds=round(standing.left))} left" if standing.left is not None else ""
    return f"{standing.total:,} records{rate}{left}"


def print_report(result: RunResult) -> None:
    """The tables of a finished run, then up to three of its events."""
    console = Console(
        file=sys.stdout, highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else _WIDTH
    )
    console.print(_table(result))
    shown = result.summary.shown()
    if shown:
        console.print("\nOut of the events found:")
    for item in shown:
        console.print(Text("\n" + "\n".join(told(item))))
    if result.already:
        console.print(f"\n{result.folder}: was complete already, nothing was done; --fresh runs it again")
    console.print(f"\n{result.folder}: documents.jsonl, events.jsonl, facts.jsonl, lineage.jsonl, rejects.jsonl,")
    console.print("manifest.json, run.json")


def _table(result: RunResult) -> Table:
    summary = result.summary
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    rejected = sum(summary.rejects.values())
    rows: list[tuple[str, int, str]] = [("articles read", summary.documents, _listed(summary.languages))]
    rows += _rows("mentions", dict(sorted(summary.mentions.items())))
    rows += [(f"events: {name}", sum(by.values()), _listed(by)) for name, by in summary.events_by_type().items()]
    rows.append(("facts", summary.facts, "distinct changes, sessions, documents and appointments"))
    reasons = {f"{reason} ({stage})": n for (stage, reason), n in sorted(summary.rejects.items())}
    rows += _rows("rejects", reasons) if rejected else [("rejects", 0, "")]
    for name, number, more in rows:
        table.add_row(name, f"{number:,}", more)
    speed = result.run["words_per_second"]
    stages = ", ".join(f"{name} {share:.0%}" for name, share in result.run["stages"].items() if share is not None)
    table.add_row("words/s", "-" if speed is None else f"{speed:,}", f"{summary.words:,} words; {stages}")
    return table


def _rows(name: str, numbers: Mapping[str, int]) -> list[tuple[str, int, str]]:
    return [(f"{name}: {key}", number, "") for key, number in numbers.items()]


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in numbers.items())


def told(shown: Shown) -> Iterator[str]:
    """An event for people to read, line by line."""
    event = shown.event
    yield " · ".join(filter(None, (event.type, event.status, event.date, event.place.province)))
    yield f"  {event_line(event)}"
    if event.documents:
        yield f"  by {', '.join(document.number for document in event.documents)}"
    yield f"  “{' '.join(event.evidence.text.split())}”"
    address = f" · {shown.url}" if shown.url else ""
    yield f"  {shown.path}{address} · characters {event.evidence.start}–{event.evidence.end}"


def event_line(event: Event) -> str:
    """Who became whom, in one line."""
    sources = " + ".join(map(_named, event.sources))
    targets = " + ".join(map(_named, event.targets))
    told = f"{sources} → {targets}" if sources and targets else sources or targets
    if event.counts is not None and (event.counts.before is not None or event.counts.after is not None):
        before, after = ("?" if n is None else str(n) for n in (event.counts.before, event.counts.after))
        told = f"{told}: {before} → {after} units" if told else f"{before} → {after} units"
    return told or "(no unit named)"


def _named(participant: Participant) -> str:
    kind = participant.kind.replace("_", " ") if participant.kind else None
    extent = participant.extent if participant.extent != "whole" else None
    inside = ", ".join(filter(None, (extent, kind, participant.unit)))
    return f"{participant.name} ({inside})" if inside else participant.name
