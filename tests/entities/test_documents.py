"""Documents in context: short mentions, shared codes, issuers, dates of issue."""

from __future__ import annotations

import pytest

from pipeline.entities.document_codes import fold, issuer, spelling
from pipeline.records import Annotation
from pipeline.stages.builtin import language_of


def annotated(code: str, raw: str) -> Annotation:
    """The text with its dates and documents."""
    language = language_of(code)
    return language.run(language.prepare(raw), "documents")


def numbers(code: str, text: str) -> list[str]:
    return [mention.number for mention in annotated(code, text).documents]


def test_documents_short_mention_stands_for_the_full_one() -> None:
    text = "Thực hiện Nghị quyết số 60-NQ/TW ngày 12/4/2025, tỉnh quán triệt. Nghị quyết 60 của Trung ương nêu rõ."
    found = annotated("vi", text).documents
    assert [(m.number, m.issued) for m in found] == [("60-NQ/TW", "2025-04-12")] * 2
    assert found[1].surface == "Nghị quyết 60"


def test_documents_short_mention_of_two_full_ones_stays_open() -> None:
    text = "Nghị quyết 18-NQ/TW và Nghị quyết 18/NQ-CP khác nhau; Nghị quyết 18 được nhắc."
    assert numbers("vi", text) == ["18-NQ/TW", "18/NQ-CP", "18"]


def test_documents_shared_code_and_date() -> None:
    found = annotated("de", "Eingabe Nr. 351/TTr-CP und Projekt Nr. 352/DA-CP vom 9. Mai 2025").documents
    assert [(m.number, m.issued) for m in found] == [("351/TTr-CP", "2025-05-09"), ("352/ĐA-CP", "2025-05-09")]
    assert numbers("vi", "các Nghị quyết 33, 34 và 35/NQ-CP") == ["33/NQ-CP", "34/NQ-CP", "35/NQ-CP"]


@pytest.mark.parametrize(
    ("number", "body", "level"),
    [
        ("37-QĐ/TU", "party_committee", "province"),
        ("611-QĐ/HU", "party_committee", "district"),
        ("10-QĐ/ĐU", "party_committee", "commune"),
        ("31-HD/BTCTW", "party_commission", "central"),
        ("52/KH-UBND", "people_committee", None),
        ("12/NQ-HĐND", "people_council", None),
        ("759/QĐ-TTg", "government", "central"),
        ("1685/NQ-UBTVQH15", "national_assembly", "central"),
        ("3187/SNV-XDCQ", "department", "province"),
        ("05/2025/TT-BNV", "ministry", "central"),
        ("40-KH/BCĐTW", "steering_committee", "central"),
    ],
)
def test_documents_issuer_by_the_letters(number: str, body: str, level: str | None) -> None:
    (mention,) = annotated("vi", f"Văn bản số {number} nêu").documents
    assert mention.number == number and mention.issuer is not None
    assert (mention.issuer.body, mention.issuer.level, mention.issuer.unit) == (body, level, None)


def test_documents_issuer_by_the_words() -> None:
    (mention,) = annotated("vi", "Kết luận số 127-KL/TW của Bộ Chính trị").documents
    assert mention.issuer is not None and mention.issuer.body == "politburo"


def test_documents_day_of_effect_is_no_day_of_issue() -> None:
    for code, text in (
        ("vi", "Nghị quyết số 202/2025/QH15 có hiệu lực từ ngày 12/6/2025."),
        ("de", "Die Resolution Nr. 202/2025/QH15 gilt ab 12. Juni 2025."),
        ("vi", "Từ ngày 1/7/2025, thực hiện Nghị quyết số 202/2025/QH15."),
    ):
        assert [m.issued for m in annotated(code, text).documents] == [None], text


def test_documents_date_of_one_is_not_lent_to_the_next() -> None:
    text = "طبق قطعنامه شماره 76/2025/UBTVQH15 مورخ 14 آوریل 2025 و نتیجه گیری شماره 137-KL/TW، تصمیم صادر شد."
    assert [m.issued for m in annotated("fa", text).documents] == ["2025-04-14", None]


def test_documents_printed_whole_tell_their_own_day() -> None:
    text = (
        "NGHỊ QUYẾT SỐ 1686/NQ-UBTVQH15\nĐiều 1. Sắp xếp các xã.\n"
        "Ủy ban Thường vụ Quốc hội thông qua Nghị quyết này ngày 16 tháng 6 năm 2025."
    )
    assert [m.issued for m in annotated("vi", text).documents] == ["2025-06-16"]


def test_documents_law_and_resolution_by_the_word() -> None:
    found = annotated("vi", "Luật số 72/2025/QH15 và Nghị quyết số 202/2025/QH15").documents
    assert [m.doc_type for m in found] == ["law", "resolution"]


@pytest.mark.parametrize(
    ("raw", "official"),
    [("QD", "QĐ"), ("nq", "NQ"), ("Ttr", "TTr"), ("BCDTW", "BCĐTW"), ("T.Ư", "TW"), ("hdnd", "HĐND"), ("ttg", "TTg")],
)
def test_document_codes_official_spelling(raw: str, official: str) -> None:
    assert spelling(raw) == official
    assert fold(spelling(raw)) == fold(raw)


def test_document_codes_type_letters_are_no_issuer() -> None:
    assert issuer(["NQ"]) is None


@pytest.mark.parametrize(
    ("damaged", "number"),
    [
        ("1676/NQ-UBTVQHl5", "1676/NQ-UBTVQH15"),
        ("1654/NQ-UBTVQHI5", "1654/NQ-UBTVQH15"),
        ("202/2O25/QH15", "202/2025/QH15"),
        ("l76/2024/QHl5", "176/2024/QH15"),
        ("3l-QĐ/TU", "31-QĐ/TU"),
        ("l45-QĐ/TU", "145-QĐ/TU"),
        ("I682/NQ-UBTVQH15", "1682/NQ-UBTVQH15"),
        ("2O9/KH-UBND", "209/KH-UBND"),
    ],
)
def test_documents_letters_that_a_scan_has_for_figures(damaged: str, number: str) -> None:
    (mention,) = annotated("vi", f"Thực hiện số {damaged}, xã đã họp.").documents
    assert (mention.number, mention.surface.endswith(damaged)) == (number, True)


def test_documents_a_letter_that_ends_a_word_is_no_figure() -> None:
    assert numbers("vi", "theo văn bản mẫuI45-QĐ/TU") == ["45-QĐ/TU"]
