"""jsonl-choice: COPA, Social IQa, Cosmos QA, HellaSwag, CommonsenseQA in both layouts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.readers.malformed import NO_LABELS, NOT_PUBLIC, ZEROS, lines, said_of
from data.scenes import UNTIMED, read
from intermezzo.data.ledger import Ledger
from intermezzo.example import ChoiceExample

COPA: dict[str, Any] = {
    "premise": "The tap was open.",
    "choice1": "It rang.",
    "choice2": "Water ran.",
    "question": "effect",
    "label": 1,
    "idx": 7,
    "changed": False,
}
SIQA = {
    "context": "Kim ran.",
    "question": "Why?",
    "answerA": "a",
    "answerB": "b",
    "answerC": "c",
    "correct": "C",
}
HELLASWAG = {
    "ind": 4,
    "ctx_a": "A man.",
    "ctx_b": "then",
    "ctx": "A man. then",
    "label": 3,
    "endings": ["a", "b", "c", "d"],
}
COSMOS = {"context": "p", "question": "q", **{f"answer{i}": "abcd"[i] for i in range(4)}, "label": "2"}
NAMED = [{"label": "A", "text": "bank"}, {"label": "B", "text": "mall"}]
OWN = {
    "id": "x",
    "question": {"stem": "Where?", "question_concept": "door", "choices": NAMED},
    "answerKey": "B",
}
HUB = {
    "id": "x",
    "question": "Where?",
    "choices": {"label": ["A", "B"], "text": ["bank", "mall"]},
    "answerKey": "B",
}


def one(record: object, **options: Any) -> ChoiceExample:
    (example,), _ = read(lines([record]), "jsonl-choice", **options)
    assert isinstance(example, ChoiceExample)
    return example


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (COPA, ("7", "The tap was open.", "What happened as a result?", ("It rang.", "Water ran."), 1)),
        ({**COPA, "question": "cause"}, ("7", "The tap was open.", "What was the cause?", ("It rang.", "Water ran."), 1)),
        (SIQA, ("0", "Kim ran.", "Why?", ("a", "b", "c"), 2)),
        (HELLASWAG, ("4", "A man. then", "", ("a", "b", "c", "d"), 3)),
        (OWN, ("x", "", "Where?", ("bank", "mall"), 1)),
        (HUB, ("x", "", "Where?", ("bank", "mall"), 1)),
        (COSMOS, ("0", "p", "q", ("a", "b", "c", "d"), 2)),
    ],
    ids=["COPA", "cause", "Social IQa", "HellaSwag", "CommonsenseQA", "hub", "Cosmos QA"],
)  # fmt: skip
def test_layouts(record: object, expected: tuple[object, ...]) -> None:
    """Each data set's own line, as a person reads it."""
    found = one(record)
    assert (found.id, found.context, found.question, found.choices, found.answer) == expected


def test_what_was_written_out_is_in_the_ledger() -> None:
    """A question of one word is counted; one that only holds it is left alone."""
    rows = [COPA, {**COPA, "idx": 8, "question": "Name a cause."}]
    examples, ledger = read(lines(rows), "jsonl-choice")
    assert isinstance(examples[1], ChoiceExample) and examples[1].question == "Name a cause."
    assert ledger == Ledger(read=2, kept=2, notes={"questions of cause and effect written out": 1})


def test_labels_that_count_from_one() -> None:
    """The hub's Social IQa counts from 1, which a task says."""
    record = {**{k: v for k, v in SIQA.items() if k != "correct"}, "label": "3"}
    assert one(record, labels={"1": "0", "2": "1", "3": "2"}).answer == 2


def test_columns_are_told() -> None:
    """Choices in columns of other names are joined, a passage's id makes the cluster."""
    record = {"q": {"text": "Who?"}, "right": "Kim", "wrong": "Ali", "gold": "A", "post": 9}
    columns = {"question": "q.text", "choices": "right+wrong", "answer": "gold", "cluster": "post"}
    found = one(record, columns=columns)
    assert (found.question, found.choices, found.answer, found.cluster) == ("Who?", ("Kim", "Ali"), 0, "9")


def test_clusters_and_groups() -> None:
    """Questions about one passage are a cluster, without a passage there is none; parallel ids are groups."""
    examples, _ = read(lines([SIQA, {**SIQA, "question": "How?"}, OWN, HUB]), "jsonl-choice")
    clusters = [e.cluster for e in examples if isinstance(e, ChoiceExample)]
    assert clusters[0] == clusters[1] != "" and clusters[2:] == ["", ""]
    assert one(COPA, parallel=True).group == "7"
    assert one(COPA, parallel=True).cluster == one({**COPA, "premise": "Bomba"}, parallel=True).cluster
    assert one(OWN, parallel=True).cluster == ""


def many(answer: int, n: int) -> bytes:
    return lines({**COPA, "label": answer, "idx": i} for i in range(n))


MALFORMED = {
    "all zero": (many(0, 11), [f"FILE: {ZEROS} {NOT_PUBLIC}"]),
    "blind": (lines([{**SIQA, "correct": None}]), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
    "minus one": (many(-1, 2), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
    "all at once": (
        lines([{**COPA, "label": 2}, COPA, {**HUB, "answerKey": "E"}, {**HELLASWAG, "endings": ["a"]}]),
        [
            'FILE:1: label: expected the number or letter of one of 2 choices, found "2"',
            'FILE:3: answerKey: expected the number or letter of one of 2 choices, found "E"',
            "FILE:4: endings: expected 2 choices or more, found 1",
        ],
    ),
    "choices": (
        lines(
            [
                {**HUB, "choices": "bank"},
                {**HUB, "choices": ["bank", ["mall"]]},
                {**HUB, "choices": {"label": 7, "text": ["a", "b"]}},
                {**COPA, "choice2": {"text": "Water ran."}},
            ]
        ),
        [
            'FILE:1: choices: expected a list of texts, found "bank"',
            "FILE:2: choices[1]: expected text, found a list of 1",
            "FILE:4: choice2: expected text, found an object with text",
        ],
    ),
    "question": (
        lines([{**OWN, "question": {"stem": ["Where?"], "choices": NAMED}}]),
        ["FILE:1: question.stem: expected text, found a list of 1"],
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_says_where_and_what(tmp_path: Path, case: str) -> None:
    """A malformed or blanked file is refused with these very messages."""
    content, said = MALFORMED[case]
    assert said_of(tmp_path, content, "jsonl-choice") == said


def test_few_zeros_may_be_chance() -> None:
    """Ten first choices in a row come by chance; from eleven on the labels were taken out."""
    assert read(many(0, 10), "jsonl-choice")[1].kept == 10


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=2, max_size=5)


@UNTIMED
@given(TEXTS, st.data(), st.sampled_from(["number", "letter"]))
def test_what_is_written_is_read(choices: list[str], data: st.DataObject, how: str) -> None:
    """Any texts come back as they were, and the right one is found by its number or its letter."""
    answer = data.draw(st.integers(0, len(choices) - 1))
    said: object = answer if how == "number" else "ABCDE"[answer]
    found = one({"premise": choices[0], "question": "Q", "choices": choices, "label": said})
    assert (found.choices, found.answer, found.context) == (tuple(choices), answer, choices[0])


@UNTIMED
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from(["choices", "question", "label", "text", "stem", "context", "answer", "id"]), v), max_leaves=12))  # noqa: E501  # fmt: skip
def test_no_line_makes_a_traceback(record: object) -> None:
    """Whatever the values, a line is read or refused."""
    from intermezzo.problem import Refused

    for reader in ("jsonl-choice", "jsonl-label"):
        try:
            _, ledger = read(lines_with_halves(record), reader)
        except Refused as refused:
            assert str(refused).startswith("my.json")
        else:
            assert ledger.read == 1


def lines_with_halves(record: object) -> bytes:
    """A JSON line whose halves of characters are escaped."""
    import json

    return json.dumps(record).encode("ascii") + b"\n"
