"""csv-label and csv-choice: tables with commas."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.readers.malformed import GO_ON, NO_LABELS, NOT_PUBLIC, said_of, table
from data.scenes import UNTIMED, read
from intermezzo.data.ledger import Ledger
from intermezzo.example import ChoiceExample, LabelExample

COSMOS = "id,context,question,answer0,answer1,answer2,answer3,label"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), min_size=1)


def test_cosmos_qa() -> None:
    """Quoted cells keep commas, quotes and line ends; the label counts from 0."""
    row = '##q1,"Kim packed, and ""left"".\r\nSo.",Why ?,cold,hot,fish,None of the above choices .,3'
    examples, ledger = read(table(COSMOS, row, end="\r\n"), "csv-choice")
    (example,) = examples
    assert example == ChoiceExample(
        id="##q1",
        language="en",
        context='Kim packed, and "left".\r\nSo.',
        question="Why ?",
        choices=("cold", "hot", "fish", "None of the above choices ."),
        answer=3,
        cluster=example.cluster if isinstance(example, ChoiceExample) else "",
    )
    assert ledger == Ledger(read=1, kept=1, notes={"CRLF line ends": 3})


def test_a_spreadsheet_of_labels() -> None:
    """One text and its label a row, by the names of jsonl-label or as told."""
    examples, ledger = read(
        table("id,review,label", 'm1,"Late, and cold.",bad'), "csv-label", columns={"text": "review"}
    )
    (example,) = examples
    assert isinstance(example, LabelExample)
    assert (example.id, example.text, example.second, example.label) == ("m1", "Late, and cold.", "", "bad")
    assert ledger == Ledger(read=1, kept=1)


ROW = "a,c,q,0,1,2,3,"
MALFORMED = {
    "empty": ("csv-choice", b"", ["FILE: no examples in this file."]),
    "no label": ("csv-choice", table(COSMOS, ROW, ROW), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
    "labels out of range": (
        "csv-choice",
        table(COSMOS, f"{ROW}4", f"{ROW}0", f"{ROW}E"),
        [
            'FILE:2: label: expected the number or letter of one of 4 choices, found "4"',
            'FILE:4: label: expected the number or letter of one of 4 choices, found "E"',
        ],
    ),
    "cells": ("csv-choice", table(COSMOS, "a,b"), [f"FILE:2: expected 8 cells, found 2. {GO_ON}"]),
    "choices": (
        "csv-choice",
        table("id,context,label", "a,b,0"),
        [
            (
                "FILE:2: expected a field 'choices' or 'question.choices' or 'endings' or 'answers' or "
                "'choice1+choice2' or 'answerA+answerB+answerC' or 'answer0+answer1+answer2+answer3', "
                "found id, context, label"
            )
        ],
    ),
    "quotes": (
        "csv-label",
        table("id,text,label", 'a,"b', "c,d"),
        ["FILE:2: not valid CSV: unexpected end of data"],
    ),
    "header": ("csv-label", b'id,"text', ["FILE:1: not valid CSV: unexpected end of data"]),
    "text": (
        "csv-label",
        table("id,review,label", "a,b,c"),
        [
            (
                "FILE:2: expected a field 'text' or 'sentence1' or 'premise' or 'question1' or 'context', "
                "found id, review, label"
            )
        ],
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_says_where_and_what(tmp_path: Path, case: str) -> None:
    """A malformed table is refused with these very messages."""
    reader, content, said = MALFORMED[case]
    assert said_of(tmp_path, content, reader) == said


@UNTIMED
@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from(["good", "bad"])), min_size=1, max_size=4))
def test_what_is_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    """What Python's own writer writes comes back as it was."""
    held = io.StringIO(newline="")
    csv.writer(held).writerows([("text", "second", "label"), *rows])
    if any("\x00" in cell for row in rows for cell in row[:2]):
        return  # older Pythons' csv knows no NUL
    examples, ledger = read(held.getvalue().encode("utf-8"), "csv-label")
    assert [(e.text, e.second, e.label) for e in examples if isinstance(e, LabelExample)] == rows
    assert ledger.kept == len(rows)
