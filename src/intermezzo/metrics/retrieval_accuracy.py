"""retrieval-accuracy: the share of queries whose first candidate is a right one, Tatoeba's score.

Source: Artetxe and Schwenk (2019), Massively Multilingual Sentence Embeddings, section 4.3 (there as error);
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/evaluate.py

Worked item: right is "7", ranked "7", "3"; the line is [1, 1]. Candidates after the first do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.metrics._ranking import Ranked, Right, refusals
from intermezzo.problem import Refused


def measure(predictions: Sequence[Ranked | None], golds: Sequence[Right], *, language: str) -> Statistics:
    """One line per query: is the first candidate right?

    Args:
        predictions: E sequences of candidates, best first; None, a missing one, is refused, as XTREME refuses
            a file that is too short. An empty sequence is wrong.
        golds: E sequences of right candidates.
        language: of the sentences that are not English; it changes nothing.

    Returns:
        [E, 2]: 0 or 1, and 1 for having been counted.

    Errors:
        Refused for a missing prediction and for a query without a right candidate.

    Example:
        >>> measure([["7", "3"], ["3", "7"]], [["7"], ["7"]], language="de")
        array([[1., 1.],
               [0., 1.]])
    """
    if problems := refusals(predictions, golds, needs_prediction=True, needs_gold=True):
        raise Refused(problems)
    right = [
        bool(ranked) and ranked[0] in ids for ranked, ids in zip(predictions, golds) if ranked is not None
    ]
    return np.column_stack([right, np.ones(len(golds))])


METRIC = Metric(
    name="retrieval-accuracy", unit="points", measure=measure, combine=mean_in_points, reads="ranking"
)
