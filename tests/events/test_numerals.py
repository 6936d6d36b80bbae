"""What numerals count, and what is too long to count anything."""

import pytest

from pipeline.events.sequence import number_of
from sapxep import extract


@pytest.mark.parametrize(
    ("token", "value"), [("62,5", 62.5), ("10.035", 10035.0), ("1.2.3", None), ("9" * 400, None), ("xã", None)]
)
def test_the_value_of_a_numeral(token: str, value: float | None) -> None:
    assert number_of(token) == value


def test_an_article_with_an_endless_number_is_read_all_the_same() -> None:
    text = f"Die Provinz Nghe An hat {'9' * 400} Gemeinden statt 130 Gemeinden."
    document, _ = extract(text, "de")
    assert any(mention.name == "Nghệ An" for mention in document.mentions if mention.type == "unit")
