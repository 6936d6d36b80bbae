"""Keys that a Vietnamese name and its Persian transliteration share.

A strict key is "onset|nucleus|coda" of a syllable in one small alphabet; the Vietnamese side has several of them,
because translators waver. A loose key keeps the consonants alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from .keys import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = str.maketrans(
    dict(
        zip(
            "ابپتثجچحخدذرزژسشصضطظغفقکگلمنوهیآأإيىكةۀؤ",
            "abptsjchxdzrzzsSsztzgfkkglmnwhyaaayykhhw",
            strict=True,
        )
    )
    | dict.fromkeys("ئءعٔـ\u200c\u200d", "")
)
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
MARKS = re.compile("[\u064b-\u0652\u0670]")
# The vowel of a hamza between w and a consonant: Nguyệt → نگوئت.
HAMZA = re.compile("وئ(?=[بپتچدرسشفکكگلمن])")
REPEATED = re.compile(r"([awy])\1+")
VOWELS = frozenset("awy")
MOST_VARIANTS = 48
_BARE = 3

SIMPLE = re.compile(r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?([aeiouy]+)(ch|ng|nh|[cmnpt])?")
ONSETS = {
    "": [""], "b": ["b"], "c": ["k"], "ch": ["c"], "d": ["d"], "g": ["g"], "gh": ["g"], "h": ["h"], "k": ["k"],
    "kh": ["x", "k"], "l": ["l"], "m": ["m"], "n": ["n"], "ng": ["ng"], "ngh": ["ng"], "nh": ["nh", "n"],
    "p": ["p"], "ph": ["f"], "r": ["r"], "s": ["s"], "t": ["t"], "th": ["t"], "tr": ["tr"], "v": ["w"],
    "x": ["S"],
}  # fmt: skip
NUCLEI = {
    "a": ["a", ""], "ai": ["ay"], "ao": ["aw"], "au": ["aw"], "ay": ["ay"], "e": ["", "y"], "eo": ["yw", "w"],
    "eu": ["yw", "w"], "i": ["y"], "ia": ["ya", "y"], "ie": ["y", "ya"], "ieu": ["yw"], "iu": ["yw"],
    "o": ["w"], "oa": ["wa"], "oai": ["way"], "oay": ["way"], "oe": ["w", "wy"], "oi": ["wy"], "oo": ["w"],
    "u": ["w"], "ua": ["wa"], "uai": ["way"], "uay": ["way"], "ue": ["w", "wy"], "ui": ["wy"], "uo": ["w", "wa"],
    "uoi": ["wy"], "uou": ["w", "yw"], "uu": ["w", "yw"], "uy": ["wy"], "uya": ["wya"], "uye": ["wy"],
    "uyu": ["wyw"], "y": ["y", "ay"], "ye": ["y", "ya"], "yeu": ["yw"], "ea": ["a", "ya", "aya"],
}  # fmt: skip
CODAS = {"": [""], "c": ["k"], "ch": ["k", "c", "x", "S"], "m": ["m"], "n": ["n"], "ng": ["ng"], "nh": ["n"],
         "p": ["p"], "t": ["t"]}  # fmt: skip
FOREIGN = (("ph", "f"), ("kh", "x"), ("th", "t"), ("ch", "C"), ("c", "k"), ("C", "c"), ("qu", "kw"), ("e", ""),
           ("i", "y"), ("o", "w"), ("u", "w"), ("v", "w"), ("x", "S"), ("q", "k"), ("f", "f"))  # fmt: skip
NASAL_CLUSTER = re.compile("n[^awygh]|m[^awy]")
LOOSER = str.maketrans({"S": "s", "j": "g", "z": "g", "x": "k", "c": "k"})


def _onset(text: str, at: int) -> str:
    pair = text[at : at + 2]
    if at == 0 and text[:3] == "ngh" and text[3:4] not in VOWELS:
        return pair  # Nghệ → نگه: the h stands for the vowel
    if at == 0 and pair == "ng" and len(text) == _BARE and text[_BARE - 1] not in VOWELS:
        return pair  # Nghèn → نگن: no letter stands for the vowel
    if pair == "tr" or (pair in ("ng", "nh") and text[at + 2 : at + 3] in VOWELS and len(text) > at + 2):
        return pair
    if text[at] in VOWELS:
        return text[at] if at == 0 and text[0] != "a" and len(text) > 1 else ""
    return text[at]


def _is_coda(text: str, at: int, size: int) -> bool:
    return text[at + size : at + size + 1] not in VOWELS and text[at : at + 2] != "tr"


def _syllables(text: str) -> Iterator[str]:
    """Cut a word of the key alphabet into "onset|nucleus|coda"; a consonant before a vowel opens a syllable."""
    at = 0
    while at < len(text):
        onset = _onset(text, at)
        at += len(onset)
        if onset == "t" and text[at : at + 1] == "h" and text[at + 1 : at + 2] in VOWELS:
            at += 1  # th, letter by letter: Thành → تهان
        end = at
        while end < len(text) and text[end] in VOWELS:
            end += 1
        nucleus, at, coda = text[at:end], end, ""
        if len(nucleus) > 1:
            nucleus = REPEATED.sub(r"\1", nucleus)
        # A silent h closes a syllable after a vowel ("خه", "هوئه").
        if text[at : at + 1] == "h" and text[at + 1 : at + 2] not in VOWELS:
            at += 1
        if text[at : at + 2] == "ng" and text[at + 2 : at + 3] not in VOWELS:
            coda = "ng"
        elif at < len(text) and _is_coda(text, at, 1):
            coda = text[at]
        at += len(coda)
        if coda and text[at:] == "h":
            at += 1
        yield f"{onset}|{nucleus}|{coda}"


@lru_cache(maxsize=8192)
def persian_word(token: str) -> str:
    """Return the strict key of one Persian token, its syllables parted by blanks; a number gives its digits."""
    number = token.translate(DIGITS)
    if number.isdecimal():
        return str(int(number))
    text = HAMZA.sub("وی", MARKS.sub("", token)).translate(LETTERS)
    return " ".join(_syllables("".join(char for char in text if char.isascii() and char.isalpha())))


def loosen(key: str) -> str:
    """Return the loose form of a strict key: consonants alone, those that translators confuse merged."""
    return " ".join(map(_loosen_syllable, key.split(" ")))


@lru_cache(maxsize=8192)
def _loosen_syllable(syllable: str) -> str:
    onset, bar, rest = syllable.partition("|")
    if not bar:
        return syllable
    return f"{'n' if onset == 'nh' else onset.translate(LOOSER)}|{rest.partition('|')[2].translate(LOOSER)}"


@lru_cache(maxsize=8192)
def syllable_keys(word: str) -> tuple[str, ...]:
    """Return the strict keys of one word of a Vietnamese name, likeliest first."""
    plain = fold(word)
    if plain.isdecimal():
        return (str(int(plain)),)
    match = SIMPLE.fullmatch(plain)
    if not match or (match[2] not in NUCLEI and match[1] != "qu"):
        for letters, symbol in FOREIGN:
            plain = plain.replace(letters, symbol)
        # No Persian word begins with two consonants: before n and m a vowel is written ("N'Drót" → اندروت).
        spelt = (plain, "a" + plain) if NASAL_CLUSTER.match(plain) else (plain,)
        return tuple(" ".join(_syllables(letters)) for letters in spelt)
    onset, rest = match[1] or "", (match[2], match[3] or "")
    keys = list(_simple_keys(onset, *rest))
    if onset == "d" and word[0] in "dD":
        # A d without a bar is spoken y or z, and by some written so ("یونگ").
        keys += [spoken + key[1:] for spoken in "yz" for key in keys]
    return tuple(dict.fromkeys(keys))


def _simple_keys(onset: str, nucleus: str, coda: str) -> Iterator[str]:
    for first, middle, last in product(*_parts(onset, nucleus, coda)):
        for head, heart in _glided(onset, first, middle):
            yield f"{head}|{heart}|{last}"


def _parts(onset: str, nucleus: str, coda: str) -> tuple[list[str], list[str], list[str]]:
    """Return the variants of the three parts; a syllable opening with y or qu is cut anew."""
    codas = CODAS[coda]
    if onset == "qu":
        rest = NUCLEI.get(nucleus, ["w"])
        return ["k"], [REPEATED.sub(r"\1", "w" + middle) for middle in rest], codas
    if not onset and nucleus[0] == "y" and len(nucleus) > 1:
        return ["y"], NUCLEI.get(nucleus[1:], [""]), codas
    hearts = list(NUCLEI[nucleus])
    if nucleus == "e" and not coda:
        hearts.append("w")  # seen: Lê → لو
    return ONSETS.get(onset, ["g"]), hearts, codas


def _glided(onset: str, first: str, middle: str) -> Iterator[tuple[str, str]]:
    """Spell out gi- (جیانگ, گیانگ, زانگ), nh- (نهان, نان, نیان) and the carrier alef of a syllable without an onset."""
    if onset == "gi":
        glide = REPEATED.sub(r"\1", "y" + middle)
        yield from (("j", glide), ("g", glide), ("z", middle), ("j", middle))
    elif onset == "nh" and first == "n":
        yield from ((first, middle), (first, REPEATED.sub(r"\1", "y" + middle)))
    elif first:
        yield first, middle
    else:
        yield "", REPEATED.sub(r"\1", "a" + middle)
        if middle[:1] in ("y", "w"):
            yield middle[0], middle[1:]
        if middle in ("y", "w"):
            yield "", middle  # a name that is but one letter: Ô → و


def name_keys(name: str) -> list[str]:
    """Return the strict keys of a Vietnamese name, at most MOST_VARIANTS."""
    parts = [syllable_keys(word) for word in words(name)]
    return [" ".join(keys) for keys in islice(product(*parts), MOST_VARIANTS)]


def persian_key(text: str) -> str:
    """Return the strict key of a Persian phrase."""
    return " ".join(key for key in map(persian_word, text.replace("-", " ").split()) if key)


def loose_name_keys(name: str) -> list[str]:
    """Return the loose keys of a Vietnamese name, mostly one."""
    parts = [sorted({loosen(key) for key in syllable_keys(word)}) for word in words(name)]
    return [" ".join(keys) for keys in islice(product(*parts), MOST_VARIANTS)]
