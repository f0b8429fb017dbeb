"""csv-choice: a table with commas and a header, each row with choices of which one is right.

    id,context,question,answer0,answer1,answer2,answer3,label
    b7,"Kim packed a coat, and left.",Why did Kim pack?,It was cold.,It was hot.,It rained fish.,None of these.,0

Cosmos QA; the columns of `jsonl-choice` have the same meaning here. Cells keep their line ends.

Source: Huang et al. (2019), arXiv:1909.00277; wilburOne/cosmosqa.
"""

from __future__ import annotations

from pathlib import Path

from intermezzo.data import columns
from intermezzo.data.cells import between_commas, with_header
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, Reader, ReadOptions, opened


def read(source: Path | bytes, *, name: str, language: str, options: ReadOptions) -> tuple[Examples, Ledger]:
    text = opened(source, name=name)
    rows = with_header(between_commas(text.content, name), misplaced=options.misplaced)
    return columns.read(rows, unit="choice", name=name, language=language, options=options, notes=text.notes)


READER = Reader(name="csv-choice", unit="choice", read=read, columns=columns.fields_of("choice"))
