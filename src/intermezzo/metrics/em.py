"""em: exact match, the share of questions whose answer equals a gold answer once both are normalised.

Source: Rajpurkar et al. (2016), SQuAD: 100,000+ Questions for Machine Comprehension of Text, section 6.1;
https://github.com/allenai/bi-att-flow/blob/49004549e9a88b78c359b31481afa7792dbb3f4a/squad/evaluate-v1.1.py

Worked item, profile squad-1.1: gold "Denver Broncos", prediction "the Denver Broncos!". Both normalise to
"denver broncos", so the line is [1, 1].
"""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.metrics._best_gold import best_over_golds
from intermezzo.metrics._metric import Metric, Statistics, mean_in_points
from intermezzo.metrics._profile import Profile


def measure(
    predictions: Sequence[str | None], golds: Sequence[Sequence[str]], *, language: str, profile: Profile
) -> Statistics:
    """One line per example: does the answer equal a gold?

    Args:
        predictions: E answers; None is a missing one, a 0 that counts (squad-2.0 refuses it).
        golds: E sequences of gold answers.
        language: of the answers (in MLQA: of the context).
        profile: how both sides are read.

    Returns:
        [E, 2]: 0 or 1, and 1 for having been counted.

    Errors:
        Refused where the official script would stop: a language that the profile does not know, an example
        without golds where it needs some, a prediction that is not text.

    Example:
        >>> from intermezzo.metrics._profiles.squad_1_1 import PROFILE
        >>> measure(["the Denver Broncos!"], [["Denver Broncos"]], language="en", profile=PROFILE)
        array([[1., 1.]])
    """
    return best_over_golds(predictions, golds, language=language, profile=profile, agreement=is_equal)


def is_equal(answer: str, gold: str) -> float:
    """1.0 or 0.0, on normalised text."""
    return float(answer == gold)


METRIC = Metric(name="em", unit="points", measure=measure, combine=mean_in_points)
