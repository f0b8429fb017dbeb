import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from intermezzo.analysis.student import equivalence_p, half_widths, t_interval, two_sided_p
from intermezzo.analysis.variance import Variance

from .simulated import variance

variances = st.builds(
    variance,
    seed=st.floats(0.01, 100),
    cluster=st.floats(0, 100),
    interaction=st.floats(0, 100),
    n_seeds=st.integers(2, 40),
    df_cluster=st.integers(1, 2000),
)


def of_seeds(d) -> Variance:
    """As if seeds were all that varies."""
    return variance(seed=float(np.var(d, ddof=1)) / len(d), n_seeds=len(d))


def test_seeds_alone_are_the_one_sample_t_test():
    """Against SciPy: without variance of clusters, p and interval are those of ttest_1samp."""
    d = np.array([1.2, 0.3, 2.2, 1.9, -0.4])
    oracle = stats.ttest_1samp(d, 0.5)
    assert two_sided_p(float(d.mean()), of_seeds(d), threshold=0.5) == pytest.approx(oracle.pvalue, rel=1e-9)
    found, expected = t_interval(float(d.mean()), of_seeds(d)), oracle.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-12)


def test_clusters_alone_have_their_own_degrees_of_freedom():
    """Against SciPy: without variance of seeds the t has as many degrees of freedom as clusters less one."""
    found = two_sided_p(3.0, variance(cluster=4.0, n_seeds=2, df_cluster=11))
    assert found == pytest.approx(2 * stats.t.sf(1.5, 11), rel=1e-9)


def test_equivalence_is_that_of_statsmodels(shared):
    """Golden: paired TOST of statsmodels 0.15.0 (stats.json), for margins either side of zero."""
    golden = json.loads((shared / "golden/stats/stats.json").read_text("utf-8"))
    n_compared = 0
    for case in golden["tost"]:
        if case["kind"] != "paired" or "error" in case["result"] or case["low"] != -case["upp"]:
            continue
        x, y = (np.array(golden["tost_samples"][case[side]]) for side in "xy")
        found = equivalence_p(float((x - y).mean()), of_seeds(x - y), margin=case["upp"])
        assert found == pytest.approx(case["result"]["p"], abs=1e-9)
        n_compared += 1
    assert n_compared >= 6


@settings(deadline=None)
@given(st.floats(-20, 20), variances, st.floats(-20, 20))
def test_interval_and_p_agree(points, given_variance, threshold):
    """The 95 % interval leaves a threshold out exactly where p is below 0.05."""
    interval = t_interval(points, given_variance)
    p = two_sided_p(points, given_variance, threshold=threshold)
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (not interval.low <= threshold <= interval.high)


@settings(deadline=None)
@given(st.floats(-20, 20), variances, st.floats(0.01, 20))
def test_equivalence_is_the_90_percent_interval_inside_the_margin(points, given_variance, margin):
    """TOST at 5 % succeeds exactly where the 90 % interval lies within the margin."""
    interval = t_interval(points, given_variance, level=0.9)
    p = equivalence_p(points, given_variance, margin=margin)
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (-margin < interval.low and interval.high < margin)


@settings(deadline=None)
@given(st.floats(-20, 20), variances)
def test_interval_is_at_least_each_source_alone(points, given_variance):
    """The half width is no shorter than Student's for the seeds, nor than that of the clusters drawn."""
    interval = t_interval(points, given_variance)
    half = (interval.high - interval.low) / 2
    seeds = stats.t.ppf(0.975, given_variance.n_seeds - 1) * given_variance.seed**0.5
    drawn = stats.t.ppf(0.975, given_variance.df_cluster) * given_variance.drawn**0.5
    assert half >= max(seeds, drawn) * (1 - 1e-9)


def test_without_variance_there_is_no_doubt():
    """An effect that nothing varies is a point; p is 1 at it and 0 elsewhere."""
    still = variance()
    interval = t_interval(2.0, still)
    assert (interval.low, interval.high) == (2.0, 2.0)
    assert two_sided_p(2.0, still, threshold=2.0) == 1.0
    assert two_sided_p(2.0, still) == 0.0
    assert equivalence_p(2.0, still, margin=1.0) == 1.0


def test_p_of_a_huge_effect_is_zero_not_a_failure():
    """Beyond 1e-100 the p-value is told as 0."""
    assert two_sided_p(1e9, variance(cluster=1e-6, df_cluster=4000, n_seeds=200, seed=1e-6)) == 0.0


@pytest.mark.parametrize("n_seeds", [2, 3, 5])
@pytest.mark.parametrize(
    ("seed", "cluster", "interaction"), [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (2.8, 1, 0), (1, 1, 1)]
)
def test_intervals_cover(n_seeds, seed, cluster, interaction):
    """Against theory: of 20,000 studies from the model, at least 94.5 % of the intervals hold the truth.

    The sources are given as standard deviations of the effect, 61 clusters; from normal effects follow a
    normal mean and chi-square mean squares, so no example is needed.
    """
    rng, n_studies = np.random.default_rng([n_seeds, int(10 * seed), int(10 * cluster)]), 20_000
    a, e = (rng.normal(0, sd * n_seeds**0.5, (n_studies, n_seeds)) for sd in (seed, interaction))
    effects = (a + e).mean(axis=1) + rng.normal(0, cluster, n_studies)
    v_seed = (a + e).var(axis=1, ddof=1) / n_seeds
    v_drawn = (cluster**2 + interaction**2) * rng.chisquare(60, n_studies) / 60
    v_interaction = interaction**2 * rng.chisquare(60 * (n_seeds - 1), n_studies) / (60 * (n_seeds - 1))
    v_cluster = np.maximum(v_drawn - v_interaction, 0)
    found = [
        Variance(seed=s, cluster=c, interaction=i, n_seeds=n_seeds, df_cluster=60)
        for s, c, i in zip(v_seed, v_cluster, v_interaction, strict=True)
    ]
    covered = np.mean(np.abs(effects) <= half_widths(found, alpha=0.05))
    assert covered >= 0.945  # 0.95 less three standard errors of 0.0015
