"""Draws the figures of `make bench` as bars: the same figures give the same bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, Final

_SETTINGS: Final = {"svg.fonttype": "none", "svg.hashsalt": "sapxep", "font.size": 9, "font.family": "sans-serif"}
_WITHOUT: Final = {"Date": None, "Creator": None}
_INK: Final = "#3b6ea5"
_AIM: Final = "#b04a3a"

# Words beside a bar, its length, and what is written at its end.
Bar = tuple[str, float, str]


def bars(told: dict[str, Any]) -> list[tuple[str, list[Bar], float | None]]:
    """What is drawn: title, bars, and the aim as a line where there is one for all of them."""
    rates, ratios = told["pipeline"]["words_per_second"], told["workers"]["ratios"]
    names = {"reference": "blank spaCy", "auto": "pipeline", "none": "without names model"}
    speeds = [(names[key], float(rate), f"{rate:,}") for key, rate in rates.items()]
    shares = [(name, share, f"{share:.1%}") for name, share in told["pipeline"]["shares"].items()]
    ways = {"two_without_loading": "two, clock", "two_without_loading_processor": "two, processor"}
    ways["ray_without_loading"] = "two of Ray, clock"
    gains = [(ways[key], ratios[key], f"{ratios[key]:.2f}") for key in ways if key in ratios]
    first = [(f"first article, {code}", one) for code, one in sorted(told["start"]["first_article"].items())]
    starts = [
        (name, one["clock"], f"{one['clock']:.2f} s") for name, one in [("--help", told["start"]["help"]), *first]
    ]
    return [
        ("Words a second (processor)", speeds, None),
        ("Shares of the pipeline's time", shares, None),
        ("Workers: times as fast as one, without loading", gains, 1.8),
        ("Start, seconds of the clock", starts, 2.0),
    ]


def chart(told: dict[str, Any]) -> bytes:
    """The chart as SVG."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    panels = bars(told)
    out = BytesIO()
    with mpl.rc_context(_SETTINGS):  # type: ignore[arg-type]
        heights = [len(each) + 1 for _, each, _ in panels]
        figure = Figure(figsize=(8, 0.28 * sum(heights) + 1), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots(len(panels), 1, height_ratios=heights, squeeze=False)
        for axis, (title, each, aim) in zip(axes[:, 0], panels, strict=True):
            _draw(axis, title, each, aim)
        figure.savefig(out, format="svg", metadata=_WITHOUT, facecolor="white")
    return out.getvalue()


def _draw(axis: Any, title: str, each: list[Bar], aim: float | None) -> None:
    drawn = axis.barh([name for name, _, _ in each], [length for _, length, _ in each], color=_INK, height=0.7)
    axis.bar_label(drawn, [label for _, _, label in each], padding=3)
    axis.invert_yaxis()
    axis.set_title(title, loc="left", fontweight="bold")
    axis.spines[["top", "right", "bottom"]].set_visible(False)
    axis.set_xticks([])
    axis.margins(x=0.15)
    if aim is not None:
        axis.axvline(aim, color=_AIM, linestyle="--", linewidth=1)


def write_chart(told: dict[str, Any], path: Path) -> None:
    """Draw it into a file."""
    path.write_bytes(chart(told))
