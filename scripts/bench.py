"""Measures words a second of the whole pipeline beside spaCy's blank tokenizer with a sentencizer.

    python -m scripts.bench [--words N] [--json FILE] [--rounds N] [--names-model MODEL]

Both read the same mixed corpus: paragraphs of the articles in corpus/, recombined so that no text comes twice. Most
names of units in them are exchanged for others of the register, numbers are changed, and of the words that stand in
one article alone some are made anew from halves of two, so that new words keep coming as in real dumps: in the 54
articles that we have, every fifth word of the last fifth was not in the others; by the growth of vocabulary seen there
it would be every eighth after 200,000 words. Of the words of the made texts every twelfth is new (printed), which is
less. Each measurement runs in a fresh process with one thread, the best of several rounds counts. What is printed is
the ratio of processor seconds; those of a clock on a noisy machine say little.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pipeline.entities.names_folder import AUTO
from pipeline.register.model import OLD, Script
from pipeline.stages.components import builtin_register
from scripts.made_cases import Writer

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus" / "articles"
GOLD: Final = CORPUS.with_name("gold")
SEED: Final = 7
WORDS: Final = 210_000
ROUNDS: Final = 5
PARAGRAPHS: Final = 9
LEAST_WORDS: Final = 4
SCRIPTS: Final[dict[str, Script]] = {"de": "latin_ascii", "fa": "persian", "vi": "latin_vi"}
LANGUAGES: Final = tuple(SCRIPTS)
SHORT: Final = 4
RARE: Final = 3
RENEWED: Final = 0.5
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d/.-])\d{3,4}(?![\d/.-])")


def texts(words: int, seed: int = SEED) -> list[tuple[str, str]]:
    """(language, text) of made articles with at least so many words in all, no text twice, languages in turn."""
    chance = random.Random(seed)
    pools = {code: _pool(code) for code in LANGUAGES}
    made: list[tuple[str, str]] = []
    count = 0
    while count < words:
        code = LANGUAGES[len(made) % len(LANGUAGES)]
        text = pools[code].text(chance)
        made.append((code, f"{text}\n({len(made)})"))
        count += len(text.split())
    return made


@dataclass
class Pool:
    """The paragraphs of one language, a pattern of the names in them, names to put in their place, and rare words."""

    paragraphs: list[str]
    names: re.Pattern[str]
    others: list[list[str]]
    rare: list[str]

    def text(self, chance: random.Random) -> str:
        """A made article: one new name for each old one, all of one province."""
        swapped: dict[str, str] = {}
        others = chance.choice(self.others)

        def swap(match: re.Match[str]) -> str:
            return swapped.setdefault(match.group(), chance.choice(others))

        chosen = "\n".join(chance.sample(self.paragraphs, min(PARAGRAPHS, len(self.paragraphs))))
        numbered = _NUMBER.sub(lambda _: str(chance.randrange(100, 2000)), self.names.sub(swap, chosen))
        return _WORD.sub(lambda match: self._renewed(match.group(), chance), numbered)

    def _renewed(self, word: str, chance: random.Random) -> str:
        """A word of one article alone now and then gives way to the halves of two such words."""
        if word not in self._replaced or chance.random() >= RENEWED:
            return word
        first, second = chance.choice(self.rare), chance.choice(self.rare)
        return first[: len(first) // 2 + 1] + second[len(second) // 2 :]

    @cached_property
    def _replaced(self) -> frozenset[str]:
        return frozenset(self.rare)


def _pool(code: str) -> Pool:
    told = [path.read_text("utf-8") for path in sorted(CORPUS.glob(f"{code}-*.txt"))]
    lines = [line for text in told for line in text.splitlines()]
    seen = Counter(word for text in told for word in set(_WORD.findall(text)))
    rare = sorted(word for word, count in seen.items() if count == 1 and len(word) >= RARE and word == word.lower())
    gold = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob(f"{code}-*.json"))]
    known = {s for article in gold for unit in article["units"] if len(unit["name"]) > SHORT for s in unit["surfaces"]}
    names = "|".join(re.escape(name) for name in sorted(known, key=lambda name: (-len(name), name)))
    writer = Writer(SCRIPTS[code], random.Random(SEED))
    register = builtin_register()
    provinces: dict[str, list[str]] = {}
    for unit in register.units:
        if unit.level == "commune" and unit.list != OLD:
            provinces.setdefault(unit.province_id, []).append(writer.name(unit.name))
    others = [names_of for _, names_of in sorted(provinces.items())]
    running = [line for line in lines if len(line.split()) >= LEAST_WORDS]
    return Pool(running, re.compile(f"\\b(?:{names})\\b"), others, rare)


def time_reference(made: list[tuple[str, str]]) -> dict[str, Any]:
    """Seconds that `spacy.blank("de")` with a sentencizer takes: what everything is held against."""
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp(made[0][1])
    start = time.process_time()
    for _, text in made:
        nlp(text)
    return {"seconds": time.process_time() - start}


def time_pipeline(made: list[tuple[str, str]], names_model: str = AUTO) -> dict[str, Any]:
    """Seconds that the whole way takes, from detection to events, and the share of each step."""
    from pipeline.records.article import Article
    from pipeline.runners.memory import rare_collections
    from pipeline.stages.annotate import Annotator
    from pipeline.stages.components import Step

    spent: Counter[str] = Counter()
    call = Step.__call__

    def timed(step: Step, doc: Any) -> Any:
        began = time.process_time()
        done = call(step, doc)
        spent[step.step] += time.process_time() - began  # type: ignore[assignment]
        return done

    annotator = Annotator(names_model=names_model)
    for code, text in made[: len(LANGUAGES)]:
        annotator.annotate(Article("warm", 0, text), code)
    Step.__call__ = timed  # type: ignore[method-assign, assignment]
    with rare_collections():
        start = time.process_time()
        for n, (_, text) in enumerate(made):
            annotator.annotate(Article("made", n, text))
        seconds = time.process_time() - start
    shares = {name: part / seconds for name, part in spent.most_common()}
    return {"seconds": seconds, "shares": {**shares, "detection, tokenizer, records": 1 - sum(shares.values())}}


def _new_share(made: list[tuple[str, str]]) -> float:
    """The share of words that no earlier text had, of the words of the second half."""
    half = len(made) // 2
    seen = {word for _, text in made[:half] for word in text.split()}
    words = new = 0
    for _, text in made[half:]:
        told = text.split()
        words += len(told)
        new += len(set(told) - seen)
        seen.update(told)
    return new / words


def measure(what: str, words: int, rounds: int, names_model: str = AUTO) -> dict[str, Any]:
    """The best of several fresh processes."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [
        sys.executable,
        "-m",
        "scripts.bench",
        "--only",
        what,
        "--words",
        str(words),
        "--names-model",
        names_model,
    ]
    results = []
    for _ in range(rounds):
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
        results.append(json.loads(told.stdout))
    best: dict[str, Any] = min(results, key=lambda result: result["seconds"])
    return best


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    parser.add_argument("--names-model", default=AUTO, help="as `sapxep run` takes it")
    parser.add_argument("--only", choices=("reference", "pipeline"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    made = texts(args.words)
    if args.only:
        reference = args.only == "reference"
        print(json.dumps(time_reference(made) if reference else time_pipeline(made, args.names_model)))
        return
    words = sum(len(text.split()) for _, text in made)
    figures = {what: measure(what, args.words, args.rounds, args.names_model) for what in ("reference", "pipeline")}
    ratio = figures["reference"]["seconds"] / figures["pipeline"]["seconds"]
    print(f"{words:,} words in {len(made):,} texts, {_new_share(made):.1%} of them new in the second half")
    print(f"one process, one thread, best of {args.rounds}")
    print(f"spacy.blank(de) + sentencizer  {words / figures['reference']['seconds']:>10,.0f} words/s")
    print(f"sapxep, detection to events    {words / figures['pipeline']['seconds']:>10,.0f} words/s  ratio {ratio:.3f}")
    for name, share in figures["pipeline"]["shares"].items():
        print(f"  {name:32} {share:6.1%}")
    if args.json:
        args.json.write_text(json.dumps({"words": words, "ratio": ratio, **figures}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
