"""How one language of a task is scored: two files in, the script's numbers out.

Each scorer goes through a metric of this room, so a task's number here and in a study are one. Where the
script crashes, it refuses with the path and the reason; where the script is lax, it is too, and says so in a
remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from intermezzo.metrics import accuracy, em, f1, pair_f1, reciprocal_rank_at_20
from intermezzo.metrics._chunks import Tag, measure_chunks
from intermezzo.metrics._counts import f1_in_points, precision_in_points, recall_in_points
from intermezzo.metrics._metric import NO_EXAMPLES, Statistics, overall
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._squad_layout import answers_to, questions
from intermezzo.metrics._xtreme.files import File
from intermezzo.problem import Problem, Refused, mismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Scores in points by metric, and what the script passed over."""

    scores: dict[str, float]
    remarks: tuple[str, ...] = ()


Scorer = Callable[[File, File, str], Scored]  # predictions, labels, language


def labels(predictions: File, golds: File, language: str) -> Scored:
    """A label a line: XNLI, PAWS-X, Tatoeba."""
    predicted, right = predictions.lines(), golds.lines()
    _same_number(predictions, golds, len(predicted), len(right))
    return Scored(
        scores={"accuracy": overall(accuracy.METRIC, accuracy.measure(predicted, right, language=language))}
    )


def choices(predictions: File, golds: File, language: str) -> Scored:
    """An object a line, of which "label" counts: XCOPA. Compared as JSON values: 1 is not "1"."""
    predicted, right = (_label_of_each(file) for file in (predictions, golds))
    _same_number(predictions, golds, len(predicted), len(right))
    lines = np.array([(p == g, 1) for p, g in zip(predicted, right)], dtype=np.float64)
    return Scored(scores={"accuracy": overall(accuracy.METRIC, lines)})


def _label_of_each(file: File) -> list[Any]:
    values = file.json_lines()
    problems = [
        mismatch(place=f"{file.path}:{number}", expected='an object with "label"', found=value)
        for number, value in enumerate(values, start=1)
        if not isinstance(value, dict) or "label" not in value
    ]
    if problems:
        raise Refused(problems)
    return [value["label"] for value in values]


def tags(read: Callable[[str], Tag]) -> Scorer:
    """A tag a line, a blank line between sentences: PAN-X and UDPOS, by the seqeval that reads tags like this."""

    def scorer(predictions: File, golds: File, language: str) -> Scored:
        predicted, right = predictions.sentences(), golds.sentences()
        _same_number(predictions, golds, len(predicted), len(right))
        with _told_at(predictions.path):
            return _three(measure_chunks(predicted, right, read).sum(axis=0))

    return scorer


def pairs(predictions: File, golds: File, language: str) -> Scored:
    """A pair of ids a line: BUCC. Lines are compared whole, each counted once; a blank one is a pair too."""
    found, right = ({}, {})  # type: tuple[dict[str, list[str]], dict[str, list[str]]]
    for file, partners in ((predictions, found), (golds, right)):
        for line in file.lines():
            source, _, partner = line.partition("\t")
            partners.setdefault(source, []).append(partner)
    sources = sorted(found | right)
    lines = pair_f1.measure(
        [found.get(source) for source in sources],
        [right.get(source, []) for source in sources],
        language=language,
    )
    return _three(lines.sum(axis=0))


def _three(sums: Statistics) -> Scored:
    return Scored(
        scores={
            "f1": f1_in_points(sums),
            "precision": precision_in_points(sums),
            "recall": recall_in_points(sums),
        }
    )


def answers(profile: Profile) -> Scorer:
    """SQuAD's layout and an object of id and answer: XQuAD, TyDiQA, MLQA."""

    def scorer(predictions: File, golds: File, language: str) -> Scored:
        dataset, said = golds.data(), predictions.data()
        with _told_at(golds.path):
            asked = questions({"data": dataset})
        if not asked:
            raise Refused(NO_EXAMPLES.at(golds.path))
        remarks = []
        if not isinstance(said, Mapping):
            remarks.append(f"{predictions.path}: no object of id and answer; every question is unanswered.")
            said = {}
        with _told_at(predictions.path):
            given = answers_to(asked, said)
            right = [question.golds for question in asked]
            scores = {
                name: overall(metric, metric.measure(given, right, language=language, profile=profile))
                for name, metric in (("exact_match", em.METRIC), ("f1", f1.METRIC))
            }
        remarks += [
            f"{predictions.path}: question {question.id}: no prediction, scored 0."
            for question, answer in zip(asked, given)
            if answer is None
        ]
        return Scored(scores=scores, remarks=tuple(remarks))

    return scorer


def entities(predictions: File, golds: File, language: str) -> Scored:
    """An object of id and ranked entities on either side: Mewsli-X. Without examples it is 0."""
    right, said = golds.json(), predictions.json()
    problems: list[Problem] = []
    for file, value in ((golds, right), (predictions, said)):
        if not isinstance(value, Mapping):
            problems.append(
                mismatch(place=file.path, expected="an object of id and entities", found=type(value).__name__)
            )
    if problems:
        raise Refused(problems)
    remarks: list[str] = []
    ranked: list[Sequence[str] | None] = []
    for id, gold in right.items():
        given = said.get(id)
        if not isinstance(gold, list) or not gold or not isinstance(gold[0], str):
            problems.append(mismatch(place=f"{golds.path}: {id}", expected="the id of an entity", found=gold))
        if id not in said:
            remarks.append(f"{predictions.path}: {id}: no prediction, scored 0.")
        elif isinstance(given, str):
            remarks.append(f"{predictions.path}: {id}: a text, not a list; compared letter by letter.")
            given = list(given)
        elif not isinstance(given, list):
            problems.append(
                mismatch(place=f"{predictions.path}: {id}", expected="a list of ids", found=given)
            )
        ranked.append(given)
    if problems:
        raise Refused(problems)
    lines = reciprocal_rank_at_20.measure(ranked, list(right.values()), language=language)
    score = overall(reciprocal_rank_at_20.METRIC, lines) if len(lines) else 0.0
    return Scored(scores={"map@20": score}, remarks=tuple(remarks))


@contextmanager
def _told_at(path: str) -> Iterator[None]:
    """Refusals from inside get the file's path."""
    try:
        yield
    except Refused as refused:
        raise Refused([problem.at(path) for problem in refused.problems]) from refused


def _same_number(predictions: File, golds: File, n_predicted: int, n_gold: int) -> None:
    if n_predicted != n_gold:
        what = f"{n_predicted} examples, but {golds.path} has {n_gold}."
        remedy = "A blank line is one too."
        raise Refused(Problem(place=predictions.path, what=what, remedy=remedy))
    if not n_gold:
        raise Refused(NO_EXAMPLES.at(golds.path))
