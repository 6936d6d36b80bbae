"""Writes the parts of the documentation that are made from code and measurements.

Of the code docs/fields.md and docs/tables.md; of what was measured docs/speed.md, its chart, and the README's table.

python -m scripts.build_docs
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.records.event import SCHEMA_VERSION
from pipeline.records.fields import CHANGES, fields_by_file
from pipeline.store.describing import described_tables
from scripts.speed_chart import write_chart
from scripts.speed_page import CHART, README, read_figures, readme, speed_page

DOCS = Path(__file__).resolve().parents[1] / "docs"
FIELDS = f"""# Every field, by file

Made from the data model by `python -m scripts.build_docs`; [records.md](records.md) explains what the fields mean.
`[]` stands for the items of a list, a word in brackets for the type of a mention. `schema_version` is
{SCHEMA_VERSION}. It changes when a field goes or means something else; a field that is added leaves it, so readers
should pass over fields that they do not know. `sapxep schema` prints the same as JSON Schema, `sapxep schema -o FOLDER`
writes one schema for each file.
"""
TABLES = """# The tables of a store

Made from the table definitions by `python -m scripts.build_docs`. They are the same in SQLite and PostgreSQL, where
the comments are in the database, too. [databases.md](databases.md) tells how to load and ask them.

Beside them `event_search` holds the search tokens of events: an FTS5 table in SQLite, a `tsvector` with a GIN index in
PostgreSQL.
"""


def _fields() -> Iterator[str]:
    yield FIELDS
    yield "\n## Changes\n\n| version | file | field | |\n|---|---|---|---|\n"
    yield from (f"| {version} | {file} | {field} | {what} |\n" for version, file, field, what in CHANGES)
    for file, fields in fields_by_file().items():
        yield f"\n## {file}\n\n| field | type | |\n|---|---|---|\n"
        yield from (f"| `{field.path}` | {field.type} | {field.description} |\n" for field in fields)


def pages() -> dict[str, str]:
    """The pages by name."""
    made = {"fields.md": "".join(_fields()), "tables.md": TABLES + "".join(described_tables())}
    return {**made, "speed.md": speed_page(read_figures())}


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    README.write_text(readme(read_figures(), README.read_text("utf-8")), "utf-8")
    write_chart(read_figures(), CHART)


if __name__ == "__main__":
    main()
