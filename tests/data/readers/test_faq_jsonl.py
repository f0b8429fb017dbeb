"""faq-jsonl: WebFAQ's published lines, in the documented layout."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data.readers.scenes import as_lines, read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample


def row(question: str = "Open on Sunday?", answer: str = "No, we rest.", **changes: Any) -> dict[str, Any]:
    return {
        "id": f"id of {question}",
        "url": "https://www.a.example/faq",
        "scheme_host": "https://www.a.example",
        "language": "eng",
        "confidence": 0.9,
        "question": question,
        "answer": answer,
        "topic": "Travel",
        **changes,
    }


def test_a_line_is_a_query_and_its_candidate() -> None:
    """The published id names both; further fields make no difference."""
    examples, ledger = read("faq-jsonl", {"eng.jsonl": as_lines(row())})
    assert examples == [
        PassageExample(
            id="id of Open on Sunday?",
            language="en",
            text="Open on Sunday?",
            targets=("id of Open on Sunday?:target",),
            cluster="a.example",
        ),
        PassageExample(
            id="id of Open on Sunday?:target",
            language="en",
            text="No, we rest.",
            role="candidate",
            cluster="a.example",
        ),
    ]
    assert ledger == Ledger(read=2, kept=2)


def test_questions_and_answers_that_are_the_same_make_a_group() -> None:
    """By the question, by the answer, and by both in a row; others stand alone."""
    lines = as_lines(
        row("Open on Sunday?", "No."),
        row("open on  sunday?", "Not ever.", id="2"),
        row("Do you rest?", "Not ever."),
        row("Why?", "So."),
    )
    examples, _ = read("faq-jsonl", {"eng.jsonl": lines})
    groups = [e.group for e in examples if e.role == "query"]
    assert groups[0] == groups[1] == groups[2] != "" and groups[3] == ""
    assert groups == [e.group for e in examples if e.role == "candidate"]


def test_shards_are_one_set() -> None:
    """An entry met again in another shard is left out; HTML is counted; hosts come from where they stand."""
    second = as_lines(
        row(),
        row("Why?", "<b>So</b> &amp; so.", scheme_host="http://b.example"),
        {**row("Who?", "We."), "id": None},
    )
    files = {"1.jsonl": as_lines(row()), "2.jsonl": second}
    examples, ledger = read("faq-jsonl", files)
    assert [e.text for e in examples] == [
        "Open on Sunday?",
        "No, we rest.",
        "Why?",
        "So & so.",
        "Who?",
        "We.",
    ]
    assert examples[2].cluster == "b.example" and len(examples[4].id) == 16
    notes = {"texts with HTML": 1}
    assert ledger == Ledger(read=8, kept=6, dropped={"question and answer met before": 2}, notes=notes)


@pytest.mark.parametrize("key", ["origin", "url"])
def test_hosts_of_other_versions(key: str) -> None:
    """Version 2 calls the host `origin`; without either it is in the address."""
    line = {k: v for k, v in row().items() if k != "scheme_host"} | {"url": "https://a.example/faq"}
    line = line if key == "url" else {**line, "origin": "https://c.example"}
    ((example, _), _) = read("faq-jsonl", {"eng.jsonl": as_lines(line)})
    assert example.cluster == ("a.example" if key == "url" else "c.example")


def test_several_languages_in_one_file() -> None:
    """Then the codes have to be ours, and other languages are left out."""
    mixed = as_lines(row(language="en"), row("Wapi?", "Hapa.", language="sw"))
    examples, ledger = read("faq-jsonl", {"all.jsonl": mixed}, "sw")
    assert [e.text for e in examples] == ["Wapi?", "Hapa."]
    assert ledger.dropped == {"another language": 2}
    assert (
        refusal("faq-jsonl", {"all.jsonl": mixed}, "de") == "all.jsonl: expected rows in 'de', found en, sw"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            {"question": "?", "answer": "!"},
            "eng.jsonl:1: expected a field 'scheme_host', 'origin' or 'url', found question, answer",
        ),
        (row(answer=None), "eng.jsonl:1: answer: expected text, found null"),
        (row(id=7), "eng.jsonl:1: id: expected text, found 7"),
        ([], "eng.jsonl:1: expected an object, found a list of 0"),
        (
            row(question="\ud83d"),
            "eng.jsonl:1: question: expected text, found half a character (\\ud83d) at 0",
        ),
    ],
)
def test_damage_is_told_with_its_line(line: object, said: str) -> None:
    """Fields that are missing or of another kind."""
    assert refusal("faq-jsonl", {"eng.jsonl": json.dumps(line)}) == said
