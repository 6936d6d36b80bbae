"""Cuts the words of an article into the pieces that a model knows, and remembers which word each piece begins."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ..errors import SapxepError
from ..records.annotation import Annotation
from ..text.memo import make_room

if TYPE_CHECKING:
    from .names_folder import Folder

_CACHE_LIMIT: Final = 2_048
_NO_WORD: Final = -1


class Pieces(NamedTuple):
    """Ids of pieces, and for each the word that it is the first piece of, else -1."""

    ids: list[int]
    words: list[int]


class Cutter(Protocol):
    """Cuts words [first, last) of an article; `before` and `behind` go around a window."""

    before: list[int]
    behind: list[int]

    def cut(self, ann: Annotation, first: int, last: int) -> Pieces:
        """The pieces of the words."""


class WordCutter:
    """Cuts word by word, as our own models are trained, and remembers the pieces of each word."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}
        self.before, self.behind = _around(tokenizer)

    def cut(self, ann: Annotation, first: int, last: int) -> Pieces:
        """The pieces of the words; a word that gives none is the unknown one."""
        ids: list[int] = []
        words: list[int] = []
        known = self._known
        for at, token in enumerate(ann.tokens[first:last], first):
            found = known.get(token) or self._learn(token)
            ids += found
            words.append(at)
            words += [_NO_WORD] * (len(found) - 1)
        return Pieces(ids, words)

    def ids_of(self, token: str) -> list[int]:
        """The ids of a word's pieces."""
        return self._known.get(token) or self._learn(token)

    def _learn(self, token: str) -> list[int]:
        make_room(self._known, _CACHE_LIMIT)
        found: list[int] = self._tokenizer.encode(token, add_special_tokens=False).ids
        self._known[token] = found or [self._tokenizer.token_to_id("[UNK]") or 0]
        return self._known[token]


class TextCutter:
    """Cuts the text as it stands, as most models are trained, and finds the words by the pieces' offsets."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.before, self.behind = _around(tokenizer)

    def cut(self, ann: Annotation, first: int, last: int) -> Pieces:
        """The pieces of the words."""
        start = ann.starts[first]
        made = self._tokenizer.encode(ann.text[start : ann.ends[last - 1]], add_special_tokens=False)
        words: list[int] = []
        seen = _NO_WORD
        for _, end in made.offsets:
            # The end, since some tokenizers count the blank before a word as its own.
            word = bisect_right(ann.starts, start + end - 1, first, last) - 1
            inside = word > seen and start + end <= ann.ends[word]
            words.append(word if inside else _NO_WORD)
            seen = max(seen, word) if inside else seen
        return Pieces(list(made.ids), words)


def cutter_of(folder: Folder) -> Cutter:
    """The cutter of a model; SapxepError where its tokenizer cannot be read."""
    tokenizer = _tokenizer(folder)
    return WordCutter(tokenizer) if folder.config.get("sapxep", {}).get("words") else TextCutter(tokenizer)


def _tokenizer(folder: Folder) -> Any:
    try:
        if folder.tokenizer is not None:
            from tokenizers import Tokenizer

            made = Tokenizer.from_file(str(folder.tokenizer))
        else:
            from transformers import AutoTokenizer

            made = AutoTokenizer.from_pretrained(str(folder.path)).backend_tokenizer
    except Exception as error:  # of other libraries, which raise all sorts
        reason = " ".join(str(error).split())[:200]
        raise SapxepError(f"{folder.path}: its tokenizer cannot be read ({type(error).__name__}: {reason})") from error
    made.no_truncation()
    made.no_padding()
    return made


def _around(tokenizer: Any) -> tuple[list[int], list[int]]:
    """The ids that the tokenizer puts before and behind a text."""
    made = tokenizer.encode("a")
    inner = [at for at, special in enumerate(made.special_tokens_mask) if not special]
    if not inner:
        return [], []
    return list(made.ids[: inner[0]]), list(made.ids[inner[-1] + 1 :])
