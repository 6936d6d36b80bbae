"""Where a model for names lies and what its files say: a folder of ours, of the user's, or of a model hub."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, get_args

from ..errors import SapxepError

Label = Literal["person", "unit", "body"]
DEFAULT: Final = "default"
NONE: Final = "none"
AUTO: Final = "auto"
_SHIPPED: Final = "names"
_CONFIG: Final = "config.json"
_TOKENIZER: Final = "tokenizer.json"
# The smaller file of two comes first: int8 is what a CPU wants.
_ONNX: Final = tuple(
    f"{folder}{name}.onnx" for name in ("model_int8", "model_quantized", "model") for folder in ("", "onnx/")
)
_WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json")
_WANTED: Final = ["*.json", "*.txt", "*.model", *_ONNX, "*.safetensors", "pytorch_model.bin"]
_HUB_ID: Final = re.compile(r"[\w.-]+/[\w.-]+")
_DIGITS: Final = 12
_WORDS: Final[dict[str, Label]] = {
    **dict.fromkeys(("person", "per", "pers", "people"), "person"),
    **dict.fromkeys(("unit", "loc", "location", "gpe", "place"), "unit"),
    **dict.fromkeys(("body", "org", "organization", "organisation"), "body"),
}
_PREFIX: Final = re.compile(r"(?:([BIESLU])[-_])?(.+)", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Tag:
    """What one output of a model says of a token: nothing (`label` is None), or that a name begins or goes on there."""

    label: Label | None
    begins: bool = False


@dataclass(slots=True, frozen=True)
class Folder:
    """A model's folder: its configuration, its tags in the order of its outputs, its ONNX file where it has one."""

    path: Path
    config: dict[str, Any]
    tags: tuple[Tag, ...]
    onnx: Path | None
    tokenizer: Path | None

    @property
    def name(self) -> str:
        """Its name and a digest of what it answers by, as records tell it."""
        told = self.config.get("sapxep", {}).get("name") or self.path.name
        return f"{told}@{self.digest()}"

    @property
    def calibration(self) -> dict[str, tuple[float, float]]:
        """For each label that was calibrated, slope and intercept on the log odds of a probability."""
        told = self.config.get("sapxep", {}).get("calibration", {})
        return {label: (float(slope), float(intercept)) for label, (slope, intercept) in told.items()}

    def digest(self) -> str:
        """Twelve hex digits over configuration, tokenizer and weights."""
        found = hashlib.sha256()
        weights = [self.onnx] if self.onnx else [self.path / name for name in _WEIGHTS]
        for path in (self.path / _CONFIG, self.tokenizer, *weights):
            if path is not None and path.is_file():
                found.update(path.read_bytes())
        return found.hexdigest()[:_DIGITS]


def open_folder(reference: str) -> Folder:
    """The folder of `default`, of a path or of a hub's id; SapxepError in one line where there is no model."""
    path = _path_of(reference)
    config = _config(path, reference)
    onnx = next((path / name for name in _ONNX if (path / name).is_file()), None)
    if onnx is None and not any((path / name).is_file() for name in _WEIGHTS):
        raise SapxepError(f"{reference}: no model: it holds neither model.onnx nor {_WEIGHTS[0]}")
    tokenizer = path / _TOKENIZER
    return Folder(path, config, _tags(config, reference), onnx, tokenizer if tokenizer.is_file() else None)


def _path_of(reference: str) -> Path:
    if reference == DEFAULT:
        return _shipped()
    path = Path(reference)
    if path.is_dir():
        return path
    if path.exists() or not _HUB_ID.fullmatch(reference):
        raise SapxepError(f"{reference}: no folder of a model, and no id of a model hub (OWNER/NAME)")
    return _fetched(reference)


def _shipped() -> Path:
    """The folder of the model that ships with the package."""
    found = Path(str(files(__package__))).parent / "_models" / _SHIPPED
    if not found.is_dir():
        raise SapxepError("default: no names model ships with this installation; name a folder")
    return found


def _fetched(reference: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(reference, allow_patterns=_WANTED))
    except Exception as error:  # of many libraries: no network, no such id, no room
        reason = str(error).strip().splitlines()[0] if str(error).strip() else ""
        raise SapxepError(
            f"{reference}: no folder, and not to be had from the hub: {type(error).__name__}: {reason}"
        ) from error


def _config(path: Path, reference: str) -> dict[str, Any]:
    try:
        found = json.loads((path / _CONFIG).read_text("utf-8"))
    except FileNotFoundError:
        raise SapxepError(f"{reference}: no model: {_CONFIG} is missing") from None
    except (OSError, ValueError) as error:
        raise SapxepError(f"{reference}: {_CONFIG} cannot be read ({error})") from error
    if not isinstance(found, dict):
        raise SapxepError(f"{reference}: {_CONFIG} is no object")
    return found


def _tags(config: dict[str, Any], reference: str) -> tuple[Tag, ...]:
    names = config.get("id2label")
    if not isinstance(names, dict) or not names:
        raise SapxepError(f"{reference}: {_CONFIG} names no labels (id2label): no token classification")
    try:
        tags = tuple(_tag(str(name)) for _, name in sorted((int(at), name) for at, name in names.items()))
    except ValueError:
        raise SapxepError(f"{reference}: {_CONFIG}: the keys of id2label are no numbers") from None
    if not any(tag.label for tag in tags):
        raise SapxepError(f"{reference}: none of its labels is one of people, places or bodies ({', '.join(_WORDS)})")
    return tags


def _tag(name: str) -> Tag:
    found = _PREFIX.fullmatch(name)
    if found is None:
        return Tag(None)
    return Tag(_WORDS.get(found[2].lower()), (found[1] or "").upper() in ("B", "S", "U"))


LABELS: Final[tuple[Label, ...]] = get_args(Label)
