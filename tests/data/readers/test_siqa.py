"""siqa: lines and their labels in a file beside."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data.readers.malformed import lines
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples
from intermezzo.data.sources.file import read_files
from intermezzo.example import ChoiceExample
from intermezzo.problem import Refused

ROWS = [
    {"context": "Kim ran.", "question": "Why?", "answerA": "a", "answerB": "b", "answerC": "c"},
    {"context": "Kim sat.", "question": "How?", "answerA": "d", "answerB": "e", "answerC": "f"},
]
BOTH = ["dev.jsonl", "dev-labels.lst"]


def read(folder: Path, records: bytes, labels: bytes, names: list[str] = BOTH) -> tuple[Examples, Ledger]:
    (folder / names[0]).write_bytes(records)
    (folder / names[1]).write_bytes(labels)
    return read_files(names, reader="siqa", language="en", folder=folder)


@pytest.mark.parametrize("labels", [b"3\n1\n", b"3\r\n1", b"3\n1"])
def test_a_label_a_line(tmp_path: Path, labels: bytes) -> None:
    """Labels count from 1, whatever ends their lines, and in whatever order the files are named."""
    examples, ledger = read(tmp_path, lines(ROWS), labels)
    assert [(e.context, e.answer) for e in examples if isinstance(e, ChoiceExample)] == [
        ("Kim ran.", 2),
        ("Kim sat.", 0),
    ]
    assert (ledger.read, ledger.kept, ledger.dropped) == (2, 2, {})
    again = read_files(BOTH[::-1], reader="siqa", language="en", folder=tmp_path)
    assert again == (examples, ledger)


def test_either_may_be_compressed(tmp_path: Path) -> None:
    """The endings of compression are not the files' own."""
    names = ["dev.jsonl.gz", "dev-labels.lst.gz"]
    examples, _ = read(tmp_path, gzip.compress(lines(ROWS)), gzip.compress(b"3\n1\n"), names)
    assert len(examples) == 2


@pytest.mark.parametrize(
    ("records", "labels", "said"),
    [
        (lines(ROWS), b"3\n", "dev-labels.lst: expected 2 labels, one a line of dev.jsonl, found 1"),
        (lines(ROWS), b"3\n1\n2\n", "dev-labels.lst: expected 2 labels, one a line of dev.jsonl, found 3"),
        (
            lines(ROWS),
            b"0\nA\n",
            'dev-labels.lst:1: expected 1, 2 or 3, found "0"\ndev-labels.lst:2: expected 1, 2 or 3, found "A"',
        ),
        (
            lines(ROWS[:1]) + b"{\n",
            b"3\n1\n",
            "dev.jsonl:2: not valid JSON: Expecting property name enclosed in double quotes (column 2)",
        ),
        (lines([7, *ROWS]), b"3\n1\n1\n", "dev.jsonl:1: expected an object, found 7"),
        (b"", b"", "dev.jsonl: no examples in this file."),
    ],
)
def test_says_where_and_what(tmp_path: Path, records: bytes, labels: bytes, said: str) -> None:
    """Labels too few or too many, labels that are none, and broken lines, each with its place."""
    with pytest.raises(Refused) as refused:
        read(tmp_path, records, labels)
    assert str(refused.value) == said


def test_one_without_the_other(tmp_path: Path) -> None:
    """Lines alone say nothing about who is right."""
    (tmp_path / "dev.jsonl").write_bytes(lines(ROWS))
    with pytest.raises(Refused) as refused:
        read_files(["dev.jsonl"], reader="siqa", language="en", folder=tmp_path)
    assert str(refused.value) == (
        "dev.jsonl: expected one file of lines and one .lst file of their labels, found dev.jsonl"
    )
