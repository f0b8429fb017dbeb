"""What the metrics of retrieval have in common: ranked candidates against the right ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from intermezzo.metrics._metric import paired, some_of
from intermezzo.problem import Problem

Ranked = Sequence[str]  # candidates, best first
Right = Collection[str]  # the candidates that are right
CUT_OFF = 20  # candidates that count: google-research/xtreme, utils_lareqa.py and utils_mewslix.py


def refusals(
    predictions: Sequence[Ranked | None], golds: Sequence[Right], *, needs_prediction: bool, needs_gold: bool
) -> list[Problem]:
    """Why these rankings cannot be scored, all reasons at once; none if they can.

    Args:
        predictions: E sequences of candidates; None is a missing one.
        golds: E collections of right candidates.
        needs_prediction: a missing prediction is refused.
        needs_gold: an example without a right candidate is refused.
    """
    paired(predictions, golds)
    n = len(golds)
    problems: list[Problem] = []
    if needs_prediction:
        missing = [line for line, ids in enumerate(predictions) if ids is None]
        problems += some_of(n, missing, "examples have no prediction.", "Rank candidates for every example.")
    wrong = [
        line
        for line, (ranked, right) in enumerate(zip(predictions, golds))
        if isinstance(ranked, str)
        or not isinstance(ranked, Sequence | None)
        or isinstance(right, str)
        or not isinstance(right, Collection)
    ]
    remedy = 'One candidate is written ["id"].'
    problems += some_of(n, wrong, "examples are not lists of candidates.", remedy)
    if needs_gold:
        bare = [line for line, ids in enumerate(golds) if not ids]
        problems += some_of(n, bare, "examples have no right candidate.", "Leave them out of the task.")
    return problems
