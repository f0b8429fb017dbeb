"""SQuAD's layout: data, paragraphs, questions; read as far as scoring needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intermezzo.problem import Problem, Refused, mismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a scoring script reads of a question."""

    id: str
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an official script prints.

    `scores` has the keys of the script's JSON in its order, scores in points, totals as whole numbers.
    `remarks` has one line for each that the script writes to stderr.
    """

    scores: dict[str, float]
    remarks: tuple[str, ...] = ()


def questions(dataset: Mapping[str, Any]) -> list[Question]:
    """All questions in the order of the file; an id that stands twice comes twice.

    Errors:
        Refused if the layout is another one or a gold answer is not text (the scripts stop with a KeyError,
        TypeError or AttributeError).
    """
    try:
        found = [
            Question(id=item["id"], golds=tuple(answer["text"] for answer in item["answers"]))
            for article in dataset["data"]
            for paragraph in article["paragraphs"]
            for item in paragraph["qas"]
        ]
    except (KeyError, TypeError) as error:
        remedy = "Expected data / paragraphs / qas, with id and answers / text in each."
        raise Refused(
            Problem(what=f"the data set is not in SQuAD's layout ({error!r}).", remedy=remedy)
        ) from error
    problems = [
        mismatch(place=f"question {question.id}", expected="gold answers as text", found=gold)
        for question in found
        for gold in question.golds
        if not isinstance(gold, str)
    ]
    if problems:
        raise Refused(problems)
    return found


def answers_to(asked: list[Question], predictions: Mapping[str, object]) -> list[str | None]:
    """The predictions in the order of the questions, None where an id is missing; other ids are left alone.

    Errors:
        Refused for predictions that are no mapping, and for every one that is no text, null included (the
        scripts stop with an AttributeError).
    """
    if not isinstance(predictions, Mapping):
        raise Refused(
            mismatch(expected="predictions as an object, id to answer", found=type(predictions).__name__)
        )
    answers: list[str | None] = []
    problems: list[Problem] = []
    for question in asked:
        answer = predictions.get(question.id)
        if question.id not in predictions or isinstance(answer, str):
            answers.append(answer if isinstance(answer, str) else None)
        else:
            place = f"prediction {question.id}"
            remedy = 'An empty answer is written "".'
            problems.append(mismatch(place=place, expected="text", found=answer, remedy=remedy))
    if problems:
        raise Refused(problems)
    return answers
