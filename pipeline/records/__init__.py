"""The data model, declared once: vocabulary, mentions, events, documents."""

from .annotation import Annotation, Sentence
from .document import Document, MadeBy, Manifest, Reject, Source
from .event import (
    SCHEMA_VERSION,
    Counts,
    DocumentReference,
    Event,
    Evidence,
    OfficialReference,
    Participant,
    Place,
    RegisterVerdict,
)
from .mentions import (
    DateMention,
    DocumentMention,
    Issuer,
    Mention,
    OfficialMention,
    OrganizationMention,
    Role,
    UnitMention,
)

__all__ = [
    "SCHEMA_VERSION",
    "Annotation",
    "Counts",
    "DateMention",
    "Document",
    "DocumentMention",
    "DocumentReference",
    "Event",
    "Evidence",
    "Issuer",
    "MadeBy",
    "Manifest",
    "Mention",
    "OfficialMention",
    "OfficialReference",
    "OrganizationMention",
    "Participant",
    "Place",
    "RegisterVerdict",
    "Reject",
    "Role",
    "Sentence",
    "Source",
    "UnitMention",
]
