"""What a store holds of changes, one each: facts, and events that no fact reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from .tables import documents, events, fact_events, facts

_BATCH: Final = 2000


class Change(NamedTuple):
    """One change: its id, the fact or event as it was loaded, and the articles that tell it."""

    change_id: str
    record: Mapping[str, Any]
    articles: tuple[str, ...]


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Facts, then events of no fact, each in the order of ids."""
    told = sa.select(fact_events.c.fact_id, events.c.doc_id).join(events).distinct()
    articles: dict[str, tuple[str, ...]] = {}
    for fact_id, doc_id in connection.execute(told.order_by(fact_events.c.fact_id, events.c.doc_id)):
        articles[fact_id] = (*articles.get(fact_id, ()), doc_id)
    known = sa.select(facts.c.fact_id, facts.c.record).order_by(facts.c.fact_id)
    for fact_id, record in connection.execute(known.execution_options(yield_per=_BATCH)):
        yield Change(fact_id, record, articles.get(fact_id, ()))
    alone = ~sa.exists().where(fact_events.c.event_id == events.c.event_id)
    single = sa.select(events.c.event_id, events.c.record, events.c.doc_id).where(alone).order_by(events.c.event_id)
    for event_id, record, doc_id in connection.execute(single.execution_options(yield_per=_BATCH)):
        yield Change(event_id, record, (doc_id,))


def articles_of(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    """All articles, in the order of ids."""
    query = sa.select(documents).order_by(documents.c.doc_id).execution_options(yield_per=_BATCH)
    yield from connection.execute(query)
