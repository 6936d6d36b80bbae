"""Where the name of a unit ends: the longest name that the register knows, else a run of words like names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from ..languages.pack import Pack
from ..records.annotation import Annotation
from ..records.spans import UnitSpan
from ..records.vocabulary import KIND_LEVEL
from ..register.keys import fold
from ..register.persian import persian_word
from ..register.places import is_syllable
from ..register.syllables import person_weights, readings
from ..text.memo import make_room
from . import marks as m
from . import uncased_names as uncased

if TYPE_CHECKING:
    from ..records.vocabulary import Kind
    from ..register.model import Script, Unit
    from ..register.register import Register

_LONGEST = 6
_UNKNOWN_LONGEST = 4
_UNKNOWN_SHORTEST = 2
_AFTER_NUMBER = frozenset('“”"«».,;)(]')
_CACHE_LIMIT = 8_192
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?",
)
_ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|X)")
# The highest number that a name planned anew gets ("Nam Đàn 1" to "Nam Đàn 12"): a higher one counts something.
_MOST_PLANNED = 20
# The class of words behind what is left of a number ("im Bezirk A 5 übrig").
_LEFT_OVER = "left_over"
_NUMBERED = frozenset({"ward", "urban_district"})
_CLOSED = frozenset({"province", "municipality"})
_PERSON = 3
_STRICT = 0.5
_LONGEST_SYLLABLE = 10
_NO_KINDS: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def _of_level(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """All kinds of the levels that some kinds have: a township of old may be known as a ward alone."""
    levels = {level for kind, level in KIND_LEVEL.items() if kind in kinds}
    return tuple(kind for kind, level in KIND_LEVEL.items() if level in levels)


def _joined(sets: set[frozenset[str]]) -> frozenset[str]:
    """What any of some sets holds; of one alone no copy is made."""
    return next(iter(sets)) if len(sets) == 1 else frozenset().union(*sets)


class UnitNames:
    """Reads names of units of one language against a register."""

    def __init__(self, pack: Pack, register: Register) -> None:
        names = pack.section("units").get("names", {})
        self.register = register
        self.script = cast("Script", pack.script)
        self.capitalised = bool(pack.settings.get("names_capitalised"))
        self.never = frozenset(pack.normal(word).lower() for word in names.get("never", ()))
        self.objects = frozenset(pack.normal(word).lower() for word in names.get("objects", ()))
        self.stop = frozenset(pack.normal(word).lower() for word in names.get("stop", ()))
        # Names that are a person's unless a kind word or a list tells otherwise.
        self.persons = frozenset(pack.normal(name).lower() for name in names.get("persons", ()))
        self._known: dict[str, list[Unit]] = {}
        self._plausible: dict[str, bool] = {}
        self._kinds: dict[str, frozenset[Kind]] = {}
        self._homes: dict[tuple[str, tuple[Kind, ...]], frozenset[str]] = {}
        self._heard: dict[str, frozenset[str]] = {}

    def candidates(self, surface: str) -> list[Unit]:
        """Units of that name in any list, in the order of the register."""
        found = self._known.get(surface)
        if found is None:
            found = self._known[surface] = self._candidates(surface)
        return found

    def _candidates(self, surface: str) -> list[Unit]:
        found = self.register.candidates(surface, self.script)
        if self.script != "latin_vi" or not surface.isascii():
            return found
        # A text that has lost its marks may mean any of the names that look alike without them.
        alike = self.register.candidates(surface, "latin_ascii")
        return [*found, *(unit for unit in alike if unit not in found)]

    def homes(self, span: UnitSpan, kinds: tuple[Kind, ...] = ()) -> frozenset[str]:
        """Ids of the provinces of all units of a span's name that are of one of the kinds; of any, where none is."""
        key = span.name, kinds
        found = self._homes.get(key)
        if found is None:
            units = [unit for unit in self.candidates(span.name) if not kinds or unit.kind in kinds]
            found = self._homes[key] = _joined(set(map(self.register.provinces, units)))
        return found

    def kinds(self, surface: str) -> frozenset[Kind]:
        """Kinds of the units of that name in any list."""
        found = self._kinds.get(surface)
        if found is None:
            units = self.candidates(surface)
            kinds = self.register.shared([unit.kind for unit in units]) if units else _NO_KINDS
            found = self._kinds[surface] = cast("frozenset[Kind]", kinds)
        return found

    def kinds_heard(self, surface: str) -> frozenset[str]:
        """Kinds of the units that a surface may name, however it spells them."""
        found = self._heard.get(surface)
        if found is None:
            readings = self.register.readings(surface, self.script)
            found = self._heard[surface] = self.register.shared(unit.kind for unit, _ in readings)
        return found

    def can_contain(self, upper: UnitSpan, member: UnitSpan) -> bool:
        """Whether a unit of the one name and its kinds can be a district or province that holds one of the other."""
        above = {
            unit.id
            for unit in self.candidates(upper.name)
            if unit.level != "commune" and (not upper.kinds or unit.kind in upper.kinds)
        }
        inside = self.candidates(member.name) if above else []
        return bool(above) and (not inside or any(above & self.register.homes(unit) for unit in inside))

    def is_family(self, token: str) -> bool:
        """Whether a person's name can begin with the token."""
        if self.script != "persian":
            return fold(token) in person_weights()["family"]
        keys = persian_word(token).split()
        if len(keys) != 1 or token in self.stop or token in self.never:
            return False
        heard = {syllable for syllable, cost in readings(keys[0]) if cost < _STRICT}
        return not heard.isdisjoint(person_weights()["family"])

    def known(self, ann: Annotation, first: int, last: int) -> list[Unit]:
        """Units named by tokens [first, last)."""
        return self.candidates(self.surface(ann, first, last))

    def could_be_name(self, ann: Annotation, i: int) -> bool:
        """Whether token i can stand in a name."""
        return self.plausible(ann)[i]

    def plausible(self, ann: Annotation) -> list[bool]:
        """For each token whether it can stand in a name."""
        flags: list[bool] | None = ann.context.get("plausible")
        if flags is None:
            # Asked for the first time in an article: the memos need no look at their size within one.
            for memo in (self._known, self._kinds, self._homes, self._heard, self._plausible):
                make_room(memo, _CACHE_LIMIT)
            known = self._plausible
            for token in set(ann.tokens).difference(known):
                known[token] = self._looks_like_syllable(token)
            flags = ann.context["plausible"] = list(map(known.__getitem__, ann.tokens))
        return flags

    def _looks_like_syllable(self, token: str) -> bool:
        if self.capitalised and not token[0].isupper():
            return False
        if not token[0].isalpha() or token.lower() in self.stop:
            return False
        if self.script == "persian":
            return is_syllable(self.register, token, self.script)
        if self.script == "latin_vi":
            return len(token) < _LONGEST_SYLLABLE or bool(self.candidates(token))
        plain = fold(token)
        if _SYLLABLE.fullmatch(plain) or is_syllable(self.register, token, self.script):
            return True
        return bool(self.candidates(token))

    def read(self, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
        """End of the unit name that starts at token i, or i where none starts; tokens from `limit` on are barred."""
        if i >= limit:
            return i
        if ann.tokens[i].isdigit() or _ROMAN.fullmatch(ann.tokens[i]):
            return self._numbered(ann, i, kinds, limit)
        if not self.capitalised:
            return uncased.read(self, ann, i, kinds, limit)
        end = self.run_end(ann, i, limit)
        if end == i or (ann.lower[i] in self.never and end == i + 1):
            return i
        longest = self.with_number(ann, end, limit)
        known = self._longest_known(ann, i, longest, kinds)
        if known == i and kinds:
            known = self._longest_known(ann, i, longest, _of_level(tuple(kinds)))
        if ann.lower[i] in self.never and known < i + 2:
            return i
        if kinds and _CLOSED.issuperset(kinds):
            return known
        if kinds and (longer := self._with_small_words(ann, i, end, kinds, limit)):
            return longer
        return self._choose(ann, i, end, known, limit)

    def _with_small_words(self, ann: Annotation, i: int, end: int, kinds: Sequence[str], limit: int) -> int:
        """End of a known name with a small word inside ("Nông trường Liên Sơn") or a word of the language, else 0."""
        if end >= limit or not (ann.tokens[end].islower() or ann.lower[end] in self.never):
            return 0
        found = self.register.index(self.script).longest(ann.tokens[i : min(limit, i + _LONGEST)])
        last = i + found[0] if found else 0
        if last <= end + ann.tokens[end].islower() or not ann.tokens[last - 1][0].isupper():
            return 0
        return last if not self.kinds(self.surface(ann, i, last)).isdisjoint(kinds) else 0

    def known_end(self, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
        """End of the longest name of the register at token i; i where there is none."""
        if self.capitalised:
            run = self.run_end(ann, i, limit)
            return self._longest_known(ann, i, self.with_number(ann, run, limit), kinds) if run > i else i
        return uncased.known_end(self, ann, i, kinds, limit)

    def _numbered(self, ann: Annotation, i: int, kinds: Sequence[str], limit: int) -> int:
        """Numbered wards and districts ("Phường 1"); "1 Bảo Lộc" puts the number first."""
        if not _NUMBERED.intersection(kinds) or len(ann.tokens[i]) > 2:
            return i
        end = self.run_end(ann, i + 1, limit) if self.capitalised else uncased.numbered_end(self, ann, i, kinds, limit)
        if end > i + 1 and self.candidates(self.surface(ann, i, end)):
            return end
        return i + 1

    def run(self, ann: Annotation, i: int, limit: int) -> int:
        """End of the row of name-like words at token i, with a number or the second half of a double name."""
        end = self.run_end(ann, i, limit)
        if end == i:
            return i
        hyphenated = self._hyphenated_end(ann, i, end)
        if hyphenated:
            return hyphenated
        whole = self.with_number(ann, end, limit)
        if whole > end and not self.candidates(self.surface(ann, i, whole)):
            return self._with_planned_number(ann, end, limit)
        return whole

    def run_end(self, ann: Annotation, i: int, limit: int) -> int:
        end, plausible = i, self.plausible(ann)
        while end < limit and end - i < _LONGEST and plausible[end]:
            if end > i and not self.touching(ann, end):
                break
            end += 1
        return end

    @staticmethod
    def touching(ann: Annotation, i: int) -> bool:
        """Whether one blank at most parts token i from the one before."""
        end = ann.ends[i - 1]
        gap = ann.starts[i] - end
        return gap <= 1 and (gap == 0 or ann.text[end] != "\n")

    def with_number(self, ann: Annotation, end: int, limit: int) -> int:
        if end < limit and self.touching(ann, end) and ann.starts[end] > ann.ends[end - 1]:
            token = ann.tokens[end]
            if (token.isdigit() and len(token) <= 2) or _ROMAN.fullmatch(token):
                return end + 1
        return end

    def _longest_known(self, ann: Annotation, i: int, end: int, kinds: Sequence[str]) -> int:
        hyphenated = self._hyphenated_end(ann, i, end)
        ends: list[int] = [hyphenated, *range(end, i, -1)] if hyphenated else [*range(end, i, -1)]
        for last in ends:
            found = self.kinds(self.surface(ann, i, last))
            if found and (not kinds or not found.isdisjoint(kinds)):
                return last
        return i

    def _hyphenated_end(self, ann: Annotation, i: int, end: int) -> int:
        """End of a double name with a dash ("Bà Rịa - Vũng Tàu") that the register holds, else 0."""
        limit = len(ann.tokens)
        if end + 1 < limit and ann.tokens[end] in "-–" and self.could_be_name(ann, end + 1):
            last = self.run_end(ann, end + 1, limit)
            for cut in range(last, end + 1, -1):
                if self.kinds(self.surface(ann, i, cut)):
                    return cut
        return 0

    def _choose(self, ann: Annotation, i: int, end: int, known: int, limit: int) -> int:
        if known >= end:
            return self._with_planned_number(ann, known, limit)
        if self.shouting(ann, i) or (known > i and (end - known >= 2 or self.is_family(ann.tokens[known]))):
            return known
        whole = self.with_number(ann, end, limit)
        person = end - i >= _PERSON and known == i and self.is_family(ann.tokens[i])
        return whole if end - i >= _UNKNOWN_SHORTEST and whole - i <= _UNKNOWN_LONGEST and not person else known

    def _with_planned_number(self, ann: Annotation, end: int, limit: int) -> int:
        """A name with a number that the register lacks ("Nam Đàn 1"): the number counts nothing that follows it."""
        last = self.with_number(ann, end, limit)
        if last == end or last - end != 1 or not ann.tokens[end].isdigit():
            return end
        after = ann.tokens[last] if last < len(ann.tokens) else "."
        marks: list[int] = ann.context["marks"]
        free = after in _AFTER_NUMBER or (after.islower() and not marks[last] & m.KIND)
        return last if free and int(ann.tokens[end]) <= _MOST_PLANNED and not _is_left(ann, last) else end

    @staticmethod
    def shouting(ann: Annotation, i: int) -> bool:
        """Whether the token stands in a stretch of capitals, where capitals tell no name."""
        around = [t for t in ann.tokens[max(0, i - 3) : i + 5] if len(t) > 1 and t[0].isalpha()]
        return len(around) > 2 and sum(map(str.isupper, around)) > len(around) * 0.7

    @staticmethod
    def surface(ann: Annotation, first: int, last: int) -> str:
        """The text of tokens [first, last)."""
        return ann.text[ann.starts[first] : ann.ends[last - 1]]


def _is_left(ann: Annotation, i: int) -> bool:
    """Whether what begins at a token is a word for what is left of a number."""
    cues = ann.context["terms"].get("cue", ())
    return any(first == i and _LEFT_OVER in names for first, _, _, names in cues)
