"""Bytes of an input file as UTF-8: unpacked, without byte order mark, with an eye on what comes out of little."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final, cast

from .inputs import BINARY, InputFile, Packing
from .limits import RATIO_FLOOR, Problem, Reason
from .remote import opened_at
from .zstandard import Zstandard

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK: Final = 1 << 16
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Position:
    """How many bytes of a file, as it lies on the disk, have been read."""

    def __init__(self) -> None:
        self._stream: io.BufferedReader | None = None
        self._last = 0

    def follow(self, stream: io.BufferedReader) -> None:
        """Tell of this stream from now on."""
        self._stream = stream

    def tell(self) -> int:
        """The number of bytes; the last known one where the stream cannot say."""
        if self._stream is not None and not self._stream.closed:
            with suppress(OSError):
                self._last = self._stream.tell()
        return self._last


@contextmanager
def opened(source: InputFile, highest_ratio: int, position: Position | None = None) -> Iterator[io.BufferedReader]:
    """Open a file for reading as UTF-8; damage to its packing or encoding raises Problem while it is read."""
    with ExitStack() as closing, _damage_told():
        stream = raw_stream(source, closing)
        if position is not None:
            position.follow(stream)
        packing = _packing(stream) if source.format == "sniff" else source.packing
        if packing:
            stream = io.BufferedReader(_Unpacked(stream, packing, highest_ratio), _CHUNK)
        yield stream if source.format in BINARY else _without_mark(stream)


def raw_stream(source: InputFile, closing: ExitStack) -> io.BufferedReader:
    """The bytes of a file as they lie there, or of standard input; closed with `closing`."""
    if source.remote:
        return opened_at(source.remote, closing)
    if source.file is None:
        return cast(io.BufferedReader, sys.stdin.buffer)
    return closing.enter_context(io.BufferedReader(io.FileIO(source.file), _CHUNK))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Problem(Reason.BAD_GZIP, str(error)) from error
    except UnicodeError as error:
        raise Problem(Reason.NOT_UTF8, "marked as UTF-16, but it is not") from error


def _packing(stream: io.BufferedReader) -> Packing:
    """How a stream without a name is packed, by its first bytes."""
    head = stream.peek(4)
    if head.startswith(_GZIP_MAGIC):
        return "gzip"
    return "zstd" if head.startswith(_ZSTD_MAGIC) else ""


def _without_mark(stream: io.BufferedReader) -> io.BufferedReader:
    head = stream.peek(len(codecs.BOM_UTF8))
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    elif head.startswith(_UTF16_MARKS):
        return io.BufferedReader(_Recoded(stream), _CHUNK)
    return stream


class _Counted(io.RawIOBase):
    """Counts the packed bytes that were read."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.taken = 0
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        got = self._stream.readinto1(buffer)
        self.taken += got
        return got


class _Unpacked(io.RawIOBase):
    """Unpacks, and stops where far more comes out than text ever packs to."""

    def __init__(self, stream: io.BufferedReader, packing: Packing, highest_ratio: int) -> None:
        self._packed = _Counted(stream)
        packed = cast(io.BufferedReader, io.BufferedReader(self._packed, _CHUNK))
        self._unpacked: gzip.GzipFile | Zstandard = (
            gzip.GzipFile(fileobj=packed, mode="rb") if packing == "gzip" else Zstandard(packed)
        )
        self._ratio = highest_ratio
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._unpacked.read1(len(view))
        view[: len(data)] = data
        self._given += len(data)
        if self._given > RATIO_FLOOR and self._given > self._ratio * self._packed.taken:
            raise Problem(Reason.BOMB, f"unpacks to more than {self._ratio} times its size")
        return len(data)


class _Recoded(io.RawIOBase):
    """Turns UTF-16 with its mark into UTF-8."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("strict")
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._waiting:
            raw = self._stream.read1(_CHUNK)
            self._waiting = self._decoder.decode(raw, final=not raw).encode("utf-8")
            if not raw:
                break
        part, self._waiting = self._waiting[: len(view)], self._waiting[len(view) :]
        view[: len(part)] = part
        return len(part)
