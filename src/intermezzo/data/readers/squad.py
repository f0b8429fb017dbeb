"""squad: SQuAD's JSON, versions 1.1 and 2.0, and what has been written in its image.

    {"data": [{"paragraphs": [{"context": "Kisumu lies by the lake.", "qas": [
        {"id": "q1", "question": "Where?", "answers": [{"text": "by the lake", "answer_start": 12}]}]}]}]}

Read alike: XQuAD and XQuAD-R, MLQA, TyDiQA-GoldP as XTREME splits it (no titles, repeated ids), JaQuAD, DRCD,
CMRC's SQuAD style, KorQuAD, PIAF (ids as numbers in its early export), TQuad (positions as text), ARCD,
SQuAD-it, SQuAD-es. Order of keys, `version`, and keys not named above make no difference.
A question is unanswerable if `is_impossible` says so, or if its answers are empty and others' are not.

Source: Rajpurkar et al. (2016), arXiv:1606.05250; Rajpurkar et al. (2018), arXiv:1806.03822.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intermezzo.data.asked import Asked, context_in, gold_in, id_in, without_problems
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
    articles = member(document, "data", list, place)
    if isinstance(articles, Problem):
        yield articles
        return
    for a, article in enumerate(articles):
        yield from in_article(article, place.key("data").item(a))


def in_article(article: object, place: Place) -> Iterator[Asked | Problem]:
    paragraphs = member(article, "paragraphs", list, place)
    if isinstance(paragraphs, Problem):
        yield paragraphs
        return
    for p, paragraph in enumerate(paragraphs):
        yield from in_paragraph(paragraph, place.key("paragraphs").item(p))


def in_paragraph(paragraph: object, place: Place) -> Iterator[Asked | Problem]:
    context = context_in(paragraph, "context", place)
    if isinstance(context, Problem):
        yield context
        return
    qas = member(paragraph, "qas", list, place)
    if isinstance(qas, Problem):
        yield qas
        return
    for q, qa in enumerate(qas):
        yield in_qa(qa, context, place.key("qas").item(q))


def in_qa(qa: object, context: str | None, place: Place) -> Asked | Problem:
    question = member(qa, "question", str, place)
    if isinstance(question, Problem):
        return question
    assert isinstance(qa, dict)  # or `member` had refused it
    identity = id_in(qa, "id", place)
    if isinstance(identity, Problem):
        return identity
    answers = member(qa, "answers", list, place)
    if isinstance(answers, Problem):
        return answers
    golds = without_problems([gold_in(each, place.key("answers").item(i)) for i, each in enumerate(answers)])
    if isinstance(golds, Problem):
        return golds
    is_impossible = of_kind(qa.get("is_impossible", False), bool, place.key("is_impossible"))
    if isinstance(is_impossible, Problem):
        return is_impossible
    return Asked(id=identity, question=question, context=context, golds=golds, is_impossible=is_impossible)


READER = Reader(name="squad", unit="qa", read=read)
