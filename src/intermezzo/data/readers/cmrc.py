"""cmrc: CMRC 2018 as its makers publish it; the SQuAD-style files beside it are read by `squad`.

    [{"context_id": "DEV_0", "context_text": "基苏木在湖边。", "qas": [
        {"query_id": "DEV_0_QUERY_0", "query_text": "在哪里？", "answers": ["湖边", "在湖边"]}]}]

Answers are bare values without positions, so they stand at their first occurrence if `misplaced = "repair"`
allows it, and the file is refused otherwise. Some answers are numbers that went through a spreadsheet.

Source: Cui et al. (2019), arXiv:1810.07366; ymcui/cmrc2018.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intermezzo.data.asked import Asked, Gold, answer_text, context_in, id_in, without_problems
from intermezzo.data.gold import settle
from intermezzo.data.json_text import parse
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, member, of_kind
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import QAExample
from intermezzo.problem import Problem, Refused


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    document = parse(text.content, name=name)
    if isinstance(document, Problem):
        raise Refused(document)
    return settle(
        in_document(document, Place(name)), name=name, language=language, options=options, notes=text.notes
    )


def in_document(document: object, place: Place) -> Iterator[Asked | Problem]:
    passages = of_kind(document, list, place)
    if isinstance(passages, Problem):
        yield passages
        return
    for p, passage in enumerate(passages):
        yield from in_passage(passage, place.item(p))


def in_passage(passage: object, place: Place) -> Iterator[Asked | Problem]:
    context = context_in(passage, "context_text", place)
    if isinstance(context, Problem):
        yield context
        return
    qas = member(passage, "qas", list, place)
    if isinstance(qas, Problem):
        yield qas
        return
    for q, qa in enumerate(qas):
        yield in_query(qa, context, place.key("qas").item(q))


def in_query(qa: object, context: str | None, place: Place) -> Asked | Problem:
    question = member(qa, "query_text", str, place)
    if isinstance(question, Problem):
        return question
    assert isinstance(qa, dict)  # or `member` had refused it
    identity = id_in(qa, "query_id", place)
    if isinstance(identity, Problem):
        return identity
    answers = member(qa, "answers", list, place)
    if isinstance(answers, Problem):
        return answers
    golds = without_problems([bare(each, place.key("answers").item(i)) for i, each in enumerate(answers)])
    if isinstance(golds, Problem):
        return golds
    return Asked(id=identity, question=question, context=context, golds=golds)


def bare(value: object, place: Place) -> Gold | Problem:
    text = answer_text(value, place)
    return text if isinstance(text, Problem) else Gold(text=text, start=None)


READER = Reader(name="cmrc", unit="qa", read=read)
