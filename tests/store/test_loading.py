"""Loading: each record once, what is gone taken out, and nothing at all where a load fails."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipeline.errors import SapxepError
from pipeline.register.register import Register
from pipeline.store.database import Database
from pipeline.store.loading import load
from pipeline.store.tables import documents, events, fact_also, fact_events, facts, metadata, runs, units

from .made_runs import FACT, document, event, fact, three_languages, write


def _dump(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, and how many events can be searched."""
    with database.connect() as connection:
        tables = {table.name: connection.execute(sa.select(table)).all() for table in metadata.sorted_tables}
        tables["event_search"] = connection.exec_driver_sql("SELECT count(*) FROM event_search").all()
    return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in tables.items()}


def _count(database: Database, table: sa.Table) -> int:
    with database.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_every_table_and_column_has_a_comment() -> None:
    assert all(table.comment for table in metadata.tables.values())
    assert all(column.comment for table in metadata.tables.values() for column in table.c)


def test_records_come_out_as_they_went_in(database: Database, outputs: Path, register: Register) -> None:
    load(outputs, database, register=register)
    for name, table, key in (("events", events, "event_id"), ("facts", facts, "fact_id")):
        told = [json.loads(line) for line in (outputs / f"{name}.jsonl").read_text("utf-8").splitlines()]
        with database.connect() as connection:
            kept = dict(connection.execute(sa.select(table.c[key], table.c.record)).all())
        assert {record[key]: json.dumps(record) for record in told} == {one: json.dumps(r) for one, r in kept.items()}


def test_loading_twice_is_loading_once(database: Database, outputs: Path, register: Register) -> None:
    first = load(outputs, database, register=register)
    before = _dump(database)
    again = load(outputs, database, register=register)
    assert (first.documents, first.events, first.facts, first.written) == (4, 4, 1, 9)
    assert (again.written, again.removed) == (0, 0)
    assert _dump(database) == before
    assert len(before["run_documents"]) == 4


def test_a_newer_run_changes_in_place_and_takes_out_what_is_gone(
    database: Database, outputs: Path, register: Register, tmp_path: Path
) -> None:
    load(outputs, database, "demo", register)
    newer = three_languages()
    newer["documents"] = [one for one in newer["documents"] if one["doc_id"] != "fa00"]
    newer["events"] = [one for one in newer["events"] if one["doc_id"] != "fa00"]
    newer["events"][0]["status"] = "decided"
    newer["facts"] = [fact([one["event_id"] for one in newer["events"][:2]], also=[])]
    done = load(write(tmp_path / "newer", newer), database, "demo", register)
    assert (done.written, done.removed) == (2, 1)
    fresh = Database("sqlite://")
    load(tmp_path / "newer", fresh, "demo", register)
    kept, wanted = _dump(database), _dump(fresh)
    for name in set(kept) - {"events"}:
        assert kept[name] == wanted[name], name
    assert [row[1:] for row in sorted(kept["events"], key=lambda r: r[1])] == [
        row[1:] for row in sorted(wanted["events"], key=lambda r: r[1])
    ]
    fresh.close()


def test_an_article_of_two_runs_stays_while_one_of_them_holds_it(
    database: Database, outputs: Path, register: Register, tmp_path: Path
) -> None:
    load(outputs, database, "a", register)
    load(outputs, database, "b", register)
    assert (_count(database, documents), _count(database, events), _count(database, runs)) == (4, 4, 2)
    few = {"documents": three_languages()["documents"][:1], "events": [], "facts": []}
    write(tmp_path / "few", few)
    load(tmp_path / "few", database, "a", register)
    assert (_count(database, documents), _count(database, facts)) == (4, 1)
    load(tmp_path / "few", database, "b", register)
    assert (_count(database, documents), _count(database, events), _count(database, facts)) == (1, 0, 0)


def test_facts_are_optional_and_found_by_earlier_ids(database: Database, outputs: Path, register: Register) -> None:
    load(outputs, database, register=register)
    with database.connect() as connection:
        assert connection.execute(sa.select(fact_also)).all() == [("fac7000000000000", FACT)]
    assert _count(database, fact_events) == 3
    (outputs / "facts.jsonl").unlink()
    load(outputs, database, register=register)
    assert (_count(database, facts), _count(database, fact_events), _count(database, events)) == (0, 0, 4)


def test_facts_of_other_runs_are_loaded_after_them(
    database: Database, outputs: Path, register: Register, tmp_path: Path
) -> None:
    only = write(tmp_path / "facts", {"facts": three_languages()["facts"]})
    with pytest.raises(SapxepError, match=r"facts\.jsonl:1: event_id .* is in no events\.jsonl"):
        load(only, database, register=register)
    (outputs / "facts.jsonl").unlink()
    load(outputs, database, register=register)
    assert load(only, database, register=register).facts == 1
    assert _count(database, fact_events) == 3


def test_units_that_no_register_knows_are_kept(database: Database, register: Register, tmp_path: Path) -> None:
    text = "Somewhere merged."
    strange = {"name": "Nơi Xa", "kind": "commune", "extent": "whole", "unit": "vn:2030-01:00001", "mention": None}
    records = {"documents": [document("d", "vi", text)], "events": [event("d", 1, text, targets=[strange])]}
    load(write(tmp_path / "run", records), database, register=register)
    with database.connect() as connection:
        row = connection.execute(sa.select(units).where(units.c.unit_id == strange["unit"])).one()
    assert (row.name, row.list, row.code, row.in_register) == ("Nơi Xa", "2030-01", "00001", False)


def test_text_with_a_null_character_is_loaded_with_its_offsets(
    database: Database, register: Register, tmp_path: Path
) -> None:
    text = "Xã\0 Xuân Chính"
    records = {"documents": [document("d", "vi", text, ["Xuân Chính"])], "events": []}
    load(write(tmp_path / "run", records), database, register=register)
    with database.connect() as connection:
        kept = connection.execute(sa.select(documents.c.text)).scalar_one()
    assert kept.replace("\ufffd", "\0") == text


BROKEN = {
    "not JSON": ("events", "{", r"events\.jsonl:5: not JSON"),
    "another record": ("events", '{"event_id": 1}', r"events\.jsonl:5: no event: "),
    "not an object": ("documents", "[]", r"documents\.jsonl:5: no document: "),
    "an id twice": ("documents", None, r"documents\.jsonl:5: doc_id vi00 stands twice"),
    "an event without its article": (
        "events",
        json.dumps(event("gone", 1, "x")),
        r"events\.jsonl:5: doc_id gone is in no documents\.jsonl",
    ),
    "a broken letter": ("documents", "\udcff", r"documents\.jsonl:5: not JSON"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_load_that_fails_leaves_the_store_as_it_was(
    database: Database, outputs: Path, register: Register, case: str
) -> None:
    load(outputs, database, register=register)
    before = _dump(database)
    name, line, told = BROKEN[case]
    path = outputs / f"{name}.jsonl"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("Xuan Chinh", "Xuan Chin")
    added = lines[0] if line is None else line
    path.write_bytes("\n".join([*lines, added]).encode("utf-8", "surrogateescape"))
    with pytest.raises(SapxepError, match=told):
        load(outputs, database, register=register)
    assert _dump(database) == before


SLOW = """
import sys, time
from pathlib import Path
from pipeline.store import loading
from pipeline.store.database import Database

put = loading._Load._events
def slowly(self, batch):
    put(self, batch)
    print("half", flush=True)
    time.sleep(60)
loading._Load._events = slowly
loading.load(Path(sys.argv[1]), Database(sys.argv[2]), "demo")
"""


@pytest.mark.parametrize("loaded_before", [False, True])
def test_a_load_killed_half_way_leaves_nothing(
    bare_address: str, outputs: Path, register: Register, loaded_before: bool, tmp_path: Path
) -> None:
    database = Database(bare_address)
    records = three_languages()
    if loaded_before:
        few = {"documents": records["documents"][:1], "events": records["events"][:1]}
        load(write(tmp_path / "few", few), database, "demo", register)
        before = _dump(database)
    database.close()
    command = [sys.executable, "-c", SLOW, str(outputs), bare_address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"half\n"
        running.kill()
    if loaded_before:
        assert _until_free(database) == before
    else:
        with database.connect() as connection:
            assert not sa.inspect(connection).has_table("runs")
    assert load(outputs, database, "demo", register).events == 4
    database.close()


def _until_free(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """PostgreSQL notices a moment later that its client is gone."""
    for _ in range(50):
        with database.connect() as connection:
            busy = (
                database.engine.dialect.name == "postgresql"
                and connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").scalar()
            )
        if not busy:
            break
        time.sleep(0.1)
    return _dump(database)


ADDRESSES = {
    "nonsense": "not the address of a database",
    "mysql://me@host/news": "mysql: no store of this kind",
    "sqlite:////nowhere/at/all.db": "no such folder",
    "postgresql://me@127.0.0.1:1/news": "connection",
}


@pytest.mark.parametrize("given", ADDRESSES)
def test_a_wrong_address_is_told(given: str, outputs: Path, register: Register) -> None:
    with pytest.raises(SapxepError, match=ADDRESSES[given]):
        load(outputs, Database(given), register=register)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(SapxepError) as told:
        load(Path("nowhere"), Database("postgresql://me:secret@127.0.0.1:1/news"))
    assert "secret" not in str(told.value)
    assert "secret" not in Database("postgresql://me:secret@127.0.0.1:1/news").shown


def test_a_database_of_something_else_is_refused_for_questions(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(b"")
    with (
        pytest.raises(SapxepError, match="holds no events"),
        Database(f"sqlite:///{path}", reading=True).opened(register),
    ):
        pass
    with pytest.raises(SapxepError, match="no such database"):
        Database(f"sqlite:///{tmp_path / 'none.db'}", reading=True)


def test_a_store_of_another_version_is_refused(database: Database, outputs: Path, register: Register) -> None:
    load(outputs, database, register=register)
    with database.connect() as connection:
        connection.exec_driver_sql("UPDATE store_info SET store_version = 99")
    with pytest.raises(SapxepError, match="another version"):
        load(outputs, database, register=register)


def test_reading_cannot_write(address: str, outputs: Path, register: Register) -> None:
    writing = Database(address)
    load(outputs, writing, register=register)
    writing.close()
    reading = Database(address, reading=True)
    with pytest.raises(SapxepError, match=r"read-?only"), reading.connect() as connection:
        connection.exec_driver_sql("DELETE FROM events")
    reading.close()
