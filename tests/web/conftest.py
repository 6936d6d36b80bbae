"""One store, one server and one browser for all tests of the pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.register.register import Register
from pipeline.runners.local import run
from pipeline.store.database import Database
from pipeline.store.loading import load
from pipeline.web.app import make_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
# Articles in three languages on one merger, a resolution in Persian, one in German, and one with conflicts.
CORPUS = (
    "de-22-quang-tri-bilanz.txt", "de-60-ta-xua-wolken.txt", "de-67-lung-cu-fahne.txt", "fa-21-daklak-1660.txt",
    "fa-31-quangtri-marasem.txt", "vi-22-caobang-baolam.txt", "vi-30-quangbinh-kyhop.txt",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script>"
MADE = (
    {
        "title": f"Zwei Provinzen {HOSTILE}",
        "url": "javascript:alert(1)",
        "date": "2025-07-02",
        "text": "Der Sekretär des Parteikomitees der Provinz Lang Son, Nguyen Van Thanh, leitete die Konferenz.\n"
        f"Die Gemeinde {HOSTILE} bleibt bestehen.\n",
    },
    {
        "title": "=1+1",
        "url": "https://baocamau.vn/mot-bai-bao",
        "date": "2025-08-02",
        "text": "Der Sekretär des Parteikomitees der Provinz Ca Mau, Nguyen Van Thanh, besuchte am 2. August 2025 die "
        "Gemeinden. Am 1. Juli 2025 wurden die Provinzen Ca Mau und Bac Lieu zur Provinz Ca Mau zusammengelegt.\n",
    },
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder with one worker, which has the server and the browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("web"))


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a run over a few articles."""
    folder = tmp_path_factory.mktemp("web")
    made = folder / "made.jsonl"
    made.write_text("".join(f"{json.dumps(one)}\n" for one in MADE), encoding="utf-8")
    run([*(ROOT / "corpus" / "articles" / name for name in CORPUS), made], folder / "outputs")
    return folder / "outputs"


@pytest.fixture(scope="session")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="session")
def address(outputs: Path, register: Register) -> str:
    """The address of a database that holds them."""
    found = f"sqlite:///{outputs.parent / 'events.db'}"
    database = Database(found)
    load(outputs, database, register=register)
    database.close()
    return found


@pytest.fixture(scope="session")
def client(address: str, register: Register) -> Iterator[TestClient]:
    """The pages without a server."""
    database = Database(address, reading=True)
    with TestClient(make_app(database, register), base_url="http://127.0.0.1") as found:
        yield found
    database.close()


@pytest.fixture(scope="session")
def server(address: str) -> Iterator[str]:
    """The address of a server as users start it."""
    command = (sys.executable, "-c", "import sys; from pipeline.cli.main import main; sys.exit(main())")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, "serve", "--database", address, "--port", "0"], stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[0].rstrip("/")
        finally:
            process.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; tests that need it are skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium here; install the package chromium")
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox does not start for root, as which CI runs; all pages are our own.
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=found, args=["--no-sandbox"]) as made,
    ):
        yield made
