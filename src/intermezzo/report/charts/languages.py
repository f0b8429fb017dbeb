"""The forest plot of one claim: its effect in each language with intervals, and over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from intermezzo.analysis.claim import Verdict
from intermezzo.report import svg
from intermezzo.report.findings import LanguageEffect
from intermezzo.report.number_text import signed

WIDTH = 250
ROW = 22
OVERALL = "overall"


def domain(effects: Sequence[LanguageEffect]) -> tuple[float, float]:
    """What the plots of all claims span, so that they can be compared by eye."""
    ends = [x for e in effects for x in (e.effect, e.low, e.high) if x is not None]
    return svg.extent([0.0, *ends])


def plot(
    effects: Sequence[LanguageEffect],
    verdict: Verdict | None,
    *,
    names: Mapping[str, str],
    span: tuple[float, float],
    title: str,
) -> Markup:
    """Languages down, points across; filled where no phase trained on the language, hollow where one did.

    The effect over all languages stands below them, as a diamond, where the claim has one.
    """
    rows = [
        _row(names[e.language], e.effect, e.low, e.high, "seen" if e.is_seen else "unseen") for e in effects
    ]
    if verdict is not None and verdict.points is not None:
        over = verdict.interval
        ends = (over.low, over.high) if over else (None, None)
        rows.append(_row(OVERALL, verdict.points, ends[0], ends[1], "overall"))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "labelLimit": 130,
            "labelColor": "var(--ink)",
            "grid": True,
            "gridDash": [1, 3],
        },
    }
    x = {
        "field": "effect",
        "type": "quantitative",
        "scale": {"domain": list(span), "nice": False, "zero": False},
        "axis": {"title": title, "tickCount": 5, "grid": True},
    }
    across = {"scale": x["scale"], "type": "quantitative"}
    return svg.draw(
        {
            "data": {"values": rows},
            "width": WIDTH,
            "height": {"step": ROW},
            "padding": {"left": 16, "right": 10, "top": 2, "bottom": 2},
            "layer": [
                {
                    "data": {"values": [{}]},  # one line, not one a language
                    "mark": {"type": "rule", "color": "var(--zero)", "strokeWidth": 1.5},
                    "encoding": {"x": {"datum": 0, **across, "axis": x["axis"]}},
                },
                {
                    "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
                    "mark": {"type": "rule", "strokeWidth": 2, "color": "var(--accent)"},
                    "encoding": {
                        "x": {"field": "low", **across, "axis": x["axis"]},
                        "x2": {"field": "high"},
                        "y": y,
                    },
                },
                {"mark": {"type": "point", "opacity": 1, "strokeWidth": 2}, "encoding": _points(x, y)},
            ],
        },
        says=f"{title} in {len(effects)} languages. The table has the figures.",
    )


def _points(x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    kinds = ["unseen", "seen", "overall"]
    look = {"field": "kind", "type": "nominal", "legend": None}
    return {
        "x": x,
        "y": y,
        "shape": {**look, "scale": {"domain": kinds, "range": ["circle", "circle", "diamond"]}},
        "size": {**look, "scale": {"domain": kinds, "range": [60, 60, 150]}},
        "fill": {
            **look,
            "scale": {"domain": kinds, "range": ["var(--accent)", "var(--page)", "var(--accent)"]},
        },
        "stroke": {"value": "var(--accent)"},
        "description": {"field": "says"},
    }


def _row(label: str, effect: float, low: float | None, high: float | None, kind: str) -> dict[str, Any]:
    between = f", {signed(low)} to {signed(high)}" if low is not None and high is not None else ""
    return {
        "label": label,
        "effect": effect,
        "low": low,
        "high": high,
        "kind": kind,
        "says": f"{label}: {signed(effect)}{between} ({kind})",
    }
