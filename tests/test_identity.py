"""Canonical addresses and the ids made of them."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.identity import canonical_url, doc_id, outlet_of_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://baolangson.vn/mot-bai-5062689.html", "baolangson.vn/mot-bai-5062689.html"),
        ("http://www.BaoLangSon.vn/Mot-Bai.html#binh-luan", "baolangson.vn/Mot-Bai.html"),
        ("//baolangson.vn/a", "baolangson.vn/a"),
        ("baolangson.vn/a", "baolangson.vn/a"),
        ("https://a.vn/b?utm_source=zalo&utm_medium=zalo&zarsrc=30&gidzl=x", "a.vn/b"),
        ("https://a.vn/b?id=7&fbclid=IwAR0&page=2", "a.vn/b?id=7&page=2"),
        ("https://a.vn/b?UTM_Campaign=x&reference=utm_source", "a.vn/b?reference=utm_source"),
        ("https://a.vn:443/b", "a.vn/b"),
        ("http://a.vn:80/b", "a.vn/b"),
        ("http://a.vn:8080/b", "a.vn:8080/b"),
        (" https://a.vn/b ", "a.vn/b"),
        ("https://wwwa.vn/", "wwwa.vn/"),
        ("https://a.vn/b?next=https://www.c.vn/d", "a.vn/b?next=https://www.c.vn/d"),
        ("http://[::1/b", "[::1/b"),
        ("", ""),
        (None, ""),
    ],
)
def test_canonical_url(url: str | None, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=60))
def test_canonical_url_never_fails_and_keeps_no_fragment(url: str) -> None:
    assert "#" not in canonical_url(url)
    outlet_of_url(url)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.baolangson.vn/a?b#c", "baolangson.vn"),
        ("baothaibinh.com.vn", "baothaibinh.com.vn"),
        ("http://user@News.Example.org:8080/x", "news.example.org"),
        ("", None),
        (None, None),
        ("/only/a/path", None),
    ],
)
def test_outlet_of_url(url: str | None, outlet: str | None) -> None:
    assert outlet_of_url(url) == outlet


def test_doc_id_is_the_documented_hash() -> None:
    told = "a.vn/b\nTỉnh Đắk Lắk"
    expected = hashlib.sha256(unicodedata.normalize("NFC", told).encode()).hexdigest()[:16]
    assert doc_id("https://www.a.vn/b?utm_source=x#y", unicodedata.normalize("NFD", "Tỉnh Đắk Lắk")) == expected
    assert doc_id(None, "x") == hashlib.sha256(b"\nx").hexdigest()[:16]


def test_doc_id_tells_addresses_and_texts_apart() -> None:
    ids = {doc_id(url, text) for url in (None, "a.vn/1", "a.vn/2") for text in ("x", "x ", "y")}
    assert len(ids) == 9
