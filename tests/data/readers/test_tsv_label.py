"""tsv-label: XTREME's tables without a header, GLUE's, PAWS' and XNLI's with one."""

# ruff: noqa: E501  (messages stand on one line, as people read them)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.readers.malformed import GO_ON, NO_LABELS, NOT_PUBLIC, said_of, table
from data.scenes import UNTIMED, read
from intermezzo.data.ledger import Ledger
from intermezzo.example import LabelExample

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r\ufeff"), min_size=1)
LABEL = st.sampled_from(["entailment", "0", "a label"])
READS = "tsv-label"


def pairs(content: bytes, **options: Any) -> tuple[list[LabelExample], Ledger]:
    examples, ledger = read(content, READS, **options)
    return [each for each in examples if isinstance(each, LabelExample)], ledger


def test_without_a_header() -> None:
    """XTREME's layout: two texts, their label, CRLF; a quote is a character, and no cell is stripped."""
    content = table("\"Mama, I'm home.\t He didn't say \"a word.\tneutral", "a\tb\t0", end="\r\n")
    (first, second), ledger = pairs(content)
    assert (first.text, first.second, first.label) == (
        "\"Mama, I'm home.",
        " He didn't say \"a word.",
        "neutral",
    )
    assert (first.id, second.id, first.group) == ("0", "1", "")
    assert ledger == Ledger(read=2, kept=2, notes={"CRLF line ends": 2})


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id\tsentence1\tsentence2\tlabel", "7\tA b .\tB a .\t1"),
        ("id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate", "7\t1\t2\tA b .\tB a .\t1"),
        ("index\tpairID\tgenre\tsentence1_parse\tsentence1\tsentence2\tlabel1\tgold_label", "0\t7\tg\t(A)\tA b .\tB a .\t0\t1"),
        ("premise\thypo\tlabel", "A b .\tB a .\t1"),
    ],
    ids=["PAWS", "QQP", "MNLI", "XNLI-MT"],
)  # fmt: skip
def test_with_a_header(header: str, row: str) -> None:
    """GLUE's tables, PAWS' and XNLI-MT's: columns go by their names, whatever stands beside."""
    (example,), ledger = pairs(table(header, row))
    assert (example.text, example.second, example.label) == ("A b .", "B a .", "1")
    assert example.id == ("7" if "7" in row.split("\t") else "0")
    assert ledger == Ledger(read=1, kept=1)


def test_languages_of_one_file() -> None:
    """XNLI's own file holds 15 languages; rows of others are counted, and ids are shared between languages."""
    header = "language\tgold_label\tsentence1\tsentence2\tpairID"
    rows = ["ar\tneutral\tا\tب\t1", "sw\tneutral\tA\tB\t1", "sw\tentailment\tA\tC\t2"]
    examples, ledger = pairs(
        table(header, *rows), language="sw", columns={"language": "language"}, parallel=True
    )
    assert [(e.id, e.group, e.second) for e in examples] == [("1", "1", "B"), ("2", "2", "C")]
    assert examples[0].cluster == examples[1].cluster != ""
    assert ledger == Ledger(read=3, kept=2, dropped={"another language": 1})


def test_columns_and_labels_are_told() -> None:
    """A user's own header, and labels by other names; a renamed label is in the ledger."""
    content = table("nr\tsatz\turteil", "a\tGut.\tpos", "b\tNaja.\t?", "c\tSchlecht.\tneg")
    columns = {"id": "nr", "text": "satz", "label": "urteil"}
    examples, ledger = pairs(content, columns=columns, labels={"pos": "good", "?": ""})
    assert [(e.id, e.text, e.second, e.label) for e in examples] == [
        ("a", "Gut.", "", "good"),
        ("c", "Schlecht.", "", "neg"),
    ]
    assert ledger == Ledger(read=3, kept=2, dropped={"no label": 1}, notes={"labels renamed": 1})


def test_torn_rows_are_left_out_when_told() -> None:
    """A line feed inside a text tears QQP's rows in two; the numbers of the others stay what they were."""
    content = table("a\tb\t0", "a b", "c\t1", "d\te\t1")
    examples, ledger = pairs(content, misplaced="drop")
    assert [(e.id, e.text) for e in examples] == [("0", "a"), ("3", "d")]
    assert ledger == Ledger(read=4, kept=2, dropped={"torn row": 2})


def test_empty_texts_are_counted() -> None:
    """QQP has questions without a text; they stay, and the ledger says so."""
    assert pairs(table("a\t\t0", "b\tc\t1"))[1] == Ledger(read=2, kept=2, notes={"empty texts": 1})


MALFORMED: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["FILE: no examples in this file."]),
    "blank": (b"\n\r\n", ["FILE: no examples in this file."]),
    "header only": (table("id\tsentence1\tsentence2\tlabel"), ["FILE: no examples in this file."]),
    "blanked": (table("a\tb", "c\td"), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
    "no label column": (table("id\tquestion1\tquestion2", "0\ta\tb"), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
    "one cell": (table("a", "b"), ["FILE:1: expected a header, or two texts and their label, found 1 cells"]),
    "many cells": (table("a\tb\tc\td"), ["FILE:1: expected a header, or two texts and their label, found 4 cells"]),
    "torn": (
        table("a\tb\t0", "a\tb", "", "c\td\te\t1"),
        [f"FILE:2: expected 3 cells, found 2. {GO_ON}", f"FILE:4: expected 3 cells, found 4. {GO_ON}"],
    ),
    "torn under a header": (
        table("id\tsentence1\tsentence2\tlabel", "1\ta\tb\t0", "2\ta"),
        [f"FILE:3: expected 4 cells, found 2. {GO_ON}"],
    ),
    "not UTF-8": (b"a\tb\t0\nc\xff\td\t1\n", ["FILE:2: not valid UTF-8: byte 0xff (column 2). Save the file as UTF-8."]),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_says_where_and_what(tmp_path: Path, case: str) -> None:
    """A malformed table is refused with these very messages, all at once."""
    content, said = MALFORMED[case]
    assert said_of(tmp_path, content, READS) == said


def test_told_columns_that_are_not_there(tmp_path: Path) -> None:
    """A header that lacks a told column, a reader asked for a field it has not, and a language nobody speaks."""
    content = table("id\tsentence1\tsentence2\tlabel", "1\ta\tb\t0")
    assert said_of(tmp_path, content, READS, columns={"label": "gold"}) == [
        "FILE:1: expected a header with gold, found 4 other cells"
    ]
    assert said_of(tmp_path, content, READS, columns={"answer": "label"}) == [
        "columns: expected one of id, text, second, label, group, cluster, language, found answer"
    ]
    many = table("language\tsentence1\tsentence2\tlabel", "ar\ta\tb\t0", "bg\ta\tb\t0")
    assert said_of(tmp_path, many, READS, columns={"language": "language"}) == [
        "FILE: expected rows in 'en', found ar, bg"
    ]


@UNTIMED
@given(st.lists(st.tuples(CELL, CELL, LABEL), min_size=1, max_size=5))
def test_what_is_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    """Any texts without tabs and line ends come back as they were, with a header and without."""
    written = ["\t".join(row) for row in rows]
    for content, end in (
        (table(*written), "\n"),
        (table("sentence1\tsentence2\tlabel", *written, end="\r\n"), "\r\n"),
    ):
        if end == "\n" and rows[0][0] in ("text", "premise"):
            continue
        examples, ledger = pairs(content)
        assert [(e.text, e.second, e.label) for e in examples] == rows
        assert ledger.read == ledger.kept == len(rows)


@UNTIMED
@given(st.binary(max_size=60))
def test_no_bytes_make_a_traceback(content: bytes) -> None:
    """Whatever the bytes, the file is read or refused."""
    from intermezzo.problem import Refused

    try:
        examples, ledger = read(content, READS)
    except Refused as refused:
        assert str(refused).startswith("my.json")
    else:
        assert len(examples) == ledger.kept
