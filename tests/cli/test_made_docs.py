"""Pages made from the model and from what was measured are up to date, and no field changes unseen."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli.main import main
from pipeline.records.event import SCHEMA_VERSION
from pipeline.records.fields import CHANGES, fields_by_file
from pipeline.records.schema import FILES
from scripts.bench_workers import processor_ratio
from scripts.build_docs import DOCS, pages
from scripts.speed_chart import bars, chart
from scripts.speed_page import CHART, README, Row, read_figures, readme, table

KEPT = Path(__file__).with_name("fields_kept.json")


@pytest.mark.parametrize("name", ["fields.md", "tables.md", "speed.md"])
def test_pages_are_as_the_code_makes_them(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run: python -m scripts.build_docs"


def test_the_readme_tells_the_figures_that_were_measured() -> None:
    text = README.read_text("utf-8")
    assert table(read_figures()) in text
    assert readme(read_figures(), text) == text, "run: python -m scripts.build_docs"


def test_the_chart_shows_the_figures_that_were_measured() -> None:
    """Its words alone: other versions of the library lay it out otherwise."""
    drawn = CHART.read_text("utf-8")
    for title, each, _ in bars(read_figures()):
        for words in (title, *(name for name, _, _ in each), *(label for _, _, label in each)):
            assert f">{escape(words)}<" in drawn, "run: python -m scripts.build_docs"


def test_the_chart_of_the_same_figures_has_the_same_bytes() -> None:
    assert chart(read_figures()) == chart(read_figures())


def test_an_aim_is_reached_from_the_right_side() -> None:
    assert Row("rate", 0.2, "", 0.1).verdict == Row("seconds", 0.1, "", 0.3, "", at_least=False).verdict == "yes"
    assert Row("rate", 0.1, "", 0.2).verdict == Row("seconds", 0.4, "", 0.3, "", at_least=False).verdict == "**no**"
    assert Row("rate", 0.1, "").verdict == ""


def test_what_the_run_does_itself_is_not_shared_by_workers() -> None:
    assert processor_ratio({"own": 10.0, "workers": 0.0}, {"own": 0.0, "workers": 10.0}) == 2
    assert processor_ratio({"own": 10.0, "workers": 0.0}, {"own": 2.0, "workers": 8.0}) == 10 / 6


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
