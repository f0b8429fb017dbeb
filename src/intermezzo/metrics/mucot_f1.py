"""mucot-f1: F1 as MuCoT computes it beside ChAII's Jaccard: tokens that are shared count once, lengths with repeats.

Source: Kumar et al. (2022), MuCoT, arXiv:2204.05814;
https://github.com/gokulkarthik/mucot/blob/c1a8c10193c821cb7263f442f224bff9c984391b/utils/metrics.py

Worked item, profile squad-1.1: gold "New York New York", prediction the same. Two different tokens are shared,
precision 2/4, recall 2/4, so the line is [1/2, 1]: an answer that repeats a word is never quite right.

MuCoT reads answers as SQuAD 1.1 does, so its numbers are those under that profile; articles of English go in every
language. Both sides empty agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from intermezzo.metrics._best_gold import best_over_golds
from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.metrics._profile import Profile


def measure(
    predictions: Sequence[str | None], golds: Sequence[Sequence[str]], *, language: str, profile: Profile
) -> Statistics:
    """One line per example: MuCoT's F1 with the gold that gives most.

    Args:
        predictions: E answers; None is a missing one, a 0 that counts.
        golds: E sequences of gold answers.
        language: of the answers.
        profile: how both sides are read and cut into tokens.

    Returns:
        [E, 2]: F1 in [0, 1], and 1 for having been counted.

    Errors:
        Refused as in `f1`.

    Example:
        >>> from intermezzo.metrics._profiles.squad_1_1 import PROFILE
        >>> measure(["New York New York"], [["New York New York"]], language="en", profile=PROFILE)
        array([[0.5, 1. ]])
    """
    tokens = cache(lambda text: profile.tokens(text, language))

    def agreement(answer: str, gold: str) -> float:
        return f1_of_sets(tokens(answer), tokens(gold))

    return best_over_golds(predictions, golds, language=language, profile=profile, agreement=agreement)


def f1_of_sets(answer: Sequence[str], gold: Sequence[str]) -> float:
    """2 P R / (P + R) with different shared tokens over all tokens, in [0, 1]; 1 where neither side has a token."""
    if not answer or not gold:
        return float(answer == gold)
    n_shared = len(set(answer).intersection(gold))
    if n_shared == 0:
        return 0.0
    precision, recall = n_shared / len(answer), n_shared / len(gold)
    return 2 * (precision * recall) / (precision + recall)


METRIC = Metric(name="mucot-f1", unit="points", measure=measure, combine=mean_in_points)
