"""A tiny names model for tests, written byte by byte: an ONNX file whose scores hang on the piece alone."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors

TAGS = ("O", "B-person", "I-person", "B-unit", "I-unit", "B-body", "I-body")
_SURE = 9.0
_UNKNOWN = "[UNK]"


def made_model(
    folder: Path, words: Mapping[str, str], tags: tuple[str, ...] = TAGS, own: bool = True, onnx: bool = True
) -> Path:
    """Write a model that says of each word the tag given, and O of all others."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = [_UNKNOWN, "[CLS]", "[SEP]", *words]
    said = ["O", "O", "O", *words.values()]
    table = [[_SURE if tag == name else 0.0 for name in tags] for tag in said]
    if onnx:
        (folder / "model.onnx").write_bytes(_onnx(table))
    config: dict[str, object] = {"id2label": dict(enumerate(tags)), "max_position_embeddings": 64}
    if own:
        config["sapxep"] = {"name": "tiny", "words": True}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    tokenizer_of(pieces).save(str(folder / "tokenizer.json"))
    return folder


def tokenizer_of(pieces: list[str]) -> Tokenizer:
    """A tokenizer of whole words that puts [CLS] and [SEP] around a text."""
    made = Tokenizer(models.WordLevel({piece: at for at, piece in enumerate(pieces)}, unk_token=_UNKNOWN))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [(name, pieces.index(name)) for name in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return made


def _onnx(table: list[list[float]]) -> bytes:
    """A model of one node: logits = Gather(table, input_ids)."""
    raw = b"".join(struct.pack(f"<{len(row)}f", *row) for row in table)
    tensor = _number(1, len(table)) + _number(1, len(table[0])) + _number(2, 1) + _part(8, b"table") + _part(9, raw)
    node = _part(1, b"table") + _part(1, b"input_ids") + _part(2, b"logits") + _part(4, b"Gather")
    ids, logits = _value("input_ids", 7, ("b", "t")), _value("logits", 1, ("b", "t", len(table[0])))
    graph = _part(1, node) + _part(2, b"tiny") + _part(5, tensor) + _part(11, ids) + _part(12, logits)
    return _number(1, 8) + _part(7, graph) + _part(8, _part(1, b"") + _number(2, 17))


def _value(name: str, kind: int, shape: tuple[str | int, ...]) -> bytes:
    axes = b"".join(_part(1, _number(1, x) if isinstance(x, int) else _part(2, x.encode())) for x in shape)
    return _part(1, name.encode()) + _part(2, _part(1, _number(1, kind) + _part(2, axes)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
