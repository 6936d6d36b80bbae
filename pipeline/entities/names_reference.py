"""Which model for names is meant: a folder, an id on a hub, `default`, `none`, or `auto`, the one that a pack asks for.

What reckons with scores is imported with the first model: most languages need none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from ..languages.pack import Pack
from .names_folder import AUTO, DEFAULT, NONE, open_folder
from .names_pieces import cutter_of

if TYPE_CHECKING:
    from .names_model import NamesModel


@lru_cache(maxsize=4)
def names_model(reference: str | None) -> NamesModel | None:
    """The model of a folder, a hub's id or `default`, loaded once; None for `none`."""
    if reference is None or reference == NONE:
        return None
    from .names_model import NamesModel
    from .names_scores import scores_of

    folder = open_folder(reference)
    return NamesModel(folder, cutter_of(folder), scores_of(folder))


def reference_for(reference: str | None, pack: Pack) -> str | None:
    """The model for a pack's language: of `auto` the one that the pack asks for, if any."""
    if reference == AUTO:
        asked = pack.settings.get("names_model")
        return str(asked) if asked else None
    return None if reference == NONE else reference


def name_of_model(reference: str | None, packs: Iterable[Pack]) -> str | None:
    """The name of the model for some packs, with a digest of its files; of several all names, None where there is none.

    SapxepError where one cannot be used.
    """
    models = [names_model(reference_for(reference, pack)) for pack in packs]
    return ", ".join(sorted({model.name for model in models if model is not None})) or None


__all__ = ["AUTO", "DEFAULT", "NONE", "name_of_model", "names_model", "reference_for"]
