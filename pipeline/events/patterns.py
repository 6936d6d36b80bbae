"""Frame patterns: regular expressions over items, written in packs.

    src:U ... [to] tgt:U ... ![merge]

An atom is a symbol (U L K C Z % D N P B V w), a symbol with a class (`U/dative`), a cue class in brackets with
alternatives ([to|into]) or punctuation by name ([comma] [semicolon] [colon] [open] [close] [dash] [stop] [plus] [star]
[bar] [arrow] [from_arrow] [equals]). `role:` names what it captures (before a bracket: every U and B inside), `!` marks
the trigger, `~` says that the next item is none of it. `?`, `*`, `+`, `( … )` and `|` work as in regular expressions
(`*` and `+` up to 99 times, and a bracket that is repeated takes the nearest that fits, so that time stays linear);
`...` is a gap of up to eight items without units, `...3` of up to three, `....` a gap that may hold units (neither
passes a semicolon); `^` and `$` are the ends of the sentence; `<NAME>` stands for a macro of the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import PackError
from .alphabet import Alphabet
from .pattern_syntax import ATOM, GAP, GROUP, PUNCTUATION, SYMBOLS
from .sieve import Places, Sieve, may_match, sieve_of

_SYMBOLS_AND_SIGNS = SYMBOLS.union(PUNCTUATION.values())
_MACRO = re.compile(r"<(\w+)>")
_MACRO_DEPTH = 8
_GAP_ITEMS = 8
_WIDE_ITEMS = 25
_TIMES = {"": "", "?": "?", "*": "{0,99}", "+": "{1,99}"}
# Letters that mean nothing in a regular expression; ASCII as long as they last, as that is translated in a third of the
# time.
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FIRST_LETTER = 0x80
# An item that an earlier rule has used counts as one of these, whatever the sentence has.
_ANYWHERE = frozenset({"w", "used"})


class _Letters(dict[int, str]):
    """Code points of an alphabet → one letter for all items that a pattern cannot tell apart.

    So a pattern is a regular expression over a handful of letters, quick to compile and to match, however many
    combinations of classes there are. An item that it has not met yet is looked at when it comes.
    """

    def __init__(self, sets: Sequence[str], alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._fitting: dict[str, int] = {}
        for number, alternatives in enumerate(sets):
            for name in alternatives.split("|"):
                name = PUNCTUATION.get(name, name)
                self._fitting[name] = self._fitting.get(name, 0) | 1 << number
        # The letters, by the sets that they fit, as bits: those of items with one name at most from the start, so that
        # few items make it necessary to compile the expression anew.
        self.fits: dict[int, str] = {}
        self._letter_of(0)
        for name, fitting in self._fitting.items():
            self._letter_of(fitting if name in _SYMBOLS_AND_SIGNS else fitting | self._fitting.get("w", 0))

    def __missing__(self, code: int) -> str:
        fitting, fitted = 0, self._fitting
        for name in self._alphabet.names_of(code):
            if name in fitted:
                fitting |= fitted[name]
        letter = self[code] = self.fits.get(fitting) or self._letter_of(fitting)
        return letter

    def _letter_of(self, fitting: int) -> str:
        met = len(self.fits)
        return self.fits.setdefault(fitting, _LETTERS[met] if met < len(_LETTERS) else chr(_FIRST_LETTER + met))

    def of_set(self, number: int) -> str:
        """The letters that fit a set."""
        return "".join([letter for fitting, letter in self.fits.items() if fitting >> number & 1])


@dataclass(slots=True, frozen=True)
class _Set:
    """The letters that fit the alternatives, or with `barred` all others; `none` stands for an empty set."""

    alternatives: str
    none: str
    barred: bool = False

    def written(self, letters: str) -> str:
        if len(letters) == 1 and not self.barred:
            return letters
        return f"[{'^' if self.barred else ''}{letters}]" if letters else self.none


Part = str | _Set


@dataclass(slots=True)
class Pattern:
    """A pattern: the classes of its trigger, all its classes and roles; compiled, the role of each group.

    `required`: sets of symbols and classes of which a sentence must have one each for the pattern to match.
    """

    source: str
    where: str
    triggers: frozenset[str]
    classes: frozenset[str] = frozenset()
    required: tuple[frozenset[str], ...] = ()
    roles_named: tuple[str, ...] = ()
    roles: list[str] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _sets: list[str] = field(default_factory=list)
    _sieve: Sieve | None = None
    _letters: _Letters | None = None
    _compiled: re.Pattern[str] | None = None
    _known: int = -1

    def may_match(self, places: Places) -> bool:
        """Whether it may match in the sentence with these places; where not, `matches` finds nothing."""
        if self._sieve is None:
            self._sieve = sieve_of(self.source)
        return may_match(self._sieve, places)

    def matches(self, coded: str, alphabet: Alphabet) -> Iterator[re.Match[str]]:
        """Its matches in a sentence of items, written as characters of the alphabet; always hand in the same one."""
        if self._letters is None:
            self._parts = _translate(self)
            self._sets = list(dict.fromkeys(part.alternatives for part in self._parts if isinstance(part, _Set)))
            self._letters = _Letters(self._sets, alphabet)
        lettered = coded.translate(self._letters)
        if self._compiled is None or self._known != len(self._letters.fits):
            self._known = len(self._letters.fits)
            self._compiled = re.compile(self._written(self._letters))
        return self._compiled.finditer(lettered)

    def _written(self, letters: _Letters) -> str:
        """The regular expression over the letters met so far."""
        of_set = {alternatives: letters.of_set(number) for number, alternatives in enumerate(self._sets)}
        return "".join([p if isinstance(p, str) else p.written(of_set[p.alternatives]) for p in self._parts])


# Of rules that something else than a wording reads.
NO_PATTERN = Pattern("", "", frozenset())


def parse(source: str, where: str, macros: Mapping[str, str] | None = None) -> Pattern:
    """Check a pattern and read its triggers; PackError says which atom is wrong."""
    source = _expanded(source, macros or {}, where)
    triggers: set[str] = set()
    classes: set[str] = set()
    roles: dict[str, None] = {}
    for word in source.split():
        if word in ("|", "^", "$") or GAP.fullmatch(word):
            continue
        if group := GROUP.fullmatch(word):
            roles.update(dict.fromkeys([group["role"]] if group["role"] else []))
            continue
        atom = ATOM.fullmatch(word)
        if atom is None:
            raise PackError(f"{where}: cannot read {word!r} in pattern {source!r}")
        if not atom["body"].startswith("[") and atom["body"][0] not in SYMBOLS:
            raise PackError(f"{where}: no symbol {atom['body']!r}; there are {' '.join(sorted(SYMBOLS))}")
        classes.update(part for name in atom["body"].strip("[]").split("|") for part in name.split("/"))
        roles.update(dict.fromkeys([atom["role"]] if atom["role"] else []))
        if atom["trigger"]:
            triggers.update(name.split("/")[0] for name in atom["body"].strip("[]").split("|"))
    if source.split().count("(") + len(re.findall(r"\b[a-z_]+:\(", source)) != len(
        re.findall(r"(?:^|\s)\)[?*+]?(?=\s|$)", source)
    ):
        raise PackError(f"{where}: brackets do not pair off in pattern {source!r}")
    if not triggers:
        raise PackError(f"{where}: pattern {source!r} marks no trigger with !")
    return Pattern(source, where, frozenset(triggers), frozenset(classes), _required(source), tuple(roles))


def _required(source: str) -> tuple[frozenset[str], ...]:
    """What each atom that no match can do without may be; brackets are passed over, alternatives require nothing."""
    found: dict[frozenset[str], None] = {}
    depth = 0
    for word in source.split():
        if GROUP.fullmatch(word):
            depth += 1 if word.endswith("(") else -1
        elif word == "|" and not depth:
            return ()
        elif not depth and not GAP.fullmatch(word) and (atom := ATOM.fullmatch(word)):
            names = frozenset(name.split("/")[-1] for name in atom["body"].strip("[]").split("|"))
            if not atom["no"] and atom["times"] in ("", "+") and names.isdisjoint(_ANYWHERE):
                found[names] = None
    return tuple(found)


def _expanded(source: str, macros: Mapping[str, str], where: str) -> str:
    """The pattern with its macros spelt out; macros may hold macros."""
    for _ in range(_MACRO_DEPTH):
        names = set(_MACRO.findall(source))
        if not names:
            return source
        unknown = sorted(names - set(macros))
        if unknown:
            raise PackError(f"{where}: no macro {', '.join(unknown)}; there are: {', '.join(macros)}")
        source = _MACRO.sub(lambda match: f" {macros[match[1]]} ", source)
    raise PackError(f"{where}: macros that call each other without end in {source!r}")


def _translate(pattern: Pattern) -> list[Part]:
    """The pattern as pieces of a regular expression; sets of characters are filled in as the alphabet grows."""
    out: list[Part] = []
    opened: list[tuple[int, bool]] = []
    pattern.roles.clear()
    for word in pattern.source.split():
        gap = GAP.fullmatch(word)
        if gap:
            out += _gap(gap)
        elif word in ("|", "^", "$"):
            out.append(word)
        elif (group := GROUP.fullmatch(word)) and word.endswith("("):
            has_role = group["role"] is not None
            opened.append((len(out), has_role))
            out.append("((?:" if has_role else "(?:")
            if has_role:
                pattern.roles.append(group["role"])
        elif group:
            _close(out, group["times"] or "", *opened.pop())
        else:
            out += _atom(word, pattern)
    return out


def _close(out: list[Part], times: str, begin: int, has_role: bool) -> None:
    """A closing bracket; one with a role captures all of its repetitions, of which none is looked at anew.

    Else a list whose parts can be told apart in several ways would be taken in all of them.
    """
    repeated = times in ("*", "+")
    if repeated:
        out[begin] = f"{out[begin]}(?>"
    out.append(f"{')' * repeated}){_TIMES[times]}{')' * has_role}")


def _gap(gap: re.Match[str]) -> list[Part]:
    wide = len(gap[1]) == 4
    most = int(gap[2]) if gap[2] else _WIDE_ITEMS if wide else _GAP_ITEMS
    return [_Set("semicolon" if wide else "semicolon|U", ".", barred=True), f"{{0,{most}}}?"]


def _atom(word: str, pattern: Pattern) -> list[Part]:
    atom = ATOM.fullmatch(word)
    if atom is None:
        raise PackError(f"{pattern.where}: cannot read {word!r}")
    body = _Set(atom["body"].strip("[]"), "(?!)")
    if atom["no"]:
        return ["(?!", body, ")"]
    role = "trigger" if atom["trigger"] and not atom["role"] else atom["role"]
    if not role:
        return [body, _TIMES[atom["times"]]]
    pattern.roles.append(role)
    times = _TIMES[atom["times"]]
    inner, outer = (times, "") if atom["times"] in ("*", "+") else ("", times)
    return ["(", body, f"{inner}){outer}"]
