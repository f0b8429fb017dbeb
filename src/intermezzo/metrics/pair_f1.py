"""pair-f1: F1 over sentence pairs found in two texts, BUCC's score.

Source: Zweigenbaum, Sharoff and Rapp (2017), Overview of the Second BUCC Shared Task, section 4;
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/evaluate.py

Worked item: gold pairs (s1, t1) and (s2, t2), found (s1, t1), (s1, t9). Two sentences of the source text
have a gold or found partner, with lines [1, 2, 1] and [0, 0, 1]; in sum [1, 2, 2], so F1 is 50.

A line stands for a sentence of the source text, whether it has a partner or not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.metrics._counts import f1_in_points
from intermezzo.metrics._metric import Metric, Statistics
from intermezzo.metrics._ranking import Ranked, Right, refusals
from intermezzo.problem import Refused


def measure(predictions: Sequence[Ranked | None], golds: Sequence[Right], *, language: str) -> Statistics:
    """One line per sentence of the source text: partners that are right, found, gold.

    Args:
        predictions: E sequences of partners in the other text, in any order; None or empty where none was
            found. A partner that stands twice counts once.
        golds: E sequences of right partners, empty where there is none.
        language: of the source text; it changes nothing.

    Returns:
        [E, 3]: counts. Score 0 if no pair is right, as the script has it.

    Errors:
        Refused for partners that are not in a sequence.

    Example:
        >>> measure([["t1", "t9"], None], [["t1"], ["t2"]], language="de")
        array([[1., 2., 1.],
               [0., 0., 1.]])
    """
    if problems := refusals(predictions, golds, needs_prediction=False, needs_gold=False):
        raise Refused(problems)
    sets = [(set(found or ()), set(right)) for found, right in zip(predictions, golds)]
    lines = [(len(found & right), len(found), len(right)) for found, right in sets]
    return np.array(lines, dtype=np.float64).reshape(-1, 3)


METRIC = Metric(name="pair-f1", unit="points", measure=measure, combine=f1_in_points, reads="ranking")
