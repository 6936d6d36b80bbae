"""The contract of the records: every field with its type, and what has changed since which version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from .schema import FILES, schema_of

# Newest first: version of the schema, file, field, what has changed. A field that goes or means something else raises
# `schema_version`; one that is added does not, since readers pass over what they do not know.
CHANGES: Final[tuple[tuple[str, str, str, str], ...]] = (("1.0", "all", "all", "first version"),)


class Field(NamedTuple):
    """One field: its path from the record, its type in words, and what it holds where the model says so."""

    path: str
    type: str
    description: str


def fields_of(record: str) -> Iterator[Field]:
    """All fields of a record, in the order of the file; `[]` stands for the items of a list."""
    schema = schema_of(record)
    yield from _fields(schema, schema.get("$defs", {}), "")


def fields_by_file() -> dict[str, list[Field]]:
    """All fields of all files."""
    return {file: list(fields_of(record)) for file, record in FILES.items()}


def _fields(schema: Mapping[str, Any], known: Mapping[str, Any], above: str) -> Iterator[Field]:
    for form in _objects(schema, known):
        kind = form.get("properties", {}).get("type", {}).get("const")
        here = f"{above}({kind})" if kind and above.endswith("[]") else above
        for name, value in form.get("properties", {}).items():
            path = f"{here}.{name}" if here else name
            yield Field(path, _type(value, known), value.get("description", ""))
            below = value.get("items", value)
            yield from _fields(below, known, f"{path}[]" if "items" in value else path)


def _objects(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects that a value can be."""
    if "$ref" in schema:
        yield from _objects(known[schema["$ref"].rsplit("/", 1)[-1]], known)
    elif "properties" in schema:
        yield schema
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _objects(option, known)


def _type(value: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    options = [*value.get("anyOf", ()), *value.get("oneOf", ())]
    if options:
        return " or ".join(dict.fromkeys(_type(option, known) for option in options))
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[-1]
        return "object" if "properties" in known[name] else _type(known[name], known)
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if value.get("type") == "array":
        return f"list of {_type(value.get('items', {}), known)}"
    return str(value.get("type", "any"))
