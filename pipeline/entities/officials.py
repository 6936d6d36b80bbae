"""People with posts."""

from __future__ import annotations

from ..languages.pack import Pack
from ..records.annotation import Annotation


def find_officials(ann: Annotation, pack: Pack) -> None:
    """Fill `context["persons"]` and `ann.officials`."""
    ann.context["persons"] = []


def resolve_roles(ann: Annotation, pack: Pack) -> None:
    """Settle level and unit of every role, once the units are linked."""
