"""Hands the units of an article to the linker and takes its answers into the mentions."""

from __future__ import annotations

from ..events.frames import Frame
from ..events.qualifiers import DISCARDED, Qualifiers
from ..events.status import AHEAD, REFORM
from ..linking import LinkContext, LinkResult, UnitQuery, link_units
from ..records.annotation import Annotation
from ..records.spans import KindWord, UnitSpan
from ..records.vocabulary import KIND_LEVEL, Kind
from ..register.model import Script
from ..register.register import Register

_SAME_SOUND = str.maketrans("yýỳỷỹỵYÝỲỶỸỴ", "iíìỉĩịIÍÌỈĨỊ")
_STILL_TALK = AHEAD | DISCARDED
_STATING = frozenset({"merge", "split", "rename", "reclassify"})


def link_article(ann: Annotation, frames: list[Frame], register: Register, script: Script) -> None:
    """Fill name, kind, level and id of every unit mention."""
    units: list[UnitSpan] = ann.context["units"]
    date = ann.context.get("article_date") or ann.published
    _take_roles(units, frames, _wanted_now(ann, frames) if date is not None and date >= REFORM else set())
    _bar_new_kinds(units, frames)
    queries = [_query(span, script) for span in units]
    context = LinkContext(published=date, outlet=ann.outlet, url=ann.url, title=ann.title)
    for span, result in zip(units, link_units(queries, context, register), strict=True):
        _take(span, result)
    for frame in frames:
        for at, unit_id in frame.meant.items():
            _mean(units[at], unit_id, register)


def _mean(span: UnitSpan, unit_id: str, register: Register) -> None:
    """A target and several of its sources in one statement: nothing says more of which units are meant."""
    unit = register.get(unit_id)
    if unit is not None and span.mention.unit != unit_id:
        kind: Kind = unit.kind  # type: ignore[assignment]  # kinds of the register are those of the vocabulary
        _take(span, LinkResult(unit.name, kind, unit.id, unit.successor, unit.province, "linked"))


def _wanted_now(ann: Annotation, frames: list[Frame]) -> set[int]:
    """The numbers of the frames that tell what, after the reform, is still planned, wished or rumoured.

    That is said of units as they are since then; where the mapping itself read which units are meant, it says so.
    """
    qualifiers = Qualifiers.of(ann)
    own = (n for n, frame in enumerate(frames) if frame.rule.type in _STATING and not frame.meant)
    return {n for n in own if qualifiers.said_of(ann, frames[n], around=False) in _STILL_TALK}


def _take_roles(units: list[UnitSpan], frames: list[Frame], wanted: set[int]) -> None:
    for number, frame in enumerate(frames):
        if frame.rule.type not in _STATING:
            continue
        source, target = ("tgt", "src") if frame.rule.swap else ("src", "tgt")
        for role, name in ((source, "source"), (target, "target")):
            for span in frame.units(role, units):
                span.role, span.relation = "target" if number in wanted else name, number


def _bar_new_kinds(units: list[UnitSpan], frames: list[Frame]) -> None:
    """What becomes a ward was none before, whatever the list that it is found in calls it since."""
    for frame in frames:
        if frame.rule.type != "reclassify":
            continue
        words = [item.value for item in frame.roles.get("tgt", ()) if isinstance(item.value, KindWord)]
        new = {kind for word in words for kind in word.kinds}
        for span in frame.units("src", units) if new else ():
            span.kinds = tuple(kind for kind in span.kinds if kind not in new) or span.kinds


def _query(span: UnitSpan, script: Script) -> UnitQuery:
    return UnitQuery(
        surface=span.name,
        script=script,
        kinds=span.kinds,
        parent=span.parent,
        old=span.old,
        group=span.group,
        role=span.role if span.role in ("source", "target") else None,
        relation=span.relation,
        start=span.mention.start,
    )


def _as_written(surface: str, name: str) -> str:
    """The name of the lists, with the text's own i or y for the same sound ("Phú Quý", "Phú Quí")."""
    if surface == name or surface.isascii() or surface.translate(_SAME_SOUND) != name.translate(_SAME_SOUND):
        return name
    return surface


def _take(span: UnitSpan, result: LinkResult) -> None:
    mention = span.mention
    mention.name = _as_written(mention.surface, result.name)
    mention.kind = result.kind or mention.kind
    mention.level = KIND_LEVEL[mention.kind] if mention.kind else None
    mention.unit = result.unit_id
    mention.successor = result.successor
    mention.province = result.province
    mention.link = result.status
    mention.candidates = list(result.candidates)
