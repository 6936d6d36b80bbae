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
        Fact,
        Manifest,
        OfficialMention,
        OrganizationMention,
        Reject,
        UnitMention,
    )
    from pipeline.records.article import Article
    from pipeline.register.register import Register
    from pipeline.runners.joining import join
    from pipeline.runners.local import run
    from pipeline.runners.options import RunOptions, Workers
    from pipeline.runners.single import extract
    from pipeline.stages.components import load
    from pipeline.stages.reading import ReadOptions
    from pipeline.stages.reading import read_articles as read
    from pipeline.store.database import Database
    from pipeline.store.filters import Filters
    from pipeline.store.loading import load as load_run
    from pipeline.store.search import Asked, search_events, search_facts

__all__ = [
    "Article",
    "Asked",
    "Database",
    "DateMention",
    "Document",
    "DocumentMention",
    "Event",
    "Fact",
    "Filters",
    "Manifest",
    "OfficialMention",
    "OrganizationMention",
    "PackError",
    "ReadOptions",
    "Register",
    "Reject",
    "RunOptions",
    "SapxepError",
    "UnitMention",
    "Workers",
    "__version__",
    "extract",
    "join",
    "load",
    "load_run",
    "main",
    "read",
    "run",
    "search_events",
    "search_facts",
]

_HOME = Path(__file__).resolve().with_name("pipeline")
# Public name → module below the package, and the name there if it is another.
_ORIGINS = {
    "__version__": (".__init__", None),
    "Article": (".records.article", None),
    "Asked": (".store.search", None),
    "Database": (".store.database", None),
    "Filters": (".store.filters", None),
    "PackError": (".errors", None),
    "ReadOptions": (".stages.reading", None),
    "Register": (".register.register", None),
    "RunOptions": (".runners.options", None),
    "Workers": (".runners.options", None),
    "SapxepError": (".errors", None),
    "extract": (".runners.single", None),
    "join": (".runners.joining", None),
    "load": (".stages.components", None),
    "load_run": (".store.loading", "load"),
    "main": (".cli.main", None),
    "read": (".stages.reading", "read_articles"),
    "run": (".runners.local", None),
    "search_events": (".store.search", None),
    "search_facts": (".store.search", None),
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
        with import_module(_ROOT + ".runners.memory").seldom_collected():
            value = getattr(import_module(_ROOT + module), origin or name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
