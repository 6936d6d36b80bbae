"""The parts that pages are made of: words, stretches of text, timelines, flows, files, limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SapxepError
from pipeline.store.answers import Lineage, UnitRow
from pipeline.store.database import Database
from pipeline.store.limits import limit_time
from pipeline.store.reports import Report, Source
from pipeline.web.flows import lineage_picture
from pipeline.web.highlights import paragraphs
from pipeline.web.pictures import timeline
from pipeline.web.words import date_word, direction, isolated, web_address

SOURCE = Source("0" * 16, None, None, None, "a.txt", "xx", None, None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-07-01", "1 July 2025"), ("2025-07", "July 2025"), ("2019/2021", "2019–2021"), (None, "no date"),
        ("2025-36", "quarter 4 of 2025"), ("XXXX-10-23", "23 October (year unknown)"), ("2025-99", "2025-99"),
    ],
)  # fmt: skip
def test_dates_are_told_as_people_write_them(value: str | None, shown: str) -> None:
    assert date_word(value) == shown


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://", "ftp://a.b", None]
)
def test_only_web_addresses_are_linked(address: str | None) -> None:
    assert web_address(address) is None


def test_numbers_keep_their_order_among_persian_letters() -> None:
    text = "قطعنامه شماره 1660/NQ-UBTVQH15 <تصویب>"
    assert direction(text) == "rtl"
    assert "<bdi>1660/NQ-UBTVQH15</bdi> &lt;" in isolated(text)
    assert isolated("Nr. 1660/NQ-UBTVQH15") == "Nr. 1660/NQ-UBTVQH15"


def _mention(ident: str, start: int, end: int, kind: str = "unit") -> dict[str, Any]:
    return {"id": ident, "type": kind, "start": start, "end": end}


def _report(start: int, end: int) -> Report:
    return Report({"event_id": f"e:{start}", "evidence": {"start": start, "end": end, "text": ""}}, SOURCE)


def test_stretches_are_the_text_and_carry_overlapping_marks() -> None:
    text = "Xã A và xã B\n\nthành xã C.\U0001f600"
    mentions = [
        _mention("m1", 3, 4),
        _mention("body", 0, 12, "organization"),
        _mention("m2", 11, 12),
        _mention("m3", 23, 24),
    ]
    lines = paragraphs(text, mentions, [_report(5, 20), _report(8, 24), _report(5, 9)])
    assert ["".join(one.text for one in line) for line in lines] == ["Xã A và xã B", "thành xã C.\U0001f600"]
    stretches = [one for line in lines for one in line]
    assert [one.text for one in stretches if one.mention] == ["A", "B", "C"]
    assert "".join(one.text for one in stretches if one.evidence) == text[5:24].replace("\n", "")
    assert [(one.text, one.opens) for one in stretches if one.opens] == [("và ", ("e:5",)), ("x", ("e:8",))]


def test_timeline_covers_nearly_all_and_counts_the_rest() -> None:
    months = [("1976-01", 1), ("2025-06", 20), ("2025-07", 60), ("2031-01", 2), (None, 5)]
    line = timeline(months, lambda when: f"/search?since={when}&until={when}")
    assert line is not None
    assert (line.first, line.last, line.before, line.after) == ("2025-06", "2025-07", 1, 2)
    assert 'href="/search?since=2025-07&amp;until=2025-07"' in line.picture
    assert timeline([(None, 3)], str) is None


def test_long_times_are_told_by_year() -> None:
    line = timeline([(f"{year}-07", 5) for year in range(2008, 2026)], str)
    assert line is not None
    assert (line.first, line.last) == ("2008", "2025")


def _unit(number: int, name: str = "Xã") -> UnitRow:
    return UnitRow(f"vn:2025-07:{number:05}", "2025-07", name, "commune", "commune", None, None)


def test_picture_keeps_text_as_text_and_holds_no_style() -> None:
    picture, left_out = lineage_picture(_unit(1, "Xuân Chính & Cù <Lao>"), (), (Lineage(_unit(2, "شوان چین")),))
    assert left_out == 0
    assert "Xuân Chính &amp; Cù &lt;Lao&gt;" in str(picture)
    assert "شوان چین" in str(picture)
    assert "style=" not in str(picture)
    assert 'href="/units/vn:2025-07:00002"' in str(picture)


def test_picture_says_how_many_found_no_room() -> None:
    _, left_out = lineage_picture(_unit(0), tuple(Lineage(_unit(number)) for number in range(1, 60)), ())
    assert left_out == 20
    assert lineage_picture(_unit(0), (), ()) == (None, 0)


def test_questions_end_in_time(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    limit_time(database, 0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(SapxepError, match="interrupted"), database.connect() as connection:
        connection.exec_driver_sql(endless)
    with database.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    database.close()
