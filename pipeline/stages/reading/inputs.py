"""Which files the inputs stand for: files, folders, globs and standard input, always in the same order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from ...errors import SapxepError
from ...records.document import Reject
from .limits import Reason
from .remote import found_at, is_remote

Format = Literal["text", "html", "lines", "json", "comma", "tab", "parquet", "arrow", "warc", "sniff"]
Packing = Literal["", "gzip", "zstd"]
FORMATS: Final[dict[str, Format]] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".csv": "comma",
    ".tsv": "tab",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".warc": "warc",
    ".wet": "warc",
}
PACKINGS: Final[dict[str, Packing]] = {".gz": "gzip", ".zst": "zstd"}
# Formats that are read from several places of the file at once, which none that is packed allows.
BINARY: Final = ("parquet", "arrow")
_EXTRA: Final = {"parquet": "pyarrow", "arrow": "pyarrow"}
_READ: Final = f"{', '.join(FORMATS)}, each also with {' or '.join(PACKINGS)}"
STANDARD_INPUT: Final = "-"


@dataclass(slots=True, frozen=True)
class InputFile:
    """A file to read: where it lies (None: standard input), its path as records give it, how it is written.

    `size` is in bytes, `stamp` the moment of its last change; 0 and empty where there is none. `remote` is the address
    of a file that lies elsewhere.
    """

    file: Path | None
    path: str
    format: Format
    packing: Packing = ""
    size: int = 0
    stamp: str = ""
    remote: str = ""

    @property
    def piped(self) -> bool:
        """Whether it can be read once only."""
        return not self.remote and (self.file is None or self._is_pipe)

    @property
    def _is_pipe(self) -> bool:
        return self.file is not None and (self.format == "sniff" and not self.file.is_file())


Found = InputFile | Reject


def check_inputs(given: Sequence[str]) -> None:
    """Raise SapxepError for an input that is missing or holds nothing to read."""
    if not given:
        raise SapxepError("no input; name a file, a folder, a glob, or - for standard input")
    for name in given:
        if name == STANDARD_INPUT:
            continue
        if is_remote(name):
            found_at(name)
            continue
        if not _exists(name) and not _matches(name):
            hint = "the pattern matches nothing" if glob.has_magic(name) else "no such file or folder"
            raise SapxepError(f"{_shown(name)}: {hint}; check the spelling and the current folder")
        if os.path.isdir(name) and not any(isinstance(found, InputFile) for found in _walk(name, "")):
            raise SapxepError(f"{_shown(name)}: no file to read in this folder; wanted are {_READ}")


def input_files(given: Sequence[str]) -> Iterator[Found]:
    """The files of all inputs, in the order given; what cannot be read is a reject."""
    for name in given:
        if name == STANDARD_INPUT:
            yield InputFile(None, STANDARD_INPUT, "sniff")
        elif is_remote(name):
            yield from (_file(None, path, size, stamp, address) for address, path, size, stamp in found_at(name))
        elif _exists(name):
            yield from _walk(name, "") if os.path.isdir(name) else _given(name, Path(name).name)
        else:
            base = _base(name)
            for match in _matches(name):
                path = os.path.relpath(match, base) if base else match
                yield from _walk(match, f"{path}/") if os.path.isdir(match) else _given(match, path)


def _exists(name: str) -> bool:
    return os.path.lexists(name)


def _matches(pattern: str) -> list[str]:
    return sorted(glob.glob(pattern, recursive=True))


def _base(pattern: str) -> str:
    """The folder that a pattern starts from: its parts before the first with a wildcard."""
    parts = Path(pattern).parts
    plain = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return str(Path(*parts[:plain])) if plain else ""


def _given(name: str, path: str) -> Iterator[Found]:
    # A pipe handed over as a file has no name that tells its format.
    piped = os.path.exists(name) and not os.path.isfile(name)
    yield InputFile(Path(name), _shown(path), "sniff") if piped else _file(name, path, *_stamped(name))


def _walk(folder: str, prefix: str) -> Iterator[Found]:
    """All files below a folder, each folder's entries in order of their names; hidden ones are left out."""
    waiting: list[tuple[str, str] | Found] = [(folder, prefix)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(_entries(*here))
        else:
            yield here


def _entries(folder: str, prefix: str) -> list[tuple[str, str] | Found]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        return [_reject(prefix.rstrip("/") or Path(folder).name, Reason.UNREADABLE, error.strerror)]
    return [_entry(entry, prefix + entry.name) for entry in entries]


def _entry(entry: os.DirEntry[str], path: str) -> tuple[str, str] | Found:
    if entry.is_dir(follow_symlinks=False):
        return entry.path, f"{path}/"
    if entry.is_dir():
        return _reject(path, Reason.UNREADABLE, "a link to a folder is not followed")
    if not entry.is_file():
        return _reject(path, Reason.UNREADABLE, "a dangling link" if entry.is_symlink() else "not a regular file")
    return _file(entry.path, path, *_stamped(entry.path))


def _file(name: str | None, path: str, size: int, stamp: str, remote: str = "") -> Found:
    stem, last = os.path.splitext(path.lower())
    packing = PACKINGS.get(last, "")
    format_ = FORMATS.get(os.path.splitext(stem)[1] if packing else last)
    if format_ is None or (packing and format_ in BINARY):
        return _reject(path, Reason.UNKNOWN_FORMAT, f"read are {_READ}")
    _check_library(path, format_)
    return InputFile(Path(name) if name else None, _shown(path), format_, packing, size, stamp, remote)


def _check_library(path: str, format_: Format) -> None:
    """SapxepError where an extra is wanted that is not installed: better told at once than of every file."""
    library = _EXTRA.get(format_)
    if library is not None and find_spec(library) is None:
        raise SapxepError(f"{_shown(path)}: {library} is needed to read it; pip install 'sapxep[parquet]'")


def _stamped(name: str) -> tuple[int, str]:
    try:
        status = os.stat(name)
    except OSError:
        return 0, ""  # reading it will tell
    return status.st_size, str(status.st_mtime_ns)


def _reject(path: str, reason: Reason, detail: str | None) -> Reject:
    return Reject(_shown(path), None, "read", str(reason), detail)


def _shown(path: str) -> str:
    """A path as records can hold it: with `/`, and bytes that are no UTF-8 written as escapes."""
    return path.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
