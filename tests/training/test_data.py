"""Annotated articles become words with tags, pieces and windows, the same ones each time."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipeline.errors import SapxepError
from pipeline.training.data import IGNORED, TAGS, articles_of, windows_of
from pipeline.training.vocabulary import PieceTable, vocabulary

TEXT = "Der Sekretär Mai Khanh sprach. Das Parteikomitee der Provinz Ninh Binh nickte (Kim\u00adSon)."


def _span(part: str, label: str) -> list[object]:
    start = TEXT.index(part)
    return [start, start + len(part), label]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A file of some articles."""
    spans = [
        _span("Mai Khanh", "person"),
        _span("Parteikomitee der Provinz Ninh Binh", "body"),
        _span("Ninh Binh", "unit"),
        _span("Kim\u00adSon", "unit"),
    ]
    line = json.dumps({"text": TEXT, "language": "de", "spans": spans})
    path = tmp_path / "made.jsonl"
    path.write_text(f"{line}\n" * 8, "utf-8")
    return path


def test_words_get_the_tags_of_their_spans_and_inner_names_come_first(made: Path) -> None:
    article = next(articles_of([made]))
    tagged = [(word, TAGS[tag]) for words, tags in article.sentences for word, tag in zip(words, tags, strict=True)]
    named = [(word, tag) for word, tag in tagged if tag != "O"]
    assert named[:2] == [("Mai", "B-person"), ("Khanh", "I-person")]
    assert named[2:5] == [("Parteikomitee", "B-body"), ("der", "I-body"), ("Provinz", "I-body")]
    assert named[5:] == [("Ninh", "B-unit"), ("Binh", "I-unit"), ("KimSon", "B-unit")] or named[7:] == [
        ("Kim", "B-unit"),
        ("Son", "I-unit"),
    ]


def test_windows_hold_whole_sentences_and_tag_the_first_piece_of_a_word(made: Path) -> None:
    article = next(articles_of([made]))
    pieces = PieceTable(vocabulary(articles_of([made]), 120))
    windows = list(windows_of(article, pieces, 1000))
    words = sum(len(own) for own, _ in article.sentences)
    assert [sum(tag != IGNORED for tag in window.tags) for window in windows] == [words]
    narrow = list(windows_of(article, pieces, 25))
    assert len(narrow) > 1
    assert all(len(window.ids) <= 25 for window in narrow)


def test_some_sentences_are_left_out_by_chance_and_the_seed_says_which(made: Path) -> None:
    pieces = PieceTable(vocabulary(articles_of([made]), 120))
    ways = [[w for a in articles_of([made]) for w in windows_of(a, pieces, 99, random.Random(seed))] for seed in (1, 1)]
    assert ways[0] == ways[1]


def test_the_same_articles_give_the_same_vocabulary(made: Path) -> None:
    first, second = (vocabulary(articles_of([made]), 150).to_str() for _ in range(2))
    assert first == second


def test_a_line_that_is_no_article_is_told_with_its_place(made: Path) -> None:
    with made.open("a") as stream:
        stream.write('{"text": "x"}\n')
    with pytest.raises(SapxepError, match=r"made\.jsonl, line 9: no annotated article"):
        list(articles_of([made]))
    with pytest.raises(SapxepError, match=r"none\.jsonl: cannot be read"):
        list(articles_of([made.with_name("none.jsonl")]))
