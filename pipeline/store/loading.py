"""Loads the output folder of a run into a store: one transaction, each record once, what is gone taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from ..errors import SapxepError
from ..register.register import Register
from . import rows
from .database import Database
from .keys import event_tokens
from .reading import DOCUMENTS, EVENTS, FACTS, Line, batches, check_folder, lines_of, manifest_of
from .tables import (
    documents,
    event_documents,
    event_officials,
    event_provinces,
    event_units,
    events,
    fact_also,
    fact_events,
    fact_units,
    facts,
    mentions,
    run_documents,
    run_facts,
    runs,
)
from .units import load_register, provinces_of_event, unit_names_of_event, with_units
from .writing import insert, seen, upsert

_BATCH: Final = 500
# Any number will do, as long as all loads take the same one.
_LOCK: Final = 7205759


class Loaded(NamedTuple):
    """What a load left in the store for its run, and how many records it had to write."""

    run: str
    documents: int
    events: int
    facts: int
    written: int
    removed: int


def load(folder: Path, database: Database, name: str | None = None, register: Register | None = None) -> Loaded:
    """Load a run under a name, by default its folder; the store is as before where anything fails."""
    check_folder(folder)
    run = name or folder.as_posix()
    with database.connect() as connection:
        if database.engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        database.prepare(connection)
        return _Load(connection, database, folder, register or Register.load()).run(run)


class _Load:
    """One load on its way."""

    def __init__(self, connection: sa.Connection, database: Database, folder: Path, register: Register) -> None:
        self.connection = connection
        self.index = database.index
        self.folder = folder
        self.register = register
        self.written = 0
        self.known_units: set[str] = set()

    def run(self, name: str) -> Loaded:
        self.known_units = load_register(self.connection, self.register)
        seen.create(self.connection)
        counts = {file: self._file(file) for file in (DOCUMENTS, EVENTS, FACTS)}
        manifest = manifest_of(self.folder)
        row = {key.removesuffix(".jsonl"): number for key, number in counts.items()}
        upsert(self.connection, runs, [{"run_id": name, "manifest": manifest, **row}])
        removed = self._clear(name)
        seen.drop(self.connection)
        if self.written or removed:
            self.connection.exec_driver_sql("ANALYZE")
        return Loaded(name, counts[DOCUMENTS], counts[EVENTS], counts[FACTS], self.written, removed)

    def _file(self, name: str) -> int:
        """Load one file of records and return how many it holds."""
        path = self.folder / name
        if not path.is_file():
            return 0
        record = name.removesuffix("s.jsonl")
        put: dict[str, Callable[[list[Line]], None]] = {
            DOCUMENTS: self._documents,
            EVENTS: self._events,
            FACTS: self._facts,
        }
        number = 0
        for batch in batches(lines_of(path, record), _BATCH):
            self._see(record, batch)
            put[name](batch)
            number += len(batch)
        return number

    def _see(self, record: str, batch: list[Line]) -> None:
        """Note the ids of this run; SapxepError where one comes twice."""
        key = f"{record[:3] if record == 'document' else record}_id"
        ids = [line.record[key] for line in batch]
        known = sa.select(seen.c.id).where(seen.c.record == record, seen.c.id.in_(ids))
        before = set(self.connection.execute(known).scalars())
        for line, found in zip(batch, ids, strict=True):
            if found in before:
                raise SapxepError(f"{line.at}: {key} {found} stands twice; load the runs one by one")
            before.add(found)
        insert(self.connection, seen, [{"record": record, "id": found} for found in ids])

    def _changed(self, table: sa.Table, key: str, digests: dict[str, str]) -> set[str]:
        """Ids of the records that the store has not, or has otherwise."""
        query = sa.select(table.c[key], table.c.digest).where(table.c[key].in_(list(digests)))
        known = dict(self.connection.execute(query).all())
        found = {one for one, digest in digests.items() if known.get(one) != digest}
        self.written += len(found)
        return found

    def _replace(self, table: sa.Table, key: str, ids: set[str], made: Sequence[rows.Row]) -> None:
        """Exchange the rows that belong to records."""
        self.connection.execute(table.delete().where(table.c[key].in_(sorted(ids))))
        insert(self.connection, table, made)

    def _documents(self, batch: list[Line]) -> None:
        changed = self._changed(documents, "doc_id", {line.record["doc_id"]: line.digest for line in batch})
        fresh = [line for line in batch if line.record["doc_id"] in changed]
        if not fresh:
            return
        with_units(self.connection, self.known_units, [line.record for line in fresh])
        upsert(self.connection, documents, [rows.document_row(line.record, line.digest) for line in fresh])
        self._replace(mentions, "doc_id", changed, [row for line in fresh for row in rows.mention_rows(line.record)])

    def _surfaces(self, batch: list[Line]) -> dict[tuple[str, str], str]:
        """The words of the mentions in the articles of events."""
        ids = {line.record["doc_id"] for line in batch}
        columns = (mentions.c.doc_id, mentions.c.mention_id, mentions.c.surface)
        query = sa.select(*columns).where(mentions.c.doc_id.in_(sorted(ids)))
        return {(doc, mention): surface for doc, mention, surface in self.connection.execute(query)}

    def _events(self, batch: list[Line]) -> None:
        self._need(batch, "document", lambda event: [event["doc_id"]], DOCUMENTS)
        words = self._surfaces(batch)
        surfaces = {line.record["event_id"]: _told(line.record, words) for line in batch}
        # The words of the article are part of what is searched, so they count as a change, too.
        digests = {line.record["event_id"]: _digest(line.digest, *surfaces[line.record["event_id"]]) for line in batch}
        changed = self._changed(events, "event_id", digests)
        fresh = [line.record for line in batch if line.record["event_id"] in changed]
        if not fresh:
            return
        with_units(self.connection, self.known_units, fresh)
        upsert(self.connection, events, [rows.event_row(event, digests[event["event_id"]]) for event in fresh])
        self._event_children(fresh, changed)
        query = sa.select(events.c.event_id, events.c.event_no).where(events.c.event_id.in_(sorted(changed)))
        numbers = dict(self.connection.execute(query).all())
        self.index.put(
            self.connection,
            [
                (numbers[event["event_id"]], event_tokens(event, surfaces[event["event_id"]], *self._names(event)))
                for event in fresh
            ],
        )

    def _names(self, event: rows.Record) -> tuple[list[str], list[str]]:
        return unit_names_of_event(event, self.register)

    def _event_children(self, fresh: list[dict[str, Any]], changed: set[str]) -> None:
        key = "event_id"
        units = [row for event in fresh for row in rows.participant_rows(event, key)]
        numbers = [row for event in fresh for row in rows.event_document_rows(event)]
        people = [row for event in fresh for row in rows.event_official_rows(event)]
        homes = [
            {"province_id": province, key: event[key]}
            for event in fresh
            for province in provinces_of_event(event, self.register)
        ]
        self._replace(event_units, key, changed, units)
        self._replace(event_documents, key, changed, numbers)
        self._replace(event_officials, key, changed, people)
        self._replace(event_provinces, key, changed, homes)

    def _facts(self, batch: list[Line]) -> None:
        self._need(batch, "event", lambda fact: fact["events"], EVENTS)
        changed = self._changed(facts, "fact_id", {line.record["fact_id"]: line.digest for line in batch})
        # Events that came back are told to their facts again, also where the fact itself is as it was.
        links = [
            {"fact_id": line.record["fact_id"], "event_id": one} for line in batch for one in line.record["events"]
        ]
        fresh = [line for line in batch if line.record["fact_id"] in changed]
        with_units(self.connection, self.known_units, [line.record for line in fresh])
        upsert(self.connection, facts, [rows.fact_row(line.record, line.digest) for line in fresh])
        key = "fact_id"
        units = [row for line in fresh for row in rows.participant_rows(line.record, key)]
        also = [{"also_id": old, key: line.record[key]} for line in fresh for old in line.record["also"]]
        self._replace(fact_units, key, changed, units)
        self._replace(fact_also, key, changed, also)
        self._replace(fact_events, key, {line.record[key] for line in batch}, links)

    def _need(self, batch: list[Line], record: str, ids: Callable[[dict[str, Any]], list[str]], file: str) -> None:
        """SapxepError where a record refers to one that is not in the store."""
        table, key = (documents, "doc_id") if record == "document" else (events, "event_id")
        wanted = sorted({one for line in batch for one in ids(line.record)})
        known: set[str] = set()
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            known |= set(self.connection.execute(sa.select(table.c[key]).where(table.c[key].in_(part))).scalars())
        for line in batch:
            for one in ids(line.record):
                if one not in known:
                    raise SapxepError(f"{line.at}: {key} {one} is in no {file}; load the runs that it comes from first")

    def _clear(self, run: str) -> int:
        """Take out what this run no longer holds, unless another run does."""
        gone = sa.exists().where(seen.c.record == "event", seen.c.id == events.c.event_id)
        ours = sa.exists().where(seen.c.record == "document", seen.c.id == events.c.doc_id)
        number = self._delete(events.delete().where(ours, ~gone))
        number += self._leave(run, "document", run_documents, documents)
        return number + self._leave(run, "fact", run_facts, facts)

    def _leave(self, run: str, record: str, holds: sa.Table, table: sa.Table) -> int:
        """Bring the list of what a run holds up to date and drop the records that no run holds."""
        key = "doc_id" if record == "document" else "fact_id"
        kept = sa.exists().where(seen.c.record == record, seen.c.id == holds.c[key])
        self.connection.execute(holds.delete().where(holds.c.run_id == run, ~kept))
        new = sa.select(sa.literal(run), seen.c.id).where(
            seen.c.record == record, ~sa.exists().where(holds.c.run_id == run, holds.c[key] == seen.c.id)
        )
        self.connection.execute(holds.insert().from_select(["run_id", key], new))
        return self._delete(table.delete().where(~sa.exists().where(holds.c[key] == table.c[key])))

    def _delete(self, statement: sa.Delete) -> int:
        return self.connection.execute(statement).rowcount


def _told(event: rows.Record, words: dict[tuple[str, str], str]) -> list[str]:
    """The mentions of an event as its article spells them."""
    sides = ("sources", "targets", "officials", "documents")
    ids = [item["mention"] for side in sides for item in event[side] if item["mention"]]
    return [words[event["doc_id"], one] for one in dict.fromkeys(ids) if (event["doc_id"], one) in words]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
