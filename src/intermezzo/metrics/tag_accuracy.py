"""tag-accuracy: the share of tokens that got the right tag.

Source: accuracy_score of seqeval 1.2.2, https://pypi.org/project/seqeval/1.2.2; the usual score for parts
of speech, which XTREME's UDPOS is not (see `udpos-f1`).

Worked item: gold DET NOUN NOUN VERB, prediction DET NOUN VERB VERB; the line is [3, 4].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.metrics._chunks import refusals
from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.problem import Refused


def measure(
    predictions: Sequence[Sequence[str] | None], golds: Sequence[Sequence[str]], *, language: str
) -> Statistics:
    """One line per sentence: right tags, tokens.

    Args:
        predictions: E sequences of tags, one tag a token; None, a missing one, is refused.
        golds: E sequences of tags.
        language: of the text; it changes nothing.

    Returns:
        [E, 2]: counts; over all sentences every token weighs the same.

    Errors:
        Refused for a sentence without prediction or with another number of tags than tokens, and for an
        empty tag.

    Example:
        >>> measure([["DET", "NOUN", "VERB", "VERB"]], [["DET", "NOUN", "NOUN", "VERB"]], language="en")
        array([[3., 4.]])
    """
    if problems := refusals(predictions, golds):
        raise Refused(problems)
    pairs = [(predicted, gold) for predicted, gold in zip(predictions, golds) if predicted is not None]
    lines = [(sum(p == g for p, g in zip(predicted, gold)), len(gold)) for predicted, gold in pairs]
    return np.array(lines, dtype=np.float64).reshape(-1, 2)


METRIC = Metric(name="tag-accuracy", unit="points", measure=measure, combine=mean_in_points, reads="tags")
