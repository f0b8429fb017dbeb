"""What a metric is: a line of sufficient statistics per example, and one way from their sum to a score.

Shape letters: E examples, K statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from intermezzo.problem import Problem, Refused

Statistics = NDArray[np.float64]
Reads = Literal["answers", "label", "tags", "ranking", "translation"]

NO_EXAMPLES = Problem(what="no examples to score.", remedy="Check the split and the filters of the task.")


def no_fields(language: str) -> tuple[str, ...]:
    """For metrics that one name says everything of."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric, as a pair of functions; a shelf file of this room holds one as `METRIC`.

    `measure` takes predictions and golds to statistics [E, K]; `combine` takes sums over examples [K] to
    the score, in `unit`. Headline, bootstrap and randomisation test all go through both, so they cannot
    drift apart.

    `reads` says what an example's prediction and gold are:

        answers      a text; the texts that are right. Measured with a language and a profile.
        label        a text each, compared as it stands. Measured with a language, as those below.
        tags         a sequence of tags each, one tag a token.
        ranking      ids of candidates, best first; the ids that are right.
        translation  a text; its references.

    `perfect` is what gold predictions score: 0 where errors are counted. `fields` takes the language to further
    fields of the signature.
    """

    name: str
    unit: str  # "points": 0 to 100
    measure: Callable[..., Statistics]
    combine: Callable[[Statistics], float]
    reads: Reads = "answers"
    perfect: float = 100.0
    fields: Callable[[str], tuple[str, ...]] = no_fields

    @property
    def is_profiled(self) -> bool:
        """Whether `measure` takes a profile: only text that people wrote can be read in several ways."""
        return self.reads == "answers"


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
    if not len(statistics):
        raise Refused(NO_EXAMPLES)
    return metric.combine(np.add.accumulate(statistics, axis=0)[-1])


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
        raise Refused(NO_EXAMPLES)
    return float(100.0 * score / count)


def paired(predictions: Sequence[object], golds: Sequence[object]) -> None:
    """Raises if predictions do not pair with golds: the caller's mistake, not the user's."""
    if len(predictions) != len(golds):
        raise ValueError(f"{len(predictions)} predictions for {len(golds)} examples")


def some_of(n_examples: int, lines: Sequence[int], what: str, remedy: str = "") -> list[Problem]:
    """One problem that many examples have: where the first one is, and how many there are; none without any."""
    if not lines:
        return []
    place = f"example {lines[0]} (counted from 0)"
    return [Problem(place=place, what=f"{len(lines)} of {n_examples} {what}", remedy=remedy)]
