"""Output folders made by hand: three articles in three languages about one merger, and some more events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]
FACT = "fac7000000000001"
TEXTS = {
    "vi": "Xã Xuân Thiện và xã Chính Tâm sáp nhập thành xã Xuân Chính theo Nghị quyết 861/NQ-UBTVQH14.",
    "de": "Die Gemeinden Xuan Thien und Chinh Tam wurden zur Gemeinde Xuan Chinh vereinigt.",
    "fa": "کمون های شوان تین و چین تام در کمون شوان چین ادغام شدند.",
}
SURFACES = {
    "vi": ("Xuân Thiện", "Chính Tâm", "Xuân Chính"),
    "de": ("Xuan Thien", "Chinh Tam", "Xuan Chinh"),
    "fa": ("شوان تین", "چین تام", "شوان چین"),
}
NAMES = SURFACES["vi"]
UNITS = ("vn:old:37:commune:xuan-thien", "vn:old:37:commune:chinh-tam", "vn:2025-06:14632")
KIM_SON, NINH_BINH = "vn:2025-06:376", "vn:2025-07:37"


def document(doc_id: str, language: str, text: str, surfaces: Iterable[str] = (), **more: Any) -> Record:
    """A document whose mentions are units of these surfaces."""
    mentions = [
        {
            "id": f"m{number}", "type": "unit", "start": text.index(surface), "end": text.index(surface) + len(surface),
            "surface": surface, "name": surface, "kind": "commune", "level": "commune", "unit": None,
            "successor": None, "province": None, "link": "unknown", "candidates": [],
        }
        for number, surface in enumerate(surfaces, 1)
    ]  # fmt: skip
    return {
        "schema_version": "1.0", "doc_id": doc_id,
        "made_by": {"sapxep": "0.1.0", "packs": "0", "model": None, "register": "0"},
        "source": {"path": f"{doc_id}.txt", "record": 0, "url": f"https://{language}.example.vn/{doc_id}",
                   "outlet": f"{language}.example.vn"},
        "language": language, "language_confidence": 0.9, "translated_from": None, "title": None,
        "published": "2024-05-01", "text": text, "mentions": mentions, "reasons": {}, **more,
    }  # fmt: skip


def participant(name: str, unit: str | None = None, mention: str | None = None) -> Record:
    """A commune that takes part whole."""
    return {"name": name, "kind": "commune", "extent": "whole", "unit": unit, "mention": mention}


def event(doc_id: str, number: int, evidence: str, **more: Any) -> Record:
    """A completed merger in Kim Sơn, with what `more` says instead."""
    return {
        "schema_version": "1.0", "event_id": f"{doc_id}:{number:012x}", "doc_id": doc_id, "type": "merge",
        "status": "completed", "level": "commune", "sources": [], "targets": [], "counts": None,
        "place": {"province": "Ninh Bình", "district": "Kim Sơn", "unit": KIM_SON, "unit_now": NINH_BINH},
        "date": "2019/2021", "date_from": "2019-01-01", "date_to": "2021-12-31", "date_precision": "interval",
        "date_basis": "round", "documents": [], "officials": [],
        "evidence": {"start": 0, "end": len(evidence), "text": evidence}, "rule": "made", "confidence": None,
        "register": {"status": "before_register", "missing": [], "extra": [], "counts": None}, "reasons": {}, **more,
    }  # fmt: skip


def merger(doc_id: str, language: str) -> Record:
    """The merger as an article of a language tells it; the Vietnamese one names the resolution and an official."""
    names = SURFACES["fa"] if language == "fa" else NAMES
    # In Persian nothing was linked, so that only its spelling can lead to it.
    ids = (None, None, None) if language == "fa" else UNITS
    units = [participant(name, unit, f"m{at}") for at, (name, unit) in enumerate(zip(names, ids, strict=True), 1)]
    told = {"documents": [{"number": "861/NQ-UBTVQH14", "mention": None}],
            "officials": [{"name": "Mai Khanh", "mention": None, "role": "led"}]}  # fmt: skip
    more = told if language == "vi" else {}
    return event(doc_id, 1, TEXTS[language], sources=units[:2], targets=units[2:], **more)


def fact(events: list[str], **more: Any) -> Record:
    """The merger as a fact."""
    units = [participant(name, unit) | {"implied": False} for name, unit in zip(NAMES, UNITS, strict=True)]
    for unit in units:
        del unit["mention"]
    return {
        "schema_version": "1.0", "fact_id": FACT, "also": ["fac7000000000000"], "type": "merge", "level": "commune",
        "sources": units[:2], "targets": units[2:], "counts": None,
        "place": {"province": "Ninh Bình", "district": "Kim Sơn", "unit": KIM_SON, "unit_now": NINH_BINH},
        "date": "2019/2021", "date_from": "2019-01-01", "date_to": "2021-12-31", "date_precision": "interval",
        "documents": [{"number": "861/NQ-UBTVQH14", "mention": None}], "officials": [], "status": "completed",
        "history": [{"status": "completed", "date": "2024-05-01", "event_id": events[0]}], "events": events,
        "reports": {"articles": 3, "independent": 1, "languages": ["de", "fa", "vi"],
                    "outlets": ["de.example.vn", "fa.example.vn", "vi.example.vn"], "first": "2024-05-01",
                    "last": "2024-05-01"},
        "agreed": {}, "disagreements": [], "confidence": None,
        "register": {"status": "before_register", "missing": [], "extra": [], "counts": None}, **more,
    }  # fmt: skip


def write(folder: Path, records: Mapping[str, list[Record]]) -> Path:
    """Write the files of an output folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in records.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    return folder


def three_languages() -> dict[str, list[Record]]:
    """One merger in three languages as one fact, and a restructuring that the register contradicts."""
    documents = [document(f"{language}00", language, text, SURFACES[language]) for language, text in TEXTS.items()]
    plan = "Tỉnh Thanh Hóa sẽ giảm từ 547 xuống 166 đơn vị."
    documents.append(document("plan", "vi", plan, published=None))
    events = [merger(f"{language}00", language) for language in TEXTS]
    counts = {"before": 547, "after": 166, "before_by_kind": None, "after_by_kind": None, "reduction": None,
              "reduction_percent": None}  # fmt: skip
    verdict = {"status": "conflicts", "missing": [], "extra": [], "counts": None}
    place = {"province": "Thanh Hóa", "district": None, "unit": "vn:2025-07:38", "unit_now": "vn:2025-07:38"}
    day = {"date": "2025-07-01", "date_from": "2025-07-01", "date_to": "2025-07-01", "date_precision": "day"}
    events.append(
        event("plan", 2, plan, type="restructure", status="planned", counts=counts, place=place, register=verdict,
              confidence=0.75, **day)
    )  # fmt: skip
    return {"documents": documents, "events": events, "facts": [fact([line["event_id"] for line in events[:3]])]}
