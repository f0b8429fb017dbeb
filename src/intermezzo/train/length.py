"""The length of a phase: its steps, rows and tokens. All of it is known as soon as the rows are, before anything trains.

An epoch is as many rows as the sources have together; tokens are counted along the order of training.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from intermezzo.expression import evaluate
from intermezzo.problem import Problem
from intermezzo.train import mixture as mixtures

Shares = Callable[[float], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a phase draws its rows from: each source's key and the limits of its rows, [R + 1]."""

    settings: Mapping[str, Any]  # the phase's
    keys: tuple[str, ...]
    limits: tuple[np.ndarray, ...]
    cursors: Mapping[str, int]  # rows that earlier phases of the chain read, by key

    def mixture(self) -> mixtures.Mixture:
        """The rows from the first."""
        sizes = {key: len(limits) - 1 for key, limits in zip(self.keys, self.limits)}
        orders = mixtures.orders(self.keys, sizes, seed=self.settings["seed"], cursors=self.cursors)
        return mixtures.Mixture(orders, shares(self.settings["mixture"]))

    def tokens(self, rows: Sequence[tuple[int, int]]) -> int:
        """Tokens of some rows, each (source, row)."""
        return sum(int(self.limits[s][r + 1] - self.limits[s][r]) for s, r in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What a phase trains. `cursors`: rows read of each source since the chain began."""

    steps: int
    rows: int
    tokens: int
    cursors: Mapping[str, int]


def shares(mixture: Sequence[Mapping[str, Any]]) -> Shares:
    """Weights over the time of the phase; the door has read every expression once."""
    weights: list[str | float] = [share["share"] for share in mixture]

    def at(t: float) -> tuple[float, ...]:
        found = [evaluate(w, {"t": t}) if isinstance(w, str) else w for w in weights]
        return tuple(max(0.0, float(w)) for w in found if not isinstance(w, Problem))

    return at if any(isinstance(w, str) for w in weights) else mixtures.constant(at(0.0))


def requested(names: Sequence[str], asked: Shares, n_steps: int) -> dict[str, float]:
    """Shares asked for by source, as fractions, mean over the phase."""
    grid = [asked((s - 1) / max(1, n_steps - 1)) for s in range(1, n_steps + 1)]
    fractions = np.array([[w / sum(ws) for w in ws] for ws in grid]).mean(0)
    return dict(zip(names, fractions.tolist()))


def steps(feed: Feed) -> int:
    """The budget in steps."""
    budget, n_rows = feed.settings["budget"], int(feed.settings["rows"])
    if budget.get("steps"):
        return int(budget["steps"])
    if budget.get("epochs"):
        n_all = sum({key: len(limits) - 1 for key, limits in zip(feed.keys, feed.limits)}.values())
        return max(1, round(float(budget["epochs"]) * n_all / n_rows))
    wanted = int(budget["tokens"])
    n_steps = n_tokens = 0
    mixture = feed.mixture()
    while n_tokens < wanted:
        n_tokens += feed.tokens(mixture.rows(n_rows, t=min(1.0, n_tokens / wanted)))
        n_steps += 1
    return n_steps


def foresee(feed: Feed) -> Length:
    """What the phase will train, row by row as it will draw them."""
    n_steps, n_rows = steps(feed), int(feed.settings["rows"])
    mixture = feed.mixture()
    n_tokens = sum(feed.tokens(rows) for _, rows in mixtures.batches(mixture, rows=n_rows, steps=n_steps))
    return Length(
        steps=n_steps,
        rows=n_steps * n_rows,
        tokens=n_tokens,
        cursors={**feed.cursors, **mixture.cursors()},
    )
