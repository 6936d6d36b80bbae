"""Linking: which official unit each name means, with all units of an article scored together."""

from .context import LinkContext, LinkResult, UnitQuery
from .linker import link_units

__all__ = ["LinkContext", "LinkResult", "UnitQuery", "link_units"]
