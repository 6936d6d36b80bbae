"""`sapxep search`: events and facts by any spelling of a name, by number, by words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from ..records.vocabulary import EventType, PostLevel, Status
from .sources import source_options

if TYPE_CHECKING:
    from ..store.search import FactHit, Hit, Page

_VERDICTS = ("confirmed", "partial", "conflicts", "not_in_register", "before_register")


@click.command("search")
@click.argument("query", required=False)
@source_options
@click.option("--type", "types", multiple=True, type=click.Choice(get_args(EventType)), help="only events of this type")
@click.option("--status", "statuses", multiple=True, type=click.Choice(get_args(Status)), help="how far it has come")
@click.option("--level", "levels", multiple=True, type=click.Choice(get_args(PostLevel)), help="level of what changes")
@click.option("--province", metavar="NAME", help="province, old or new, in any spelling, or its id")
@click.option("--district", metavar="NAME", help="district in any spelling, or its id")
@click.option("--since", metavar="DATE", help="not before this day, month or year: 2025-07-01, 2025-07, 2025")
@click.option("--until", metavar="DATE", help="not after it")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="language of the article")
@click.option("--outlet", "outlets", multiple=True, metavar="DOMAIN", help="outlet, with its subdomains")
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="what the register says")
@click.option(
    "--confidence", type=click.FloatRange(0, 1), help="at least this sure; events without a figure are left out"
)
@click.option("--order", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--facts", is_flag=True, help="changes instead of single reports")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="most hits shown")
@click.option("--offset", type=click.IntRange(0), default=0, help="hits to pass over")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line instead of a table")
def search_command(
    query: str | None, folder: Path | None, address: str | None, facts: bool, as_json: bool, **options: Any
) -> None:
    """Find events by a name in any spelling and script, a document number in any shape, or words of the evidence.

    Without QUERY everything that the options let through is shown.

    \b
    sapxep search "Quảng Trị" --in outputs/demo
    sapxep search "داک لاک" --database sqlite:///events.db --type merge --since 2025-07
    sapxep search 1660/NQ-UBTVQH15 --in outputs/demo --json
    """
    from ..store.filters import Filters
    from ..store.search import Asked, search_events, search_facts
    from .sources import opened

    page = {name: options.pop(name) for name in ("order", "limit", "offset")}
    asked = Asked(query, Filters(**options), **page)
    with opened(folder, address) as store:
        found: Page[Any] = search_facts(store, asked) if facts else search_events(store, asked)
    if as_json:
        for hit in found.items:
            click.echo(json.dumps(hit.record(), ensure_ascii=False))
        return
    if not found.items:
        kind = "fact" if facts else "event"
        click.echo(f"no {kind} fits {query!r}" if query else f"no {kind} fits", err=True)
        return
    for hit in found.items:
        click.echo("\n".join(_told(hit)) + "\n")
    if found.total > len(found.items):
        click.echo(f"{len(found.items):,} of {found.total:,}; --limit and --offset show more", err=True)


def _told(hit: Hit | FactHit) -> list[str]:
    from pydantic import TypeAdapter

    from ..records import Event
    from ..runners.summary import Shown
    from ..store.search import Hit
    from .report import told

    if not isinstance(hit, Hit):
        from .ask import fact_lines

        return fact_lines(hit.fact)
    event = TypeAdapter(Event).validate_python(hit.event)
    return list(told(Shown(event, str(hit.source.get("path")), hit.source.get("url"))))
