"""State and party bodies: their spans, levels and units."""

from __future__ import annotations

from pipeline.records import Annotation, OrganizationMention
from pipeline.stages.builtin import language_of


def _linked(code: str, text: str) -> Annotation:
    language = language_of(code)
    return language.run(language.prepare(text), "linker")


def _one(ann: Annotation) -> OrganizationMention:
    (found,) = ann.organizations
    return found


def test_body_holds_its_unit_which_stays_a_unit() -> None:
    ann = _linked("de", "Das Parteikomitee der Provinz Lai Chau tagte.")
    body = _one(ann)
    assert (body.surface, body.body, body.level) == (
        "Parteikomitee der Provinz Lai Chau",
        "party_committee",
        "province",
    )
    assert [unit.surface for unit in ann.units] == ["Lai Chau"]
    assert body.unit == ann.units[0].unit


def test_part_of_a_body_stands_for_the_whole() -> None:
    assert _one(_linked("vi", "Ban Thường vụ Tỉnh ủy đã họp.")).body == "party_committee"
    assert _one(_linked("de", "Der Ständige Ausschuss der Nationalversammlung tagte.")).body == "national_assembly"


def test_ministry_of_a_province_is_a_department() -> None:
    body = _one(_linked("de", "Das Innenministerium der Provinz Nghe An antwortete."))
    assert (body.body, body.level) == ("department", "province")


def test_small_letters_make_no_commission() -> None:
    assert _linked("vi", "Theo ban tổ chức lễ hội, khách rất đông.").organizations == []
