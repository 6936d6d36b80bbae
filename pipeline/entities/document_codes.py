"""What the letters of a Vietnamese document number say: official spelling, type, issuer."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..records import Issuer
from ..records.vocabulary import Body, DocType, PostLevel

# Type letters, without marks, to the official spelling and the type.
TYPES: Final[dict[str, tuple[str, DocType]]] = {
    "NQ": ("NQ", "resolution"),
    "NQLT": ("NQLT", "resolution"),
    "QD": ("QĐ", "decision"),
    "QDNS": ("QĐNS", "decision"),
    "KL": ("KL", "conclusion"),
    "CT": ("CT", "directive"),
    "KH": ("KH", "plan"),
    "TB": ("TB", "notice"),
    "TBKL": ("TBKL", "notice"),
    "BC": ("BC", "report"),
    "TTR": ("TTr", "submission"),
    "DA": ("ĐA", "project"),
    "PA": ("PA", "other"),
    "HD": ("HD", "guidance"),
    "CTR": ("CTr", "programme"),
    "CTHD": ("CTHĐ", "programme"),
    "CTRHD": ("CTrHĐ", "programme"),
    "CTPH": ("CTPH", "programme"),
    "ND": ("NĐ", "decree"),
    "TT": ("TT", "circular"),
    "TTLT": ("TTLT", "circular"),
    "CD": ("CĐ", "telegram"),
    "CV": ("CV", "official_letter"),
    "L": ("L", "law"),
    "LUAT": ("Luật", "law"),
    "PL": ("PL", "other"),
    "VBHN": ("VBHN", "other"),
    "QDI": ("QĐi", "other"),
    "QC": ("QC", "other"),
    "QCPH": ("QCPH", "other"),
    "SL": ("SL", "other"),
}

# Spellings of issuers and desks that lose marks or case; the rest stands in capitals anyway.
_SPELLING: Final[dict[str, str]] = {
    "HDND": "HĐND", "BCD": "BCĐ", "BCDTW": "BCĐTW", "BCDTU": "BCĐTU", "TTG": "TTg", "DU": "ĐU", "HDBT": "HĐBT",
    "HDCP": "HĐCP", "THU": "ThU", "CQDP": "CQĐP", "DDBQH": "ĐĐBQH", "BGDDT": "BGDĐT", "SGDDT": "SGDĐT", "TLD": "TLĐ",
    "BTNMT": "BTNMT", "DUK": "ĐUK", "BLDTBXH": "BLĐTBXH", "LDTBXH": "LĐTBXH", "HDBCQG": "HĐBCQG", "BQD": "BQĐ",
}  # fmt: skip

_ISSUER_LETTERS: Final[tuple[tuple[str, Body, PostLevel | None], ...]] = (
    (r"(?:UBTV)?QH\d{0,2}|UB[A-Z]{2,6}\d\d|BTVQH\d*", "national_assembly", "central"),
    (r"TW", "central_committee", "central"),
    (r"BTCTW|UBKTTW|BTGTW|BTGDVTW|BDVTW|BNCTW|BKTTW|BCSDTW", "party_commission", "central"),
    (r"VPTW", "party_office", "central"),
    (r"BCD.*TW", "steering_committee", "central"),
    (r"BCDTU", "steering_committee", "province"),
    (r"BCD[A-Z]*", "steering_committee", None),
    (r"(?:BTC|UBKT|BTG|BTGDV|BDV|BNC)TU", "party_commission", "province"),
    (r"VPTU", "party_office", "province"),
    (r"TU", "party_committee", "province"),
    (r"HU|QU|THU|TXU", "party_committee", "district"),
    (r"DU", "party_committee", "commune"),
    (r"(?:VP)?UBND", "people_committee", None),
    (r"HDND\d*", "people_council", None),
    (r"CP|TTG|VPCP|HDBT|HDCP", "government", "central"),
    (r"B(?:NV|TC|TP|CA|QP|NG|XD|YT|CT|GTVT|KH|KHDT|KHCN|GDDT|TNMT|NNMT|NNPTNT|VHTTDL|TTTT|LDTBXH|DTTG)",
     "ministry", "central"),
    (r"S(?:NV|TC|TP|XD|YT|CT|GTVT|KHDT|KHCN|GDDT|TNMT|NNMT|NNPTNT|VHTTDL|VHTT|TTTT|LDTBXH|DTTG|DL|NG)",
     "department", "province"),
    (r"(?:MTTQ|UBMTTQ|UBMT)[A-Z]*|MTTW", "fatherland_front", None),
    (r"DDBQH|DBQH", "national_assembly_delegation", None),
    (r"TLD|HND|HLHPN|HCCB|TDTN|LDLD", "mass_organization", None),
    (r"CTN|KTNN|TANDTC|VKSNDTC|TTCP|HDBCQG", "other", "central"),
)  # fmt: skip
_ISSUERS: Final = [(re.compile(pattern), body, level) for pattern, body, level in _ISSUER_LETTERS]


@lru_cache(maxsize=512)
def fold(letters: str) -> str:
    """Letters of a number without marks and points, in capitals; the horn of TƯ tells the centre from a province."""
    bare = letters.replace(".", "").replace("Đ", "D").replace("đ", "d")
    if bare.upper().endswith("TƯ"):
        bare = bare[:-2] + "TW"
    decomposed = unicodedata.normalize("NFD", bare)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).upper()


def spelling(letters: str) -> str:
    """The official spelling of one part of a number."""
    key = fold(letters)
    if key in TYPES:
        return TYPES[key][0]
    return _SPELLING.get(key, key if is_issuer(key) or letters.islower() or "." in letters else letters)


@lru_cache(maxsize=512)
def issuer_of(key: str) -> tuple[Body, PostLevel | None] | None:
    """Body and level that folded letters stand for."""
    for pattern, body, level in _ISSUERS:
        if pattern.fullmatch(key):
            return body, level
    return None


def is_issuer(key: str) -> bool:
    """Whether folded letters name a known issuer."""
    return issuer_of(key) is not None


def issuer(parts: list[str]) -> Issuer | None:
    """The issuer that the parts of a number name; of `NQ-HĐND` the council."""
    for part in parts:
        key = fold(part)
        known = None if key in TYPES else issuer_of(key)
        if known:
            return Issuer(*known)
    return None
