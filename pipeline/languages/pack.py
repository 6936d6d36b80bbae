"""Language packs: a language is a folder of YAML data, read here and never known to the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from ..errors import PackError
from ..text.normalise import normalise

SECTIONS = ("pack", "units", "posts", "documents", "dates", "events", "qualifiers")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Sections(Mapping[str, dict[str, Any]]):
    """The sections of a pack by name, each parsed when it is first asked for.

    An article of one language needs little of the packs of the others.
    """

    def __init__(self, folder: str, raw: dict[str, bytes]) -> None:
        self._folder = folder
        self._raw = raw
        self._parsed: dict[str, dict[str, Any]] = {}

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self._parsed:
            self._parsed[name] = _parse(self._raw[name], f"{self._folder}/{name}.yaml")
            self._raw[name] = b""
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(slots=True)
class Pack:
    """One language: its code, its sections by name and the digest of its files."""

    code: str
    sections: Mapping[str, dict[str, Any]]
    digest: str
    _built: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, Any]:
        """The section `pack`: script, direction, calendars, normalisers."""
        return self.sections["pack"]

    @property
    def normalisers(self) -> tuple[str, ...]:
        """Names of the normalising steps, in order."""
        return tuple(self.settings.get("normalisers", ()))

    @property
    def script(self) -> str:
        """How names of units are written: latin_vi, latin_ascii or persian."""
        return str(self.settings.get("name_script", "latin_ascii"))

    def section(self, name: str) -> dict[str, Any]:
        """One section; a section that the pack leaves out is empty."""
        return self.sections.get(name, {})

    def normal(self, term: str) -> str:
        """A term of the pack in the form in which texts of this language are worked on."""
        return normalise(term, self.normalisers).text

    def built(self, name: str, make: Any) -> Any:
        """A compiled form of the pack, made once by `make(pack)`."""
        if name not in self._built:
            self._built[name] = make(self)
        return self._built[name]


def builtin_root() -> Traversable:
    """The folder of the packs that ship with sapxep."""
    return files(__package__).joinpath("packs")


def read_pack(folder: Traversable | Path, lazily: bool = False) -> Pack:
    """Read one pack; PackError names the file that is wrong, where it is read `lazily` when that is first needed."""
    digest = hashlib.sha256()
    raws: dict[str, bytes] = {}
    for name in SECTIONS:
        entry = folder.joinpath(f"{name}.yaml")
        if not entry.is_file():
            continue
        raw = entry.read_bytes()
        digest.update(name.encode() + b"\0" + raw)
        raws[name] = raw
    if "pack" not in raws:
        raise PackError(f"{folder}: no pack.yaml; a language pack needs at least that file")
    sections: Mapping[str, dict[str, Any]] = _Sections(folder.name, raws)
    if not lazily:
        sections = dict(sections)
    code = str(sections["pack"].get("code", folder.name))
    return Pack(code, sections, digest.hexdigest()[:16])


def _parse(raw: bytes, where: str) -> dict[str, Any]:
    try:
        data = yaml.load(raw, Loader=_LOADER)  # noqa: S506  (a safe loader)
    except yaml.YAMLError as error:
        raise PackError(f"{where}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict) or not data:
        raise PackError(f"{where}: empty or no mapping; remove the file or fill it")
    return data


def read_packs(root: Path | None = None, codes: Iterable[str] | None = None) -> dict[str, Pack]:
    """All packs of a folder (default: the ones that ship), by language code, sorted."""
    folder: Traversable | Path = builtin_root() if root is None else root
    if not folder.is_dir():
        raise PackError(f"{folder}: no folder of language packs")
    folders = [entry for entry in folder.iterdir() if entry.is_dir() and entry.joinpath("pack.yaml").is_file()]
    # Those that ship are sound, as tests see to it; in others every fault is told at the start.
    found = [read_pack(entry, lazily=root is None) for entry in folders]
    packs = {pack.code: pack for pack in sorted(found, key=lambda p: p.code)}
    if codes is not None:
        unknown = sorted(set(codes) - set(packs))
        if unknown:
            raise PackError(f"no language pack {', '.join(unknown)}; there are: {', '.join(packs)}")
        packs = {code: packs[code] for code in packs if code in set(codes)}
    if not packs:
        raise PackError(f"{folder}: holds no language pack (a folder with a pack.yaml)")
    return packs


@lru_cache(maxsize=1)
def builtin_packs() -> dict[str, Pack]:
    """The packs that ship with sapxep, read once."""
    return read_packs()


def digest_of(packs: Mapping[str, Pack]) -> str:
    """One digest over several packs."""
    joined = "\n".join(f"{code} {pack.digest}" for code, pack in sorted(packs.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
