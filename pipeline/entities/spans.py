"""Moved to records.spans; this name goes once every component imports from there."""

from ..records.spans import BodySpan, KindWord, PersonSpan, RoleSpan, UnitSpan

__all__ = ["BodySpan", "KindWord", "PersonSpan", "RoleSpan", "UnitSpan"]
