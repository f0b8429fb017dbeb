"""The loop: what the optimiser does to which weights, step by step."""

from __future__ import annotations

import torch
from torch import nn

from intermezzo.train.loop import Recipe, optimiser, train


def _recipe(**changed: object) -> Recipe:
    given = {
        "steps": 6,
        "warmup": 0.0,
        "schedule": "linear",
        "clip": 1e9,
        "accumulate": 1,
        "seed": 0,
        "place": 0,
    }
    return Recipe(**{**given, **changed})  # type: ignore[arg-type]


def test_each_group_follows_the_schedule_at_its_own_rate():
    """Body and head decay together, a hundred times apart; a first step of Adam is as long as its rate."""
    body, head = nn.Parameter(torch.zeros(3, 3)), nn.Parameter(torch.zeros(3, 3))
    optimizer = optimiser({1e-3: [body], 1e-1: [head]}, weight_decay=0.0)
    rates: list[list[float]] = []

    def after_step(step: int, loss: float, n_rows: int) -> None:
        rates.append([group["lr"] for group in optimizer.param_groups if group["params"]])
        if step == 1:
            assert torch.allclose(-body.detach(), torch.full((3, 3), 1e-3), rtol=1e-4)
            assert torch.allclose(-head.detach(), torch.full((3, 3), 1e-1), rtol=1e-4)

    batches = ((step, [(0, 0)]) for step in range(1, 7))
    train(optimizer, batches, lambda rows, some, step: body.sum() + head.sum(), after_step, _recipe())
    assert [each[0] for each in rates] == [1e-3 * left for left in (6 / 6, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6)]
    assert all(abs(h / b - 100) < 1e-9 for b, h in rates)
