"""These tests need torch: `make test-torch` runs them in an environment of its own, elsewhere none is collected."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_*"]
