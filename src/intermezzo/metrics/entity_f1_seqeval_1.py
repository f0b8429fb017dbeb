"""entity-f1-seqeval-1: F1 over entities as seqeval 1.2.2 has it, beside the one that XTREME publishes.

Source: seqeval 1.2.2, https://pypi.org/project/seqeval/1.2.2, f1_score without mode and scheme.

Worked item: gold B-GPE-city I-GPE-city, prediction B-GPE-city I-GPE-town. The type is what follows the
first hyphen (in 0.0.12 the last), so the prediction holds two entities and the line is [0, 2, 1].

The two versions differ for tags that are not one letter, a hyphen and a type without hyphens; on such tags
they agree. What a strict scheme would say is in `intermezzo.metrics._chunk_schemes`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.metrics._chunks import measure_chunks, tag_1
from intermezzo.metrics._counts import f1_in_points
from intermezzo.metrics._metric import Metric, Statistics


def measure(
    predictions: Sequence[Sequence[str] | None], golds: Sequence[Sequence[str]], *, language: str
) -> Statistics:
    """One line per sentence: entities that are right, predicted, gold; all as in `entity-f1`.

    Example:
        >>> measure([["B-GPE-city", "I-GPE-town"]], [["B-GPE-city", "I-GPE-city"]], language="en")
        array([[0., 2., 1.]])
    """
    return measure_chunks(predictions, golds, tag_1)


METRIC = Metric(
    name="entity-f1-seqeval-1", unit="points", measure=measure, combine=f1_in_points, reads="tags"
)
