"""Pictures as SVG, drawn by Vega on the server: text stays text, colours are those of the style sheet."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

from markupsafe import Markup

# Vega makes addresses of links whole; this host stands for our own and is taken off again.
_HERE: Final = "https://pages.invalid"
_ONE_AT_A_TIME: Final = threading.Lock()
_NAMED_LINK: Final = re.compile(r'<a xlink:href="([^"]*)"><path aria-label="([^"]*)"')
_SPOKEN: Final = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*"|class="[^"]*")')
_MOST_MONTHS: Final = 60
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


def timeline(months: Sequence[tuple[str | None, int]], address: Callable[[str], str]) -> Markup | None:
    """Reports by month, or by year where that is many months; None where nothing is dated.

    `address` gives the page of a month (2025-07) or year (2025).
    """
    dated = {month: number for month, number in months if month}
    if not dated:
        return None
    bins = _months(min(dated), max(dated))
    if len(bins) > _MOST_MONTHS:
        bins = [str(year) for year in range(int(min(dated)[:4]), int(max(dated)[:4]) + 1)]
    size = len(bins[0])
    counts = dict.fromkeys(bins, 0)
    for month, number in dated.items():
        counts[month[:size]] += number
    values = [{"when": when, "reports": number, "link": link(address(when))} for when, number in counts.items()]
    shown = bins if len(bins) <= _KINDS * 2 else bins[:: -(-len(bins) // 12)]
    spec = _bars(values, shown)
    return svg(spec, f"Reports by {'month' if size > 4 else 'year'}, {bins[0]} to {bins[-1]}", lite=True)


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
        "width": 640, "height": 110, "background": None, "config": _CONFIG, "data": {"values": list(values)},
        "layer": layers,
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
        "width": 480, "height": {"step": 34}, "background": None, "config": _CONFIG, "data": {"values": values},
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
