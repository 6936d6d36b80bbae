"""Ctrl-C ends a long command with one line, wherever it strikes."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

import sapxep
from pipeline.cli.stopping import INTERRUPTED, stopped_with
from pipeline.stages.annotate import Annotator


def _as_a_library_loads() -> None:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt as error:
        raise ImportError("initialization failed") from error


def test_an_interrupted_import_is_an_interruption() -> None:
    @click.command()
    def long() -> None:
        with stopped_with("stopped; go on"):
            _as_a_library_loads()

    told = CliRunner().invoke(long)
    assert (told.exit_code, told.output) == (INTERRUPTED, "sapxep: stopped; go on\n")


def test_other_errors_are_told_as_they_are() -> None:
    with pytest.raises(ImportError, match="not there"), stopped_with("stopped"):
        raise ImportError("not there")


def test_an_article_is_no_reject_because_its_run_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    annotator = Annotator()
    monkeypatch.setattr(annotator, "_one", lambda article, language: _as_a_library_loads())
    with pytest.raises(KeyboardInterrupt):
        annotator.annotate(sapxep.Article("a.txt", 0, "Text."))
