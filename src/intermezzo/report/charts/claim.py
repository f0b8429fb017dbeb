"""Strips of a forest plot: the effect of one claim with its interval, all strips on one axis.

A strip is drawn much taller than its row and cut by the row, so the zero line runs through however high the
text beside it makes the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from intermezzo.analysis.claim import Verdict
from intermezzo.analysis.student import Interval
from intermezzo.analysis.words import interval
from intermezzo.report import svg
from intermezzo.report.number_text import signed

WIDTH = 300
HEIGHT = 480
AXIS_HEIGHT = 48
# Vega's name of the shape, and the CSS variable that colours it. Word and shape say it; colour repeats it.
SHAPES = {"holds": "circle", "fails": "square", "undecided": "diamond"}
INKS = {"holds": "var(--holds)", "fails": "var(--fails)", "undecided": "var(--undecided)"}


def domain(verdicts: Sequence[Verdict]) -> tuple[float, float]:
    """What all strips must span: effects, intervals, thresholds and zero."""
    values = [0.0]
    for verdict in verdicts:
        if verdict.points is None:
            continue
        values += [verdict.points, *_thresholds(verdict)]
        for shown in (verdict.interval or verdict.within_seeds, verdict.equivalence_interval):
            values += [shown.low, shown.high] if shown else []
    return svg.extent(values)


def strip(verdict: Verdict, *, span: tuple[float, float]) -> Markup:
    """One claim: point, 95 % interval, what was expected; just the grid where nothing could be compared.

    A thin dashed interval is one with the seeds held fixed; a thick one inside is the 90 % interval of a
    claim of `within`, whose margin is shaded.
    """
    layers = [_grid(), *_expected(verdict), _rule(0.0, color="var(--zero)", strokeWidth=1.5)]
    if verdict.points is not None:
        layers += [*_intervals(verdict), _point(verdict, verdict.points)]
    return svg.draw(_frame(layers, HEIGHT, span), says=_says(verdict), slices=True)


def axis(*, span: tuple[float, float], title: str) -> Markup:
    """The axis below the strips."""
    layer = {
        "mark": {"type": "rule", "opacity": 0},
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "scale": _scale(span),
                # Pushed up by the whole height: the labels come to stand inside the picture.
                "axis": {"offset": -AXIS_HEIGHT, "title": title, "tickCount": 5, "grid": False},
            },
        },
        "data": {"values": [{"x": 0}]},
    }
    return svg.draw(_frame([layer], AXIS_HEIGHT, span), says=f"Axis: {title}")


def _says(verdict: Verdict) -> str:
    shown = verdict.interval or verdict.within_seeds
    if verdict.points is None or shown is None:
        return f"{verdict.claim.name}: no effect to show"
    return f"{verdict.claim.name}, {verdict.verdict}: {signed(verdict.points)} points, {interval(shown)}"


def _thresholds(verdict: Verdict) -> list[float]:
    expect = verdict.claim.expect
    return [-expect.points, expect.points] if expect.kind == "within" else [expect.points]


def _expected(verdict: Verdict) -> list[dict[str, Any]]:
    thresholds = _thresholds(verdict)
    lines = [_rule(x, color="var(--muted)", strokeDash=[2, 3]) for x in thresholds if x != 0]
    if verdict.claim.expect.kind != "within" or verdict.points is None:
        return lines
    low, high = thresholds
    band = {
        "data": {"values": [{"low": low, "high": high}]},
        "mark": {"type": "rect", "color": "var(--band)"},
        "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
    }
    return [band, *lines]


def _intervals(verdict: Verdict) -> list[dict[str, Any]]:
    ink = INKS[verdict.verdict]
    layers = []
    if verdict.interval is not None:
        layers.append(_bar(verdict.interval, color=ink, strokeWidth=2.5))
    elif verdict.within_seeds is not None:
        layers.append(_bar(verdict.within_seeds, color=ink, strokeWidth=1.5, strokeDash=[4, 3]))
    if verdict.equivalence_interval is not None:
        layers.append(_bar(verdict.equivalence_interval, color=ink, strokeWidth=6))
    return layers


def _point(verdict: Verdict, points: float) -> dict[str, Any]:
    open_inside = verdict.verdict == "undecided"
    ink = INKS[verdict.verdict]
    return {
        "data": {"values": [{"x": points, "says": _says(verdict)}]},
        "mark": {
            "type": "point",
            "shape": SHAPES[verdict.verdict],
            "size": 150,
            "opacity": 1,
            "fill": "var(--page)" if open_inside else ink,
            "stroke": ink,
            "strokeWidth": 2.5,
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"value": HEIGHT / 2},
            "description": {"field": "says"},
        },
    }


def _bar(shown: Interval, **style: Any) -> dict[str, Any]:
    return {
        "data": {"values": [{"low": shown.low, "high": shown.high}]},
        "mark": {"type": "rule", **style},
        "encoding": {
            "x": {"field": "low", "type": "quantitative"},
            "x2": {"field": "high"},
            "y": {"value": HEIGHT / 2},
        },
    }


def _rule(x: float, **style: Any) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": x}]},
        "mark": {"type": "rule", **style},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }


def _grid() -> dict[str, Any]:
    """An invisible mark that brings the grid, behind everything else."""
    return {
        "data": {"values": [{"x": 0}]},
        "mark": {"type": "rule", "opacity": 0},
        "encoding": {
            "x": {
                "field": "x",
                "type": "quantitative",
                "axis": {"labels": False, "title": None, "grid": True, "tickCount": 5},
            },
        },
    }


def _frame(layers: list[dict[str, Any]], height: int, span: tuple[float, float]) -> dict[str, Any]:
    for layer in layers:
        layer["encoding"]["x"]["scale"] = _scale(span)
    return {
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": {"type": "none"},
        "layer": layers,
    }


def _scale(span: tuple[float, float]) -> dict[str, Any]:
    return {"domain": list(span), "nice": False, "zero": False}
