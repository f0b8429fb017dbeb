"""jsonl-choice: JSON lines, each with choices of which one is right.

    {"premise": "The tap was open.", "question": "effect", "choice1": "Water ran.", "choice2": "It rang.", "label": 0}
    {"context": "Kim ran home.", "question": "Why?", "answerA": "To eat.", "answerB": "To swim.", "answerC": "To go.",
     "correct": "A"}
    {"question": {"stem": "Where do ships rest?", "choices": [{"label": "A", "text": "harbour"}, …]}, "answerKey": "A"}

COPA and XCOPA, Social IQa with its answers in the lines, Cosmos QA, HellaSwag (`ctx`, `endings`), CommonsenseQA in its
own layout and the hub's (`choices` a pair of lists). The right choice is said by its number from 0, by a letter, or by
the label it has in the line.

COPA asks with one word, and people with a question: "cause" is read as "What was the cause?", "effect" as "What
happened as a result?", in English whatever the language, and the ledger counts them.

Source: Roemmele et al. (2011), Choice of Plausible Alternatives; Ponti et al. (2020), arXiv:2005.00333; Sap et al.
(2019), arXiv:1904.09728; Huang et al. (2019), arXiv:1909.00277; Zellers et al. (2019), arXiv:1905.07830; Talmor et al.
(2019), arXiv:1811.00937.
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
    return columns.read(lines, unit="choice", name=name, language=language, options=options, notes=text.notes)


READER = Reader(name="jsonl-choice", unit="choice", read=read, columns=columns.fields_of("choice"))
