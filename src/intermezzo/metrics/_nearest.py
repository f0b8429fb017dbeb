"""What lies nearest to a vector, among many.

Shape letters: N vectors that look, M vectors that are looked at, H width, k neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indices = NDArray[np.int64]
Distance = Literal["cosine", "L2"]

BLOCK = 1024  # rows compared at once: 1024 x 500,000 products in fp32 are 2 GB at the peak


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The k nearest of the other side, nearest first; among equals the lower index first."""

    index: Indices  # [N, k]
    nearness: Vectors  # [N, k]: cosine, or 1 / (1 + squared distance)
    product: Vectors  # [N, k]: cosine; with L2 of vectors of any length

    def around(self) -> Vectors:
        """[N]: how near the neighbours are in the mean, half of b."""
        mean: Vectors = self.nearness.mean(axis=1)
        return mean


def unit(vectors: Vectors) -> Vectors:
    """[N, H] scaled to length 1; a vector of zeros stays as it is."""
    vectors = np.asarray(vectors, dtype=np.float32)
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scale: Vectors = np.divide(1, length, out=np.ones_like(length), where=length > 0)
    return vectors * scale


def nearest(x: Vectors, y: Vectors, k: int, *, distance: Distance = "cosine") -> Neighbours:
    """Of each x the k nearest y, all of them if there are fewer."""
    k = min(k, len(y))
    index = np.empty((len(x), k), dtype=np.int64)
    nearness, product = (np.empty((len(x), k), dtype=np.float32) for _ in range(2))
    for first in range(0, len(x), BLOCK):
        rows = slice(first, first + BLOCK)
        products = x[rows] @ y.T
        near = products if distance == "cosine" else _near(x[rows], y, products)
        index[rows] = highest(near, k)
        nearness[rows] = np.take_along_axis(near, index[rows], axis=1)
        product[rows] = np.take_along_axis(products, index[rows], axis=1)
    return Neighbours(index=index, nearness=nearness, product=product)


def highest(near: NDArray[Any], k: int) -> Indices:
    """[N, k]: of each row of [N, M] the k highest, best first; of equals the first ones; what is no number comes last.

    A row is never sorted whole: of 13,000 candidates 20 count.
    """
    k = min(k, near.shape[1])
    if not k:
        return np.zeros((len(near), 0), dtype=np.int64)
    if np.isnan(near.min(initial=np.inf)):  # the margin between zero vectors is 0 / 0
        near = np.where(np.isnan(near), -np.inf, near)
    edge = near.shape[1] - k
    last = np.partition(near, edge, axis=1)[:, edge, None]
    is_among = near >= last
    for row in np.flatnonzero(is_among.sum(axis=1) > k):  # equals at the edge: the first of them stay
        at_edge = np.flatnonzero(near[row] == last[row])
        n_over = int(is_among[row].sum()) - k
        is_among[row, at_edge[len(at_edge) - n_over :]] = False
    some = np.flatnonzero(is_among).reshape(len(near), k) % near.shape[1]  # a tenth of what nonzero costs
    order = np.argsort(-np.take_along_axis(near, some, axis=1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(some, order, axis=1), dtype=np.int64)


def _near(x: Vectors, y: Vectors, products: Vectors) -> Vectors:
    """1 / (1 + squared distance)."""
    squares = (x * x).sum(axis=1)[:, None] + (y * y).sum(axis=1)[None, :]
    return np.asarray(
        1 / (1 + np.maximum(squares - 2 * products, 0)), dtype=np.float32
    )  # rounding may go below 0
