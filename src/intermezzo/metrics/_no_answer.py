"""SQuAD 2.0 as a whole script: totals, the no-answer threshold, the best one, precision and recall.

Script: rajpurkar/SQuAD-explorer, evaluate-v2.0.py, commit eee5fdbf. Its oddities are kept: the best
threshold is looked for inside ties too, in the order of the probabilities' file; that search asks whether
an answer to an unanswerable question is empty as written, the score whether it is once normalised; a gold
that normalises to nothing makes a question answerable in the totals and not in the score. Where the script
crashes, this refuses.

Its sums run left to right in plain doubles, as Python's `sum` did up to 3.11; since 3.12 the script itself
may print another last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from intermezzo.metrics import em, f1
from intermezzo.metrics._profiles import squad_2_0
from intermezzo.metrics._squad_layout import Report, answers_to, questions
from intermezzo.problem import Problem, Refused

DEFAULT_NA_PROB_THRESH = 1.0  # evaluate-v2.0.py, --na-prob-thresh; probabilities are never above it


@dataclass(frozen=True, slots=True, kw_only=True)
class RawScores:
    """Scores before any threshold, by question id in the order of the data set."""

    exact: dict[str, float]  # 0 or 1
    f1: dict[str, float]  # in [0, 1]
    is_answerable: dict[str, bool]  # has gold answers, whatever they normalise to
    answers: dict[str, str]


def squad20_report(
    dataset: Mapping[str, Any],
    predictions: Mapping[str, object],
    *,
    na_probs: Mapping[str, float] | None = None,
    na_prob_thresh: float = DEFAULT_NA_PROB_THRESH,
    with_precision_recall: bool = False,
) -> Report:
    """What `evaluate-v2.0.py dataset predictions` prints.

    Args:
        dataset: the file's JSON, with `data`.
        predictions: question id to answer, "" for none.
        na_probs: question id to the probability of no answer; its order decides between ties.
        na_prob_thresh: an answer whose probability of none is above it is taken back.
        with_precision_recall: the script's --out-image-dir, the numbers without the pictures.

    Returns:
        exact, f1, total, the same for HasAns and NoAns where there are such questions; with na_probs also
        best_exact and best_f1 with their thresholds; with precision and recall also pr_exact_ap, pr_f1_ap,
        pr_oracle_ap where a question is answerable. Scores in points.

    Errors:
        Refused for a data set without questions, a missing prediction or one that is not text, a question
        without a probability, a probability that is no number; with precision and recall also for a
        probability of a question that is not in the data set.
    """
    return thresholded(
        raw_scores(dataset, predictions),
        na_probs=na_probs,
        na_prob_thresh=na_prob_thresh,
        with_precision_recall=with_precision_recall,
    )


def raw_scores(dataset: Mapping[str, Any], predictions: Mapping[str, object]) -> RawScores:
    """Both metrics on every question, no threshold applied; where an id stands twice the last one counts."""
    asked = questions(dataset)
    answers = answers_to(asked, predictions)
    golds = [question.golds for question in asked]
    ids = [question.id for question in asked]
    if not ids:
        raise Refused(Problem(what="the data set has no questions.", remedy="There is nothing to score."))
    by_exact, by_f1 = (
        metric.measure(answers, golds, language="en", profile=squad_2_0.PROFILE)[:, 0].tolist()
        for metric in (em.METRIC, f1.METRIC)
    )
    return RawScores(
        exact=dict(zip(ids, by_exact)),
        f1=dict(zip(ids, by_f1)),
        is_answerable={question.id: bool(question.golds) for question in asked},
        answers={id: answer for id, answer in zip(ids, answers) if answer is not None},
    )


def thresholded(
    raw: RawScores,
    *,
    na_probs: Mapping[str, float] | None = None,
    na_prob_thresh: float = DEFAULT_NA_PROB_THRESH,
    with_precision_recall: bool = False,
) -> Report:
    """The report from raw scores; arguments, values and errors as in `squad20_report`."""
    probs = dict.fromkeys(raw.answers, 0.0) if na_probs is None else na_probs
    if problems := _refusals(raw, probs, with_precision_recall=with_precision_recall):
        raise Refused(problems)

    def taken_back(scores: dict[str, float]) -> dict[str, float]:
        return {
            id: float(not raw.is_answerable[id]) if probs[id] > na_prob_thresh else score
            for id, score in scores.items()
        }

    exact, token_f1 = taken_back(raw.exact), taken_back(raw.f1)
    has_answer = [id for id, is_answerable in raw.is_answerable.items() if is_answerable]
    no_answer = [id for id, is_answerable in raw.is_answerable.items() if not is_answerable]
    scores: dict[str, float] = {}
    for prefix, ids in (("", list(exact)), ("HasAns_", has_answer), ("NoAns_", no_answer)):
        if ids:
            scores[f"{prefix}exact"] = 100.0 * _sum_in_order(exact[id] for id in ids) / len(ids)
            scores[f"{prefix}f1"] = 100.0 * _sum_in_order(token_f1[id] for id in ids) / len(ids)
            scores[f"{prefix}total"] = len(ids)
    if na_probs is None:
        return Report(scores=scores)
    scores["best_exact"], scores["best_exact_thresh"] = best_threshold(raw, raw.exact, na_probs)
    scores["best_f1"], scores["best_f1_thresh"] = best_threshold(raw, raw.f1, na_probs)
    if with_precision_recall and has_answer:
        oracle = {id: float(is_answerable) for id, is_answerable in raw.is_answerable.items()}
        scores["pr_exact_ap"] = average_precision(raw, raw.exact, na_probs)
        scores["pr_f1_ap"] = average_precision(raw, raw.f1, na_probs)
        scores["pr_oracle_ap"] = average_precision(raw, oracle, na_probs)
    return Report(scores=scores)


def best_threshold(
    raw: RawScores, scores: Mapping[str, float], na_probs: Mapping[str, float]
) -> tuple[float, float]:
    """The best score that a threshold could give, in points, and the threshold.

    Starts with no answer to anything, every unanswerable question right, and lets answers in from the
    surest on. It may stop between two of equal probability, where no threshold can, so the score need not
    be within reach.
    """
    current: float = sum(not is_answerable for is_answerable in raw.is_answerable.values())
    best, threshold = current, 0.0
    for id in sorted(na_probs, key=na_probs.__getitem__):
        if id not in scores:
            continue
        if raw.is_answerable[id]:
            current += scores[id]
        elif raw.answers[id]:
            current -= 1
        if current > best:
            best, threshold = current, na_probs[id]
    return 100.0 * best / len(scores), threshold


def average_precision(raw: RawScores, scores: Mapping[str, float], na_probs: Mapping[str, float]) -> float:
    """sum (R_i - R_i-1) P_i over the distinct probabilities, surest first, in points.

    P is the score collected per answer given, R per answerable question; unanswerable ones collect nothing.
    """
    n_answerable = sum(raw.is_answerable.values())
    ranked = sorted(na_probs, key=na_probs.__getitem__)
    collected, area, recall_before = 0.0, 0.0, 0.0
    for n_given, id in enumerate(ranked, start=1):
        if raw.is_answerable[id]:
            collected += scores[id]
        if n_given == len(ranked) or na_probs[id] != na_probs[ranked[n_given]]:
            recall = collected / n_answerable
            area += collected / n_given * (recall - recall_before)
            recall_before = recall
    return 100.0 * area


def _refusals(raw: RawScores, probs: Mapping[str, float], *, with_precision_recall: bool) -> list[Problem]:
    remedy = "Give every question of the data set its probability of no answer."
    problems = [
        Problem(place=f"na_prob {id}", what="is missing.", remedy=remedy)
        for id in raw.exact
        if id not in probs
    ]
    problems += [
        Problem(place=f"na_prob {id}", what=f"expected a number, found {prob!r}.")
        for id, prob in probs.items()
        if not isinstance(prob, Real)
    ]
    if with_precision_recall and any(raw.is_answerable.values()):
        problems += [
            Problem(place=f"na_prob {id}", what="no such question in the data set.", remedy="Leave it out.")
            for id in probs
            if id not in raw.is_answerable
        ]
    return problems


def _sum_in_order(values: Iterable[float]) -> float:
    return float(np.add.accumulate(np.fromiter(values, dtype=np.float64))[-1])
