"""Hostile texts: the time that units and their lists take grows with the length of the text alone."""

from __future__ import annotations

import gc
import time

import pytest

from pipeline.stages.builtin import language_of

_SHORT, _LONG = 50_000, 200_000
# Four times the text may take this many times the time.
_MOST = 9
_TEXTS = [
    ("de", "Bezirk Ha Tu ("),
    ("fa", "کمون تان لونگ در "),
    ("vi", "XÃ HÀ TU VÀ "),
    ("vi", "([A "),
]


def _seconds(code: str, text: str) -> float:
    language = language_of(code)
    ann = language.prepare(text)
    language.run(ann, "organizations")
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        language.units(ann)
        language.officials(ann)
        return time.process_time() - begin
    finally:
        gc.enable()


@pytest.mark.parametrize(("code", "piece"), _TEXTS)
def test_time_grows_with_length_alone(code: str, piece: str) -> None:
    _seconds(code, piece * 50)
    short = _seconds(code, piece * (_SHORT // len(piece)))
    assert _seconds(code, piece * (_LONG // len(piece))) < _MOST * short + 0.1
