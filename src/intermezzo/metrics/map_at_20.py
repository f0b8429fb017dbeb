"""map-at-20: mean average precision over the first 20 candidates, LAReQA's score.

Source: Roy et al. (2020), LAReQA: Language-Agnostic Answer Retrieval from a Multilingual Pool, section 4;
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/third_party/utils_lareqa.py

Worked item: right are a and c, ranked a, b, c. Precision is 1/1 at a and 2/3 at c, so AP@20 is
(1 + 2/3) / 2 and the line is [5/6, 1].

The divisor is the number of right candidates, 20 at most, so a perfect ranking scores 1 however many there
are. A candidate that stands twice counts once and keeps both places.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.metrics._ranking import CUT_OFF, Ranked, Right, refusals
from intermezzo.problem import Refused


def measure(predictions: Sequence[Ranked | None], golds: Sequence[Right], *, language: str) -> Statistics:
    """One line per question: average precision.

    Args:
        predictions: E sequences of candidates, best first; None, a missing one, is a 0 that counts.
        golds: E sequences of right candidates.
        language: of the question; it changes nothing.

    Returns:
        [E, 2]: AP@20 in [0, 1], and 1 for having been counted.

    Errors:
        Refused for a question without a right candidate, where the script divides by zero.

    Example:
        >>> measure([["a", "b", "c"]], [["a", "c"]], language="en")
        array([[0.83333333, 1.        ]])
    """
    if problems := refusals(predictions, golds, needs_prediction=False, needs_gold=True):
        raise Refused(problems)
    values = [average_precision(ranked or (), right, k=CUT_OFF) for ranked, right in zip(predictions, golds)]
    return np.column_stack([values, np.ones(len(golds))])


def average_precision(ranked: Sequence[object], right: Collection[object], *, k: int | None) -> float:
    """AP@k = 1 / min(|right|, k) * sum over ranks r <= k that hold a right one for the first time of P(r).

    Args:
        ranked: candidates, best first.
        right: at least one; repeated ones raise the divisor, as in the script.
        k: how many candidates count; None for all.

    Returns:
        AP@k in [0, 1].
    """
    left = set(right)
    n_found, total = 0, 0.0
    for rank, candidate in enumerate(ranked[:k], start=1):
        if candidate in left:
            left.discard(candidate)
            n_found += 1
            total += n_found / rank
    return total / (len(right) if k is None else min(len(right), k))


METRIC = Metric(name="map-at-20", unit="points", measure=measure, combine=mean_in_points, reads="ranking")
