"""The closed vocabularies of the records: kinds, posts, bodies, document types, event types, statuses."""

from __future__ import annotations

from typing import Final, Literal, get_args

Level = Literal["province", "district", "commune"]
PostLevel = Literal["central", "province", "district", "commune"]
Kind = Literal[
    "province", "municipality", "rural_district", "urban_district", "town", "provincial_city",
    "commune", "ward", "township", "special_zone",
]  # fmt: skip
Post = Literal[
    "secretary", "standing_deputy_secretary", "deputy_secretary", "standing_committee_member", "member", "chair",
    "standing_vice_chair", "vice_chair", "head", "deputy_head", "minister", "deputy_minister", "prime_minister",
    "deputy_prime_minister", "president", "general_secretary", "director", "deputy_director", "chief_of_office",
    "deputy_chief_of_office", "delegate", "other",
]  # fmt: skip
Body = Literal[
    "party_committee", "central_committee", "politburo", "secretariat", "people_committee", "people_council",
    "fatherland_front", "national_assembly", "national_assembly_delegation", "government", "ministry", "department",
    "party_commission", "party_office", "steering_committee", "working_group", "mass_organization", "military",
    "police", "press", "other",
]  # fmt: skip
DocType = Literal[
    "resolution", "decision", "directive", "plan", "conclusion", "notice", "report", "submission", "project",
    "guidance", "official_letter", "decree", "circular", "programme", "telegram", "law", "other",
]  # fmt: skip
EventType = Literal[
    "merge", "split", "establish", "dissolve", "rename", "reclassify", "restructure", "unchanged",
    "two_tier_transition", "document_issued", "meeting", "appointment",
]  # fmt: skip
Status = Literal["proposed", "planned", "decided", "ongoing", "completed"]
Extent = Literal["whole", "part", "remainder"]
Link = Literal["linked", "ambiguous", "unknown"]
DatePrecision = Literal["day", "month", "quarter", "year", "interval", "unknown_year"]
DateBasis = Literal["text", "article", "round"]
MentionType = Literal["official", "unit", "document", "date", "organization"]

KIND_LEVEL: Final[dict[str, Level]] = {
    "province": "province",
    "municipality": "province",
    "rural_district": "district",
    "urban_district": "district",
    "town": "district",
    "provincial_city": "district",
    "commune": "commune",
    "ward": "commune",
    "township": "commune",
    "special_zone": "commune",
}
LEVEL_RANK: Final[dict[str, int]] = {"central": 3, "province": 2, "district": 1, "commune": 0}
STATUS_ORDER: Final[tuple[str, ...]] = get_args(Status)
EVENT_TYPES: Final[tuple[str, ...]] = get_args(EventType)
EVIDENCE_LIMIT: Final = 600
