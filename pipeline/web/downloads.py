"""Lists as files: CSV, JSON lines, XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

Row = dict[str, Any]
Form = Literal["csv", "jsonl", "xlsx"]
# Programs for tables take what begins so for a formula; the text of a stranger must not be one.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_767
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(form: Form) -> str:
    """The media type of a form."""
    return _MEDIA[form]


def file_of(form: Form, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The bytes of a list; `columns` names what each row holds, in order."""
    made: dict[str, Callable[[Sequence[str], Sequence[Row]], bytes]] = {"csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx}
    return made[form](columns, rows)


def _jsonl(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    lines = (json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """UTF-8 with its mark, which table programs need to read the letters right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_harmless(_cell(row.get(name))) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Any) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return "; ".join(str(item) for item in value)


def _harmless(value: str | int | float | None) -> str | int | float | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _xlsx(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        sheet = book.add_worksheet("sapxep")
        bold = book.add_format({"bold": True})
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
        for line, row in enumerate(rows, 1):
            for place, name in enumerate(columns):
                _write(sheet, line, place, _cell(row.get(name)))
        sheet.freeze_panes(1, 0)
        if rows and columns:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_column(0, max(len(columns) - 1, 0), 18)
    return out.getvalue()


def _write(sheet: Any, line: int, place: int, value: str | int | float | None) -> None:
    if isinstance(value, str):
        sheet.write_string(line, place, value[:_LONGEST])
    elif value is not None:
        sheet.write_number(line, place, value)
