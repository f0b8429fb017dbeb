"""jsonl-label: ANLI's lines, MultiNLI's and SNLI's, and those of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.readers.malformed import NO_LABELS, NOT_PUBLIC, lines, said_of
from data.scenes import UNTIMED, read
from intermezzo.data.ledger import Ledger
from intermezzo.example import LabelExample

ANLI = {
    "uid": "bd0c",
    "context": "His record was 4–5.",
    "hypothesis": "He was a soldier. ",
    "label": "n",
    "model_label": "c",
    "emturk": False,
    "reason": "",
}
MULTINLI = {
    "annotator_labels": ["neutral", "entailment"],
    "gold_label": "neutral",
    "pairID": "63735n",
    "promptID": "63735",
    "sentence1": "The new rights are nice enough",
    "sentence1_parse": "(ROOT)",
    "sentence2": "Everyone really likes the newest benefits ",
}
LABELS = {"e": "entailment", "n": "neutral", "c": "contradiction"}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def test_anli() -> None:
    """`context` is the premise; letters are called by their names, and the ledger counts them."""
    (example,), ledger = read(lines([ANLI]), "jsonl-label", labels=LABELS)
    assert isinstance(example, LabelExample)
    assert (example.id, example.text, example.second, example.label) == (
        "bd0c",
        "His record was 4–5.",
        "He was a soldier. ",
        "neutral",
    )
    assert ledger == Ledger(read=1, kept=1, notes={"labels renamed": 1})


def test_annotators_did_not_agree() -> None:
    """MultiNLI and SNLI write "-"; such lines are left out. A label column may have a "-" of its own."""
    undecided = {**MULTINLI, "gold_label": "-", "pairID": "2"}
    (example,), ledger = read(lines([MULTINLI, undecided]), "jsonl-label")
    assert isinstance(example, LabelExample)
    assert (example.id, example.label) == ("63735n", "neutral")
    assert ledger == Ledger(read=2, kept=1, dropped={"no label": 1})
    (mood,), _ = read(lines([{"text": "Cold.", "label": "-"}]), "jsonl-label")
    assert isinstance(mood, LabelExample) and mood.label == "-"


def test_labels_of_a_hub() -> None:
    """Numbers, -1 for none; tables write a number as 1.0 and nothing as NaN."""
    rows = [{"text": "a", "label": 1}, {"text": "b", "label": -1}, {"text": "c", "label": 0.0}]
    examples, ledger = read(
        lines([*rows, {"text": "d", "label": float("nan")}]),
        "jsonl-label",
        labels={"0": "no", "1": "yes", "-1": ""},
    )
    assert [e.label for e in examples if isinstance(e, LabelExample)] == ["yes", "no"]
    assert ledger == Ledger(read=4, kept=2, dropped={"no label": 2}, notes={"labels renamed": 2})


def test_a_shared_premise_is_a_cluster() -> None:
    """Pairs of one premise are not independent; in parallel sets a run of them is, by its ids."""
    rows = [{"premise": p, "hypothesis": h, "label": "0"} for p, h in ["aw", "ax", "by", "az"]]
    examples, _ = read(lines(rows), "jsonl-label")
    first, second, third, fourth = (e.cluster for e in examples if isinstance(e, LabelExample))
    assert first == second == fourth != third
    examples, _ = read(lines(rows), "jsonl-label", parallel=True)
    swahili, _ = read(
        lines([{**row, "premise": f"{row['premise']}!"} for row in rows]), "jsonl-label", parallel=True
    )
    clusters = [e.cluster for e in examples if isinstance(e, LabelExample)]
    assert clusters == [e.cluster for e in swahili if isinstance(e, LabelExample)]
    assert clusters[0] == clusters[1] and len(set(clusters)) == 3
    assert [e.group for e in examples] == ["0", "1", "2", "3"]


MALFORMED = {
    "empty": (b"", ["FILE: no examples in this file."]),
    "broken": (
        lines([ANLI]) + b'{"uid": "a",, }\n',
        ["FILE:2: not valid JSON: Expecting property name enclosed in double quotes (column 13)"],
    ),
    "two on a line": (b"{} {}\n", ["FILE:1: not valid JSON: Extra data (column 4)."]),
    "a list": (b"[]\n", ["FILE:1: expected an object, found a list of 0"]),
    "no text": (
        lines([ANLI, {"label": "e"}]),
        [
            "FILE:2: expected a field 'text' or 'sentence1' or 'premise' or 'question1' or 'context', found label"
        ],
    ),
    "all at once": (
        lines([{**ANLI, "context": ["a"]}, ANLI, {**ANLI, "label": {}}]),
        [
            "FILE:1: context: expected text, found a list of 1",
            "FILE:3: label: expected text, found an object with no fields",
        ],
    ),
    "half a character": (
        b'{"text": "Kis\\ud800umu", "label": "a"}\n',
        ["FILE:1: text: expected text, found half a character (\\ud800) at 3"],
    ),
    "blind": (lines([{**ANLI, "label": None}, {**ANLI, "label": ""}]), [f"FILE: {NO_LABELS} {NOT_PUBLIC}"]),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_says_where_and_what(tmp_path: Path, case: str) -> None:
    """A malformed file is refused with these very messages."""
    content, said = MALFORMED[case]
    assert said_of(tmp_path, content, "jsonl-label") == said


@UNTIMED
@given(
    st.lists(
        st.tuples(TEXT, st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from("enc")), min_size=1
    )
)
def test_what_is_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    """Any Unicode comes back, whatever lines are in the texts."""
    content = lines({"text": a, "second": b, "label": label} for a, b, label in rows)
    examples, ledger = read(content, "jsonl-label")
    assert [(e.text, e.second, e.label) for e in examples if isinstance(e, LabelExample)] == rows
    assert ledger.notes.get("empty texts", 0) == sum(not b for _, b, _ in rows)
