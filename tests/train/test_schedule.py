"""Learning-rate schedules: answers worked out by hand, and what every schedule promises."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.train.schedule import SCHEDULES, factor

HALF = (2 + math.sqrt(2)) / 4  # half a cosine's way at an eighth of a turn

KNOWN = {
    # schedule, steps, warm-up -> the factor of every step
    ("linear", 4, 0.0): [1, 3 / 4, 2 / 4, 1 / 4],
    ("linear", 6, 1 / 3): [1 / 2, 1, 1, 3 / 4, 2 / 4, 1 / 4],
    ("constant", 6, 1 / 3): [1 / 2, 1, 1, 1, 1, 1],
    ("cosine", 4, 0.0): [1, HALF, 1 / 2, 1 - HALF],
    ("linear", 5, 0.1): [1, 1, 3 / 4, 2 / 4, 1 / 4],  # half a step of warm-up is one step
    ("linear", 3, 1.0): [1 / 3, 2 / 3, 1],
    ("linear", 1, 0.0): [1],
    ("cosine", 1, 0.1): [1],
}


@pytest.mark.parametrize("case", KNOWN, ids=str)
def test_known_answers(case: tuple[str, int, float]):
    """Every step of a few short phases."""
    schedule, steps, warmup = case
    found = [factor(schedule, step, steps, warmup) for step in range(1, steps + 1)]
    assert found == pytest.approx(KNOWN[case])


@given(st.sampled_from(SCHEDULES), st.integers(1, 300), st.floats(0, 1))
def test_the_rate_rises_then_falls_and_every_step_counts(schedule: str, steps: int, warmup: float):
    """Within (0, 1]; never falling in the warm-up, never rising after it; the top is reached."""
    found = [factor(schedule, step, steps, warmup) for step in range(1, steps + 1)]
    top = math.ceil(warmup * steps)
    assert all(0 < f <= 1 for f in found)
    assert max(found) == 1
    assert found[:top] == sorted(found[:top])
    assert found[top:] == sorted(found[top:], reverse=True)
