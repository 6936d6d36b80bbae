"""Makes articles about changes whose truth is known: several outlets, languages and stages tell the same change.

Changes are drawn from the register (merges and units left as they were, with those preferred whose names other
provinces have, too) and made up around it (counts of provinces, decisions of local bodies that share numbers between
provinces, appointments). Articles tell one to four changes of a province in simple sentences: as plans, as decided, as
done, in full or with a source left out; some are reprinted, some translated.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.records.article import Article
from pipeline.register.keys import ascii_key, hyphenated
from pipeline.register.lineage import sources_of
from pipeline.register.model import NEW, Unit
from pipeline.register.outlets import outlets
from pipeline.register.register import Register
from scripts.bench_verdicts import AND, COMMA, KINDS, MERGED, SCRIPTS, Unvarying, UsualWriter

SEED: Final = 5
LANGUAGES: Final = tuple(SCRIPTS)
REPRINTS: Final = 0.12
TRANSLATIONS: Final = 0.12
PARTIAL: Final = 0.3
NATIONAL: Final = ("vnexpress.net", "vietnamnet.vn", "thanhnien.vn", "nhandan.vn")
_NAMES: Final = (
    "Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Minh Tuấn", "Phạm Quốc Bảo", "Hoàng Đức Thắng", "Vũ Thị Mai", "Đặng Văn Sơn",
    "Bùi Thanh Hải", "Đỗ Thị Hương", "Hồ Ngọc Anh", "Ngô Quang Trung", "Dương Văn Phúc", "Lý Thị Hoa", "Phan Văn Long",
)  # fmt: skip
_PLANNED: Final = {
    "de": "Geplant ist, in der {p} die {s} zur {t} zusammenzulegen.",
    "vi": "{p} dự kiến sáp nhập {s} thành {t}.",
    "fa": "در {p} برنامه‌ریزی شده است که {s} در {t} ادغام شوند.",
}
_UNCHANGED: Final = {
    "de": "In der {p} bleibt die {t} unverändert.",
    "vi": "Tại {p}, {t} giữ nguyên, không thực hiện sắp xếp.",
    "fa": "در {p}، {t} بدون تغییر باقی می‌ماند.",
}
_AFTER: Final = {
    "de": "Die {p} hat künftig {a} Verwaltungseinheiten auf Gemeindeebene.",
    "vi": "{p} còn {a} đơn vị hành chính cấp xã.",
    "fa": "{p} پس از بازآرایی {a} واحد اداری در سطح کمون دارد.",
}
_COUNTS: Final = {
    "de": "Die {p} verringert die Zahl ihrer Verwaltungseinheiten auf Gemeindeebene von {b} auf {a}.",
    "vi": "{p} giảm từ {b} đơn vị hành chính cấp xã xuống còn {a} đơn vị.",
    "fa": "{p} تعداد واحدهای اداری در سطح کمون را از {b} به {a} کاهش می‌دهد.",
}
_DECISION: Final = {
    "de": "Das Parteikomitee der {p} erließ am {d} den Beschluss Nr. {n} zur Anordnung der Verwaltungseinheiten.",
    "vi": "Tỉnh ủy {p} ban hành Quyết định số {n} ngày {d} về sắp xếp đơn vị hành chính.",
    "fa": "کمیته حزبی {p} تصمیم شماره {n} مورخ {d} را در مورد ترتیب واحدهای اداری صادر کرد.",
}
_POST: Final = {
    "de": "Genosse {w} wurde zum Sekretär des Parteikomitees der {t} in der {p} ernannt.",
    "vi": "Đồng chí {w} được bổ nhiệm giữ chức Bí thư Đảng ủy {t}, {p}.",
    "fa": "رفیق {w} به عنوان دبیر کمیته حزبی {t} در {p} منصوب شد.",
}
# Few slugs, so that many articles share one.
_SLUGS: Final = (
    "sap-xep-don-vi-hanh-chinh",
    "tin-ve-chinh-quyen-dia-phuong-hai-cap-tai",
    "nguoi-dan-noi-gi-ve-sap-xep-xa",
)
_DAY: Final = {
    "de": "{0.day}.{0.month}.{0.year}",
    "vi": "{0.day}/{0.month}/{0.year}",
    "fa": "{0.day}/{0.month}/{0.year}",
}
_FILLER: Final = {
    "de": ("Dafür werden {a} Siegel und {b} Kisten mit Akten vorbereitet.", "Am Schalter warteten {a} Menschen.",
           "Mit {a} Fahrten wurden {b} Tische und {c} Stühle gebracht.", "Ein Schalter öffnet um {c} Uhr {a}."),
    "vi": ("Cán bộ chuẩn bị {a} con dấu và {b} thùng hồ sơ.", "Có {a} người chờ ở quầy.",
           "Sau {a} chuyến xe, {b} chiếc bàn và {c} chiếc ghế đã được chở đến.", "Một quầy mở cửa lúc {c} giờ {a}."),
    "fa": ("کارکنان {a} مهر و {b} جعبه پرونده آماده کردند.", "پشت باجه {a} نفر منتظر بودند.",
           "با {a} سفر، {b} میز و {c} صندلی آورده شد.", "یک باجه ساعت {c} و {a} دقیقه باز می‌شود."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeChange:
    """One change: what is told of it, and the province since 2025-07-01 that it belongs to."""

    ident: str
    kind: str
    province: Unit
    target: Unit | None = None
    sources: tuple[Unit, ...] = ()
    before: int = 0
    after: int = 0
    number: str = ""
    day: datetime.date = datetime.date(2025, 6, 16)
    person: str = ""


class Telling(NamedTuple):
    """A change as one article tells it."""

    change: MadeChange
    sources: tuple[Unit, ...]
    planned: bool
    partial: bool


@dataclass(slots=True)
class MadeArticle:
    """An article with the stretch of text that tells each change, and the original that it tells again, if one."""

    article: Article
    language: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    original: str = ""

    def change_at(self, start: int) -> str | None:
        """The change told where an event has its evidence."""
        return next((ident for first, last, ident in self.spans if first <= start < last), None)


def made_changes(register: Register, count: int, chance: random.Random) -> list[MadeChange]:
    """So many changes: two thirds of them merges, those with names that other provinces share first."""
    merges = _merges(register, chance)[: count * 2 // 3]
    kept = _kept(register)
    chance.shuffle(kept)
    changes = merges + kept[: count // 10]
    provinces = [unit for unit in register.units if unit.list == NEW and unit.level == "province"]
    for province in provinces:
        children = [unit for unit in register.children(province.id) if unit.level == "commune"]
        before = sum(len(sources_of(register, unit.id)) for unit in children)
        changes.append(MadeChange(f"counts {province.id}", "counts", province, None, (), before, len(children)))
    targets = [change.target for change in merges if change.target is not None]
    while len(changes) < count:
        at = len(changes)
        target = targets[at % len(targets)]
        province = register.get(target.province_id) or target
        if at % 2:
            person = f"{chance.choice(_NAMES)}"
            changes.append(MadeChange(f"post {at}", "post", province, target, person=person))
        else:
            day = datetime.date(2025, 7, 1) + datetime.timedelta(chance.randrange(20))
            number = f"{15 + at % 7}-QĐ/TU"
            changes.append(MadeChange(f"paper {province.id} {number}", "paper", province, number=number, day=day))
    return list({change.ident: change for change in changes}.values())


def _merges(register: Register, chance: random.Random) -> list[MadeChange]:
    found = []
    for unit in register.units:
        if unit.list == NEW and unit.level == "commune":
            sources = tuple(sources_of(register, unit.id))
            home = register.get(unit.province_id)
            if len(sources) > 1 and home is not None:
                found.append(MadeChange(f"merge {unit.id}", "merge", home, unit, sources))
    names = Counter(ascii_key(change.target.name) for change in found if change.target is not None)
    chance.shuffle(found)
    return sorted(found, key=lambda change: names[ascii_key(change.target.name)] < 2 if change.target else True)


def _kept(register: Register) -> list[MadeChange]:
    found = []
    for unit in register.units:
        home = register.get(unit.province_id)
        if unit.list == NEW and unit.level == "commune" and home is not None:
            sources = sources_of(register, unit.id)
            if len(sources) == 1 and (sources[0].name, sources[0].kind) == (unit.name, unit.kind):
                found.append(MadeChange(f"kept {unit.id}", "kept", home, unit))
    return found


def made_articles(register: Register, articles: int, changes: int, seed: int = SEED) -> list[MadeArticle]:
    """So many articles over so many changes, the same in every run."""
    chance = random.Random(seed)
    by_province: defaultdict[str, list[MadeChange]] = defaultdict(list)
    for change in made_changes(register, changes, chance):
        by_province[change.province.id].append(change)
    homes = sorted(by_province)
    weights = [len(by_province[home]) for home in homes]
    made: list[MadeArticle] = []
    while len(made) < articles:
        told = by_province[chance.choices(homes, weights)[0]]
        tellings = [_telling(change, chance) for change in chance.sample(told, min(len(told), chance.randint(1, 4)))]
        made += _with_copies(tellings, chance, len(made), register)
    return made[:articles]


def _telling(change: MadeChange, chance: random.Random) -> Telling:
    sources = change.sources
    if len(sources) > 2 and chance.random() < PARTIAL:
        left_out = chance.randrange(len(sources))
        sources = sources[:left_out] + sources[left_out + 1 :]
    planned = change.kind == "merge" and chance.random() < 0.3
    return Telling(change, sources, planned, change.kind == "counts" and chance.random() < PARTIAL)


def _with_copies(
    tellings: Sequence[Telling], chance: random.Random, number: int, register: Register
) -> list[MadeArticle]:
    """An article, and now and then its reprint in another paper or its translation."""
    language = chance.choice(LANGUAGES)
    home = tellings[0].change.province
    late = any(telling.change.kind in ("paper", "post") for telling in tellings)
    planned = any(telling.planned for telling in tellings) and not late
    first = datetime.date(2025, 4, 20) if planned else datetime.date(2025, 7, 22)
    tellings = [telling if planned else telling._replace(planned=False) for telling in tellings]
    day = first + datetime.timedelta(chance.randrange(40))
    papers = [outlet.domain for outlet in outlets().values() if outlet.new == home.id] or list(NATIONAL)
    slug = f"{chance.choice(_SLUGS)}-{hyphenated(home.name)}"
    wording = chance.random()
    original = _written(
        tellings, language, f"https://{chance.choice(papers)}/{slug}-{100000 + number}.html", day, wording, register
    )
    copies = [original]
    if chance.random() < REPRINTS:
        again = original.article.text + {"de": "Quelle: Zeitung", "vi": "Nguồn: Báo", "fa": "منبع: روزنامه"}[language]
        url = f"https://{chance.choice(NATIONAL)}/{slug}-{200000 + number}.html"
        copies.append(_copy(original, again, url, day + datetime.timedelta(1)))
    if chance.random() < TRANSLATIONS:
        other = chance.choice([code for code in LANGUAGES if code != language])
        url = f"https://{chance.choice(NATIONAL)}/{slug}-{300000 + number}.html"
        translated = _written(tellings, other, url, day + datetime.timedelta(1), wording, register)
        translated.original = original.original
        copies.append(translated)
    return copies


def _copy(original: MadeArticle, text: str, url: str, day: datetime.date) -> MadeArticle:
    article = Article("made.txt", 0, text, url, url.split("/")[2], None, day)
    return MadeArticle(article, original.language, original.spans, original.original)


def _written(
    tellings: Sequence[Telling], language: str, url: str, day: datetime.date, wording: float, register: Register
) -> MadeArticle:
    """The text of an article: a sentence for each change, with others between."""
    text, spans = "", []
    for at, telling in enumerate(tellings):
        sentence = _sentence(telling, language, wording, register, day)
        spans.append((len(text), len(text) + len(sentence), telling.change.ident))
        drawn = random.Random(f"{wording} {at}")  # the same in every language
        figures = {name: drawn.randint(11, 59) for name in "abc"}
        fillers = [_FILLER[language][at].format(**figures) for at in drawn.sample(range(4), 2)]
        text += f"{sentence} {fillers[0]}\n{fillers[1]}\n"
    article = Article("made.txt", 0, text, url, url.split("/")[2], None, day)
    return MadeArticle(article, language, spans, url)


def _sentence(telling: Telling, language: str, wording: float, register: Register, day: datetime.date) -> str:
    change, writer = telling.change, UsualWriter(SCRIPTS[language], Unvarying())
    legacy = change.kind == "merge" and telling.planned and telling.sources[0].province_id != change.province.id
    home = register.get(telling.sources[0].province_id) if legacy else change.province
    place = _named(home or change.province, language, writer)
    target = _named(change.target, language, writer) if change.target is not None else ""
    match change.kind:
        case "merge":
            return _merge(telling, language, writer, place, wording)
        case "kept":
            return _UNCHANGED[language].format(p=place, t=target)
        case "counts":
            return (_AFTER if telling.partial else _COUNTS)[language].format(p=place, b=change.before, a=change.after)
        case "paper":
            told = place.split(" ", 1)[1] if language == "vi" else place
            return _DECISION[language].format(p=told, n=change.number, d=_DAY[language].format(change.day))
    return _POST[language].format(w=writer.name(change.person), t=target, p=place)


def _merge(telling: Telling, language: str, writer: UsualWriter, place: str, wording: float) -> str:
    named = [_named(unit, language, writer) for unit in telling.sources]
    listed = named[0] if len(named) == 1 else COMMA[language].join(named[:-1]) + AND[language] + named[-1]
    options = (_PLANNED[language],) if telling.planned else MERGED[language]
    target = _named(telling.change.target or telling.sources[0], language, writer)
    return options[int(wording * len(options))].format(p=place, s=listed, t=target)


def _named(unit: Unit, language: str, writer: UsualWriter) -> str:
    return f"{KINDS[language].get(unit.kind, '')} {writer.name(unit.name.removeprefix('Phường '))}".strip()
