"""States every official merge as a sentence in each language and counts how the register's verdict falls.

    python -m scripts.bench_verdicts [--share N]

The official mapping (3,181 units with at least two sources) is told in one of several wordings, 500 of them as "A into
B" where the target keeps the name of a source; 1,000 are falsified: a source or the target is swapped for a unit of
another district. Each sentence is an article of its own that names the province. Prints, for each language, how many
true ones are confirmed and how many false ones are not.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.records import Event
from pipeline.records.article import Article
from pipeline.register.lineage import sources_of
from pipeline.register.model import NEW, Script, Unit
from pipeline.register.register import Register
from pipeline.stages.annotate import Annotator
from pipeline.stages.builtin import builtin_register
from scripts.made_cases import Writer

SEED: Final = 20250701
INTO: Final = 500
FALSIFIED: Final = 1000
SCRIPTS: Final[dict[str, Script]] = {"de": "latin_ascii", "vi": "latin_vi", "fa": "persian"}
_DE: Final = {"province": "Provinz", "municipality": "Stadt"}
_VI: Final = {"province": "tỉnh", "municipality": "thành phố"}
_FA: Final = {"province": "استان", "municipality": "شهر"}
KINDS: Final = {
    "de": {"commune": "Gemeinde", "ward": "Stadtteil", "township": "Stadt", "special_zone": "Sonderzone", **_DE},
    "vi": {"commune": "xã", "ward": "phường", "township": "thị trấn", "special_zone": "đặc khu", **_VI},
    "fa": {"commune": "کمون", "ward": "بخش", "township": "شهرک", "special_zone": "منطقه ویژه", **_FA},
}
AND: Final = {"de": " und ", "vi": " và ", "fa": " و "}
COMMA: Final = {"de": ", ", "vi": ", ", "fa": "، "}
MERGED: Final = {
    "de": (
        "In der {p} wurden die {s} zur {t} zusammengelegt.",
        "{p}: Die {t} entsteht durch den Zusammenschluss der {s}.",
        "Aus {s} ist in der {p} die {t} geworden.",
    ),
    "vi": (
        "{p} sáp nhập {s} thành {t}.",
        "Tại {p}, {t} được thành lập trên cơ sở sáp nhập {s}.",
        "Ở {p}, {t} gồm toàn bộ {s}.",
    ),
    "fa": (
        "در {p}، {s} در {t} ادغام شدند.",
        "در {p}، {t} بر اساس ادغام {s} تشکیل شد.",
        "{p}: ادغام {s} در {t} انجام شده است.",
    ),
}
INTO_B: Final = {
    "de": "In der {p} wurden die {s} in die {t} eingegliedert.",
    "vi": "Tại {p}, {s} được nhập vào {t}.",
    "fa": "در {p}، {s} به {t} پیوستند.",
}


class UsualWriter(Writer):
    """Spells every sound as translators mostly do."""

    def _draw(self, spellings: str) -> str:
        options = [(re.sub(r"\d+", "", option), int(re.sub(r"\D", "", option) or 0)) for option in spellings.split()]
        return max(options, key=lambda option: option[1])[0].rstrip("-")


class Unvarying(random.Random):
    """Never draws the rare case."""

    def random(self) -> float:
        return 1.0


@dataclass(frozen=True)
class Case:
    """One merge to be stated: sources, target, whether told as "A into B", whether falsified."""

    sources: tuple[Unit, ...]
    target: Unit
    into: bool
    false: bool


def merges(register: Register) -> list[tuple[tuple[Unit, ...], Unit]]:
    """Every unit of the new list with at least two sources."""
    found = []
    for unit in register.units:
        if unit.list == NEW and unit.level == "commune":
            sources = tuple(sources_of(register, unit.id))
            if len(sources) > 1:
                found.append((sources, unit))
    return found


def cases(register: Register, share: int) -> Iterator[Case]:
    """True statements and falsified ones, the same in every run."""
    chance = random.Random(SEED)
    official = merges(register)
    standing = {t.id for s, t in official if any(x.name == t.name and x.kind == t.kind for x in s) and len(s) > 2}
    into = set(chance.sample(sorted(standing), min(INTO, len(standing))))
    for sources, target in official[::share]:
        told = tuple(s for s in sources if s.name != target.name) if target.id in into else sources
        yield Case(told, target, target.id in into, False)
    for sources, target in chance.sample(official, FALSIFIED // share):
        strangers = [t for s, t in official if t.province_id == target.province_id and t.id != target.id]
        if chance.random() < 0.5:
            yield Case(sources, chance.choice(strangers), False, True)
        else:
            other = chance.choice([s for t in strangers for s in sources_of(register, t.id)])
            at = chance.randrange(len(sources))
            yield Case((*sources[:at], other, *sources[at + 1 :]), target, False, True)


def sentence(case: Case, language: str, register: Register, chance: random.Random) -> str:
    """The statement in one language."""
    writer = UsualWriter(SCRIPTS[language], Unvarying())
    named = [_named(unit, language, writer) for unit in case.sources]
    listed = named[0] if len(named) == 1 else COMMA[language].join(named[:-1]) + AND[language] + named[-1]
    wording = INTO_B[language] if case.into else chance.choice(MERGED[language])
    province = register.get(case.target.province_id)
    name = _named(province, language, writer) if province else ""
    return wording.format(p=name, s=listed, t=_named(case.target, language, writer))


def _named(unit: Unit, language: str, writer: Writer) -> str:
    return f"{KINDS[language].get(unit.kind, '')} {writer.name(unit.name.removeprefix('Phường '))}".strip()


def verdict(events: list[Event]) -> str:
    """The best verdict on the merges that came out; `none` where none did."""
    given = [e.register.status for e in events if e.type in ("merge", "split", "rename", "reclassify") and e.register]
    return "confirmed" if "confirmed" in given else given[0] if given else "none"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=int, default=1, help="only every Nth merge")
    parser.add_argument("--show", type=int, default=0, help="print so many statements that came out wrong")
    args = parser.parse_args()
    register, annotator = builtin_register(), Annotator()
    for language in KINDS:
        chance = random.Random(SEED)
        counts: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
        shown = 0
        for n, case in enumerate(cases(register, args.share)):
            text = sentence(case, language, register, chance)
            result = annotator.annotate(Article("made.txt", n, text), language)
            given = verdict(result[1]) if isinstance(result, tuple) else "reject"
            counts[case.false][given] += 1
            if (given == "confirmed") == case.false and shown < args.show:
                shown += 1
                print(f"  {given}: {text}")
        true, false = counts[False], counts[True]
        print(
            f"{language}: of {true.total():,} true {true['confirmed'] / true.total():.1%} confirmed {dict(true)}; "
            f"of {false.total():,} false {1 - false['confirmed'] / false.total():.1%} not confirmed {dict(false)}"
        )


if __name__ == "__main__":
    main()
