"""The JSON interface against its own description, and many readers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import urlopen

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import unsupported_method

from .test_pages import MERGER, PAGES

_READERS = 100
_HERE = {"Host": "127.0.0.1"}
_FEW = settings(
    max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_interface_does_as_it_says(client: Any) -> None:
    """Each operation with made input: answers are as described, and nothing fails."""
    described = schemathesis.openapi.from_asgi("/openapi.json", client.app, headers=_HERE)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:
        case = operation.as_strategy()

        @_FEW
        @given(case=case)
        def holds(case: Any) -> None:
            case.call_and_validate(headers=_HERE, excluded_checks=[unsupported_method])

        holds()


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
