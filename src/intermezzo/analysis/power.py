"""What a study could have seen, and how many seeds more would tell.

The sources of variance are taken as estimated, so these are figures to plan by, not to test by.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from intermezzo.analysis.cells import Array
from intermezzo.analysis.student import ALPHA, half_widths
from intermezzo.analysis.variance import Variance

POWER = 0.8  # convention, Cohen (1988), Statistical Power Analysis
MAX_SEEDS = 1000  # nobody trains more; where these do not settle it, clusters are what is missing


def power_at(distance: float, variance: Variance, *, alpha: float = ALPHA) -> float:
    """Chance that a two-sided test sees, on its own side, an effect `distance` points from its threshold.

        P(T > half width / standard error),  T noncentral t: distance / standard error, df
        df = v^2 / (v_seed^2 / (S - 1) + (v - v_seed)^2 / (C - blocks)),  v = `variance.total`

    Exact where one source of variance is all there is; between, df after Satterthwaite (1946).
    """
    return float(_power(distance, [variance], alpha=alpha)[0])


def smallest_effect(variance: Variance, *, n_seeds: int | None = None, alpha: float = ALPHA) -> float:
    """The effect that is seen with a chance of 80 % at the two-sided level `alpha`, in points.

    2.8 standard errors with many seeds and clusters; 5.7 with three seeds, if seeds are all that varies.

    Args:
        variance: as estimated from the study's own seeds.
        n_seeds: asks for another number of seeds; as many as there were if left out.
    """
    from scipy.optimize import brentq

    asked = variance.at(n_seeds) if n_seeds else variance
    if asked.total == 0:
        return 0.0
    unit = asked.standard_error
    high = 4.0
    while power_at(high * unit, asked, alpha=alpha) < POWER:
        high *= 2
    return unit * float(brentq(lambda d: power_at(d * unit, asked, alpha=alpha) - POWER, 0.0, high))


def seeds_to_settle(
    distance: float, variance: Variance, *, alpha: float = ALPHA, limit: int = MAX_SEEDS
) -> int | None:
    """How many more seeds would settle a claim, if the effect is as large as it looks.

    Args:
        distance: from the effect seen to the claim's threshold, in points.
        limit: the most seeds an arm may have.

    Returns:
        Seeds an arm beyond those there are, until the power is 80 %; None if `limit` do not reach it, as the
        clusters alone leave too much open.
    """
    ahead = _ahead(variance, limit)
    return _first(_power(distance, ahead, alpha=alpha) >= POWER)


def seeds_to_equivalence(
    points: float, variance: Variance, *, margin: float, alpha: float = ALPHA, limit: int = MAX_SEEDS
) -> int | None:
    """The same for a claim that the effect lies within `margin`: both one-sided tests must succeed.

    Their joint power is at least the sum of the two, less one. Where the effect looks larger than the margin,
    it is the failure that more seeds would settle.
    """
    ahead = _ahead(variance, limit)
    if abs(points) >= margin:
        return _first(_power(abs(points) - margin, ahead, alpha=alpha) >= POWER)
    above = _power(margin + points, ahead, alpha=2 * alpha)
    below = _power(margin - points, ahead, alpha=2 * alpha)
    return _first(above + below - 1 >= POWER)


def _ahead(variance: Variance, limit: int) -> list[Variance]:
    return [variance.at(n) for n in range(variance.n_seeds, limit + 1)]


def _first(enough: NDArray[np.bool_]) -> int | None:
    return int(enough.argmax()) if enough.any() else None


def _power(distance: float, variances: Sequence[Variance], *, alpha: float) -> Array:
    from scipy.stats import nct

    errors = np.array([v.standard_error for v in variances])
    if distance == 0 or not errors.all():
        return np.where(errors > 0, alpha / 2, float(distance != 0))
    critical = half_widths(variances, alpha=alpha) / errors
    df = np.array([_satterthwaite(v) for v in variances])
    return np.asarray(nct.sf(critical, df, abs(distance) / errors), dtype=np.float64)


def _satterthwaite(variance: Variance) -> float:
    share = variance.seed / variance.total
    return 1 / (share**2 / (variance.n_seeds - 1) + (1 - share) ** 2 / variance.df_cluster)
