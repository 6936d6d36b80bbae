"""What goes wrong inside tells where."""

from __future__ import annotations

import re

import pytest

from pipeline.errors import place_of
from pipeline.records.article import Article
from pipeline.records.document import Reject
from pipeline.stages.annotate import Annotator
from pipeline.stages.identity import canonical_url


def test_place_is_the_innermost_of_the_package() -> None:
    with pytest.raises(TypeError) as caught:
        canonical_url(b"no text")  # type: ignore[arg-type]
    assert re.fullmatch(r"stages\.identity:\d+", place_of(caught.value))
    assert place_of(ValueError("never raised")) == "unknown place"


def test_internal_error_of_an_article_names_module_and_line() -> None:
    found = Annotator().annotate(Article("a.txt", 3, b"no text"))  # type: ignore[arg-type]
    assert isinstance(found, Reject)
    assert (found.record, found.reason) == (3, "internal_error")
    assert found.detail is not None
    assert re.match(r"TypeError at [\w.]+:\d+: ", found.detail)
