"""accuracy: the share of examples whose predicted label is the gold one.

Source: XTREME's score for XNLI, PAWS-X, XCOPA and Tatoeba;
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/evaluate.py

Worked item: gold "entailment", prediction "entailment " is right, as white space around a label goes;
"Entailment" is not. The lines are [1, 1] and [0, 1].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.metrics._metric import Metric, Statistics, mean_in_points, paired, some_of
from intermezzo.problem import Problem, Refused


def measure(predictions: Sequence[str | None], golds: Sequence[str], *, language: str) -> Statistics:
    """One line per example: is the label right?

    Args:
        predictions: E labels; None, a missing one, is refused, as XTREME refuses a file that is too short.
        golds: E labels.
        language: of the text; it changes nothing.

    Returns:
        [E, 2]: 0 or 1, and 1 for having been counted.

    Errors:
        Refused for a missing prediction and for a label that is not text.

    Example:
        >>> measure(["entailment ", "Entailment"], ["entailment", "entailment"], language="en")
        array([[1., 1.],
               [0., 1.]])
    """
    if problems := refusals(predictions, golds):
        raise Refused(problems)
    right = [
        prediction is not None and prediction.strip() == gold.strip()
        for prediction, gold in zip(predictions, golds)
    ]
    return np.column_stack([right, np.ones(len(golds))])


def refusals(predictions: Sequence[str | None], golds: Sequence[str]) -> list[Problem]:
    """Why these labels cannot be scored, all reasons at once; none if they can."""
    paired(predictions, golds)
    n, pairs = len(golds), list(enumerate(zip(predictions, golds)))
    missing = [line for line, (prediction, _) in pairs if prediction is None]
    wrong = [
        line
        for line, (prediction, gold) in pairs
        if not isinstance(gold, str) or not isinstance(prediction, str | None)
    ]
    return [
        *some_of(n, missing, "examples have no predicted label.", "Predict a label for every example."),
        *some_of(n, wrong, "labels are not text.", 'A label is compared as it is written: "1" for 1.'),
    ]


METRIC = Metric(name="accuracy", unit="points", measure=measure, combine=mean_in_points, reads="label")
