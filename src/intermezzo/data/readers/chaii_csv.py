"""chaii-csv: ChAII's training file, Hindi and Tamil in one table.

    id,context,question,answer_text,answer_start,language
    q1,"किसुमू झील के किनारे है।",किसुमू कहाँ है?,झील के किनारे,7,hindi

Rows of another language than the one asked for are left out and counted. Cells keep their line ends.

Source: kaggle.com/competitions/chaii-hindi-and-tamil-question-answering (train.csv).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from intermezzo.data.asked import WHOLE_NUMBER, Asked
from intermezzo.data.cells import TORN, between_commas, missing, under
from intermezzo.data.flat import in_row
from intermezzo.data.gold import settle
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import QAExample
from intermezzo.problem import Problem

LANGUAGES = {"hindi": "hi", "tamil": "ta"}  # other cells are language codes already
COLUMNS = {"id": "id", "context": "context", "question": "question", "answers": "answer_text"}
WANTED = ["id", "context", "question", "answer_text", "answer_start", "language"]
OTHER_LANGUAGE = "another language"


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    asked: list[Asked | Problem] = []
    met: Counter[str] = Counter()
    n_torn = 0
    for place, row in rows(text.content, name, options):
        if row is None:
            n_torn += 1
            continue
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
        dropped={OTHER_LANGUAGE: met.total() - met[language], TORN: n_torn},
    )


def in_cells(row: dict[str, str], place: Place) -> Asked | Problem:
    """A cell is always text, so a position written as one is no oddity here."""
    start = row["answer_start"]
    if not WHOLE_NUMBER.fullmatch(start):
        return expected("a whole number", shown(start), place.key("answer_start"))
    return in_row({**row, "answer_start": int(start)}, place, COLUMNS)


def rows(
    content: str, name: str, options: ReadOptions
) -> Iterator[tuple[Place, dict[str, str] | Problem | None]]:
    """Each row with the line it begins in; none where a column is missing."""
    table = between_commas(content, name)
    place, header = next(table, (Place(name), WANTED))
    if isinstance(header, Problem):
        yield place, header
    elif problem := missing(WANTED, header, place):
        yield place, problem
    else:
        yield from under(header, table, misplaced=options.misplaced)


READER = Reader(name="chaii-csv", unit="qa", read=read)
