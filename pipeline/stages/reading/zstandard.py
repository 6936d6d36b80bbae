"""Zstandard, frame after frame. That a file ends inside one is damage, which the library's own reader passes over."""

from __future__ import annotations

from typing import IO, Any, Final

from .limits import Problem, Reason

# Of a hostile file, so many bytes can hold some thirty million; that much may be in memory at once.
_PIECE: Final = 1 << 10


class Zstandard:
    """Unpacks a stream."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._frame: Any = None
        self._waiting = b""
        self._at = 0

    def read1(self, most: int) -> bytes:
        """Some bytes, none at the end; Problem where the stream is damaged."""
        while self._at >= len(self._waiting):
            piece = self._packed.read(_PIECE)
            if not piece:
                if self._frame is not None:
                    raise Problem(Reason.BAD_ZSTD, "the file ends inside its packed data")
                return b""
            self._waiting, self._at = self._unpacked(piece), 0
        part = self._waiting[self._at : self._at + most]
        self._at += len(part)
        return part

    def _unpacked(self, piece: bytes) -> bytes:
        from zstandard import ZstdDecompressor, ZstdError

        parts = []
        try:
            while piece:
                if self._frame is None:
                    self._frame = ZstdDecompressor().decompressobj()
                parts.append(self._frame.decompress(piece))
                piece = self._frame.unused_data if self._frame.eof else b""
                if self._frame.eof:
                    self._frame = None
        except ZstdError as error:
            raise Problem(Reason.BAD_ZSTD, str(error)) from error
        return b"".join(parts)
