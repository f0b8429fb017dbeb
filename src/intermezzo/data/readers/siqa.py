"""siqa: Social IQa as published, JSON lines with their labels in a file of their own.

    dev.jsonl         {"context": "Kim ran home.", "question": "Why?", "answerA": "To eat.", "answerB": …, "answerC": …}
    dev-labels.lst    1

The label is the number of the answer, from 1, in the line of the same number; both files are read together, so a pattern
has to mean both. Files whose lines hold `correct` or `label` themselves are for `jsonl-choice`.

Source: Sap et al. (2019), arXiv:1904.09728.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data import columns
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.opening import Text
from intermezzo.data.place import Place, expected, shown
from intermezzo.data.reader import Examples, Reader, ReadOptions, opened
from intermezzo.problem import Problem, Refused

ENDING = ".lst"
LETTERS = {"1": "A", "2": "B", "3": "C"}


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[Examples, Ledger]:
    of_labels = [name for name in sources if ENDING in Path(name).suffixes]
    of_lines = [name for name in sources if name not in of_labels]
    if len(of_lines) != 1 or len(of_labels) != 1:
        what = f"one file of lines and one {ENDING} file of their labels"
        raise Refused(expected(what, ", ".join(sources), Place(", ".join(of_lines) or of_labels[0])))
    name, beside = of_lines[0], of_labels[0]
    lines, labels = (opened(sources[each], name=each) for each in (name, beside))
    return columns.read(
        labelled(lines, labels, name=name, beside=beside),
        unit="choice",
        name=name,
        language=language,
        options=options,
        notes=merged(lines.notes, labels.notes),
    )


def labelled(
    lines: Text, labels: Text, *, name: str, beside: str
) -> Iterator[tuple[Place, object | Problem]]:
    """Each line with its label; a label too many or too few is a problem of the whole."""
    records = list(parse_lines(lines.content, name=name))
    numbers = labels.content.removesuffix("\n").split("\n") if labels.content else []
    if len(records) != len(numbers):
        yield (
            Place(beside),
            expected(f"{len(records):,} labels, one a line of {name}", f"{len(numbers):,}", Place(beside)),
        )
        return
    for line, ((place, record), number) in enumerate(zip(records, numbers), start=1):
        said = number.strip()
        if said not in LETTERS:
            yield place, expected("1, 2 or 3", shown(said), Place(f"{beside}:{line}"))
        yield place, {**record, "correct": LETTERS.get(said, "")} if isinstance(record, dict) else record


READER = Reader(name="siqa", unit="choice", read_together=read_together)
