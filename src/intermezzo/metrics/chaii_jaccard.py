"""chaii-jaccard: words that answer and gold answer share, out of those that either has, the best over golds.

Source: the metric of the competition ChAII, Hindi and Tamil Question Answering (2021), as in
https://github.com/gokulkarthik/mucot/blob/c1a8c10193c821cb7263f442f224bff9c984391b/utils/metrics.py

Worked item, profile chaii: gold "in New Delhi", prediction "New Delhi ." shares two words of four, so the
line is [1/2, 1]. A word that stands twice counts once.

The competition's number is the one with profile chaii; any other profile reads the words its own way, and
decides what two empty sides are worth.
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
    """One line per example: word Jaccard with the gold that gives most.

    Args:
        predictions: E answers; None is a missing one, a 0 that counts (chaii and squad-2.0 refuse it).
        golds: E sequences of gold answers.
        language: of the answers.
        profile: how both sides are read and cut into words.

    Returns:
        [E, 2]: the share in [0, 1], and 1 for having been counted.

    Errors:
        Refused as by f1; with profile chaii also where answer and gold are both empty, which the original
        cannot score.

    Example:
        >>> from intermezzo.metrics._profiles.chaii import PROFILE
        >>> measure(["New Delhi ."], [["in New Delhi"]], language="hi", profile=PROFILE)
        array([[0.5, 1. ]])
    """
    words = cache(lambda text: frozenset(profile.tokens(text, language)))

    def agreement(answer: str, gold: str) -> float:
        return jaccard(words(answer), words(gold), both_empty=profile.both_empty_f1)

    return best_over_golds(predictions, golds, language=language, profile=profile, agreement=agreement)


def jaccard(answer: frozenset[str], gold: frozenset[str], *, both_empty: float) -> float:
    """|A and B| / |A or B|, in [0, 1]; `both_empty` where neither side has a word."""
    if not answer and not gold:
        return both_empty
    return len(answer & gold) / len(answer | gold)


METRIC = Metric(name="chaii-jaccard", unit="points", measure=measure, combine=mean_in_points)
