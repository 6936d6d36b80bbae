"""A run that is broken off goes on where it stopped, and writes what it would have written at one go."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sapxep
from pipeline.runners import settle, shards
from pipeline.runners.agenda import Agenda
from pipeline.runners.locks import lock
from pipeline.runners.plan import ShardId, Unit
from pipeline.runners.standing import Standing
from pipeline.runners.status import status_of
from scripts.made_dump import bytes_of, make_dump, records

SHARD = 4
ONE = sapxep.Workers(shard=SHARD)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dump(tmp_path_factory.mktemp("dump") / "in", 120)


@pytest.fixture(scope="module")
def whole(dump: Path) -> Path:
    """The outputs of a run that nobody disturbed, with shards of another size."""
    output = dump.parent / "whole"
    sapxep.run(dump, output)
    return output


def stop_at(record: int, error: BaseException) -> Callable[[Standing], None]:
    def stop(standing: Standing) -> None:
        if standing.total >= record:
            raise error

    return stop


def stopped(dump: Path, output: Path, record: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        sapxep.run(dump, output, progress=stop_at(record, KeyboardInterrupt()), workers=ONE)


def log(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / ".run" / "log.jsonl").read_text("utf-8").splitlines()]


def test_run_in_shards_writes_what_a_whole_run_writes(dump: Path, whole: Path, tmp_path: Path) -> None:
    result = sapxep.run(dump, tmp_path / "out", workers=ONE)
    assert bytes_of(tmp_path / "out") == bytes_of(whole)
    counts = result.manifest.counts
    assert counts["rejects_by_reason"]["read/duplicate"] > 30
    assert counts["documents"] > 100
    assert {path.name for path in (tmp_path / "out" / ".run").iterdir()} == {
        "config.json", "state.json", "log.jsonl", "lock", "workers.lock",
    }  # fmt: skip


def test_two_workers_write_the_same_bytes(dump: Path, whole: Path, tmp_path: Path) -> None:
    result = sapxep.run(dump, tmp_path / "out", workers=sapxep.Workers(2, shard=SHARD))
    assert bytes_of(tmp_path / "out") == bytes_of(whole)
    assert result.run["workers"] == 2


def test_run_that_is_stopped_goes_on_inside_its_file(dump: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    for record in (20, 60, 100, 230):
        stopped(dump, output, record)
        assert (output / "UNFINISHED.txt").exists()
        assert status_of(output)["phase"] == "broken off"
        assert not (output / "documents.jsonl").exists()
    seen: list[int] = []
    result = sapxep.run(dump, output, progress=lambda standing: seen.append(standing.total), workers=ONE)
    assert bytes_of(output) == bytes_of(whole)
    assert result.run["sessions"] == 5
    assert min(seen) > 225, "records that were done were read again"
    assert status_of(output)["phase"] == "finished"
    assert not (output / "UNFINISHED.txt").exists()


def test_killed_before_anything_was_settled_goes_on_with_the_shards_that_are_done(
    dump: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(settle.Settling, "save", lambda self, phase="running": None)
        stopped(dump, output, 50)
    assert len(list((output / ".run" / "shards").iterdir())) == 12
    seen: list[int] = []
    sapxep.run(dump, output, progress=lambda standing: seen.append(standing.total), workers=ONE)
    assert bytes_of(output) == bytes_of(whole)
    assert min(seen) > 45


def test_damaged_shard_is_done_again(dump: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(settle.Settling, "save", lambda self, phase="running": None)
        stopped(dump, output, 50)
    first, second, third, *_ = sorted((output / ".run" / "shards").glob("*.shard"))
    first.write_bytes(first.read_bytes()[:-10])
    second.write_bytes(second.read_bytes().replace(b"Ninh", b"Minh"))
    third.rename(third.with_name("0000000-0000099.shard"))
    (output / ".run" / "shards" / "0000000-0000001.77.part").write_bytes(b"A")
    sapxep.run(dump, output, workers=ONE)
    assert bytes_of(output) == bytes_of(whole)


def test_finished_run_is_not_done_again(dump: Path, whole: Path) -> None:
    before = (whole / "documents.jsonl").stat().st_mtime_ns
    result = sapxep.run(dump, whole)
    assert result.already
    assert result.summary.documents == result.manifest.counts["documents"]
    assert (whole / "documents.jsonl").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (sapxep.RunOptions(without_text=True), "without_text: False → True"),
        (sapxep.RunOptions(language="vi"), "language: None → vi"),
        (sapxep.RunOptions(sapxep.ReadOptions(text_key="body")), "text_key: None → body"),
    ],
)
def test_other_options_are_refused_without_fresh(
    dump: Path, tmp_path: Path, options: sapxep.RunOptions, wanted: str
) -> None:
    output = tmp_path / "out"
    stopped(dump, output, 20)
    with pytest.raises(sapxep.SapxepError, match=wanted) as caught:
        sapxep.run(dump, output, options)
    assert "--fresh" in str(caught.value)
    assert status_of(output)["phase"] == "broken off"


def test_other_version_is_refused_without_fresh(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(dump, tmp_path / "out", 20)
    monkeypatch.setattr("pipeline.runners.local.digest_of_code", lambda: "other")
    with pytest.raises(sapxep.SapxepError, match=r"code: \w+ → other.*--fresh"):
        sapxep.run(dump, tmp_path / "out")


def test_other_input_is_refused_and_fresh_starts_over(tmp_path: Path) -> None:
    source, output = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_text("\n".join(records(0, 30)), encoding="utf-8")
    stopped(source, output, 20)
    source.write_text("\n".join(records(100, 30)), encoding="utf-8")
    with pytest.raises(sapxep.SapxepError, match="holds a run of something else"):
        sapxep.run(source, output, workers=ONE)
    sapxep.run(source, output, workers=ONE, fresh=True)
    sapxep.run(source, tmp_path / "other")
    assert bytes_of(output) == bytes_of(tmp_path / "other")
    assert json.loads((output / "run.json").read_text("utf-8"))["sessions"] == 1


def test_outputs_without_a_ledger_are_refused_without_fresh(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents.jsonl").write_text("kept", encoding="utf-8")
    with pytest.raises(sapxep.SapxepError, match="--fresh"):
        sapxep.run(tmp_path / "a.txt", tmp_path / "out")
    assert (tmp_path / "out" / "documents.jsonl").read_text("utf-8") == "kept"


def test_folder_of_a_run_at_work_is_refused(dump: Path, tmp_path: Path) -> None:
    stopped(dump, tmp_path / "out", 20)
    held = lock(tmp_path / "out" / ".run" / "lock", wait=0)
    assert held is not None
    with held:
        assert status_of(tmp_path / "out")["phase"] == "at work"
        with pytest.raises(sapxep.SapxepError, match="another run is writing there"):
            sapxep.run(dump, tmp_path / "out")


def full_disk(after: int) -> Callable[[int], None]:
    left = iter(range(after))

    def sync(_: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return sync


@pytest.mark.parametrize("after", [0, 1, 30, 70])
def test_full_disk_is_told_in_one_line_and_nothing_is_lost(
    dump: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    output = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(settle, "_SECONDS_BETWEEN", 0.0)
        patched.setattr(os, "fsync", full_disk(after))
        with pytest.raises(sapxep.SapxepError, match="cannot be written: No space left on device") as caught:
            sapxep.run(dump, output, workers=ONE)
    assert "\n" not in str(caught.value)
    sapxep.run(dump, output, workers=ONE)
    assert bytes_of(output) == bytes_of(whole)


@pytest.mark.parametrize("files", range(5))
def test_broken_off_while_files_are_put_in_place_goes_on(
    dump: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    output, replace = tmp_path / "out", os.replace
    left: Iterator[int] = iter(range(files))

    def replaced(source: Path, target: Path) -> None:
        if Path(target).parent == output and next(left, None) is None:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.stages.write.os.replace", replaced)
        with pytest.raises(KeyboardInterrupt):
            sapxep.run(dump, output)
    sapxep.run(dump, output)
    assert bytes_of(output) == bytes_of(whole)


def test_standard_input_is_kept_and_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(lines: list[str]) -> None:
        raw = io.BufferedReader(io.BytesIO("\n".join(lines).encode()))  # type: ignore[arg-type]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))

    output = tmp_path / "out"
    feed(records(0, 40))
    stopped(Path("-"), output, 20)
    feed(records(1, 40))
    with pytest.raises(sapxep.SapxepError, match="holds a run of something else"):
        sapxep.run("-", output, workers=ONE)
    feed(records(0, 40))
    assert sapxep.run("-", output, workers=ONE).run["sessions"] == 2
    feed(records(0, 40))
    sapxep.run("-", tmp_path / "whole")
    assert bytes_of(output) == bytes_of(tmp_path / "whole")
    assert not list((output / ".run").glob("input-*"))


def _order(agenda: Agenda, workers: int, ends: dict[int, int]) -> list[ShardId]:
    """The shards that workers get, each in its turn, when unit `n` ends with shard `ends[n]`."""
    last: list[ShardId | None] = [None] * workers
    given: list[ShardId] = []
    while True:
        round_ = [agenda.take(one) for one in last]
        if not any(round_):
            return given
        for n, shard in enumerate(round_):
            if shard is not None:
                given.append(shard)
                agenda.finished(shards.Done(shard.unit, shard.number, ended=shard.number >= ends[shard.unit]))
                last[n] = shard


def test_every_shard_is_given_out_once_by_any_number_of_workers() -> None:
    units = [Unit((), ranged, 1) for ranged in (True, False, True, False, False)]
    ends = {0: 6, 1: 0, 2: 2, 3: 0, 4: 0}
    wanted = {ShardId(unit, number) for unit, end in ends.items() for number in range(end + 1)}
    for workers in range(1, 6):
        given = _order(Agenda(units, ShardId(0, 0), []), workers, ends)
        assert len(set(given)) == len(given)
        assert wanted <= set(given)
    assert _order(Agenda(units, ShardId(0, 0), []), 1, ends) == sorted(wanted)


def test_agenda_leaves_out_what_is_done_and_stops_at_a_known_end() -> None:
    units = [Unit((), True, 1), Unit((), False, 1)]
    done = [shards.Done(0, 3, ended=False), shards.Done(0, 5, ended=True), shards.Done(1, 0)]
    given = _order(Agenda(units, ShardId(0, 2), done), 3, {0: 5})
    assert given == [ShardId(0, 2), ShardId(0, 4)]


def test_run_that_cannot_begin_leaves_folders_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"")
    (tmp_path / "mine").mkdir()
    monkeypatch.setattr("pipeline.stages.reading.inputs.find_spec", lambda name: None)
    for name in ("mine", "new"):
        with pytest.raises(sapxep.SapxepError, match="pyarrow"):
            sapxep.run(tmp_path / "a.parquet", tmp_path / name)
    assert list((tmp_path / "mine").iterdir()) == []
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("files", [None, 0, 3, 6])
def test_appending_that_is_broken_off_goes_on(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int | None
) -> None:
    """Broken off at work, or (`files`) after so many files were put in place."""
    output, replace = tmp_path / "out", os.replace
    other = make_dump(tmp_path / "other", 90)
    sapxep.run(other, output)
    options = sapxep.RunOptions(append=True)
    left = iter(range(files or 0))

    def replaced(source: Path, target: Path) -> None:
        if Path(target).parent == output and next(left, None) is None:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        if files is not None:
            patched.setattr("pipeline.stages.write.os.replace", replaced)
        stop = stop_at(300, KeyboardInterrupt()) if files is None else None
        sapxep.run(dump, output, options, stop, ONE)
    sapxep.run(dump, output, options, workers=ONE)
    sapxep.run([other, dump], tmp_path / "both")
    assert bytes_of(output) == bytes_of(tmp_path / "both")
