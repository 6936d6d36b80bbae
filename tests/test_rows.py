"""Flattened tables: a number, one cell a line, the next number."""

from __future__ import annotations

import pytest

from pipeline.text.rows import join_rows
from pipeline.text.tokens import sentence_bounds, tokenize


def _rows(text: str) -> list[str]:
    tokens, starts, ends = tokenize(text)
    bounds, cells = join_rows(sentence_bounds(text, tokens, starts, ends), tokens)
    out = []
    for first, last, _ in bounds:
        parts = [f"| {token}" if i in cells else token for i, token in enumerate(tokens[first:last], first)]
        out.append(" ".join(parts))
    return out


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Nr.\n1\nA\nB\n2\nC\nD\nSchluss.", ["Nr .", "1 | A | B", "2 | C | D", "Schluss ."]),
        ("1.\nA\nB\nC\n2.\nD\nE\nF", ["1 . | A | B | C", "2 . | D | E | F"]),
        ("1\nA.\nB\n2\nC", ["1", "A .", "B", "2", "C"]),
        ("1\nA\n2\nB", ["1", "A", "2", "B"]),
        ("Seite\n1\nA\nB\nC", ["Seite", "1", "A", "B", "C"]),
        ("1\nA\nB\n3\nC\nD", ["1", "A", "B", "3", "C", "D"]),
        ("²\nA\nB\n3\nC\nD", ["²", "A", "B", "3", "C", "D"]),
        ("", []),
    ],
)
def test_rows_of_a_flattened_table_are_one_sentence_each(text: str, rows: list[str]) -> None:
    assert _rows(text) == rows
