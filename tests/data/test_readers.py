"""Readers beyond SQuAD's: what each makes of its own layout."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from data.scenes import CONTEXT, as_json, qa, read, squad
from intermezzo import shelf
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import SHELF, Reader
from intermezzo.example import Answer, QAExample, TextExample

PLACED = (Answer(text="Kisumu", start=0),)


@pytest.mark.parametrize("name", ["chaii-csv", "cmrc", "jsonl-qa", "squad", "text"])
def test_readers_are_on_their_shelf(name: str) -> None:
    """A reader goes by the name of its file."""
    assert name in shelf.names(SHELF)
    reader = shelf.load(SHELF, name, "READER")
    assert isinstance(reader, Reader) and reader.name == name
    assert reader.unit == ("text" if name == "text" else "qa")


def test_reading_loads_nothing_heavy() -> None:
    """The room imports neither torch nor table or hub libraries before it needs them."""
    program = (
        "import sys, pkgutil, importlib, intermezzo.data as d\n"
        "for m in pkgutil.walk_packages(d.__path__, 'intermezzo.data.'): importlib.import_module(m.name)\n"
        "print([m for m in ('torch', 'pyarrow', 'datasets', 'huggingface_hub', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def flat(**changes: Any) -> dict[str, Any]:
    answers = {"text": ["Kisumu"], "answer_start": [0], "answer_end": [6]}
    return {"question_id": "q1", "question": "Where?", "context": CONTEXT, "answers": answers, **changes}


@pytest.mark.parametrize(
    "record",
    [
        flat(),
        flat(answers=[{"text": "Kisumu", "answer_start": 0}], created_by="x", is_pay={"status": True}),
        {"id": "q1", "question_lang": "Where?", "context": CONTEXT, "answer_pivot": {"text": ["Kisumu"], "answer_start": [0]}},  # noqa: E501
        {"id": "q1", "question": "Where?", "context": CONTEXT, "answer_text": "Kisumu", "answer_start": 0},
        {"context": CONTEXT, "qas": [qa()]},
        {"title": "t", "paragraphs": [{"context": CONTEXT, "qas": [qa()]}]},
    ],
    ids=["iapp", "list", "AfriQA", "two columns", "paragraph", "article"],
)  # fmt: skip
def test_json_lines_in_all_their_layouts(record: dict[str, Any]) -> None:
    """Flat or nested, a line gives the same example."""
    examples, ledger = read(as_json(record) + b"\r\n\n", "jsonl-qa")
    (example,) = examples
    assert isinstance(example, QAExample)
    assert (example.id, example.question, example.context, example.answers) == (
        "q1",
        "Where?",
        CONTEXT,
        PLACED,
    )
    assert ledger == Ledger(read=1, kept=1, answers=1, notes={"CRLF line ends": 1})


def test_columns_are_told_by_name() -> None:
    """A user's own names of columns are mapped to ours."""
    record = {"nr": 3, "frage": "Wo?", "text": CONTEXT, "gold": {"text": ["Kisumu"], "answer_start": [0]}}
    columns = {"id": "nr", "question": "frage", "context": "text", "answers": "gold"}
    (example,) = read(as_json(record), "jsonl-qa", columns=columns)[0]
    assert isinstance(example, QAExample)
    assert (example.id, example.question, example.answers) == ("3", "Wo?", PLACED)


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    """U+2028 and U+0085 are characters like others, in JSON lines and in raw text."""
    context = "Kisumu\u2028lies\u0085by"
    (example,) = read(as_json(flat(context=context)), "jsonl-qa")[0]
    assert isinstance(example, QAExample) and example.context == context
    (line,) = read(context.encode("utf-8"), "text")[0]
    assert isinstance(line, TextExample) and line.text == context


def test_rows_without_context_need_no_positions() -> None:
    """AfriQA's rows without a passage have a text and no start; only the missing passage counts."""
    empty = flat(question_id="q2", context=None, answers={"text": ["1962"], "answer_start": []})
    _, ledger = read(as_json(flat()) + b"\n" + as_json(empty), "jsonl-qa", misplaced="drop")
    assert ledger == Ledger(read=2, kept=1, dropped={"no context": 1}, answers=1)


def test_csv_keeps_cells_as_they_are() -> None:
    """Quotes, commas, line ends and long passages stay inside their cells; other languages are counted."""
    context = 'Kisumu, "by\r\nthe lake"\n' + "x" * 200_000
    quoted = '"' + context.replace('"', '""') + '"'
    rows = [
        "\ufeffid,context,question,answer_text,answer_start,language",
        f"q1,{quoted},Where?,Kisumu,0,hindi",
        f"q2,{quoted},எங்கே?,Kisumu,0,tamil",
        "",
    ]
    examples, ledger = read("\r\n".join(rows).encode("utf-8"), "chaii-csv", language="hi")
    (example,) = examples
    assert isinstance(example, QAExample)
    assert (example.context, example.answers, example.language) == (context, PLACED, "hi")
    assert ledger == Ledger(
        read=2,
        kept=1,
        dropped={"another language": 1},
        answers=1,
        notes={"CRLF line ends": 5, "byte order mark left out": 1},
    )


def cmrc(*answers: Any) -> list[Any]:
    qas = [{"query_id": "D_0", "query_text": "在哪里？", "answers": list(answers)}]
    return [{"context_id": "D", "context_text": "2011年，基苏木在湖边。湖边", "qas": qas, "title": "基苏木"}]


def test_cmrc_takes_first_occurrences() -> None:
    """CMRC's bare answers stand where their text first occurs; numbers become texts."""
    examples, ledger = read(cmrc("湖边", 2011, "山上"), "cmrc", language="zh", misplaced="repair")
    (example,) = examples
    assert isinstance(example, QAExample)
    assert example.answers == (Answer(text="湖边", start=10), Answer(text="2011", start=0))
    assert ledger == Ledger(
        read=1,
        kept=1,
        answers=3,
        repaired=2,
        answers_dropped={"not in the context": 1},
        notes={"numbers turned into text": 1},
    )


def test_raw_text_is_a_line_an_example() -> None:
    """Lines stay as they are but for their ends; blank ones are counted; ids follow from the content."""
    examples, ledger = read(b" Kisumu \r\n\r\nlies\nlies\n \nby", "text", language="sw")
    assert [e.text for e in examples if isinstance(e, TextExample)] == [" Kisumu ", "lies", "lies", "by"]
    assert ledger == Ledger(
        read=6,
        kept=4,
        dropped={"blank line": 2},
        notes={"CRLF line ends": 2, "repeated ids made unique": 1},
    )
    ids = [example.id for example in examples]
    assert ids[2] == f"{ids[1]}#2"
    assert read(b"by\n", "text")[0][0].id == ids[3]


def test_bytes_and_documents_read_alike(tmp_path: Any) -> None:
    """A reader given a path and one given its bytes find the same."""
    path = tmp_path / "a.json"
    path.write_bytes(as_json(squad(qa())))
    assert read(path) == read(path.read_bytes())
