"""Which weights a phase leaves: the last, the mean of the last snapshots, or the best on dev data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import torch
from torch import nn

from intermezzo.models.checkpoint import Model
from intermezzo.train.selection import SNAPSHOTS, Selection


class Walk(nn.Module):
    """A model whose one weight is the step it is at."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(()))

    def at(self, step: float) -> Model:
        with torch.no_grad():
            self.weight.fill_(step)
        return cast(Model, self)


class Scores:
    """A quiz whose answers are known."""

    metric = "f1"

    def __init__(self, scores: dict[int, float]) -> None:
        self.by_step = scores

    def scores(self, model: Any) -> dict[str, float]:
        return {"f1": self.by_step[int(model.weight)]}


def left(selection: Selection, steps: int, *, stop: int = 0, folder: Path | None = None) -> float:
    """The weight after a phase of so many steps, saved and loaded again after `stop` of them."""
    walk = Walk()
    for step in range(1, steps + 1):
        selection.after_step(step, walk.at(step))
        if step == stop and folder:
            selection.save(folder)
            fresh = Selection(rule=selection.rule, grid=selection.grid, quiz=selection.quiz)
            fresh.load(folder, selection.state())
            selection = fresh
    selection.apply(cast(Model, walk))
    return float(walk.weight.detach())


def of(rule: dict[str, Any], steps: int) -> Selection:
    return Selection.of(rule, steps=steps, reads={})


def test_the_last_weights_are_left_as_they_are():
    """No snapshot is kept."""
    assert left(of({"rule": "last"}, 100), 100) == 100


@pytest.mark.parametrize("stop", [0, 40, 90, 95, 99])
@pytest.mark.parametrize(("k", "mean"), [(1, 100), (2, 97.5), (4, 92.5), (20, 52.5)])
def test_an_average_is_the_mean_of_the_last_snapshots(tmp_path: Path, k: int, mean: float, stop: int):
    """100 steps have a snapshot at 5, 10, … 100; also where the phase was interrupted between them."""
    assert left(of({"rule": "average", "last": k}, 100), 100, stop=stop, folder=tmp_path) == mean


@pytest.mark.parametrize("stop", [0, 4, 10])
def test_the_best_is_the_earliest_of_equals(tmp_path: Path, stop: int):
    """Whatever comes after it, and across an interruption."""
    scores = dict.fromkeys(range(1, 21), 0.0) | {5: 3.0, 9: 7.0, 14: 7.0, 20: 6.9}
    grid = tuple(range(1, 21))
    selection = Selection(rule="best", grid=grid, quiz=cast(Any, Scores(scores)))
    assert left(selection, 20, stop=stop, folder=tmp_path) == 9


def test_a_best_of_no_points_is_still_a_choice():
    """Scores of 0 all along: the first snapshot."""
    selection = Selection(rule="best", grid=(2, 4), quiz=cast(Any, Scores({2: 0.0, 4: 0.0})))
    assert left(selection, 4) == 2
    assert selection.told() == {"rule": "best", "step": 2, "f1": 0.0}


@pytest.mark.parametrize("steps", [1, 3, 19, 20, 21, 1000])
def test_snapshots_are_spread_over_the_phase(steps: int):
    """At most twenty, each at a step of its own, the last at the end."""
    grid = of({"rule": "average", "last": SNAPSHOTS}, steps).grid
    assert grid[-1] == steps
    assert list(grid) == sorted(set(grid))
    assert len(grid) == min(steps, SNAPSHOTS)
    assert grid[0] >= 1
