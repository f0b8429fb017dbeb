"""Flat rows: question, context and answers side by side, as JSON lines, CSV and hub tables have them."""

from __future__ import annotations

from collections.abc import Mapping

from intermezzo.data.asked import (
    Asked,
    Gold,
    context_in,
    first_problem,
    gold_in,
    gold_of,
    id_in,
    without_problems,
)
from intermezzo.data.place import Place, expected, keys, member, shown
from intermezzo.problem import Problem

# Our field -> the names it goes by, the first that a row has. AfriQA asks in `question_lang`; the English
# `question_translated` beside it is taken on request.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("question_id", "id"),
    "question": ("question", "question_lang"),
    "context": ("context",),
    "answers": ("answers", "answer_pivot", "answer_text"),
}
FIELDS = tuple(NAMES)


def in_row(row: object, place: Place, columns: Mapping[str, str]) -> Asked | Problem:
    """The question of one row.

    Args:
        columns: our field -> the name it has here, where that is not among `NAMES`.
    """
    if not isinstance(row, dict):
        return expected("an object", shown(row), place)
    found = {field: named(field, row, place, columns) for field in FIELDS}
    names = {field: name for field, name in found.items() if isinstance(name, str)}
    if problem := first_problem(*found.values()):
        return problem
    context = context_in(row, names["context"], place)
    identity = id_in(row, names["id"], place)
    question = member(row, names["question"], str, place)
    # A row without context has answers without positions: AfriQA gives a text and no start.
    golds = () if context is None else golds_in(row, names["answers"], place)
    if isinstance(context, Problem):
        return context
    if isinstance(identity, Problem):
        return identity
    if isinstance(question, Problem):
        return question
    if isinstance(golds, Problem):
        return golds
    return Asked(id=identity, question=question, context=context, golds=golds)


def named(field: str, row: dict[str, object], place: Place, columns: Mapping[str, str]) -> str | Problem:
    candidates = (columns[field],) if field in columns else NAMES[field]
    for name in candidates:
        if name in row:
            return name
    wanted = " or ".join(f"'{name}'" for name in candidates)
    return expected(f"a field {wanted}", keys(row), place)


def golds_in(row: dict[str, object], name: str, place: Place) -> tuple[Gold, ...] | Problem:
    """Three layouts: a list of answers, a pair of lists, or one answer in two columns."""
    answers = row[name]
    here = place.key(name)
    if isinstance(answers, list):
        return without_problems([gold_in(each, here.item(i)) for i, each in enumerate(answers)])
    if isinstance(answers, dict):
        return in_lists(answers, here)
    if isinstance(answers, str) and "answer_start" in row:
        gold = gold_of(answers, row["answer_start"], here, place.key("answer_start"))
        return gold if isinstance(gold, Problem) else (gold,)
    return expected("answers with texts and positions", shown(answers), here)


def in_lists(answers: dict[str, object], place: Place) -> tuple[Gold, ...] | Problem:
    texts = member(answers, "text", list, place)
    if isinstance(texts, Problem):
        return texts
    starts = member(answers, "answer_start", list, place)
    if isinstance(starts, Problem):
        return starts
    if len(texts) != len(starts):
        return expected(
            f"{len(texts)} positions, one for each text", str(len(starts)), place.key("answer_start")
        )
    return without_problems(
        [
            gold_of(text, start, place.key("text").item(i), place.key("answer_start").item(i))
            for i, (text, start) in enumerate(zip(texts, starts))
        ]
    )
