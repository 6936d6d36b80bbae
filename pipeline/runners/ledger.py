"""The run's own folder, `.run` in its output folder: what the run is of, how far it is, and what happened.

    config.json     options, versions and digests of all that has a say in what is written
    state.json      how far shards are settled: their bytes in the files of records, counts, times
    shards/         shards that are done and not settled yet
    documents.jsonl, events.jsonl, rejects.jsonl, seen.ids    what is settled
    log.jsonl       what happened when; workers.log what workers said

Each change is one atomic rename, so that a run which ends at any moment goes on from a whole state.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from ..errors import SapxepError
from ..stages.write import OUTPUT_FILES, pretty, unwritable
from .locks import lock
from .shards import Done

HOME: Final = ".run"
NOTE: Final = "UNFINISHED.txt"
_CONFIG: Final = "config.json"
_STATE: Final = "state.json"
_LOG: Final = "log.jsonl"
_KEPT: Final = (_LOG, "lock", "workers.lock", "workers.log")
_ORPHANS_WAIT: Final = 120.0
# Phases of a run.
RUNNING: Final = "running"
PLACING: Final = "placing"
FINISHED: Final = "finished"
_NOTE_TEXT: Final = """This run of sapxep is not finished. The same command again goes on where it stopped;
with --fresh it starts over. How far it is:

    sapxep status {folder}

What it has done so far lies in the folder .run beside this file. The file goes when the run is finished.
"""


class Ledger:
    """The ledger of one output folder, held by one run at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / HOME
        self.shards = self.home / "shards"
        self._lock: IO[bytes] | None = None
        self._new = False

    def take(self) -> None:
        """Make it this run's own; SapxepError where the folder is another's or cannot be written."""
        check_folder(self.folder)
        self._new = not self.folder.exists()
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self._lock = lock(self.home / "lock", wait=0)
            if self._lock is None:
                raise SapxepError(f"{self.folder}: another run is writing there; wait for it or name another folder")
            # Workers whose run was killed notice it at their next article; till then they must not be joined.
            orphans = lock(self.home / "workers.lock", wait=_ORPHANS_WAIT)
            if orphans is None:
                raise SapxepError(f"{self.folder}: workers of an earlier run are still at work there; end them first")
            orphans.close()
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def release(self) -> None:
        """Let others have it; what was made for a run that never began goes, too."""
        if self._lock is None:
            return
        if not (self.home / _CONFIG).exists():
            shutil.rmtree(self.home, ignore_errors=True)
            if self._new:
                with suppress(OSError):
                    self.folder.rmdir()
        self._lock.close()

    def begin(self, config: Mapping[str, Any], fresh: bool, keep: Collection[str]) -> dict[str, Any] | None:
        """The state to go on from, None where nothing is settled; SapxepError where it is a run of something else.

        `keep` are files of the ledger that the input lies in.
        """
        held = None if fresh else self._held()
        if held is not None:
            self.check_same(config)
        else:
            self.clear((*_KEPT, *keep))
        try:
            self.shards.mkdir(exist_ok=True)
            state = self.state()
            if state is None or state["phase"] != FINISHED:
                (self.folder / NOTE).write_text(_NOTE_TEXT.format(folder=self.folder), "utf-8")
        except OSError as error:
            raise unwritable(self.folder, error) from error
        if held is None:
            self.replace(_CONFIG, config)
        return state

    def _held(self) -> dict[str, Any] | None:
        config = self.config()
        if config is None and any((self.folder / name).exists() for name in OUTPUT_FILES):
            raise SapxepError(
                f"{self.folder}: holds a run that nothing more is known of; --fresh replaces it, or name another folder"
            )
        return config

    def check_same(self, wanted: Mapping[str, Any]) -> None:
        """SapxepError where the run is one of something else."""
        _check_same(self.folder, self.config() or {}, wanted)

    def state(self) -> dict[str, Any] | None:
        """The last state, None where nothing was settled."""
        return read_json(self.home / _STATE)

    def config(self) -> dict[str, Any] | None:
        """What the run is of."""
        return read_json(self.home / _CONFIG)

    def save(self, state: Mapping[str, Any]) -> None:
        """Make this the state to go on from."""
        self.replace(_STATE, state)

    def replace(self, name: str, record: Mapping[str, Any]) -> None:
        """Write a file so that it is there as a whole or as it was before, even where the machine goes off."""
        part = self.home / f"{name}.part"
        try:
            with part.open("wb") as stream:
                stream.write(pretty(record))
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, self.home / name)
            _secure(self.home)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def clear(self, keep: Collection[str]) -> None:
        """Remove all but some files."""
        for entry in list(self.home.iterdir()):
            if entry.name in keep:
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)

    def close_books(self, state: Mapping[str, Any]) -> None:
        """Mark the run as finished and keep only what tells of it."""
        self.save(state)
        self.clear(keep=(*_KEPT, _CONFIG, _STATE))
        (self.folder / NOTE).unlink(missing_ok=True)

    def log(self, what: str, **told: Any) -> None:
        """Note what happened; that the disk is full is told elsewhere."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "what": what, **told})
        with suppress(OSError), (self.home / _LOG).open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    def note_done(self, worker: int, done: Done) -> None:
        """Note that a shard is done."""
        told = {name: getattr(done, name) for name in ("records", "articles", "words", "ended", "peak")}
        spent = {stage: round(seconds, 3) for stage, seconds in done.seconds.items()}
        self.log("done", worker=worker, shard=str(done.shard), **told, **spent)

    def last_sign(self) -> float | None:
        """Seconds since the run last wrote anything of its own."""
        times = [path.stat().st_mtime for path in (self.home / _STATE, self.home / _LOG) if path.exists()]
        return max(0.0, time.time() - max(times)) if times else None


def read_json(path: Path) -> dict[str, Any] | None:
    """A file of the ledger; None where there is none, or none that is whole."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SapxepError(f"{path}: cannot be read ({error}); start over with --fresh") from error
    return found if isinstance(found, dict) else None


def check_folder(folder: Path, own: Collection[str] = (*OUTPUT_FILES, NOTE)) -> None:
    """Refuse a folder that holds anything but the files of an earlier run."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise SapxepError(f"{folder}: a file, not a folder; name another output folder")
    try:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in own)
    except OSError as error:
        raise unwritable(folder, error) from error
    shown = [name for name in others if not name.startswith(".")]
    if shown:
        raise SapxepError(f"{folder}: holds something else ({shown[0]}); name an empty or a new output folder")


def digest_of_code() -> str:
    """A digest over this package's own modules: a run does not go on with other code than it began with."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]


def _check_same(folder: Path, held: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    parts = [key for key in wanted if held.get(key) != wanted[key]]
    if not parts:
        return
    told = []
    for part in parts:
        before, now = held.get(part), wanted[part]
        if isinstance(before, dict) and isinstance(now, dict):
            told += [f"{key}: {before.get(key)} → {now.get(key)}" for key in now if before.get(key) != now.get(key)]
        else:
            told.append(part)
    differing = "; ".join(told)[:300]
    raise SapxepError(
        f"{folder}: holds a run of something else ({differing}); --fresh replaces it, or name another folder"
    )


def _secure(folder: Path) -> None:
    """Have the folder's entries on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
