"""Where the name of a person stands: family name first, two to five syllables, in any script."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..languages.pack import Pack
from ..register.keys import fold
from ..register.people import person_spellings
from ..register.persian import persian_word
from ..register.syllables import person_weights, readings
from .role_words import RoleWords
from .unit_names import UnitNames

_LONGEST = 5
_USUAL = 4
_STRICT = 3.0


class NameRules:
    """What a pack says of persons' names."""

    def __init__(self, pack: Pack) -> None:
        names: dict[str, Any] = pack.section("posts").get("names", {})

        def folded(key: str) -> frozenset[str]:
            return frozenset(pack.normal(word).lower() for line in names.get(key, ()) for word in str(line).split())

        self.clans = folded("clans")
        self.firsts = folded("firsts")
        self.long = folded("long")
        self.never = folded("never")
        self.weak = folded("weak")
        # Words that are family names only right behind an honorific.
        self.titled = folded("titled")
        self.historical = frozenset(fold(pack.normal(str(name))) for name in names.get("historical", ()))


class PersonNames:
    """Reads persons' names of one article."""

    def __init__(self, words: RoleWords, names: UnitNames, pack: Pack) -> None:
        self.words = words
        self.names = names
        self.rules: NameRules = pack.built("person_names", NameRules)
        self.capitalised = names.capitalised
        self._covered: set[int] = words.ann.context["covered"]

    def spelt(self, surface: str) -> str:
        """The name in Latin letters: as it stands, or the likeliest Vietnamese spelling of a transliteration."""
        if self.capitalised:
            return surface
        found = person_spellings(surface)
        return found[0] if found else surface

    def starts(self, i: int) -> bool:
        """Whether token i can be a family name."""
        if i >= len(self.words.ann.tokens) or i in self._covered or i in self.words.posts:
            return False
        if self.capitalised:
            return i in self.words.families and self.words.ann.tokens[i][0].isupper()
        return is_family(self.words.ann.tokens[i]) and (
            self.words.ann.lower[i] not in self.rules.never or self._is_titled(i)
        )

    def _is_titled(self, i: int) -> bool:
        return self.words.ann.lower[i] in self.rules.titled and i in self.words.honorific_ends

    def starts_rare(self, i: int) -> bool:
        """Whether token i opens a name of another kind ("Y Thịnh", "H'Yim", "Ka Thùy")."""
        if not self.capitalised or i >= len(self.words.ann.tokens):
            return False
        token = self.words.ann.lower[i]
        return self.words.ann.tokens[i][0].isupper() and (token in self.rules.firsts or token[:2] in self.rules.firsts)

    def end(self, i: int, limit: int) -> int:
        """The end of the name that starts at token i, or i where there is no name of two syllables."""
        end = self.run_end(i, limit)
        if end - i > _USUAL and not self._may_be_long(i, end):
            end = i + _USUAL
        return end if end - i >= 2 else i

    def _may_be_long(self, i: int, end: int) -> bool:
        lower = self.words.ann.lower
        return end - i <= _LONGEST and (lower[i + 1] in self.rules.long or self.starts_rare(i))

    def reads(self, i: int, end: int) -> bool:
        """Whether tokens [i, end) are a person's name as a whole."""
        return self.starts(i) and 2 <= end - i <= _LONGEST and self.end(i, end) == end

    def run_end(self, i: int, limit: int) -> int:
        """The end of the run of syllables of names from token i on."""
        words = self.words
        ann = words.ann
        shouted = ann.tokens[i].isupper() and len(ann.tokens[i]) > 1
        at = i
        clan = self.capitalised and ann.lower[i] in self.rules.clans and ann.tokens[i][0].isupper()
        while at < limit and at - i <= _LONGEST and at not in self._covered:
            odd = (clan and at == i + 1 and self._is_capitalised(at)) or (at == i + 2 and self._ends_name(at))
            if not (self._syllable(at, at == i) or odd):
                break
            if at > i and (ann.starts[at] - ann.ends[at - 1] > 1 or ann.text[ann.ends[at - 1]] == "\n"):
                break
            if at > i and self._ends_before(at):
                break
            if len(ann.tokens[at]) > 1 and self.capitalised and ann.tokens[at].isupper() != shouted:
                break
            at += 1
        return at

    def _ends_name(self, i: int) -> bool:
        """Whether a word of the language can be the last of three syllables, as nothing but a sign follows it."""
        token = self.words.ann.tokens[i]
        return not (self.capitalised or self._word_follows(i)) and is_person_syllable(token)

    def _is_capitalised(self, i: int) -> bool:
        """Whether a word looks like a name in any language: what follows a name of a clan need not be Vietnamese."""
        token = self.words.ann.tokens[i]
        return token[0].isupper() and token.isalpha() and i not in self.words.kind_words

    def _ends_before(self, i: int) -> bool:
        """Whether another word starts at token i; short honorifics are syllables of names, too ("Lan Anh")."""
        words = self.words
        if i in words.posts or i in words.bodies or i in words.ranks:
            return True
        value = words.honorifics.get(i)
        return value is not None and (not self.capitalised or value[0] > i + 1 or value[1].kind == "comrade")

    def _word_follows(self, i: int) -> bool:
        """Whether behind token i stands a word that is no syllable of a name ("Lê Mỹ Duyên" goes on behind "Mỹ")."""
        tokens = self.words.ann.tokens
        if i + 1 >= len(tokens) or not tokens[i + 1][0].isalpha():
            return False
        lower = self.words.ann.lower[i + 1]
        barred = lower in self.rules.never or lower in self.rules.weak
        return barred or not is_person_syllable(tokens[i + 1])

    def _syllable(self, i: int, first: bool) -> bool:
        token = self.words.ann.tokens[i]
        if not self.capitalised:
            lower = self.words.ann.lower
            if first and self._is_titled(i):
                return is_family(token)
            if lower[i] in self.rules.never or (lower[i] in self.rules.weak and self._word_follows(i)):
                return False
            return is_person_syllable(token) or (first and is_family(token))
        if not (token[0].isupper() and token[0].isalpha()):
            return False
        if not first and i in self.words.kind_words:
            return False
        return (
            self.names.could_be_name(self.words.ann, i) or self.words.ann.lower[i] in self.rules.clans or "'" in token
        )


@lru_cache(maxsize=1024)
def _strict_readings(token: str) -> tuple[frozenset[str], ...]:
    """Syllables that a transliterated token can stand for, by syllable."""
    keys = persian_word(token).split()
    return tuple(frozenset(s for s, cost in readings(key) if cost < _STRICT) for key in keys)


def is_person_syllable(token: str) -> bool:
    """Whether a transliterated token can stand in a person's name."""
    found = _strict_readings(token) if token[0].isalpha() else ()
    return 0 < len(found) <= 2 and all(found)


def is_family(token: str) -> bool:
    """Whether a transliterated token can be a family name."""
    found = _strict_readings(token) if token[0].isalpha() else ()
    return bool(found) and not person_weights()["family"].keys().isdisjoint(found[0])
