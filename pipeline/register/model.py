"""What the register holds: units, the two official lists, and the kinds of each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Script = Literal["latin_vi", "latin_ascii", "persian"]
Extent = Literal["whole", "part"]

NEW = "2025-07"
LEGACY = "2025-06"
OLD = "old"

LEVELS = {
    "province": "province", "municipality": "province",
    "rural_district": "district", "urban_district": "district", "town": "district", "provincial_city": "district",
    "commune": "commune", "ward": "commune", "township": "commune", "special_zone": "commune",
}  # fmt: skip


# Not a named tuple, whose fields take three times as long to read; and no two of a register are the same.
@dataclass(slots=True, eq=False)
class Unit:
    """One unit of one list; `province` is the province's name in that list, `successor` is set for old units only."""

    id: str
    list: str
    code: str
    name: str
    kind: str
    level: str
    province_id: str
    district_id: str | None
    successor: str | None
    province: str
    name_certain: bool


class Edge(NamedTuple):
    """One change of the mapping: the unit at its other end, and whether the old unit went there whole."""

    unit: str
    extent: Extent
