"""jsonl-qa: JSON lines, each a question with its context, or a SQuAD article or paragraph.

    {"question_id": "q1", "context": "Kisumu lies by the lake.", "question": "Where?",
     "answers": {"text": ["by the lake"], "answer_start": [12]}}

Flat lines are those of iapp-wiki-qa, of AfriQA (`answer_pivot`, `question_lang`) and of exports from the hub;
other names of fields are told with `columns`. A line with `paragraphs` or `qas` is read as `squad` reads it.

Source: iapp-technology/iapp-wiki-qa-dataset; Ogundepo et al. (2023), arXiv:2305.06897.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data.asked import Asked
from intermezzo.data.flat import FIELDS, in_row
from intermezzo.data.gold import settle
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.data.readers.squad import in_article, in_paragraph
from intermezzo.example import QAExample
from intermezzo.problem import Problem


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    asked = in_lines(text.content, name, options.columns)
    return settle(asked, name=name, language=language, options=options, notes=text.notes)


def in_lines(content: str, name: str, columns: Mapping[str, str]) -> Iterator[Asked | Problem]:
    for place, record in parse_lines(content, name=name):
        if isinstance(record, Problem):
            yield record
        elif isinstance(record, dict) and "paragraphs" in record:
            yield from in_article(record, place)
        elif isinstance(record, dict) and "qas" in record:
            yield from in_paragraph(record, place)
        else:
            yield in_row(record, place, columns)


READER = Reader(name="jsonl-qa", unit="qa", read=read, columns=FIELDS)
