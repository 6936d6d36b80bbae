"""Writes a trained model as the pipeline runs it: ONNX with weights of eight bits, tokenizer, configuration, card."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

from ..errors import SapxepError
from .train import Trained

MODEL: Final = "model_int8.onnx"
_OPSET: Final = 17
_NAMES: Final = ("input_ids", "attention_mask")
_KEPT: Final = (
    "architectures", "model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
    "intermediate_size", "hidden_act", "max_position_embeddings", "type_vocab_size", "id2label", "label2id",
)  # fmt: skip


def export(trained: Trained, folder: Path, name: str) -> int:
    """Write the model's files into a folder; the bytes of all of them. SapxepError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            plain = Path(scratch) / "model.onnx"
            _to_onnx(trained.model, plain)
            _quantize(plain, folder / MODEL)
        trained.tokenizer.save(str(folder / "tokenizer.json"))
        told = trained.model.config.to_dict()
        config = {key: told[key] for key in _KEPT if told.get(key) is not None}
        config["architectures"] = [type(trained.model).__name__]
        config["sapxep"] = {"name": name, "words": True}
        (folder / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")
        options = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": told["max_position_embeddings"]}
        marks = {f"{key}_token": f"[{key.upper()}]" for key in ("pad", "unk", "cls", "sep", "mask")}
        (folder / "tokenizer_config.json").write_text(json.dumps({**options, **marks}, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise SapxepError(f"{folder}: cannot be written ({error.strerror})") from error
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _to_onnx(model: Any, path: Path) -> None:
    import torch

    class Scores(torch.nn.Module):  # type: ignore[misc]
        """The model with its scores alone."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).logits

    axes = {name: {0: "windows", 1: "pieces"} for name in (*_NAMES, "logits")}
    row = torch.full((1, 16), 5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Scores().eval(), (row, torch.ones_like(row)), str(path), input_names=list(_NAMES),
            output_names=["logits"], dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip


def _quantize(plain: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True)
