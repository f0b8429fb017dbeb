"""Exact sign-flip test over seeds, shown beside the t-test where there are seeds enough."""

from __future__ import annotations

import numpy as np

from intermezzo.analysis.cells import Array
from intermezzo.analysis.student import ALPHA
from intermezzo.problem import Problem

MAX_SEEDS = 16  # all 2^16 patterns of 16 signs in doubles: 8 MB an array


def sign_flip(differences: Array, *, alpha: float = ALPHA) -> float | Problem:
    """Two-sided p-value that paired differences are centred on zero.

        p = #{ s in {-1, +1}^S : |s . d| >= |sum d| } / 2^S

    If the arms do not differ, each seed's difference could as well have the other sign. All patterns are
    walked, so p is exact and nothing is drawn.

    Args:
        differences: [S], arm less control, one a shared seed, in points.
        alpha: the level that p is to be held against.

    Returns:
        p in [2 / 2^S, 1].

    Errors:
        Problem if 2 / 2^S > alpha: no outcome could reach the level (five seeds never reach 0.05).
        Problem above 16 seeds.

    Source: Fisher (1935), The Design of Experiments, section 21.

    Example:
        >>> sign_flip(np.array([2.0, 1.0, 3.0]), alpha=0.3)
        0.25
    """
    n_seeds = len(differences)
    if n_seeds > MAX_SEEDS:
        return Problem(what=f"{n_seeds} seeds are too many to walk all signs; {MAX_SEEDS} are the most.")
    if n_seeds == 0 or 2 / 2**n_seeds > alpha:
        needed = int(np.ceil(np.log2(2 / alpha)))
        return Problem(what=f"{n_seeds} seeds cannot reach p = {alpha:g} by signs alone; {needed} can.")
    from scipy.stats import permutation_test

    test = permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=np.inf)
    return float(test.pvalue)
