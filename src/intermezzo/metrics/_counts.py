"""Precision, recall and F1 from counts: what entities, runs of tags and sentence pairs have in common."""

from __future__ import annotations

from dataclasses import dataclass

from intermezzo.metrics._metric import Statistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Three shares in [0, 1]."""

    precision: float
    recall: float
    f1: float


def shares(sums: Statistics, *, undefined: float = 0.0) -> Shares:
    """P = right / predicted, R = right / gold, F1 = 2 P R / (P + R).

    Args:
        sums: [3], how many are right, predicted, gold.
        undefined: P where nothing is predicted, R where there is no gold; the official scripts have 0.
    """
    n_right, n_predicted, n_gold = map(float, sums)
    precision = n_right / n_predicted if n_predicted else undefined
    recall = n_right / n_gold if n_gold else undefined
    both = precision + recall
    return Shares(precision=precision, recall=recall, f1=2 * precision * recall / both if both else 0.0)


def f1_in_points(sums: Statistics) -> float:
    """The `combine` of every F1 that is taken once, over the counts of all examples (micro average)."""
    return 100.0 * shares(sums).f1


def precision_in_points(sums: Statistics) -> float:
    """How much of what was predicted is right."""
    return 100.0 * shares(sums).precision


def recall_in_points(sums: Statistics) -> float:
    """How much of what is right was predicted."""
    return 100.0 * shares(sums).recall
