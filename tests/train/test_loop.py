"""The loop: what the optimiser does to which weights, step by step."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from intermezzo.problem import Refused
from intermezzo.train.loop import Recipe, Row, optimiser, train


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


def _problem(seed: int) -> tuple[nn.Linear, torch.Tensor, torch.Tensor]:
    torch.manual_seed(seed)
    return nn.Linear(5, 1), torch.randn(24, 5), torch.randn(24, 1)


def _trained(*, accumulate: int = 1, noise: float = 0.0, clip: float = 1e9) -> list[torch.Tensor]:
    """A regression on 24 rows, 8 a step, by our loop."""
    model, x, y = _problem(0)

    def nats(rows: list[Row], some: slice, step: int) -> torch.Tensor:
        picked = [row for _, row in rows[some]]
        return ((model(x[picked]) + noise * torch.randn(len(picked), 1) - y[picked]) ** 2).sum()

    optimizer = optimiser({1e-2: [*model.parameters()]}, weight_decay=0.1)
    batches = ((step, [(0, (8 * step + i) % 24) for i in range(8)]) for step in range(1, 7))
    train(optimizer, batches, nats, lambda *told: None, _recipe(accumulate=accumulate, clip=clip, warmup=0.5))
    return [p.detach() for p in model.parameters()]


def test_the_loop_is_torchs_own_recipe():
    """AdamW, clipped, with a warmed-up linear schedule, written out; biases do not decay. fp32 to rounding."""
    model, x, y = _problem(0)
    optimizer = torch.optim.AdamW(
        [{"params": [model.weight], "weight_decay": 0.1}, {"params": [model.bias], "weight_decay": 0.0}],
        lr=1e-2,
    )
    factors = (1 / 3, 2 / 3, 3 / 3, 3 / 3, 2 / 3, 1 / 3)
    for step, factor in enumerate(factors, 1):
        rows = [(8 * step + i) % 24 for i in range(8)]
        ((model(x[rows]) - y[rows]) ** 2).mean().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        for group in optimizer.param_groups:
            group["lr"] = 1e-2 * factor
        optimizer.step()
        optimizer.zero_grad()
    for ours, theirs in zip(_trained(clip=0.5), model.parameters()):
        torch.testing.assert_close(ours, theirs.detach(), atol=1e-6, rtol=1e-5)


def test_parts_sum_to_the_step():
    """Also where parts are uneven, or more than rows: each row weighs the same."""
    whole = _trained()
    for parts in (2, 3, 8, 11):
        for ours, theirs in zip(_trained(accumulate=parts), whole):
            torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


def test_randomness_is_the_loops_own():
    """Whatever was drawn before, a step draws what it always draws."""
    first = _trained(noise=1.0)
    torch.manual_seed(99)
    assert all(torch.equal(a, b) for a, b in zip(first, _trained(noise=1.0)))


def test_every_part_of_every_step_draws_anew():
    """Seed, place, step and part each change what is drawn."""
    drawn: list[float] = []
    weight = nn.Parameter(torch.zeros(1))

    def nats(rows: list[Row], some: slice, step: int) -> torch.Tensor:
        drawn.append(float(torch.rand(())))
        return weight.sum()

    for changed in ({}, {"seed": 1}, {"place": 1}):
        batches = ((step, [(0, 0), (0, 1)]) for step in (1, 2))
        recipe = _recipe(accumulate=2, **changed)
        train(optimiser({1e-3: [weight]}, weight_decay=0.0), batches, nats, lambda *told: None, recipe)
    assert len(drawn) == len(set(drawn)) == 12


def test_a_loss_that_is_no_number_stops():
    """Before the weights are touched."""
    weight = nn.Parameter(torch.ones(2, 2))
    with pytest.raises(Refused, match="the loss is not a number at step 1"):
        train(
            optimiser({1e-3: [weight]}, weight_decay=0.0),
            [(1, [(0, 0)])],
            lambda rows, some, step: weight.sum() * float("nan"),
            lambda *told: None,
            _recipe(),
        )
    assert torch.equal(weight.detach(), torch.ones(2, 2))
