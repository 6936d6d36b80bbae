"""What a run reads: files as they lie there, and pipes kept in the ledger so that they can be read again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..errors import SapxepError
from ..stages.reading.inputs import STANDARD_INPUT, Found, InputFile, input_files
from ..stages.reading.streams import raw_stream
from ..stages.write import unwritable

_CHUNK: Final = 1 << 20


def check_apart(names: Sequence[str], output: Path) -> None:
    """Refuse outputs among the inputs: the next run would read what this one wrote."""
    home = output.resolve()
    for name in names:
        if name == STANDARD_INPUT:
            continue
        given = Path(name).resolve()
        if home in given.parents or (given.is_dir() and home.is_relative_to(given)):
            raise SapxepError(f"{output}: lies among the inputs ({name}); name an output folder outside of them")


def files_of(names: Sequence[str], home: Path) -> Iterator[Found]:
    """The files of all inputs; what comes through a pipe is kept in `home` first."""
    for found in input_files(names):
        if isinstance(found, InputFile) and found.piped:
            yield _kept(found, home)
        else:
            yield found


def _kept(source: InputFile, home: Path) -> InputFile:
    """A pipe as a file named by its content, by which it is known again."""
    digest = hashlib.sha256()
    part = home / "input.part"
    with ExitStack() as closing:
        stream = raw_stream(source, closing)
        try:
            with part.open("wb") as out:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
                size = out.tell()
            path = home / f"input-{digest.hexdigest()[:16]}"
            os.replace(part, path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise unwritable(home, error) from error
    return replace(source, file=path, size=size, stamp=digest.hexdigest())
