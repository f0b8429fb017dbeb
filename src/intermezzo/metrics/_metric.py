"""What a metric is: a line of sufficient statistics per example, and one way from their sum to a score.

Shape letters: E examples, K statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intermezzo.problem import Problem, Refused

Statistics = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric, as a pair of functions; a shelf file of this room holds one as `METRIC`.

    `measure` takes predictions and golds to statistics [E, K]; `combine` takes sums over examples [K] to
    the score, in `unit`. Headline, bootstrap and randomisation test all go through both, so they cannot
    drift apart.
    """

    name: str
    unit: str  # "points": 0 to 100
    measure: Callable[..., Statistics]
    combine: Callable[[Statistics], float]


def overall(metric: Metric, statistics: Statistics) -> float:
    """The score over all examples, equal to the official script's to the last digit.

    The scripts add from the first question to the last; numpy's `sum` adds in pairs and may end one digit
    off.

    Args:
        metric: what the statistics were measured with.
        statistics: [E, K], in the order of the data set.

    Returns:
        the score, in the metric's unit.

    Errors:
        Refused if there is no example.
    """
    running = np.add.accumulate(statistics, axis=0)
    return metric.combine(running[-1:].sum(axis=0))  # a last line alone, or zeros if there is none


def mean_in_points(sums: Statistics) -> float:
    """100 * score / count: the `combine` of every metric that is a mean over examples.

    Args:
        sums: [2], the sum of scores in [0, 1] and the number of examples.

    Returns:
        the mean, in points (0-100).

    Errors:
        Refused if the count is 0, where the official scripts divide by zero.
    """
    score, count = sums
    if not count:
        raise Refused(
            Problem(what="no examples to score.", remedy="Check the split and the filters of the task.")
        )
    return float(100.0 * score / count)
