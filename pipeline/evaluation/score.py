"""The figures of a run against gold, per language and overall, micro-averaged over the articles."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import jsonlines

from ..errors import SapxepError
from .likeness import CONTEXT, Record, fold, is_strict, likeness, number, numbers_of, participants, squeeze, touches

ALL: Final = "all"
FIGURES: Final = (
    "language", "offsets", "documents", "doc_type", "dates", "units", "unit_kind", "unit_link", "link_right",
    "officials", "roles", "events", "events_strict", "event_status", "event_date", "event_place", "event_documents",
    "transitions", "context",
)  # fmt: skip

_GOLD_KEYS: Final = ("article", "language", "translated_from", "officials", "units", "documents", "dates", "events")


@dataclass(slots=True)
class Tally:
    """Hits, given and wanted; F1 of them is accuracy where all are given."""

    hit: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, hit: int, given: int, wanted: int) -> None:
        """Add counts."""
        self.hit, self.given, self.wanted = self.hit + hit, self.given + given, self.wanted + wanted

    @property
    def f1(self) -> float | None:
        """F1, None where there is nothing."""
        return 2 * self.hit / (self.given + self.wanted) if self.given + self.wanted else None


class Difference(NamedTuple):
    """One thing that differs: the figure, the article, what is wrong, and it."""

    figure: str
    article: str
    what: str
    detail: str


@dataclass(slots=True)
class Scores:
    """Tallies by language (and "all") and figure, and what differs."""

    tallies: dict[str, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    differences: list[Difference] = field(default_factory=list)
    # Event of ours → article and number of the gold event that it was matched with.
    matched: dict[str, tuple[str, int]] = field(default_factory=dict)
    # Document of ours → the gold of its article.
    golds: dict[str, Record] = field(default_factory=dict)

    def figures(self) -> dict[str, dict[str, float | None]]:
        """Every figure by language, "all" last."""
        order = sorted(self.tallies, key=lambda code: (code == ALL, code))
        return {code: {name: self.tallies[code][name].f1 for name in FIGURES} for code in order}


def evaluate(outputs: Path, gold: Path, articles: Path | None = None) -> Scores:
    """Score a run's folder against a folder of gold files; `articles` holds the texts where the run left them out."""
    documents = _Documents(_lines(outputs / "documents.jsonl"))
    events: dict[str, list[Record]] = defaultdict(list)
    for event in _lines(outputs / "events.jsonl"):
        events[event["doc_id"]].append(event)
    paths = sorted(gold.glob("*.json"))
    if not paths:
        raise SapxepError(f"{gold}: no gold files (NAME.json) in this folder")
    scores = Scores()
    for path in paths:
        annotation = _gold(path)
        document = documents.of(path.stem, annotation)
        article = _Article(annotation, _text(path.stem, document, articles), document)
        article.score(events[document["doc_id"]] if document else [])
        scores.differences += article.differences
        scores.matched |= article.matched
        if document:
            scores.golds[document["doc_id"]] = annotation
        for code in (annotation["language"] or "none", ALL):
            for name, tally in article.tallies.items():
                scores.tallies[code][name].add(tally.hit, tally.given, tally.wanted)
    return scores


class _Documents:
    """The documents of a run, found by what a gold file says of its article."""

    def __init__(self, documents: Iterable[Record]) -> None:
        self._by_stem: dict[str, Record] = {}
        self._by_record: dict[str, Record] = {}
        self._by_url: dict[str, Record] = {}
        for document in documents:
            source = document["source"]
            self._by_stem[Path(source["path"]).stem] = document
            self._by_record[f"{source['path']}#{source['record']}"] = document
            if source["url"]:
                self._by_url.setdefault(source["url"], document)

    def of(self, stem: str, annotation: Record) -> Record | None:
        """By file and record where `article` names both, else by the name of its file, else by its address."""
        article = str(annotation["article"])
        if "#" in article:
            return self._by_record.get(article)
        return self._by_stem.get(stem) or self._by_url.get(annotation.get("url") or "")


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    try:
        with jsonlines.open(path) as reader:
            return list(reader.iter(type=dict))
    except (OSError, jsonlines.Error) as error:
        raise SapxepError(
            f"{path}: cannot be read as JSON lines ({error}); give the folder of a finished run"
        ) from error


def _gold(path: Path) -> dict[str, Any]:
    try:
        annotation: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SapxepError(f"{path}: cannot be read as a gold file ({error})") from error
    missing = [key for key in _GOLD_KEYS if not isinstance(annotation, dict) or key not in annotation]
    if missing:
        raise SapxepError(f"{path}: no gold file, it lacks {', '.join(missing)}; the folder must hold nothing else")
    return annotation


def _text(stem: str, document: Record | None, articles: Path | None) -> str:
    if articles is not None:
        try:
            with (articles / f"{stem}.txt").open(encoding="utf-8", newline="") as file:
                return file.read()
        except OSError as error:
            raise SapxepError(f"{articles}: no article {stem}.txt") from error
    return str(document.get("text") or "") if document else ""


class _Article:
    """One article being scored."""

    def __init__(self, gold: dict[str, Any], text: str, document: Record | None) -> None:
        self.gold = gold
        self.text = text
        self.document = document
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.differences: list[Difference] = []
        self.matched: dict[str, tuple[str, int]] = {}
        self.mentions: dict[str, list[Record]] = defaultdict(list)
        for mention in document["mentions"] if document else ():
            self.mentions[mention["type"]].append(mention)

    def score(self, events: list[Record]) -> None:
        """Fill all tallies."""
        given = self.document or {}
        right = all(given.get(key) == self.gold[key] for key in ("language", "translated_from")) and bool(given)
        self.tallies["language"].add(right, 1, 1)
        self._offsets([*given.get("mentions", ()), *(e["evidence"] for e in events if e.get("evidence"))])
        self._documents()
        wanted = {d["edtf"]: d["surfaces"] for d in self.gold["dates"]}
        ours = self._grouped("date", lambda m: str(m.get("edtf")))
        self._sets("dates", ours, wanted, lambda key: touches(_surfaces(ours[key]), wanted[key]))
        self._units()
        self._officials()
        self._events(events)

    def _differ(self, figure: str, what: str, detail: str) -> None:
        self.differences.append(Difference(figure, self.gold["article"], what, detail))

    def _grouped(self, kind: str, key: Callable[[Record], str]) -> dict[str, list[Record]]:
        grouped: dict[str, list[Record]] = defaultdict(list)
        for mention in self.mentions[kind]:
            if key(mention):
                grouped[key(mention)].append(mention)
        return grouped

    def _sets(
        self, figure: str, ours: Mapping[str, Any], gold: Mapping[str, Any], grounded: Callable[[str], bool]
    ) -> set[str]:
        hit = {key for key in ours if key in gold and grounded(key)}
        self.tallies[figure].add(len(hit), len(ours), len(gold))
        for what, keys in (("extra", set(ours) - hit), ("missed", set(gold) - hit)):
            for key in sorted(keys):
                self._differ(figure, what, key)
        return hit

    def _offsets(self, spans: list[Record]) -> None:
        for span in spans:
            said = span.get("surface", span.get("text"))
            right = self.text[span["start"] : span["end"]] == said
            self.tallies["offsets"].add(right, 1, 1)
            if not right:
                self._differ("offsets", "wrong", str(said))

    def _documents(self) -> None:
        gold = {number(d["number"]): d for d in self.gold["documents"]}
        ours = self._grouped("document", lambda m: number(m.get("number")))
        has_digit = lambda key: any(re.search(r"\d", s) for s in _surfaces(ours[key]))  # noqa: E731
        for key in self._sets("documents", ours, gold, has_digit):
            right = any(m.get("doc_type") == gold[key]["doc_type"] for m in ours[key])
            self.tallies["doc_type"].add(right, 1, 1)

    def _units(self) -> None:
        gold: dict[str, list[Record]] = defaultdict(list)
        for unit in self.gold["units"]:
            gold[fold(unit["name"])].append(unit)
        ours = self._grouped("unit", lambda m: fold(m.get("name") or m["surface"]))
        grounded = lambda key: touches(_surfaces(ours[key]), [s for u in gold[key] for s in u["surfaces"]])  # noqa: E731
        for key in sorted(self._sets("units", ours, gold, grounded)):
            self._matched_unit(key, ours[key], gold[key])
        for key, units in gold.items():
            for unit in units:
                if unit.get("ids"):
                    linked = any(m.get("unit") in unit["ids"] for m in ours.get(key, ()))
                    self.tallies["unit_link"].add(linked, 1, 1)
                    if not linked:
                        self._differ("unit_link", "missed", f"{key} ({unit['kind']}): {unit['ids']}")

    def _matched_unit(self, name: str, ours: list[Record], gold: list[Record]) -> None:
        kinds, wanted = {m.get("kind") for m in ours}, {u["kind"] for u in gold}
        self.tallies["unit_kind"].add(len(kinds & wanted), len(kinds), len(wanted))
        if kinds != wanted:
            self._differ("unit_kind", "wrong", f"{name}: {sorted(map(str, kinds))} for {sorted(wanted)}")
        right = {unit_id for u in gold for unit_id in u.get("ids") or ()}
        for given in {m.get("unit") for m in ours} - {None} if right else ():
            self.tallies["link_right"].add(given in right, 1, 1)
            if given not in right:
                self._differ("link_right", "wrong", f"{name}: {given} for {sorted(right)}")

    def _officials(self) -> None:
        left = self._grouped("official", lambda m: fold(m.get("name") or m["surface"]))
        for person in self.gold["officials"]:
            key = next((k for k, found in left.items() if _is_person(k, found, person)), None)
            roles = {tuple(role) for role in person["roles"]}
            if key is None:
                self.tallies["officials"].add(0, 0, 1)
                self._differ("officials", "missed", person["surfaces"][0])
                continue
            found = left.pop(key)
            got = {(r.get("post"), r.get("body"), r.get("level")) for m in found for r in m.get("roles") or ()}
            self.tallies["officials"].add(1, 1, 1)
            self.tallies["roles"].add(len(got & roles), len(got), len(roles))
            for what, extra in (("extra", got - roles), ("missed", roles - got)):
                for role in sorted(extra, key=str):
                    self._differ("roles", what, f"{key}: {role}")
        self.tallies["officials"].add(0, len(left), 0)
        for key in left:
            self._differ("officials", "extra", key)

    def _events(self, events: list[Record]) -> None:
        for figure, holds in _GROUPS.items():
            ours = [e for e in events if holds(e["type"])]
            gold = [e for e in self.gold["events"] if holds(e["type"])]
            pairs = self._paired(ours, gold)
            self.tallies[figure].add(len(pairs), len(ours), len(gold))
            for what, all_, matched in (
                ("extra", ours, [p for p, _ in pairs]),
                ("missed", gold, [g for _, g in pairs]),
            ):
                for event in all_:
                    if not any(event is other for other in matched):
                        self._differ(figure, what, _shown(event))
            for p, g in pairs:
                at = next(n for n, other in enumerate(self.gold["events"]) if other is g)
                self.matched[p.get("event_id", "")] = self.gold["article"], at
                self.tallies["event_documents"].add(
                    len(numbers_of(p) & numbers_of(g)), len(numbers_of(p)), len(numbers_of(g))
                )
            if figure == "events":
                self._changes(pairs, len(ours), len(gold))

    def _changes(self, pairs: list[tuple[Record, Record]], given: int, wanted: int) -> None:
        units = self._names()
        strict = sum(is_strict(p, g, units) for p, g in pairs)
        self.tallies["events_strict"].add(strict, given, wanted)
        for p, g in pairs:
            for figure, a, b in (
                ("event_status", p.get("status"), g["status"]),
                ("event_date", p.get("date"), g["date"]),
                ("event_place", _province(p), _province(g)),
            ):
                self.tallies[figure].add(a == b, 1, 1)
                if a != b:
                    self._differ(figure, "differs", f"{a} for {b}: {_shown(g)}")
            if not is_strict(p, g, units):
                self._differ("events_strict", "differs", f"{_shown(p)} for {_shown(g)}")

    def _names(self) -> set[str]:
        return {fold(unit["name"]) for unit in self.gold["units"]}

    def _paired(self, ours: list[Record], gold: list[Record]) -> list[tuple[Record, Record]]:
        units = self._names()
        rows = []
        for i, p in enumerate(ours):
            for j, g in enumerate(gold):
                alike = likeness(p, g, _places(self.text, g["evidence"]), units)
                if alike:
                    rows.append((-alike, -is_strict(p, g, units), i, j))
        used_ours: set[int] = set()
        used_gold: set[int] = set()
        pairs = []
        for *_, i, j in sorted(rows):
            if i not in used_ours and j not in used_gold:
                used_ours.add(i)
                used_gold.add(j)
                pairs.append((ours[i], gold[j]))
        return pairs


_GROUPS: Final[dict[str, Callable[[str], bool]]] = {
    "events": lambda kind: kind not in CONTEXT and kind != "two_tier_transition",
    "transitions": lambda kind: kind == "two_tier_transition",
    "context": lambda kind: kind in CONTEXT,
}


def _surfaces(mentions: Iterable[Record]) -> list[str]:
    return [mention["surface"] for mention in mentions]


def _is_person(key: str, found: list[Record], person: Record) -> bool:
    ours, gold = _surfaces(found), person["surfaces"]
    same = {squeeze(s) for s in ours} & {squeeze(s) for s in gold}
    return touches(ours, gold) and (key == fold(person["name"]) or bool(same))


def _places(text: str, piece: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(re.escape(piece), text)] if piece else []


def _province(event: Record) -> str:
    return fold((event.get("place") or {}).get("province"))


def _shown(event: Record) -> str:
    evidence = event["evidence"] if isinstance(event["evidence"], str) else event["evidence"].get("text", "")
    names = sorted({name for name, *_ in participants(event)})
    return f"{event['type']} {names} {event.get('counts') or ''} «{evidence[:90]}»"
