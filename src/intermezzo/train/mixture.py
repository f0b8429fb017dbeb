"""Mixtures: which row comes next, the same on every machine and after every interruption.

Sources take turns so that after every row each has its share of the rows so far to within one row, and nothing is left
to chance but the order within a source. The next row comes from a source that lags its share enough; of those, from
the one that would soonest lag too much (ties: the one that lags most, then the first named). Always taking the one
that lags most would let others fall behind by more than a row where many shares are uneven. With n sources of constant
shares none is ever off by more than 1 - 1 / (2 n - 2) rows; where shares change over a phase, how soon is judged by the
shares of now, and the bound is no longer a theorem.

An order is a permutation for every pass, drawn from the seed and the source; a later phase goes on where an earlier
phase of the chain stopped.

Source of the rule: Tijdeman (1980), The chairman assignment problem, Discrete Mathematics 32.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from intermezzo import randomness

EVEN = 1e-9  # rows; differences below it are rounding of sums of shares
NEVER = 1e12  # rows from now


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
            source = min(self._behind(), key=lambda i: self._turn(i, weights[i] / total))
            self.taken[source] += 1
            drawn.append((source, self.orders[source].next()))
        return drawn

    def most(self) -> float:
        """Rows that a source may be off its share."""
        return 1 - 1 / max(2, 2 * len(self.orders) - 2)

    def _behind(self) -> list[int]:
        """Sources that a row more puts ahead by no more than is allowed; lags add up to one row, so there are some."""
        return [i for i, due in enumerate(self.due) if due - self.taken[i] > 1 - self.most() - EVEN]

    def _turn(self, i: int, share: float) -> tuple[float, float, int]:
        """Rows until source `i` would lag by more than is allowed; what orders equals."""
        lag = self.due[i] - self.taken[i]
        rows = min((self.most() - lag) / share, NEVER) if share else NEVER
        return math.ceil(rows - EVEN), -round(lag, 9), i

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


def orders(
    keys: Sequence[str], sizes: Mapping[str, int], *, seed: int, cursors: Mapping[str, int]
) -> tuple[Order, ...]:
    """One order a source, going on where `cursors` says. Sources with equal rows go through them together."""
    by_key = {k: Order(key=k, n_rows=n, seed=seed, at=cursors.get(k, 0)) for k, n in sizes.items()}
    return tuple(by_key[k] for k in keys)
