"""How uncertain an effect is: seeds and clusters as two sources of variance.

For seed s and cluster c the difference of two arms is thought of as

    d[s, c] = mu + a[s] + b[c] + e[s, c]

and the effect is its mean over both, with variance var(a)/S + var(b)/C + var(e)/(S C). Estimated are

    v_seed        = s^2 / S, s^2 the variance of the S seed-wise effects     -> var(a)/S + var(e)/(S C)
    v_drawn       = bootstrap variance of the seed-averaged effect           -> var(b)/C + var(e)/(S C)
    v_interaction = (mean variance - mean covariance of the seeds' draws)/S  ->            var(e)/(S C)
    v_cluster     = max(0, v_drawn - v_interaction)                          -> var(b)/C

v_seed + v_cluster counts each part once; v_seed + v_drawn would count noise of examples at single seeds
twice. By chance v_seed may come out below v_interaction, which is part of it; the total is at least v_drawn.
`student.py` makes the interval of them, and says how well it covers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intermezzo.analysis.cells import Array
from intermezzo.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """Variance of an effect, in points squared, by source."""

    seed: float  # v_seed
    cluster: float  # v_cluster, what seeds have in common
    interaction: float  # v_interaction, a part of `seed`
    n_seeds: int
    df_cluster: int  # clusters less blocks of languages

    @property
    def total(self) -> float:
        """max(seed + cluster, drawn), in points squared."""
        return max(self.seed + self.cluster, self.drawn)

    @property
    def drawn(self) -> float:
        """cluster + interaction: what the cluster draws vary with the seeds fixed, in points squared."""
        return self.cluster + self.interaction

    @property
    def standard_error(self) -> float:
        """sqrt(total), in points."""
        return float(np.sqrt(self.total))

    def at(self, n_seeds: int) -> Variance:
        """What these sources would give with another number of seeds: only `cluster` stays."""
        ratio = self.n_seeds / n_seeds
        return Variance(
            seed=self.seed * ratio,
            cluster=self.cluster,
            interaction=self.interaction * ratio,
            n_seeds=n_seeds,
            df_cluster=self.df_cluster,
        )


def variance_of(seed_points: Array, draws: Array, *, df_cluster: int) -> Variance | Problem:
    """The sources of variance of an effect (formulas above).

    Args:
        seed_points: [S], the effect at each seed, in points.
        draws: [N, S], the same in each draw of clusters.
        df_cluster: clusters less blocks.

    Errors:
        Problem with one seed: how seeds differ cannot be seen.
    """
    n_seeds = len(seed_points)
    if n_seeds < 2:
        return Problem(
            what="one seed: how much seeds differ cannot be seen, so no interval over seeds exists.",
            remedy="Run with --seeds 3 or more.",
        )
    covariance = np.cov(draws, rowvar=False)  # [S, S]
    own = float(np.trace(covariance)) / n_seeds
    shared = max(0.0, (float(covariance.sum()) - n_seeds * own) / (n_seeds * (n_seeds - 1)))
    return Variance(
        seed=float(seed_points.var(ddof=1)) / n_seeds,
        # v_drawn is the mean of the whole matrix; less v_interaction it is the mean off the diagonal.
        cluster=shared,
        interaction=max(0.0, own - shared) / n_seeds,
        n_seeds=n_seeds,
        df_cluster=df_cluster,
    )
