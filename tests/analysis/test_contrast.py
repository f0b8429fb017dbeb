from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.analysis.contrast import contrast
from intermezzo.analysis.multiplicity import holm
from intermezzo.analysis.student import Interval
from intermezzo.problem import Problem

from .simulated import cells_of, known, two_arms


def compare(statistics, clusters, arm="arm", control="control", **options):
    options = {"fingerprint": "test", "n_draws": 400} | options
    return known(contrast(cells_of(statistics, clusters), arm, control, **options))


def test_effect_is_the_mean_of_seeds_and_languages():
    """Languages weigh the same whatever their number of examples, and so do seeds."""
    rng = np.random.default_rng(0)
    n_examples = {"hi": 6, "sw": 30}
    clusters = {lg: [f"{lg} {i // 2}" for i in range(n)] for lg, n in n_examples.items()}
    statistics = {
        (arm, seed, lg): np.stack([rng.random(n), np.ones(n)], axis=1)
        for arm in ("arm", "control")
        for seed in (3, 8)
        for lg, n in n_examples.items()
    }
    found = compare(statistics, clusters)
    mean = {place: 100 * rows[:, 0].mean() for place, rows in statistics.items()}
    by_language = [
        np.mean([mean["arm", s, lg] - mean["control", s, lg] for s in (3, 8)]) for lg in ("hi", "sw")
    ]
    assert [effect.points for effect in found.by_language] == pytest.approx(by_language)
    assert found.overall.points == pytest.approx(np.mean(by_language))
    assert (found.overall.n_examples, found.overall.n_clusters) == (36, 18)
    assert found.seeds == (3, 8)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 4), st.integers(3, 12))
def test_arms_may_swap(seed, n_seeds, n_clusters):
    """The other way round the effect has the other sign, both intervals are mirrored, p stays."""
    data = two_arms(
        np.random.default_rng(seed), n_seeds=n_seeds, n_clusters=n_clusters, seed=1, cluster=5, interaction=5
    )
    one, other = (compare(*data, arm, control) for arm, control in (("arm", "control"), ("control", "arm")))
    for a, b in zip((one.overall, *one.by_language), (other.overall, *other.by_language), strict=True):
        assert a.points == -b.points
        assert mirrored(a.interval) == pytest.approx((b.interval.low, b.interval.high), abs=1e-9)
        assert mirrored(a.within_seeds) == pytest.approx((b.within_seeds.low, b.within_seeds.high), abs=1e-9)
        assert a.p == pytest.approx(b.p, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_of_examples_does_not_matter(random):
    """Examples in another order give the same contrast, but for the last digits of sums."""
    statistics, clusters = two_arms(np.random.default_rng(1), n_seeds=3, n_clusters=8, seed=1, cluster=3)
    order = list(range(24))
    random.shuffle(order)
    one = compare(statistics, clusters)
    other = compare(
        {place: rows[order] for place, rows in statistics.items()},
        {lg: [labels[i] for i in order] for lg, labels in clusters.items()},
    )
    assert one.overall.points == pytest.approx(other.overall.points, abs=1e-10)
    assert one.overall.p == pytest.approx(other.overall.p, rel=1e-8)
    assert one.overall.within_seeds.low == pytest.approx(other.overall.within_seeds.low, abs=1e-10)


def test_deterministic_to_the_bit():
    """Computed twice, a contrast is the same in every digit; another fingerprint draws anew."""
    data = two_arms(np.random.default_rng(2), n_seeds=3, n_clusters=20, seed=1, cluster=5)
    assert compare(*data) == compare(*data)
    assert compare(*data, fingerprint="other").overall.within_seeds != compare(*data).overall.within_seeds


def test_other_arms_leave_a_contrast_alone():
    """A third arm beside the two compared moves nothing."""
    statistics, clusters = two_arms(np.random.default_rng(3), n_seeds=3, n_clusters=10, seed=1)
    third = {("third", s, lg): statistics["arm", s, lg][::-1] for s in range(3) for lg in ("hi", "sw")}
    assert compare(third | statistics, clusters).overall.p == pytest.approx(
        compare(statistics, clusters).overall.p, rel=1e-9
    )


def test_parallel_languages_count_their_clusters_once():
    """Shared labels: one set of clusters, and the mean over copies of a language is as unsure as the one."""
    statistics, clusters = two_arms(
        np.random.default_rng(4), n_seeds=2, n_clusters=40, seed=1, cluster=10, languages=("hi",)
    )
    copies = ("hi", "sw", "te")
    copied = {(arm, s, lg): rows for (arm, s, _), rows in statistics.items() for lg in copies}
    parallel = compare(copied, dict.fromkeys(copies, clusters["hi"])).overall
    single = compare(statistics, clusters).overall
    assert parallel.n_clusters == 40
    assert parallel.variance.cluster == pytest.approx(single.variance.cluster, rel=1e-9)

    apart = compare(copied, {lg: [f"{lg} {x}" for x in clusters["hi"]] for lg in copies}).overall
    assert apart.n_clusters == 120
    assert apart.variance.cluster == pytest.approx(single.variance.cluster / 3, rel=0.4)


def test_one_seed_has_no_interval_over_seeds():
    """With one seed the interval within seeds stands alone, and the other says why it is not there."""
    found = compare(*two_arms(np.random.default_rng(5), n_seeds=1, n_clusters=10, cluster=5)).overall
    assert isinstance(found.interval, Problem)
    assert found.p is None
    assert found.p_sign_flip is None
    assert isinstance(found.within_seeds, Interval)
    assert found.within_seeds.covers == "clusters, seeds fixed"


def test_languages_are_corrected_together():
    """The p-values of the languages carry Holm's correction among themselves."""
    data = two_arms(
        np.random.default_rng(6), n_seeds=4, n_clusters=10, effect=2, seed=1, languages=("hi", "sw", "te")
    )
    found = compare(*data)
    assert [e.p_holm for e in found.by_language] == holm([e.p for e in found.by_language]).tolist()
    assert found.overall.p_holm is None


def test_six_seeds_have_an_exact_p():
    """From six seeds on the sign-flip p stands beside: all differences of one sign give 2/64."""
    data = two_arms(np.random.default_rng(7), n_seeds=6, n_clusters=10, effect=5, seed=0.5)
    assert compare(*data).overall.p_sign_flip == 2 / 64


def test_only_shared_seeds_and_languages_are_compared():
    """What one side lacks is left out of both, and told."""
    statistics, clusters = two_arms(
        np.random.default_rng(8), n_seeds=3, n_clusters=5, languages=("hi", "sw", "te")
    )
    for seed in range(3):
        del statistics["arm", seed, "te"]
    del statistics["control", 1, "hi"]
    found = compare(statistics, clusters)
    assert found.languages == ("hi", "sw")
    assert found.seeds == (0, 2)
    assert found.left_out == (
        "te is left out: no scores of arm",
        "seed 1 is left out: scores of control are missing",
    )


def test_nothing_shared_is_a_problem():
    """Arms without a common seed or language cannot be compared, nor can a single cluster be resampled."""
    statistics, clusters = two_arms(np.random.default_rng(9), n_seeds=2, n_clusters=5)
    apart = {place: rows for place, rows in statistics.items() if (place[0] == "arm") == (place[1] == 0)}
    assert "share no seed" in str(contrast(cells_of(apart, clusters), "arm", "control", fingerprint=""))
    apart = {place: rows for place, rows in statistics.items() if (place[0] == "arm") == (place[2] == "hi")}
    assert "share no language" in str(contrast(cells_of(apart, clusters), "arm", "control", fingerprint=""))
    lumped = cells_of(statistics, {lg: ["one"] * 15 for lg in clusters})
    assert "single cluster" in str(contrast(lumped, "arm", "control", fingerprint=""))


def test_unknown_arm_raises():
    """The plan knows the arms; a name that is not among them is a bug."""
    cells = cells_of(*two_arms(np.random.default_rng(10), n_seeds=2, n_clusters=5))
    with pytest.raises(KeyError, match="nobody"):
        contrast(cells, "arm", "nobody", fingerprint="")


def test_null_effects_are_covered():
    """From scores of examples to the interval: of 120 studies without an effect the interval holds 0 in 95 %.

    Seeds, clusters and both together vary; 108 of 120 or more is what 95 % gives in 99 of 100 cases.
    """
    n_covering = 0
    for study in range(120):
        data = two_arms(
            np.random.default_rng([11, study]), n_seeds=3, n_clusters=25, seed=1.5, cluster=5, interaction=5
        )
        interval = compare(*data, fingerprint=str(study), n_draws=200).overall.interval
        n_covering += interval.low <= 0 <= interval.high
    assert n_covering >= 108


def test_values_cannot_be_changed():
    """A contrast is a value; a change makes another."""
    found = compare(*two_arms(np.random.default_rng(12), n_seeds=2, n_clusters=5))
    with pytest.raises(AttributeError):
        found.arm = "other"
    assert replace(found, arm="other") != found


def mirrored(interval):
    return (-interval.high, -interval.low)
