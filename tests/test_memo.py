"""Memos let go of what they learnt first, and only where they hold too much."""

from pipeline.text.memo import make_room


def test_a_memo_that_holds_no_more_than_it_may_stays_whole() -> None:
    memo = dict.fromkeys(range(8), "")
    make_room(memo, 8)
    assert list(memo) == list(range(8))


def test_the_older_half_goes() -> None:
    memo = dict.fromkeys(range(9), "")
    make_room(memo, 8)
    assert list(memo) == list(range(4, 9))
