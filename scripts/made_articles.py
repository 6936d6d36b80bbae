"""Writes a dump of made articles, as many as wanted: paragraphs of the corpus with other names, numbers and new words.

    python -m scripts.made_articles FILE.jsonl --number 100000 [--paragraphs 3] [--seed 7]

Every article has words that no other has, as real dumps do; what keeps every word it saw grows over such a dump.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Final

from scripts.made_texts import LANGUAGES, SEED, pool

_LETTERS: Final = {"de": "abcdefghiklmnoprstuw", "fa": "ابپتجچدرزسشفکگلمنوهی", "vi": "abcdeghiklmnopqrstuvxy"}


def main() -> None:
    """Write the dump."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--paragraphs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    pools = {code: pool(code) for code in LANGUAGES}
    with args.file.open("w", encoding="utf-8") as out:
        for n in range(args.number):
            code = LANGUAGES[n % len(LANGUAGES)]
            lines = pools[code].text(chance).split("\n")[: args.paragraphs]
            unseen = " ".join("".join(chance.choices(_LETTERS[code], k=9)) for _ in range(6))
            told = {"text": "\n".join(lines) + f"\n{unseen} {n}", "url": f"https://bao.vn/{code}/{n}"}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
