"""TyDi QA's two layouts and ChAII's table in parts: what is read, what is left out, and where a file is broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data.scenes import CONTEXT, qa, read, refusal, squad
from intermezzo.data.ledger import Ledger
from intermezzo.example import QAExample

# Three passages; the second begins with letters of two bytes.
PASSAGES = ("Kisumu lies by the lake. ", "Äther über Köln. ", "The end.")
DOCUMENT = "".join(PASSAGES)


def at(text: str, *, missing: bool = False) -> dict[str, int]:
    """The bytes of a text in the document."""
    start = -1 if missing else len(DOCUMENT[: DOCUMENT.index(text)].encode())
    return {
        "plaintext_start_byte": start,
        "plaintext_end_byte": -1 if missing else start + len(text.encode()),
    }


def said(passage: int, text: str = "", yes_or_no: str = "NONE") -> dict[str, Any]:
    """What an annotator marked."""
    return {
        "passage_answer": {"candidate_index": passage},
        "minimal_answer": at(text or "Kisumu", missing=not text),
        "yes_no_answer": yes_or_no,
    }


def line(*annotations: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A question of the primary task."""
    return {
        "example_id": -19,
        "language": "english",
        "question_text": "Where?",
        "document_plaintext": DOCUMENT,
        "passage_answer_candidates": [at(each) for each in PASSAGES],
        "annotations": list(annotations),
        **more,
    }


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()


def test_bytes_become_characters() -> None:
    """The context is the passage, and answers stand where their bytes do."""
    (example,), ledger = read(lines(line(said(1, "über"), said(1, "Köln"))), "tydiqa-primary")
    assert isinstance(example, QAExample)
    assert (example.id, example.context) == ("-19", PASSAGES[1])
    assert [(a.text, a.start) for a in example.answers] == [("über", 6), ("Köln", 11)]
    assert ledger.notes == {"whole-number ids turned into text": 1}


def test_most_annotators_choose_the_passage() -> None:
    """Answers in the passage that most chose are the question's; others are counted. Of a tie the first is taken."""
    given = line(said(0, "lake"), said(1, "Köln"), said(1, "über"))
    (example,), ledger = read(lines(given), "tydiqa-primary")
    assert isinstance(example, QAExample) and example.gold == ("Köln", "über")
    assert ledger.notes["answers in another passage"] == 1
    (example,), _ = read(lines(line(said(0, "lake"), said(1, "Köln"))), "tydiqa-primary")
    assert isinstance(example, QAExample) and example.gold == ("lake",)


def test_what_no_span_answers() -> None:
    """Yes and no, whole passages, no answer and other languages are left out, each under its name."""
    given = lines(
        line(said(0, "lake")),
        line(said(1, yes_or_no="YES"), said(-1)),
        line(said(2), said(-1)),
        line(said(-1)),
        line(said(0, "lake"), language="thai"),
    )
    examples, ledger = read(given, "tydiqa-primary")
    assert len(examples) == 1
    assert ledger.dropped == {
        "a passage, no span": 1,
        "another language": 1,
        "answered by yes or no": 1,
        "no answer in the document": 1,
    }
    assert refusal(given, "tydiqa-primary", "te") == (
        "my.json: no question in 'te' is answered by a span (5 another language)."
    )


BROKEN = [
    (line(said(3, "lake")), "my.json:1: passage_answer_candidates: expected passage 3, found 3 passages"),
    (
        line(said(1, "lake")),
        "my.json:1: expected an answer between the bytes 25 and 45 of its passage, found 19 to 23",
    ),
    (
        line(said(0) | {"minimal_answer": {"plaintext_start_byte": "4"}}),
        'my.json:1: annotations[0].minimal_answer.plaintext_start_byte: expected a whole number, found "4"',
    ),
    (
        line(said(0) | {"minimal_answer": {"plaintext_start_byte": 4}}),
        "my.json:1: annotations[0].minimal_answer: expected a field 'plaintext_end_byte', found plaintext_start_byte",
    ),
    (
        line(said(1) | {"minimal_answer": {"plaintext_start_byte": 26, "plaintext_end_byte": 30}}),
        "my.json:1: expected positions between characters, found one within a character",
    ),
    (
        line(
            said(0, "lake"),
            passage_answer_candidates=[{"plaintext_start_byte": 0, "plaintext_end_byte": 999}],
        ),
        "my.json:1: passage_answer_candidates[0]: expected bytes of a document of 53, found 0 to 999",
    ),
    (line(said(0, "lake"), annotations=None), "my.json:1: annotations: expected a list, found null"),
    (line("yes"), 'my.json:1: annotations[0]: expected an object, found "yes"'),  # type: ignore[arg-type]
    ([], "my.json:1: expected an object, found a list of 0"),
]


@pytest.mark.parametrize(("record", "told"), BROKEN, ids=[str(i) for i in range(len(BROKEN))])
def test_broken_lines(record: object, told: str) -> None:
    """A line that cannot be read is told with its place, and what stands there."""
    assert refusal(lines(record), "tydiqa-primary").split("\n")[0] == told


def test_gold_passages_by_language() -> None:
    """One file for all languages, told apart by ids; without a language in them, all are of the one asked for."""
    given = squad(qa("swahili-19-0"), qa("english-7-1"), qa("english-7-2"))
    examples, ledger = read(given, "tydiqa-goldp", "en")
    assert [each.id for each in examples] == ["english-7-1", "english-7-2"]
    assert ledger == Ledger(read=3, kept=2, answers=2, dropped={"another language": 1})
    assert refusal(given, "tydiqa-goldp", "te") == "my.json: expected questions in 'te', found en, sw"
    examples, ledger = read(squad(qa("0"), qa("0")), "tydiqa-goldp", "te")
    assert [each.id for each in examples] == ["0", "0#2"]


def test_gold_passages_as_the_hub_has_them() -> None:
    """A row a question, all languages in one table."""
    rows = [
        {
            "id": id_,
            "title": "T",
            "context": CONTEXT,
            "question": "?",
            "answers": {"text": ["Kisumu"], "answer_start": [0]},
        }
        for id_ in ("swahili-19-0", "english-7-1")
    ]
    examples, ledger = read(lines(*rows), "tydiqa-goldp", "sw", name="secondary_task.jsonl")
    assert [each.id for each in examples] == ["swahili-19-0"]
    assert ledger == Ledger(read=2, kept=1, answers=1, dropped={"another language": 1})


HEAD = "id,context,question,answer_text,answer_start,language"


def table(n_hindi: int, n_tamil: int) -> bytes:
    rows = [
        f'{i},"{CONTEXT}",Where?,Kisumu,0,{"hindi" if i < n_hindi else "tamil"}'
        for i in range(n_hindi + n_tamil)
    ]
    return "\n".join([HEAD, *rows]).encode()


def test_parts_of_a_table() -> None:
    """Train, dev and test of a seed are all rows once, in both languages and in the file's order."""
    given = table(300, 120)
    for seed in ("", "-2"):
        of = {
            (name, language): [
                int(each.id) for each in read(given, "chaii-mucot", language, split=f"{name}{seed}")[0]
            ]
            for name in ("train", "dev", "test")
            for language in ("hi", "ta")
        }
        assert sorted(i for some in of.values() for i in some) == list(range(420))
        assert all(some == sorted(some) for some in of.values())
        assert (len(of["test", "hi"]), len(of["test", "ta"])) == (71, 29)
    _, ledger = read(given, "chaii-mucot", "hi", split="dev")
    assert ledger.dropped == {"another language": 120, "another part": 300 - ledger.kept}
    assert read(given, "chaii-mucot", "ta", split="whole")[1].kept == 120


@pytest.mark.parametrize(
    ("given", "language", "split", "told"),
    [
        (
            table(3, 3),
            "hi",
            "test",
            "my.json: cannot take 100 of 6 rows for a test, some of each: 3 'hindi', 3 'tamil'.",
        ),
        (
            table(300, 0),
            "hi",
            "fold-2",
            "my.json: expected the split train, dev or test, with -SEED or without, or whole, found 'fold-2'",
        ),
        (table(300, 0), "ta", "test", "my.json: expected rows in 'ta', found hi"),
        (
            f"{HEAD}\n1,2".encode(),
            "hi",
            "test",
            'my.json:2: expected 6 cells, found 2. Set misplaced = "drop" to go on without it.',
        ),
        (HEAD.encode(), "hi", "test", "my.json: no questions in this file."),
        (
            table(300, 0).replace(b"Kisumu,0", b"Kisumu,here"),
            "hi",
            "whole",
            'my.json:2: answer_start: expected a whole number, found "here"',
        ),
    ],
)
def test_tables_that_cannot_be_cut(given: bytes, language: str, split: str, told: str) -> None:
    """Too few rows, a split that is none, a language that is not there and broken rows are told."""
    assert refusal(given, "chaii-mucot", language, split=split).split("\n")[0] == told
