"""udpos-f1: what XTREME publishes for UDPOS: F1 over runs of equal parts of speech, which is not accuracy.

Source: Hu et al. (2020), XTREME, section 3.1 and Table 1;
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/evaluate.py hands the
tags to seqeval, whose version 0.0.12 gives the published numbers.

Worked item: gold DET NOUN NOUN VERB, prediction DET NOUN VERB VERB. Each side has three runs and only DET is
the same, so the line is [1, 3, 3] and F1 is 33.3, where three tags of four are right.

seqeval takes the first letter for a prefix: SCONJ and SYM, with an S, count token by token. `tag-accuracy`
is what the name would make one expect; `udpos-f1-seqeval-1` is the number of today's seqeval.
"""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.metrics._chunks import measure_chunks, tag_0
from intermezzo.metrics._counts import f1_in_points
from intermezzo.metrics._metric import Metric, Statistics


def measure(
    predictions: Sequence[Sequence[str] | None], golds: Sequence[Sequence[str]], *, language: str
) -> Statistics:
    """One line per sentence: runs that are right, predicted, gold; arguments and errors as in `entity-f1`.

    Example:
        >>> measure([["DET", "NOUN", "VERB", "VERB"]], [["DET", "NOUN", "NOUN", "VERB"]], language="en")
        array([[1., 3., 3.]])
    """
    return measure_chunks(predictions, golds, tag_0)


METRIC = Metric(name="udpos-f1", unit="points", measure=measure, combine=f1_in_points, reads="tags")
