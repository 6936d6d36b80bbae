"""Does a shard: reads its records, annotates its articles, writes its file. The same in every process and engine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ..facts import slim_line
from ..records import Reject
from ..records.article import Article
from ..stages.annotate import Annotator
from ..stages.identity import doc_id
from ..stages.reading.files import Pending
from ..stages.reading.origin import SourceLine
from ..stages.write import line_of_reject, lines_of
from .memory import peak
from .options import RunOptions
from .shards import Done, ShardWriter
from .steps import DIED, RECORD_LOST, Doing, ShardReader, Task, Tell
from .summary import tally

Known = Callable[[int], bool]


def duplicate(path: str, record: int | None, ident: int) -> Reject:
    """The reject of an article that was read before."""
    return Reject(path, record, "read", "duplicate", f"the same address and text as an earlier article, {ident:016x}")


class Work:
    """What a process needs for its shards, loaded once."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._reader = ShardReader(options.read, SourceLine(options.loaded_packs()))
        self._annotator = Annotator(options.packs, options.names_model)

    def do(self, task: Task, folder: Path, tell: Tell, known: Known = lambda _: False) -> Done:
        """Do a shard and write its file; `tell` is called before each step, `known` says what earlier shards held.

        SapxepError where the file cannot be written.
        """
        done = Done(task.shard.unit, task.shard.number)
        with ShardWriter(folder, task.shard) as writer:
            one = _Shard(self._annotator, self._options, writer, done, known)
            start = time.perf_counter()
            for step, pending in self._reader.steps(task, done, tell):
                done.spent("read", start)
                one.record(pending, task.lost.get(step), partial(tell, step))
                start = time.perf_counter()
            done.spent("read", start)
            done.peak = peak()
            writer.finish(done)
        return done


class _Shard:
    """A shard under way."""

    def __init__(
        self, annotator: Annotator, options: RunOptions, writer: ShardWriter, done: Done, known: Known
    ) -> None:
        self._annotator = annotator
        self._options = options
        self._writer = writer
        self._done = done
        self._known = known
        self._seen: set[int] = set()

    def record(self, pending: Pending, lost: Doing | None, tell: Callable[[Doing], None]) -> None:
        """Make of a record what it is."""
        self._done.records += 1
        if lost in ("read", "annotate"):
            self._reject(Reject(pending.path, pending.record, lost, DIED, RECORD_LOST))
            return
        tell("read")
        start = time.perf_counter()
        made = pending.make()
        self._done.spent("read", start)
        if isinstance(made, Reject):
            self._reject(made)
            return
        ident = int(doc_id(made.url, made.text), 16)
        if ident in self._seen or self._known(ident):
            self._reject(duplicate(made.path, made.record, ident))
            return
        self._seen.add(ident)
        tell("annotate")
        self._article(made, ident)

    def _article(self, article: Article, ident: int) -> None:
        start = time.perf_counter()
        result = self._annotator.annotate(article, self._options.language)
        start = self._done.spent("annotate", start)
        if isinstance(result, Reject):
            self._failed(ident, result)
            return
        document, events = result
        if self._options.without_text:
            document.text = None
        lines = lines_of(document, events)
        if isinstance(lines, Reject):
            self._failed(ident, lines)
            return
        told = tally(document, events, len(article.text.split()))
        self._done.articles += 1
        self._done.words += told["words"]
        self._write(ident, told, lines)
        self._done.spent("write", start)

    def _write(self, ident: int, told: Mapping[str, Any], lines: list[bytes]) -> None:
        self._writer.write(b"A", b"%016x %b" % (ident, json.dumps(told).encode()))
        self._writer.write(b"D", lines[0])
        for line in lines[1:]:
            self._writer.write(b"E", line)
        if not self._options.without_facts:
            self._writer.write(b"S", slim_line(lines[0], lines[1:]))

    def _failed(self, ident: int, reject: Reject) -> None:
        self._writer.write(b"X", b"%016x %b" % (ident, line_of_reject(reject)))

    def _reject(self, reject: Reject) -> None:
        self._writer.write(b"R", line_of_reject(reject))
