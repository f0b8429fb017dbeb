"""f1: overlap of answer and gold answer in tokens, order aside, the best over golds.

Source: Rajpurkar et al. (2016), SQuAD: 100,000+ Questions for Machine Comprehension of Text, section 6.1;
https://github.com/allenai/bi-att-flow/blob/49004549e9a88b78c359b31481afa7792dbb3f4a/squad/evaluate-v1.1.py

Worked item, profile squad-1.1: gold "the Denver Broncos", prediction "Broncos". One token is shared,
precision 1/1, recall 1/2, so the line is [2/3, 1].
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
    """One line per example: token F1 with the gold that gives most.

    Args:
        predictions: E answers; None is a missing one, a 0 that counts (squad-2.0 refuses it).
        golds: E sequences of gold answers.
        language: of the answers (in MLQA: of the context).
        profile: how both sides are read and cut into tokens.

    Returns:
        [E, 2]: F1 in [0, 1], and 1 for having been counted.

    Errors:
        Refused where the official script would stop: a language that the profile does not know, an example
        without golds where it needs some, a prediction that is not text.

    Example:
        >>> from intermezzo.metrics._profiles.squad_1_1 import PROFILE
        >>> measure(["Broncos"], [["the Denver Broncos"]], language="en", profile=PROFILE)
        array([[0.66666667, 1.        ]])
    """
    tokens = cache(lambda text: profile.tokens(text, language))

    def agreement(answer: str, gold: str) -> float:
        return token_f1(tokens(answer), tokens(gold), both_empty=profile.both_empty_f1)

    return best_over_golds(predictions, golds, language=language, profile=profile, agreement=agreement)


def token_f1(answer: Sequence[str], gold: Sequence[str], *, both_empty: float) -> float:
    """2 P R / (P + R) on multisets of tokens, in [0, 1]; `both_empty` where neither side has a token.

    Written as a mean of P and R, not as 2n / (|answer| + |gold|): the two differ in the last digit.
    """
    if not answer and not gold:
        return both_empty
    # A third of the time of Counter(answer) & Counter(gold) on SQuAD dev: answers are short.
    n_shared = sum(min(answer.count(t), gold.count(t)) for t in set(answer).intersection(gold))
    if n_shared == 0:
        return 0.0
    precision = n_shared / len(answer)
    recall = n_shared / len(gold)
    return (2 * precision * recall) / (precision + recall)


METRIC = Metric(name="f1", unit="points", measure=measure, combine=mean_in_points)
