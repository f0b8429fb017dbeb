"""csv-label: a table with commas and a header, each row a text or a pair of texts with its label.

    id,text,label
    m1,"The food came late, and cold.",bad

A spreadsheet's export. Columns go by the names of `jsonl-label`, or are told with `columns`. Cells keep their line ends.
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
    return columns.read(rows, unit="label", name=name, language=language, options=options, notes=text.notes)


READER = Reader(name="csv-label", unit="label", read=read, columns=columns.fields_of("label"))
