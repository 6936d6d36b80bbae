"""Exports: each form holds what the store holds, and opens in the tool that it is for."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pyarrow.parquet
import pytest
import sqlalchemy as sa

from pipeline.errors import SapxepError
from pipeline.register.register import Register
from pipeline.store.database import Database, Store
from pipeline.store.exporting import columns_of, export, exported_tables

from .made_runs import FACT, NAMES, UNITS

# The schemata that we use, as followthemoney has them; that library needs ICU, so it is no dependency of the tests.
MODEL = json.loads(Path(__file__).with_name("ftm_model.json").read_text("utf-8"))


@pytest.fixture
def store(told: str, register: Register) -> Iterator[Store]:
    """A store with the merger in three languages."""
    database = Database(told, reading=True)
    with database.opened(register) as opened:
        yield opened
    database.close()


def _rows(store: Store, table: sa.Table) -> list[tuple[Any, ...]]:
    order = [column for column in columns_of(table) if column.primary_key or column.unique]
    return [tuple(row) for row in store.connection.execute(sa.select(*columns_of(table)).order_by(*order))]


def test_csv_holds_every_table(store: Store, tmp_path: Path) -> None:
    files = {path.stem: path for path in export(store.connection, "csv", tmp_path / "csv")}
    assert set(files) == {table.name for table in exported_tables()} >= {"documents", "events", "facts", "units"}
    for table in exported_tables():
        with files[table.name].open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column.name for column in columns_of(table)]
        assert rows == [["" if value is None else str(value) for value in row] for row in _rows(store, table)]


def test_parquet_holds_every_table_with_types_and_comments(store: Store, tmp_path: Path) -> None:
    for path in export(store.connection, "parquet", tmp_path / "parquet"):
        (table,) = [one for one in exported_tables() if one.name == path.stem]
        read = pyarrow.parquet.read_table(path)
        assert [tuple(row.values()) for row in read.to_pylist()] == _rows(store, table)
        assert read.schema.field(0).metadata[b"comment"].decode() == columns_of(table)[0].comment
    events = pyarrow.parquet.read_schema(tmp_path / "parquet" / "events.parquet")
    assert str(events.field("confidence").type) == "double"
    assert str(events.field("count_before").type) == "int32"


def test_graph_leads_from_sources_to_targets(store: Store, tmp_path: Path) -> None:
    (path,) = export(store.connection, "graphml", tmp_path / "changes.graphml")
    graph = networkx.read_graphml(path, force_multigraph=True)
    edges = {(source, target): told for source, target, told in graph.edges(data=True)}
    assert set(edges) == {(UNITS[0], UNITS[2]), (UNITS[1], UNITS[2])}
    told = edges[UNITS[0], UNITS[2]]
    assert (told["change"], told["articles"], told["documents"]) == (FACT, 3, "861/NQ-UBTVQH14")
    assert graph.nodes[UNITS[2]]["name"] == NAMES[2]
    assert graph.nodes[UNITS[2]]["list"] == "2025-06"


def test_followthemoney_entities_keep_to_the_model(store: Store, tmp_path: Path) -> None:
    (path,) = export(store.connection, "ftm", tmp_path / "entities.json")
    entities = {one["id"]: one for one in map(json.loads, path.read_text("utf-8").splitlines())}
    assert entities
    for entity in entities.values():
        known = MODEL["schemata"][entity["schema"]]
        assert set(entity["properties"]) <= set(known)
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if known[name] == "entity":
                targets = {entities[value]["schema"] for value in values}
                assert targets <= set(MODEL["ranges"][entity["schema"]][name]), name
    schemata = [entity["schema"] for entity in entities.values()]
    assert (schemata.count("Article"), schemata.count("Succession"), schemata.count("Event")) == (4, 2, 2)
    assert len(path.read_text("utf-8").splitlines()) == len(entities)


@pytest.mark.parametrize("form", ["csv", "parquet", "graphml", "ftm"])
def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path, form: str) -> None:
    first, second = (export(store.connection, form, tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("form", ["csv", "parquet", "graphml", "ftm"])
def test_a_target_that_cannot_be_written_is_told(store: Store, tmp_path: Path, form: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SapxepError, match=r"cannot be written|a file"):
        export(store.connection, form, tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_file_is_never_half_written(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sa.Connection) -> Iterator[dict[str, Any]]:
        yield {"id": "1"}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.store.exporting.entities", broken)
    with pytest.raises(SapxepError, match="No space left"):
        export(store.connection, "ftm", tmp_path / "entities.json")
    assert list(tmp_path.iterdir()) == []
