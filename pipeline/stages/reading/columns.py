"""Tables in columns, Parquet and Arrow: rows come in small batches, of the wanted columns only."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from .fields import has_text_field, is_known
from .limits import RATIO_FLOOR, Problem, ReadOptions, Reason

Row = Callable[[], dict[str, Any]]
_ROWS: Final = 32


def read_parquet(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Row]:
    """The rows of a Parquet file."""
    import pyarrow
    from pyarrow import parquet

    try:
        size = stream.seek(0, io.SEEK_END)
        file = parquet.ParquetFile(stream, pre_buffer=False)
        _check_size(sum(file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups)), size, options)
        names = _wanted(file.schema_arrow.names, options)
        for batch in file.iter_batches(_ROWS, columns=names, use_threads=False):
            yield from _rows(batch)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Problem(Reason.BAD_PARQUET, _told(error)) from error


def read_arrow(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Row]:
    """The rows of an Arrow file, in the format of streams or of files."""
    import pyarrow
    from pyarrow import ipc

    try:
        if stream.peek(6).startswith(b"ARROW1"):
            file = ipc.open_file(stream)
            batches = (file.get_batch(n) for n in range(file.num_record_batches))
        else:
            file = ipc.open_stream(stream)
            batches = iter(file)
        names = _wanted(file.schema.names, options)
        for batch in batches:
            yield from _rows(batch.select(names))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Problem(Reason.BAD_PARQUET, _told(error)) from error


def _wanted(names: list[str], options: ReadOptions) -> list[str]:
    if not has_text_field(names, options):
        raise Problem(Reason.NO_TEXT, f"columns: {', '.join(names)[:200]}")
    return [name for name in names if is_known(name, options)]


def _check_size(unpacked: int, packed: int, options: ReadOptions) -> None:
    if unpacked > RATIO_FLOOR and unpacked > options.highest_ratio * packed:
        raise Problem(Reason.BOMB, f"unpacks to more than {options.highest_ratio} times its size")


def _rows(batch: Any) -> Iterator[Row]:
    """The rows, each made when it is wanted."""
    return (partial(_row, batch, number) for number in range(batch.num_rows))


def _row(batch: Any, number: int) -> dict[str, Any]:
    row: dict[str, Any] = batch.slice(number, 1).to_pylist()[0]
    return row


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
