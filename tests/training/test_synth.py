"""Made articles: exact spans after any damage, the same ones each time, and sentences kept apart from the others."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

import sapxep
from pipeline.training.articles import Article, articles
from pipeline.training.data import articles_of
from pipeline.training.draft import Edit, Span, edited
from pipeline.training.gold import gold
from pipeline.training.grammar import APART, Carrier, GrammarError, grammar, languages, read_grammar
from pipeline.training.render import Renderer
from pipeline.training.scenario import Place
from pipeline.training.template import TemplateError, parse

LANGUAGES = languages()
UNSEEN = 0.05


@pytest.fixture(scope="module")
def made() -> list[Article]:
    """Some articles of each language."""
    return list(articles(600, LANGUAGES, 5))


def _carriers() -> list[tuple[str, Carrier]]:
    return [(language, carrier) for language in LANGUAGES for carrier in grammar(language).carriers]


def test_spans_stand_on_what_they_name(made: list[Article]) -> None:
    for article in made:
        for span in article.spans:
            surface = article.text[span.start : span.end]
            assert surface
            if span.label in ("person", "unit"):
                assert surface == surface.strip(" ,.،()<>")
                assert not any(map(str.isspace, (surface[0], surface[-1])))


def test_edits_move_spans_along() -> None:
    spans = [Span(2, 4, "unit", None), Span(5, 7, "person", None)]
    text, moved = edited("a bc de f", spans, [Edit(1, 2, ""), Edit(2, 3, "BB"), Edit(6, 7, "E"), Edit(7, 8, "  ")])
    assert text == "aBBc dE  f"
    assert [text[span.start : span.end] for span in moved] == ["BBc", "dE"]


def test_the_same_seed_gives_the_same_articles(made: list[Article]) -> None:
    again = articles(600, LANGUAGES, 5)
    assert [article.record() for article in islice(again, 60)] == [article.record() for article in made[:60]]
    other = next(iter(articles(1, LANGUAGES, 6)))
    assert other.text != made[0].text


def test_sentences_kept_apart_are_in_no_other_article(made: list[Article]) -> None:
    told = {(article.language, carrier.text) for article in made for _, carrier, _ in article.told}
    apart = {
        (article.language, carrier.text)
        for article in articles(300, LANGUAGES, 5, kept_apart=True)
        for _, carrier, _ in article.told
    }
    assert told
    assert apart
    assert not told & apart


def test_heads_and_feet_of_articles_kept_apart_are_in_no_other(made: list[Article]) -> None:
    apart = list(articles(300, LANGUAGES, 5, kept_apart=True))
    for language in LANGUAGES:
        patterns = grammar(language).data["patterns"]
        for part in ("headline", "dateline", "foot"):
            assert not set(patterns[part]) & set(patterns[f"{part}_apart"])
    heads, others = ({article.text.split("\n")[0] for article in found} for found in (made, apart))
    assert len(heads & others) < 3


def test_units_stand_in_rows_and_before_their_old_district() -> None:
    source = """
    script: latin_vi
    form: bare
    numbers: {thousands: ".", decimal: ","}
    forms: {bare: {x: "{w}", pl: "{w}s"}, pron: {x: "the new {w}"}}
    nameless: [pron]
    kinds: {commune: [[x, commune, commune]], rural_district: [[x, district, district]]}
    lists:
      comma: ", "
      last: [" and "]
      bracketed: 1
      bracket: [" (of {district.bare})"]
      shapes: {rows: {form: bare, between: "; ", item: "{n}) ", behind: " ({district.bare})"}}
    carriers: {none: ["{sources.rows}. {sources} became \\\\| {target.pron}"]}
    """
    district = Place("Lạc", "rural_district", ())
    sources = [Place(name, "commune", (), district=district) for name in ("Một", "Hai")]
    made = read_grammar("xx", source)
    values = {"sources": sources, "target": Place("Ba", "commune", ())}
    draft = Renderer(made, random.Random(1)).sentence(made.carriers[0].nodes, values)
    rows, _, text = draft.text.partition(". ")
    assert rows == "1) commune Một (district Lạc); 2) commune Hai (district Lạc)"
    assert text == "communes Một and Hai (of district Lạc) became | the new commune"


def test_counts_are_those_that_the_sentence_tells() -> None:
    told = [event for article in articles(400, LANGUAGES, 9) for event in gold(article, "made")["events"]]
    counts = [event["counts"] for event in told if event["type"] == "restructure"]
    assert all(event["counts"] is None for event in told if event["type"] != "restructure")
    assert all(set(one) == {"before", "after", "before_by_kind", "after_by_kind", "reduction", "reduction_percent"}
               for one in counts)  # fmt: skip
    for one in counts:
        kinds = one["after_by_kind"]
        assert kinds is None or len(kinds) < 2 or sum(kinds.values()) == one["after"]
    assert {one["before"] is None for one in counts} == {True, False}


def test_a_district_is_told_where_it_still_was() -> None:
    told = [(article, event) for article in articles(900, LANGUAGES, 9) for event in gold(article, "made")["events"]]
    named = [(article, event) for article, event in told if event["place"]["district"]]
    assert named
    assert all((event["date"] or article.published.isoformat()) < "2025-07-01" for article, event in named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_of_the_sentences_is_kept_apart(language: str) -> None:
    carriers = grammar(language).carriers
    assert len(carriers) > 300
    assert 0.5 / APART < sum(carrier.kept_apart for carrier in carriers) / len(carriers) < 2 / APART


def test_every_sentence_that_tells_an_event_is_used_and_expands(made: list[Article]) -> None:
    used = {carrier.text for article in articles(4000, LANGUAGES, 1) for _, carrier, _ in article.told}
    used |= {carrier.text for article in articles(600, LANGUAGES, 1, True) for _, carrier, _ in article.told}
    missing = {carrier.text for _, carrier in _carriers() if carrier.says != "none"} - used
    assert not missing


def test_a_twentieth_of_the_words_was_never_seen_before(made: list[Article]) -> None:
    seen: set[str] = set()
    counts: Counter[bool] = Counter()
    for at, article in enumerate(made):
        words = article.text.split()
        if at >= len(made) // 2:
            counts.update(word not in seen for word in words)
        seen.update(words)
    assert counts[True] / counts.total() > UNSEEN


def test_gold_is_an_annotation_of_its_text(made: list[Article]) -> None:
    for article in made:
        told = gold(article, "made")
        for kind in ("officials", "units", "dates"):
            assert all(surface in article.text for entry in told[kind] for surface in entry["surfaces"])
        assert all(event["evidence"] in article.text for event in told["events"])
        named = {(unit["name"], unit["kind"]) for unit in told["units"]}
        for event in told["events"]:
            assert {(u["name"], u["kind"]) for u in event["sources"] + event["targets"]} <= named


def test_command_writes_lines_to_train_on(tmp_path: Path) -> None:
    assert sapxep.main(["synth", "-o", str(tmp_path), "--articles", "9"]) == 0
    lines = (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["language"] for line in lines] == LANGUAGES * 3
    assert len(list(articles_of([tmp_path / "articles.jsonl"]))) == 9


def test_command_writes_gold(tmp_path: Path) -> None:
    assert sapxep.main(["synth", "-o", str(tmp_path), "--articles", "4", "--format", "gold", "--languages", "vi"]) == 0
    names = sorted(path.stem for path in (tmp_path / "gold").iterdir())
    assert names == sorted(path.stem for path in (tmp_path / "articles").iterdir())
    assert len(names) == 4


@pytest.mark.parametrize("text", ["[a|b", "a]", "<a", "a|b", "{a", "[<a]>"])
def test_brackets_must_close(text: str) -> None:
    with pytest.raises(TemplateError):
        parse(text)


def test_unknown_languages_and_forms_are_refused() -> None:
    with pytest.raises(GrammarError, match="no grammar"):
        grammar("xx")
    with pytest.raises(GrammarError, match="no form"):
        read_grammar("xx", 'forms: {nom: {}}\ncarriers: {none: ["{place.dat}"]}')
    with pytest.raises(GrammarError, match="stands twice"):
        read_grammar("xx", 'forms: {nom: {}}\ncarriers: {none: ["a", "a"]}')
