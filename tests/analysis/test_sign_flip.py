import json

import numpy as np
import pytest

from intermezzo.analysis.sign_flip import sign_flip
from intermezzo.problem import Problem


def test_darwins_maize():
    """Fisher's printed count (1935, section 21): 1726 of 32768 sign patterns are as extreme."""
    eighths_of_an_inch = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48.0]
    assert sign_flip(np.array(eighths_of_an_inch)) == 1726 / 32768


def test_exact_counts(shared):
    """Golden: fractions by enumeration with whole numbers (stats.json), from two seeds on."""
    cases = json.loads((shared / "golden/stats/stats.json").read_text("utf-8"))["sign_flip"]
    n_compared = 0
    for case in cases:
        p = sign_flip(np.array(case["differences"]), alpha=0.5)
        if case["n"] < 2:
            assert isinstance(p, Problem)
            continue
        assert p == pytest.approx(case["exact"]["p_two_sided_abs_float"], abs=1e-12), case["name"]
        n_compared += 1
    assert n_compared >= 12


def test_arms_may_swap():
    """Naming the other arm the control leaves p as it was."""
    d = np.array([1.5, -0.2, 2.0, 0.4, 1.1, 0.9])
    assert sign_flip(d) == sign_flip(-d)


@pytest.mark.parametrize("n_seeds", [0, 1, 5])
def test_too_few_seeds_are_a_problem(n_seeds):
    """Five seeds cannot reach 0.05, whatever they show; the problem says that six can."""
    problem = sign_flip(np.ones(n_seeds))
    assert str(problem) == f"{n_seeds} seeds cannot reach p = 0.05 by signs alone; 6 can."


def test_too_many_seeds_are_a_problem():
    """2^17 patterns are not walked."""
    assert isinstance(sign_flip(np.ones(17)), Problem)
