"""Any text in, valid records out: every span is exact, every value of its vocabulary."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pipeline.records import Document, Event
from pipeline.records.article import Article
from pipeline.stages.annotate import Annotator

ANNOTATOR = Annotator()
DOCUMENT = TypeAdapter(Document)
EVENT = TypeAdapter(Event)
# Pieces that the components look for, in an order that no writer would choose.
PIECES = st.sampled_from(
    """Gemeinde|Gemeinden|Bezirk|Stadt|Provinz|Kim Son|Xuan Thien|Chinh Tam|und|sowie|zur|wurden
    zusammengelegt|Nr.|13-CT/HU|1686/NQ-UBTVQH15|vom|1. Juli 2025|Genosse|Mai Khanh|Sekretär
    des Parteikomitees|der|(|)|,|;|:|.|\n|- |+ || |→|teilweise|Rest|xã|phường|thị trấn|Chợ Gạo|Phường 1
    huyện|tỉnh|sáp nhập|thành|một phần|phần còn lại|toàn bộ|ông|Bí thư Tỉnh ủy|Lê Quốc Khởi
    ngày 01-7-2025|số|Nghị quyết|giữ nguyên|không|dự kiến|giảm từ|305|xuống|102|đơn vị cấp xã|%|کمون|بخش
    ناحیه|شوان چین|و|را|در|ادغام شدند|رفیق|مای خان|دبیر کمیته حزبی استان|۱۴۰۴|۱۱ تیر|قطعنامه شماره|تقسیم
    نمی‌شود|\u200c|\u200f|\ufeff|\u0301|\x00|ﷺ|𝔘|a\u0323\u0302|́|''|""|„|“|«|»""".replace("\n    ", "|").split("|")
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=80).map(" ".join),
    st.lists(PIECES, max_size=80).map("".join),
)


def _check(text: str, language: str | None) -> None:
    article = Article("any.txt", 0, text)
    result = ANNOTATOR.annotate(article, language)
    assert isinstance(result, tuple), result
    document, events = result
    DOCUMENT.validate_python(DOCUMENT.dump_python(document))
    assert document.text == text
    for mention in document.mentions:
        assert text[mention.start : mention.end] == mention.surface
    ids = {mention.id for mention in document.mentions}
    assert len(ids) == len(document.mentions)
    for event in events:
        EVENT.validate_python(EVENT.dump_python(event))
        assert text[event.evidence.start : event.evidence.end] == event.evidence.text
        assert 0 < len(event.evidence.text) <= 600
        assert {p.mention for p in (*event.sources, *event.targets) if p.mention} <= ids
    assert len({event.event_id for event in events}) == len(events)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from([None, "de", "fa", "vi"]))
def test_any_text_gives_valid_records(text: str, language: str | None) -> None:
    _check(text, language)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(["de", "fa", "vi"]))
def test_decomposed_text_gives_exact_spans(text: str, language: str) -> None:
    _check(unicodedata.normalize("NFD", text), language)
