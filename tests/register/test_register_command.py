"""`sapxep register`: find, lineage, import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.register import register_group
from pipeline.errors import SapxepError

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str) -> Result:
    return CliRunner().invoke(register_group, list(args))


def found(*args: str) -> list[dict[str, object]]:
    result = run("find", *args, "--json")
    assert result.exit_code == 0, result.output
    records: list[dict[str, object]] = json.loads(result.output)
    return records


def test_find_in_persian_puts_the_likeliest_first() -> None:
    first = found("شوان چین", "--province", "Ninh Bình")[0]
    assert (first["id"], first["name"], first["district"]) == ("vn:2025-06:14632", "Xuân Chính", "Kim Sơn")
    assert first["now"] == "vn:2025-07:14653"


@pytest.mark.parametrize("name", ["Kim Sơn", "Kim Son", "kim son", "کیم سون"])
def test_find_in_every_script(name: str) -> None:
    (unit,) = found(name, "--kind", "rural_district")
    assert unit["id"] == "vn:2025-06:376"


def test_find_takes_old_and_new_provinces() -> None:
    by_old = {unit["id"] for unit in found("Tân Thanh", "--province", "Hà Nam")}
    by_new = {unit["id"] for unit in found("Tân Thanh", "--province", "Ninh Bình")}
    assert by_old
    assert by_old <= by_new


def test_find_prints_a_table_and_says_what_is_left_out() -> None:
    result = run("find", "Tân Thành", "--limit", "2")
    assert result.exit_code == 0
    assert "vn:2025-07:" in result.output
    assert "more; narrow with" in result.output


def test_lineage_goes_both_ways() -> None:
    result = run("lineage", "Xuân Chính", "--province", "Ninh Bình", "--json")
    (line,) = json.loads(result.output)
    assert {step["unit"]["name"] for step in line["from"]} == {"Xuân Thiện", "Chính Tâm"}
    assert [step["unit"]["id"] for step in line["into"]] == ["vn:2025-07:14653"]


def test_lineage_of_a_district_is_that_of_its_communes() -> None:
    result = run("lineage", "Kim Sơn", "--kind", "rural_district")
    assert "Phát Diệm" in result.output
    assert "part of" in result.output


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["find", "Zzyzx"], "no unit named"),
        (["find", "Kim Sơn", "--province", "Zzyzx"], "no province named"),
        (["find", "Kim Sơn", "--province", "Cà Mau"], "none of them fits"),
        (["find", "Kim Sơn", "--register", "/nowhere/at/all"], "no register"),
        (["import", "/nowhere/at/all.csv"], "no such file"),
    ],
)
def test_errors_are_one_line(args: list[str], message: str) -> None:
    result = run(*args)
    assert isinstance(result.exception, SapxepError)
    assert message in str(result.exception)
    assert "\n" not in str(result.exception)


def test_import_writes_a_folder_that_find_reads(tmp_path: Path) -> None:
    table = tmp_path / "map.csv"
    table.write_text("old_code,new_code\n14632,14638\n", encoding="utf-8")
    result = run("import", str(table), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "1 rows from conversion table" in result.output
    unit = found("Xuân Chính", "--list", "2025-06", "--register", str(tmp_path / "out"))[0]
    assert unit["now"] == "vn:2025-07:14638"
