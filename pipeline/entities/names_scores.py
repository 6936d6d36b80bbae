"""Asks a model for the scores of pieces: through ONNX Runtime, or through torch where the model has no ONNX file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..errors import SapxepError

if TYPE_CHECKING:
    from .names_folder import Folder

Array = np.ndarray[Any, np.dtype[Any]]


class Scores(Protocol):
    """Scores of each tag for each piece of one window."""

    def of(self, ids: list[int]) -> Array:
        """A row of scores for each piece."""


class OnnxScores:
    """An ONNX model in a session of one thread, so that the same window gives the same bits."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # of the runtime, which raises its own
            reason = " ".join(str(error).split())[:200]
            raise SapxepError(f"{path}: no ONNX model that can be run ({reason})") from error
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._output = self._session.get_outputs()[0].name

    def of(self, ids: list[int]) -> Array:
        """A row of scores for each piece."""
        row = np.array([ids], dtype=np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        found: Array = self._session.run(
            [self._output], {name: value for name, value in given.items() if name in self._inputs}
        )[0][0]
        return found


class TorchScores:
    """Any token classification model of transformers; needs torch."""

    def __init__(self, folder: Folder) -> None:
        if find_spec("torch") is None:
            raise SapxepError(
                f"{folder.path}: holds no ONNX file, and other models need torch: pip install 'sapxep[torch]'"
            )
        import torch
        from transformers import AutoModelForTokenClassification

        self._torch = torch
        torch.set_num_threads(1)
        try:
            self._model = AutoModelForTokenClassification.from_pretrained(str(folder.path)).eval()
        except Exception as error:  # of transformers, which raises all sorts
            reason = " ".join(str(error).split())[:200]
            raise SapxepError(f"{folder.path}: its weights cannot be read ({reason})") from error

    def of(self, ids: list[int]) -> Array:
        """A row of scores for each piece."""
        torch = self._torch
        row = torch.tensor([ids])
        with torch.no_grad():
            found: Array = self._model(input_ids=row, attention_mask=torch.ones_like(row)).logits[0].numpy()
        return found


def scores_of(folder: Folder) -> Scores:
    """What answers for a model's folder."""
    return OnnxScores(folder.onnx) if folder.onnx is not None else TorchScores(folder)
