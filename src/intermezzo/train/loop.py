"""The loop: step by step through a phase.

What varies comes in as functions; the loop knows neither formats nor records.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from intermezzo import randomness
from intermezzo.problem import JOB_FAILED, Problem, Refused
from intermezzo.train.schedule import factor

Row = tuple[int, int]  # (source, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The numbers of a phase that the loop reads. `place`: how many phases of the chain came before."""

    steps: int
    warmup: float
    schedule: str
    clip: float
    accumulate: int
    seed: int
    place: int


def optimiser(
    parameters: Mapping[float, Sequence[torch.nn.Parameter]], *, weight_decay: float
) -> torch.optim.AdamW:
    """AdamW over weights by their highest learning rate; biases and norms (vectors) do not decay, as the field's
    scripts have it.
    """
    groups = []
    for rate, some in parameters.items():
        trained = [p for p in some if p.requires_grad]
        groups += [
            {"params": [p for p in trained if p.ndim >= 2], "rate": rate, "weight_decay": weight_decay},
            {"params": [p for p in trained if p.ndim < 2], "rate": rate, "weight_decay": 0.0},
        ]
    return torch.optim.AdamW(groups, lr=0.0, fused=True)


def train(
    optimizer: torch.optim.AdamW,
    batches: Iterable[tuple[int, list[Row]]],
    nats: Callable[[list[Row], slice, int], Tensor],
    after_step: Callable[[int, float, int], None],
    recipe: Recipe,
) -> None:
    """Train until the batches end.

    Args:
        optimizer: as `optimiser` makes it; each of its groups has a highest rate of its own, one schedule serves all.
        batches: (step, its rows), steps counted from 1.
        nats: (rows of the step, which of them, step) -> the sum of their losses, in nats; draws its randomness from
            torch's generator.
        after_step: (step, mean loss of the step in nats a row, rows of the step): saving, probing, progress.

    Errors: `Refused` where the loss is not a number.
    """
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for step, rows in batches:
        loss = 0.0
        for part in range(recipe.accumulate):  # what the device holds at once; the step is the same
            torch.manual_seed(randomness.number(recipe.seed, "step", recipe.place, step, part))
            some = slice(part, None, recipe.accumulate)
            if rows[some]:
                total = nats(rows, some, step) / len(rows)
                total.backward()  # type: ignore[no-untyped-call]
                loss += total.item()
        if not math.isfinite(loss):
            raise Refused(diverged(step))
        clip_grad_norm_(parameters, recipe.clip)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * factor(recipe.schedule, step, recipe.steps, recipe.warmup)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        after_step(step, loss, len(rows))


def diverged(step: int) -> Problem:
    """The loss is infinite or not a number."""
    return Problem(
        what=f"the loss is not a number at step {step}. The phase is marked as failed;",
        remedy="lower 'rate' or raise 'warmup'.",
        exit_code=JOB_FAILED,
    )
