"""JSON Schema (2020-12) of the records, made from the data model."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from .document import Document, Manifest, Reject
from .event import SCHEMA_VERSION, Event
from .fact import Fact, Lineage

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
RECORDS: Final[dict[str, Any]] = {
    "document": Document,
    "event": Event,
    "fact": Fact,
    "lineage": Lineage,
    "reject": Reject,
    "manifest": Manifest,
}
# Which record the lines of a file are.
FILES: Final = {
    "documents.jsonl": "document",
    "events.jsonl": "event",
    "facts.jsonl": "fact",
    "lineage.jsonl": "lineage",
    "rejects.jsonl": "reject",
    "manifest.json": "manifest",
}


@cache
def schema_of(record: str) -> dict[str, Any]:
    """The schema of one record; every key is required, more keys may stand beside them."""
    made = TypeAdapter(RECORDS[record]).json_schema(mode="serialization")
    _require_all(made)
    for definition in made.get("$defs", {}).values():
        _require_all(definition)
    return {"$schema": DIALECT, "$id": f"urn:sapxep:{record}:{SCHEMA_VERSION}", **made}


def _require_all(schema: dict[str, Any]) -> None:
    if "properties" in schema:
        schema["required"] = list(schema["properties"])
