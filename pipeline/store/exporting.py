"""Writes what a store holds in the forms that other tools take: CSV, Parquet, GraphML, FollowTheMoney."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from ..errors import SapxepError
from .ftm import entities
from .graph import change_graph
from .tables import metadata

if TYPE_CHECKING:
    import pyarrow

_BATCH: Final = 5000
# Bookkeeping of the store itself is of no use elsewhere.
_OURS: Final = frozenset({"store_info", "runs", "run_documents", "run_facts"})
_LEFT_OUT: Final = frozenset({"digest", "event_no"})

Writer = Callable[[sa.Connection, Path], list[Path]]


def export(connection: sa.Connection, form: str, target: Path) -> list[Path]:
    """Write a store to a folder (csv, parquet) or a file (graphml, ftm) and return the files written."""
    try:
        return FORMS[form](connection, target)
    except OSError as error:
        raise SapxepError(f"{target}: cannot be written: {error.strerror or error}") from error


def exported_tables() -> list[sa.Table]:
    """The tables that are exported, those pointed to first."""
    return [table for table in metadata.sorted_tables if table.name not in _OURS]


def columns_of(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns that are exported; records are left to JSON lines."""
    return [column for column in table.c if column.name not in _LEFT_OUT and not isinstance(column.type, sa.JSON)]


def _batches(connection: sa.Connection, table: sa.Table) -> Iterator[Sequence[sa.Row[Any]]]:
    order = [column for column in columns_of(table) if column.primary_key or column.unique]
    query = sa.select(*columns_of(table)).order_by(*order).execution_options(yield_per=_BATCH)
    with connection.execute(query) as rows:
        yield from rows.partitions()


def _folder(target: Path) -> Path:
    if target.exists() and not target.is_dir():
        raise SapxepError(f"{target}: a file; name a folder to write into")
    target.mkdir(parents=True, exist_ok=True)
    return target


def _placed(target: Path, write: Callable[[Path], None]) -> Path:
    """Write beside the target first, so that a file is whole or not there."""
    if target.is_dir():
        raise SapxepError(f"{target}: a folder; name a file to write")
    part = target.with_name(f".{target.name}.part")
    try:
        write(part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _csv(connection: sa.Connection, target: Path) -> list[Path]:
    folder = _folder(target)

    def written(table: sa.Table) -> Path:
        def write(part: Path) -> None:
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([column.name for column in columns_of(table)])
                writer.writerows(chain.from_iterable(_batches(connection, table)))

        return _placed(folder / f"{table.name}.csv", write)

    return [written(table) for table in exported_tables()]


def _parquet(connection: sa.Connection, target: Path) -> list[Path]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise SapxepError("Parquet needs pyarrow; install it with: pip install 'sapxep[parquet]'") from error
    folder = _folder(target)

    def written(table: sa.Table) -> Path:
        schema = _arrow_schema(table, pyarrow)

        def write(part: Path) -> None:
            with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
                for rows in _batches(connection, table):
                    values = [dict(zip(schema.names, row, strict=True)) for row in rows]
                    writer.write_table(pyarrow.Table.from_pylist(values, schema))

        return _placed(folder / f"{table.name}.parquet", write)

    return [written(table) for table in exported_tables()]


def _arrow_schema(table: sa.Table, arrow: Any) -> pyarrow.Schema:
    """The columns with their comments, which stay with the file."""
    kinds = {sa.Integer: arrow.int32(), sa.Float: arrow.float64(), sa.Boolean: arrow.bool_()}
    fields = []
    for column in columns_of(table):
        kind = next((made for sort, made in kinds.items() if isinstance(column.type, sort)), arrow.string())
        comment = {"comment": column.comment or ""}
        fields.append(arrow.field(column.name, kind, nullable=bool(column.nullable), metadata=comment))
    return arrow.schema(fields, metadata={"comment": table.comment or ""})


def _graphml(connection: sa.Connection, target: Path) -> list[Path]:
    from networkx import write_graphml

    graph = change_graph(connection)
    return [_placed(target, lambda part: write_graphml(graph, part, encoding="utf-8", named_key_ids=True))]


def _ftm(connection: sa.Connection, target: Path) -> list[Path]:
    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8") as file:
            for entity in entities(connection):
                file.write(json.dumps(entity, ensure_ascii=False) + "\n")

    return [_placed(target, write)]


FORMS: Final[dict[str, Writer]] = {"csv": _csv, "parquet": _parquet, "graphml": _graphml, "ftm": _ftm}
