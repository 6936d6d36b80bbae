"""The linker: scores all names of an article together and decides what is sure enough to be linked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from ..records.vocabulary import KIND_LEVEL, Kind
from ..register.keys import fold
from ..register.syllables import place_spelling
from . import weights as w
from .context import LinkContext, LinkResult, UnitQuery
from .facts import fact_book
from .nodes import Node, build_nodes
from .scoring import Scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..register.model import Unit
    from ..register.register import Register


_MOSTLY = 0.6


def link_units(queries: Sequence[UnitQuery], context: LinkContext, register: Register) -> list[LinkResult]:
    """One result a query, in order."""
    book = fact_book(register)
    nodes, owner = build_nodes(queries, book)
    scorer = Scorer(nodes, context, book)
    scorer.run()
    kinds = _group_kinds(nodes)
    usual = _usual_lists(nodes) if scorer.phase == "open" else {}
    answers = [_decide(node, scorer.phase, kinds.get(node.group, {}), usual) for node in nodes]
    return [answers[at] for at in owner]


def _is_plain(node: Node) -> bool:
    """Whether neither role nor word says which list is meant."""
    return node.query.role is None and node.query.old is None


def _usual_lists(nodes: list[Node]) -> dict[str, float]:
    """Unit → belief summed over its plain mentions: an undated article means one list by a name throughout."""
    totals: defaultdict[str, float] = defaultdict(float)
    for node in nodes:
        if _is_plain(node):
            for facts, share in zip(node.candidates, node.share, strict=True):
                totals[facts.unit.id] += share
    return totals


def _decide(node: Node, phase: str, mates: dict[str, float], usual: dict[str, float]) -> LinkResult:
    families: defaultdict[str, float] = defaultdict(float)
    for facts, share in zip(node.candidates, node.share, strict=True):
        families[facts.family] += share
    lost = 1.0 - sum(node.share)
    order = sorted(range(len(node.candidates)), key=lambda at: (-node.score[at], node.candidates[at].id))
    if not order or lost > max(families.values()):
        return _unknown(node, phase, mates)
    family = max(sorted(families), key=families.__getitem__)
    kin = [node.candidates[at].unit for at in order if node.candidates[at].family == family]
    best = kin[0]
    if usual and _is_plain(node):
        alike = [unit for unit in kin if unit.kind == best.kind]
        best = max(alike, key=lambda unit: (usual[unit.id], unit.list))
    if families[family] >= w.LINK_SHARE:
        return LinkResult(_spelling(best, node), _kind(best), best.id, best.successor, best.province, "linked")
    listed = [at for at in order if node.share[at] >= w.LISTED_SHARE][: w.MOST_LISTED]
    ids = [node.candidates[at].unit.id for at in listed]
    return LinkResult(best.name, _likely_kind(node), None, None, None, "ambiguous", ids)


def _spelling(unit: Unit, node: Node) -> str:
    """The official name; where the register is not sure of its marks, those of the text."""
    surface = node.query.surface
    return surface if not unit.name_certain and fold(surface) == fold(unit.name) else unit.name


def _kind(unit: Unit) -> Kind:
    kind: Kind = unit.kind  # type: ignore[assignment]  # the register holds kinds of the vocabulary alone
    return kind


def _likely_kind(node: Node) -> Kind | None:
    kinds: defaultdict[Kind, float] = defaultdict(float)
    for facts, share in zip(node.candidates, node.share, strict=True):
        kinds[_kind(facts.unit)] += share
    return max(((share, kind) for kind, share in kinds.items()), default=(0.0, None))[1]


def _unknown(node: Node, phase: str, mates: dict[str, float]) -> LinkResult:
    """No unit of the register: the name as written, the kind that word, era and company make likeliest."""
    name = node.query.surface
    spellings = {facts.unit.name for facts in node.candidates}
    if len(spellings) == 1:
        name = spellings.pop()
    elif node.query.script == "persian":
        likeliest = max(range(len(node.candidates)), key=node.base.__getitem__, default=None)
        name = place_spelling(name) or name if likeliest is None else node.candidates[likeliest].unit.name
    return LinkResult(name, _guessed_kind(node.query, phase, mates), None, None, None, "unknown")


def _guessed_kind(query: UnitQuery, phase: str, mates: dict[str, float]) -> Kind | None:
    def worth(rank: int, kind: Kind) -> float:
        late = phase == "after" and not query.old and KIND_LEVEL[kind] == "district"
        return w.KIND_RANK * rank + 2.0 * mates.get(kind, 0.0) - (2.0 if late else 0.0)

    ranked = [(worth(rank, kind), -rank, kind) for rank, kind in enumerate(query.kinds)]
    if ranked:
        return max(ranked)[2]
    # A bare name in a list is mostly of its fellows' kind.
    share, fellow = max(((share, kind) for kind, share in mates.items()), default=(0.0, ""))
    return cast("Kind", fellow) if share > _MOSTLY else None


def _group_kinds(nodes: list[Node]) -> dict[int, dict[str, float]]:
    """Group → mean belief in each kind, over the members that the register knows."""
    totals: dict[int, dict[str, float]] = {}
    counts: defaultdict[int, int] = defaultdict(int)
    for node in nodes:
        if node.group < 0 or not node.candidates:
            continue
        counts[node.group] += 1
        kinds = totals.setdefault(node.group, defaultdict(float))
        for facts, share in zip(node.candidates, node.share, strict=True):
            kinds[facts.unit.kind] += share
    return {group: {kind: s / counts[group] for kind, s in kinds.items()} for group, kinds in totals.items()}
