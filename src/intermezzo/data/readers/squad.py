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

from intermezzo.data import nested
from intermezzo.data.asked import Asked, gold_in
from intermezzo.data.ledger import Ledger
from intermezzo.data.nested import Dialect
from intermezzo.data.place import Place, member
from intermezzo.data.reader import Reader, ReadOptions
from intermezzo.example import QAExample
from intermezzo.problem import Problem

DIALECT = Dialect(context="context", question="question", id="id", gold=gold_in)


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    return nested.read(source, in_document, name=name, language=language, options=options)


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
    return nested.in_passage(paragraph, place, DIALECT)


READER = Reader(name="squad", unit="qa", read=read)
