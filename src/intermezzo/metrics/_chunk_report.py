"""Precision, recall and F1 of chunks by type, with the three ways of averaging them: seqeval's report.

Source: classification_report and precision_recall_fscore_support of seqeval 1.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intermezzo.metrics._chunks import Chunk, counts
from intermezzo.metrics._counts import Shares, shares
from intermezzo.metrics._metric import NO_EXAMPLES, Statistics
from intermezzo.problem import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkReport:
    """Shares in [0, 1], and how many gold chunks each type has.

    micro: over all chunks at once. macro: the mean over types, NaN if there is none, as numpy's mean of
    nothing is. weighted: over types by their gold chunks, 0 if there is none.
    """

    by_type: dict[str, Shares]
    support: dict[str, int]
    micro: Shares
    macro: Shares
    weighted: Shares


def chunk_report(
    predicted: Sequence[Sequence[Chunk]], gold: Sequence[Sequence[Chunk]], *, undefined: float = 0.0
) -> ChunkReport:
    """The report of chunks in the same sentences, found with the same rules on both sides.

    Args:
        predicted: chunks by sentence, from `lenient_chunks` or `strict_chunks`.
        gold: the same of the gold tags.
        undefined: precision or recall where there is nothing to divide by: seqeval's zero_division.

    Errors:
        Refused if there is no sentence.
    """
    if not gold:
        raise Refused(NO_EXAMPLES)
    types = sorted({chunk.type for side in (predicted, gold) for chunks in side for chunk in chunks})
    sums = {type: counts(_of(predicted, type), _of(gold, type)).sum(axis=0) for type in types}
    by_type = {type: shares(total, undefined=undefined) for type, total in sums.items()}
    n_gold = [int(total[2]) for total in sums.values()]
    everything: Statistics = counts(predicted, gold).sum(axis=0)
    return ChunkReport(
        by_type=by_type,
        support=dict(zip(types, n_gold)),
        micro=shares(everything, undefined=undefined),
        macro=_mean(by_type, [1] * len(types), if_none=float("nan")),
        weighted=_mean(by_type, n_gold, if_none=undefined),
    )


def _of(chunks: Sequence[Sequence[Chunk]], type: str) -> list[list[Chunk]]:
    return [[chunk for chunk in sentence if chunk.type == type] for sentence in chunks]


def _mean(by_type: dict[str, Shares], weights: list[int], *, if_none: float) -> Shares:
    if not sum(weights):
        return Shares(precision=if_none, recall=if_none, f1=if_none)
    table = np.array([(each.precision, each.recall, each.f1) for each in by_type.values()])
    precision, recall, f1 = np.average(table, axis=0, weights=weights).tolist()
    return Shares(precision=precision, recall=recall, f1=f1)
