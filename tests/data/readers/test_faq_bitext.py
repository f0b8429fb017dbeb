"""faq-bitext: questions of a site in two languages, in the documented layout."""

from __future__ import annotations

import pytest

from data.readers.scenes import as_lines, read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample

ROW = {
    "origin": "https://a.example",
    "labse_similarity": 0.94,
    "question1": "Offen?",
    "question2": "Open?",
    "answer1": "Nein.",
    "answer2": "No.",
}


def test_questions_say_the_same() -> None:
    """The first is a query; rows with the same second are of one group."""
    examples, ledger = read(
        "faq-bitext", {"deu-eng.jsonl": as_lines(ROW, {**ROW, "question1": "Auf?"})}, "de"
    )
    group = examples[0].group
    assert examples[:2] == [
        PassageExample(
            id="0", language="de", text="Offen?", targets=("0:target",), group=group, cluster="a.example"
        ),
        PassageExample(
            id="0:target", language="de", text="Open?", role="candidate", group=group, cluster="a.example"
        ),
    ]
    assert {e.group for e in examples} == {group} and len(examples) == 4
    assert ledger == Ledger(read=4, kept=4)


def test_answers_by_their_columns() -> None:
    """Other columns can be told."""
    columns = {"query": "answer2", "target": "answer1"}
    examples, _ = read("faq-bitext", {"deu-eng.jsonl": as_lines(ROW)}, "de", columns=columns)
    assert [e.text for e in examples] == ["No.", "Nein."]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"origin": "a"}, "deu-eng.jsonl:1: expected a field 'question1', found origin"),
        ({**ROW, "question2": 7}, "deu-eng.jsonl:1: question2: expected text, found 7"),
    ],
)
def test_damage_is_told_with_its_line(row: dict[str, object], said: str) -> None:
    """Fields that are missing or of another kind."""
    assert refusal("faq-bitext", {"deu-eng.jsonl": as_lines(row)}, "de") == said
