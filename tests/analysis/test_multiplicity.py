import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from intermezzo.analysis.multiplicity import benjamini_hochberg, holm

some_p = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@pytest.mark.parametrize(("adjust", "method"), [(holm, "holm"), (benjamini_hochberg, "fdr_bh")])
def test_golden(shared, adjust, method):
    """Golden: statsmodels 0.15.0 multipletests (stats.json), to 1e-9, decisions equal."""
    cases = json.loads((shared / "golden/stats/stats.json").read_text("utf-8"))["multiple_testing"]
    n_compared = 0
    for case in cases:
        if case["name"] in ("nan", "above_one", "empty"):
            continue  # ours refuses the first two; statsmodels fails on no test at all
        expected = case["methods"][method]
        np.testing.assert_allclose(adjust(case["p"]), expected["adjusted"], rtol=0, atol=1e-9)
        assert (adjust(case["p"]) <= 0.05).tolist() == expected["reject"], case["name"]
        n_compared += 1
    assert n_compared >= 12


@settings(max_examples=5, deadline=None)  # multipletests takes 0.2 s
@given(some_p)
def test_holm_is_that_of_statsmodels(p):
    """Against statsmodels."""
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=1e-12)


@settings(deadline=None)
@given(some_p)
def test_benjamini_hochberg_is_that_of_scipy(p):
    """Against SciPy."""
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), atol=1e-12)


@settings(deadline=None)
@given(some_p)
def test_monotone(p):
    """A smaller p never has the larger adjusted p; none shrinks; BH is never above Holm."""
    for adjusted in (holm(p), benjamini_hochberg(p)):
        order = np.argsort(p, kind="stable")
        assert (np.diff(adjusted[order]) >= 0).all()
        assert (adjusted >= np.array(p)).all()
        assert (adjusted <= 1).all()
    assert (benjamini_hochberg(p) <= holm(p) + 1e-15).all()


@settings(deadline=None)
@given(some_p, st.randoms(use_true_random=False))
def test_order_does_not_matter(p, random):
    """Tests may be named in any order."""
    order = list(range(len(p)))
    random.shuffle(order)
    shuffled = [p[i] for i in order]
    np.testing.assert_array_equal(holm(shuffled), holm(p)[order])


def test_no_test_is_no_result():
    """An empty family is empty."""
    assert holm([]).shape == benjamini_hochberg([]).shape == (0,)


@pytest.mark.parametrize("p", [[0.1, float("nan")], [1.5], [-0.1]])
def test_what_is_no_probability_raises(p):
    """A NaN does not quietly become a verdict (statsmodels lets it)."""
    with pytest.raises(ValueError, match="p-values"):
        holm(p)
