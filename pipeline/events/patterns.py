"""Frame patterns: regular expressions over items, written in packs.

    src:U ... [to] tgt:U ... ![merge]

An atom is a symbol (U L K C Z % D N P B V w), a symbol with a class (`U/dative`), a cue class in brackets with
alternatives ([to|into]) or punctuation by name ([comma] [semicolon] [colon] [open] [close] [dash] [stop] [plus] [star]
[bar] [arrow] [from_arrow] [equals]). `role:` names what it captures (before a bracket: every U and B inside), `!` marks
the trigger, `~` says that the next item is none of it. `?`, `*`, `+`, `( … )` and `|` work as in regular expressions;
`...` is a gap of up to eight items without units, `...3` of up to three, `....` a gap that may hold units (neither
passes a semicolon); `^` and `$` are the ends of the sentence; `<NAME>` stands for a macro of the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..errors import PackError

SYMBOLS = frozenset("ULKCZ%DNPBVw")
PUNCTUATION = {
    "comma": ",", "semicolon": ";", "colon": ":", "open": "(", "close": ")", "dash": "-", "stop": ".", "plus": "+",
    "star": "*", "bar": "|", "arrow": "→", "from_arrow": "←", "equals": "=",
}  # fmt: skip
_ATOM = re.compile(
    r"(?P<trigger>!?)(?P<no>~?)(?:(?P<role>[a-z_]+):)?(?P<body>\[[^\]]+\]|[A-Za-z%](?:/[a-z_]+)?)(?P<times>[?*+]?)"
)
_MACRO = re.compile(r"<(\w+)>")
_MACRO_DEPTH = 8
_GROUP = re.compile(r"(?:(?:(?P<role>[a-z_]+):)?\(|\)(?P<times>[?*+]?))")
_GAP = re.compile(r"(\.{3,4})(\d*)")
_GAP_ITEMS = 8
_WIDE_ITEMS = 25
_FIRST_CODE = 0xE000
# An item that an earlier rule has used counts as one of these, whatever the sentence has.
_ANYWHERE = frozenset({"w", "used"})


class Alphabet:
    """One character for every combination of symbol and cue classes that a pack's terms can give."""

    def __init__(self, told: Iterable[str] | None = None) -> None:
        """`told`: the classes that patterns speak of; items that differ in others alone are one character."""
        self._told = None if told is None else frozenset(told)
        self._codes: dict[tuple[str, frozenset[str]], str] = {}
        self._size = 0
        # The characters of each symbol, class and symbol with class, in the order of their making.
        self._of_name: dict[str, list[str]] = {}
        self._charsets: dict[str, tuple[int, str]] = {}

    def code(self, symbol: str, classes: frozenset[str]) -> str:
        """The character of an item; a new combination gets the next free one."""
        key = (symbol, classes)
        found = self._codes.get(key)
        if found is None:
            reduced = (symbol, classes if self._told is None else classes & self._told)
            found = self._codes.get(reduced)
            if found is None:
                found = self._codes[reduced] = chr(_FIRST_CODE + self._size)
                self._size += 1
                for name in (symbol, *reduced[1], *(f"{symbol}/{cue}" for cue in reduced[1])):
                    self._of_name.setdefault(name, []).append(found)
            self._codes[key] = found
        return found

    @property
    def size(self) -> int:
        """How many characters are in use; patterns compiled before may be stale once it grows."""
        return self._size

    def charset(self, alternatives: str) -> str:
        """The characters of all items that fit one of the alternatives (symbols, classes, punctuation; by "|")."""
        seen, known = self._charsets.get(alternatives, (0, ""))
        if seen < self._size:
            of_names = [self._of_name.get(PUNCTUATION.get(name, name), ()) for name in alternatives.split("|")]
            known = "".join(sorted({code for codes in of_names for code in codes}))
            self._charsets[alternatives] = self._size, known
        return known


@dataclass(slots=True, frozen=True)
class _Set:
    """The characters that fit the alternatives, or with `barred` all others; `none` stands for an empty set."""

    alternatives: str
    none: str
    barred: bool = False

    def written(self, alphabet: Alphabet) -> str:
        charset = _ranges(alphabet.charset(self.alternatives))
        return f"[{'^' if self.barred else ''}{charset}]" if charset else self.none


def _ranges(characters: str) -> str:
    """Characters in their order as a regular expression writes them, neighbours as ranges."""
    runs: list[str] = []
    first = last = ""
    for character in characters:
        if last and ord(character) == ord(last) + 1:
            last = character
            continue
        runs.append(_run(first, last))
        first = last = character
    return "".join([*runs, _run(first, last)])


def _run(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"


Part = str | _Set


@dataclass(slots=True)
class Pattern:
    """A pattern: the classes of its trigger, all its classes and roles; compiled, the role of each named group.

    `required`: sets of symbols and classes of which a sentence must have one each for the pattern to match.
    """

    source: str
    where: str
    triggers: frozenset[str]
    classes: frozenset[str] = frozenset()
    required: tuple[frozenset[str], ...] = ()
    roles_named: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    _parts: list[Part] = field(default_factory=list)
    _written: str = ""
    _compiled: re.Pattern[str] | None = None
    _size: int = -1

    def regex(self, alphabet: Alphabet) -> re.Pattern[str]:
        """The regular expression over item characters, made again when the alphabet has grown by what it speaks of."""
        if self._compiled is None or self._size != alphabet.size:
            self._size = alphabet.size
            if not self._parts:
                self._parts = _translate(self)
            written = "".join([part if isinstance(part, str) else part.written(alphabet) for part in self._parts])
            if self._compiled is None or written != self._written:
                self._compiled, self._written = re.compile(written), written
        return self._compiled


def parse(source: str, where: str, macros: Mapping[str, str] | None = None) -> Pattern:
    """Check a pattern and read its triggers; PackError says which atom is wrong."""
    source = _expanded(source, macros or {}, where)
    triggers: set[str] = set()
    classes: set[str] = set()
    roles: dict[str, None] = {}
    for word in source.split():
        if word in ("|", "^", "$") or _GAP.fullmatch(word):
            continue
        if group := _GROUP.fullmatch(word):
            roles.update(dict.fromkeys([group["role"]] if group["role"] else []))
            continue
        atom = _ATOM.fullmatch(word)
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
        if _GROUP.fullmatch(word):
            depth += 1 if word.endswith("(") else -1
        elif word == "|" and not depth:
            return ()
        elif not depth and not _GAP.fullmatch(word) and (atom := _ATOM.fullmatch(word)):
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
    used: dict[str, int] = {}
    open_roles: list[bool] = []
    pattern.roles.clear()
    for word in pattern.source.split():
        gap = _GAP.fullmatch(word)
        if gap:
            out += _gap(gap)
        elif word in ("|", "^", "$"):
            out.append(word)
        elif group := _GROUP.fullmatch(word):
            out.append(
                _open(group["role"], pattern, used, open_roles) if word.endswith("(") else _close(group, open_roles)
            )
        else:
            out += _atom(word, pattern, used)
    return out


def _open(role: str | None, pattern: Pattern, used: dict[str, int], open_roles: list[bool]) -> str:
    """An opening bracket; one with a role captures all of its repetitions."""
    open_roles.append(role is not None)
    return f"(?P<{_group_name(role, pattern, used)}>(?:" if role else "(?:"


def _close(group: re.Match[str], open_roles: list[bool]) -> str:
    return f"){group['times']}" + (")" if open_roles.pop() else "")


def _group_name(role: str, pattern: Pattern, used: dict[str, int]) -> str:
    used[role] = used.get(role, 0) + 1
    name = f"{role}_{used[role]}"
    pattern.roles[name] = role
    return name


def _gap(gap: re.Match[str]) -> list[Part]:
    wide = len(gap[1]) == 4
    most = int(gap[2]) if gap[2] else _WIDE_ITEMS if wide else _GAP_ITEMS
    return [_Set("semicolon" if wide else "semicolon|U", ".", barred=True), f"{{0,{most}}}?"]


def _atom(word: str, pattern: Pattern, used: dict[str, int]) -> list[Part]:
    atom = _ATOM.fullmatch(word)
    if atom is None:
        raise PackError(f"{pattern.where}: cannot read {word!r}")
    body = _Set(atom["body"].strip("[]"), "(?!)")
    if atom["no"]:
        return ["(?!", body, ")"]
    role = "trigger" if atom["trigger"] and not atom["role"] else atom["role"]
    if not role:
        return [body, atom["times"]]
    name = _group_name(role, pattern, used)
    inner, outer = (atom["times"], "") if atom["times"] in ("*", "+") else ("", atom["times"])
    return [f"(?P<{name}>", body, f"{inner}){outer}"]
