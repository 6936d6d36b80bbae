"""Runs everything in one process: read, annotate, write, one article at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, TypeVar

from ..errors import SapxepError
from ..facts import lineage_of, read_facts
from ..languages.pack import builtin_packs, read_packs
from ..records import SCHEMA_VERSION, Manifest, Reject
from ..records.article import Article
from ..stages.annotate import Annotator
from ..stages.components import builtin_register
from ..stages.identity import doc_id
from ..stages.reading import ReadOptions, read_articles
from ..stages.reading.inputs import STANDARD_INPUT
from ..stages.write import OutputFolder
from .earlier import Earlier
from .memory import rare_collections
from .summary import Summary

# Other people's code that has a say in what is written.
_LIBRARIES: Final = ("convertdate", "dateparser", "langdetect", "spacy", "trafilatura")
Progress = Callable[[Summary], None]
T = TypeVar("T")


@dataclass(slots=True, frozen=True)
class RunOptions:
    """How a run reads and writes; `packs` is a folder of language packs, `language` overrides detection.

    `append` adds to the output folder of an earlier run; what comes out is what one run over all inputs would write.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    packs: Path | None = None
    language: str | None = None
    without_text: bool = False
    append: bool = False


@dataclass(slots=True)
class _Clock:
    """Seconds spent by stage; feeds run.json and nothing else."""

    began: datetime
    start: float
    stages: dict[str, float]

    @classmethod
    def running(cls) -> _Clock:
        return cls(datetime.now(UTC), time.perf_counter(), {"read": 0.0, "annotate": 0.0, "write": 0.0, "facts": 0.0})

    def told(self, words: int) -> dict[str, Any]:
        seconds = time.perf_counter() - self.start
        return {
            "started": self.began.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "words_per_second": round(words / seconds) if seconds else None,
            "stages": {name: round(spent / seconds, 4) if seconds else None for name, spent in self.stages.items()},
        }


@dataclass(slots=True, frozen=True)
class RunResult:
    """What a run wrote and how long it took (`run`, as in run.json)."""

    folder: Path
    manifest: Manifest
    summary: Summary
    run: Mapping[str, Any]


def run(
    inputs: str | Path | Sequence[str | Path],
    output: str | Path,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Read all inputs and write the output folder; `progress` is called after every article.

    SapxepError where an input is missing, an option is wrong or the folder cannot be written, holds something else or,
    with `append`, is not the folder of a run like this one.
    """
    options = options or RunOptions()
    names = [str(name) for name in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    _check_apart(names, Path(output))
    clock = _Clock.running()
    packs = builtin_packs() if options.packs is None else read_packs(options.packs)
    if options.language is not None and options.language not in packs:
        raise SapxepError(f"no language pack {options.language}; there are: {', '.join(packs)}")
    articles = read_articles(names, options.read, packs)
    annotator = Annotator(options.packs)
    earlier = Earlier.read(Path(output)) if options.append else None
    summary = Summary() if earlier is None else earlier.summary()
    if earlier is not None:
        earlier.check(_manifest(names, options, annotator, summary, {}))
    with rare_collections(), OutputFolder(Path(output), append=options.append) as folder:
        if earlier is not None:
            earlier.check_digests(folder.digests())
        seen = set() if earlier is None else earlier.seen()
        _Run(annotator, folder, options, summary, clock, seen).all(articles, progress)
        names = names if earlier is None else [*earlier.manifest.inputs, *names]
        manifest = _manifest(names, options, annotator, summary, folder.digests())
        told = clock.told(summary.words)
        folder.finish(manifest, told)
    return RunResult(Path(output), manifest, summary, told)


def _check_apart(names: list[str], output: Path) -> None:
    """Refuse outputs among the inputs: the next run would read what this one wrote."""
    home = output.resolve()
    for name in names:
        if name == STANDARD_INPUT:
            continue
        given = Path(name).resolve()
        if home in given.parents or (given.is_dir() and home.is_relative_to(given)):
            raise SapxepError(f"{output}: lies among the inputs ({name}); name an output folder outside of them")


@dataclass(slots=True)
class _Run:
    annotator: Annotator
    folder: OutputFolder
    options: RunOptions
    summary: Summary
    clock: _Clock
    seen: set[int] = field(default_factory=set)

    def all(self, articles: Iterator[Article | Reject], progress: Progress | None) -> None:
        for article in self._timed("read", articles):
            if isinstance(article, Reject):
                self._reject(article)
            elif self._is_new(article):
                self._annotate(article)
            if progress is not None:
                progress(self.summary)
        start = time.perf_counter()
        self._join()
        self.clock.stages["facts"] += time.perf_counter() - start

    def _join(self) -> None:
        """Write the facts that all events of the folder tell, and their lineage."""
        facts = list(read_facts([self.folder.written()], builtin_register()))
        self.summary.facts = len(facts)
        for fact in facts:
            self.folder.fact(fact)
        for record in lineage_of(facts, builtin_register()):
            self.folder.lineage(record)

    def _is_new(self, article: Article) -> bool:
        ident = doc_id(article.url, article.text)
        number = int(ident, 16)
        if number in self.seen:
            told = f"the same address and text as an earlier article, {ident}"
            self._reject(Reject(article.path, article.record, "read", "duplicate", told))
            return False
        self.seen.add(number)
        return True

    def _annotate(self, article: Article) -> None:
        for result in self._timed("annotate", self.annotator.annotate_batch([article], self.options.language)):
            if isinstance(result, Reject):
                self._reject(result)
                continue
            document, events = result
            if self.options.without_text:
                document.text = None
            start = time.perf_counter()
            failed = self.folder.article(document, events)
            self.clock.stages["write"] += time.perf_counter() - start
            if failed is None:
                self.summary.add(document, events, len(article.text.split()))
            else:
                self.summary.add_reject(failed)

    def _reject(self, reject: Reject) -> None:
        self.folder.reject(reject)
        self.summary.add_reject(reject)

    def _timed(self, stage: str, items: Iterator[T]) -> Iterator[T]:
        """The items, with the time that each took to come."""
        while True:
            start = time.perf_counter()
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                self.clock.stages[stage] += time.perf_counter() - start
            yield item


def _manifest(
    inputs: list[str], options: RunOptions, annotator: Annotator, summary: Summary, digests: Mapping[str, str]
) -> Manifest:
    made_by = annotator.made_by
    return Manifest(
        SCHEMA_VERSION,
        inputs,
        _resolved(options),
        {"sapxep": made_by.sapxep} | {name: _version(name) for name in _LIBRARIES},
        {"packs": made_by.packs, "register": made_by.register} | dict(digests),
        summary.counts(),
    )


def _resolved(options: RunOptions) -> dict[str, Any]:
    return {
        **asdict(options.read),
        "packs": str(options.packs) if options.packs else None,
        "language": options.language,
        "without_text": options.without_text,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
