"""What reading allows, and what it says of a record that it cannot take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ...errors import SapxepError

# Unpacked bytes below which a high ratio is no sign of anything: short repetitive files are common.
RATIO_FLOOR: Final = 8_000_000


class Reason(StrEnum):
    """Why a record was not read. The codes are stable; `detail` of a reject says more."""

    EMPTY = "empty"  # nothing but blanks in the text, or no record in the file
    NO_TEXT = "no_text"  # no field that holds an article's text
    NOT_JSON = "not_json"  # a line or record that is no JSON
    RECORD_NOT_OBJECT = "record_not_object"  # JSON, but a list, a number or a word
    CUT_LINE = "cut_line"  # the file ends inside its last line or record
    NOT_UTF8 = "not_utf8"  # neither UTF-8 nor UTF-16 with its mark (HTML: nor in the charset it declares)
    BINARY = "binary"  # many NUL bytes: no text, or UTF-16 without its mark
    TOO_LONG = "too_long"  # a text, line, record or file over the limit
    BOMB = "bomb"  # unpacks to far more than any text does
    BAD_GZIP = "bad_gzip"  # no gzip, damaged or cut short
    BAD_ZSTD = "bad_zstd"  # the same of Zstandard
    BAD_PARQUET = "bad_parquet"  # no Parquet or Arrow, or damaged
    BAD_WARC = "bad_warc"  # no WARC, damaged, or a page in it that cannot be unpacked
    HTML_NO_TEXT = "html_no_text"  # a page without an article in it
    CSV_NO_TEXT_COLUMN = "csv_no_text_column"  # no column of the header holds texts
    CSV_BAD_ROW = "csv_bad_row"  # quotes that do not close, or more fields than the header names
    UNREADABLE = "unreadable"  # permissions, a dangling link, a folder behind a link, no regular file
    UNKNOWN_FORMAT = "unknown_format"  # the file's name ends in nothing that is read


class Problem(Exception):  # noqa: N818  (yielded as often as raised)
    """A record that cannot be read; yielded in its place, or raised where the rest of the file is lost with it."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True, frozen=True)
class ReadOptions:
    """Which fields to read and how much to take in.

    A key names a field of the record, or a field inside a field with dots (`metadata.url`). `longest_text` counts
    characters of one article, `longest_record` bytes of one line, record or single-article file; `highest_ratio` is
    unpacked to packed bytes of a compressed file.
    """

    text_key: str | None = None
    url_key: str | None = None
    date_key: str | None = None
    title_key: str | None = None
    longest_text: int = 5_000_000
    longest_record: int = 20_000_000
    highest_ratio: int = 200

    def __post_init__(self) -> None:
        for name in ("longest_text", "longest_record", "highest_ratio"):
            if getattr(self, name) < 1:
                raise SapxepError(f"{name} is {getattr(self, name)}; it must be at least 1")
