"""chaii-csv: ChAII's training file, Hindi and Tamil in one table.

    id,context,question,answer_text,answer_start,language
    q1,"किसुमू झील के किनारे है।",किसुमू कहाँ है?,झील के किनारे,7,hindi

Rows of another language than the one asked for are left out and counted. Cells keep their line ends.

Source: kaggle.com/competitions/chaii-hindi-and-tamil-question-answering (train.csv).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from intermezzo.data.asked import WHOLE_NUMBER, Asked
from intermezzo.data.flat import in_row
from intermezzo.data.gold import settle
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, keys, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import QAExample
from intermezzo.problem import Problem

LANGUAGES = {"hindi": "hi", "tamil": "ta"}  # other cells are language codes already
COLUMNS = {"id": "id", "context": "context", "question": "question", "answers": "answer_text"}
OTHER_LANGUAGE = "another language"


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    asked: list[Asked | Problem] = []
    met: Counter[str] = Counter()
    for place, row in rows(text.content, name):
        if isinstance(row, Problem):
            asked.append(row)
            continue
        code = LANGUAGES.get(row["language"], row["language"])
        met[code] += 1
        if code == language:
            asked.append(in_cells(row, place))
    if not asked and met:
        asked.append(expected(f"rows in '{language}'", ", ".join(sorted(met)), Place(name)))
    return settle(
        asked,
        name=name,
        language=language,
        options=options,
        notes=text.notes,
        dropped={OTHER_LANGUAGE: met.total() - met[language]},
    )


def in_cells(row: dict[str, str], place: Place) -> Asked | Problem:
    """A cell is always text, so a position written as one is no oddity here."""
    start = row["answer_start"]
    if not WHOLE_NUMBER.fullmatch(start):
        return expected("a whole number", shown(start), place.key("answer_start"))
    return in_row({**row, "answer_start": int(start)}, place, COLUMNS)


def rows(content: str, name: str) -> Iterator[tuple[Place, dict[str, str] | Problem]]:
    """Each row with the line it begins in; ends at the first that is not CSV."""
    allowed = csv.field_size_limit(max(len(content), 1))  # passages pass the module's 131,072 characters
    try:
        table = csv.reader(io.StringIO(content, newline=""), strict=True)
        header: list[str] | None = None
        line = 1
        while True:
            place = Place(f"{name}:{line}")
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield place, Problem(place=str(place), what=f"not valid CSV: {error}")
                return
            line = table.line_num + 1
            if header is None:
                header = cells
                if problem := without_columns(header, place):
                    yield place, problem
                    return
            elif len(cells) != len(header):
                if cells:  # a blank line is no row
                    yield place, expected(f"{len(header)} cells", str(len(cells)), place)
            else:
                yield place, dict(zip(header, cells))
    finally:
        csv.field_size_limit(allowed)


def without_columns(header: list[str], place: Place) -> Problem | None:
    wanted = ("id", "context", "question", "answer_text", "answer_start", "language")
    missing = [column for column in wanted if column not in header]
    if not missing:
        return None
    return expected(f"the columns {', '.join(wanted)}", keys(dict.fromkeys(header)), place)


READER = Reader(name="chaii-csv", unit="qa", read=read)
