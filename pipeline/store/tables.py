"""The tables of a store, declared once for SQLite and PostgreSQL; the comments say what each column holds."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

# Raised with every change that an older store cannot be read with.
STORE_VERSION: Final = 1

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
# Not JSONB, which would put the keys in another order: a record comes out as it went in.
_JSON: Final = sa.JSON(none_as_null=True)
# Byte order in both stores: ids, days and keys sort alike everywhere, and prefixes are found through an index.
_KEY: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(name: str, comment: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, _KEY, comment=comment, **options)


def _text(name: str, comment: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), comment=comment, **options)


def _whole(name: str, comment: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), comment=comment, **options)


def _number(name: str, comment: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Float(), comment=comment)


def _record(comment: str) -> sa.Column[Any]:
    return sa.Column("record", _JSON, comment=comment, nullable=False)


def _owner(column: str, table: str, comment: str, **options: Any) -> sa.Column[Any]:
    """A column whose row goes with the row that it points to."""
    return sa.Column(column, _KEY, sa.ForeignKey(f"{table}.{column}", ondelete="CASCADE"), comment=comment, **options)


def _unit(name: str, comment: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, _KEY, sa.ForeignKey("units.unit_id"), comment=comment, **options)


def _dates() -> list[sa.Column[Any]]:
    return [
        _key("date", "EDTF: when the change takes effect or the session takes place"),
        _key("date_from", "first day that the date can mean", index=True),
        _key("date_to", "last day that the date can mean", index=True),
        _key("date_precision", "day, month, quarter, year, interval, unknown_year"),
    ]


def _place() -> list[sa.Column[Any]]:
    return [
        _text("province", "name of the province, as of the event's date"),
        _text("district", "name of the district, where the text ties the event to one"),
        _unit("place_unit", "id of the smallest unit that the place names"),
        _unit("place_unit_now", "id of the unit that the place lies in since 2025-07-01"),
    ]


def _participants(owner: sa.Column[Any], *more: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [
        owner,
        _key("side", "sources or targets", primary_key=True),
        _whole("position", "place in its list, from 0", primary_key=True),
        _text("name", "name of the unit or body", nullable=False),
        _key("kind", "official kind"),
        _key("extent", "whole, part or remainder", nullable=False),
        _unit("unit_id", "id in the register, where linked", index=True),
        *more,
    ]


store_info = sa.Table(
    "store_info",
    metadata,
    _whole("store_version", "version of these tables", primary_key=True, autoincrement=False),
    _key("register", "digest of the register that units and unit_relations hold"),
    comment="What this database is; one row",
)

runs = sa.Table(
    "runs",
    metadata,
    _key("run_id", "name of the run: the folder, or what --as said", primary_key=True),
    _whole("documents", "articles loaded", nullable=False),
    _whole("events", "events loaded", nullable=False),
    _whole("facts", "facts loaded", nullable=False),
    sa.Column("manifest", _JSON, comment="manifest.json of the run, null where there is none"),
    comment="Each output folder that was loaded; the last load of a run replaces the one before",
)

units = sa.Table(
    "units",
    metadata,
    _key("unit_id", "vn:LIST:CODE, or vn:old:PROVINCE:KIND:name", primary_key=True),
    _key("list", "2025-07 (in force), 2025-06 (the last before it) or old", nullable=False),
    _key("code", "official code with its zeros; none for old units"),
    _text("name", "official Vietnamese spelling", nullable=False),
    _key("ascii", "key of the name in plain letters", nullable=False, index=True),
    _key("kind", "official kind"),
    _key("level", "province, district or commune"),
    _unit("province_id", "id of its province in the same list (old: in list 2025-06)", index=True),
    _unit("district_id", "id of its district", index=True),
    _text("province", "name of that province"),
    sa.Column("in_register", sa.Boolean(), nullable=False, comment="false where only a record knows the id"),
    comment="The official units of all lists",
)

unit_relations = sa.Table(
    "unit_relations",
    metadata,
    _unit("old_unit_id", "the unit before", primary_key=True),
    _unit("new_unit_id", "the unit that it, or a part of it, went into", primary_key=True, index=True),
    _key("extent", "whole or part", nullable=False),
    comment="What became of each unit, by the official conversion table",
)

documents = sa.Table(
    "documents",
    metadata,
    _key("doc_id", "id of the article", primary_key=True),
    _text("path", "file that it was read from, relative to the input", nullable=False),
    _whole("record_number", "record in that file, from 0", nullable=False),
    _text("url", "address"),
    _key("outlet", "domain of the outlet", index=True),
    _key("language", "code of the language", index=True),
    _number("language_confidence", "how sure the language is"),
    _key("translated_from", "language of the original, where it is a translation"),
    _text("title", "title"),
    _key("published", "day of publication", index=True),
    _text("text", "the article as read; null with --without-text"),
    _key("digest", "of the line that it was loaded from", nullable=False),
    _record("the record without text and mentions, which stand in columns and a table of their own"),
    comment="One article a row",
)

mentions = sa.Table(
    "mentions",
    metadata,
    _owner("doc_id", "documents", "article", primary_key=True),
    _key("mention_id", "id within the article", primary_key=True),
    _key("type", "official, unit, document, date or organization", nullable=False),
    _whole("start_char", "first code point in the text", nullable=False),
    _whole("end_char", "code point after the last", nullable=False),
    _text("surface", "the words of the article", nullable=False),
    _text("name", "name, of units, officials and organizations"),
    _key("name_key", "that name in plain letters", index=True),
    _key("kind", "kind of a unit"),
    _key("level", "level of a unit or organization"),
    _unit("unit_id", "the unit meant; of organizations the unit that they belong to", index=True),
    _key("link", "linked, ambiguous or unknown, of units"),
    _key("number", "number of a document"),
    _key("edtf", "the date"),
    _record("the mention as documents.jsonl has it"),
    comment="What articles name, with the exact words",
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("event_no", _NUMBER, primary_key=True, comment="number in this database, for its search index"),
    _key("event_id", "id of the event", nullable=False, unique=True),
    _owner("doc_id", "documents", "article that tells it", nullable=False, index=True),
    _key("type", "type of event", nullable=False, index=True),
    _key("status", "proposed, planned, decided, ongoing or completed", nullable=False, index=True),
    _key("level", "level of the units or bodies changed"),
    *_place(),
    *_dates(),
    _key("date_basis", "text, article or round"),
    _whole("count_before", "number of units before"),
    _whole("count_after", "number of units after"),
    _text("evidence", "the words that say it", nullable=False),
    _whole("evidence_start", "first code point of the evidence", nullable=False),
    _whole("evidence_end", "code point after the last", nullable=False),
    _key("rule", "rule that found it", nullable=False),
    _number("confidence", "calibrated confidence, null before that"),
    _key("register_status", "verdict of the register", index=True),
    _key("digest", "of the line that it was loaded from", nullable=False),
    _record("the event as events.jsonl has it"),
    comment="One event of one article a row",
)

event_units = sa.Table(
    "event_units",
    metadata,
    *_participants(
        sa.Column(
            "event_id",
            _KEY,
            sa.ForeignKey("events.event_id", ondelete="CASCADE"),
            primary_key=True,
            comment="event",
        ),
        _key("mention_id", "mention in the article"),
    ),
    comment="Units and bodies that take part in an event",
)

event_provinces = sa.Table(
    "event_provinces",
    metadata,
    _unit("province_id", "a province of either list that the event touches", primary_key=True),
    _owner("event_id", "events", "event", primary_key=True, index=True),
    comment="Provinces, old and new, of an event's place and units",
)

event_documents = sa.Table(
    "event_documents",
    metadata,
    _owner("event_id", "events", "event", primary_key=True),
    _whole("position", "place in the list, from 0", primary_key=True),
    _key("number", "number of the document", nullable=False),
    _key("number_key", "the number without signs and marks", nullable=False, index=True),
    _key("mention_id", "mention in the article"),
    comment="Legal documents of an event",
)

event_officials = sa.Table(
    "event_officials",
    metadata,
    _owner("event_id", "events", "event", primary_key=True),
    _whole("position", "place in the list, from 0", primary_key=True),
    _text("name", "name as the article has it", nullable=False),
    _key("name_key", "the name in plain letters", nullable=False, index=True),
    _key("role", "led, appointed or attended", nullable=False),
    _key("mention_id", "mention in the article"),
    comment="People of an event",
)

facts = sa.Table(
    "facts",
    metadata,
    _key("fact_id", "id of the change", primary_key=True),
    _key("type", "type of event", nullable=False, index=True),
    _key("status", "how far it has come", nullable=False, index=True),
    _key("level", "level of the units changed"),
    *_place(),
    *_dates(),
    _whole("articles", "articles that tell it"),
    _whole("independent", "of these, independent of each other"),
    _key("first_report", "day of the first report"),
    _key("last_report", "day of the last report"),
    _number("confidence", "calibrated confidence, null before that"),
    _key("register_status", "verdict of the register", index=True),
    _whole("disagreements", "fields on which the reports differ", nullable=False),
    _key("digest", "of the line that it was loaded from", nullable=False),
    _record("the fact as facts.jsonl has it"),
    comment="One real change a row, with all that articles told of it",
)

fact_units = sa.Table(
    "fact_units",
    metadata,
    *_participants(
        _owner("fact_id", "facts", "fact", primary_key=True),
        sa.Column("implied", sa.Boolean(), nullable=False, comment="not told: the target's own predecessor"),
    ),
    comment="Units and bodies that take part in a change",
)

fact_also = sa.Table(
    "fact_also",
    metadata,
    _key("also_id", "id of a narrower form", primary_key=True),
    _owner("fact_id", "facts", "fact that absorbed it", primary_key=True, index=True),
    comment="Earlier ids under which a fact is still found",
)

fact_events = sa.Table(
    "fact_events",
    metadata,
    _owner("fact_id", "facts", "fact", primary_key=True),
    _owner("event_id", "events", "event that reports it", primary_key=True, index=True),
    comment="Which events report which fact",
)

run_documents = sa.Table(
    "run_documents",
    metadata,
    _owner("run_id", "runs", "run", primary_key=True),
    _owner("doc_id", "documents", "article", primary_key=True, index=True),
    comment="Which runs hold which article",
)

run_facts = sa.Table(
    "run_facts",
    metadata,
    _owner("run_id", "runs", "run", primary_key=True),
    _owner("fact_id", "facts", "fact", primary_key=True, index=True),
    comment="Which runs hold which fact",
)
