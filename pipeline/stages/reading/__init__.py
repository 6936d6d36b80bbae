"""Inputs to articles: files, folders, globs and standard input, in the formats of the usual dumps.

What cannot be read becomes a reject with a reason of `Reason`, and reading goes on:

| reason | what happened | what goes on |
|---|---|---|
| `empty` | nothing but blanks in the text, or no record in the file | the next record |
| `no_text` | no field that holds an article's text | the next record |
| `not_json` | a line or record that is no JSON | the next record |
| `record_not_object` | JSON, but a list, a number or a word | the next record |
| `cut_line` | the file ends inside its last line or record | the next file |
| `not_utf8` | neither UTF-8 nor marked UTF-16, nor the charset a page declares; never guessed | the next record |
| `binary` | many NUL bytes: no text, or UTF-16 without its mark | the next file |
| `too_long` | a text, line, record or one-article file over its limit | the next record |
| `bomb` | a compressed file that unpacks to far more than text does | the next file |
| `bad_gzip` | no gzip, damaged, or cut short; what came before it stands | the next file |
| `bad_zstd` | the same of Zstandard | the next file |
| `bad_parquet` | no Parquet or Arrow, or damaged | the next file |
| `bad_warc` | no WARC, or damaged: the next file; a page in it that cannot be unpacked | the next record |
| `html_no_text` | a page without an article in it | the next file |
| `csv_no_text_column` | no column of the header holds texts | the next file |
| `csv_bad_row` | quotes that do not fit, or more fields than the header names | the next row |
| `unreadable` | permissions, a dangling link, a link to a folder, no regular file | the next file |
| `unknown_format` | a file whose name ends in nothing that is read | the next file |

`record` of a reject is null where the whole file, or the rest of it, is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...languages.pack import Pack, builtin_packs
from ...records.article import Article
from ...records.document import Reject
from .files import read_file
from .inputs import check_inputs, input_files
from .limits import ReadOptions, Reason
from .origin import SourceLine

__all__ = ["ReadOptions", "Reason", "read_articles"]


def read_articles(
    inputs: Sequence[str], options: ReadOptions | None = None, packs: Mapping[str, Pack] | None = None
) -> Iterator[Article | Reject]:
    """The articles of all inputs, one at a time, and a reject for what is none.

    The packs give the words of an article's source line. SapxepError at once where an input is missing or holds nothing
    to read.
    """
    check_inputs(inputs)
    return _read(inputs, options or ReadOptions(), SourceLine(builtin_packs() if packs is None else packs))


def _read(inputs: Sequence[str], options: ReadOptions, source_line: SourceLine) -> Iterator[Article | Reject]:
    for found in input_files(inputs):
        if isinstance(found, Reject):
            yield found
        else:
            yield from (pending.make() for pending in read_file(found, options, source_line))
