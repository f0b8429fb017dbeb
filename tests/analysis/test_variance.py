import numpy as np
import pytest

from intermezzo.analysis.resampling import draw_scores, generator
from intermezzo.analysis.variance import Variance, variance_of
from intermezzo.problem import Problem

from .simulated import cells_of, known, two_arms, variance


@pytest.mark.parametrize(("seed", "cluster", "interaction"), [(2, 0, 0), (0, 20, 0), (0, 0, 20), (1, 10, 20)])
def test_sources_come_back(seed, cluster, interaction):
    """Against theory: known deviations of seeds, clusters and both return as var/S, var/C, var/(SC)."""
    n_seeds, n_clusters = 60, 400
    statistics, clusters = two_arms(
        np.random.default_rng(0),
        n_seeds=n_seeds,
        n_clusters=n_clusters,
        seed=seed,
        cluster=cluster,
        interaction=interaction,
        languages=("hi",),
    )
    cells = cells_of(statistics, clusters)
    scores = np.array([[cells.score(a, s, "hi") for s in cells.seeds] for a in ("arm", "control")])
    draws = draw_scores(
        cells,
        arms=("arm", "control"),
        seeds=cells.seeds,
        languages=("hi",),
        rng=generator("t", ""),
        n_draws=2000,
    )
    found = known(variance_of(scores[0] - scores[1], (draws[:, 0] - draws[:, 1])[..., 0], df_cluster=399))
    of_interaction = interaction**2 / (n_seeds * n_clusters)
    # 60 seeds: a variance has a standard error of 18 %; 400 clusters: 7 %; 3 % more from the draws.
    assert found.seed == pytest.approx(seed**2 / n_seeds + of_interaction, rel=0.5, abs=1e-12)
    assert found.cluster == pytest.approx(cluster**2 / n_clusters, rel=0.25, abs=1e-12 + 0.2 * of_interaction)
    assert found.interaction == pytest.approx(of_interaction, rel=0.15, abs=1e-12)


def test_drawn_is_the_variance_of_the_mean_of_seeds():
    """cluster + interaction is the plain bootstrap variance of the seed-averaged effect."""
    rng = np.random.default_rng(1)
    draws = rng.normal(0, 1, (500, 1)) + rng.normal(0, 2, (500, 4))
    found = known(variance_of(np.array([1.0, 2.0, 3.0, 5.0]), draws, df_cluster=9))
    assert found.drawn == pytest.approx(draws.mean(axis=1).var(ddof=1), rel=1e-12)
    assert found.seed == pytest.approx(np.var([1, 2, 3, 5], ddof=1) / 4, rel=1e-12)


def test_one_seed_is_a_problem():
    """Nothing is made up about seeds that were not run."""
    found = variance_of(np.array([1.0]), np.ones((10, 1)), df_cluster=9)
    assert isinstance(found, Problem)
    assert str(found).startswith("one seed: ")


def test_more_seeds_leave_the_clusters():
    """With S times as many seeds all but the clusters' share is divided by S."""
    now = variance(seed=3.0, cluster=1.0, interaction=0.5, n_seeds=3)
    later = now.at(30)
    assert (later.seed, later.cluster, later.interaction) == pytest.approx((0.3, 1.0, 0.05))
    assert now.at(3) == now


def test_seeds_cannot_lower_the_total():
    """A lucky agreement of seeds does not make the total smaller than the draws of clusters."""
    lucky = variance(seed=0.01, cluster=1.0, interaction=2.0)
    assert lucky.total == lucky.drawn == 3.0
    assert isinstance(lucky, Variance)
