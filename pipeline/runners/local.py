"""A whole run: the input cut into shards, done by whoever does them, joined in order, put in place at the end."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from .. import __version__
from ..errors import SapxepError
from ..facts import facts_of, lineage_of, read_slim
from ..records import SCHEMA_VERSION, Manifest
from ..stages.builtin import builtin_register
from ..stages.reading.inputs import InputFile, check_inputs
from ..stages.write import (
    DOCUMENTS,
    LINES,
    MANIFEST,
    READ,
    RUN,
    put_in_place,
    unwritable,
    write_joined,
    write_manifest,
)
from .agenda import Agenda
from .earlier import Earlier
from .inputs import check_apart, files_of
from .ledger import FINISHED, PLACING, RUNNING, Ledger, digest_of_code, read_json
from .memory import rare_collections, seldom_collected
from .options import RunOptions, Workers
from .plan import ShardId, Unit, digest_of, plan
from .pool import Pool
from .settle import SLIM, Settling
from .shards import Done, finished
from .standing import Progress, Standing
from .steps import Doing, Task
from .summary import Summary
from .work import Work

# Other people's code that has a say in what is written.
_LIBRARIES: Final = ("convertdate", "dateparser", "langdetect", "spacy", "trafilatura")
_OF_MODELS: Final = ("onnxruntime", "tokenizers")
_WORKING: Final = "working"
Results = Iterator[Done | None]


@dataclass(slots=True, frozen=True)
class RunResult:
    """What a run wrote and how long it took (`run`, as in run.json); `already` where an earlier call had done it."""

    folder: Path
    manifest: Manifest
    summary: Summary
    run: Mapping[str, Any]
    already: bool = False


def run(
    inputs: str | Path | Sequence[str | Path],
    output: str | Path,
    options: RunOptions | None = None,
    progress: Progress | None = None,
    workers: int | Workers = 1,
    fresh: bool = False,
) -> RunResult:
    """Read all inputs and write the output folder, or go on where the same call was broken off.

    `progress` is called now and then. `fresh` drops what an earlier run left in the folder. SapxepError where an input
    is missing, an option is wrong, or the folder cannot be written or holds something else.
    """
    options = options or RunOptions()
    who = workers if isinstance(workers, Workers) else Workers(workers)
    names = [str(name) for name in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    check_apart(names, Path(output))
    digests = options.digests()
    check_inputs(names)
    ledger = Ledger(Path(output))
    earlier = _earlier(ledger, options, digests) if options.append else None
    try:
        ledger.take()
        units = plan(files_of(names, ledger.home), who.shard)
        run = _Run(ledger, names, units, options, who, digests, earlier)
        return run.all(progress or (lambda _: None), fresh)
    except OSError as error:  # of the ledger: what goes wrong with inputs becomes a reject
        raise unwritable(Path(output), error) from error
    finally:
        ledger.release()


def _earlier(ledger: Ledger, options: RunOptions, digests: Mapping[str, str]) -> Earlier | None:
    """The run that is added to; None where that is done, and only its files are still to be put in place."""
    if (ledger.state() or {}).get("phase") == PLACING:
        return None
    earlier = Earlier.read(ledger.folder)
    earlier.check(Manifest(SCHEMA_VERSION, [], options.resolved(), _versions(digests), dict(digests), {}))
    earlier.check_digests({name: _digest(ledger.folder / name) or "" for name in READ})
    return earlier


class _Run:
    """One session of a run."""

    def __init__(
        self,
        ledger: Ledger,
        names: list[str],
        units: list[Unit],
        options: RunOptions,
        workers: Workers,
        digests: Mapping[str, str],
        earlier: Earlier | None,
    ) -> None:
        self._ledger = ledger
        self._names = names
        self._units = units
        self._options = options
        self._workers = workers
        self._digests = digests
        self._earlier = earlier
        self._began = datetime.now(UTC)

    def all(self, progress: Progress, fresh: bool) -> RunResult:
        """Begin or go on, and come back when all is in place."""
        ledger, config = self._ledger, self._config()
        state = self._begun(config, fresh)
        phase = state["phase"] if state else RUNNING
        if phase == FINISHED and not self._intact():
            state, phase = ledger.begin(config, True, self._kept()), RUNNING
        if phase == FINISHED:
            return self._result(already=True)
        if phase == RUNNING:
            self._work(state, progress)
        put_in_place(ledger.home, ledger.folder)
        ledger.close_books({**(ledger.state() or {}), "phase": FINISHED})
        ledger.log("finished")
        return self._result(already=False)

    def _begun(self, config: Mapping[str, Any], fresh: bool) -> dict[str, Any] | None:
        """The state to go on from."""
        ledger = self._ledger
        if not self._options.append:
            return ledger.begin(config, fresh, self._kept())
        if self._earlier is None:
            # What is added to cannot be told any more, and need not.
            ledger.check_same({key: value for key, value in config.items() if key != "append"})
            return ledger.state()
        # A finished run is what is added to; only an attempt to add that was broken off is gone on with.
        done = ledger.config() is None or (ledger.state() or {}).get("phase") == FINISHED
        return ledger.begin(config, fresh or done, self._kept()) or self._earlier.hand_over(ledger)

    def _work(self, state: Mapping[str, Any] | None, progress: Progress) -> None:
        """Do what is left, join it, and write what tells of the whole."""
        settling = Settling(self._ledger, self._units, state)
        try:
            held = list(finished(self._ledger.shards))
            standing = Standing.at(self._units, settling)
            self._ledger.log("started", session=settling.sessions, done=len(held), workers=self._workers.number)
            for done in held:
                standing.add(done)
                settling.add(done)
            agenda = Agenda(self._units, settling.next, settling.done.values())
            for result in self._results(agenda, settling, standing, progress):
                if result is not None:
                    standing.add(result)
                    settling.add(result)
                progress(standing)
            joined = self._join(settling)
            write_manifest(self._ledger.home, self._manifest(settling, joined), self._told(settling))
            settling.save(PLACING)
        except BaseException as error:
            self._ledger.log("stopped", by=type(error).__name__, why=str(error)[:200])
            with suppress(SapxepError):  # what is settled stays; of a full disk the first error tells
                settling.save()
            raise
        finally:
            settling.close()

    def _join(self, settling: Settling) -> dict[str, str]:
        """Write the facts that all events tell, and their lineage; the digests of both files."""
        start, home = time.perf_counter(), self._ledger.home
        settling.files.secure()
        with rare_collections():
            told = read_slim(home / SLIM, settling.files.sizes[SLIM])
            facts = list(facts_of(told, builtin_register()))
            digests = write_joined(home, facts, lineage_of(facts, builtin_register()))
        settling.summary.facts = len(facts)
        settling.stages["facts"] += time.perf_counter() - start
        return digests

    def _results(self, agenda: Agenda, settling: Settling, standing: Standing, progress: Progress) -> Results:
        """The shards as they are done, by whoever does them."""
        if self._workers.engine == "ray":
            from .ray import results

            held = list(settling.done.values())
            yield from results(self._options, self._ledger, self._units, settling.next, held, self._workers)
            return
        mark = self._ledger.home / _WORKING
        # Where this process itself was killed at work, the article may be to blame: from then on a worker is at risk.
        if self._workers.number == 1 and not mark.exists():
            yield from self._alone(agenda, settling, standing, progress)
            return
        left = len(self._units) - settling.next.unit
        many = any(unit.ranged for unit in self._units[settling.next.unit :])
        size = self._workers.number if many else min(self._workers.number, max(left, 1))
        pool = Pool(self._options, self._ledger, self._units, agenda, size, self._workers.shard)
        try:
            for result in pool.results(lambda: settling.complete):
                standing.under_way = pool.under_way()
                yield result
        finally:
            pool.close()

    def _alone(self, agenda: Agenda, settling: Settling, standing: Standing, progress: Progress) -> Results:
        """All shards in this process, in order; articles that came before are known and not annotated again."""

        def tell(_: int, doing: Doing) -> None:
            if doing == "find":
                standing.under_way += 1
                progress(standing)

        mark, shards = self._ledger.home / _WORKING, self._ledger.shards
        with seldom_collected():
            work = Work(self._options)
        last: ShardId | None = None
        mark.touch()
        try:
            with rare_collections():
                while (last := agenda.take(last)) is not None:
                    task = Task(last, self._units[last.unit], self._workers.shard, {})
                    done = work.do(task, shards, tell, settling.seen.__contains__)
                    standing.under_way = 0
                    agenda.finished(done)
                    self._ledger.note_done(0, done)
                    yield done
        finally:
            mark.unlink(missing_ok=True)

    def _config(self) -> dict[str, Any]:
        files = [entry for unit in self._units for entry in unit.files]
        return {
            "version": {**_versions(self._digests), "code": digest_of_code()},
            "digests": dict(self._digests),
            "options": self._options.resolved(),
            "input": {
                "names": self._names,
                "files": len(files),
                "bytes": sum(unit.size for unit in self._units),
                "digest": digest_of(self._units)[:16],
            },
            "append": {"to": self._earlier.manifest.digests[DOCUMENTS] if self._earlier else None},
            "shards": {"shard": self._workers.shard},
        }

    def _kept(self) -> set[str]:
        """Files of the ledger that the input itself lies in."""
        files = [entry.file for unit in self._units for entry in unit.files if isinstance(entry, InputFile)]
        return {file.name for file in files if file is not None and file.parent == self._ledger.home}

    def _manifest(self, settling: Settling, joined: Mapping[str, str]) -> Manifest:
        written = {**settling.files.digests(), **joined}
        return Manifest(
            SCHEMA_VERSION,
            [*(self._earlier.manifest.inputs if self._earlier else ()), *self._names],
            self._options.resolved(),
            _versions(self._digests),
            {**self._digests, **{name: written[name] for name in LINES}},
            settling.summary.counts(),
        )

    def _told(self, settling: Settling) -> dict[str, Any]:
        """What run.json tells: the only file among the outputs that depends on the clock."""
        seconds, spent = settling.seconds, sum(settling.stages.values())
        return {
            "started": self._began.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "sessions": settling.sessions,
            "workers": self._workers.number,
            "engine": self._workers.engine,
            "words_per_second": round(settling.summary.words / seconds) if seconds else None,
            "stages": {name: round(part / spent, 4) if spent else None for name, part in settling.stages.items()},
        }

    def _intact(self) -> bool:
        """Whether the files of a finished run are as it left them."""
        manifest = read_json(self._ledger.folder / MANIFEST) or {}
        digests = manifest.get("digests", {})
        return all(_digest(self._ledger.folder / name) == digests.get(name) for name in LINES)

    def _result(self, already: bool) -> RunResult:
        folder = self._ledger.folder
        told, state = read_json(folder / RUN) or {}, self._ledger.state() or {}
        manifest = Manifest(**(read_json(folder / MANIFEST) or {}))
        return RunResult(folder, manifest, Summary.restored(state["summary"]), told, already)


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _versions(digests: Mapping[str, str]) -> dict[str, str]:
    libraries = (*_LIBRARIES, *(_OF_MODELS if "model" in digests else ()))
    return {"sapxep": __version__} | {name: _version(name) for name in libraries}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
