"""Queries that must get the same answer, folded into one node with its candidates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from ..records.vocabulary import KIND_LEVEL, Kind
from . import weights as w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..register.model import Unit
    from .context import UnitQuery
    from .facts import FactBook, Facts

_NUMBERED = re.compile(r"\D+\s(\d{1,2})")
_NUMBERED_KINDS = frozenset({"ward", "urban_district"})


@dataclass(slots=True)
class Node:
    """One name in one setting. `base` holds what no other name can change; `share` the current beliefs.

    `share` is parallel to `candidates`; what is missing to one is the belief that the register lacks the unit.
    `homes` is the belief in each district and province; `era` what role and word say of it; `common` how much the
    number of places of that name speaks for one more.
    """

    query: UnitQuery
    level: str
    name: str
    candidates: list[Facts]
    base: list[float]
    share: list[float] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    homes: dict[str, float] = field(default_factory=dict)
    era: str = ""
    common: float = 0.0
    group: int = -1
    relation: int = -1
    parent: Node | None = None
    province_before: Node | None = None
    district_before: Node | None = None
    children: list[Node] = field(default_factory=list)


def build_nodes(queries: Sequence[UnitQuery], book: FactBook) -> tuple[list[Node], list[int]]:
    """Return the nodes of an article and the node of every query."""
    groups = Counter(query.group for query in queries)
    relations = Counter(query.relation for query in queries)
    nodes: list[Node] = []
    index: dict[tuple[object, ...], int] = {}
    owner = [0] * len(queries)
    last: dict[str, int] = {}
    for i in sorted(range(len(queries)), key=lambda i: (queries[i].start, i)):
        query = queries[i]
        group = query.group if query.group >= 0 and groups[query.group] > 1 else -1
        relation = query.relation if query.relation is not None and relations[query.relation] > 1 else -1
        above = queries[query.parent] if query.parent is not None and query.parent != i else None
        level = _level(query.kinds)
        key = (
            query.surface, query.kinds, query.old, query.role, group, relation,
            above and (above.surface, above.kinds), last.get("province"), last.get("district"),
        )  # fmt: skip
        at = index.get(key)
        if at is None:
            at = index[key] = len(nodes)
            nodes.append(_node(query, level, book, group, relation))
            nodes[at].province_before = nodes[last["province"]] if "province" in last else None
            nodes[at].district_before = nodes[last["district"]] if "district" in last else None
        owner[i] = at
        if level in ("province", "district"):
            last[level] = at
    _tie(queries, nodes, owner)
    return nodes, owner


def _tie(queries: Sequence[UnitQuery], nodes: list[Node], owner: list[int]) -> None:
    """Tie children to the parents that the text states."""
    for i, query in enumerate(queries):
        if query.parent is None or query.parent == i:
            continue
        child, parent = nodes[owner[i]], nodes[owner[query.parent]]
        if child.parent is None and child is not parent:
            child.parent = parent
            parent.children.append(child)


@lru_cache(maxsize=1024)
def _level(kinds: tuple[Kind, ...]) -> str:
    """The level that every kind agrees on, else nothing."""
    levels = {KIND_LEVEL[kind] for kind in kinds}
    return levels.pop() if len(levels) == 1 else ""


def _node(query: UnitQuery, level: str, book: FactBook, group: int, relation: int) -> Node:
    found = book.named(query.surface, query.script)
    if not found and (number := _NUMBERED.fullmatch(query.surface)) and not _NUMBERED_KINDS.isdisjoint(query.kinds):
        found = book.named(number[1], query.script)
    table = _fits(query.kinds)
    fits = [table[facts.kind] for facts, _cost in found]
    # Where the word fits some unit of the name, one that it does not fit is hardly meant.
    fitting = any(fit is not None and fit > w.KIND_WRONG for fit in fits)
    odd = w.KIND_ODD if fitting else 0.0
    told = [
        (facts, fit + (odd if fit <= w.KIND_WRONG else 0.0) - w.SPELLING * cost)
        for (facts, cost), fit in zip(found, fits, strict=True)
        if fit is not None
    ]
    candidates, base = [facts for facts, _ in told], [worth for _, worth in told]
    families = len({facts.family for facts in candidates}) if len(candidates) > 1 else 1
    common = w.NULL_COMMON * min(log(families), w.MOST_COMMON)
    era = w.told_era(query.role, query.old)
    name = query.surface.casefold()
    return Node(query, level, name, candidates, base, era=era, common=common, group=group, relation=relation)


def kind_fit(kinds: tuple[Kind, ...], unit: Unit) -> float | None:
    """How well a unit fits the kind word, None where its level is none of the word's."""
    return _fits(kinds)[unit.kind]


@lru_cache(maxsize=1024)
def _fits(kinds: tuple[Kind, ...]) -> dict[str, float | None]:
    """How well each kind of unit fits the kind word."""
    levels = {KIND_LEVEL[kind] for kind in kinds}
    fits: dict[str, float | None] = {}
    for kind, level in KIND_LEVEL.items():
        if kind in kinds:
            fits[kind] = max(w.KIND_RANK * kinds.index(kind), w.KIND_RANK_FLOOR)
        elif kinds:
            fits[kind] = w.KIND_WRONG if level in levels else None
        else:
            fits[kind] = w.BARE_LEVEL[level]
    return fits
