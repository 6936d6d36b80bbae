"""Other lists: the formats that are read, the checks, the register folder that comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.register import LEGACY, NEW, Register
from pipeline.register.importing import check_rows, guess_label, write_register
from pipeline.register.lists import ListError, Listing, Row, read_list

GSO = """Tỉnh Thành Phố,Mã TP,Quận Huyện,Mã QH,Phường Xã,Mã PX,Cấp,Tên Tiếng Anh
Tỉnh Ninh Bình,37,Huyện Kim Sơn,376,Xã Xuân Chính,14632,Xã,
Tỉnh Ninh Bình,37,Huyện Kim Sơn,376,Thị trấn Phát Diệm,14620,Thị trấn,
Thành phố Hà Nội,1,Quận Ba Đình,1,Phường Phúc Xá,1,Phường,
"""
DVHCVN = {
    "data_date": 1,
    "data": [{
        "level1_id": "37", "name": "Tỉnh Ninh Bình", "type": "Tỉnh",
        "level2s": [{
            "level2_id": "376", "name": "Huyện Kim Sơn", "type": "Huyện",
            "level3s": [{"level3_id": "14632", "name": "Xã Xuân Chính", "type": "Xã"}],
        }],
    }],
}  # fmt: skip
NESTED = [{
    "name": "Thành phố Hà Nội", "code": 1, "codename": "thanh_pho_ha_noi", "division_type": "thành phố trung ương",
    "wards": [{"name": "Phường Ba Đình", "code": 4, "division_type": "phường"}],
}]  # fmt: skip
TREE = {
    "37": {
        "name": "Ninh Bình", "type": "tinh", "name_with_type": "Tỉnh Ninh Bình", "code": "37",
        "quan-huyen": {"376": {
            "name": "Kim Sơn", "type": "huyen", "name_with_type": "Huyện Kim Sơn", "code": "376", "parent_code": "37",
            "xa-phuong": {"14632": {
                "name": "Xuân Chính", "type": "xa", "name_with_type": "Xã Xuân Chính", "code": "14632",
                "parent_code": "376",
            }},
        }},
    }
}  # fmt: skip


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_export_of_the_statistics_office(tmp_path: Path) -> None:
    rows = read_list(write(tmp_path, "gso.csv", GSO)).rows
    assert Row("commune", "14632", "commune", "Xuân Chính", "37", "376") in rows
    assert Row("commune", "14620", "township", "Phát Diệm", "37", "376") in rows
    assert Row("commune", "00001", "ward", "Phúc Xá", "01", "001") in rows
    assert Row("province", "01", "municipality", "Hà Nội", "", "") in rows
    assert len([row for row in rows if row.level == "province"]) == 2
    assert check_rows(rows) == []
    assert guess_label(rows) == LEGACY


@pytest.mark.parametrize(
    ("content", "commune"),
    [
        (DVHCVN, Row("commune", "14632", "commune", "Xuân Chính", "37", "376")),
        (NESTED, Row("commune", "00004", "ward", "Ba Đình", "01", "")),
        (TREE, Row("commune", "14632", "commune", "Xuân Chính", "37", "376")),
    ],
)
def test_nested_json(tmp_path: Path, content: object, commune: Row) -> None:
    rows = read_list(write(tmp_path, "list.json", content)).rows
    assert commune in rows
    assert check_rows(rows) == []


def test_json_by_code_in_a_folder(tmp_path: Path) -> None:
    province = {k: v for k, v in TREE["37"].items() if k != "quan-huyen"}
    district = {k: v for k, v in TREE["37"]["quan-huyen"]["376"].items() if k != "xa-phuong"}  # type: ignore[index]
    commune = TREE["37"]["quan-huyen"]["376"]["xa-phuong"]["14632"]  # type: ignore[index]
    write(tmp_path, "tinh_tp.json", {"37": province})
    write(tmp_path, "quan_huyen.json", {"376": district})
    write(tmp_path, "xa_phuong.json", {"14632": commune})
    rows = read_list(tmp_path).rows
    assert Row("commune", "14632", "commune", "Xuân Chính", "37", "376") in rows
    assert check_rows(rows) == []


def test_conversion_table_gets_its_zeros_back(tmp_path: Path) -> None:
    listing = read_list(write(tmp_path, "map.csv", "ma_xa_cu;ma_xa_moi\n14632;14653\n4633;4633\n"))
    assert listing.relations == [("14632", "14653"), ("04633", "04633")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "x,y\n1,2\n", "no column for the code of the province"),
        ("a.json", "{", "not JSON"),
        ("a.json", [{"name": "Xứ Lạ", "code": "1"}], "cannot tell the kind"),
        ("a.json", [{"name": "Tỉnh A", "code": "123"}], "is no code of a province"),
        ("a.csv", "old_code,new_code\n1,\n", "line 2 has no pair of codes"),
        ("a.xls", "x", "save it as CSV or JSON"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, name: str, content: object, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read_list(write(tmp_path, name, content))


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="no such file"):
        read_list(tmp_path / "none.csv")


def test_duplicates_and_missing_parents_are_problems() -> None:
    rows = [
        Row("province", "01", "province", "A", "", ""), Row("commune", "00001", "ward", "B", "01", ""),
        Row("commune", "00001", "ward", "C", "01", ""), Row("commune", "00002", "ward", "D", "02", ""),
        Row("commune", "00003", "ward", "E", "01", "009"),
    ]  # fmt: skip
    problems = " | ".join(check_rows(rows))
    assert "00001 stands 2 times" in problems
    assert "00002 D: its province 02 is not listed" in problems
    assert "00003 E: its district 009 is not listed" in problems


def test_list_with_problems_is_refused(tmp_path: Path) -> None:
    rows = [Row("commune", "00002", "ward", "D", "02", "")]
    with pytest.raises(ListError, match="2 problems"):
        write_register(Listing("x", rows, []), NEW, tmp_path)


def shipped(label: str) -> list[Row]:
    return [
        Row(u.level, u.code, u.kind, u.name, "" if u.level == "province" else u.province_id.rpartition(":")[2],
            (u.district_id or "").rpartition(":")[2])
        for u in Register.load().units if u.list == label
    ]  # fmt: skip


def test_whole_list_makes_a_register_that_loads(tmp_path: Path) -> None:
    rows = [row._replace(name="Đổi Tên") if row.code == "14653" else row for row in shipped(NEW)]
    notes = write_register(Listing("x", rows, []), None, tmp_path / "out")
    assert notes == []
    unit = Register.load(tmp_path / "out").get("vn:2025-07:14653")
    assert unit is not None and unit.name == "Đổi Tên"


def test_dangling_relations_are_refused_or_dropped(tmp_path: Path) -> None:
    rows = [row for row in shipped(NEW) if row.code != "14653"]
    with pytest.raises(ListError, match="relations lead to units that are not listed"):
        write_register(Listing("x", rows, []), NEW, tmp_path / "out")
    notes = write_register(Listing("x", rows, []), NEW, tmp_path / "out", drop_dangling=True)
    assert any("left out" in note for note in notes)
    assert any("3320 units of level commune" in note for note in notes)
    assert Register.load(tmp_path / "out").get("vn:2025-07:14653") is None


def test_relations_replace_the_mapping(tmp_path: Path) -> None:
    write_register(Listing("x", [], [("14632", "14653"), ("14632", "14638")]), None, tmp_path / "out")
    edges = Register.load(tmp_path / "out").successors("vn:2025-06:14632")
    assert [(edge.unit, edge.extent) for edge in edges] == [("vn:2025-07:14638", "part"), ("vn:2025-07:14653", "part")]
