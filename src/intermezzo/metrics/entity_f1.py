"""entity-f1: F1 over entities in B- and I- tags, over all sentences at once, as XTREME publishes it for PAN-X.

Source: Tjong Kim Sang and De Meulder (2003), Introduction to the CoNLL-2003 Shared Task, section 2.3, as
computed by seqeval 0.0.12, https://pypi.org/project/seqeval/0.0.12, without a scheme.

Worked item: gold B-PER I-PER O B-LOC, prediction B-PER I-PER O B-ORG. One entity of two is right on both
sides, so the line is [1, 2, 2] and F1 is 50.

How entities are read, oddities included, is in `intermezzo.metrics._chunks`; version 1.2.2 stands beside
this one as `entity-f1-seqeval-1`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.metrics._chunks import measure_chunks, tag_0
from intermezzo.metrics._counts import f1_in_points
from intermezzo.metrics._metric import Metric, Statistics


def measure(
    predictions: Sequence[Sequence[str] | None], golds: Sequence[Sequence[str]], *, language: str
) -> Statistics:
    """One line per sentence: entities that are right, predicted, gold.

    Args:
        predictions: E sequences of tags, one tag a token; None, a missing one, is refused.
        golds: E sequences of tags.
        language: of the text; it changes nothing.

    Returns:
        [E, 3]: counts. An entity is right if type, beginning and end are.

    Errors:
        Refused for a sentence without prediction or with another number of tags than tokens, and for an
        empty tag.

    Example:
        >>> measure([["B-PER", "I-PER", "O", "B-ORG"]], [["B-PER", "I-PER", "O", "B-LOC"]], language="en")
        array([[1., 2., 2.]])
    """
    return measure_chunks(predictions, golds, tag_0)


METRIC = Metric(name="entity-f1", unit="points", measure=measure, combine=f1_in_points, reads="tags")
