"""What the linker is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from ..records.vocabulary import Kind, Link
    from ..register.model import Script


@dataclass(slots=True)
class UnitQuery:
    """One named unit of an article.

    `kinds` is what its kind word can mean, likeliest first, empty where there is none. `parent` is the index (into the
    queries) of the unit that the text states above it. Units of one `group` are told in one breath. `role` and
    `relation` tie sources and targets of one statement together; `old` is True for "former", False for "new", None
    where untold.
    """

    surface: str
    script: Script
    kinds: tuple[Kind, ...] = ()
    parent: int | None = None
    old: bool | None = None
    group: int = -1
    role: str | None = None
    relation: int | None = None
    start: int = 0
    change: str | None = None


@dataclass(slots=True, frozen=True)
class LinkContext:
    """What is known of the article as a whole."""

    published: datetime.date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


class LinkResult(NamedTuple):
    """The answer for one query; `unit_id` is set where `status` is linked, `candidates` where it is ambiguous."""

    name: str
    kind: Kind | None
    unit_id: str | None
    successor: str | None
    province: str | None
    status: Link
    candidates: Sequence[str] = ()
