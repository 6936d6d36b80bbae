"""`sapxep run --names-model` and `sapxep train` as users meet them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import sapxep
from pipeline.errors import SapxepError
from pipeline.languages.pack import builtin_root
from scripts.made_model import made_model

Call = Callable[..., Any]
TEXT = "Der Provinzparteisekretär Xolo Brumbel sprach gestern in der Provinz Ninh Binh mit dem Ausschuss Quar.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one article."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path / "in"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of a model that knows two names."""
    return made_model(
        tmp_path / "model", {"Xolo": "B-person", "Brumbel": "I-person", "Ausschuss": "B-body", "Quar": "I-body"}
    )


def test_a_run_with_a_model_tells_it_everywhere(call: Call, articles: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert call("run", articles, "-o", out, "--names-model", model, "-q").code == 0
    document = json.loads((out / "documents.jsonl").read_text("utf-8"))
    named = {m["surface"]: m["rule"] for m in document["mentions"] if m.get("rule")}
    assert set(named) == {"Xolo Brumbel", "Ausschuss Quar"}
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["options"]["names_model"] == str(model)
    assert {f"model/{manifest['digests']['model']}"} == set(named.values())
    assert document["made_by"]["model"] == manifest["digests"]["model"]
    assert call("validate", out).code == 0


def test_workers_write_the_same_with_a_model(articles: Path, model: Path, tmp_path: Path) -> None:
    options = sapxep.RunOptions(names_model=str(model))
    made = [sapxep.run(articles, tmp_path / f"out{n}", options, workers=n).manifest.digests for n in (1, 2)]
    assert made[0] == made[1]


def test_nothing_is_added_to_a_run_of_another_model(articles: Path, model: Path, tmp_path: Path) -> None:
    sapxep.run(articles, tmp_path / "out", sapxep.RunOptions(names_model=str(model)))
    made_model(model, {"Xolo": "B-body"})
    with pytest.raises(SapxepError, match="names_model was"):
        sapxep.run(articles, tmp_path / "out", sapxep.RunOptions(append=True))


@pytest.mark.parametrize("wrong", ["no-such-folder", "in"])
def test_a_folder_that_is_no_model_ends_the_run_in_one_line(
    wrong: str, call: Call, articles: Path, tmp_path: Path
) -> None:
    told = call("run", articles, "-o", tmp_path / "out", "--names-model", tmp_path / wrong)
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert str(tmp_path / wrong) in told.err


@pytest.mark.skipif(bool(find_spec("torch")), reason="torch is here")
def test_without_torch_one_line_names_the_extra(call: Call, articles: Path, model: Path, tmp_path: Path) -> None:
    (model / "model.onnx").rename(model / "model.safetensors")
    told = call("run", articles, "-o", tmp_path / "out", "--names-model", model)
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert "pip install 'sapxep[torch]'" in told.err
    told = call("train", articles / "a.txt", "-o", tmp_path / "new")
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert "pip install 'sapxep[train]'" in told.err


def test_auto_leaves_it_to_the_pack(articles: Path, model: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(Path(str(builtin_root())), packs)
    asked = packs / "de" / "pack.yaml"
    asked.write_text(f"{asked.read_text('utf-8')}\nnames_model: {model}\n", "utf-8")
    made = sapxep.run(articles, tmp_path / "out", sapxep.RunOptions(packs=packs, language="de"))
    assert "tiny@" in made.manifest.digests["model"]
    none = sapxep.RunOptions(packs=packs, language="de", names_model="none")
    assert "model" not in sapxep.run(articles, tmp_path / "none", none).manifest.digests
    document = json.loads((tmp_path / "none" / "documents.jsonl").read_text("utf-8"))
    assert (document["made_by"]["model"], [m for m in document["mentions"] if m.get("rule")]) == (None, [])
