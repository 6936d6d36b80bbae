"""Which reports become one fact and which never do; each case is a few events of a few articles."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.facts import Fact, read_facts
from pipeline.stages.builtin import builtin_register

Told = dict[str, Any]
_NINH_BINH = ("Ninh Bình", "vn:2025-06:37", "vn:2025-07:37")
_TA_XUA = {"Tà Xùa": "vn:2025-06:03868", "Háng Đồng": "vn:2025-06:03869", "Làng Chếu": "vn:2025-06:03874"}
_SON_LA = ("Sơn La", "vn:2025-07:14", "vn:2025-07:14")


def unit(name: str, ident: str | None = None, kind: str | None = "commune", extent: str = "whole") -> Told:
    """A participant."""
    return {"name": name, "kind": kind, "extent": extent, "unit": ident, "mention": None}


def told(kind: str = "merge", **more: Any) -> Told:
    """An event of which only what matters is given."""
    province, place, now = more.pop("where", _SON_LA)
    date = more.get("date")
    documents = [{"number": number, "mention": None} for number in more.pop("papers", ())]
    officials = [{"name": name, "mention": None, "role": "led"} for name in more.pop("led", ())]
    return {
        "type": kind, "status": "completed", "level": "commune", "sources": [], "targets": [], "counts": None,
        "place": {"province": province, "district": None, "unit": place, "unit_now": now}, "date": date,
        "date_from": date, "date_to": date, "date_precision": "day" if date else None, "documents": documents,
        "officials": officials, **more,
    }  # fmt: skip


def counts(before: int | None, after: int | None) -> Told:
    """Counts of a restructuring."""
    rest = dict.fromkeys(("before_by_kind", "after_by_kind", "reduction", "reduction_percent"))
    return {"before": before, "after": after, **rest}


Join = Callable[..., list[Fact]]


@pytest.fixture
def join(tmp_path: Path) -> Join:
    """Facts of articles, each given as its events; `published` and `text` are lists beside them."""

    def joined(*articles: Sequence[Told] | Told, published: Sequence[str | None] = (), shuffle: int = 0) -> list[Fact]:
        records = []
        for at, article in enumerate(articles):
            events = [article] if isinstance(article, dict) else article
            day = published[at] if at < len(published) else None
            source = {"path": f"{at}.txt", "record": 0, "url": None, "outlet": f"paper{at}.vn"}
            document = {
                "doc_id": f"{at:016x}", "source": source, "language": "de", "published": day, "text": f"Text {at}",
                "mentions": [],
            }  # fmt: skip
            ids = {"doc_id": f"{at:016x}"}
            records.append((document, [{"event_id": f"{at:016x}:{n:012x}", **ids, **e} for n, e in enumerate(events)]))
        random.Random(shuffle).shuffle(records)
        documents, events_file = tmp_path / "documents.jsonl", tmp_path / "events.jsonl"
        documents.write_text("".join(json.dumps(document) + "\n" for document, _ in records), "utf-8")
        lines = [json.dumps(event) + "\n" for _, events in records for event in events]
        events_file.write_text("".join(lines), "utf-8")
        return list(read_facts([(documents, events_file)], builtin_register()))

    return joined


def _sources(*names: str) -> list[Told]:
    return [unit(name, _TA_XUA[name]) for name in names]


_INTO = [unit("Tà Xùa", "vn:2025-07:03868")]


def test_partial_reports_of_one_change_are_one_fact(join: Join) -> None:
    full = told(sources=_sources("Tà Xùa", "Háng Đồng", "Làng Chếu"), targets=_INTO)
    part = told(sources=_sources("Tà Xùa", "Háng Đồng"), targets=_INTO)
    untold = told(sources=_sources("Háng Đồng", "Làng Chếu"))
    (fact,) = join(full, part, untold)
    assert [source.name for source in fact.sources] == ["Háng Đồng", "Làng Chếu", "Tà Xùa"]
    assert fact.reports.articles == 3
    assert not fact.disagreements
    assert fact.register is not None and fact.register.status == "confirmed"
    assert len(fact.also) == 1


def test_sources_that_went_to_different_places_are_not_joined_by_one_of_them(join: Join) -> None:
    ours = told(sources=_sources("Tà Xùa", "Háng Đồng"), targets=_INTO)
    other = told(sources=[unit("Tà Xùa", _TA_XUA["Tà Xùa"]), unit("Bắc Yên", "vn:2025-06:03856", "township")])
    assert len(join(ours, other)) == 2


def test_target_told_by_its_old_unit_is_the_same_change(join: Join) -> None:
    into_standing = told(sources=_sources("Háng Đồng", "Làng Chếu"), targets=[unit("Tà Xùa", "vn:2025-06:03868")])
    founded = told(sources=_sources("Tà Xùa", "Háng Đồng", "Làng Chếu"), targets=_INTO)
    (fact,) = join(into_standing, founded)
    assert [target.unit for target in fact.targets] == ["vn:2025-07:03868"]
    (alone,) = join(into_standing)
    assert {s.name: s.implied for s in alone.sources} == {"Háng Đồng": False, "Làng Chếu": False, "Tà Xùa": True}
    assert alone.fact_id == fact.fact_id


def test_unlinked_target_is_found_by_name_in_its_province_and_nowhere_else(join: Join) -> None:
    linked = told(sources=_sources("Háng Đồng"), targets=_INTO)
    named = told(sources=[unit("Hang Dong")], targets=[unit("Ta Xua")])
    elsewhere = told(sources=[unit("Hang Dong")], targets=[unit("Ta Xua")], where=_NINH_BINH)
    facts = join(linked, named, elsewhere)
    assert sorted(fact.reports.articles for fact in facts) == [1, 2]
    joined = next(fact for fact in facts if fact.reports.articles == 2)
    assert len(joined.also) == 1


def test_units_of_two_provinces_are_never_joined(join: Join) -> None:
    # Two communes Tân Hiệp: of An Giang and of Đà Nẵng.
    one = told("unchanged", sources=[unit("Tân Hiệp", "vn:2025-07:20434")], where=("Đà Nẵng", None, "vn:2025-07:48"))
    other = told("unchanged", sources=[unit("Tân Hiệp")], where=("An Giang", "vn:2025-07:91", "vn:2025-07:91"))
    assert len(join(one, other)) == 2


def test_event_whose_units_lie_in_several_provinces_draws_nothing_to_it(join: Join) -> None:
    right = told(sources=_sources("Tà Xùa", "Háng Đồng"), targets=_INTO)
    misread = told(sources=[*_sources("Tà Xùa"), unit("Minh An", "vn:2025-06:20398", "ward")], targets=_INTO)
    facts = join(right, misread)
    assert sorted(len(fact.events) for fact in facts) == [1, 1]
    assert len({fact.fact_id for fact in facts}) == 2


def test_sources_that_do_not_hold_each_other_are_told_as_a_disagreement(join: Join) -> None:
    one = told(sources=_sources("Tà Xùa", "Háng Đồng"), targets=_INTO)
    other = told(sources=_sources("Tà Xùa", "Làng Chếu"), targets=_INTO)
    (fact,) = join(one, other)
    (differs,) = fact.disagreements
    assert differs.field == "sources"
    assert {tuple(v.value) for v in differs.values} == {("Háng Đồng", "Tà Xùa"), ("Làng Chếu", "Tà Xùa")}
    assert all(len(value.events) == 1 for value in differs.values)


def test_whole_units_told_to_have_gone_to_two_places_stay_two_facts_that_say_so(join: Join) -> None:
    one = told(sources=_sources("Háng Đồng", "Làng Chếu"), targets=_INTO)
    other = told(sources=_sources("Háng Đồng", "Làng Chếu"), targets=[unit("Bắc Yên", "vn:2025-07:03856")])
    first, second = join(one, other)
    for fact, rival in ((first, second), (second, first)):
        (differs,) = [one for one in fact.disagreements if one.field == "targets"]
        assert {value.fact_id for value in differs.values} == {None, rival.fact_id}


def test_national_number_stands_alone_and_a_local_one_needs_issuer_and_year(join: Join) -> None:
    def issued(number: str, where: tuple[str, str, str], level: str, date: str | None) -> Told:
        return told("document_issued", papers=[number], where=where, level=level, date=date)

    national = [issued("1686/NQ-UBTVQH15", where, "central", None) for where in (_SON_LA, _NINH_BINH)]
    assert len(join(*national)) == 1
    local = [issued("15-QĐ/TU", where, "province", "2025-03-01") for where in (_SON_LA, _NINH_BINH)]
    assert len(join(*local)) == 2
    spelt = [issued(number, _SON_LA, "province", "2025-03-01") for number in ("15-QĐ/TU", "15-QD/TU")]
    assert len(join(*spelt)) == 1
    years = [issued("15-QĐ/TU", _SON_LA, "province", date) for date in ("2024-03-01", "2025-03-01")]
    assert len(join(*years)) == 2
    undated = [issued("15-QĐ/TU", _SON_LA, "province", None) for _ in range(2)]
    assert len(join(*undated)) == 2
    assert len(join(*undated, published=["2025-03-02", "2025-04-01"])) == 1


def test_counts_join_where_one_figure_is_left_out_and_differing_ones_are_told(join: Join) -> None:
    both = told("restructure", counts=counts(200, 75))
    after = told("restructure", counts=counts(None, 75))
    draft = told("restructure", counts=counts(200, 72), status="proposed")
    other = told("restructure", counts=counts(129, 56))
    facts = join(both, both, after, draft, other)
    fact = next(fact for fact in facts if fact.reports.articles == 4)
    assert len(facts) == 2
    assert fact.counts is not None and (fact.counts.before, fact.counts.after) == (200, 75)
    assert [one.field for one in fact.disagreements] == ["counts.after"]
    assert [value.value for value in fact.disagreements[0].values] == [75, 72]


def test_partial_report_that_fits_two_facts_joins_neither_and_says_so(join: Join) -> None:
    first = told("restructure", counts=counts(200, 75), level="commune")
    second = told("restructure", counts=counts(200, 60), level="district")
    open_one = told("restructure", counts=counts(200, None), level=None)
    facts = join(first, second, open_one)
    assert len(facts) == 3
    unsure = next(fact for fact in facts if fact.level is None)
    (differs,) = unsure.disagreements
    assert differs.field == "identity"
    assert {value.fact_id for value in differs.values} == {fact.fact_id for fact in facts if fact is not unsure}


def test_sessions_are_one_by_day_place_and_leader(join: Join) -> None:
    where = {"where": _SON_LA, "level": "province"}
    one = told("meeting", date="2025-06-20", led=["Mai Khánh"], **where)
    again = told("meeting", date="2025-06-20", led=["Mai Khanh"], **where)
    other = told("meeting", date="2025-06-20", led=["Lê Văn Ba"], **where)
    later = told("meeting", date="2025-06-21", led=["Mai Khánh"], **where)
    undated = told("meeting", led=["Mai Khánh"], **where)
    facts = join(one, again, other, later, undated, undated)
    assert sorted(fact.reports.articles for fact in facts) == [1, 1, 1, 1, 2]


def test_status_goes_from_plan_to_done_and_a_step_back_is_a_disagreement(join: Join) -> None:
    plan, done = (told(sources=_sources("Háng Đồng"), targets=_INTO, status=s) for s in ("planned", "completed"))
    (fact,) = join(plan, done, published=["2025-04-18", "2025-07-06"])
    assert fact.status == "completed"
    assert [(entry.status, entry.date) for entry in fact.history] == [
        ("planned", "2025-04-18"), ("completed", "2025-07-06")
    ]  # fmt: skip
    assert (fact.reports.first, fact.reports.last) == ("2025-04-18", "2025-07-06")
    assert not fact.disagreements
    (back,) = join(plan, done, published=["2025-07-06", "2025-04-18"])
    assert [one.field for one in back.disagreements] == ["status"]


def test_finer_date_is_taken_and_another_one_is_told(join: Join) -> None:
    def on(date: str, first: str, last: str, precision: str) -> Told:
        dates = {"date": date, "date_from": first, "date_to": last, "date_precision": precision}
        return {**told(sources=_sources("Háng Đồng"), targets=_INTO), **dates}

    month = on("2025-07", "2025-07-01", "2025-07-31", "month")
    day = on("2025-07-01", "2025-07-01", "2025-07-01", "day")
    other = on("2025-08-01", "2025-08-01", "2025-08-01", "day")
    (fact,) = join(month, day)
    assert (fact.date, fact.disagreements) == ("2025-07-01", [])
    (fact,) = join(month, day, other)
    assert fact.date == "2025-07-01"
    assert [value.value for value in fact.disagreements[0].values] == ["2025-07-01", "2025-08-01"]


def test_rounds_keep_changes_of_one_standing_unit_apart(join: Join) -> None:
    def into(source: str, date: str) -> Told:
        target = [unit("Kim Chính", "vn:2025-06:14659")]
        return told(sources=[unit(source)], targets=target, date=date, where=_NINH_BINH)

    assert len(join(into("A Một", "2020-01-01"), into("B Hai", "2024-12-01"))) == 2


def test_order_and_repetition_have_no_say(join: Join) -> None:
    events = [
        told(sources=_sources("Tà Xùa", "Háng Đồng"), targets=_INTO, status="planned"),
        told(sources=_sources("Tà Xùa", "Làng Chếu"), targets=_INTO),
        told(sources=_sources("Háng Đồng", "Làng Chếu")),
        told("restructure", counts=counts(200, 75)),
        told("restructure", counts=counts(None, 75)),
        told("restructure", counts=counts(200, 72)),
        told("meeting", date="2025-06-20", led=["Mai Khánh"], level="province"),
        told("meeting", date="2025-06-20", level="province"),
    ]
    first = join(*events)
    for seed in range(1, 6):
        assert join(*events, shuffle=seed) == first


def test_id_of_a_narrower_form_is_kept(join: Join) -> None:
    narrow = told(sources=_sources("Háng Đồng", "Làng Chếu"))
    (before,) = join(narrow)
    (after,) = join(narrow, told(sources=_sources("Háng Đồng", "Làng Chếu"), targets=_INTO))
    assert before.fact_id in after.also
