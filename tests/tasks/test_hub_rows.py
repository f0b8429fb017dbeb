"""Rows as the hub's data sets have them, read as the tasks say; the columns are those of their cards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intermezzo import tasks
from intermezzo.data import columns
from intermezzo.data.place import Place
from intermezzo.data.reader import ReadOptions
from intermezzo.example import ChoiceExample, LabelExample
from intermezzo.tasks import FORMATS, HubSource, Task

PAIR = {"premise": "p", "hypothesis": "h"}
TWO = {"sentence1": "p", "sentence2": "h"}
COPA = {"premise": "p", "question": "cause", "choice1": "a", "choice2": "b", "idx": 3}
COSMOS = {"context": "p", "question": "q", "answer0": "a", "answer1": "b", "answer2": "c", "answer3": "d"}

# task, split, row, id, label or number of the right choice
ROWS: list[tuple[str, str, dict[str, Any], str, str | int]] = [
    ("xnli", "train", {**PAIR, "label": 0}, "0", "entailment"),
    ("xnli", "test", {**PAIR, "label": 2}, "0", "contradiction"),
    ("mnli", "dev-mismatched", {**PAIR, "label": 1, "idx": 9}, "9", "neutral"),
    ("snli", "test", {**PAIR, "label": 1}, "0", "neutral"),
    ("anli", "train", {"uid": "u", **PAIR, "label": 2, "reason": "r"}, "u", "contradiction"),
    ("paws-x", "dev", {"id": 7, **TWO, "label": 1}, "7", "1"),
    ("paws", "train", {"id": 7, **TWO, "label": 0}, "7", "0"),
    ("qqp", "dev", {"question1": "p", "question2": "h", "label": 1, "idx": 5}, "5", "1"),
    (
        "hellaswag",
        "dev",
        {
            "ind": 4,
            "activity_label": "x",
            "ctx_a": "p",
            "ctx_b": "",
            "ctx": "p",
            "endings": ["a", "b", "c", "d"],
            "source_id": "activitynet~v1",
            "split": "val",
            "split_type": "indomain",
            "label": "3",
        },
        "4",
        3,
    ),
    ("cosmos-qa", "dev", {"id": "c", **COSMOS, "label": 2}, "c", 2),
    (
        "commonsense-qa",
        "dev",
        {
            "id": "c",
            "question": "q",
            "question_concept": "x",
            "choices": {"label": list("ABCDE"), "text": list("vwxyz")},
            "answerKey": "E",
        },
        "c",
        4,
    ),
    (
        "social-iqa",
        "train",
        {"context": "p", "question": "q", "answerA": "a", "answerB": "b", "answerC": "c", "label": "3"},
        "0",
        2,
    ),
    ("copa", "train", {**COPA, "label": 1}, "3", 1),
    ("xcopa", "test", {**COPA, "label": 0, "changed": True}, "3", 0),
]


def read(name: str, split: str, row: dict[str, Any]) -> Any:
    task = tasks.find(name)
    assert isinstance(task, Task)
    source = task.splits[split].sources[-1]
    assert isinstance(source, HubSource)
    options = ReadOptions(columns=source.columns, labels=source.labels, parallel=source.parallel)
    (example,), _ = columns.read(
        [(Place("hub:a/b", "train[0]"), row)],
        unit=FORMATS[task.format].unit,
        name="hub:a/b",
        language="en",
        options=options,
    )
    return example


@pytest.mark.parametrize(("name", "split", "row", "id_", "gold"), ROWS, ids=[f"{r[0]}@{r[1]}" for r in ROWS])
def test_rows_are_read(name: str, split: str, row: dict[str, Any], id_: str, gold: str | int) -> None:
    """Texts, the label by its name or the number of the choice from 0, ids and groups."""
    example = read(name, split, row)
    assert example.id == id_
    is_parallel = name in ("xnli", "paws-x", "xcopa") and split != "train"
    assert example.group == (id_ if is_parallel else "")
    if isinstance(example, LabelExample):
        assert (example.text, example.second, example.label) == ("p", "h", gold)
    else:
        assert isinstance(example, ChoiceExample)
        assert example.answer == gold
        assert example.context == ("" if name == "commonsense-qa" else "p")
        if "copa" in name:
            assert example.question == "What was the cause?"
    if name == "hellaswag":
        assert example.cluster == "activitynet~v1"


def test_all_are_tried() -> None:
    """No task with labels or choices is missing above."""
    wanted = {n for n in tasks.names() if not n.startswith(("world-", "webfaq")) and getattr(tasks.find(n), "format", "") in ("sequence-classification", "multiple-choice")}  # noqa: E501  # fmt: skip
    assert wanted <= {row[0] for row in ROWS}


def test_rounds_come_one_after_another(tmp_path: Path) -> None:
    """ANLI's three rounds are three splits of the hub, and one of ours, in their order."""
    pytest.importorskip("datasets", reason="needs the extra 'hub'")
    import pyarrow as pa
    import pyarrow.parquet as pq

    from intermezzo.data.sources.hub import read_folder

    for r in (3, 1, 2):
        row = {"uid": f"u{r}", **PAIR, "label": r - 1, "reason": ""}
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / f"dev_r{r}.parquet")
    head = "configs:\n- config_name: plain_text\n  data_files:\n" + "".join(
        f"  - split: dev_r{r}\n    path: dev_r{r}.parquet\n" for r in (1, 2, 3)
    )
    (tmp_path / "README.md").write_text(f"---\n{head}---\n", encoding="utf-8")
    task = tasks.find("anli")
    assert isinstance(task, Task)
    source = task.splits["dev"].sources[-1]
    assert isinstance(source, HubSource)
    examples, ledger = read_folder(
        tmp_path,
        name="hub:a/b",
        config=source.config,
        split=source.split,
        language="en",
        unit="label",
        options=ReadOptions(labels=source.labels),
    )
    found = [(e.id, e.label) for e in examples if isinstance(e, LabelExample)]
    assert found == [("u1", "entailment"), ("u2", "neutral"), ("u3", "contradiction")]
    assert ledger.notes == {"labels renamed": 3}
