"""What torch is needed for: models without an ONNX file, and training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sapxep
from pipeline.cli.main import main
from pipeline.entities.names_model import NameSpan
from pipeline.entities.names_reference import names_model
from pipeline.errors import SapxepError
from pipeline.stages.builtin import language_of
from scripts.made_model import made_model

pytestmark = pytest.mark.filterwarnings("ignore")
KNOWN = ("Xolo", "Brumbel", "und", "sprach", "Quanx")
TEXT = "Der Sekretär Mai Khanh sprach. Die Gemeinde Xuan Chinh nickte."


def _made(path: Path) -> Path:
    spans = [[13, 22, "person"], [TEXT.index("Xuan"), TEXT.index("Xuan") + 11, "unit"]]
    line = json.dumps({"text": TEXT, "language": "de", "spans": spans})
    path.write_text(f"{line}\n" * 60, "utf-8")
    return path


def _spans(folder: Path, text: str) -> list[NameSpan]:
    model = names_model(str(folder))
    assert model is not None
    ann = language_of("de").prepare(text)
    return model.spans(ann, [(s.first, s.last) for s in ann.sentences])


def test_any_model_of_transformers_runs_without_an_onnx_file(tmp_path: Path) -> None:
    import torch
    from transformers import BertConfig, BertForTokenClassification

    folder = made_model(tmp_path / "m", dict.fromkeys(KNOWN, "O"), tags=("O", "PER", "LOC"), own=False, onnx=False)
    labels = {0: "O", 1: "PER", 2: "LOC"}
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=20, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, id2label=labels
    )
    model = BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.bias[:] = torch.tensor([0.0, 9.0, 0.0])
    model.save_pretrained(folder)
    assert [(s.first, s.last, s.label) for s in _spans(folder, "Xolo und Brumbel")] == [(0, 3, "person")]
    (tmp_path / "a.txt").write_text("Der Sekretär der Provinz Ninh Binh sprach mit Xolo.", "utf-8")
    options = sapxep.RunOptions(names_model=str(folder), language="de")
    assert sapxep.run(tmp_path / "a.txt", tmp_path / "out", options).manifest.digests["model"].startswith("m@")


def test_weights_that_cannot_be_read_are_told_in_one_line(tmp_path: Path) -> None:
    folder = made_model(tmp_path / "m", dict.fromkeys(KNOWN, "O"), onnx=False)
    (folder / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(SapxepError, match="its weights cannot be read") as told:
        names_model(str(folder))
    assert "\n" not in str(told.value)


def test_training_learns_writes_a_card_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    made = _made(tmp_path / "made.jsonl")
    for name in ("one", "two"):
        args = ["train", made, "-o", tmp_path / name, "--test", made, "--steps", 60, "--width", 16, "--layers", 1]
        assert main([str(arg) for arg in (*args, "--vocabulary", 200, "-q", "--made-by", "sapxep synth -o x")]) == 0
    for file in ("model_int8.onnx", "tokenizer.json", "config.json", "README.md"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    card = (tmp_path / "one" / "README.md").read_text("utf-8")
    assert "60 made articles" in card
    assert "sapxep synth -o x" in card
    assert "| de | person |" in card
    assert {s.label for s in _spans(tmp_path / "one", TEXT)} == {"person", "unit"}
