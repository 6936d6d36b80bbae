"""The templates of the pages with the words that they use; wants no web framework."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from .. import __version__
from ..store.people import key_of
from . import words
from .leads import among_reports, from_register, kinds_of


def environment() -> Environment:
    """Templates with the words that they use; all that they put out is escaped."""
    package = __package__ or ""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "type": words.type_word, "verdict": words.verdict_word, "plain": words.plain_word, "date": words.date_word,
        "heading": words.heading, "direction": words.direction, "isolated": words.isolated, "tag": words.language_tag,
        "address": words.web_address, "era": words.list_word, "number": lambda value: f"{value:,}",
        "leads": kinds_of, "counted": words.counted, "keyed": lambda name: key_of(name or ""),
        "differences": from_register, "disagreements": among_reports,
    }  # fmt: skip
    made.globals |= {"role": words.role_word, "version": __version__}
    return made
