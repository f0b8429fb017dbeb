"""Scores of two arms with known sources of variance, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from intermezzo.analysis.cells import Array, Cells, mean_points
from intermezzo.analysis.variance import Variance
from intermezzo.problem import Problem

T = TypeVar("T")
Statistics = dict[tuple[str, int, str], Array]


def two_arms(
    rng: np.random.Generator,
    *,
    n_seeds: int,
    n_clusters: int,
    effect: float = 0.0,
    seed: float = 0.0,
    cluster: float = 0.0,
    interaction: float = 0.0,
    languages: Sequence[str] = ("hi", "sw"),
) -> tuple[Statistics, dict[str, list[str]]]:
    """Three parallel examples a cluster; `arm` is `effect` points above `control`.

    `seed`, `cluster` and `interaction` are standard deviations, in points, of one seed, one cluster, and one
    cluster at one seed.
    """
    labels = [f"paragraph {c:03}" for c in range(n_clusters) for _ in range(3)]
    of_example = np.repeat(np.arange(n_clusters), 3)
    a = rng.normal(0, seed, n_seeds)
    b = rng.normal(0, cluster, n_clusters)
    e = rng.normal(0, interaction, (n_seeds, n_clusters))
    statistics = {}
    for s in range(n_seeds):
        for language in languages:
            points = rng.normal(50, 10, len(labels))  # what both arms make of the example
            ones = np.ones(len(labels))
            gain = effect + a[s] + (b + e[s])[of_example]
            statistics["control", s, language] = np.stack([points / 100, ones], axis=1)
            statistics["arm", s, language] = np.stack([(points + gain) / 100, ones], axis=1)
    return statistics, dict.fromkeys(languages, labels)


def cells_of(
    statistics: Mapping[tuple[str, int, str], Array], clusters: Mapping[str, Sequence[str]]
) -> Cells:
    """The same as cells of a mean, which must succeed."""
    return known(Cells.of(statistics, clusters, metric="f1", combine=mean_points))


def known(found: T | Problem) -> T:
    """What was asked for, not a Problem."""
    assert not isinstance(found, Problem), str(found)
    return found


def variance(
    *,
    seed: float = 0.0,
    cluster: float = 0.0,
    interaction: float = 0.0,
    n_seeds: int = 3,
    df_cluster: int = 239,
) -> Variance:
    """A variance with all but the named parts at rest."""
    return Variance(
        seed=seed, cluster=cluster, interaction=interaction, n_seeds=n_seeds, df_cluster=df_cluster
    )
