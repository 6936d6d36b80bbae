"""What the benchmarks read is like real text where that decides how fast a tokenizer is."""

from __future__ import annotations

from scripts.made_texts import LANGUAGES, expected_share, new_share, real_share, texts


def test_new_words_keep_coming_as_in_real_text() -> None:
    words = 60_000
    made = texts(words)
    assert len({text for _, text in made}) == len(made)
    count = sum(len(text.split()) for _, text in made)
    assert count >= words
    assert 0.8 * real_share(count) < new_share(made) < real_share(count)
    for code in LANGUAGES:
        own = [text for text in made if text[0] == code]
        assert 0.7 < new_share(own) / expected_share(code, words // len(LANGUAGES)) < 1.25


def test_fewer_words_are_new_the_longer_a_text_is() -> None:
    assert real_share(20_000) > real_share(200_000) > real_share(2_000_000) > 0
