"""The linker."""

from __future__ import annotations

from collections.abc import Sequence

from ..register.register import Register
from .context import LinkContext, LinkResult, UnitQuery


def link_units(queries: Sequence[UnitQuery], context: LinkContext, register: Register) -> list[LinkResult]:
    """One result a query, in order."""
    results = []
    for query in queries:
        found = [u for u in register.candidates(query.surface, query.script) if not query.kinds or u.kind in query.kinds]
        if len(found) == 1:
            unit = found[0]
            results.append(LinkResult(unit.name, unit.kind, unit.id, unit.successor, unit.province, "linked"))  # type: ignore[arg-type]
        else:
            name = found[0].name if found else query.surface
            kind = query.kinds[0] if query.kinds else None
            results.append(LinkResult(name, kind, None, None, None, "ambiguous" if found else "unknown", [u.id for u in found]))
    return results
