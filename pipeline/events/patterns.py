"""Frame patterns: regular expressions over items, written in packs.

    src:U ... [to] tgt:U ... ![merge]

An atom is a symbol (U L K C Z % D N P B w), a cue class in brackets with alternatives ([to|into]) or punctuation by name
([comma] [semicolon] [colon] [open] [close] [dash] [stop]). `role:` names what it captures, `!` marks the trigger, `~` says
that the next item is none of it. `?`, `*`, `+`, `( … )` and `|` work as in regular expressions; `...` is a gap of up to eight
items without units, `...3` of up to three, `....` a gap that may hold units; `^` and `$` are the ends of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import PackError

SYMBOLS = frozenset("ULKCZ%DNPBw")
PUNCTUATION = {
    "comma": ",", "semicolon": ";", "colon": ":", "open": "(", "close": ")", "dash": "-", "stop": ".", "plus": "+",
    "star": "*", "bar": "|",
}  # fmt: skip
_ATOM = re.compile(
    r"(?P<trigger>!?)(?P<no>~?)(?:(?P<role>[a-z_]+):)?(?P<body>\[[^\]]+\]|\{[^}]+\}|[A-Za-z%])(?P<times>[?*+]?)"
)
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
        return "".join(
            re.escape(code)
            for (symbol, classes), code in self._codes.items()
            if symbol in names or classes & names or any(PUNCTUATION.get(n) == symbol for n in names)
        )


@dataclass(slots=True)
class Pattern:
    """A compiled pattern with the classes of its trigger and the roles of its groups."""

    source: str
    where: str
    triggers: frozenset[str]
    roles: dict[str, str] = field(default_factory=dict)
    _compiled: re.Pattern[str] | None = None
    _size: int = -1

    def regex(self, alphabet: Alphabet) -> re.Pattern[str]:
        """The regular expression over item characters, made again when the alphabet has grown."""
        if self._compiled is None or self._size != alphabet.size:
            self._size = alphabet.size
            self._compiled = re.compile(_translate(self, alphabet))
        return self._compiled


def parse(source: str, where: str) -> Pattern:
    """Check a pattern and read its triggers; PackError says which atom is wrong."""
    triggers: set[str] = set()
    for word in _words(source):
        if word in ("(", ")", ")?", ")*", ")+", "|", "^", "$") or _GAP.fullmatch(word):
            continue
        atom = _ATOM.fullmatch(word)
        if atom is None:
            raise PackError(f"{where}: cannot read {word!r} in pattern {source!r}")
        if not atom["body"].startswith(("[", "{")) and atom["body"] not in SYMBOLS:
            raise PackError(f"{where}: no symbol {atom['body']!r}; there are {' '.join(sorted(SYMBOLS))}")
        if atom["trigger"]:
            triggers.update(atom["body"].strip("[]{}").split("|"))
    if not triggers:
        raise PackError(f"{where}: pattern {source!r} marks no trigger with !")
    return Pattern(source, where, frozenset(triggers))


def _words(source: str) -> list[str]:
    return source.split()


def _translate(pattern: Pattern, alphabet: Alphabet) -> str:
    out: list[str] = []
    used: dict[str, int] = {}
    pattern.roles.clear()
    for word in _words(pattern.source):
        gap = _GAP.fullmatch(word)
        if gap:
            out.append(_gap(gap, alphabet))
        elif word in ("(", "|", "^", "$"):
            out.append({"(": "(?:"}.get(word, word))
        elif word.startswith(")"):
            out.append(word)
        else:
            out.append(_atom(word, pattern, used, alphabet))
    return "".join(out)


def _gap(gap: re.Match[str], alphabet: Alphabet) -> str:
    wide = len(gap[1]) == 4
    most = int(gap[2]) if gap[2] else _WIDE_ITEMS if wide else _GAP_ITEMS
    barred = alphabet.charset(["semicolon"] if wide else ["semicolon", "U"])
    return f"[^{barred}]{{0,{most}}}?" if barred else f".{{0,{most}}}?"


def _atom(word: str, pattern: Pattern, used: dict[str, int], alphabet: Alphabet) -> str:
    atom = _ATOM.fullmatch(word)
    assert atom is not None  # parse has seen it
    charset = alphabet.charset(atom["body"].strip("[]{}").split("|"))
    body = f"[{charset}]" if charset else "(?!)"
    if atom["no"]:
        return f"(?!{body})"
    role = "trigger" if atom["trigger"] and not atom["role"] else atom["role"]
    if not role:
        return body + atom["times"]
    used[role] = used.get(role, 0) + 1
    name = f"{role}_{used[role]}"
    pattern.roles[name] = role
    return f"(?P<{name}>{body}{'+' if atom['times'] == '+' else ''}){atom['times'] if atom['times'] in ('?', '*') else ''}"
