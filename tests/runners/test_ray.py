"""Shards done by a Ray cluster: on two workers of this machine, with the same bytes as without Ray."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

import sapxep
from pipeline.runners.plan import ShardId, Unit
from pipeline.runners.ray import Lane, lanes
from pipeline.runners.shards import Done
from scripts.made_dump import bytes_of, environment, make_dump, start

SHARD = 16


def test_ray_writes_the_same_bytes_and_goes_on_with_what_is_done(tmp_path: Path) -> None:
    dump = make_dump(tmp_path / "in", 120)
    whole = start("run", dump, "-o", tmp_path / "whole", "-q")
    _, told = whole.communicate()
    assert whole.returncode == 0, told

    def stop(standing: Any) -> None:
        if standing.total >= 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sapxep.run(dump, tmp_path / "out", progress=stop, workers=sapxep.Workers(shard=SHARD))
    env = environment(RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0")
    session = start(
        "run", dump, "-o", tmp_path / "out", "-q", "--engine", "ray", "--workers", 2, "--shard", SHARD, env=env
    )
    _, told = session.communicate()
    assert session.returncode == 0, told
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert (run["engine"], run["workers"], run["sessions"]) == ("ray", 2, 2)


def test_without_ray_its_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "ray" and args[3:] in ((), (0,)):
            raise ImportError("No module named 'ray'")
        return real(name, *args, **more)

    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sapxep.SapxepError, match=r"pip install 'sapxep\[ray\]'") as caught:
        sapxep.run(tmp_path / "a.txt", tmp_path / "out", workers=sapxep.Workers(engine="ray"))
    assert "\n" not in str(caught.value)


def _taken(lane: Lane, end: int) -> list[int]:
    numbers = []
    while (shard := lane.take()) is not None:
        numbers.append(shard.number)
        lane.finished(Done(shard.unit, shard.number, ended=shard.number >= end))
    return numbers


def test_lanes_hold_every_shard_once() -> None:
    units = [Unit((), False, 5), Unit((), True, 150 << 20), Unit((), False, 5)]
    found = lanes(units, ShardId(0, 0), [])
    assert [(lane.unit, lane.next, lane.stride) for lane in found] == [
        (0, 0, 1),
        (1, 0, 3),
        (1, 1, 3),
        (1, 2, 3),
        (2, 0, 1),
    ]
    taken = [[(lane.unit, number) for number in _taken(lane, 10)] for lane in found]
    assert sorted(shard for lane in taken for shard in lane) == [(0, 0), *((1, n) for n in range(13)), (2, 0)]


def test_lanes_leave_out_what_is_done() -> None:
    units = [Unit((), True, 100), Unit((), False, 5)]
    held = [Done(0, 3, ended=False), Done(0, 6, ended=True)]
    first, second = lanes(units, ShardId(0, 2), held)
    assert _taken(first, 6) == [2, 4, 5]
    assert second.unit == 1
