"""The fuzzer's own functions over what it begins with; `make fuzz` goes on from there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.fuzz import TARGETS
from scripts.fuzz_targets import TARGETS as FUNCTIONS
from scripts.fuzz_targets import seeds, words

SEEDS = [(target, name, raw) for target in TARGETS for name, raw in seeds(target)]


@pytest.mark.parametrize(("target", "name", "raw"), SEEDS, ids=[f"{target}-{name}" for target, name, _ in SEEDS])
def test_every_outcome_is_a_record_or_a_reject(target: str, name: str, raw: bytes) -> None:
    FUNCTIONS[target](raw)


def test_every_target_has_seeds_and_the_words_of_the_rules() -> None:
    assert set(FUNCTIONS) == set(TARGETS)
    assert all(sum(one == target for one, _, _ in SEEDS) > 20 for target in TARGETS)
    assert len(set(words())) > 2_000


def test_a_target_that_is_none_is_told() -> None:
    told = [sys.executable, "-m", "scripts.fuzz", "nothing"]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no target nothing; there are: readers" in done.stderr
