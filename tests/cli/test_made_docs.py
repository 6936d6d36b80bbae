"""The contract of the records: pages made from the model are up to date, and no field changes unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli.main import main
from pipeline.records.event import SCHEMA_VERSION
from pipeline.records.fields import CHANGES, fields_by_file
from pipeline.records.schema import FILES
from scripts.build_docs import DOCS, pages

KEPT = Path(__file__).with_name("fields_kept.json")


@pytest.mark.parametrize("name", ["fields.md", "tables.md"])
def test_pages_are_as_the_code_makes_them(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run: python -m scripts.build_docs"


def test_no_field_goes_or_changes_its_type_within_a_version() -> None:
    """fields_kept.json holds the fields of each version when it was published."""
    kept = json.loads(KEPT.read_text("utf-8"))
    now = {file: {field.path: field.type for field in fields} for file, fields in fields_by_file().items()}
    assert SCHEMA_VERSION in kept, "a new version: add its fields to fields_kept.json and a row to CHANGES"
    for file, fields in kept[SCHEMA_VERSION].items():
        assert {path: now[file].get(path) for path in fields} == fields, "raise SCHEMA_VERSION and tell it in CHANGES"


def test_every_version_is_told_in_the_changelog() -> None:
    assert CHANGES[0][0] == SCHEMA_VERSION or SCHEMA_VERSION in {row[0] for row in CHANGES}
    assert set(json.loads(KEPT.read_text("utf-8"))) == {row[0] for row in CHANGES}


def test_every_file_has_a_schema_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "-o", str(tmp_path / "schemas")]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name.partition(".")[0] for path in written] == [file.partition(".")[0] for file in FILES]
    for path in written:
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_datasette_metadata_describes_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--datasette", "news"]) == 0
    tables = json.loads(capsys.readouterr().out)["databases"]["news"]["tables"]
    assert {"documents", "events", "facts", "units"} <= set(tables)
    assert all(table["description"] and all(table["columns"].values()) for table in tables.values())
