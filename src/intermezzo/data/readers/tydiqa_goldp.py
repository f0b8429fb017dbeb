"""tydiqa-goldp: TyDi QA's gold passages, SQuAD's JSON with all languages in one file, told apart by their ids.

    {"data": [{"paragraphs": [{"context": "Kisumu iko kando ya ziwa.", "qas": [
        {"id": "swahili-19-0", "question": "Kisumu iko wapi?", "answers": [{"text": "ziwa", "answer_start": 20}]}]}]}]}

JSON lines (`.jsonl`), a question each with its context, are read as well: the hub has one table for all languages, too.
Questions of other languages are left out and counted; an id that names no language is of the language asked for, as in
the files a language that XTREME makes of this one.

Source: Clark et al. (2020), TyDi QA; tydiqa-goldp-v1.1-train.json.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from intermezzo.data.asked import Asked
from intermezzo.data.gold import settle
from intermezzo.data.json_text import parse
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.data.readers.jsonl_qa import in_lines
from intermezzo.data.readers.squad import in_document
from intermezzo.data.readers.tydiqa_primary import LANGUAGES, OTHER_LANGUAGE
from intermezzo.example import QAExample
from intermezzo.problem import Problem, Refused


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    if PurePath(name).suffix == ".jsonl":
        met = list(in_lines(text.content, name, options.columns))
    else:
        document = parse(text.content, name=name)
        if isinstance(document, Problem):
            raise Refused(document)
        met = list(in_document(document, Place(name)))
    asked = [each for each in met if isinstance(each, Problem) or language_of(each, language) == language]
    if met and not asked:
        there = sorted({language_of(each, language) for each in met if isinstance(each, Asked)})
        asked.append(expected(f"questions in '{language}'", ", ".join(there), Place(name)))
    return settle(
        asked,
        name=name,
        language=language,
        options=options,
        notes=text.notes,
        dropped={OTHER_LANGUAGE: len(met) - len(asked)},
    )


def language_of(asked: Asked, otherwise: str) -> str:
    """`swahili-19-0` is Swahili."""
    return LANGUAGES.get(str(asked.id).partition("-")[0], otherwise)


READER = Reader(name="tydiqa-goldp", unit="qa", read=read)
