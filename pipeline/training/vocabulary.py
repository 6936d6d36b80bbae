"""The subword vocabulary that all languages share, learned from the words of the training articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from .data import Article

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SPECIAL: Final = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_UNKNOWN: Final = SPECIAL[1]
# Rare words stay out: names are to be read by their parts.
_FREQUENT: Final = 3


def vocabulary(articles: Iterable[Article], size: int) -> Tokenizer:
    """A tokenizer of word pieces; the same articles give the same one."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

    counts = Counter(word for article in articles for words, _ in article.sentences for word in words)
    words = sorted((word, count) for word, count in counts.items() if count >= _FREQUENT and not word[0].isdigit())
    made = Tokenizer(models.WordPiece(unk_token=_UNKNOWN, max_input_chars_per_word=100))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    letters = sorted({letter for word, _ in words for letter in word} | set("0123456789"))
    # Named before training, since what it meets by itself it numbers in no fixed order, and ties hang on the numbers.
    fixed = [*SPECIAL, *letters, *(f"##{letter}" for letter in letters)]
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=fixed, show_progress=False)
    made.train_from_iterator((" ".join([word] * min(count, 50)) for word, count in words), trainer)
    made = _plain(made)
    marks = [(name, made.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=marks
    )
    return made


def _plain(trained: Tokenizer) -> Tokenizer:
    """The same vocabulary, with letters as ordinary pieces instead of special ones."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    made = Tokenizer(models.WordPiece(vocab=trained.get_vocab(), unk_token=_UNKNOWN, max_input_chars_per_word=100))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    made.add_special_tokens(list(SPECIAL))
    return made


class PieceTable(dict[str, list[int]]):
    """The pieces of each word, as the pipeline looks them up."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, word: str) -> list[int]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        made = self[word] = list(ids) or [SPECIAL.index(_UNKNOWN)]
        return made
