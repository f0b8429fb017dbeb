"""jsonl-label: JSON lines, each a text or a pair of texts with its label.

    {"uid": "r1-7", "context": "Kisumu lies by the lake.", "hypothesis": "Kisumu is dry.", "label": "c"}
    {"pairID": "63735n", "sentence1": "The lake is deep.", "sentence2": "It is blue.", "gold_label": "-"}

ANLI, and MultiNLI and SNLI as published, where `gold_label` is "-" if the annotators did not agree: such a line is left
out and counted. Keys beside the text, its second, the label and an id make no difference; other names of fields are
told with `columns`, other names of labels with `labels`.

Source: Nie et al. (2020), arXiv:1910.14599; Williams et al. (2018), arXiv:1704.05426; Bowman et al. (2015),
arXiv:1508.05326.
"""

from __future__ import annotations

from pathlib import Path

from intermezzo.data import columns
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, Reader, ReadOptions, opened


def read(source: Path | bytes, *, name: str, language: str, options: ReadOptions) -> tuple[Examples, Ledger]:
    text = opened(source, name=name)
    lines = parse_lines(text.content, name=name)
    return columns.read(lines, unit="label", name=name, language=language, options=options, notes=text.notes)


READER = Reader(name="jsonl-label", unit="label", read=read, columns=columns.fields_of("label"))
