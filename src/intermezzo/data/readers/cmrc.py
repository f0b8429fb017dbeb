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

from intermezzo.data import nested
from intermezzo.data.asked import Asked, Gold, answer_text
from intermezzo.data.ledger import Ledger
from intermezzo.data.nested import Dialect
from intermezzo.data.place import Place, of_kind
from intermezzo.data.reader import Reader, ReadOptions
from intermezzo.example import QAExample
from intermezzo.problem import Problem


def bare(value: object, place: Place) -> Gold | Problem:
    text = answer_text(value, place)
    return text if isinstance(text, Problem) else Gold(text=text, start=None)


DIALECT = Dialect(context="context_text", question="query_text", id="query_id", gold=bare)


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    return nested.read(source, in_document, name=name, language=language, options=options)


def in_document(document: object, place: Place) -> Iterator[Asked | Problem]:
    passages = of_kind(document, list, place)
    if isinstance(passages, Problem):
        yield passages
        return
    for p, passage in enumerate(passages):
        yield from nested.in_passage(passage, place.item(p), DIALECT)


READER = Reader(name="cmrc", unit="qa", read=read)
