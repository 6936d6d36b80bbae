"""The card of a model: what it was made of, with which seed, how it does, and what it is not good for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import SapxepError
from .data import LABELS
from .figures import Figures
from .train import Recipe, Trained

CARD: Final = "README.md"
_HEAD: Final = """---
language: [de, fa, vi]
license: mit
library_name: onnx
pipeline_tag: token-classification
---
# {name}

Finds the names of people, administrative units and bodies in German, Persian and Vietnamese articles on Vietnam's
administrative reorganization. A BERT of {layers} layers, {width} wide, with one vocabulary of {pieces:,} word pieces
for all three languages, trained from scratch, weights of eight bits in ONNX. `sapxep run --names-model` runs it.

## Data

{articles:,} made articles ({windows:,} windows of at most {window} pieces): sentences of the project's own with names
of the official register and of common lists put into them. No real article was among them, and no text of others.

{sources}
## Training

Seed {seed}, {steps:,} steps of {batch} windows, learning rate {rate}, loss {loss:.4f} at the end. The commands above
give it again: the same vocabulary and, with one thread on the same machine and versions of the libraries, the same
weights; elsewhere sums may round otherwise, which changes weights in their last digits.
"""
_LIMITS: Final = """
## Limits

- The articles are made; they know fewer wordings, names and subjects than newspapers do. The figures above
  are of made wording, too, though of wording kept apart. What the model does for real articles stands in
  docs/names-model.md.
- It reads words as sapxep cuts them (`"words": true` in config.json) and no longer text than a window at a time.
- Names of people outside Vietnam, villages, streets and companies are not what it was trained to find.
- Its probabilities are not calibrated; what mentions get as confidence is, where `calibration` stands in config.json
  (`scripts.calibrate_names` puts it there).
"""


def write_card(
    folder: Path, name: str, trained: Trained, recipe: Recipe, figures: Figures, commands: Sequence[str]
) -> None:
    """Write the card beside the model; SapxepError where that cannot be."""
    sources = "```sh\n" + "\n".join(commands) + "\n```\n" if commands else ""
    values: Mapping[str, Any] = {
        **recipe.told(),
        "name": name,
        "pieces": trained.tokenizer.get_vocab_size(),
        "articles": trained.articles,
        "windows": trained.windows,
        "loss": trained.loss,
        "sources": sources,
    }
    text = _HEAD.format(**values) + _table(figures) + _LIMITS
    try:
        (folder / CARD).write_text(text, "utf-8")
    except OSError as error:
        raise SapxepError(f"{folder / CARD}: cannot be written ({error.strerror})") from error


def _table(figures: Figures) -> str:
    if not figures:
        return ""
    lines = ["\n## Figures\n\nExact spans in made articles whose wording was kept apart from training.\n"]
    lines.append("| | label | precision | recall | F1 | names |\n|---|---|---:|---:|---:|---:|")
    for language, scores in figures.items():
        for label in LABELS:
            score = scores[label]
            row = f"| {language} | {label} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"
            lines.append(f"{row} | {score.names:,} |")
    return "\n".join(lines) + "\n"
