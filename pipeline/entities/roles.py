"""Posts and bodies of a pack: terms, and what a post in a body is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..languages.pack import Pack


def posts_terms(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Term patterns of section `posts`: (pattern, group, value), braces not yet expanded."""
    yield from ()
