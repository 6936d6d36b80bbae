"""Pictures as SVG, drawn by Vega on the server: text stays text, colours are those of the style sheet."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from markupsafe import Markup

# Vega makes addresses of links whole; this host stands for our own and is taken off again.
_HERE: Final = "https://pages.invalid"
_ONE_AT_A_TIME: Final = threading.Lock()
_NAMED_LINK: Final = re.compile(r'<a xlink:href="([^"]*)"><path aria-label="([^"]*)"')
_SPOKEN: Final = re.compile(
    r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*"|class="[^"]*")'
)
_MOST_MONTHS: Final = 60
_YEAR: Final = 4
_FAR: Final = 0.04
_WIDEST: Final = 940
_KINDS: Final = 8
_CONFIG: Final[dict[str, Any]] = {
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor", "titleColor": "currentColor", "domainColor": "var(--line)",
        "tickColor": "var(--line)", "gridColor": "var(--line)", "labelFontSize": 12, "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12},
}  # fmt: skip


def link(path: str) -> str:
    """An address of these pages as a picture holds it."""
    return _HERE + path


def svg(spec: Mapping[str, Any], label: str, *, lite: bool = False) -> Markup:
    """The picture of a Vega (or Vega-Lite) specification, told to a screen reader by its label."""
    drawn = _drawn(json.dumps(spec, ensure_ascii=False), lite)
    return Markup(drawn.replace("<svg ", f'<svg role="group" aria-label="{escape(label)}" ', 1))  # noqa: S704  # made by Vega, which escapes text


@lru_cache(maxsize=512)
def _drawn(spec: str, lite: bool) -> str:
    # Drawing is done by one engine inside; the lock keeps readers from waiting on it in all threads at once.
    import vl_convert

    with _ONE_AT_A_TIME:
        draw = vl_convert.vegalite_to_svg if lite else vl_convert.vega_to_svg
        raw: str = draw(spec)
    named = _NAMED_LINK.sub(r'<a href="\1" data-name="\2"><path', raw.replace(f"{_HERE}/", "/"))
    return _SPOKEN.sub("", named).replace("xlink:href=", "href=").replace("data-name=", "aria-label=")


@dataclass(slots=True, frozen=True)
class Timeline:
    """A picture of when things happened, and how many things lie outside of it."""

    picture: Markup
    before: int
    after: int
    first: str
    last: str


def timeline(months: Sequence[tuple[str | None, int]], address: Callable[[str], str]) -> Timeline | None:
    """Reports by month, by year where that is many months; None where nothing is dated.

    A few far-off dates would make all else one thick line, so the picture covers the years that hold nearly all.
    `address` gives the page of a month (2025-07) or year (2025).
    """
    dated = {month: number for month, number in months if month}
    if not dated:
        return None
    first, last = _core(dated)
    bins = _months(first, last)
    if len(bins) > _MOST_MONTHS:
        bins = [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
    size = len(bins[0])
    counts = dict.fromkeys(bins, 0)
    outside = {True: 0, False: 0}
    for month, number in dated.items():
        if month[:size] in counts:
            counts[month[:size]] += number
        else:
            outside[month < first] += number
    values = [{"when": when, "reports": number, "link": link(address(when))} for when, number in counts.items()]
    shown = bins if len(bins) <= _KINDS else bins[:: -(-len(bins) // 12)]
    label = f"Reports by {'month' if size > _YEAR else 'year'}, {bins[0]} to {bins[-1]}"
    return Timeline(svg(_bars(values, shown), label, lite=True), outside[True], outside[False], bins[0], bins[-1])


def _core(dated: Mapping[str, int]) -> tuple[str, str]:
    """The first and last month between which nearly all lie."""
    ordered, all_of = sorted(dated), sum(dated.values())
    far = all_of * _FAR
    ends = []
    for months in (ordered, ordered[::-1]):
        left = 0
        for month in months:
            left += dated[month]
            if left > far:
                ends.append(month)
                break
    return ends[0], ends[1]


def _bars(values: Sequence[Mapping[str, Any]], shown: Sequence[str]) -> dict[str, Any]:
    x = {"field": "when", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "values": list(shown)}}
    y = {"field": "reports", "type": "quantitative", "title": "reports", "axis": {"tickCount": 3, "tickMinStep": 1}}
    bar = {
        "mark": {"type": "bar", "color": "var(--accent)", "cornerRadiusEnd": 2},
        "encoding": {"x": x, "y": y, "href": {"field": "link"}},
    }
    figure = {
        "transform": [{"filter": "datum.reports > 0"}],
        "mark": {"type": "text", "dy": -6, "color": "currentColor", "fontSize": 11},
        "encoding": {"x": x, "y": y, "text": {"field": "reports"}},
    }
    layers = [bar, figure] if len(values) <= _KINDS * 4 else [bar]
    return {
        "width": min(_WIDEST, max(220, 76 * len(values))), "height": 110, "background": None, "config": _CONFIG,
        "data": {"values": list(values)}, "layer": layers,
    }  # fmt: skip


def _months(first: str, last: str) -> list[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:7] or 1) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]


def stacked(rows: Sequence[tuple[str, Mapping[str, int]]], label: str) -> Markup | None:
    """A bar for each row, of parts by kind; None where there is nothing to count."""
    values = [
        {"row": row, "kind": kind.replace("_", " "), "units": number}
        for row, kinds in rows
        for kind, number in kinds.items()
        if number
    ]
    if not values:
        return None
    kinds = list(dict.fromkeys(value["kind"] for value in values))
    colours = [f"var(--kind-{place % _KINDS})" for place in range(len(kinds))]
    spec = {
        "width": 640, "height": {"step": 34}, "background": None, "config": _CONFIG, "data": {"values": values},
        "mark": {"type": "bar", "height": 20},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "title": None, "sort": [row for row, _ in rows]},
            "x": {"field": "units", "type": "quantitative", "title": "units", "axis": {"tickCount": 5}},
            "color": {
                "field": "kind", "type": "nominal", "title": None, "scale": {"domain": kinds, "range": colours},
                "legend": {"orient": "bottom"},
            },
        },
    }  # fmt: skip
    return svg(spec, label, lite=True)
