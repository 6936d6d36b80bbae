"""Forms of the setting: documents by number and issuer, sessions by day, place and leader, people by post and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..entities.document_codes import TYPES, fold, issuer_of
from ..register.register import PERSIAN
from .forms import CERTAIN, LOOSE, NAMED, PARTIAL, Form, Reading, loose
from .normal import plain, sounds
from .reports import Paper, Person

_LETTERS: Final = re.compile(r"[^\W\d_]+\d*")
_YEAR: Final = re.compile(r"/((?:19|20)\d\d)(?=/)")
_OF_ASSEMBLY: Final = re.compile(r"\d+/\d{4}/QH\d+")


def number_key(number: str) -> str:
    """A number of a document in any spelling."""
    return fold(number).replace(" ", "")


def is_national(number: str) -> bool:
    """Whether a number's letters name a body of the state as a whole; such numbers are unique in the country."""
    parts = [fold(part) for part in _LETTERS.findall(number)]
    known = (issuer_of(part) for part in parts if part not in TYPES)
    return any(found is not None and found[1] == "central" for found in known)


def document_form(reading: Reading) -> Form:
    """A document: numbers of national bodies stand alone, those of local ones with issuer and year."""
    report = reading.report
    paper = next(iter(report.documents), None)
    if paper is None:
        return Form((report.type, report.article), LOOSE)
    number = number_key(paper.number)
    if is_national(paper.number):
        # Laws and resolutions of the Assembly share one sequence of numbers; the word beside them decides.
        sort = paper.doc_type if _OF_ASSEMBLY.fullmatch(number) else None
        return Form((report.type, number, sort), CERTAIN, {(report.type, number, sort)})
    issuer, (year, sure) = _issuer(reading, paper), _year(reading, paper)
    if issuer is None or year is None:
        # Every province has a 15-QĐ/TU, every year another one.
        return Form((report.type, number, issuer or reading.home, year, report.article), LOOSE)
    form = Form((report.type, number, issuer, year), CERTAIN if sure else NAMED, {(report.type, number, issuer)})
    form.traits["year"] = frozenset({year} if sure else {year, str(int(year) - 1)})
    return form


def _issuer(reading: Reading, paper: Paper) -> str | None:
    """The unit whose body issued a document: as told, else the place at the level of the issuer."""
    if paper.issuer is not None:
        return reading.normal.target(paper.issuer, early=False)
    levels = {found[1] for part in _LETTERS.findall(paper.number) if (found := issuer_of(fold(part))) is not None}
    level = next((level for level in levels if level is not None), reading.report.level)
    place = reading.normal.unit(reading.report.place.unit)
    if place is None or level is None:
        return None
    if place.level == level:
        return reading.place()
    home = place.province_id if level == "province" else None
    return reading.normal.target(home, early=False) if home is not None else None


def _year(reading: Reading, paper: Paper) -> tuple[str | None, bool]:
    """The year of a document and whether it is told; else that of the report, which may be the one after."""
    written = _YEAR.search(paper.number)
    told = written[1] if written else (paper.issued or reading.report.date_from or "")[:4]
    if told.isdecimal():
        return told, True
    published = (reading.published or "")[:4]
    return (published, False) if published else (None, False)


def meeting_form(reading: Reading) -> Form:
    """A session: by day, place and leader. Without its day nothing but its own article tells which one it is."""
    report, place = reading.report, reading.place()
    leaders = [person for person in report.officials if person.role == "led"]
    names = sorted({plain(person.name) for person in leaders})
    form = Form((report.type, report.date, reading.home, *names), CERTAIN if names else PARTIAL)
    if leaders:
        form.traits |= _who(leaders)
    if report.date is None or report.date_precision != "day" or reading.home is None:
        return loose(form, reading)
    form.keys = {(report.type, report.date, reading.home, sound) for p in leaders for sound in _sounds(p)}
    form.keys |= {(report.type, report.date, reading.home, "at", place, report.level)}
    if report.level is not None:
        form.traits["level"] = frozenset({report.level})
    return form


def appointment_form(reading: Reading) -> Form:
    """An appointment: by the person and the unit of the post."""
    report = reading.report
    person = next(iter(report.officials), None)
    if person is None:
        return Form((report.type, report.article), LOOSE)
    unit = next((unit for part in report.targets if (unit := reading.target(part)) is not None), None)
    form = Form((report.type, plain(person.name), unit or reading.place()), CERTAIN if unit else PARTIAL)
    form.traits |= _who([person])
    form.keys = {(report.type, sound, reading.home) for sound in _sounds(person)} if reading.home else set()
    if unit is not None:
        form.units = frozenset({unit})
    possible = [reading.normal.named(part, reading.home, early=False, source=False) for part in report.targets[:1]]
    if possible and possible[0]:
        form.traits["unit"] = possible[0]
    if report.date_from is not None and report.date_precision == "day":
        form.traits["year"] = frozenset({report.date_from[:4]})
    return form if unit or reading.place() else loose(form, reading)


def _who(people: Sequence[Person]) -> dict[str, frozenset[str]]:
    """Names as they sound and, where no letters were lost, as they are spelt."""
    spelt = [plain(person.name) for person in people if not PERSIAN.search(person.surface)]
    heard = {"heard": frozenset(sound for person in people for sound in _sounds(person))}
    return heard | ({"name": frozenset(spelt)} if len(spelt) == len(people) else {})


def _sounds(person: Person) -> tuple[str, ...]:
    return sounds(person.surface if PERSIAN.search(person.surface) else person.name)
