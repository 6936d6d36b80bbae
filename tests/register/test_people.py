"""Persons' names from Persian letters."""

from __future__ import annotations

import pytest

from pipeline.register.people import names_meet, person_spellings

SPELT = [
    ("مای خان", "Mai Khanh"), ("نگوین فو ترونگ", "Nguyen Phu Trong"), ("تو لام", "To Lam"),
    ("فام مین چین", "Pham Minh Chinh"), ("لونگ کونگ", "Luong Cuong"), ("تران تان مان", "Tran Thanh Man"),
    ("هوانگ کوک خان", "Hoang Quoc Khanh"), ("بوی تی مین هوای", "Bui Thi Minh Hoai"),
    ("فان وان گیانگ", "Phan Van Giang"),
    ("لو تی نگوک آن", "Lu Thi Ngoc Anh"),
]  # fmt: skip


@pytest.mark.parametrize(("persian", "latin"), SPELT)
def test_true_spelling_is_among_the_candidates(persian: str, latin: str) -> None:
    assert latin in person_spellings(persian)
    assert names_meet(persian, latin)


def test_commonest_name_comes_first() -> None:
    assert person_spellings("مای خان")[0] == "Mai Khanh"
    assert person_spellings("نگوین وان هونگ")[0] == "Nguyen Van Hung"


def test_other_names_do_not_meet() -> None:
    assert not names_meet("مای خان", "Mai Anh")
    assert not names_meet("مای خان", "Mai Khanh Linh")
    assert not names_meet("", "")


def test_what_is_no_name_has_no_spelling() -> None:
    assert person_spellings("۲۰۲۵") == []
    assert person_spellings("") == []
