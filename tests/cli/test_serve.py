"""`sapxep serve`: it loads by itself, says what it cannot do, and cleans up."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipeline.cli.main import main
from pipeline.runners.local import run

ARTICLE = (
    "Die Gemeinden Xuan Thien und Chinh Tam im Bezirk Kim Son der Provinz Ninh Binh wurden zur neuen Gemeinde "
    "Xuan Chinh zusammengelegt."
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    run([folder / "a.txt"], folder / "out")
    return folder / "out"


def test_outputs_are_loaded_served_and_gone(outputs: Path, tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; from pipeline.cli.main import main; sys.exit(main())")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*command, "serve", str(outputs), "--port", "0"], text=True, env=env, **streams) as process:
        assert process.stdout is not None
        try:
            place = process.stdout.readline().split()[0]
            assert place.startswith("http://127.0.0.1:")
            with urlopen(f"{place}search?q=Xu%C3%A2n+Ch%C3%ADnh", timeout=30) as answer:  # noqa: S310  # our own server
                assert "Chính Tâm + Xuân Thiện → Xuân Chính" in answer.read().decode()
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
        finally:
            process.kill()
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_told(outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 2
    assert "--database" in capsys.readouterr().err
    assert main(["serve", str(outputs), "--database", "sqlite:///a.db"]) == 2
    assert main(["serve", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["serve", "--database", f"sqlite:///{tmp_path / 'none.db'}"]) == 2
    assert "no such database" in capsys.readouterr().err


def test_taken_port_is_told_in_one_line(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", str(outputs), "--port", str(taken.getsockname()[1])]) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.endswith("choose another with --port or --host")
