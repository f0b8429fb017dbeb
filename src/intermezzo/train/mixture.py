"""Mixtures: which row comes next, the same on every machine and after every interruption.

Sources take turns so that after every row each has as nearly its share as whole rows allow: the next row comes from the
source that lags its share most (ties: the first named). So any stretch of a phase, a single batch included, holds the
mixture to within a row, and nothing is left to chance but the order within a source. That order is a permutation for
every pass, drawn from the seed and the source; a later phase goes on where an earlier phase of the chain stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from intermezzo import randomness


@dataclass(slots=True)
class Order:
    """The rows of one source in the order of training. `at` counts all rows read so far, over the whole chain."""

    key: str
    n_rows: int
    seed: int
    at: int = 0
    _pass: int = -1
    _rows: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def next(self) -> int:
        """The next row."""
        turn, place = divmod(self.at, self.n_rows)
        if turn != self._pass:
            self._rows = randomness.generator(self.seed, "order", self.key, turn).permutation(self.n_rows)
            self._pass = turn
        self.at += 1
        return int(self._rows[place])


@dataclass(slots=True)
class Mixture:
    """Rows of several sources by share. `shares(t)` gives non-negative weights, t in [0, 1] through the phase."""

    orders: tuple[Order, ...]
    shares: Callable[[float], tuple[float, ...]]
    due: list[float] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.due = self.due or [0.0] * len(self.orders)
        self.taken = self.taken or [0] * len(self.orders)

    def rows(self, n: int, *, t: float) -> list[tuple[int, int]]:
        """The next `n` rows as (source, row)."""
        weights = self.shares(t)
        total = sum(weights)
        drawn = []
        for _ in range(n):
            for i, weight in enumerate(weights):
                self.due[i] += weight / total
            source = max(range(len(weights)), key=lambda i: (self.due[i] - self.taken[i], -i))
            self.taken[source] += 1
            drawn.append((source, self.orders[source].next()))
        return drawn

    def cursors(self) -> dict[str, int]:
        """Rows read of each source so far, over the whole chain."""
        return {order.key: order.at for order in self.orders}


def batches(
    mixture: Mixture, *, rows: int, steps: int, first: int = 0
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """(step, rows) for steps first + 1 … steps. Steps before are drawn and passed over: the order is a pure function."""
    for step in range(1, steps + 1):
        drawn = mixture.rows(rows, t=(step - 1) / max(1, steps - 1))
        if step > first:
            yield step, drawn


def constant(weights: tuple[float, ...]) -> Callable[[float], tuple[float, ...]]:
    """Shares that do not change over the phase."""
    return lambda t: weights


def orders(sizes: Mapping[str, int], *, seed: int, cursors: Mapping[str, int]) -> tuple[Order, ...]:
    """One order a source, going on where `cursors` says."""
    return tuple(Order(key=k, n_rows=n, seed=seed, at=cursors.get(k, 0)) for k, n in sizes.items())
