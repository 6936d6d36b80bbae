"""Makes of the figures of `make bench` what docs/speed.md and the README say of speed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
FIGURES: Final = ROOT / "docs" / "measured" / "bench.json"
CHART: Final = ROOT / "docs" / "measured" / "bench.svg"
README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- made by `make docs` from docs/measured/bench.json -->\n"
END: Final = "<!-- up to here -->\n"
_BUSY: Final = 0.5
_PAGE: Final = """# Speed

Made by `make docs` from [measured/bench.json](measured/bench.json), which `make bench` writes: everything side by side,
in one run, on one machine.

{table}
{load}

![The same as bars](measured/bench.svg)

## How to read it

**Words a second** are those of the whole way, from detecting the language to the events, in one process and one thread,
in processor seconds. Of each, {rounds} fresh processes take turns, so that a slower machine slows all of it, and of
every {parts}th part of the texts the best of them counts. Of whole processes the best would rather be that of the
shorter work, which more likely meets no slow moment: so taken, the ratios are {whole_auto:.3f} and {whole_none:.3f}.

The texts ({words:,} words) are made of the corpus so that new words keep coming, as in real dumps: of the second half
{new:.1%} are, in real text of that length {real:.1%} would be, by the growth of vocabulary in the corpus. A tokenizer
gains more than the rest from texts that repeat their words.
Beside it runs spaCy's blank tokenizer with a sentencizer on the same texts. A ratio holds across
machines far better than a rate, so compare ratios, and only those of one run.
Where the time goes, with the names model that runs have by default:

{shares}
**Start** is the least of {start_rounds} fresh processes, from the start of Python: for help and
import to its end, for the first article until that is annotated (taking down what was loaded keeps nobody waiting).

**Workers** read {articles:,} made articles ({dump_words:,} words, {events:,} events). "Without loading" is what these
took longer than a dump of {small}: what a run of hours comes to, since each worker loads packs, register, model once.
The clock compares only on a machine that does nothing else, and with a core for each worker. Processor seconds do so
anywhere:

{workers}
## What limits it

The process of the run settles shards and joins facts. Settling goes on beside the workers; joining facts begins when
the last article is read, and nothing shares it. The ratio by processor seconds is that of one worker to *the run's own
seconds, and half of the workers'*, as if nothing of the former went on beside the latter: the quiet machine's clock
shows no less. `--without-facts` leaves the joining out. Ray's processes cannot be asked for their seconds, and start in
some ten; it is for many machines, not for two cores.
"""


class Row(NamedTuple):
    """A line of the table; `aim` is what is wanted, `at_least`: more is better, `quiet`: it can be judged."""

    what: str
    value: float
    told: str
    aim: float | None = None
    aim_told: str = ""
    at_least: bool = True
    quiet: bool = True

    @property
    def verdict(self) -> str:
        """Whether the aim is reached."""
        if self.aim is None:
            return ""
        if not self.quiet:
            return "busy machine, cannot be told"
        return "yes" if (self.value >= self.aim) == self.at_least or self.value == self.aim else "**no**"


def read_figures() -> dict[str, Any]:
    """The figures of the last `make bench` that was kept."""
    told: dict[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    return told


def is_quiet(told: dict[str, Any]) -> bool:
    """Whether the machine did nothing else, so that its clock can be believed."""
    return bool(told["machine"]["load"] < _BUSY)


def _rates(told: dict[str, Any]) -> list[Row]:
    rates, ratios = told["pipeline"]["words_per_second"], told["pipeline"]["ratios"]
    rows = [Row("spaCy's blank tokenizer, sentencizer", 1, f"{rates['reference']:,} words/s")]
    for name, what, part in (("auto", "the default names model (Persian)", 14), ("none", "no names model", 6)):
        rate = f"{ratios[name]:.3f} of it, {rates[name]:,} words/s"
        rows.append(Row(f"pipeline with {what}", ratios[name], rate, 1 / part, f"1/{part} ({1 / part:.3f})"))
    return rows


def _workers(told: dict[str, Any]) -> list[Row]:
    ratios = told["workers"]["ratios"]
    rows = [
        Row("two workers beside one, clock", ratios["two_without_loading"], "", 1.8, "1.8", quiet=is_quiet(told)),
        Row("two workers beside one, processor", ratios["two_without_loading_processor"], "", 1.8, "1.8"),
    ]
    if "ray_without_loading" in ratios:
        rows.append(Row("two workers of Ray beside one, clock", ratios["ray_without_loading"], ""))
    return [row._replace(told=f"{row.value:.2f} times") for row in rows]


def _start(told: dict[str, Any]) -> list[Row]:
    start = told["start"]
    rows = [("`sapxep --help`", start["help"], 0.3), ("`import sapxep`", start["import"], None)]
    rows += [(f"the first article, {code}", one, 2.0) for code, one in sorted(start["first_article"].items())]
    return [
        Row(
            what,
            one["clock"],
            f"{one['clock']:.2f} s (processor {one['processor']:.2f})",
            aim,
            "" if aim is None else f"{aim} s",
            False,
            is_quiet(told) or aim is None or one["clock"] <= aim,
        )
        for what, one, aim in rows
    ]


def table(told: dict[str, Any]) -> str:
    """All figures beside their aims."""
    rows = [*_rates(told), *_workers(told), *_start(told)]
    lines = [f"| {row.what} | {row.told} | {row.aim_told} | {row.verdict} |\n" for row in rows]
    return "".join(["| | measured | aim | reached |\n|---|---|---|---|\n", *lines])


def load(told: dict[str, Any]) -> str:
    """What the figures were measured on, and whether it was quiet."""
    machine = told["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    where = f"{machine['system']}, {machine['processor']}, {machine['cores']} cores, Python {machine['python']}"
    if is_quiet(told):
        return f"{where}, {versions}. The machine did nothing else."
    waiting = f"{machine['load']:.1f} processes besides wanted to run when it began"
    return f"{where}, {versions}.\nThe machine did other work, too ({waiting}), so its clock tells little."


def _shares(told: dict[str, Any]) -> str:
    lines = [f"| {name} | {share:.1%} |\n" for name, share in told["pipeline"]["shares"].items()]
    return "".join(["| step | share |\n|---|---:|\n", *lines])


def _seconds(told: dict[str, Any]) -> str:
    lines = ["| seconds without loading | clock | the run's own | its workers' |\n|---|---:|---:|---:|\n"]
    for way, one in told["workers"]["ways"].items():
        part = one["without_loading"]
        known = [f"{part[key]:.1f}" if way != "ray" else "" for key in ("own", "workers")]
        lines.append(f"| {way} | {part['clock']:.1f} | {known[0]} | {known[1]} |\n")
    return "".join(lines)


def speed_page(told: dict[str, Any]) -> str:
    """docs/speed.md."""
    workers = told["workers"]
    return _PAGE.format(
        table=table(told),
        load=load(told),
        rounds=told["pipeline"]["rounds"],
        parts=told["pipeline"]["parts"],
        **_whole_ratios(told["pipeline"]),
        words=told["pipeline"]["words"],
        new=told["pipeline"]["new_share"],
        real=told["pipeline"]["new_share_in_real_text"],
        shares=_shares(told),
        start_rounds=told["start"]["rounds"],
        articles=workers["articles"],
        dump_words=workers["words"],
        events=workers["events"],
        small=workers["small"],
        workers=_seconds(told),
    )


def _whole_ratios(told: dict[str, Any]) -> dict[str, float]:
    """The ratios by the best whole process of each."""
    best = {name: min(seconds) for name, seconds in told["whole_seconds"].items()}
    return {f"whole_{name}": best["reference"] / best[name] for name in told["ratios"]}


def readme(told: dict[str, Any], text: str) -> str:
    """The README with its table of speed made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(told)}\n{load(told)}\n\n{END}{after}"
