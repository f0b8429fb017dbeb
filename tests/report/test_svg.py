"""Charts: what comes through from Vega-Lite, and what does not."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from intermezzo.report import svg
from intermezzo.report.charts import claim, curves
from intermezzo.report.findings import Curve
from report import scenes

SPEC: dict[str, Any] = {
    "data": {"values": [{"x": 1, "y": scenes.HOSTILE, "says": f"a {scenes.HOSTILE}"}]},
    "mark": {"type": "point", "color": "var(--ink)"},
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "nominal"},
        "description": {"field": "says"},
    },
}


def test_only_shapes_and_words_come_through() -> None:
    """Elements and attributes are those listed; links, clips and classes stay behind."""
    for more in ({}, {"clip": True}, {"href": "https://example.org"}, {"cursor": "pointer"}):
        drawn = svg.draw({**SPEC, "mark": {**SPEC["mark"], **more}}, says="one point")
        assert "example.org" not in drawn and "clip" not in drawn
    inside = list(ElementTree.fromstring(svg.draw(SPEC, says="one point")).iter())[1:]
    assert {e.tag for e in inside} <= svg.ELEMENTS | {"title"}
    assert {name for e in inside for name in e.attrib} <= svg.ATTRIBUTES


def test_text_stays_text() -> None:
    """Hostile labels and descriptions are letters, a description being the mark's title."""
    root = ElementTree.fromstring(svg.draw(SPEC, says=scenes.HOSTILE))
    assert root.attrib["aria-label"] == scenes.HOSTILE
    assert f"a {scenes.HOSTILE}" in [e.text for e in root.iter("title")]


def test_second_drawing_is_the_first() -> None:
    """Nothing counts on from drawing to drawing."""
    assert svg.draw(SPEC, says="") == svg.draw(SPEC, says="")


@pytest.mark.parametrize("values", [[], [0.0], [3.0, 3.0], [-1.0, 4.0]])
def test_extent_has_width_and_holds_all(values: list[float]) -> None:
    """An axis is never of no width, and no value lies beyond it."""
    low, high = svg.extent(values)
    assert low < high
    assert all(low < x < high for x in values)


def test_axis_of_claims_holds_what_is_drawn() -> None:
    """Zero, effects, intervals and thresholds lie within the axis of the strips."""
    low, high = claim.domain(scenes.verdicts())
    assert low < -2.3 and high > 6.8
    assert claim.domain([]) == (-1.0, 1.0)


def test_arms_of_claims_are_told_apart_first() -> None:
    """Beyond seven arms ink runs out: the control and the arms of claims have theirs."""
    arms = [f"arm {i}" for i in range(12)]
    drawn = curves.lines(arms, control="arm 11", first=["arm 9", "arm 11", "elsewhere"])
    assert [line.arm for line in drawn[:3]] == ["arm 11", "arm 9", "arm 0"]
    assert sum(line.is_told_apart for line in drawn) == 1 + curves.N_TOLD_APART
    assert len({(line.ink, line.dash) for line in drawn if line.is_told_apart}) == 1 + curves.N_TOLD_APART
    assert sorted(line.arm for line in drawn) == sorted(arms)


def test_mean_of_shared_steps() -> None:
    """A curve that stopped early does not bend the mean: only steps that all seeds have count."""
    whole, short = (
        Curve(
            arm="a", seed=i, phase="p", probe="q", metric="f1",
            steps=steps, tokens=steps, scores=scores, losses=scores,
        )
        for i, (steps, scores) in enumerate([((1, 2, 3), (10.0, 20.0, 90.0)), ((1, 2), (20.0, 40.0))])
    )  # fmt: skip
    assert curves.mean_by_step([whole, short]) == {1: 15.0, 2: 30.0}
    assert curves.mean_by_step([]) == {}
