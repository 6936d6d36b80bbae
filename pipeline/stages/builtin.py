"""The register that ships with the package, and the languages made ready against it; each once in a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..errors import PackError
from ..languages.pack import builtin_packs, read_packs
from ..register.register import Register
from .language import Language


@lru_cache(maxsize=1)
def builtin_register() -> Register:
    """The register that ships with the package, loaded once."""
    return Register.load()


@lru_cache(maxsize=16)
def language_of(code: str, packs: Path | None = None) -> Language:
    """A language made ready against the built-in register; PackError where there is no such pack."""
    found = builtin_packs() if packs is None else read_packs(packs)
    pack = found.get(code)
    if pack is None:
        raise PackError(f"no language pack {code}; there are: {', '.join(found)}")
    try:
        return Language.of(pack, builtin_register())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {code}: a section has not the shape it must have: {error!r}") from error
