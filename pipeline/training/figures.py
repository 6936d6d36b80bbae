"""How a written model does on annotated articles: precision, recall and F1 of exact spans, by language and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from .data import IGNORED, LABELS, TAGS, Article, Window, windows_of
from .vocabulary import PieceTable

ALL: Final = "all"


class Score(NamedTuple):
    """Figures of one label in one language."""

    precision: float
    recall: float
    f1: float
    names: int


Figures = dict[str, dict[str, Score]]


def figures(folder: Path, model: str, articles: Iterable[Article], room: int) -> Figures:
    """Figures by language and label, with all languages together under `all`."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / model), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces = PieceTable(tokenizer)
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    counts: Counter[tuple[str, str, str]] = Counter()
    for article in articles:
        for window in windows_of(article, pieces, room):
            row = np.array([[begin, *window.ids, end]], dtype=np.int64)
            given = {"input_ids": row, "attention_mask": np.ones_like(row)}
            best = session.run(None, given)[0][0].argmax(axis=-1)[1:-1].tolist()
            _count(counts, article.language, window, best)
    languages = sorted({language for language, _, _ in counts})
    return {language: _scores(counts, [language]) for language in languages} | {ALL: _scores(counts, languages)}


def _count(counts: Counter[tuple[str, str, str]], language: str, window: Window, best: list[int]) -> None:
    words = [at for at, tag in enumerate(window.tags) if tag != IGNORED]
    wanted = set(_spans([window.tags[at] for at in words]))
    found = set(_spans([best[at] for at in words]))
    for label in LABELS:
        for name, spans in (("wanted", wanted), ("found", found), ("right", wanted & found)):
            counts[language, label, name] += sum(1 for span in spans if span[2] == label)


def _spans(tags: list[int]) -> Iterator[tuple[int, int, str]]:
    first, held = 0, ""
    for at, tag in enumerate([*tags, 0]):
        prefix, _, label = TAGS[tag].partition("-")
        if held and (label != held or prefix == "B"):
            yield first, at, held
            held = ""
        if label and not held:
            first, held = at, label


def _scores(counts: Counter[tuple[str, str, str]], languages: list[str]) -> dict[str, Score]:
    made: dict[str, Score] = {}
    for label in LABELS:
        wanted, found, right = (
            sum(counts[language, label, name] for language in languages) for name in ("wanted", "found", "right")
        )
        total: Any = wanted + found
        made[label] = Score(
            round(right / found, 4) if found else 0.0,
            round(right / wanted, 4) if wanted else 0.0,
            round(2 * right / total, 4) if total else 0.0,
            wanted,
        )
    return made
