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


class Alphabet:
    """One character for every combination of symbol and cue classes that a pack's terms can give."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, frozenset[str]], str] = {}

    def code(self, symbol: str, classes: frozenset[str]) -> str:
        """The character of an item; a new combination gets the next free one."""
        key = (symbol, classes)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = chr(_FIRST_CODE + len(self._codes))
        return found

    @property
    def size(self) -> int:
        """How many characters are in use; patterns compiled before are stale once it grows."""
        return len(self._codes)

    def charset(self, alternatives: Iterable[str]) -> str:
        """The characters of all items that fit one of the alternatives (symbols, classes, punctuation names)."""
        names = set(alternatives)
        signs = {PUNCTUATION[name] for name in names if name in PUNCTUATION}
        pairs = [tuple(name.split("/")) for name in names if "/" in name]
        return "".join(
            code
            for (symbol, classes), code in self._codes.items()
            if symbol in names
            or symbol in signs
            or classes & names
            or any(symbol == first and second in classes for first, second in pairs)
        )


@dataclass(slots=True)
class Pattern:
    """A pattern: the classes of its trigger, all its classes and roles; compiled, the role of each named group."""

    source: str
    where: str
    triggers: frozenset[str]
    classes: frozenset[str] = frozenset()
    roles_named: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    _compiled: re.Pattern[str] | None = None
    _size: int = -1

    def regex(self, alphabet: Alphabet) -> re.Pattern[str]:
        """The regular expression over item characters, made again when the alphabet has grown."""
        if self._compiled is None or self._size != alphabet.size:
            self._size = alphabet.size
            self._compiled = re.compile(_translate(self, alphabet))
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
    return Pattern(source, where, frozenset(triggers), frozenset(classes), tuple(roles))


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


def _translate(pattern: Pattern, alphabet: Alphabet) -> str:
    out: list[str] = []
    used: dict[str, int] = {}
    open_roles: list[bool] = []
    pattern.roles.clear()
    for word in pattern.source.split():
        gap = _GAP.fullmatch(word)
        if gap:
            out.append(_gap(gap, alphabet))
        elif word in ("|", "^", "$"):
            out.append(word)
        elif group := _GROUP.fullmatch(word):
            out.append(
                _open(group["role"], pattern, used, open_roles) if word.endswith("(") else _close(group, open_roles)
            )
        else:
            out.append(_atom(word, pattern, used, alphabet))
    return "".join(out)


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


def _gap(gap: re.Match[str], alphabet: Alphabet) -> str:
    wide = len(gap[1]) == 4
    most = int(gap[2]) if gap[2] else _WIDE_ITEMS if wide else _GAP_ITEMS
    barred = alphabet.charset(["semicolon"] if wide else ["semicolon", "U"])
    return f"[^{barred}]{{0,{most}}}?" if barred else f".{{0,{most}}}?"


def _atom(word: str, pattern: Pattern, used: dict[str, int], alphabet: Alphabet) -> str:
    atom = _ATOM.fullmatch(word)
    if atom is None:
        raise PackError(f"{pattern.where}: cannot read {word!r}")
    charset = alphabet.charset(atom["body"].strip("[]").split("|"))
    body = f"[{charset}]" if charset else "(?!)"
    if atom["no"]:
        return f"(?!{body})"
    role = "trigger" if atom["trigger"] and not atom["role"] else atom["role"]
    if not role:
        return body + atom["times"]
    name = _group_name(role, pattern, used)
    return (
        f"(?P<{name}>{body}{atom['times'] if atom['times'] in ('*', '+') else ''}){'?' if atom['times'] == '?' else ''}"
    )
