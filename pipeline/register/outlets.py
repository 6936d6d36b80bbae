"""What an article's address tells: the outlet's province, whether it is Vietnamese, the words of its slug."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from .keys import ascii_key

SLUG_PARTS = re.compile(r"[-_+.]+")
ARTICLE_NUMBER = re.compile(r"\d{5}|^(?=.*\d)[0-9a-f]{6,}$")
LEAST_SLUG_WORDS = 3
GLOBAL_VIETNAMESE = frozenset({"vnexpress.net", "thanhnien.vn", "vietnamnet.vn", "voh.com.vn"})


class Outlet(NamedTuple):
    """An outlet's province as ids of both lists; `national` where its reach goes beyond the province."""

    domain: str
    legacy: str
    new: str
    national: bool


@cache
def outlets() -> dict[str, Outlet]:
    """Return the known provincial outlets by domain."""
    text = (files(__package__) / "data" / "news_domains.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line)
    return {
        row[0]: Outlet(row[0], f"vn:2025-06:{row[1]}", f"vn:2025-07:{row[3]}", "national" in row[5]) for row in rows
    }


def domain_of(address: str) -> str:
    """Return the host of an address or of a bare domain, without "www."."""
    host = _split(address if "//" in address else f"//{address}").hostname or ""
    return host.removeprefix("www.")


def _split(address: str) -> SplitResult:
    """The parts of an address; one that is none ("https://bao.]vn/a") has no parts, but an article all the same."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def outlet_of(address: str | None) -> Outlet | None:
    """Return the provincial outlet of an address or domain, also from its subdomains."""
    labels = domain_of(address).split(".") if address else []
    known = outlets()
    return next((known[name] for cut in range(len(labels)) if (name := ".".join(labels[cut:])) in known), None)


def is_vietnamese_url(address: str | None) -> bool:
    """Tell whether an address lies in .vn or belongs to a known Vietnamese outlet."""
    host = domain_of(address) if address else ""
    return host.endswith(".vn") or host in GLOBAL_VIETNAMESE or outlet_of(host) is not None


def slug_words(address: str | None) -> list[str]:
    """Return the ASCII words of the slug, the last path segment with several; article numbers are left off."""
    if not address:
        return []
    for segment in reversed(unquote(_split(address).path).split("/")):
        words = SLUG_PARTS.split(segment.removesuffix(".html").removesuffix(".htm"))
        kept = [ascii_key(word) for word in words if word]
        while kept and ARTICLE_NUMBER.search(kept[-1]):
            kept.pop()
        if len(kept) >= LEAST_SLUG_WORDS:
            return kept
    return []
