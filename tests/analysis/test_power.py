import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestPower

from intermezzo.analysis.power import (
    POWER,
    power_at,
    seeds_to_equivalence,
    seeds_to_settle,
    smallest_effect,
)
from intermezzo.analysis.student import half_widths

from .simulated import variance


@pytest.mark.parametrize("n_seeds", [3, 5, 20])
def test_seeds_alone_are_the_paired_t_test(n_seeds):
    """Against statsmodels: with seeds as the only source, the smallest effect is TTestPower's.

    Theirs counts findings on the wrong side too, which at 80 % power are fewer than 1 in 10,000.
    """
    sd = 1.4  # mT5 on TyDiQA, run to run
    expected = TTestPower().solve_power(nobs=n_seeds, alpha=0.05, power=0.8) * sd
    found = smallest_effect(variance(seed=sd**2 / n_seeds, n_seeds=n_seeds))
    assert found == pytest.approx(expected, rel=1e-4)


def test_many_clusters_need_the_textbook_factor():
    """With clusters as the only source and many of them the factor is 1.960 + 0.842 = 2.80."""
    assert smallest_effect(variance(cluster=1.0, df_cluster=100_000)) == pytest.approx(2.8016, abs=2e-3)


def test_power_is_the_share_of_studies_that_see_it():
    """Against simulation: both sources vary, the share of intervals above zero is the power, within 5 %."""
    rng, n, n_seeds = np.random.default_rng(0), 4000, 5
    d = 3.0 + rng.normal(0, 5**0.5, (n, n_seeds))
    effects = d.mean(axis=1) + rng.normal(0, 1, n)
    found = [
        variance(seed=v / n_seeds, cluster=c, n_seeds=n_seeds, df_cluster=60)
        for v, c in zip(d.var(axis=1, ddof=1), rng.chisquare(60, n) / 60, strict=True)
    ]
    share = np.mean(effects > half_widths(found, alpha=0.05))
    planned = power_at(3.0, variance(seed=1.0, cluster=1.0, n_seeds=n_seeds, df_cluster=60))
    assert planned == pytest.approx(share, abs=0.05)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.1, 10),
    st.floats(0, 1),
    st.floats(0.3, 10),
    st.integers(2, 10),
)
def test_promised_seeds_are_the_first_that_do(seed, cluster, distance, n_seeds):
    """With the promised number of seeds the smallest effect is within reach, with one fewer it is not."""
    now = variance(seed=seed, cluster=cluster, n_seeds=n_seeds)
    more = seeds_to_settle(distance, now)
    if more is None:
        assert smallest_effect(now, n_seeds=1000) > distance
        return
    assert power_at(distance, now.at(n_seeds + more)) >= POWER
    assert smallest_effect(now, n_seeds=n_seeds + more) <= distance * (1 + 1e-9)
    if more:
        assert power_at(distance, now.at(n_seeds + more - 1)) < POWER


def test_clusters_alone_may_leave_it_open():
    """Where the clusters' own error is larger than the effect no number of seeds helps."""
    assert seeds_to_settle(1.0, variance(seed=1.0, cluster=1.0)) is None


def test_more_seeds_see_more():
    """The smallest effect falls with the number of seeds, down to what the clusters leave."""
    now = variance(seed=2.0, cluster=0.5, interaction=1.0)
    seen = [smallest_effect(now, n_seeds=n) for n in (2, 3, 5, 10, 100, 1000)]
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] > 2.8 * 0.5**0.5


def test_nothing_varies_everything_is_seen():
    """Without variance any effect is seen, and none but zero needs more seeds."""
    assert smallest_effect(variance()) == 0.0
    assert seeds_to_settle(0.1, variance()) == 0
    assert seeds_to_settle(0.0, variance()) is None


def test_equivalence_needs_both_sides():
    """An effect in the middle of the margin needs both sides; one near the edge needs most seeds."""
    now = variance(seed=1.0, n_seeds=3)
    middle = seeds_to_equivalence(0.0, now, margin=1.0)
    assert middle is not None
    assert middle == seeds_to_equivalence(-0.0, now, margin=1.0)
    edge = seeds_to_equivalence(0.5, now, margin=1.0)
    assert edge is not None
    assert edge > middle
    assert edge == seeds_to_equivalence(-0.5, now, margin=1.0)
    assert seeds_to_equivalence(1.0, now, margin=1.0) is None
    assert seeds_to_equivalence(3.0, now, margin=1.0) == seeds_to_settle(2.0, now)
