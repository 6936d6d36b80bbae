"""A model for names: what it is asked, what it answers, and what becomes of that."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import spacy

import sapxep
from pipeline.entities.names_folder import open_folder
from pipeline.entities.names_model import NamesModel, log_odds
from pipeline.entities.names_policy import open_sentences
from pipeline.entities.names_reference import names_model
from pipeline.errors import SapxepError
from pipeline.stages.annotate import Annotator
from pipeline.stages.builtin import language_of
from scripts.calibrate_names import Named, fitted
from scripts.made_model import made_model, tokenizer_of

SAID = {
    "Xolo": "B-person",
    "Brumbel": "I-person",
    "Quanx": "B-unit",
    "Da": "B-unit",
    "Nang": "I-unit",
    "Xo": "B-unit",
    **dict.fromkeys(("Lan", "Tu", "Mi", "Na"), "I-unit"),
    "Ausschuss": "B-body",
    "Quar": "I-body",
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model that knows six words."""
    return made_model(tmp_path_factory.mktemp("tiny"), SAID)


@pytest.fixture(scope="module")
def annotator(tiny: Path) -> Annotator:
    """What annotates with it."""
    return Annotator(names_model=str(tiny))


BODY = "Dem Ausschuss Quar von Lo gefiel es."


def _mentions(annotator: Annotator, text: str) -> list[tuple[str, str, bool]]:
    """Type, surface, and whether the model named it."""
    result = annotator.annotate(sapxep.Article("a.txt", 0, text), "de")
    assert not isinstance(result, sapxep.Reject), result
    return [(m.type, m.surface, bool(getattr(m, "rule", None))) for m in result[0].mentions]


def _spans(model: NamesModel, text: str) -> list[tuple[str, str]]:
    ann = language_of("de").prepare(text)
    found = model.spans(ann, [(s.first, s.last) for s in ann.sentences])
    return [(ann.text[ann.starts[s.first] : ann.ends[s.last - 1]], s.label) for s in found]


def _model(folder: Path) -> NamesModel:
    model = names_model(str(folder))
    assert model is not None
    return model


def test_a_name_is_a_run_of_words_and_a_beginning_parts_two(tiny: Path) -> None:
    text = "Gestern kamen Xolo Brumbel Xolo Brumbel und Quanx."
    assert _spans(_model(tiny), text) == [("Xolo Brumbel", "person"), ("Xolo Brumbel", "person"), ("Quanx", "unit")]


def test_no_name_reaches_over_the_end_of_a_sentence(tiny: Path) -> None:
    assert _spans(_model(tiny), "Nun kam Xolo\nBrumbel ging.") == [("Xolo", "person"), ("Brumbel", "person")]


def test_a_sentence_longer_than_a_window_loses_and_doubles_nothing(tiny: Path) -> None:
    text = " ".join(f"Wort Quanx wort{i % 10}" for i in range(150)) + "."
    assert _spans(_model(tiny), text) == [("Quanx", "unit")] * 150


def test_models_that_read_the_text_itself_give_the_same_names(tmp_path: Path, tiny: Path) -> None:
    other = made_model(tmp_path / "text", SAID, own=False)
    text = "Gestern kamen „Xolo Brumbel“ und\tQuanx (Kim Son)."
    assert _spans(_model(other), text) == _spans(_model(tiny), text) != []


def test_labels_of_other_models_are_understood(tmp_path: Path) -> None:
    tags = ("O", "PER", "S-LOC", "ORG", "MISC")
    folder = made_model(tmp_path / "m", {"Xolo": "PER", "Quanx": "S-LOC", "Rat": "ORG", "Ding": "MISC"}, tags)
    found = _spans(_model(folder), "Xolo Xolo sah Quanx Quanx, den Rat und ein Ding.")
    assert found == [("Xolo Xolo", "person"), ("Quanx", "unit"), ("Quanx", "unit"), ("Rat", "body")]


def test_a_person_becomes_an_official_only_beside_a_post(annotator: Annotator) -> None:
    found = _mentions(annotator, "Der Provinzparteisekretär Xolo Brumbel sprach mit Bauern.")
    assert ("official", "Xolo Brumbel", True) in found
    assert _mentions(annotator, "Der Bauer Xolo Brumbel sprach mit vielen.") == []


def test_a_unit_needs_a_kind_word_or_a_province_of_the_register(annotator: Annotator) -> None:
    assert _mentions(annotator, "Er lebt in der Gemeinde Xo Lan Tu Mi Na und bleibt.") == [
        ("unit", "Xo Lan Tu Mi Na", True)
    ]
    assert _mentions(annotator, "Er lebt in Xo Lan Tu Mi Na und bleibt.") == []
    text = "Es wurde, so der Vorsitzende, dreigeteilt: In Da Nang wurden die Stadtteile Minh An, Cam Pho neu geordnet."
    assert ("unit", "Da Nang", True) in _mentions(annotator, text)
    # Without a post or kind word to back an answer the model is not asked.
    assert ("unit", "Da Nang", True) not in _mentions(annotator, "Es wurde dreigeteilt: In Da Nang war es so.")


def test_what_a_model_alone_names_gets_no_id_that_the_register_does_not_give(annotator: Annotator) -> None:
    document, _ = annotator.annotate(sapxep.Article("a.txt", 0, "In der Gemeinde Xo Lan Tu Mi Na ist es so."), "de")  # type: ignore[misc]
    (unit,) = [m for m in document.mentions if m.type == "unit"]
    assert (unit.unit, unit.link, unit.confidence) == (None, "unknown", None)


def test_what_a_calibrated_model_names_has_its_confidence(tiny: Path, tmp_path: Path) -> None:
    folder = made_model(tmp_path / "m", SAID)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["sapxep"]["calibration"] = {"person": [0.0, 0.0], "unit": [2.0, 5.0]}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    text = (
        "Der Provinzparteisekretär Xolo Brumbel sprach in der Gemeinde Xo Lan Tu Mi Na. Dem Ausschuss Quar gefiel es."
    )
    told = {}
    for model in (tiny, folder):
        document, _ = Annotator(names_model=str(model)).annotate(sapxep.Article("a.txt", 0, text), "de")  # type: ignore[misc]
        told[model] = {m.surface: m.confidence for m in document.mentions if getattr(m, "rule", None)}
    assert told[folder] == {"Xolo Brumbel": 0.5, "Xo Lan Tu Mi Na": 0.99}
    assert set(told[tiny].values()) == {None}
    assert names_model(str(folder)).name != names_model(str(tiny)).name  # type: ignore[union-attr]


def test_the_line_of_a_calibration_follows_what_came() -> None:
    found = [Named("unit", 0.9, at < 30) for at in range(60)] + [Named("unit", 0.999, at < 99) for at in range(100)]
    slope, intercept = fitted(found)
    for probability, share in ((0.9, 0.5), (0.999, 0.99)):
        assert 1 / (1 + math.exp(-(slope * log_odds(probability) + intercept))) == pytest.approx(share, abs=0.02)


def test_a_body_needs_a_word_for_a_body(annotator: Annotator) -> None:
    assert _mentions(annotator, BODY) == [("organization", "Ausschuss Quar", True)]
    assert _mentions(annotator, "Dem Quar von Lo gefiel es.") == []


def test_rules_win_where_a_model_says_otherwise(tmp_path: Path) -> None:
    folder = made_model(tmp_path / "m", {"Kim": "B-person", "Son": "I-person", "Mai": "B-unit", "Khanh": "I-unit"})
    text = "Im Bezirk Kim Son sprach der Parteisekretär der Provinz Ninh Binh, Mai Khanh."
    assert _mentions(Annotator(names_model=str(folder)), text) == _mentions(Annotator(), text)


def test_records_tell_the_model_and_its_digest(annotator: Annotator, tiny: Path) -> None:
    document, _ = annotator.annotate(sapxep.Article("a.txt", 0, BODY), "de")  # type: ignore[misc]
    name = f"tiny@{open_folder(str(tiny)).digest()}"
    assert document.made_by.model == name
    assert [m.rule for m in document.mentions if m.type == "organization"] == [f"model/{name}"]


def test_sentences_without_an_unread_name_or_a_post_are_not_asked() -> None:
    language = language_of("de")
    ann = language.prepare("Das ist so. Im Bezirk Kim Son war der Leiter. Dort sprach Leiter Xo Brum. Es war Xo Brum.")
    language.run(ann, "organizations")
    asked = [ann.text[ann.starts[first] : ann.ends[last - 1]] for first, last in open_sentences(ann, language.names)]
    assert asked == ["Dort sprach Leiter Xo Brum."]


def test_the_component_fills_spans_and_the_later_ones_take_them_up(tiny: Path) -> None:
    nlp = sapxep.load("de", names_model=tiny)
    assert "sapxep_names" in nlp.pipe_names
    doc = nlp("Der Provinzparteisekretär Xolo Brumbel sprach mit Bauern.")
    assert [(s.text, s.label_) for s in doc.spans["sapxep_names"]] == [("Xolo Brumbel", "person")]
    assert [s.text for s in doc.spans["sapxep_officials"]] == ["Xolo Brumbel"]


def test_the_component_works_in_a_pipeline_of_ones_own_and_refuses_to_stand_too_late(tiny: Path) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sapxep_names", config={"model": str(tiny), "everywhere": True})
    doc = nlp("Hier war Quanx.")
    assert [s.text for s in doc.spans["sapxep_names"]] == ["Quanx"]
    late = spacy.blank("de")
    late.add_pipe("sapxep_linker")
    late.add_pipe("sapxep_names", config={"model": str(tiny)})
    with pytest.raises(SapxepError, match="must come before sapxep_officials"):
        late("Hier war Quanx.")


def test_a_hub_id_is_fetched(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> None:
    asked = []

    def fetched(reference: str, allow_patterns: list[str]) -> str:
        asked.append((reference, "model.onnx" in allow_patterns))
        return str(tiny)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetched)
    assert open_folder("someone/some-model").path == tiny
    assert asked == [("someone/some-model", True)]


def test_a_hub_that_does_not_answer_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(reference: str, allow_patterns: list[str]) -> str:
        raise ConnectionError("no way there\nand much more")

    monkeypatch.setattr("huggingface_hub.snapshot_download", fails)
    with pytest.raises(SapxepError, match=r"^someone/some-model: no folder, and not to be had from the hub: .*there$"):
        open_folder("someone/some-model")


def _no_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _no_weights(folder: Path) -> None:
    (folder / "model.onnx").unlink()


def _no_labels(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "LABEL_0"}}), "utf-8")


def _broken_onnx(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")


def _broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}", "utf-8")


FAULTS = {
    _no_config: "config.json is missing",
    _no_weights: "neither model.onnx nor model.safetensors",
    _no_labels: "none of its labels",
    _broken_onnx: "no ONNX model that can be run",
    _broken_tokenizer: "its tokenizer cannot be read",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_what_is_no_model_is_told_in_one_line(fault: object, tmp_path: Path) -> None:
    folder = made_model(tmp_path / "m", SAID)
    fault(folder)  # type: ignore[operator]
    with pytest.raises(SapxepError, match=FAULTS[fault]) as told:  # type: ignore[index]
        names_model(str(folder))
    assert "\n" not in str(told.value)


def test_tokenizers_that_add_nothing_are_fine(tmp_path: Path) -> None:
    folder = made_model(tmp_path / "m", SAID)
    made = tokenizer_of(["[UNK]", "[CLS]", "[SEP]", *SAID])
    made.post_processor = None
    made.save(str(folder / "tokenizer.json"))
    assert _spans(_model(folder), "Hier war Quanx.") == [("Quanx", "unit")]
