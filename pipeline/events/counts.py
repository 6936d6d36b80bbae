"""Numbers of units before and after, with their breakdown by kind."""

from __future__ import annotations

from bisect import bisect_left

from ..records.event import Counts
from ..records.vocabulary import KIND_LEVEL, Kind, Level
from .frames import Frame
from .sequence import Count, Item

_NEAR = 4
_PERCENT_REACH = 14
_BREAKDOWN_REACH = 40
_AFTER_REACH = 6
_MOST_KINDS = 12
_MOST_SENTENCES = 2


def counts_of(frame: Frame) -> Counts | None:
    """The counts that a frame states; None where it states none."""
    counts = Counts()
    _part_lists(frame)
    for role in ("before", "after"):
        stated_by = [item for item in frame.roles.get(role, ()) if isinstance(item.value, Count)]
        if stated_by:
            stated_by = _listed(frame, stated_by[0]) if len(stated_by) == 1 else stated_by
            setattr(counts, role, int(sum(item.value.number for item in stated_by)))
            setattr(counts, f"{role}_by_kind", _by_kind(frame, stated_by))
    reduction = _first(frame, "reduction")
    if reduction is not None and isinstance(reduction.value, Count):
        counts.reduction = int(reduction.value.number)
    counts.reduction_percent = _percentage(frame)
    stated = (counts.before, counts.after, counts.reduction, counts.reduction_percent)
    return counts if any(value is not None for value in stated) else None


def _part_lists(frame: Frame) -> None:
    """Where the count before is a list by kind, the count after is none of its members but the next behind it."""
    before, after = _first(frame, "before"), _first(frame, "after")
    if before is None or after is None or not isinstance(before.value, Count):
        return
    listed = _listed(frame, before)
    if not any(item is after for item in listed):
        return
    last = next(n for n, item in enumerate(frame.items) if item is listed[-1])
    behind = frame.items[last + 1 : last + 1 + _AFTER_REACH]
    frame.roles["before"] = listed
    frame.roles["after"] = [item for item in behind if isinstance(item.value, Count)][:1]


def joined_halves(frames: list[Frame], are_old: bool = False) -> list[Frame]:
    """Frames in which a count before and a count after, told apart from each other, stand in one frame.

    `are_old`: what units there are today are those before a reform that is still ahead.
    """
    for n, frame in enumerate(frames):
        if frame.rule.partial == "now":
            _place_of_now(frames, n, are_old)
    out: list[Frame] = []
    for n, frame in enumerate(frames):
        if frame.rule.partial == "now":
            out += [frame] if "after" in frame.roles else []
            continue
        if frame.rule.partial is None:
            out.append(frame)
            continue
        if _is_told(frames, n):
            continue
        other = _other_half(frames, n)
        if other is not None:
            for role in (frame.rule.partial, "percent"):
                if role in frame.roles:
                    other.roles.setdefault(role, frame.roles[role])
        elif frame.rule.partial != "before":
            out.append(frame)
    return out


def _place_of_now(frames: list[Frame], n: int, are_old: bool) -> None:
    """What there is today is the count before a change that the text tells of, else what the change has made."""
    told, other = _is_told(frames, n), _other_half(frames, n)
    held = frames[n].roles.pop("now", [])
    if told:
        return
    if other is not None and _sum(other.roles["after"]) < _sum(held):
        other.roles["before"] = held
    elif not are_old:
        frames[n].roles["after"] = held


def _sum(items: list[Item]) -> float:
    return sum(item.value.number for item in items if isinstance(item.value, Count))


def _is_told(frames: list[Frame], n: int) -> bool:
    """Whether another frame of counts holds the very count that this half gives."""
    own = frames[n].roles.get(frames[n].rule.partial or "", [])
    held = [
        item
        for other in frames[max(0, n - _NEAR) : n + _NEAR + 1]
        if other is not frames[n] and other.rule.type == "restructure" and other.rule.partial in (None, "now")
        for role in ("before", "after", "reduction")
        for item in other.roles.get(role, ())
    ]
    return any(item is known for item in own for known in held)


def _other_half(frames: list[Frame], n: int) -> Frame | None:
    """The nearest frame of counts, at most two sentences off, that lacks this half and gives the other.

    A reduction told alone belongs to a frame that gives the count after it.
    """
    frame = frames[n]
    half = "before" if frame.rule.partial == "now" else frame.rule.partial or ""
    wanted = "before" if half == "after" else "after"
    fitting = [
        other
        for other in frames[max(0, n - _NEAR) : n + _NEAR + 1]
        if other is not frame
        and other.rule.type == "restructure"
        and half not in other.roles
        and wanted in other.roles
        and (half != "after" or other.rule.partial is None)
        and abs(other.sentence - frame.sentence) <= _MOST_SENTENCES
    ]
    return min(fitting, key=lambda other: (abs(other.sentence - frame.sentence), other.sentence), default=None)


def _first(frame: Frame, role: str) -> Item | None:
    items = frame.roles.get(role)
    return items[0] if items else None


def _by_kind(frame: Frame, stated: list[Item]) -> dict[Kind, int] | None:
    """What one total is broken down to, or the kinds of counts that make one together ("14 xã và 1 thị trấn")."""
    if len(stated) == 1:
        return _breakdown(frame, stated[0])
    values: list[Count] = [item.value for item in stated]
    return _summed(values, int(sum(value.number for value in values)))


def _listed(frame: Frame, item: Item) -> list[Item]:
    """All counts of the list that a count of one kind is part of ("82 communes, 18 wards and 6 townships")."""
    at = next((n for n, other in enumerate(frame.items) if other is item), -1)
    if at < 0 or not item.value.kinds:
        return [item]
    run = [*reversed(_joined(frame.items[at - 1 :: -1] if at else [])), item, *_joined(frame.items[at + 1 :])]
    kinds = [counted.value.kinds for counted in run]
    return run if len(set(kinds)) == len(kinds) and _shared_levels([one.value for one in run]) else [item]


def _shared_levels(counts: list[Count]) -> set[Level]:
    """The levels that every count can be of."""
    return set.intersection(*[{KIND_LEVEL[kind] for kind in count.kinds} for count in counts])


def _joined(items: list[Item]) -> list[Item]:
    """The counts of one kind that follow each other in a list, each behind a comma or a joining word."""
    found: list[Item] = []
    parted = False
    for item in items:
        if item.symbol == "," or (item.symbol == "w" and "and" in item.classes):
            parted = True
        elif parted and item.symbol == "C" and item.value.kinds:
            found.append(item)
            parted = False
        else:
            break
    return found


def _breakdown(frame: Frame, total: Item) -> dict[Kind, int] | None:
    """A run of counts by kind after the total that add up to it, or the one kind that the total itself names."""
    value: Count = total.value
    goal = int(value.number)
    at = bisect_left(frame.items, total.first, key=lambda item: item.first)
    if at == len(frame.items) or frame.items[at] is not total:
        at = len(frame.items)
    following = [item.value for item in frame.items[at + 1 : at + 1 + _BREAKDOWN_REACH] if item.symbol == "C"]
    for first in range(len(following)):
        found = _summed(following[first : first + _MOST_KINDS], goal)
        if found:
            return found
    if len(value.kinds) == 1 and value.level is not None:
        return {value.kinds[0]: goal}
    return None


def _summed(counts: list[Count], goal: int) -> dict[Kind, int] | None:
    by_kind: dict[Kind, int] = {}
    for count in counts:
        kind = next((k for k in _preferred(count, counts) if k not in by_kind), None)
        if kind is None:
            return None
        by_kind[kind] = int(count.number)
        if sum(by_kind.values()) == goal:
            return by_kind if len(by_kind) > 1 else None
        if sum(by_kind.values()) > goal:
            return None
    return None


def _preferred(count: Count, counts: list[Count]) -> tuple[Kind, ...]:
    """Kinds of one level with the rest of the breakdown first: a "Bezirk" beside communes is a ward."""
    levels: set[Level] = {c.level for c in counts if c.level is not None} or _shared_levels(counts)
    return tuple(sorted(count.kinds, key=lambda k: KIND_LEVEL[k] not in levels)) if levels else count.kinds


def _percentage(frame: Frame) -> float | None:
    """The percentage of the frame itself, else the first one after it in the sentence."""
    item = _first(frame, "percent")
    if item is None:
        item = next(
            (i for i in frame.items[frame.start_item : frame.end_item + _PERCENT_REACH] if i.symbol == "%"), None
        )
    if item is None:
        return None
    value: float = item.value
    return value if 0 < value < 100 else None
