"""How a language says when a document was issued, and by which central body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from ..errors import PackError
from ..languages.lexicon import expand
from ..languages.pack import Pack
from ..records.vocabulary import Body


class IssueRules:
    """How a language says when a document was issued, and by which central body."""

    def __init__(self, pack: Pack) -> None:
        section = pack.section("documents").get("issued", {})
        self.after = [
            (_compiled(pack, str(entry["pattern"])), _compiled(pack, str(entry["then"])) if "then" in entry else None)
            for entry in section.get("after", [])
        ]
        self.own = [_compiled(pack, str(pattern) + "~") for pattern in section.get("own", [])]
        self.verbs_between = _phrases(pack, section.get("verbs_between", []))
        self.verbs_after = _phrases(pack, section.get("verbs_after", []))
        self.citation = _phrases(pack, section.get("citation", []))
        self.joined = _phrases(pack, section.get("joined", []))
        bodies: Mapping[str, list[str]] = pack.section("documents").get("issuers", {})
        self.bodies = [(cast(Body, body), _phrases(pack, words)) for body, words in bodies.items()]

    def joins(self, gap: str, behind: str) -> bool:
        """Whether these words between a number and a date, and those behind the date, make it the day of issue."""
        return any(p.fullmatch(gap) and (then is None or then.match(behind)) for p, then in self.after)

    def follows(self, gap: str) -> bool:
        """Whether these words alone say that the day behind them is that of issue ("resolution N of A of 12 June")."""
        return any(then is None and p.fullmatch(gap) for p, then in self.after)

    def tells_own_day(self, before: str) -> bool:
        """Whether a document says right before a date that it was itself issued then."""
        return any(pattern.search(before) for pattern in self.own)


def _compiled(pack: Pack, pattern: str) -> re.Pattern[str]:
    source = re.sub("[ ~]", lambda blank: r"\s{1,3}" if blank[0] == " " else r"\s{0,3}", pack.normal(pattern))
    try:
        return re.compile(source)
    except re.error as error:
        raise PackError(f"{pack.code}/documents.yaml: issued: {pattern}: {error}") from error


def _phrases(pack: Pack, words: list[str]) -> re.Pattern[str] | None:
    spelled = {re.escape(form.lower()) for word in words for form in expand(pack.normal(str(word)))}
    forms = sorted(spelled, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)".replace(r"\*", r"\w*")) if forms else None
