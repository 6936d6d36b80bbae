"""What identifies an article: its canonical address and the id made of address and text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_HASH_DIGITS: Final = 16
_SCHEME: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_PARTS: Final = re.compile(r"^(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?")
_DEFAULT_PORT: Final = re.compile(r":(?:80|443)?$")
# Parameters that tell where a reader came from and never which article is meant.
_TRACKING: Final = re.compile(
    r"(?:utm_\w*|pk_\w+|mtm_\w+|hsa_\w+|_hs\w+|fbclid|fb_\w+|gclid|gclsrc|dclid|wbraid|gbraid|gad_source|srsltid|_gl|_ga"
    r"|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|zarsrc|gidzl|zalo_\w+"
    r"|__twitter_impression)",
    re.IGNORECASE,
)


def canonical_url(url: str | None) -> str:
    """An address without scheme, `www.`, fragment and tracking parameters; empty where there is none."""
    parts = _PARTS.match(_SCHEME.sub("", (url or "").strip(), count=1))
    if parts is None:
        return ""
    host = _host(parts["host"])
    kept = [
        pair for pair in (parts["query"] or "").split("&") if pair and not _TRACKING.fullmatch(pair.split("=", 1)[0])
    ]
    query = "?" + "&".join(kept) if kept else ""
    return f"{host}{parts['path']}{query}"


def outlet_of_url(url: str | None) -> str | None:
    """The host of an address, without `www.`, port and user name; None where there is no address."""
    parts = _PARTS.match(_SCHEME.sub("", (url or "").strip(), count=1))
    host = _host(parts["host"]).rpartition("@")[2].partition(":")[0] if parts else ""
    return host or None


def _host(written: str) -> str:
    return _DEFAULT_PORT.sub("", written.lower()).removeprefix("www.")


def doc_id(url: str | None, text: str) -> str:
    """Sixteen hex digits over the canonical address, a line feed and the NFC text.

    Half a surrogate pair, which no UTF-8 file can hold, is hashed as it is rather than failing.
    """
    told = f"{canonical_url(url)}\n{unicodedata.normalize('NFC', text)}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
