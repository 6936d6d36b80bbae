"""Outlets and slugs of article addresses."""

from __future__ import annotations

import pytest

from pipeline.register.outlets import is_vietnamese_url, outlet_of, slug_words
from sapxep import extract


def test_outlet_gives_both_provinces() -> None:
    outlet = outlet_of("https://www.baonamdinh.vn/chinh-tri/x")
    assert outlet is not None
    assert (outlet.legacy, outlet.new) == ("vn:2025-06:36", "vn:2025-07:37")
    assert outlet_of("https://nhandan.vn/x") is None
    assert outlet_of(None) is None


def test_subdomain_belongs_to_its_outlet() -> None:
    outlet = outlet_of("en.baolangson.vn")
    assert outlet is not None
    assert outlet.new == "vn:2025-07:20"


def test_vietnamese_addresses() -> None:
    assert is_vietnamese_url("https://www.vietnam.vn/fa/x")
    assert not is_vietnamese_url("https://example.org/vn")
    assert not is_vietnamese_url(None)


def test_slug_words_leave_off_article_numbers() -> None:
    address = "https://baolangson.vn/bi-thu-lam-viec-voi-huyen-loc-binh-cu-5062689.html"
    assert slug_words(address)[-4:] == ["huyen", "loc", "binh", "cu"]
    assert slug_words("https://www.vietnam.vn/fa/nghi-quyet-so-1686-tinh-thanh-hoa-nam-2025")[-1] == "2025"
    assert slug_words(None) == []


@pytest.mark.parametrize("address", ["https://baolangson.]n/a", "https://[bao.vn/a-b-c", "http://bao\u2100.vn/a"])
def test_what_is_no_address_tells_nothing(address: str) -> None:
    assert outlet_of(address) is None
    assert not is_vietnamese_url(address)
    assert slug_words(address) == []


def test_an_article_without_a_sound_address_is_read_all_the_same() -> None:
    text = "Die Gemeinden Xuan Thien und Chinh Tam wurden zur neuen Gemeinde Xuan Chinh zusammengelegt."
    document, events = extract(text, "de", url="https://baolangson.]n/a")
    assert document.source.url == "https://baolangson.]n/a"
    assert [event.type for event in events] == ["merge"]
