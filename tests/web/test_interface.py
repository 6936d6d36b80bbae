"""The JSON interface against its own description, and many readers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import urlopen

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import unsupported_method

from .test_pages import MERGER, PAGES

_READERS = 100
schema = schemathesis.pytest.from_fixture("described")


@pytest.fixture
def described(client: Any) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", client.app)


@schema.parametrize()
@settings(
    max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_interface_does_as_it_says(case: Any) -> None:
    case.headers = {**(case.headers or {}), "Host": "127.0.0.1"}
    case.call_and_validate(excluded_checks=[unsupported_method])


def test_interface_describes_each_twin(client: Any) -> None:
    described = client.get("/openapi.json").json()
    paths = set(described["paths"])
    assert {"/search.json", "/facts/{fact_id}.json", "/articles/{doc_id}.json", "/units/{unit_id}.json"} <= paths
    assert {"/officials/{key}.json", "/provinces/{unit_id}.json", "/checks.json", "/index.json"} <= paths
    assert all(list(one) == ["get"] for one in described["paths"].values())


def test_a_hundred_readers_at_once(server: str) -> None:
    paths = [*PAGES, f"/facts/{MERGER}.json", "/search.xlsx", "/checks.csv"]

    def read(number: int) -> int:
        with urlopen(f"{server}{paths[number % len(paths)]}", timeout=60) as answer:  # noqa: S310  # the server of the test
            answer.read()
            return int(answer.status)

    with ThreadPoolExecutor(_READERS) as readers:
        assert set(readers.map(read, range(_READERS * 2))) == {200}
