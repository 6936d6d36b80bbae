"""Nasty files, made small: what hostile, broken and unlucky dumps hold. Each is a name and bytes."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator

import zstandard

TEXT = "Die Gemeinden Xuan Thien und Chinh Tam wurden zur neuen Gemeinde Xuan Chinh zusammengelegt. "
# An ending and what is written with it, where a format wants a frame around its text.
_DEEP = 3000


def files() -> Iterator[tuple[str, bytes]]:
    """All of them."""
    yield from _texts()
    yield from _json()
    yield from _tables()
    yield from _pages()
    yield from _archives()
    yield from _packed()


def _texts() -> Iterator[tuple[str, bytes]]:
    raw = TEXT.encode()
    yield "broken-utf8.txt", raw[:40] + b"\xc3\x28\xa0\xff" + raw[40:]
    yield "surrogates.txt", raw + b"\xed\xa0\x80"
    yield "overlong.txt", raw + b"\xc0\xaf\xe0\x80\xaf"
    yield "nul.txt", raw.replace(b" ", b"\0")
    yield "one-nul.txt", raw + b"\0"
    yield "utf16-without-mark.txt", TEXT.encode("utf-16-le")
    yield "utf16-cut.txt", b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1]
    yield "bidi.txt", "\u202e".join(TEXT.split(" ")).encode()
    yield "isolates.txt", ("\u2066\u2067\u2068\u2069" * 50 + TEXT + "\u202a\u202b\u202c\u202d" * 50).encode()
    yield "zalgo.txt", "".join(char + "\u0301\u0323" * 40 for char in TEXT).encode()
    yield "joiners.txt", "\u200d\u200c\u200b\ufeff".join(TEXT).encode()
    yield "tags.txt", (TEXT + "".join(chr(0xE0000 + ord(char)) for char in TEXT)).encode()
    yield "line-ends.txt", TEXT.replace(" ", "\r\n\x0b\x0c\x85\u2028\u2029").encode()
    yield "emoji.txt", ("👩‍👩‍👧‍👦" * 300 + TEXT).encode()
    yield "control.txt", bytes(range(1, 32)) + raw + b"\x7f\x1b[31m\x1b]0;title\x07"
    yield "private.txt", (TEXT + "\ue000\uf8ff\U0010fffd\uffff\ufdd0").encode()
    yield "numbers.txt", (TEXT + "9" * 5000 + " " + "1." * 999 + " von " + "8" * 400 + " auf " + "7" * 400).encode()
    yield (
        "dates.txt",
        (TEXT + "99.99.9999 0.0.0 31. Februar 2025 32/13/20255 1. Januar 99999 ۳۱/۱۳/۱۴۹۹ ngày 45/45").encode(),
    )
    yield (
        "old-dates.txt",
        (TEXT + "vom 1. Januar 0001 bis 31. Dezember 9999, am 29. Februar 1900 und 30/02/2024.").encode(),
    )
    yield "codes.txt", (TEXT + "Nr. " + "9" * 90 + "/NQ-UBTVQH15, Nr. 1" + "/QĐ" * 300 + ", " + "-UBND" * 200).encode()
    yield "brackets.txt", ("(" * 800 + TEXT + ")" * 800).encode()
    yield "quotes.txt", ("„“«»''\"`" * 200 + TEXT).encode()
    yield "one-word.txt", ("Gemeinde" * 900).encode()
    yield "list.txt", ("Gemeinden " + "Xuan Thien, " * 400 + "zusammengelegt.").encode()
    yield "blank.txt", b" \t\r\n\xc2\xa0\xe2\x80\x8b" * 50
    yield "empty.txt", b""


def _json() -> Iterator[tuple[str, bytes]]:
    good = json.dumps({"text": TEXT}).encode()
    yield "deep.jsonl", b"[" * _DEEP + b"]" * _DEEP + b"\n" + good + b"\n"
    yield "deep-object.json", b'{"a":' * _DEEP + b"1" + b"}" * _DEEP
    yield "deep-text.jsonl", b'{"text":' + b"[" * _DEEP + b"]" * _DEEP + b"}\n"
    yield "huge-number.jsonl", b'{"text": ' + b"9" * 9000 + b"}\n" + good
    yield "huge-date.jsonl", json.dumps({"text": TEXT, "date": 10**400}).encode() + b"\n"
    yield (
        "odd-dates.jsonl",
        b"".join(
            b'{"text": "%b%d", "date": %b}\n' % (TEXT.encode(), n, date)
            for n, date in enumerate(
                (b"1e308", b"-1", b"NaN", b"Infinity", b"99999999999999999", b'"9999-99-99"', b"true")
            )
        ),
    )
    yield "lone-surrogate.jsonl", b'{"text": "%b\\ud800", "title": "\\udfff"}\n' % TEXT.encode()
    yield "same-key.jsonl", b'{"text": "a", "text": "%b"}\n' % TEXT.encode()
    yield "no-quotes.jsonl", b"{text: 1}\n{'text': 'a'}\n"
    yield "cut.jsonl", good[:-20]
    yield "cut.json", b"[" + good + b", " + good[:30]
    yield "comma.json", b"[" + good + b",]" + b",,,"
    yield "closing.json", b"]]]}}}" + good
    yield "no-array.json", b'"' + good
    yield (
        "urls.jsonl",
        b"".join(
            b'{"text": "%b%d", "url": "%b"}\n' % (TEXT.encode(), n, url)
            for n, url in enumerate(
                (b"http://" + b"a." * 500, b"http://[::1", b"//", b"javascript:1", b"http://a" + b"?" * 999)
            )
        ),
    )


def _tables() -> Iterator[tuple[str, bytes]]:
    yield "open-quote.csv", b'text,url\n"' + TEXT.encode() * 5
    yield "many-fields.csv", b"text\n" + b"a," * 5000 + b"\n"
    yield "nul.csv", b"text\n" + TEXT.encode() + b"\0\n"
    yield "no-header.csv", TEXT.encode()
    yield "wide.tsv", b"\t".join(b"c%d" % n for n in range(3000)) + b"\ttext\n" + b"\t" * 3000 + TEXT.encode()


def _pages() -> Iterator[tuple[str, bytes]]:
    body = TEXT.encode() * 3
    yield "deep.html", b"<html><body>" + b"<div>" * _DEEP + b"<p>" + body + b"</p>" + b"</div>" * _DEEP
    yield "deep-tables.html", b"<table><tr><td>" * 900 + body
    yield "open.html", b"<html><body><p>" + body + b"<a href='" + b"x" * 9000
    yield "entities.html", b"<html><body><p>" + b"&#x110000;&#0;&nope;&amp;amp;&#55296;" * 200 + body + b"</p>"
    yield "attributes.html", b"<p " + b"a=1 " * 9000 + b">" + body
    yield "comment.html", b"<!--" + body + b"<p>" + body
    yield "charset.html", b"<meta charset=nonsense><p>\xff\xfe" + body
    yield "doctype.html", b'<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]><html><p>&a;' + body
    yield "laughs.html", (
        b"<!DOCTYPE l [" + b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
        + b"]><html><p>&l8;" + body
    )  # fmt: skip
    yield "nul.html", b"<html><body><p>" + body.replace(b" ", b"\0 ") + b"</p></body></html>"


def _archives() -> Iterator[tuple[str, bytes]]:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.vn/\r\nContent-Type: application/http\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    yield "length.warc", head + b"Content-Length: 99999999999\r\n\r\n" + http + b"\r\n<p>" + TEXT.encode()
    yield "negative.warc", head + b"Content-Length: -5\r\n\r\n" + http + b"\r\n<p>"
    yield "no-length.warc", head + b"\r\n" + http + b"\r\n<p>" + TEXT.encode()
    bomb = gzip.compress(b" " * 30_000_000)
    packed = http + b"Content-Encoding: gzip\r\n\r\n" + bomb
    yield "bomb.warc", head + b"Content-Length: %d\r\n\r\n" % len(packed) + packed + b"\r\n\r\n"
    chunked = http + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\nabc"
    yield "chunks.warc", head + b"Content-Length: %d\r\n\r\n" % len(chunked) + chunked + b"\r\n\r\n"
    yield "magic.parquet", b"PAR1" + b"\xff" * 200 + b"PAR1"
    yield "footer.parquet", b"PAR1" + b"\0" * 50 + b"\xff\xff\xff\x7f" + b"PAR1"
    yield "magic.arrow", b"ARROW1\0\0" + b"\xff" * 200


def _packed() -> Iterator[tuple[str, bytes]]:
    yield "bomb.txt.gz", gzip.compress(b" " * 60_000_000)
    yield "bomb.jsonl.zst", zstandard.compress(b" " * 60_000_000)
    yield "twice.txt.gz", gzip.compress(gzip.compress(TEXT.encode()))
    yield "members.txt.gz", b"".join(gzip.compress(TEXT.encode()) for _ in range(300))
    yield "no-gzip.txt.gz", b"PK\x03\x04" + b"\0" * 99
    yield "crc.txt.gz", gzip.compress(TEXT.encode())[:-8] + b"\0" * 8
    yield "raw-deflate.txt.gz", zlib.compress(TEXT.encode())
    yield "window.txt.zst", b"\x28\xb5\x2f\xfd\x00\xff" + b"\0" * 20
    out = io.BytesIO()
    with gzip.GzipFile("x" * 9000, "wb", fileobj=out) as packed:
        packed.write(TEXT.encode())
    yield "name.txt.gz", out.getvalue()


def fuzzed(target: str) -> Iterator[tuple[str, bytes]]:
    """Inputs that once broke a target of `make fuzz`, as its function in scripts/fuzz_targets.py takes them."""
    yield from _FUZZED.get(target, {}).items()


_FUZZED: dict[str, dict[str, bytes]] = {
    "normaliser": {"marks-behind-a-line-end": b"\0a\r\n" + "\u0301\u0323".encode() + b"a"},
    "whole": {
        "half-a-pair-in-the-address": b"http://a.vn/\xed\xbf\xbf\nDie Gemeinde Kim Son.",
        "stray-bracket-in-the-address": b"https://baolangson.]n/a\nDie Gemeinde Kim Son.",
        "number-without-end": b"\nDie Provinz Nghe An hat " + b"9" * 400 + b" Gemeinden statt 130 Gemeinden.",
    },
}
