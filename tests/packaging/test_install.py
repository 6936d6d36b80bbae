"""A wheel and an editable install work from any folder, beside a file pipeline.py of the user's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("sapxep.py", "pipeline", "models", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
# Stands for a model, in a folder as models are.
PROBE = "probe/config.json"
ARTICLE = (
    "Die Gemeinden Xuan Thien und Chinh Tam im Bezirk Kim Son der Provinz Ninh Binh wurden zur neuen Gemeinde "
    "Xuan Chinh zusammengelegt. Der Beschluss Nr. 861/NQ-UBTVQH14 wurde am 1. Januar 2020 wirksam.\n"
)
USE = f"""
import json
import pipeline
import sapxep

assert pipeline.MINE == "the user's own", pipeline.__file__
document, events = sapxep.extract({ARTICLE!r})
merge = next(event for event in events if event.type == "merge")
told = {{
    "home": sapxep.__file__,
    "language": document.language,
    "sources": sorted(unit.name for unit in merge.sources),
    "targets": [unit.name for unit in merge.targets],
    "ids": [unit.unit for unit in merge.targets],
}}
print(json.dumps(told))
"""


def _call(*command: str | Path, cwd: Path) -> str:
    """Run a command as a user would, without the environment of this test run."""
    ours = ("PYTHON", "PYTEST", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is packaged, so that building leaves nothing in the working tree."""
    copy = tmp_path_factory.mktemp("source") / "sapxep"
    copy.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    (copy / "models" / PROBE).parent.mkdir()
    (copy / "models" / PROBE).write_text("{}", encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of its own."""
    copy, dist = tmp_path_factory.mktemp("build") / "sapxep", tmp_path_factory.mktemp("dist")
    shutil.copytree(source, copy, symlinks=True)
    _call(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", dist, copy, cwd=dist)
    (built,) = dist.glob("sapxep-*.whl")
    return built


def _environment(folder: Path, *what: str | Path) -> Path:
    """A fresh environment with one thing installed; the libraries come from the running one.

    The line in the .pth file adds a path only: .pth files in that folder, such as the one of an editable sapxep, are
    not read.
    """
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    options = ("-q", "--no-deps", "--no-build-isolation", "--ignore-installed")
    _call(sys.executable, "-m", "pip", "--python", python, "install", *options, *what, cwd=folder)
    return folder / "bin"


@pytest.fixture(scope="module", params=["wheel", "editable"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The bin folder of an environment with sapxep, and where its code must lie."""
    folder = tmp_path_factory.mktemp("env")
    if request.param == "wheel":
        return _environment(folder, request.getfixturevalue("wheel")), folder
    source: Path = request.getfixturevalue("source")
    return _environment(folder, "-e", source), source


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A user's folder with an article and a pipeline.py that has nothing to do with this project."""
    (tmp_path / "pipeline.py").write_text('MINE = "the user\'s own"\n', encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_command_runs_beside_a_pipeline_of_the_users(installed: tuple[Path, Path], desk: Path) -> None:
    _call(installed[0] / "sapxep", "run", "article.txt", "-o", "out", cwd=desk)
    (event,) = [
        event
        for event in map(json.loads, (desk / "out" / "events.jsonl").read_text("utf-8").splitlines())
        if event["type"] == "merge"
    ]
    assert [unit["name"] for unit in event["targets"]] == ["Xuân Chính"]
    assert (desk / "out" / "rejects.jsonl").read_bytes() == b""


def test_import_works_beside_a_pipeline_of_the_users(installed: tuple[Path, Path], desk: Path) -> None:
    bin_, home = installed
    told = json.loads(_call(bin_ / "python", "-c", USE, cwd=desk))
    assert Path(told["home"]).resolve().is_relative_to(home.resolve())
    assert told["language"] == "de"
    assert told["sources"] == ["Chính Tâm", "Xuân Thiện"]
    assert (told["targets"], told["ids"]) == (["Xuân Chính"], ["vn:2025-06:14632"])


def test_packs_and_register_are_found(installed: tuple[Path, Path], desk: Path) -> None:
    packs = _call(installed[0] / "sapxep", "packs", "check", cwd=desk)
    assert [line.split()[0] for line in packs.splitlines()] == ["de", "fa", "vi"]
    found = json.loads(_call(installed[0] / "sapxep", "register", "find", "Xuan Chinh", "--json", cwd=desk))
    assert "vn:2025-06:14632" in [unit["id"] for unit in found]


def test_spacy_finds_the_components_by_name(installed: tuple[Path, Path], desk: Path) -> None:
    use = (
        "import spacy; nlp = spacy.blank('de'); nlp.add_pipe('sapxep_documents');"
        f"doc = nlp({ARTICLE!r}); print([span.text for span in doc.spans['sapxep_documents']])"
    )
    assert "861/NQ-UBTVQH14" in _call(installed[0] / "python", "-c", use, cwd=desk)


def test_pages_find_their_templates(installed: tuple[Path, Path], tmp_path: Path) -> None:
    use = (
        "import sapxep; from importlib import import_module;"
        "app = import_module(sapxep._ROOT + '.web.app'); site = import_module(sapxep._ROOT + '.web.environment');"
        "print(site.environment().get_template('about.html').name, app._static('style.css').status_code)"
    )
    assert _call(installed[0] / "python", "-c", use, cwd=tmp_path) == "about.html 200\n"


def test_models_are_found(installed: tuple[Path, Path], tmp_path: Path) -> None:
    use = f"from importlib.resources import files; print(files('pipeline').joinpath('_models/{PROBE}').read_text())"
    assert _call(installed[0] / "python", "-c", use, cwd=tmp_path) == "{}\n"


def test_wheel_carries_data_and_nothing_else(wheel: Path, source: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = (("pipeline/languages/packs", "*/*.yaml"), ("pipeline/register/data", "*"))
    for folder, pattern in (*data, ("pipeline/web/templates", "*.html"), ("pipeline/web/static", "*")):
        wanted = {path.relative_to(source).as_posix() for path in (source / folder).glob(pattern)}
        assert wanted
        assert wanted <= names
    code = {path.relative_to(source).as_posix() for path in (source / "pipeline").rglob("*.py")}
    assert code <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"sapxep.py", "pipeline"}


def test_models_are_reached_through_the_package() -> None:
    link = ROOT / "pipeline" / "_models"
    assert link.is_symlink()
    assert link.resolve() == ROOT / "models"
