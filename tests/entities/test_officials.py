"""People with posts: spans, references back and hostile input."""

from __future__ import annotations

import time

import pytest

from pipeline.records import Annotation
from pipeline.stages.builtin import language_of


def _linked(code: str, text: str) -> Annotation:
    language = language_of(code)
    return language.run(language.prepare(text), "linker")


def _outer(ann: Annotation, at: int) -> str:
    person = ann.context["persons"][at]
    return ann.text[ann.starts[person.outer_first] : ann.ends[person.outer_last - 1]]


def test_outer_span_takes_honorific_and_roles_but_no_verb() -> None:
    ann = _linked("de", "Gestern leitete Genosse Mai Khanh, Sekretär des Provinzparteikomitees, die Konferenz.")
    assert _outer(ann, 0) == "Genosse Mai Khanh, Sekretär des Provinzparteikomitees"
    assert ann.officials[0].surface == "Mai Khanh"


def test_outer_span_leaves_out_the_post_one_is_named_to() -> None:
    ann = _linked("de", "Herr Vi Van Tam wurde zum Sekretär des Parteikomitees der Gemeinde Loc Binh ernannt.")
    assert _outer(ann, 0) == "Herr Vi Van Tam"
    assert [role.post for role in ann.officials[0].roles] == ["secretary"]


def test_given_name_refers_back_to_the_full_name() -> None:
    ann = _linked("vi", "Ông Đỗ Hữu Khiêm, Chủ tịch UBND tỉnh Đắk Lắk, dự. Theo ông Khiêm, việc đã xong.")
    first, second = ann.officials
    assert (second.surface, second.name, second.refers_to) == ("Khiêm", "Đỗ Hữu Khiêm", first.id)


def test_given_name_of_two_people_refers_to_none() -> None:
    text = "Ông Đỗ Hữu Khiêm, Chủ tịch UBND tỉnh, và ông Lê Văn Khiêm, Bí thư Tỉnh ủy, dự. Ông Khiêm nói."
    assert [mention.surface for mention in _linked("vi", text).officials] == ["Đỗ Hữu Khiêm", "Lê Văn Khiêm"]


def test_post_alone_refers_to_its_one_holder() -> None:
    text = "Genosse Mai Khanh, Sekretär des Provinzparteikomitees, sprach. Der Provinzparteisekretär forderte Tempo."
    first, second = _linked("de", text).officials
    assert (second.surface, second.refers_to) == ("Provinzparteisekretär", first.id)


def test_post_alone_with_two_holders_refers_to_none() -> None:
    text = (
        "Herr Le Van An und Herr Vo Van Ba kamen. Le Van An, Sekretär des Provinzparteikomitees. "
        "Vo Van Ba, Sekretär des Provinzparteikomitees. Der Provinzparteisekretär schwieg."
    )
    assert all(mention.surface != "Provinzparteisekretär" for mention in _linked("de", text).officials)


def test_unit_named_after_a_person_stays_a_unit() -> None:
    ann = _linked("vi", "Chủ tịch UBND phường Hoàng Văn Thụ Đinh Thị Hoa trả lời.")
    assert [mention.name for mention in ann.officials] == ["Đinh Thị Hoa"]
    assert "Hoàng Văn Thụ" in [unit.name for unit in ann.units]


@pytest.mark.parametrize(
    ("code", "piece"),
    [
        ("de", "Genosse Nguyen Van A, "),
        ("de", "Sekretär des Parteikomitees "),
        ("vi", "các đồng chí Nguyễn Văn A; "),
        ("fa", "دبیر کمیته حزبی استان، "),
    ],
)
def test_time_grows_with_the_text_and_no_faster(code: str, piece: str) -> None:
    language = language_of(code)

    def seconds(count: int) -> float:
        best = float("inf")
        for _ in range(3):
            ann = language.run(language.prepare(piece * count), "units")
            start = time.process_time()
            language.run(ann, "organizations")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(8000) < 20 * seconds(1000) + 0.2


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "de",
            "Frau Tran Thi Lan kam. Sie arbeitet eng mit dem Vorsitzenden des Volksrats der Provinz Lao Cai zusammen.",
        ),
        ("de", "Frau Tran Thi Lan kam. Sie wurde vom Vorsitzenden des Volkskomitees der Provinz Lao Cai gelobt."),
        ("fa", "خانم تران تی لان رفت. او گفت که رئیس شورای مردمی استان لائو کای بیمار است."),
        ("fa", "خانم تران تی لان رفت. او رئیس شورای مردمی استان لائو کای را دید."),
        ("vi", "Bà Trần Thị Lan đến thăm. Bà làm việc với Chủ tịch UBND tỉnh Lào Cai."),
    ],
)
def test_whom_she_met_is_not_what_she_is(code: str, text: str) -> None:
    assert _linked(code, text).officials == []


def test_only_what_is_said_of_her_is_her_post() -> None:
    text = (
        "Frau Tran Thi Lan kam. Sie ist Vorsitzende des Volksrats der Provinz Lao Cai und traf den Sekretär des "
        "Parteikomitees der Gemeinde Ta Van."
    )
    (official,) = _linked("de", text).officials
    assert [(role.post, role.body) for role in official.roles] == [("chair", "people_council")]
