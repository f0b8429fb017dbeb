"""Learning-rate schedules: warm-up, then constant, linear or cosine decay to zero."""

from __future__ import annotations

import math

SCHEDULES = ("linear", "constant", "cosine")


def factor(schedule: str, step: int, steps: int, warmup: float) -> float:
    """What the rate is multiplied with at `step` (1 … steps); warm-up lasts `warmup * steps` steps, rounded up."""
    n_warm = math.ceil(warmup * steps)
    if step <= n_warm:
        return step / n_warm
    left = (steps - step + 1) / max(1, steps - n_warm)
    if schedule == "linear":
        return left
    return 1.0 if schedule == "constant" else 0.5 * (1 + math.cos(math.pi * (1 - left)))
