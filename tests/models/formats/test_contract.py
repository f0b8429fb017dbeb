"""What every format on the shelf keeps to: rows that hold all that is needed to say every gold again, in every script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intermezzo import shelf, tasks
from intermezzo.data import gather, table
from intermezzo.example import QAExample, asked
from intermezzo.models import format as formats
from intermezzo.models.heads import HeadSpec
from intermezzo.models.make_features import labels_in
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.store import Store
from intermezzo.tasks import FORMATS, Task, WorldSource
from intermezzo.world.language import codes

SETTINGS: dict[str, Any] = {
    "of": "it", "length": 128, "stride": 32, "question_length": 64, "whole_words": True, "max_answer_tokens": 40,
    "may_abstain": False, "null_threshold": 0.0, "layer": -1, "pooling": "mean", "similarity": "cosine",
    "finds": "nearest",
}  # fmt: skip
TASK_OF = {
    "extractive-qa": "world-qa", "sequence-classification": "world-nli", "multiple-choice": "world-choice",
    "token-tagging": "world-ner", "retrieval": "world-parallel", "masked-lm": "world-text",
}  # fmt: skip
N = 15


def spans(rows: Rows, examples: list[Any]) -> np.ndarray:
    """Start and end logits of who knows the labels of rows."""
    logits = np.zeros((rows.n_tokens, 2), np.float32)
    logits[rows.limits[:-1] + rows.arrays["start"], 0] = 9
    logits[rows.limits[:-1] + rows.arrays["end"], 1] = 9
    return logits


def of_rows(rows: Rows, examples: list[Any]) -> np.ndarray:
    return np.eye(int(rows.arrays["label"].max()) + 1)[rows.arrays["label"]]


def of_pieces(rows: Rows, examples: list[Any]) -> np.ndarray:
    logits = np.zeros(len(rows.pieces) - 1)
    logits[rows.of_rows[:-1] + rows.arrays["label"]] = 1
    return logits


def of_words(rows: Rows, examples: list[Any]) -> np.ndarray:
    tags = rows.arrays["tag"][rows.arrays["word"] >= 0]
    return np.eye(int(tags.max()) + 1)[tags]


def vectors(rows: Rows, examples: list[Any]) -> np.ndarray:
    """One direction for each pair."""
    number = {e.id: i for i, e in enumerate(examples) if e.role == "candidate"}
    pair = [number[e.targets[0]] if e.role == "query" else number[e.id] for e in examples]
    return np.eye(len(examples))[[pair[i] for i in rows.arrays["piece_example"]]]


PERFECT: dict[str, Callable[[Rows, list[Any]], np.ndarray]] = {
    "extractive-qa": spans, "sequence-classification": of_rows, "multiple-choice": of_pieces,
    "token-tagging": of_words, "retrieval": vectors,
}  # fmt: skip


def examples_of(name: str, language: str) -> tuple[Task, list[Any]]:
    task = tasks.find(name)
    assert isinstance(task, Task)
    (source,) = task.splits["test"].sources
    assert isinstance(source, WorldSource)
    settings = {"source": "world", "generator": source.generator, "language": language, "split": "test",
                "count": N, "unanswerable": False, "seed": 0}  # fmt: skip
    found, _ = gather.read(settings, {})
    return task, list(found)


def test_every_format_is_known_everywhere():
    """To planning, to rows, to heads, and to losses."""
    rows = set(shelf.names("intermezzo.models.formats"))
    assert rows == FORMATS.keys() == TASK_OF.keys()
    assert rows == set(shelf.names("intermezzo.models.heads")) == set(shelf.names("intermezzo.train.losses"))


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("name", PERFECT)
def test_what_is_cut_is_said_again(world_tokenizer: FastTokenizer, name: str, language: str):
    """A model that knows what the rows hold says every gold of every example."""
    task, examples = examples_of(TASK_OF[name], language)
    settings = {**SETTINGS, "format": name, "labels": list(task.labels)}
    form = formats.load(name)
    rows = form.cut(examples, world_tokenizer, settings).rows
    assert form.read
    said = form.read(rows, PERFECT[name](rows, examples), examples, settings, world_tokenizer)
    for i, (example, answer) in enumerate(zip(asked(examples), said.answers, strict=True)):
        if isinstance(
            example, QAExample
        ):  # as near as tokens come: the ceiling counts what they cannot express
            best = slice(rows.arrays["best_start"][i], rows.arrays["best_end"][i])
            assert answer == example.context[best]
            assert any(gold in answer for gold in example.gold)
        elif name == "retrieval":
            assert answer[0] in example.gold
        else:
            assert (answer if isinstance(answer, str) else tuple(answer)) == example.gold


@pytest.mark.parametrize("name", FORMATS)
def test_rows_of_some_are_the_first_of_all(world_tokenizer: FastTokenizer, name: str):
    """Rows depend on their own examples, and stand in their order."""
    task, examples = examples_of(TASK_OF[name], "hi")
    settings = {**SETTINGS, "format": name, "labels": list(task.labels)}
    form = formats.load(name)
    whole = form.cut(examples, world_tokenizer, settings).rows
    n = 6
    few, first = form.cut(examples[:n], world_tokenizer, settings).rows, whole.first_examples(n)
    assert few.arrays.keys() == first.arrays.keys()
    for key in few.arrays:
        assert np.array_equal(few.arrays[key], first.arrays[key]), key


def test_a_head_is_known_by_format_and_labels():
    """Other labels, or others first, are another head; without labels the format is the name."""
    some = [HeadSpec("token-tagging", labels) for labels in (("a", "b"), ("b", "a"), ("a", "b", "c"))]
    assert len({each.key for each in some}) == 3
    assert HeadSpec("extractive-qa").key == "extractive-qa"
    assert HeadSpec.of("extractive-qa", None) == HeadSpec("extractive-qa")


def test_labels_are_in_the_order_of_their_names(tmp_path: Path):
    """Where a task declares none: those of all of its sources, each once."""
    records = []
    for number, language in enumerate(("hi", "sw")):
        _, examples = examples_of("world-nli", language)
        with Store(tmp_path).draft("source", f"{number:02x}" * 32) as draft:
            table.write(draft.folder / "examples.parquet", examples, unit="label")
            records.append(draft.commit(settings={}, reads={}, environment={}, started=0.0, seconds=0.0))
    assert labels_in(records) == ["contradiction", "entailment", "neutral"]
