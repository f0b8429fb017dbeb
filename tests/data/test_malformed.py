"""Malformed files: each is refused with its exact place, in full sentences, and never with a traceback."""

# ruff: noqa: E501  (messages stand on one line, as people read them)

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
import zstandard

from data.scenes import CONTEXT, as_json, qa, squad
from intermezzo.data.reader import ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.problem import Refused

GO_ON = 'Set misplaced = "repair" or "drop" to go on.'
FLAT = {
    "id": "q1",
    "question": "Where?",
    "context": CONTEXT,
    "answers": {"text": ["Kisumu"], "answer_start": [0]},
}
COLUMNS = "id,context,question,answer_text,answer_start,language"
WHOLE = as_json(squad(qa()))
BLANKED = "Its labels are not public; evaluate on 'dev', or write a submission."
BLANKED_DEV = "Its labels are not public; evaluate on another split, or write a submission."
JSON_LINES = 'If each line is a record of its own, set reader = "jsonl-qa".'


def deep(**changes: Any) -> bytes:
    """A SQuAD file whose third paragraph of its second article is odd."""
    document = squad(qa())
    document["data"].append({"paragraphs": [{"context": CONTEXT, "qas": []} for _ in range(3)]})
    document["data"][1]["paragraphs"][2] = {"context": CONTEXT, "qas": [qa("q7")], **changes}
    return as_json(document)


def without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


def lines(*records: object) -> bytes:
    return b"".join(as_json(record) + b"\n" for record in records)


def table(*rows: str, header: str = COLUMNS) -> bytes:
    return "\n".join([header, *rows, ""]).encode("utf-8")


# name of the file, its bytes, the reader, and what is said, with FILE for its name
CASES: list[tuple[str, bytes, str, str]] = [
    # Compression and encoding
    (
        "cut.json.gz",
        gzip.compress(WHOLE)[:-9],
        "squad",
        "FILE: broken .gz compression; the file may be cut short. Fetch or copy it again.",
    ),
    (
        "cut.json.xz",
        lzma.compress(WHOLE)[:-9],
        "squad",
        "FILE: broken .xz compression; the file may be cut short. Fetch or copy it again.",
    ),
    (
        "cut.json.bz2",
        bz2.compress(WHOLE)[:-9],
        "squad",
        "FILE: broken .bz2 compression; the file may be cut short. Fetch or copy it again.",
    ),
    (
        "cut.json.zst",
        zstandard.compress(WHOLE)[:-9],
        "squad",
        "FILE: broken .zst compression; the file may be cut short. Fetch or copy it again.",
    ),
    (
        "plain.json.zst",
        WHOLE,
        "squad",
        "FILE: broken .zst compression; the file may be cut short. Fetch or copy it again.",
    ),
    ("empty.json.gz", b"", "squad", "FILE:1: not valid JSON: Expecting value (column 1)"),
    (
        "latin.json",
        b'{"data": [],\n "title": "caf\xe9"}',
        "squad",
        "FILE:2: not valid UTF-8: byte 0xe9 (column 15). Save the file as UTF-8.",
    ),
    (
        "utf16.txt",
        "Kisumu".encode("utf-16"),
        "text",
        "FILE:1: not valid UTF-8: byte 0xff (column 1). Save the file as UTF-8.",
    ),
    # JSON
    ("empty.json", b"", "squad", "FILE:1: not valid JSON: Expecting value (column 1)"),
    (
        "comma.json",
        b'{"data": [],\n  "version" 2}',
        "squad",
        "FILE:2: not valid JSON: Expecting ':' delimiter (column 13)",
    ),
    (
        "open.json",
        b'{"data": [{"title": "Kis',
        "squad",
        "FILE:1: not valid JSON: Unterminated string starting at (column 21)",
    ),
    (
        "two.json",
        b'{"data": []}\n{"data": []}',
        "squad",
        f"FILE:2: not valid JSON: Extra data (column 1). {JSON_LINES}",
    ),
    ("deep.json", b"[" * 100_000, "squad", "FILE:1: not usable JSON: nested too deeply"),
    (
        "digits.json",
        b'{"data": ' + b"7" * 5_000 + b"}",
        "squad",
        "FILE:1: not usable JSON: a number with too many digits",
    ),
    # SQuAD
    ("list.json", b"[]", "squad", "FILE: expected an object, found a list of 0"),
    (
        "no-data.json",
        b'{"version": "1.1", "articles": []}',
        "squad",
        "FILE: expected a field 'data', found version, articles",
    ),
    ("nothing.json", b"{}", "squad", "FILE: expected a field 'data', found no fields"),
    (
        "data.json",
        b'{"data": {"paragraphs": []}}',
        "squad",
        "FILE: data: expected a list, found an object with paragraphs",
    ),
    ("none.json", b'{"data": []}', "squad", "FILE: no questions in this file."),
    ("article.json", b'{"data": ["Kisumu"]}', "squad", 'FILE: data[0]: expected an object, found "Kisumu"'),
    (
        "paragraphs.json",
        b'{"data": [{"title": "t"}]}',
        "squad",
        "FILE: data[0]: expected a field 'paragraphs', found title",
    ),
    (
        "context.json",
        deep(context=["Kisumu"]),
        "squad",
        "FILE: data[1].paragraphs[2].context: expected text, found a list of 1",
    ),
    (
        "no-context.json",
        b'{"data": [{"paragraphs": [{"qas": []}]}]}',
        "squad",
        "FILE: data[0].paragraphs[0]: expected a field 'context', found qas",
    ),
    ("qas.json", deep(qas=None), "squad", "FILE: data[1].paragraphs[2].qas: expected a list, found null"),
    (
        "qa.json",
        deep(qas=[qa(), 7]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[1]: expected an object, found 7",
    ),
    (
        "question.json",
        deep(qas=[without(qa(), "question")]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0]: expected a field 'question', found id, answers",
    ),
    (
        "question-list.json",
        deep(qas=[qa(question=True)]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].question: expected text, found true",
    ),
    (
        "id.json",
        deep(qas=[qa(id=1.5)]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].id: expected text or a whole number, found 1.5",
    ),
    (
        "no-id.json",
        deep(qas=[without(qa(), "id")]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0]: expected a field 'id', found question, answers",
    ),
    (
        "answers.json",
        deep(qas=[without(qa(), "answers")]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0]: expected a field 'answers', found id, question",
    ),
    (
        "answer.json",
        deep(qas=[qa(answers=["Kisumu"])]),
        "squad",
        'FILE: data[1].paragraphs[2].qas[0].answers[0]: expected an object, found "Kisumu"',
    ),
    (
        "no-start.json",
        deep(qas=[qa(answers=[{"text": "Kisumu"}])]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].answers[0]: expected a field 'answer_start', found text",
    ),
    (
        "start.json",
        deep(qas=[qa(start="zero")]),
        "squad",
        'FILE: data[1].paragraphs[2].qas[0].answers[0].answer_start: expected a whole number, found "zero"',
    ),
    (
        "half-start.json",
        deep(qas=[qa(start=0.5)]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].answers[0].answer_start: expected a whole number, found 0.5",
    ),
    (
        "text.json",
        deep(qas=[qa(answers=[{"text": None, "answer_start": 0}])]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].answers[0].text: expected text, found null",
    ),
    (
        "nan.json",
        deep(qas=[qa(answers=[{"text": float("nan"), "answer_start": 0}])]),
        "squad",
        "FILE: data[1].paragraphs[2].qas[0].answers[0].text: expected text, found nan",
    ),
    (
        "impossible.json",
        deep(qas=[qa(is_impossible="false")]),
        "squad",
        'FILE: data[1].paragraphs[2].qas[0].is_impossible: expected true or false, found "false"',
    ),
    (
        "surrogate.json",
        rb'{"data": [{"paragraphs": [{"context": "Kis\ud800umu", "qas": []}]}]}',
        "squad",
        "FILE: data[0].paragraphs[0].context: expected text, found half a character (\\ud800) at 3",
    ),
    (
        "both.json",
        deep(qas=[qa("q7", is_impossible=True)]),
        "squad",
        "FILE: question q7: expected no answers where is_impossible is true, found 1",
    ),
    # Answers
    (
        "misplaced.json",
        as_json(squad(qa(text="lake", start=512))),
        "squad",
        f"FILE: question q1: the answer 'lake' is not at 512 in its context (there: ''). {GO_ON}",
    ),
    (
        "shifted.json",
        as_json(squad(qa(text="lake", start=18))),
        "squad",
        f"FILE: question q1: the answer 'lake' is not at 18 in its context (there: ' lak'). {GO_ON}",
    ),
    (
        "minus.json",
        as_json(squad(qa(), qa("q2", text="yes", start=-1))),
        "squad",
        f"FILE: question q2: the answer 'yes' is not at -1 in its context (there: ''). {GO_ON}",
    ),
    (
        "empty-answer.json",
        as_json(squad(qa(), qa("q2", text="", start=3))),
        "squad",
        f"FILE: question q2: the answer '' is not at 3 in its context (there: ''). {GO_ON}",
    ),
    (
        "breaks.json",
        as_json(squad(qa(text="a\nb", start=0))),
        "squad",
        f"FILE: question q1: the answer 'a\\nb' is not at 0 in its context (there: 'Kis'). {GO_ON}",
    ),
    (
        "null.json",
        as_json(squad(qa(), context=None)),
        "squad",
        f"FILE: question q1: the context is null. {GO_ON}",
    ),
    (
        "blank.json",
        as_json(squad(qa(text="", start=0), qa("q2", text="", start=0))),
        "squad",
        f"FILE: no labels (all answers empty). {BLANKED}",
    ),
    (
        "blind.json",
        as_json(squad(qa(answers=[]), qa("q2", answers=[]))),
        "squad",
        f"FILE: no labels (all answers empty). {BLANKED}",
    ),
    # CMRC
    ("object.json", WHOLE, "cmrc", "FILE: expected a list, found an object with version, data"),
    (
        "bare.json",
        as_json(
            [
                {
                    "context_text": CONTEXT,
                    "qas": [{"query_id": "a", "query_text": "?", "answers": ["Kisumu", 7]}],
                }
            ]
        ),
        "cmrc",
        'FILE: 2 answers have no position, as this dialect gives none. Set misplaced = "repair" to take the first occurrence of each.',
    ),
    (
        "cmrc-query.json",
        as_json([{"context_text": CONTEXT, "qas": [{"query_id": "a", "answers": []}]}]),
        "cmrc",
        "FILE: [0].qas[0]: expected a field 'query_text', found query_id, answers",
    ),
    (
        "cmrc-answer.json",
        as_json(
            [
                {
                    "context_text": CONTEXT,
                    "qas": [{"query_id": "a", "query_text": "?", "answers": [{"text": "a"}]}],
                }
            ]
        ),
        "cmrc",
        "FILE: [0].qas[0].answers[0]: expected text, found an object with text",
    ),
    # JSON lines
    (
        "broken.jsonl",
        lines(FLAT, FLAT) + b'{"id": "q3",, }\n',
        "jsonl-qa",
        "FILE:3: not valid JSON: Expecting property name enclosed in double quotes (column 13)",
    ),
    ("number.jsonl", b"\n7\n", "jsonl-qa", "FILE:2: expected an object, found 7"),
    (
        "no-question.jsonl",
        lines(FLAT, without(FLAT, "question")),
        "jsonl-qa",
        "FILE:2: expected a field 'question' or 'question_lang', found id, context, answers",
    ),
    (
        "uneven.jsonl",
        lines({**FLAT, "answers": {"text": ["a", "b"], "answer_start": [0]}}),
        "jsonl-qa",
        "FILE:1: answers.answer_start: expected 2 positions, one for each text, found 1",
    ),
    (
        "starts.jsonl",
        lines({**FLAT, "answers": {"text": ["a"], "answer_start": [None]}}),
        "jsonl-qa",
        "FILE:1: answers.answer_start[0]: expected a whole number, found null",
    ),
    (
        "answers.jsonl",
        lines({**FLAT, "answers": "Kisumu"}),
        "jsonl-qa",
        'FILE:1: answers: expected answers with texts and positions, found "Kisumu"',
    ),
    (
        "article.jsonl",
        lines(squad(qa())["data"][0], {"paragraphs": [{"context": CONTEXT, "qas": [{}]}]}),
        "jsonl-qa",
        "FILE:2: paragraphs[0].qas[0]: expected a field 'question', found no fields",
    ),
    (
        "paragraph.jsonl",
        lines({"context": CONTEXT, "qas": [without(qa(), "id")]}),
        "jsonl-qa",
        "FILE:1: qas[0]: expected a field 'id', found question, answers",
    ),
    ("only-blank.jsonl", b"\n \n", "jsonl-qa", "FILE: no questions in this file."),
    # CSV
    (
        "header.csv",
        b"id,context,question,language\n",
        "chaii-csv",
        f"FILE:1: expected the columns {COLUMNS.replace(',', ', ')}, found id, context, question, language",
    ),
    (
        "cells.csv",
        table("q1,Kisumu,Where?,Kisumu,0,en", "q2,Kisumu,Where?"),
        "chaii-csv",
        'FILE:3: expected 6 cells, found 3. Set misplaced = "drop" to go on without it.',
    ),
    (
        "start.csv",
        table("q1,Kisumu,Where?,Kisumu,first,en"),
        "chaii-csv",
        'FILE:2: answer_start: expected a whole number, found "first"',
    ),
    (
        "quote.csv",
        table('q1,"Kisumu\nlies",Where?,Kisumu,0,en', 'q2,"Kisumu,Where?,Kisumu,0,en'),
        "chaii-csv",
        "FILE:4: not valid CSV: unexpected end of data",
    ),
    (
        "tamil.csv",
        table("q1,Kisumu,Where?,Kisumu,0,tamil"),
        "chaii-csv",
        "FILE: expected rows in 'en', found ta",
    ),
    ("empty.csv", b"", "chaii-csv", "FILE: no questions in this file."),
    # Text
    ("blank.txt", b"\n  \n\n", "text", "FILE: no text in this file."),
]


@pytest.mark.parametrize(("name", "content", "reader", "said"), CASES, ids=[case[0] for case in CASES])
def test_says_where_and_what(tmp_path: Path, name: str, content: bytes, reader: str, said: str) -> None:
    """A malformed file is refused with this very message, which names the file as the user does."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_files([name], reader=reader, language="en", folder=tmp_path)
    assert str(refused.value) == said.replace("FILE", name)


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    """Two faulty files are told in one go, each with all its faults in their order."""
    (tmp_path / "a.json").write_bytes(as_json(squad(qa(text="x"), {"id": "q2"}, qa("q3", text="y"))))
    (tmp_path / "b.json").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        read_files(["*.json"], reader="squad", language="en", folder=tmp_path)
    assert [str(problem) for problem in refused.value.problems] == [
        f"a.json: question q1: the answer 'x' is not at 0 in its context (there: 'K'). {GO_ON}",
        "a.json: data[0].paragraphs[0].qas[1]: expected a field 'question', found id",
        f"a.json: question q3: the answer 'y' is not at 0 in its context (there: 'K'). {GO_ON}",
        "b.json:1: not valid JSON: Expecting value (column 1)",
    ]


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    """The first twenty are told, the others counted."""
    (tmp_path / "a.json").write_bytes(as_json(squad(*[qa(f"q{i}", text="x") for i in range(1234)])))
    with pytest.raises(Refused) as refused:
        read_files(["a.json"], reader="squad", language="en", folder=tmp_path)
    assert len(refused.value.problems) == 21
    assert str(refused.value.problems[-1]) == "a.json: and 1,214 more problems in this file."


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ("test", f"split 'test' has no labels (all answers empty). {BLANKED}"),
        (
            "dev",
            f"split 'dev' has no labels (all answers empty). {BLANKED_DEV}",
        ),
    ],
)
def test_blanked_splits_are_named(tmp_path: Path, split: str, said: str) -> None:
    """A split without labels is named; from 'dev' nobody is sent to 'dev'."""
    (tmp_path / "a.json").write_bytes(as_json(squad(qa(text="", start=0))))
    with pytest.raises(Refused) as refused:
        read_files(
            ["a.json"], reader="squad", language="en", folder=tmp_path, options=ReadOptions(split=split)
        )
    assert str(refused.value) == f"a.json: {said}"


@pytest.mark.parametrize("reader", ["squad", "cmrc", "jsonl-qa", "chaii-csv", "text"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe", b"[[[", b'"', b"null", b"{}", b"7", b'{"data": 1}']
)
def test_no_bytes_make_a_traceback(reader: str, content: bytes, tmp_path: Path) -> None:
    """Whatever the bytes, a reader reads or refuses; it raises nothing else."""
    (tmp_path / "a").write_bytes(content)
    try:
        examples, ledger = read_files(["a"], reader=reader, language="en", folder=tmp_path)
    except Refused as refused:
        assert all(str(problem).startswith("a") for problem in refused.problems)
    else:
        assert len(examples) == ledger.kept


def test_cases_are_no_fewer_than_thirty() -> None:
    """The list above is the door's rule book; JSON's own module is only quoted where its words are stable."""
    assert len(CASES) >= 30
    assert json.loads(WHOLE) == squad(qa())
