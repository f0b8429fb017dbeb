"""Student's t around an effect whose variance has two sources: intervals, two-sided p, equivalence.

    half width = sqrt( t(S - 1)^2 v_seed + t(C - blocks)^2 v_cluster ),  t(df) the 1 - alpha/2 quantile

each source with the quantile of its own degrees of freedom, then added as squares: Howe (1974), Approximate
confidence limits on the mean of X + Y, JASA 69, 789-794. With one source it is Student's interval itself. It
is never shorter than t(C - blocks) sqrt(v_drawn): letting seeds vary makes nobody surer than seeds fixed.
A p-value is the alpha at which the interval reaches the value in question, so the two never disagree.

Why not Welch and Satterthwaite's degrees of freedom for v_seed + v_drawn? With S = 2 or 3 they rest on a
variance that is far too often small by chance. How often the 95 % interval covered the truth, simulated with
normal effects and 240 clusters, 60,000 studies in each of 32 settings (var(a)/S in 0..64, var(b)/C = 1,
var(e)/(S C) in 0..9); length is the median in units of 2 x 1.96 true standard errors, meaned over settings:

               Howe, used here          Welch-Satterthwaite,
                                        v_seed + v_drawn
    seeds   least   most   length     least   most   length
      2     95.0 %  99.3 %  3.71      87.1 %  98.2 %  1.62
      3     95.0 %  98.7 %  1.64      92.0 %  98.7 %  1.32
      5     94.9 %  97.9 %  1.23      94.0 %  99.0 %  1.20
     10     94.9 %  97.0 %  1.09      94.8 %  99.1 %  1.14

With 20 clusters the least is 95.0 % throughout. The whole way, from scores of examples through 500 draws of
60 clusters of 1 to 7 examples to the interval, 1,500 studies a setting (Monte Carlo error 0.6 %); in brackets
the interval within seeds, which holds seeds fixed and is no answer where they vary:

                      2 seeds          3 seeds          5 seeds
    seeds only        94.0 %  ( 2 %)   95.3 %  ( 2 %)   95.5 %  ( 2 %)
    clusters only     94.5 %  (94 %)   95.3 %  (95 %)   94.0 %  (93 %)
    seeds = clusters  98.6 %  (85 %)   96.8 %  (83 %)   96.6 %  (87 %)
    interaction only  99.4 %  (94 %)   98.8 %  (94 %)   98.2 %  (94 %)
    all three alike   98.7 %  (89 %)   96.9 %  (88 %)   96.6 %  (89 %)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intermezzo.analysis.cells import Array
from intermezzo.analysis.variance import Variance

ALPHA = 0.05  # level of every test; convention since Fisher (1925)
LEAST_LOG10_P = -100.0  # below it a p-value is told as 0; SciPy 1.17's quantile is -inf at 1e-250, 3 df


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high`, in points, at a level such as 0.95."""

    low: float
    high: float
    level: float
    covers: str  # "seeds and clusters", or "clusters, seeds fixed"


def t_interval(points: float, variance: Variance, *, level: float = 1 - ALPHA) -> Interval:
    """points -+ half width, in points."""
    half = float(half_widths([variance], alpha=1 - level)[0])
    return Interval(low=points - half, high=points + half, level=level, covers="seeds and clusters")


def half_widths(variances: Sequence[Variance], *, alpha: float) -> Array:
    """[V] variances -> [V] half widths of their intervals at level 1 - alpha, in points (formula above)."""
    from scipy.special import (
        stdtrit,  # the same digits as scipy.stats.t, without its checks: 50 times the speed
    )

    seed, cluster, drawn = np.sqrt([[v.seed, v.cluster, v.drawn] for v in variances]).T
    t_seed = -stdtrit([v.n_seeds - 1.0 for v in variances], alpha / 2)
    t_cluster = -stdtrit([float(v.df_cluster) for v in variances], alpha / 2)
    return np.asarray(np.maximum(np.hypot(t_seed * seed, t_cluster * cluster), t_cluster * drawn))


def two_sided_p(points: float, variance: Variance, *, threshold: float = 0.0) -> float:
    """The alpha whose interval around `points` ends at `threshold`.

    Without any variance: 1 at the threshold, 0 elsewhere.
    """
    return 2 * _one_sided_p(abs(points - threshold), variance)


def equivalence_p(points: float, variance: Variance, *, margin: float) -> float:
    """Two one-sided tests that the effect lies within -margin .. margin; the larger of their p-values.

    At most 0.05 exactly where the 90 % interval lies within the margin.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    """
    return _one_sided_p(margin - abs(points), variance)


def _one_sided_p(distance: float, variance: Variance) -> float:
    from scipy.optimize import brentq

    if distance < 0:
        return 1 - _one_sided_p(-distance, variance)
    if distance == 0:
        return 0.5
    if variance.total == 0:
        return 0.0

    def beyond(log10_p: float) -> float:
        return float(half_widths([variance], alpha=2 * 10**log10_p)[0]) - distance

    if beyond(LEAST_LOG10_P) < 0:
        return 0.0
    return float(10 ** brentq(beyond, LEAST_LOG10_P, np.log10(0.5), xtol=1e-12))
