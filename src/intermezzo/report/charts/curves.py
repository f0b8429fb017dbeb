"""Learning curves of one probe: arms as lines over steps, each seed thin behind its arm's mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from markupsafe import Markup

from intermezzo.report import svg
from intermezzo.report.findings import Curve

WIDTH = 290
HEIGHT = 190
# Dashes and colour both tell arms apart. Seven are what the eye keeps apart; the control has ink of its own.
DASHES: tuple[tuple[int, ...], ...] = ((), (6, 3), (2, 2), (9, 3, 2, 3), (12, 4), (4, 2, 1, 2), (1, 3))
N_TOLD_APART = len(DASHES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How an arm is drawn."""

    arm: str
    ink: str
    dash: tuple[int, ...]
    is_told_apart: bool


def lines(arms: Sequence[str], *, control: str, first: Sequence[str]) -> tuple[Line, ...]:
    """A line for each arm: the control, then `first` (arms that claims name), then others while inks last."""
    others = [arm for arm in dict.fromkeys([*first, *arms]) if arm != control and arm in arms]
    drawn = [Line(arm=control, ink="var(--control)", dash=(), is_told_apart=True)] if control in arms else []
    for i, arm in enumerate(others):
        apart = i < N_TOLD_APART
        drawn.append(
            Line(
                arm=arm,
                ink=f"var(--arm-{i})" if apart else "var(--faint)",
                dash=DASHES[i] if apart else (),
                is_told_apart=apart,
            )
        )
    return tuple(drawn)


def mean_by_step(curves: Sequence[Curve]) -> dict[int, float]:
    """Steps that all curves have -> mean score over them."""
    by_step = [dict(zip(c.steps, c.scores)) for c in curves]
    shared = set.intersection(*(set(steps) for steps in by_step)) if by_step else set()
    return {step: fmean(steps[step] for steps in by_step) for step in sorted(shared)}


def plot(
    curves: Sequence[Curve], drawn: Sequence[Line], *, span: tuple[float, float], metric: str, says: str
) -> Markup:
    """One phase and probe. Arms beyond those told apart are one faint grey, without their seeds."""
    of_arm: Mapping[str, list[Curve]] = {line.arm: [c for c in curves if c.arm == line.arm] for line in drawn}
    layers = []
    for line in sorted(drawn, key=lambda line: line.is_told_apart):
        if line.is_told_apart and len(of_arm[line.arm]) > 1:
            seeds = [
                {"step": step, "score": score, "seed": c.seed}
                for c in of_arm[line.arm]
                for step, score in zip(c.steps, c.scores)
            ]
            layers.append(_layer(seeds, line, width=0.8, opacity=0.45))
    for line in sorted(drawn, key=lambda line: line.is_told_apart):
        means = mean_by_step(of_arm[line.arm])
        rows = [{"step": step, "score": score, "seed": 0} for step, score in means.items()]
        if rows:
            layers.append(_layer(rows, line, width=2.25 if line.is_told_apart else 1, opacity=1))
    return svg.draw(
        {
            "width": WIDTH,
            "height": HEIGHT,
            "padding": {"left": 2, "right": 12, "top": 6, "bottom": 2},
            "encoding": {
                "x": {
                    "field": "step",
                    "type": "quantitative",
                    "axis": {"title": "steps", "tickCount": 5, "grid": False, "tickMinStep": 1},
                },
                "y": {
                    "field": "score",
                    "type": "quantitative",
                    "scale": {"domain": list(span), "nice": False, "zero": False},
                    "axis": {"title": f"{metric}, points", "tickCount": 5},
                },
            },
            "layer": layers,
        },
        says=says,
    )


def _layer(rows: list[dict[str, Any]], line: Line, *, width: float, opacity: float) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": line.ink,
            "strokeDash": list(line.dash),
            "strokeWidth": width,
            "opacity": opacity,
            "strokeCap": "butt",
            "point": False if len(rows) > 1 else {"color": line.ink},
        },
        "encoding": {"detail": {"field": "seed", "type": "nominal"}},
    }
