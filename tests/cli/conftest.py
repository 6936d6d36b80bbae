"""Shared by the tests of commands: the command line, called as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.cli.main import main


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    def events(self) -> list[dict[str, Any]]:
        """The events of hits printed with --json."""
        return [json.loads(line)["event"] for line in self.out.splitlines()]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Calls the command line with arguments."""

    def called(*args: str | Path) -> Told:
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        return Told(code, *capsys.readouterr())

    return called
