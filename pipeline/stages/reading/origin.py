"""The line of an article that says where it was taken from; the words for it come from the packs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from ...languages.lexicon import expand
from ...languages.pack import Pack
from ..identity import outlet_of_url

_HOST: Final = r"(?:[\w-]+\.)+[a-z]{2,}"
# Marks that end a sentence or a bracket around an address are none of it.
_ADDRESS: Final = r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]،؛؟]"


class SourceLine:
    """Finds the address or host that an article names as its own source."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        words = {
            word for pack in packs.values() for term in pack.settings.get("source_line", ()) for word in expand(term)
        }
        forms = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
        # Where no pack has a word for it, no line says it.
        told = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) or "(?!)"
        named = rf"(?:(?P<url>{_ADDRESS}|{_HOST}/\S+)|(?P<host>{_HOST}))"
        self._line = re.compile(
            rf"^[^\w\n]{{0,8}}(?:{told})[ \t]*[:：]?\s{{0,4}}{named}[^\w\n]{{0,8}}$",
            re.IGNORECASE | re.MULTILINE,
        )
        # The author's initials stand glued before the word, or the line says more.
        self._inside = re.compile(rf"(?:{told})[ \t]*[:：][ \t]*(?P<url>{_ADDRESS})", re.IGNORECASE)

    def find(self, text: str) -> tuple[str | None, str | None]:
        """Address and outlet of the last such line; a bare host is an outlet without an address."""
        lines = list(self._line.finditer(text))
        inside = list(self._inside.finditer(text)) if "://" in text else []
        last = max((*lines, *inside), key=lambda match: match.end(), default=None)
        if last is None:
            return None, None
        url = last["url"]
        return url, outlet_of_url(url or last["host"])
