"""An article's annotation in the form of the annotated corpus."""

from __future__ import annotations

from typing import Any

from .articles import Article
from .draft import Span
from .grammar import Carrier, grammar
from .scenario import Day, Paper, Person, Place, Scenario
from .spelling import plain_name
from .world import COUNTED, START


def gold(article: Article, name: str) -> dict[str, Any]:
    """What the article names and tells; each thing once, with all its surfaces."""
    return {
        "article": name, "language": article.language,
        "translated_from": grammar(article.language).data.get("translated_from"),
        "url": article.url, "published": article.published.isoformat(),
        "officials": _officials(article), "units": _units(article), "documents": _documents(article),
        "dates": _dates(article), "events": [_event(article, *told) for told in article.told],
    }  # fmt: skip


def _surfaces(article: Article, spans: list[Span]) -> list[str]:
    return list(dict.fromkeys(article.text[span.start : span.end] for span in sorted(spans)))


def _meant(article: Article, label: str) -> list[Span]:
    return [span for span in article.spans if span.label == label and span.meant is not None]


def _called(article: Article, person: Person) -> str:
    """The name as the article has it; in letters that cannot tell the marks, without them."""
    script = grammar(article.language).script
    return person.name if script == "latin_vi" else plain_name(person.name)


def _officials(article: Article) -> list[dict[str, Any]]:
    """People whose posts are told, or who lead a session or take a post."""
    roles: dict[str, list[list[str]]] = {}
    for span in _meant(article, "role"):
        person: Person = span.meant
        role = [*person.post.split(), person.level]
        known = roles.setdefault(person.name, [])
        known += [role] if role not in known else []
    for scenario, carrier, told in article.told:
        if carrier.says == "meeting":
            roles |= {person.name: roles.get(person.name, []) for person in _leaders(article, scenario, told)}
    found: dict[str, dict[str, Any]] = {}
    for span in _meant(article, "person"):
        if span.meant.name in roles and span.meant.name not in found:
            own = [other for other in _meant(article, "person") if other.meant.name == span.meant.name]
            found[span.meant.name] = {
                "name": _called(article, span.meant), "surfaces": _surfaces(article, own),
                "roles": roles[span.meant.name],
            }  # fmt: skip
    return list(found.values())


def _leaders(article: Article, scenario: Scenario, told: Span) -> list[Person]:
    people = [span.meant for span in _meant(article, "person") if told.start <= span.start < told.end]
    return [person for person in people if person in (scenario.values["person"], scenario.values["official"])]


def _units(article: Article) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[Span]] = {}
    for span in _meant(article, "unit"):
        found.setdefault((span.meant.name, span.meant.kind), []).append(span)
    return [
        {
            "name": name if spans[0].meant.ids else article.text[spans[0].start : spans[0].end], "kind": kind,
            "surfaces": _surfaces(article, spans), "ids": sorted({known for span in spans for known in span.meant.ids}),
        }
        for (name, kind), spans in found.items()
    ]  # fmt: skip


def _documents(article: Article) -> list[dict[str, Any]]:
    found: dict[str, Paper] = {}
    for span in _meant(article, "document"):
        if span.meant.number not in found or span.meant.issued:
            found[span.meant.number] = span.meant
    return [
        {"number": paper.number, "doc_type": paper.type, "issued": paper.issued.edtf if paper.issued else None}
        for paper in found.values()
    ]


def _dates(article: Article) -> list[dict[str, Any]]:
    found: dict[str, list[Span]] = {}
    for span in _meant(article, "date"):
        found.setdefault(span.meant.edtf, []).append(span)
    return [{"edtf": edtf, "surfaces": _surfaces(article, spans)} for edtf, spans in found.items()]


def _event(article: Article, scenario: Scenario, carrier: Carrier, told: Span) -> dict[str, Any]:
    inside = [span for span in article.spans if told.start <= span.start < told.end and span.meant is not None]
    days = [span.meant for span in inside if span.label == "date"]
    day = scenario.day if scenario.day in days else None
    papers = [span.meant.number for span in inside if span.label == "document"]
    officials = _leaders(article, scenario, told) if carrier.says in ("meeting", "appointment") else []
    return {
        "type": carrier.says, "status": carrier.status, "level": carrier.level,
        "sources": _taking(article, scenario.sources, extent=True), "targets": _taking(article, scenario.targets),
        "counts": _counts(scenario, carrier),
        "place": {
            "province": _province(article, scenario, carrier, day),
            "district": _district(article, scenario, carrier, day),
        },
        "date": day.edtf if day else None, "documents": list(dict.fromkeys(papers)),
        "officials": list(dict.fromkeys(_called(article, person) for person in officials)),
        "evidence": article.text[told.start : told.end],
    }  # fmt: skip


def _written(article: Article, unit: Place) -> str:
    """A unit's name; as the article has it where no register does."""
    spans = [span for span in _meant(article, "unit") if span.meant.name == unit.name]
    return article.text[spans[0].start : spans[0].end] if spans and not unit.ids else unit.name


def _taking(article: Article, units: list[Place], extent: bool = False) -> list[dict[str, str]]:
    told = [{"name": _written(article, unit), "kind": unit.kind} for unit in units]
    return [{**one, "extent": unit.extent} for one, unit in zip(told, units, strict=True)] if extent else told


def _counts(scenario: Scenario, carrier: Carrier) -> dict[str, Any] | None:
    """The counts that the sentence tells."""
    if scenario.type != "restructure":
        return None
    told = {name: scenario.values[name] if name in carrier.slots else None for name in ("before", "after")}
    for side in told.copy():
        kinds = {kind: f"{side}_{kind}" for kind in COUNTED if f"{side}_{kind}" in carrier.slots}
        told[f"{side}_by_kind"] = {kind: scenario.values[name] for kind, name in kinds.items()} or None
    for name, slot in (("reduction", "less"), ("reduction_percent", "less_percent")):
        told[name] = scenario.values[slot] if slot in carrier.slots else None
    return told


def _district(article: Article, scenario: Scenario, carrier: Carrier, day: Day | None) -> str | None:
    """The district that the sentence ties the event to, where it still was there."""
    there = (day.date if day else article.published) < START
    return scenario.values["district"].name if there and "district" in carrier.slots else None


def _province(article: Article, scenario: Scenario, carrier: Carrier, day: Day | None) -> str:
    """The province that the units lie in on the event's day, or else on the article's."""
    if carrier.level == "province" and carrier.says in ("merge", "two_tier_transition"):
        return scenario.targets[0].name
    now: Place = scenario.values["home"]
    then: Place = scenario.values["legacy"]
    return now.name if (day.date if day else article.published) >= START else then.name
