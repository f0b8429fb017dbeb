"""udpos-f1-seqeval-1: XTREME's score for UDPOS under seqeval 1.2.2, up to a point away from the published one.

Source: seqeval 1.2.2, https://pypi.org/project/seqeval/1.2.2, f1_score without mode and scheme, on whole tags
of parts of speech, as XTREME's evaluate.py hands them over.

Worked item: gold NOUN X, prediction NOUN VERB. X is of the same type as the O that ends a sentence, so its
run is lost, and the line is [1, 2, 1]. A CCONJ for a SCONJ counts as right, for both are read as "CONJ".

A run of X or _ may carry on from a sentence before, so with these tags, and only with these, the line of a
sentence depends on what stands in front of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.metrics._chunks import measure_chunks, tag_1
from intermezzo.metrics._counts import f1_in_points
from intermezzo.metrics._metric import Metric, Statistics


def measure(
    predictions: Sequence[Sequence[str] | None], golds: Sequence[Sequence[str]], *, language: str
) -> Statistics:
    """One line per sentence: runs that are right, predicted, gold; arguments and errors as in `entity-f1`.

    Example:
        >>> measure([["NOUN", "VERB"]], [["NOUN", "X"]], language="en")
        array([[1., 2., 1.]])
    """
    return measure_chunks(predictions, golds, tag_1)


METRIC = Metric(name="udpos-f1-seqeval-1", unit="points", measure=measure, combine=f1_in_points, reads="tags")
