"""Build the register's TSV files from the data files of the PyPI package vietnamadminunits (MIT).

    python -m scripts.build_register WHEEL_OR_FOLDER [OUT]

The same package gives the same bytes. Coordinates are left out; old_units_manual.tsv and aliases.tsv are hand-made
and are not touched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.register.keys import fold, hyphenated
from pipeline.register.persian import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUT = Path(__file__).resolve().parent.parent / "pipeline" / "register" / "data"
KINDS = {
    "Xã": "commune", "Phường": "ward", "Thị trấn": "township", "Đặc khu": "special_zone",
    "Huyện": "rural_district", "Quận": "urban_district", "Thị xã": "town", "Thành phố": "provincial_city",
}  # fmt: skip
COMMUNE_PREFIXES = {"xa": "commune", "phuong": "ward", "thitran": "township"}
DISTRICT_PREFIXES = {"huyen": "rural_district", "quan": "urban_district", "thixa": "town",
                     "thanhpho": "provincial_city"}  # fmt: skip
CLEAR_MAJORITY = 0.6
SAME_PROVINCE = 5
UNSEEN = 1e-7
BREVITY = 0.1

Row = dict[str, Any]
Old = tuple[str, str, str]  # kind, joined ASCII name, code of a successor


def read_rows(folder: Path, table: str) -> list[Row]:
    """Read one table of the package's SQLite file."""
    connection = sqlite3.connect(folder / "dataset.db")
    connection.row_factory = sqlite3.Row
    with connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def bare(name: str) -> str:
    """Take off the kind that the package puts behind names shared by two units of one district: "Định An (Xã)"."""
    return name.partition(" (")[0]


def write(path: Path, header: str, lines: Iterable[tuple[str, ...]]) -> None:
    """Write sorted tab-separated lines under a header."""
    text = "\n".join([header.replace(" ", "\t"), *("\t".join(line) for line in sorted(lines))])
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def province_lines(rows: list[Row]) -> set[tuple[str, ...]]:
    """Return (code, kind, name, "", "") of the provinces in `rows`."""
    return {
        (row["provinceCode"], "municipality" if row["province"].startswith("Thành") else "province",
         row["provinceShort"], "", "")
        for row in rows
    }  # fmt: skip


def unit_lines(rows: list[Row]) -> set[tuple[str, ...]]:
    """Return (code, kind, name, province, district) of every unit in `rows`."""
    lines = province_lines(rows)
    for row in rows:
        district = row.get("districtCode") or ""
        if district:
            kind = KINDS[row["districtType"]]
            lines.add((district, kind, bare(row["districtShort"]), row["provinceCode"], ""))
        if row["wardCode"]:
            name = bare(row["wardShort"])
            lines.add((row["wardCode"], KINDS[row["wardType"]], name, row["provinceCode"], district))
    return lines


def mapping_lines(folder: Path, legacy: list[Row], new: list[Row]) -> Iterator[tuple[str, ...]]:
    """Yield (old code, new code, whole or part) of provinces, communes and the five districts without communes."""
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    old_provinces = {row["provinceKey"]: row["provinceCode"] for row in legacy}
    new_provinces = {row["provinceKey"]: row["provinceCode"] for row in new}
    for target, sources in converter["DICT_PROVINCE"].items():
        yield from ((old_provinces[source], new_provinces[target], "whole") for source in sources)
    old = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"]
           for row in legacy}  # fmt: skip
    now = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    for province, targets in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for target, sources in targets.items():
            yield from ((old[source], now[province, target], "whole") for source in sources)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in divided.items():
            yield from ((old[source], now[province, part["newWardKey"]], "part") for part in parts)


def gone(aliases: str | None, own_name: str, own_kind: str, code: str, prefixes: dict[str, str]) -> Iterator[Old]:
    """Yield the former units among the aliases of one unit; abbreviations and spelling variants are no units."""
    known = {fold(alias) for alias in json.loads(aliases or "[]")}
    own = hyphenated(own_name).replace("-", "")
    for alias in sorted(known):
        prefix = next((p for p in prefixes if alias.startswith(p) and len(alias) > len(p)), None)
        if prefix is None or any(p + alias in known for p in prefixes):
            continue
        name = str(int(alias[len(prefix) :])) if alias[len(prefix) :].isdecimal() else alias[len(prefix) :]
        if (prefixes[prefix], name) != (own_kind, own) and prefix + name != own:
            yield prefixes[prefix], name, code


def old_units(legacy: list[Row]) -> dict[tuple[str, str, str], list[str]]:
    """Return (province, kind, joined name) → codes of the 2025-06 units that took the former unit in."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in legacy:
        units = list(gone(row["districtAlias"], bare(row["districtShort"]), KINDS[row["districtType"]],
                          row["districtCode"], DISTRICT_PREFIXES))  # fmt: skip
        if row["wardCode"]:
            kind = KINDS[row["wardType"]]
            units += gone(row["wardAlias"], bare(row["wardShort"]), kind, row["wardCode"], COMMUNE_PREFIXES)
        for kind, name, code in units:
            if code not in found[row["provinceCode"], kind, name]:
                found[row["provinceCode"], kind, name].append(code)
    return found


class Spelling:
    """Guesses how a joined ASCII name was spelt from the names that still exist."""

    def __init__(self, lines: Iterable[tuple[str, ...]]) -> None:
        self.nationwide: dict[str, Counter[str]] = defaultdict(Counter)
        self.provincial: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.syllables: Counter[str] = Counter()
        for _code, _kind, name, province, _district in sorted(lines):
            joined = hyphenated(name).replace("-", "")
            self.nationwide[joined][name] += 1
            self.provincial[province, joined][name] += SAME_PROVINCE
            self.syllables.update(hyphenated(name).split("-"))

    def guess(self, joined: str, province: str) -> tuple[str, bool]:
        """Return the name and whether a clear majority of living names spells it so."""
        votes = self.nationwide[joined] + self.provincial[province, joined]
        if votes:
            name, count = min(votes.items(), key=lambda item: (-item[1], item[0]))
            if count >= CLEAR_MAJORITY * votes.total():
                return name, count > 1
            return " ".join(word.title() for word in hyphenated(name).split("-")), False
        return " ".join(word.title() for word in self.cut(joined)), False

    def cut(self, joined: str) -> list[str]:
        """Cut a joined name into the likeliest known syllables."""
        best: list[tuple[float, list[str]]] = [(1.0, [])]
        total = self.syllables.total()
        for end in range(1, len(joined) + 1):
            options = []
            for start in range(max(0, end - 7), end):
                syllable = joined[start:end]
                unseen = UNSEEN if SIMPLE.fullmatch(syllable) else UNSEEN ** len(syllable)
                weight = self.syllables[syllable] / total or unseen
                options.append((best[start][0] * weight * BREVITY, [*best[start][1], syllable]))
            best.append(max(options))
        return best[-1][1]


def old_lines(legacy: list[Row], new: list[Row]) -> Iterator[tuple[str, ...]]:
    """Yield (id, kind, name, certain, province, district, successors) of the units gone before 2025-06."""
    spelling = Spelling(unit_lines(legacy) | unit_lines(new))
    home = {row["wardCode"]: row["districtCode"] for row in legacy if row["wardCode"]}
    names = {row["districtCode"]: bare(row["districtShort"]) for row in legacy}
    for (province, kind, joined), codes in old_units(legacy).items():
        numbered = joined.isdecimal()
        word = {"ward": "Phường", "urban_district": "Quận"}.get(kind, "")
        name, certain = (f"{word} {joined}", True) if numbered else spelling.guess(joined, province)
        homes: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            homes[home.get(code, "")].append(code)
        for district, successors in homes.items():
            # Two districts of a province had a unit of this name: the district tells them apart.
            tail = f"-{hyphenated(names[district])}" if len(homes) > 1 else ""
            unit = f"vn:old:{province}:{kind}:{hyphenated(name)}{tail}"
            heirs = ";".join(f"vn:2025-06:{code}" for code in sorted(successors))
            yield unit, kind, name, str(int(certain)), province, district, heirs


def build(folder: Path, out: Path) -> None:
    """Write every generated file of the register into `out`."""
    legacy, new = read_rows(folder, "admin_units_legacy"), read_rows(folder, "admin_units")
    header = "code kind name province district"
    out.mkdir(parents=True, exist_ok=True)
    write(out / "units_2025-06.tsv", header, unit_lines(legacy))
    write(out / "units_2025-07.tsv", header, unit_lines(new))
    write(out / "mapping.tsv", "old new extent", mapping_lines(folder, legacy, new))
    write(out / "old_names.tsv", "id kind name certain province district successors", old_lines(legacy, new))


def write_notice(root: Path, out: Path) -> None:
    """Copy the package's licence beside the data made from it."""
    licence = next(root.glob("*.dist-info/**/LICENSE*"))
    version = next(root.glob("*.dist-info")).name.removesuffix(".dist-info").replace("-", " ")
    head = f"units_*.tsv, mapping.tsv and old_names.tsv are derived from {version} (PyPI):\n\n"
    (out / "NOTICE").write_text(head + licence.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the wheel, or a folder it is unpacked in")
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    args = parser.parse_args()
    scratch = Path(tempfile.mkdtemp())
    try:
        root = args.package
        if root.is_file():
            zipfile.ZipFile(root).extractall(scratch)
            root = scratch
        build(root / "vietnamadminunits" / "data", args.out)
        write_notice(root, args.out)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
