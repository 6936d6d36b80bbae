"""Inputs that lie elsewhere: whatever fsspec can open by an address such as `s3://bucket/folder` or `memory://a.txt`."""

from __future__ import annotations

import glob
import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from ...errors import SapxepError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARK: Final = "://"
# What tells that a file has changed, in the words of the different stores; the first that is there counts.
_STAMPS: Final = ("ETag", "etag", "md5Hash", "mtime", "last_modified", "LastModified", "updated", "created")
_CHUNK: Final = 1 << 20


def is_remote(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return _MARK in name


def found_at(name: str) -> list[tuple[str, str, int, str]]:
    """Address, path below the name, size and stamp of the files of an address, in order of their paths.

    SapxepError where there is none or it cannot be looked at.
    """
    fs, root = _opened(name)
    try:
        if glob.has_magic(root):
            base = root[: len(root) - len(root.lstrip("/"))] + _plain(root)
            paths = sorted(path for path in fs.glob(root) if not fs.isdir(path))
        elif fs.isdir(root):
            base, paths = root.rstrip("/"), sorted(fs.find(root))
        else:
            base, paths = root.rpartition("/")[0], [root] if fs.exists(root) else []
        told = [(fs.unstrip_protocol(path), _below(path, base), *_stamped(fs.info(path))) for path in paths]
    except Exception as error:  # each store has errors of its own
        raise SapxepError(f"{name}: cannot be looked at ({type(error).__name__}: {error})") from error
    if not told:
        raise SapxepError(f"{name}: no such file or folder; check the address")
    return [one for one in told if not any(part.startswith(".") for part in one[1].split("/"))]


def opened_at(address: str, closing: ExitStack) -> io.BufferedReader:
    """The bytes of a file; OSError where they cannot be had."""
    fs, path = _opened(address)
    try:
        stream = closing.enter_context(fs.open(path, "rb"))
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    return io.BufferedReader(_Remote(stream), _CHUNK)


def _opened(name: str) -> tuple[Any, str]:
    import fsspec

    try:
        fs, path = fsspec.core.url_to_fs(name)
    except ImportError as error:
        raise SapxepError(f"{name}: {error}") from error
    except ValueError as error:
        raise SapxepError(f"{name}: no such kind of address ({error})") from error
    return fs, path


def _plain(pattern: str) -> str:
    """The folders of a pattern before the first with a wildcard."""
    parts = pattern.strip("/").split("/")
    return "/".join(parts[: next(n for n, part in enumerate(parts) if glob.has_magic(part))])


def _below(path: str, base: str) -> str:
    return path.removeprefix(base).lstrip("/")


def _stamped(info: dict[str, Any]) -> tuple[int, str]:
    return info.get("size") or 0, str(next((info[name] for name in _STAMPS if info.get(name)), ""))


class _Remote(io.RawIOBase):
    """A file of fsspec's as Python's own; what goes wrong with it is an OSError."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._stream.read(len(view))
        except OSError:
            raise
        except Exception as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        view[: len(data)] = data
        return len(data)
