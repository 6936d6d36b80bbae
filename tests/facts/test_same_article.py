"""Reprints and translations of one original are recognised; articles on the same matter are not taken for one."""

from __future__ import annotations

from array import array
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.same_article import Probe, is_same
from pipeline.facts.signature import Signature, signature_of

_NEWS = (
    "Am 1. Juli 2025 wurden 46 Boote gezählt. In der Halle standen 318 Kisten, davon 27 leer, und 1.205 kamen. "
    "Der Zug fuhr um 7.45 Uhr ab und brauchte 93 Minuten für 61 Kilometer. Es gab 12 Schalter und 840 Formulare."
)
_SAME_IN_PERSIAN = (
    "۴۶ قایق شمرده شد. ۳۱۸ جعبه که ۲۷ عدد خالی بود و ۱٬۲۰۵ نفر آمدند. قطار ساعت ۷٫۴۵ رفت و ۹۳ دقیقه برای ۶۱ کیلومتر "
    "زمان برد. ۱۲ باجه و ۸۴۰ فرم بود."
)
_OTHER = (
    "Im Hafen lagen 46 Boote. Später erzählte die Wirtin von 840 Gästen, von 1.205 Kilometern und vom Zug, der nach "
    "93 Minuten kam; 318 Fische, 27 Körbe, 61 Netze und 12 Ruder lagen am Ufer."
)


def _signature(text: str, url: str | None = None, mentions: tuple[dict[str, Any], ...] = ()) -> Signature:
    return signature_of({"text": text, "source": {"url": url}, "mentions": list(mentions)})


def test_reprint_with_another_end_is_the_same() -> None:
    assert is_same(_signature(_NEWS), _signature(_NEWS + " Quelle: Zeitung (3 Kommentare)"))


def test_text_with_other_blanks_and_marks_is_the_same() -> None:
    assert is_same(_signature("Ein Satz."), _signature(" ein   satz "))


def test_translation_keeps_numbers_in_their_order() -> None:
    german = _signature(_NEWS.replace("Am 1. Juli 2025 wurden ", "Es wurden "))
    assert is_same(german, _signature(_SAME_IN_PERSIAN))


def test_same_numbers_in_another_order_are_another_article() -> None:
    assert not is_same(_signature(_NEWS), _signature(_OTHER))


def test_slug_joins_translations_with_few_numbers_but_not_a_series() -> None:
    slug = "https://a.vn/{}ba-tru-so-mot-ben-cang-{}.html"
    one = _signature("46 Boote, 318 Kisten, 27 leer.", slug.format("", 336451))
    translated = _signature("۴۶ قایق، ۳۱۸ جعبه، ۲۷ خالی.", slug.format("fa/", 336451))
    next_week = _signature("51 Boote, 212 Kisten, 30 leer.", slug.format("", 337700))
    assert is_same(one, translated)
    assert not is_same(one, next_week)


def test_nothing_in_common_is_not_the_same() -> None:
    assert not is_same(_signature(""), _signature(""))
    assert not is_same(_signature("Kurz."), _signature("Anders."))


NUMBERS = st.lists(st.integers(0, 12), max_size=16)


@st.composite
def _signatures(draw: st.DrawFn) -> Signature:
    digest = draw(st.one_of(st.none(), st.integers(0, 2)))
    slug = draw(st.sampled_from([(), ("a", "b", "c", "d"), ("a", "b"), tuple("abcdefgh")]))
    sketch, features = array("Q", sorted(set(draw(NUMBERS)))), array("Q", draw(NUMBERS))
    return Signature(digest, slug, sketch, features, draw(st.integers(0, 300)))


@given(_signatures(), _signatures())
def test_what_is_passed_over_at_a_glance_is_never_the_same(one: Signature, other: Signature) -> None:
    if is_same(other, one):
        assert Probe(one).is_near(other)
