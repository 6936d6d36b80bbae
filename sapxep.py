"""Reads news articles on Vietnam's administrative reorganization and writes structured events.

    document, events = sapxep.extract(text, url="https://baolangson.vn/…")

The code lives in the package `pipeline` beside this module. Nothing of it is imported before it is used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline import __version__
    from pipeline.cli.main import main
    from pipeline.errors import PackError, SapxepError
    from pipeline.records import (
        DateMention,
        Document,
        DocumentMention,
        Event,
        Manifest,
        OfficialMention,
        OrganizationMention,
        Reject,
        UnitMention,
    )
    from pipeline.records.article import Article
    from pipeline.runners.local import run
    from pipeline.runners.options import RunOptions, Workers
    from pipeline.runners.single import extract
    from pipeline.stages.components import load
    from pipeline.stages.reading import ReadOptions
    from pipeline.stages.reading import read_articles as read

__all__ = [
    "Article",
    "DateMention",
    "Document",
    "DocumentMention",
    "Event",
    "Manifest",
    "OfficialMention",
    "OrganizationMention",
    "PackError",
    "ReadOptions",
    "Reject",
    "RunOptions",
    "SapxepError",
    "UnitMention",
    "Workers",
    "__version__",
    "extract",
    "load",
    "main",
    "read",
    "run",
]

_HOME = Path(__file__).resolve().with_name("pipeline")
# Public name → module below the package, and the name there if it is another.
_ORIGINS = {
    "__version__": (".__init__", None),
    "Article": (".records.article", None),
    "PackError": (".errors", None),
    "ReadOptions": (".stages.reading", None),
    "RunOptions": (".runners.options", None),
    "Workers": (".runners.options", None),
    "SapxepError": (".errors", None),
    "extract": (".runners.single", None),
    "load": (".stages.components", None),
    "main": (".cli.main", None),
    "read": (".stages.reading", "read_articles"),
    "run": (".runners.local", None),
    # What spaCy's entry points ask for; importing its module registers all components.
    "component": (".stages.components", "_make"),
}


def _is_ours(name: str) -> bool:
    known = sys.modules.get(name)
    spec = known.__spec__ if known is not None else find_spec(name)
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() == _HOME / "__init__.py"


if _is_ours("pipeline"):
    _ROOT = import_module("pipeline").__name__
else:
    # A `pipeline` of the user's comes first on the path. It stays theirs; ours is read as parts of this module.
    __path__ = [str(_HOME)]
    _ROOT = __name__


def __getattr__(name: str) -> Any:
    if name in _ORIGINS or name in __all__:
        module, origin = _ORIGINS.get(name, (".records", None))
        value = getattr(import_module(_ROOT + module), origin or name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
