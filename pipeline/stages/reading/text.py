"""Plain text: one article a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from .fields import Content
from .limits import Problem, ReadOptions, Reason

# More NUL bytes than one in so many: text of two bytes a character without its mark, or no text at all.
_NUL_SHARE: Final = 20


def read_text(stream: io.BufferedReader, options: ReadOptions) -> Iterator[Content]:
    """The whole file as one article, exactly as it stands."""
    yield Content(decoded(whole(stream, options)))


def whole(stream: io.BufferedReader, options: ReadOptions) -> bytes:
    """All bytes of a file that holds one article."""
    raw = stream.read(options.longest_record + 1)
    if len(raw) > options.longest_record:
        raise Problem(Reason.TOO_LONG, f"more than {options.longest_record} bytes")
    if raw.count(0) * _NUL_SHARE > len(raw):
        raise Problem(Reason.BINARY, "many NUL bytes; convert UTF-16 without its mark to UTF-8")
    return raw


def decoded(raw: bytes) -> str:
    """UTF-8 as text; no other encoding is guessed."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            Reason.NOT_UTF8, f"byte {raw[error.start]:#04x} at {error.start} is no UTF-8; convert it first"
        ) from error
