"""What the words of a pattern look like, and the symbols and signs that they speak of."""

from __future__ import annotations

import re

SYMBOLS = frozenset("ULKCZ%DNPBVw")
PUNCTUATION = {
    "comma": ",", "semicolon": ";", "colon": ":", "open": "(", "close": ")", "dash": "-", "stop": ".", "plus": "+",
    "star": "*", "bar": "|", "arrow": "→", "from_arrow": "←", "equals": "=",
}  # fmt: skip
ATOM = re.compile(
    r"(?P<trigger>!?)(?P<no>~?)(?:(?P<role>[a-z_]+):)?(?P<body>\[[^\]]+\]|[A-Za-z%](?:/[a-z_]+)?)(?P<times>[?*+]?)"
)
GROUP = re.compile(r"(?:(?:(?P<role>[a-z_]+):)?\(|\)(?P<times>[?*+]?))")
GAP = re.compile(r"(\.{3,4})(\d*)")
