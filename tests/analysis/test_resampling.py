import numpy as np
import pytest
import statsmodels.api as sm

from intermezzo.analysis.cells import Cells, mean_points
from intermezzo.analysis.resampling import draw_scores, generator

from .simulated import cells_of, known, two_arms


def test_first_numbers_are_pinned():
    """The same words give the same numbers. Our own freeze: guards drift, proves nothing."""
    assert generator("clusters", "key").integers(1_000_000, size=3).tolist() == [646986, 201029, 735858]


def test_purpose_and_fingerprint_are_kept_apart():
    """Moving a letter from one word to the other gives other numbers."""
    assert generator("ab", "c").random() != generator("a", "bc").random()


def test_draws_are_deterministic_to_the_bit():
    """Drawn twice, every bit is the same."""
    cells = cells_of(*two_arms(np.random.default_rng(0), n_seeds=2, n_clusters=30, cluster=3))
    one, other = (_draws(cells) for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_parallel_languages_move_together():
    """Two languages with the same labels and scores agree in every draw; with labels of their own not."""
    statistics, clusters = two_arms(np.random.default_rng(1), n_seeds=1, n_clusters=20)
    statistics = {(arm, 0, lg): statistics[arm, 0, "hi"] for arm, _, lg in statistics}
    together = _draws(cells_of(statistics, clusters))
    np.testing.assert_array_equal(together[..., 0], together[..., 1])

    apart = _draws(cells_of(statistics, {**clusters, "sw": [f"sw {x}" for x in clusters["sw"]]}))
    correlation = np.corrcoef(apart[:, 0, 0, 0], apart[:, 0, 0, 1])[0, 1]
    assert abs(correlation) < 0.06  # 4000 draws: standard error 0.016


def test_arms_and_seeds_move_together():
    """Arms that score alike on every example score alike in every draw, at every seed."""
    statistics, clusters = two_arms(np.random.default_rng(2), n_seeds=2, n_clusters=20)
    draws = _draws(cells_of({place: statistics["arm", 0, place[2]] for place in statistics}, clusters))
    assert np.ptp(draws, axis=(1, 2)).max() == 0


@pytest.mark.parametrize("n_clusters", [5, 60])
def test_variance_of_a_mean_is_unbiased(n_clusters):
    """Against theory: clusters of one size give s^2 / C, with few clusters too."""
    points = np.random.default_rng(3).normal(50, 10, n_clusters)
    rows = np.stack([points / 100, np.ones(n_clusters)], axis=1)
    cells = cells_of({("arm", 0, "hi"): rows}, {"hi": [str(c) for c in range(n_clusters)]})
    draws = draw_scores(
        cells, arms=["arm"], seeds=[0], languages=["hi"], rng=generator("t", ""), n_draws=40_000
    )
    # The variance of 40,000 draws has a standard error of 0.7 %.
    assert draws.var() == pytest.approx(points.var(ddof=1) / n_clusters, rel=0.03)


def test_standard_error_is_that_of_statsmodels():
    """Against statsmodels: OLS on a constant, errors clustered, no small-sample factor, unequal clusters."""
    rng = np.random.default_rng(4)
    groups = np.repeat(np.arange(150), rng.integers(1, 8, 150))
    points = rng.normal(50, 10, 150)[groups] + rng.normal(0, 10, len(groups))
    fit = sm.OLS(points, np.ones(len(points))).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    rows = np.stack([points / 100, np.ones(len(points))], axis=1)
    cells = cells_of({("arm", 0, "hi"): rows}, {"hi": [str(g) for g in groups]})
    draws = draw_scores(
        cells, arms=["arm"], seeds=[0], languages=["hi"], rng=generator("t", ""), n_draws=20_000
    )
    assert draws.std() == pytest.approx(fit.bse[0], rel=0.03)


def test_draw_without_a_language_is_drawn_again():
    """A language of two clusters among forty is often left out by chance, and never without a score."""
    clusters = {"hi": [str(c) for c in range(40)], "sw": ["0", "1"]}
    rows = {lg: np.full((len(labels), 2), 0.5) for lg, labels in clusters.items()}
    draws = _draws(cells_of({("arm", 0, lg): rows[lg] for lg in clusters}, clusters))
    assert draws.shape == (4000, 1, 1, 2)
    assert (draws == 100).all()


def test_combine_that_cannot_broadcast_raises():
    """A function of one [K] is told from one of [..., K]."""
    statistics, clusters = two_arms(np.random.default_rng(5), n_seeds=1, n_clusters=5)
    cells = known(Cells.of(statistics, clusters, metric="f1", combine=lambda sums: sums[0] / sums[1]))
    with pytest.raises(ValueError, match="row_wise"):
        _draws(cells)


def test_scale_of_sums_is_left_to_the_metric():
    """A draw of scores equals combine of the drawn sums: a constant score stays constant."""
    labels = ["a", "a", "b", "c"]
    cells = cells_of({("arm", 0, "hi"): np.tile([0.25, 1.0], (4, 1))}, {"hi": labels})
    assert mean_points(np.array([1.0, 4.0])) == 25
    np.testing.assert_allclose(_draws(cells), 25, rtol=1e-15)


def _draws(cells):
    return draw_scores(
        cells, arms=cells.arms, seeds=cells.seeds, languages=cells.languages, rng=generator("test", "draws")
    )
