"""What the fuzzer calls: bytes in; an AssertionError where what comes out is neither valid records nor a reject.

Each target reads its input from the bytes alone, so that a crashing input can be kept as a file and tried again.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

import jsonschema

from pipeline.errors import SapxepError
from pipeline.languages.pack import builtin_packs
from pipeline.records import Document, Event, Reject
from pipeline.records.article import Article
from pipeline.records.schema import schema_of
from pipeline.records.vocabulary import EVIDENCE_LIMIT
from pipeline.runners.single import extract
from pipeline.stages.annotate import Annotator
from pipeline.stages.reading import ReadOptions, Reason, read_articles
from pipeline.stages.reading.inputs import FORMATS, PACKINGS
from pipeline.stages.write import line_of_reject, lines_of
from pipeline.text.normalise import STEPS, normalise

NASTY: Final = Path(__file__).resolve().parents[1] / "tests" / "hostile" / "nasty.py"
NAMES: Final = tuple(f"a{ending}{packing}" for packing in ("", *PACKINGS) for ending in FORMATS)
CODES: Final = tuple(builtin_packs())
# Small, so that what is over a limit is soon met.
OPTIONS: Final = ReadOptions(longest_text=20_000, longest_record=100_000)
LONGEST: Final = 8_000
_REASONS: Final = frozenset(map(str, Reason))


def readers(data: bytes) -> None:
    """A file of any format: the first byte says which, the rest is the file."""
    if not data:
        return
    path = _folder() / NAMES[data[0] % len(NAMES)]
    path.write_bytes(data[1:])
    found = list(read_articles([str(path)], OPTIONS))
    path.unlink()
    assert found, "neither an article nor a reject"
    for one in found:
        if isinstance(one, Reject):
            check_reject(one)
            assert one.reason in _REASONS, one
        else:
            _check_article(one)


def normaliser(data: bytes) -> None:
    """A text through the steps of a pack, or through one step alone: every span of the copy has its own place."""
    plans = [*(tuple(pack.settings["normalisers"]) for pack in builtin_packs().values()), *((name,) for name in STEPS)]
    number, text = _headed(data)
    made = normalise(text, plans[number % len(plans)])
    last = (0, 0)
    for at in range(len(made.text)):
        start, end = made.raw_span(at, at + 1)
        assert 0 <= start < end <= len(text)
        # Two characters that one edit made share what they were made of.
        assert start >= last[1] or (start == last[0] and end >= last[1])
        last = start, end


def extractors(data: bytes) -> None:
    """A text read with the rules of one language, whatever it is written in."""
    number, text = _headed(data)
    result = _annotator().annotate(Article("a.txt", 0, text[:LONGEST]), CODES[number % len(CODES)])
    assert isinstance(result, tuple), result
    check(*result, text[:LONGEST])


def whole(data: bytes) -> None:
    """`extract` as users call it; the first line is the address, the text may hold what no file can."""
    url, _, rest = data.partition(b"\n")
    text = _decoded(rest, "surrogatepass")[:LONGEST]
    try:
        result = extract(text, url=_decoded(url, "replace") or None)
    except SapxepError as error:
        assert not text.strip() or _has_surrogates(text), error
        return
    check(*result, text)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "readers": readers,
    "normaliser": normaliser,
    "extractors": extractors,
    "whole": whole,
}


def check(document: Document, events: Sequence[Event], text: str) -> None:
    """The records of a text hold to their schema, and what they quote stands where they say."""
    lines = lines_of(document, events)
    assert not isinstance(lines, Reject), lines
    _check_line("document", lines[0])
    assert document.text == text
    for mention in document.mentions:
        assert text[mention.start : mention.end] == mention.surface, mention
    ids = {mention.id for mention in document.mentions}
    assert len(ids) == len(document.mentions)
    assert len({event.event_id for event in events}) == len(events)
    for event, line in zip(events, lines[1:], strict=True):
        _check_line("event", line)
        evidence = event.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        assert 0 < len(evidence.text) <= EVIDENCE_LIMIT
        assert {part.mention for part in (*event.sources, *event.targets) if part.mention} <= ids


def check_reject(reject: Reject) -> None:
    """A reject holds to its schema and tells of no fault of our own."""
    _check_line("reject", line_of_reject(reject))
    assert reject.reason not in ("internal_error", "invalid_record"), reject


def seeds(target: str) -> Iterator[tuple[str, bytes]]:
    """What a target begins with: the nasty files of the tests, and inputs that once made it fail."""
    for name, raw in _nasty().files():
        if len(raw) > 4 * LONGEST:
            continue
        if target == "readers":
            fitting = [number for number, known in enumerate(NAMES) if name.endswith(known[1:])]
            yield name, bytes([max(fitting, key=lambda number: len(NAMES[number]), default=0)]) + raw
        elif name.endswith(".txt"):
            yield from ((f"{name}-{number}", head + raw) for number, head in enumerate(_heads(target)))
    yield from _nasty().fuzzed(target)


def words() -> Iterator[str]:
    """Words that the rules look for: by bytes alone no fuzzer would ever meet them."""
    for pack in builtin_packs().values():
        for name in ("units", "posts", "documents", "dates", "events", "qualifiers"):
            yield from dict.fromkeys(_strings(pack.section(name)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("examples", "counter", "pattern", "macros"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _heads(target: str) -> list[bytes]:
    if target == "whole":
        return [b"https://baolangson.vn/a\n"]
    return [bytes([number]) for number in range(len(CODES))]


def _headed(data: bytes) -> tuple[int, str]:
    return (data[0] if data else 0), _decoded(data[1:], "replace")


def _decoded(raw: bytes, faults: str) -> str:
    try:
        return raw.decode("utf-8", faults)
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _check_article(article: Article) -> None:
    assert article.text.strip()
    assert len(article.text) <= OPTIONS.longest_text
    for said in (article.text, article.url, article.outlet, article.title):
        (said or "").encode("utf-8")


def _check_line(record: str, line: bytes) -> None:
    _validator(record).validate(json.loads(line))


@cache
def _validator(record: str) -> Any:
    return jsonschema.Draft202012Validator(schema_of(record))


@lru_cache(maxsize=1)
def _annotator() -> Annotator:
    return Annotator()


@lru_cache(maxsize=1)
def _holder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sapxep-fuzz-")


def _folder() -> Path:
    return Path(_holder().name)


@cache
def _nasty() -> Any:
    spec = spec_from_file_location("nasty", NASTY)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
