"""reciprocal-rank-at-20: one over the rank of the right entity, 0 beyond 20; XTREME-R calls it mAP@20.

Source: Ruder et al. (2021), XTREME-R, section 3.3 (Mewsli-X);
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/third_party/utils_mewslix.py

Worked item: right is Q64, ranked Q5, Q64, Q1; the line is [1/2, 1]. With one right candidate, average
precision is the reciprocal of its rank, hence the script's name.

Only the first gold counts, stripped of white space; candidates are compared as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.metrics._ranking import CUT_OFF, Ranked, Right, refusals
from intermezzo.problem import Refused


def measure(predictions: Sequence[Ranked | None], golds: Sequence[Right], *, language: str) -> Statistics:
    """One line per mention: the reciprocal of the rank at which the right entity stands.

    Args:
        predictions: E sequences of candidates, best first; None, a missing one, is a 0 that counts.
        golds: E sequences, of which the first id is the right one.
        language: of the mention; it changes nothing.

    Returns:
        [E, 2]: 1/rank in [0, 1], and 1 for having been counted.

    Errors:
        Refused for a mention without a right entity, where the script stops.

    Example:
        >>> measure([["Q5", "Q64", "Q1"]], [["Q64"]], language="de")
        array([[0.5, 1. ]])
    """
    if problems := refusals(predictions, golds, needs_prediction=False, needs_gold=True):
        raise Refused(problems)
    values = [
        reciprocal_rank(ranked or (), next(iter(right)).strip()) for ranked, right in zip(predictions, golds)
    ]
    return np.column_stack([values, np.ones(len(golds))])


def reciprocal_rank(ranked: Sequence[object], right: str) -> float:
    """1 / rank of `right` among the first 20, 0 if it is not there."""
    counted = list(ranked[:CUT_OFF])
    return 1.0 / (counted.index(right) + 1) if right in counted else 0.0


METRIC = Metric(
    name="reciprocal-rank-at-20", unit="points", measure=measure, combine=mean_in_points, reads="ranking"
)
