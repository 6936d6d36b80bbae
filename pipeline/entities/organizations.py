"""State and party bodies."""

from __future__ import annotations

from ..languages.pack import Pack
from ..records.annotation import Annotation


def find_organizations(ann: Annotation, pack: Pack) -> None:
    """Fill `context["bodies"]` and `ann.organizations`."""
    ann.context["bodies"] = []
