"""A model that finds the names of people, units and bodies: an article's words in, spans with probabilities out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..errors import SapxepError
from ..records.annotation import Annotation
from .names_folder import LABELS, Folder, Label
from .names_pieces import Cutter, Pieces
from .names_scores import Array, Scores

_WINDOW: Final = 128
_SHORTEST_WINDOW: Final = 8
_OVERLAP: Final = 12
_NO_WORD: Final = -1
# Nothing is surer than this.
_SUREST: Final = 0.99
_EDGE: Final = 1e-4
_ORDER: Final[tuple[Label | None, ...]] = (None, *LABELS)
# Label, probability, and whether a name begins here.
_Word = tuple[Label | None, float, bool]


def log_odds(probability: float) -> float:
    """Log odds of a probability as spans have it, within bounds."""
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


@dataclass(slots=True, frozen=True)
class NameSpan:
    """A name at tokens [first, last), what the model takes it for, and the least probability of its tokens.

    `confidence` is the chance that the name is right where rules support it, None where that was not calibrated.
    """

    first: int
    last: int
    label: Label
    probability: float
    confidence: float | None = None


class NamesModel:
    """A model with its tokenizer, ready to read articles."""

    def __init__(self, folder: Folder, cutter: Cutter, scores: Scores) -> None:
        self.name = folder.name
        self._tags = folder.tags
        self._sums = np.array([[tag.label == label for label in _ORDER] for tag in folder.tags], dtype=np.float32)
        self._begins = self._sums * np.array([[tag.begins] for tag in folder.tags], dtype=np.float32)
        self._cutter = cutter
        self._scores = scores
        self._calibrated = folder.calibration
        around = len(cutter.before) + len(cutter.behind)
        longest = folder.config.get("max_position_embeddings")
        room = min(_WINDOW, longest if isinstance(longest, int) and longest > 0 else _WINDOW) - around
        self._room = max(room, _SHORTEST_WINDOW)

    def spans(self, ann: Annotation, stretches: Iterable[tuple[int, int]]) -> list[NameSpan]:
        """The names in stretches of tokens [first, last), each a sentence; none reaches over the end of its own."""
        found: list[NameSpan] = []
        kept = list(stretches)
        words = dict(self._words(ann, kept))
        for first, last in kept:
            found += _decoded([(at, words[at]) for at in range(first, last) if at in words])
        return [replace(span, confidence=self._confidence(span)) for span in found]

    def _confidence(self, span: NameSpan) -> float | None:
        line = self._calibrated.get(span.label)
        if line is None:
            return None
        chance = 1 / (1 + math.exp(-(line[0] * log_odds(span.probability) + line[1])))
        return min(_SUREST, round(chance, 2))

    def _words(self, ann: Annotation, stretches: list[tuple[int, int]]) -> Iterator[tuple[int, _Word]]:
        """What the model says of each word."""
        before, behind = self._cutter.before, self._cutter.behind
        for window in _windows(self._cutter, ann, stretches, self._room):
            scores = self._scores.of([*before, *window.ids, *behind])
            if scores.shape[-1] != len(self._tags):
                raise SapxepError(f"{self.name}: {scores.shape[-1]} outputs for {len(self._tags)} labels")
            at = [place for place, word in enumerate(window.words) if word != _NO_WORD]
            chosen = scores[[place + len(before) for place in at]]
            yield from zip([window.words[place] for place in at], self._told(chosen), strict=True)

    def _told(self, scores: Array) -> Iterator[_Word]:
        """The likeliest label of each row, over all tags that say it; the label None where no name is likelier."""
        chances = _softmax(scores)
        by_label = chances @ self._sums
        best = by_label.argmax(axis=1)
        begins = chances @ self._begins
        for row, at in enumerate(best.tolist()):
            chance = float(by_label[row, at])
            yield _ORDER[at], chance, 2 * float(begins[row, at]) > chance


def _windows(cutter: Cutter, ann: Annotation, stretches: list[tuple[int, int]], room: int) -> Iterator[Pieces]:
    """Pieces in windows: as many sentences as fit, longer ones cut into windows that overlap."""
    ids: list[int] = []
    words: list[int] = []
    for first, last in stretches:
        pieces = cutter.cut(ann, first, last)
        if ids and len(ids) + len(pieces.ids) > room:
            yield Pieces(ids, words)
            ids, words = [], []
        if len(pieces.ids) > room:
            yield from _parts(pieces, room)
            continue
        ids, words = ids + pieces.ids, words + pieces.words
    if ids:
        yield Pieces(ids, words)


def _parts(pieces: Pieces, room: int) -> Iterator[Pieces]:
    """Windows over one long sentence; each word is answered for by the window that shows more around it."""
    overlap = min(_OVERLAP, room // 4)
    step, total = room - 2 * overlap, len(pieces.ids)
    for start in range(0, total, step):
        end = min(start + room, total)
        inner = range(start if start == 0 else start + overlap, end if end == total else end - overlap)
        words = [word if at in inner else _NO_WORD for at, word in enumerate(pieces.words[start:end], start)]
        yield Pieces(pieces.ids[start:end], words)
        if end == total:
            return


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Array = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def _decoded(words: list[tuple[int, _Word]]) -> Iterator[NameSpan]:
    """Runs of words with one label; a word that begins a name parts two that touch."""
    run: list[tuple[int, float]] = []
    held: Label | None = None
    for at, (label, chance, begins) in words:
        if run and (label != held or begins or at != run[-1][0] + 1):
            yield _span(run, held)
            run = []
        held = label
        if label is not None:
            run.append((at, chance))
    if run:
        yield _span(run, held)


def _span(run: list[tuple[int, float]], label: Any) -> NameSpan:
    return NameSpan(run[0][0], run[-1][0] + 1, label, round(min(chance for _, chance in run), 4))
