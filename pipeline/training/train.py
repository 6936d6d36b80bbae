"""Trains a small transformer for names from scratch; the same articles and seed give the same model on one machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import SapxepError
from .data import IGNORED, TAGS, Window, articles_of, windows_of
from .vocabulary import SPECIAL, PieceTable, vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_POOL: Final = 32
_WARM: Final = 0.06
_LONGEST_GRADIENT: Final = 1.0
_TELL_EVERY: Final = 50
_AROUND: Final = 2
Tell = Callable[[str], None]


@dataclass(slots=True, frozen=True)
class Recipe:
    """All that a model hangs on, beside its articles."""

    seed: int = 4
    steps: int = 3000
    batch: int = 24
    rate: float = 1.5e-3
    vocabulary: int = 12_000
    layers: int = 3
    width: int = 128
    inner: int = 512
    heads: int = 2
    window: int = 128
    dropout: float = 0.1
    threads: int = 1

    def told(self) -> dict[str, int | float]:
        """Its values by name."""
        return asdict(self)


@dataclass(slots=True, frozen=True)
class Trained:
    """A trained model with its tokenizer, and what it was trained on."""

    model: Any
    tokenizer: Tokenizer
    articles: int
    windows: int
    loss: float


def train(paths: Sequence[Path], recipe: Recipe, tell: Tell) -> Trained:
    """Train on the articles of some files; uses a GPU where there is one."""
    torch = _torch()
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    torch.use_deterministic_algorithms(True, warn_only=True)
    tokenizer = vocabulary(articles_of(paths), recipe.vocabulary)
    chance = random.Random(recipe.seed)
    pieces = PieceTable(tokenizer)
    count, windows = 0, list[Window]()
    for article in articles_of(paths):
        count += 1
        windows += windows_of(article, pieces, recipe.window - _AROUND, chance)
    if not windows:
        raise SapxepError("no articles to train on")
    tell(f"{count:,} articles, {len(windows):,} windows, {tokenizer.get_vocab_size():,} word pieces")
    model = _model(recipe, tokenizer)
    loss = _fit(torch, model, windows, recipe, chance, tell)
    return Trained(model.to("cpu").eval(), tokenizer, count, len(windows), loss)


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise SapxepError("training needs torch and onnx: pip install 'sapxep[train]'") from None
    return torch


def _model(recipe: Recipe, tokenizer: Tokenizer) -> Any:
    from transformers import BertConfig, BertForTokenClassification

    kind: Any = BertConfig
    config = kind(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=recipe.width,
        num_hidden_layers=recipe.layers,
        num_attention_heads=recipe.heads,
        intermediate_size=recipe.inner,
        hidden_act="relu",
        hidden_dropout_prob=recipe.dropout,
        attention_probs_dropout_prob=0.0,
        max_position_embeddings=recipe.window,
        type_vocab_size=1,
        id2label=dict(enumerate(TAGS)),
        label2id={tag: at for at, tag in enumerate(TAGS)},
        attn_implementation="eager",
    )
    return BertForTokenClassification(config)


def _fit(torch: Any, model: Any, windows: list[Window], recipe: Recipe, chance: random.Random, tell: Tell) -> float:
    """Fit the model; the mean loss of the last steps."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=0.01, foreach=False)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _slope(step, recipe.steps))
    mean = 0.0
    for step, batch in zip(range(recipe.steps), _batches(windows, recipe, chance), strict=False):
        ids, mask, tags = (torch.tensor(rows, device=device) for rows in _padded(batch))
        loss = model(input_ids=ids, attention_mask=mask, labels=tags).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), _LONGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
        if (step + 1) % _TELL_EVERY == 0:
            tell(f"step {step + 1:,} of {recipe.steps:,}: loss {mean:.4f}")
    return mean


def _slope(step: int, steps: int) -> float:
    """The part of the learning rate at a step: up at first, then down to nothing."""
    warm = max(1, int(steps * _WARM))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def _batches(windows: list[Window], recipe: Recipe, chance: random.Random) -> Iterator[list[Window]]:
    """Batches without end; windows of like length go together, so that little is padded."""
    while True:
        order = list(range(len(windows)))
        chance.shuffle(order)
        for first in range(0, len(order), recipe.batch * _POOL):
            pool = sorted(order[first : first + recipe.batch * _POOL], key=lambda at: (len(windows[at].ids), at))
            groups = [pool[at : at + recipe.batch] for at in range(0, len(pool), recipe.batch)]
            chance.shuffle(groups)
            yield from ([windows[at] for at in group] for group in groups)


def _padded(batch: list[Window]) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    pad, begin, end = (SPECIAL.index(name) for name in ("[PAD]", "[CLS]", "[SEP]"))
    longest = max(len(window.ids) for window in batch)
    ids, mask, tags = [], [], []
    for window in batch:
        more = longest - len(window.ids)
        ids.append([begin, *window.ids, end, *[pad] * more])
        mask.append([1] * (len(window.ids) + _AROUND) + [0] * more)
        tags.append([IGNORED, *window.tags, IGNORED, *[IGNORED] * more])
    return ids, mask, tags
