"""Nested JSON: passages, each with its questions in `qas`, whatever a dialect calls their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intermezzo.data.asked import Asked, Gold, context_in, id_in, without_problems
from intermezzo.data.gold import settle
from intermezzo.data.json_text import parse
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, member, of_kind
from intermezzo.data.reader import ReadOptions, opened
from intermezzo.example import QAExample
from intermezzo.problem import Problem, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What the parts of a passage are called, and how an answer is written."""

    context: str
    question: str
    id: str
    gold: Callable[[object, Place], Gold | Problem]


def read(
    source: Path | bytes,
    in_document: Callable[[object, Place], Iterator[Asked | Problem]],
    *,
    name: str,
    language: str,
    options: ReadOptions,
) -> tuple[list[QAExample], Ledger]:
    """A file that is one JSON document, all of it held at once."""
    text = opened(source, name=name)
    document = parse(text.content, name=name)
    if isinstance(document, Problem):
        raise Refused(document)
    return settle(
        in_document(document, Place(name)), name=name, language=language, options=options, notes=text.notes
    )


def in_passage(passage: object, place: Place, dialect: Dialect) -> Iterator[Asked | Problem]:
    context = context_in(passage, dialect.context, place)
    if isinstance(context, Problem):
        yield context
        return
    qas = member(passage, "qas", list, place)
    if isinstance(qas, Problem):
        yield qas
        return
    for q, qa in enumerate(qas):
        yield in_question(qa, context, place.key("qas").item(q), dialect)


def in_question(qa: object, context: str | None, place: Place, dialect: Dialect) -> Asked | Problem:
    question = member(qa, dialect.question, str, place)
    if isinstance(question, Problem):
        return question
    assert isinstance(qa, dict)  # or `member` had refused it
    identity = id_in(qa, dialect.id, place)
    if isinstance(identity, Problem):
        return identity
    answers = member(qa, "answers", list, place)
    if isinstance(answers, Problem):
        return answers
    golds = without_problems(
        [dialect.gold(each, place.key("answers").item(i)) for i, each in enumerate(answers)]
    )
    if isinstance(golds, Problem):
        return golds
    is_impossible = of_kind(qa.get("is_impossible", False), bool, place.key("is_impossible"))
    if isinstance(is_impossible, Problem):
        return is_impossible
    return Asked(id=identity, question=question, context=context, golds=golds, is_impossible=is_impossible)
