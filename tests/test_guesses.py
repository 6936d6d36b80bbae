"""The model's guesses are those of langdetect itself."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException

from pipeline.languages.pack import builtin_packs
from pipeline.stages.detect import LanguageDetector
from pipeline.stages.guesses import guesses, languages_of

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "articles"
OTHERS = [
    "The government of the province announced on Monday that the communes would be merged by the end of the year.",
    "Le conseil de l’État a décidé hier d'approuver le rapport sur la réorganisation des communes de l'Ain.",
    "Москва является столицей России и крупнейшим городом страны, расположенным на реке.",
    "한국의 수도는 서울이며 이 도시에는 많은 사람들이 살고 있습니다.",
    "کمون abc در استان def و ghi شهر",
    "Ea",
    "ở",
]


@pytest.fixture(scope="module")
def factory() -> detector_factory.DetectorFactory:
    detector_factory.init_factory()
    made = detector_factory._factory
    made.set_seed(0)
    return made


def theirs(factory: detector_factory.DetectorFactory, text: str, script: str) -> dict[str, float]:
    """What langdetect says, in our form."""
    possible = languages_of(script)
    detector = factory.create()
    detector.n_trial = 3
    detector.set_prior_map(dict.fromkeys(possible, 1.0))
    detector.append(text)
    told: dict[str, float] = {}
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return {}
    for language in found:
        code = language.lang.partition("-")[0]
        told[code] = told.get(code, 0.0) + language.prob
    return {code: math.floor(share * 10_000) / 10_000 for code, share in told.items()}


def test_guesses_are_those_of_langdetect(factory: detector_factory.DetectorFactory) -> None:
    sampler = LanguageDetector(builtin_packs())._sampler
    texts = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*.txt"))] + OTHERS
    samples = [sampler.sample(text) for text in texts]
    for sample in samples:
        assert guesses(sample.text, sample.script) == theirs(factory, sample.text, sample.script), sample.text
    assert len({code for sample in samples for code in guesses(sample.text, sample.script)}) > 5


def test_guesses_of_an_unknown_script_are_none() -> None:
    assert guesses("ሀለሐመሠ", "ETHIOPIC") == {}
